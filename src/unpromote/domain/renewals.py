"""The agreement that renews itself: until when a notice of non-renewal is in time, and what missing it binds one to.

A notice is in time if it is received so that its period is over with the term's last day, or, where the agreement names
a day, by the end of that day; where it states both, the earlier counts. What a renewed term costs is what it is stated
to commit to; where nothing says so, that is asked and never guessed. Cancelling a promotion does not end the agreement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from moneyed import Money

from unpromote.domain.clauses import MinimumCommitment
from unpromote.domain.codec import encode, fraction_text
from unpromote.domain.dates import (
    Calendar,
    Period,
    ReceiptRule,
    Unit,
    add_months,
    civil_date,
    first_instant,
    in_zone,
    period_end,
    received,
)
from unpromote.domain.frame import Renewal
from unpromote.domain.money import exact, round_half_up, shown
from unpromote.domain.terms import Terms

NEAR = timedelta(days=30)
_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)
_FURTHEST = timedelta(days=40_000)  # longer than any period that can be read


@dataclass(frozen=True)
class RenewalDue:
    """The next renewal. `deadline_at`: the last instant for the notice, itself in time only if `still`.

    `cost` is what missing it binds one to, null where the agreement does not say; `formula` tells why.
    """

    renews_on: date
    renews_until: date | None
    deadline_at: datetime
    still: bool
    missed: bool
    cost: Money | None
    formula: str
    clause: str | None


def renewal_due(terms: Terms, method: str, sent_at: datetime) -> RenewalDue | None:
    """Return the renewal ahead for a notice by that method, or None where nothing renews itself or no day is known."""
    term, rule = terms.term, terms.notice_receipt.get(method)
    renewal = term.renewal if term else None
    if term is None or renewal is None or not renewal.auto or rule is None or term.to is None:
        return None
    if (renewal.notice is None and renewal.deadline is None) or sent_at >= first_instant(term.to + _DAY, terms.zone):
        return None
    last_at = _last_in_time(renewal, term.to, rule, terms.calendar, terms.zone)
    still = (last_at + _TICK).microsecond != 0
    cost, formula = _cost(renewal, terms)
    return RenewalDue(
        renews_on=term.to + _DAY,
        renews_until=_until(renewal.length, term.to, terms),
        deadline_at=in_zone(last_at if still else last_at + _TICK, terms.zone),
        still=still,
        missed=sent_at > last_at,
        cost=cost,
        formula=formula,
        clause=renewal.clause,
    )


def renewal_warnings(terms: Terms, due: RenewalDue | None, sent_at: datetime) -> tuple[str, ...]:
    """Return what is to be said about a renewal that is near, missed, or cannot be dated."""
    if due is None:
        said = "renewal_undated: the agreement renews itself, and nothing says until when to refuse: ask"
        return (said,) if _undated(terms) else ()
    binds = "what a renewed term commits to is not stated, ask"
    if due.cost is not None:
        binds = f"it commits to {shown(due.cost)} {due.cost.currency}"
    if due.missed:
        return (f"renewal_missed: the agreement renews on {due.renews_on}; {binds}",)
    if due.deadline_at - sent_at > NEAR:
        return ()
    word = "by" if due.still else "before"
    apart = "cancelling this promotion does not refuse it"
    return (f"renewal_near: refuse {word} {due.deadline_at.isoformat()}, else {binds}; {apart}",)


def _undated(terms: Terms) -> bool:
    term = terms.term
    if term is None or term.renewal is None or not term.renewal.auto:
        return False
    return term.to is None or (term.renewal.notice is None and term.renewal.deadline is None)


@lru_cache(maxsize=256)
def _last_in_time(renewal: Renewal, to: date, rule: ReceiptRule, worked: Calendar, zone: ZoneInfo) -> datetime:
    """Return the last instant, to the microsecond, at which a notice is sent in time.

    A later sending is never received earlier, and a later receipt never ends a period earlier, so halving finds it.
    """
    end_at = first_instant(to + _DAY, zone)

    def in_time(sent_at: datetime) -> bool:
        received_at = received(rule, sent_at, worked, zone)
        if renewal.deadline is not None and civil_date(received_at, zone) > renewal.deadline:
            return False
        return renewal.notice is None or period_end(renewal.notice, received_at, worked, zone) <= end_at

    late = end_at + 2 * _DAY
    early = late - _FURTHEST
    while late - early > _TICK:
        middle = early + ((late - early) // _TICK // 2) * _TICK
        early, late = (middle, late) if in_time(middle) else (early, middle)
    return early.astimezone(UTC)


def _until(length: Period | None, to: date, terms: Terms) -> date | None:
    """Return the renewed term's last day: months and years keep the month's end."""
    if length is None or length.unit is Unit.HOURS:
        return None
    if length.unit in (Unit.MONTHS, Unit.YEARS):
        months = length.n * (12 if length.unit is Unit.YEARS else 1)
        return add_months(to + _DAY, months) - _DAY
    return civil_date(period_end(length, first_instant(to, terms.zone), terms.calendar, terms.zone), terms.zone) - _DAY


def _cost(renewal: Renewal, terms: Terms) -> tuple[Money | None, str]:
    if renewal.commitment is not None:
        return renewal.commitment, f"{shown(renewal.commitment)} committed for the renewed term"
    promised = terms.minimum_commitment
    if promised is None or not _each_term(promised, renewal):
        return None, "not computable: nothing states what the renewed term commits to"
    amount = round_half_up(exact(promised.amount) * promised.rate, promised.amount.currency)
    told = f"{fraction_text(promised.rate)} x {shown(promised.amount)}, if nothing is bought in the renewed term"
    return amount, f"{told} = {shown(exact(promised.amount) * Fraction(promised.rate))} [clause {promised.clause}]"


def _each_term(promised: MinimumCommitment, renewal: Renewal) -> bool:
    """Return whether a minimum commitment is stated for each term: as "term", or for just the renewed length."""
    length: dict[str, Any] = encode(renewal.length) or {}
    said: Any = promised.period
    same = isinstance(said, dict) and {"n", "unit"} <= said.keys()
    return said == "term" or (same and all(said[key] == length.get(key) for key in ("n", "unit")))
