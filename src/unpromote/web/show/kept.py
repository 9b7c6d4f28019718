"""Kept involvement: what of a creator's work goes on, and which of it this person may change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from unpromote.domain.case import Case, State
from unpromote.domain.payout import GoesOn, Settlement, SettlementState
from unpromote.domain.proposals import ProposalState
from unpromote.services.people import Person
from unpromote.web import formats, words

_RUNNING = (State.STOPPING, State.SETTLING)
_OVER = (SettlementState.RELEASED, SettlementState.SETTLED)


@dataclass(frozen=True)
class Kept:
    """What goes on; `works` are those that may change, by their place in the deal, `proposals` those to answer."""

    goes_on: list[str]
    works: list[tuple[int, str]]
    can_adjust: bool
    proposals: list[str]


def kept(one: Settlement, case: Case, person: Person) -> Kept:
    """Return what goes on of a creator's work."""
    is_open = case.state in _RUNNING and one.state not in _OVER and not case.unclear
    creators = case.promotion.get("creators", ())
    written: dict[str, Any] = next((dict(who) for who in creators if who["id"] == one.creator_id), {})
    works = enumerate(written.get("deliverables", ()))
    waiting = [p.id for p in case.proposals if p.creator_id == one.creator_id and p.state is ProposalState.OPEN]
    return Kept(
        goes_on=[_told(item) for item in one.goes_on],
        works=[(nth, item["id"]) for nth, item in works if item["stage"] != "published"],
        can_adjust=is_open and person.rights[case.client],
        proposals=waiting,
    )


def _told(one: GoesOn) -> str:
    parts = [
        f"{one.deliverable} ({words.spaced(one.way)})",
        f"on {formats.day(one.on)}" if one.on else "",
        f"for {one.campaign}" if one.campaign else "",
        f"{formats.money(one.price)}, of which {formats.money(one.advance_kept)} is paid",
        formats.formula(one.formula),
    ]
    return ", ".join(filter(None, parts))
