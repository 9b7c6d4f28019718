"""Spending less without leaving: a lower budget, and what the agreement as a whole charges for the smaller volume.

Only what is bought by bid can be lowered: a booked amount is left by cancelling a part. Minimum commitment and volume
rates are looked at again with the spend and the units that the promotion then ends with, and only what the reduction
itself causes is charged.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from moneyed import Money

from unpromote.domain.choices import DecisionAsked, Option, OptionLine, over, priced, refused, running_lines
from unpromote.domain.clauses import ShortRate
from unpromote.domain.codec import fraction_text
from unpromote.domain.commitments import missed
from unpromote.domain.fees import band_at
from unpromote.domain.money import exact, round_half_up, shown, total, zero
from unpromote.domain.promotion import Promotion
from unpromote.domain.quote import Quote
from unpromote.domain.situation import Situation
from unpromote.domain.vocabulary import BY_BID, RefundMethod

REDUCE = "reduce_budget"


def reduced(asked: DecisionAsked, now: Quote, situation: Situation) -> Option:
    """Return the option of lowering the budget as asked, or to what is spent and committed."""
    promotion = situation.promotion
    to, formula = _target(asked, promotion)
    if why_not := _obstacle(to, now, promotion):
        return refused(REDUCE, why_not)
    charges, lost = tuple(volume_charges(to, situation)), stranded(to, situation)
    option = Option(
        REDUCE,
        permitted=True,
        on=situation.received_on,
        exit_cost=total((item.amount for item in (*charges, lost)), situation.terms.currency),
        forfeited=lost.amount,
        days_given_up=_days_without(to, situation),
        note=_note(to, situation),
    )
    media = OptionLine("budget", to, formula)
    return priced(option, (*running_lines(situation, media, promotion.creators), *charges, lost), situation)


def volume_charges(spend: Money, situation: Situation) -> Iterator[OptionLine]:
    """Yield the shortfalls and the short rate that ending at this spend, instead of the budget, causes."""
    yield from _shortfall(spend, situation)
    yield from _minimum_spend(spend, situation)
    yield from _short_rate(spend, situation)


def stranded(spend: Money, situation: Situation) -> OptionLine:
    """Return what is prepaid for media that is then not bought, where the agreement gives none of it back."""
    refund, promotion, nothing = situation.terms.refund, situation.promotion, zero(spend.currency)
    amount = nothing
    if refund is not None and refund.method is RefundMethod.NONE:
        amount = max(nothing, promotion.prepaid - spend) - max(nothing, promotion.prepaid - promotion.budget)
    return OptionLine("forfeited", amount, "prepaid, not used, not refundable", refund.clause if refund else None)


def rate_charge(card: ShortRate, units: Fraction) -> Fraction:
    """Return the discount undone on that many units: units x (rate earned - contracted rate), never below nothing."""
    earned = band_at(card.bands, units, "terms.short_rate.bands").rate
    bought = units / (card.unit if isinstance(card.unit, int) else 1)
    return max(Fraction(0), bought * (earned - card.contracted_rate))


def units_unknown(situation: Situation) -> bool:
    """Return whether volume rates are agreed, but the units at the end cannot be told from those delivered."""
    promotion = situation.promotion
    return situation.terms.short_rate is not None and not (promotion.units_delivered and promotion.spent)


def _target(asked: DecisionAsked, promotion: Promotion) -> tuple[Money, str]:
    if asked.reduce_to is not None:
        return asked.reduce_to, "as asked"
    nothing = zero(promotion.budget.currency)
    committed = promotion.noncancellable_costs or nothing
    least = promotion.minimum_spend.amount if promotion.minimum_spend else nothing
    formula = f"spent {shown(promotion.spent)} + committed {shown(committed)}"
    to = promotion.spent + committed
    if least > to:
        to, formula = least, f"minimum spend {shown(least)}"
    return (promotion.budget, "no more than the budget") if to > promotion.budget else (to, formula)


def _obstacle(to: Money, now: Quote, promotion: Promotion) -> str | None:
    if over(now):
        return now.code
    if to == promotion.budget:
        return None
    if promotion.reservation not in BY_BID:
        return (
            f"{promotion.reservation.value} is booked at a fixed amount: leave a part of it by a partial cancellation"
        )
    if to < promotion.spent:
        return f"{shown(promotion.spent)} is spent already"
    if promotion.minimum_spend is not None and to < promotion.minimum_spend.amount:
        return f"a minimum spend of {shown(promotion.minimum_spend.amount)} is agreed"
    return None


def _days_without(to: Money, situation: Situation) -> int:
    """Return how many days fall away if delivery keeps its pace until the lower budget is used up."""
    promotion, left = situation.promotion, situation.remaining_days
    rest = exact(promotion.budget - promotion.spent)
    return left - math.ceil(exact(to - promotion.spent) / rest * left) if rest else 0


def _note(to: Money, situation: Situation) -> str:
    notes = ["creators are paid in full"] if situation.promotion.creators else []
    if situation.promotion.prepaid > to and not stranded(to, situation).amount:
        notes.append(f"{shown(situation.promotion.prepaid - to)} prepaid stays in the account")
    if units_unknown(situation):
        notes.append("volume rates are not reckoned: units_delivered and spent do not tell the units at the end")
    return "; ".join(notes)


def _shortfall(spend: Money, situation: Situation) -> Iterator[OptionLine]:
    promised, promotion = situation.terms.minimum_commitment, situation.promotion
    if promised is None:
        return
    nothing = zero(situation.terms.currency)
    siblings = total((item.spent + item.planned_remaining for item in promotion.siblings), nothing.currency)
    after = max(nothing, promised.amount - siblings - spend)
    before = max(nothing, promised.amount - siblings - promotion.budget)
    formula = f"{fraction_text(promised.rate)} x (missing now {shown(after)} - missing anyway {shown(before)})"
    amount = round_half_up(exact(after - before) * promised.rate, nothing.currency)
    yield OptionLine("shortfall", max(nothing, amount), formula, promised.clause)


def _minimum_spend(spend: Money, situation: Situation) -> Iterator[OptionLine]:
    promised = situation.promotion.minimum_spend
    if promised is not None and promised.rate is not None:
        worked = missed(promised.amount, promised.rate, spend, situation.promotion.budget)
        yield OptionLine(
            "minimum_spend", round_half_up(worked.value, spend.currency), worked.formula, promised.clause, worked.inputs
        )


def _short_rate(spend: Money, situation: Situation) -> Iterator[OptionLine]:
    card, promotion = situation.terms.short_rate, situation.promotion
    if card is None or promotion.units_delivered is None or units_unknown(situation):
        return
    each = Fraction(promotion.units_delivered) / exact(promotion.spent)
    after, before = each * exact(spend), each * exact(promotion.budget)
    caused = max(Fraction(0), rate_charge(card, after) - rate_charge(card, before))
    formula = f"volume rate on {fraction_text(after)} units instead of {fraction_text(before)}"
    yield OptionLine("short_rate", round_half_up(caused, spend.currency), formula, card.clause)
