"""Facts and a template to a letter: the same facts give the same words, so what was previewed is what gets sent."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError

from unpromote.domain.errors import BadInput
from unpromote.domain.letters import SUBJECT_LIMIT, Letter
from unpromote.services.letters.display import Facts, displayed, reader_of
from unpromote.services.letters.facts import (
    ClawbackFacts,
    CreatorNoticeFacts,
    EscalationFacts,
    LetterFacts,
    ObjectionFacts,
    ReminderFacts,
    SupportRequestFacts,
)

TEMPLATES = Path(__file__).parent / "templates"
FALLBACK = "en"
_LANGUAGE = re.compile(r"(?P<language>[a-z]{2,3})(-[A-Za-z0-9]+)*")
_PARTS = re.compile(r"Subject: (?P<subject>[^\n]+)\n\n(?P<body>.+)", re.DOTALL)


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


_FACTS: dict[Kind, type[LetterFacts]] = {
    Kind.SUPPORT_REQUEST: SupportRequestFacts,
    Kind.REMINDER: ReminderFacts,
    Kind.CREATOR_NOTICE: CreatorNoticeFacts,
    Kind.CREATOR_REMINDER: ReminderFacts,
    Kind.CLAWBACK_REQUEST: ClawbackFacts,
    Kind.OBJECTION: ObjectionFacts,
    Kind.ESCALATION: EscalationFacts,
    Kind.TICKET: EscalationFacts,
    Kind.CALL_SHEET: EscalationFacts,
}
_BY_TIMER = (Kind.REMINDER, Kind.CREATOR_REMINDER, Kind.ESCALATION)


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


def compose(kind: Kind, facts: LetterFacts, *, folder: Path = TEMPLATES) -> Letter:
    """Return the letter of that kind, in the recipient's language where the folder has it, else in English.

    Raises:
        BadInput: the template and the facts do not fit, or an address, amount or zone is none.
        TypeError: the facts are another kind's.
    """
    if not isinstance(facts, _FACTS[kind]):
        raise TypeError(f"a {kind} is written from {_FACTS[kind].__name__}, not from {type(facts).__name__}")
    language = _language(folder, kind, facts.to.language)
    values = displayed(facts, reader_of(language, facts.zone))
    try:
        subject, body = _written(folder, f"{language}/{kind}.txt", values)
    except BadInput as refusal:
        raise refusal.within(f"{language}/{kind}.txt") from None
    return Letter(values["to"]["name"], facts.to.address, subject, body, language, automatic=kind in _BY_TIMER)


def _language(folder: Path, kind: Kind, wanted: str) -> str:
    """Return the wanted language, or the one it is a variety of, where it has the template; else English."""
    variety = _LANGUAGE.fullmatch(wanted)
    candidates = (wanted, variety["language"]) if variety else ()
    return next((name for name in candidates if (folder / name / f"{kind}.txt").is_file()), FALLBACK)


def _written(folder: Path, name: str, values: Facts) -> tuple[str, str]:
    try:
        text = (
            _engine(folder).get_template(name).render(_TopLevel(values, autoescape=False, use_l10n=False, use_tz=False))
        )
    except TemplateDoesNotExist:
        raise BadInput("there is no such template", mend=f"add it to {folder}") from None
    except TemplateSyntaxError as error:
        raise BadInput(f"the template cannot be read: {error}") from None
    found = _PARTS.fullmatch(_tidy(text))
    if found is None:
        raise BadInput("the template has no subject and body", mend="begin with a line 'Subject: …' and an empty line")
    return _shortened(found["subject"]), found["body"]


@cache
def _engine(folder: Path) -> Engine:
    return Engine(dirs=[str(folder)], autoescape=False, string_if_invalid=_Refusal("?"))


def _tidy(text: str) -> str:
    """Return the text without spaces at line ends and without more than one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def _shortened(subject: str) -> str:
    return subject if len(subject) <= SUBJECT_LIMIT else f"{subject[: SUBJECT_LIMIT - 1]}…"
