"""Facts and a template to a letter: the same facts give the same words, so what was previewed is what gets sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError

from unpromote.domain.errors import BadInput
from unpromote.domain.ladders import Channel
from unpromote.domain.letters import SUBJECT_LIMIT, Letter
from unpromote.services.letters.display import displayed, reader_of
from unpromote.services.letters.facts import (
    ClawbackFacts,
    CreatorNoticeFacts,
    EscalationFacts,
    LetterFacts,
    ObjectionFacts,
    ReminderFacts,
    SupportRequestFacts,
)
from unpromote.services.letters.growth import LateGrowthFacts
from unpromote.services.letters.layout import PARTS, Layout, filled, layout_of

TEMPLATES = Path(__file__).parent / "templates"
FALLBACK = "en"
_LANGUAGE = re.compile(r"(?P<language>[a-z]{2,3})(-[A-Za-z0-9]+)*")
NOTHING_OWN: Mapping[str, Wording] = MappingProxyType({})


class Kind(StrEnum):
    """Which letter; its value names the template."""

    SUPPORT_REQUEST = "support_request"
    REMINDER = "reminder"
    CREATOR_NOTICE = "creator_notice"
    CREATOR_REMINDER = "creator_reminder"
    CLAWBACK_REQUEST = "clawback_request"
    OBJECTION = "objection"
    ESCALATION = "escalation"
    TICKET = "ticket"
    CALL_SHEET = "call_sheet"
    LATE_GROWTH = "late_growth"


FACTS: dict[Kind, type[LetterFacts]] = {
    Kind.SUPPORT_REQUEST: SupportRequestFacts,
    Kind.REMINDER: ReminderFacts,
    Kind.CREATOR_NOTICE: CreatorNoticeFacts,
    Kind.CREATOR_REMINDER: ReminderFacts,
    Kind.CLAWBACK_REQUEST: ClawbackFacts,
    Kind.OBJECTION: ObjectionFacts,
    Kind.ESCALATION: EscalationFacts,
    Kind.TICKET: EscalationFacts,
    Kind.CALL_SHEET: EscalationFacts,
    Kind.LATE_GROWTH: LateGrowthFacts,
}
_BY_TIMER = (Kind.REMINDER, Kind.CREATOR_REMINDER, Kind.ESCALATION)


# What a person pastes has to fit. TikTok states no limit for its forms: these are own practice, on the careful side.
MOST_CHARACTERS: Mapping[Channel, int] = MappingProxyType({Channel.PORTAL: 4000, Channel.CHAT: 2000})


class _Refusal(str):
    """Stands for every value that a template could not find, and refuses to be printed."""

    __slots__ = ()

    def __contains__(self, _part: object) -> bool:
        return True  # so that the engine puts the missing name into it

    def __mod__(self, name: object) -> str:
        raise BadInput(f"the template asks for {name}, which these facts do not have")


class _TopLevel(Context):
    """Facts at a template's top level; one that is unknown stops the letter, even where it is only asked about."""

    def __getitem__(self, name: Any) -> Any:
        if name not in self:
            raise BadInput(f"the template asks for {name!r}, which these facts do not have")
        return super().__getitem__(name)


@dataclass(frozen=True)
class Wording:
    """A client's own text for a template, and the version of it."""

    text: str
    version: int


def compose(
    kind: Kind,
    facts: LetterFacts,
    *,
    channel: Channel | None = None,
    own: Mapping[str, Wording] = NOTHING_OWN,
    folder: Path = TEMPLATES,
) -> Letter:
    """Return the letter of that kind, in the recipient's language where the folder has it, else in English.

    `channel` asks for the text of that way to reach somebody, where there is one; `own` holds the client's own texts by
    template, in the letter's language.

    Raises:
        BadInput: the template and the facts do not fit, or an address, amount or zone is none.
        TypeError: the facts are another kind's.
    """
    if not isinstance(facts, FACTS[kind]):
        raise TypeError(f"a {kind} is written from {FACTS[kind].__name__}, not from {type(facts).__name__}")
    most = MOST_CHARACTERS.get(channel) if channel and isinstance(facts, SupportRequestFacts) else None
    letter = _written(kind, facts, channel, own, folder)
    while most and len(letter.body) > most:
        facts = _shorter(cast("SupportRequestFacts", facts), len(letter.body), most)
        letter = _written(kind, facts, channel, own, folder)
    return letter


def _shorter(facts: SupportRequestFacts, length: int, most: int) -> SupportRequestFacts:
    """Return the facts with half as many objects named one by one; the letter names them all."""
    if not facts.objects:
        problem = f"the text has {length} characters, and {most} fit into this channel"
        raise BadInput(problem, mend="shorten the reason or the template, and say the rest in the letter")
    kept = facts.objects[: len(facts.objects) // 2]
    return replace(facts, objects=kept, more_objects=facts.more_objects + len(facts.objects) - len(kept))


def _written(
    kind: Kind, facts: LetterFacts, channel: Channel | None, own: Mapping[str, Wording], folder: Path
) -> Letter:
    language = language_for(kind, facts.to.language, folder)
    name = _chosen(folder, language, kind, channel, own)
    values = displayed(facts, reader_of(language, facts.zone))
    try:
        layout = layout_for(name, language, folder)
        text = own[name].text if name in own else layout.text
        context = _TopLevel(values, autoescape=False, use_l10n=False, use_tz=False)
        subject, body = _parted(filled(layout, text, context, values))
    except BadInput as refusal:
        raise refusal.within(f"{language}/{name}.txt") from None
    used = f"{name}/{language}@{own[name].version if name in own else f'shipped-{_mark(str(layout.template.source))}'}"
    automatic = kind in _BY_TIMER
    to = values["to"]["name"]
    return Letter(to, facts.to.address, subject, body, language, automatic=automatic, template=used)


def language_for(kind: Kind, wanted: str, folder: Path = TEMPLATES) -> str:
    """Return the wanted language, or the one it is a variety of, where it has the template; else English."""
    variety = _LANGUAGE.fullmatch(wanted)
    candidates = (wanted, variety["language"]) if variety else ()
    return next((name for name in candidates if (folder / name / f"{kind}.txt").is_file()), FALLBACK)


def layout_for(name: str, language: str, folder: Path = TEMPLATES) -> Layout:
    """Return the shipped template as it is edited; a channel without a text of its own has its kind's.

    Raises:
        BadInput: there is no such template, or it cannot be read.
    """
    if not (folder / language / f"{name}.txt").is_file():
        name = name.partition(".")[0]
    try:
        return layout_of(_engine(folder).get_template(f"{language}/{name}.txt"))
    except TemplateDoesNotExist:
        raise BadInput("there is no such template", mend=f"add it to {folder}") from None
    except TemplateSyntaxError as error:
        raise BadInput(f"the template cannot be read: {error}") from None


def _chosen(folder: Path, language: str, kind: Kind, channel: Channel | None, own: Mapping[str, Wording]) -> str:
    """Return the template to use: the channel's, where the client or the folder has one, else the kind's."""
    name = f"{kind}.{channel.value}" if channel else str(kind)
    return name if name in own or (folder / language / f"{name}.txt").is_file() else str(kind)


def _parted(text: str) -> tuple[str, str]:
    found = PARTS.fullmatch(_tidy(text))
    if found is None:
        raise BadInput("the template has no subject and body", mend="begin with a line 'Subject: …' and an empty line")
    return _shortened(found["subject"]), found["body"]


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


@cache
def _engine(folder: Path) -> Engine:
    return Engine(dirs=[str(folder)], autoescape=False, string_if_invalid=_Refusal("?"))


def _tidy(text: str) -> str:
    """Return the text without spaces at line ends and without more than one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def _shortened(subject: str) -> str:
    return subject if len(subject) <= SUBJECT_LIMIT else f"{subject[: SUBJECT_LIMIT - 1]}…"
