"""What is charged after the fees: their common cap, a volume discount undone, a promised spend missed by leaving.

A spend may be promised for all promotions together (minimum commitment) or for one order (minimum spend). Short rate
and shortfalls stand outside the cap.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from moneyed import Money

from unpromote.domain.clauses import AggregateCap, MinimumCommitment, ShortRate
from unpromote.domain.codec import fraction_text
from unpromote.domain.errors import BadInput
from unpromote.domain.fees import Basis, band_at, rated
from unpromote.domain.lines import Line, Worked, line, sum_of
from unpromote.domain.money import exact, shown, total, zero


def cap_adjustment(basis: Basis, fees: Sequence[Line]) -> Line | None:
    """Return what takes the fees down to their common cap, or None where they stay below it."""
    cap: AggregateCap | None = basis.situation.terms.aggregate_cap
    if cap is None:
        return None
    currency = basis.situation.terms.currency
    most, charged = rated(cap.rate, cap.base, basis), sum_of(fees, currency)
    if exact(charged) <= most.value:
        return None
    worked = Worked(most.value - exact(charged), f"{most.formula} - {shown(charged)}", most.inputs).equated()
    return line("cap_adjustment", worked, currency, clause=cap.clause)


def short_rate(basis: Basis, _: Sequence[Line]) -> Line | None:
    """Return the discount undone on what was delivered, or None where none is."""
    terms, promotion = basis.situation.terms, basis.situation.promotion
    card: ShortRate | None = terms.short_rate
    if card is None:
        return None
    if promotion.units_delivered is None:
        mend = "state how many units were delivered, 0 before the start"
        raise BadInput("the short rate needs units_delivered", place="promotion.units_delivered", mend=mend)
    units = promotion.units_delivered / (card.unit if isinstance(card.unit, int) else 1)
    earned = band_at(card.bands, promotion.units_delivered, "terms.short_rate.bands").rate
    if units * (earned - card.contracted_rate) <= 0:
        return None
    formula = f"{fraction_text(units)} x ({fraction_text(earned)} - {fraction_text(card.contracted_rate)})"
    worked = Worked(units * (earned - card.contracted_rate), formula).equated()
    return line("short_rate", worked, terms.currency, clause=card.clause)


def shortfall(basis: Basis, fees: Sequence[Line]) -> Line | None:
    """Return the charge on what this cancellation alone makes the commitment miss."""
    terms, promotion = basis.situation.terms, basis.situation.promotion
    promised: MinimumCommitment | None = terms.minimum_commitment
    if promised is None:
        return None
    siblings = total((item.spent + item.planned_remaining for item in promotion.siblings), terms.currency)
    reached = siblings + promotion.spent + basis.notice_delivery
    if promised.fees_count:
        reached += sum_of(fees, terms.currency)
    planned, nothing = siblings + promotion.budget, zero(terms.currency)
    after, before = max(nothing, promised.amount - reached), max(nothing, promised.amount - planned)
    caused = max(nothing, after - before)
    formula = f"{fraction_text(promised.rate)} x (missing now {shown(after)} - missing anyway {shown(before)})"
    inputs = {"commitment": shown(promised.amount), "reached": shown(reached), "planned": shown(planned)}
    worked = Worked(exact(caused) * promised.rate, formula, inputs).equated()
    return line("shortfall", worked, terms.currency, clause=promised.clause)


def minimum_spend(basis: Basis, _: Sequence[Line]) -> Line | None:
    """Return the charge on what leaving makes this order's own minimum miss, or None where no rate is agreed."""
    terms, promotion = basis.situation.terms, basis.situation.promotion
    promised = promotion.minimum_spend
    if promised is None or promised.rate is None:
        return None
    reached = promotion.spent + basis.notice_delivery
    worked = missed(promised.amount, promised.rate, reached, promotion.budget)
    return line("minimum_spend", worked, terms.currency, clause=promised.clause)


def missed(amount: Money, rate: Fraction, reached: Money, planned: Money) -> Worked:
    """Return the rate on what a promised amount misses now beyond what it would have missed by plan."""
    nothing = zero(amount.currency)
    after, before = max(nothing, amount - reached), max(nothing, amount - planned)
    formula = f"{fraction_text(rate)} x (missing now {shown(after)} - missing anyway {shown(before)})"
    inputs = {"promised": shown(amount), "reached": shown(reached), "planned": shown(planned)}
    return Worked(exact(max(nothing, after - before)) * rate, formula, inputs).equated()
