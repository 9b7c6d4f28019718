"""What the seller gives back: credits earned by missing delivery or outage, and the resale of what was freed.

Earned credits are due whatever is decided; the resale credit is mitigation, and never more than the fees. Amounts are
positive.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeVar

from moneyed import Money

from unpromote.domain.clauses import OUTAGE, RESALE, UNDERDELIVERY, Credit
from unpromote.domain.codec import fraction_text
from unpromote.domain.errors import BadInput
from unpromote.domain.lines import Line, Worked, line
from unpromote.domain.money import exact, shown, zero
from unpromote.domain.promotion import Fact
from unpromote.domain.situation import Situation
from unpromote.domain.vocabulary import Role

T = TypeVar("T")

_BUYERS = ("advertiser", "agency", "buyer")
_HOURS_A_DAY = 24


def earned_credits(situation: Situation) -> tuple[Line, ...]:
    """Return the credits due whatever happens: missing delivery, and outages that were not the buyer's own."""
    return tuple(
        _credit_line(credit, worked, situation)
        for credit, fact in _present(situation)
        if (worked := _earned(credit, fact, situation)) is not None
    )


def resale_credits(situation: Situation, fees: Money) -> tuple[Line, ...]:
    """Return the credits for what the seller sold again, together never more than the fees."""
    found, left = [], max(fees, zero(fees.currency))
    for credit, fact in _present(situation):
        if credit.fact == RESALE:
            proceeds = _stated(fact.proceeds, "facts.resale.proceeds")
            amount = min(proceeds, left)
            worked = Worked(exact(amount), f"lesser of ({shown(proceeds)}; fees {shown(left)})")
            found.append(_credit_line(credit, worked, situation))
            left -= amount
    return tuple(found)


def _present(situation: Situation) -> Iterator[tuple[Credit, Fact]]:
    for credit in situation.terms.credits:
        fact = situation.promotion.proven(credit.fact)
        if fact is not None:
            yield credit, fact


def _earned(credit: Credit, fact: Fact, situation: Situation) -> Worked | None:
    if credit.fact == UNDERDELIVERY:
        billed = _stated(fact.billed, "facts.underdelivery.billed")
        delivered = _stated(fact.delivered_value, "facts.underdelivery.delivered_value")
        missing = max(exact(billed) - exact(delivered), Fraction(0))
        return Worked(missing, f"{shown(billed)} - {shown(delivered)}").equated()
    if credit.fact == OUTAGE and fact.cause not in _BUYERS:
        budget, hours = situation.promotion.budget, _stated(fact.hours, "facts.outage.hours")
        whole = _HOURS_A_DAY * situation.flight_days
        formula = f"{shown(budget)} x {fraction_text(hours)}/({_HOURS_A_DAY} x {situation.flight_days})"
        return Worked(exact(budget) * hours / whole, formula).equated()
    return None


def _credit_line(credit: Credit, worked: Worked, situation: Situation) -> Line:
    return line(
        f"credit:{credit.id}",
        worked,
        situation.terms.currency,
        clause=credit.clause,
        from_=Role.MEDIA,
        to=Role.ADVERTISER,
    )


def _stated(value: T | None, place: str) -> T:
    if value is None:
        raise BadInput("a credit is computed from this, and it is missing", place=place, mend="state it with the fact")
    return value
