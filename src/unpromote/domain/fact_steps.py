"""What stating a fact, showing it and confirming it do to a case: steps like those of `steps`, for the table.

A fact decides which rights are open, so a changed one voids the quote. Evidence and confirming change what is shown,
not what is quoted: the quote and its signatures stay.
"""

from __future__ import annotations

from dataclasses import replace

from unpromote.domain import events as e
from unpromote.domain.aggregate import Case
from unpromote.domain.errors import NotAllowed
from unpromote.domain.steps import Moved, without_quote


def add_evidence(case: Case, event: e.EvidenceAdded) -> Moved:
    """Keep the item beside the earlier ones."""
    if any(item.id == event.item.id for item in case.evidence):
        raise NotAllowed(f"somebody else added {event.item.id} meanwhile: look again, then add yours")
    return replace(case, evidence=(*case.evidence, event.item)), ()


def state_fact(case: Case, event: e.FactStated) -> Moved:
    """State the fact in place of what was stated under its name; the quote is void."""
    stated = {**(case.promotion.get("facts") or {}), event.name: event.fact}
    return without_quote(replace(case, promotion={**case.promotion, "facts": stated})), ()


def confirm_fact(case: Case, event: e.FactConfirmed) -> Moved:
    """Note who looked at the evidence and says that the fact holds."""
    facts = case.promotion.get("facts") or {}
    fact = facts.get(event.name)
    if fact is None:
        raise NotAllowed(f"nobody states the fact {event.name!r}: state it first")
    if not any(event.name in item.proves for item in case.evidence):
        raise NotAllowed(f"no evidence is attached to {event.name!r}: add it, look at it, then confirm")
    confirmed = {**(fact if isinstance(fact, dict) else {}), "confirmed_by": event.by}
    return replace(case, promotion={**case.promotion, "facts": {**facts, event.name: confirmed}}), ()
