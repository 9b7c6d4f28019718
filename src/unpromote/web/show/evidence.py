"""Facts and evidence as a page shows them: what is stated, what shows it, what is missing, what proving would save."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.domain.case import Case, State
from unpromote.domain.catalogue import fact_words
from unpromote.domain.events import FiledEvidence
from unpromote.domain.evidence import EvidenceKind
from unpromote.domain.messages import Counterpart
from unpromote.domain.standing import Standing
from unpromote.services.evidence import fact_names, facts_of
from unpromote.web import formats, words
from unpromote.web.show.answer import zone

_BEFORE_APPROVAL = (State.OPENED, State.READING, State.REVIEW, State.READY, State.QUOTED)


@dataclass(frozen=True)
class Item:
    """One file of evidence."""

    id: str
    description: str
    kind: str
    file: str
    hash_short: str
    added: str
    proves: str


@dataclass(frozen=True)
class FactShown:
    """One stated fact with its evidence; `can_confirm`: there is evidence, and nobody has confirmed it yet."""

    name: str
    title: str
    state: str
    state_words: str
    fields: list[tuple[str, str]]
    evidence: list[Item]
    opens: str
    lacks: list[str]
    proof: list[str]
    can_confirm: bool


@dataclass(frozen=True)
class Saving:
    """What proving one fact would do; `reasons` is said where it is a hint alone."""

    needs: str
    right: str
    opens: str
    saves: str
    cheaper: bool
    reasons: str
    notes: list[str]


@dataclass(frozen=True)
class Evidence:
    """All about the facts of a case; `loose` is evidence for facts that nobody states.

    What was gathered and proves nothing yet stands in `show.causes`.
    """

    facts: list[FactShown]
    loose: list[Item]
    savings: list[Saving]
    hints: list[Saving]
    choices: list[tuple[str, str]]
    kinds: list[tuple[str, str]]
    creators: list[tuple[str, str]]
    can_add: bool
    can_state: bool


def evidence(case: Case) -> Evidence:
    """Return the facts of a case with their evidence, and what proving the missing ones would save."""
    open_ = case.state in _BEFORE_APPROVAL
    facts = facts_of(case)
    stated = {fact.fact for fact in facts}
    proven = case.quote.if_proven if case.quote else ()
    savings = [(one, _saving(one, case)) for one in proven if one["saves"] is not None]
    return Evidence(
        facts=[_fact(fact, case, open_=open_) for fact in facts],
        loose=[_item(item, zone(case)) for item in case.evidence if item.proves and not stated & set(item.proves)],
        savings=[saving for one, saving in savings if not one["reasons"]],
        hints=[saving for one, saving in savings if one["reasons"]],
        choices=[(name, _choice(name)) for name in fact_names(case)],
        kinds=[(kind.value, words.sentence(kind.value)) for kind in EvidenceKind],
        creators=[(one.id, one.name) for one in case.contacts if one.counterpart is Counterpart.CREATOR],
        can_add=case.state is not State.CLOSED,
        can_state=open_,
    )


def _choice(name: str) -> str:
    said = fact_words(name)
    return f"{words.sentence(name)}: {said}" if said != words.spaced(name) else words.sentence(name)


def _fact(fact: Standing, case: Case, *, open_: bool) -> FactShown:
    stated = (case.promotion.get("facts") or {})[fact.fact]
    fields = stated if isinstance(stated, dict) else {}
    status = fact.status.value
    by = f" by {fields['confirmed_by']}" if "confirmed_by" in fields else ""
    return FactShown(
        name=fact.fact,
        title=words.sentence(fact.fact),
        state=status,
        state_words=f"{words.FACTS[status]}{by}",
        fields=[shown_field(key, item, zone(case)) for key, item in fields.items() if key != "confirmed_by"],
        evidence=[_item(item, zone(case)) for item in case.evidence if fact.fact in item.proves],
        opens=formats.listed([words.spaced(right) for right in fact.rights]),
        lacks=list(fact.lacks),
        proof=list(fact.proof),
        can_confirm=open_ and status == "evidenced",
    )


def shown_field(key: str, value: Any, in_zone: ZoneInfo) -> tuple[str, str]:
    """Return the name and the value of a fact's particular as people read them."""
    at = _instant(value) if key.endswith("_at") else None
    if at is not None:
        return words.sentence(key.removesuffix("_at")), formats.instant(at, in_zone)
    if isinstance(value, bool):
        return words.sentence(key), "yes" if value else "no"
    return words.sentence(key), ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _instant(value: Any) -> datetime | None:
    """Return what a person wrote as an instant, or None where it is none: further particulars are free text."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None


def _item(item: FiledEvidence, in_zone: ZoneInfo) -> Item:
    return Item(
        id=item.id,
        description=item.description,
        kind=words.sentence(item.kind.value),
        file=item.file,
        hash_short=formats.short(item.sha256),
        added=f"{formats.instant(item.at, in_zone)}, by {item.by}",
        proves=formats.listed([words.spaced(name) for name in item.proves]),
    )


def _saving(one: Mapping[str, Any], case: Case) -> Saving:
    currency = case.quote.price.currency.code if case.quote else ""
    less = not one["saves"].startswith("-")
    saves = formats.amount(one["saves"].removeprefix("-"), currency)
    when = formats.instant(one["from"], zone(case))
    return Saving(
        needs=one["needs"],
        right=f"{words.spaced(one['right'])}, {one['clause']}",
        opens=f"open from {when}; leaving then costs {formats.amount(one['exit_cost'], currency)}",
        saves=f"{saves} {'less' if less else 'more'} over the life than now",
        cheaper=less and one["saves"].strip("0.") != "",
        reasons=formats.listed([words.spaced(reason) for reason in one["reasons"]]),
        notes=list(one["notes"]),
    )
