"""Leaving a part: a line item as a share of budget and spend, creators by name, or both; the rest runs to its end.

The part is quoted like a promotion of its own beside which the kept part stands as a sibling, so that a minimum
commitment is looked at for the whole. Volume rates are looked at with the units of both parts together. Fees that are
flat, and floors, are due in full.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from moneyed import Money

from unpromote.domain.choices import (
    Option,
    OptionLine,
    PartAsked,
    leaving,
    over,
    priced,
    quoted_lines,
    refusal,
    refused,
    running_lines,
)
from unpromote.domain.clauses import RESALE
from unpromote.domain.codec import fraction_text
from unpromote.domain.money import exact, round_half_up, shown, zero
from unpromote.domain.promotion import CustomMaterial, MinimumSpend, Promotion, Sibling
from unpromote.domain.quote import Quote, quote
from unpromote.domain.reduction import rate_charge, units_unknown
from unpromote.domain.settlement import full_price_told
from unpromote.domain.situation import Situation
from unpromote.domain.terms import Terms
from unpromote.domain.vocabulary import Effective

PARTIAL = "cancel_partly"
_WHOLE = "whole"


def left_in_part(asked: PartAsked, now: Quote, situation: Situation) -> Option:
    """Return the option of leaving that part with the request as it was sent."""
    if over(now):
        return refused(PARTIAL, now.code)
    terms = _terms_of_part(situation.terms, asked)
    if not terms.rights:
        return refused(PARTIAL, "every right is for the whole order")
    part = _part(situation.promotion, asked)
    request = situation.request if asked.share else replace(situation.request, effective=Effective.ASAP)
    quoted = quote(terms, part, request)
    if quoted.totals is None:
        return refused(PARTIAL, refusal(quoted))
    rates = tuple(_volume_rate(quoted, part, situation))
    lines = (*_kept(part, situation), *quoted_lines(quoted, quoted.totals), *rates)
    gone = leaving(PARTIAL, quoted, situation, situation.received_on)
    extra = sum((item.amount for item in rates), quoted.totals.exit_cost)
    # The rest of it stays online, so no day is given up.
    option = replace(gone, exit_cost=extra, days_given_up=0, note="; ".join(_notes(quoted, asked, situation)))
    return priced(option, lines, situation)


def _terms_of_part(terms: Terms, asked: PartAsked) -> Terms:
    """Return the terms for the part alone: earned credits stay with the whole, and media fees with media."""
    rights = tuple(right for right in terms.rights if _WHOLE not in (right.partial or ""))
    if not asked.share:
        rights = tuple(replace(right, fees=()) for right in rights)
    resale = tuple(credit for credit in terms.credits if credit.fact == RESALE)
    return replace(terms, rights=rights, credits=resale, short_rate=None)


def _part(whole: Promotion, asked: PartAsked) -> Promotion:
    share = asked.share or Fraction(0)
    budget, spent = _of(whole.budget, share), _of(whole.spent, share)
    kept_spent = whole.spent - spent
    custom = whole.custom_material
    return replace(
        whole,
        budget=budget,
        spent=spent,
        prepaid=_of(whole.prepaid, share),
        noncancellable_costs=None if whole.noncancellable_costs is None else _of(whole.noncancellable_costs, share),
        custom_material=custom and CustomMaterial(_of(custom.completed, share), _of(custom.total, share)),
        deposit=whole.deposit and replace(whole.deposit, amount=_of(whole.deposit.amount, share)),
        minimum_spend=_minimum_of_part(whole, budget),
        creators=tuple(creator for creator in whole.creators if creator.id in asked.creators),
        siblings=(*whole.siblings, Sibling("kept", kept_spent, whole.budget - budget - kept_spent)),
    )


def _minimum_of_part(whole: Promotion, budget: Money) -> MinimumSpend | None:
    """Return the order's minimum less what the kept part spends of it."""
    promised = whole.minimum_spend
    kept = whole.budget - budget
    if promised is None or promised.amount <= kept:
        return None
    return replace(promised, amount=promised.amount - kept)


def _of(amount: Money, share: Fraction) -> Money:
    return round_half_up(exact(amount) * share, amount.currency)


def _kept(part: Promotion, situation: Situation) -> Iterator[OptionLine]:
    whole = situation.promotion
    gone = {creator.id for creator in part.creators}
    custom = zero(whole.budget.currency)
    if whole.custom_material and part.custom_material:
        custom = whole.custom_material.total - part.custom_material.total
    media = OptionLine("kept_budget", whole.budget - part.budget, f"{shown(whole.budget)} - {shown(part.budget)}")
    kept = (creator for creator in whole.creators if creator.id not in gone)
    yield from running_lines(situation, media, kept, custom)


def _volume_rate(quoted: Quote, part: Promotion, situation: Situation) -> Iterator[OptionLine]:
    """Yield the discount undone on what the whole delivers: the units so far, and those the kept part still brings."""
    card, whole = situation.terms.short_rate, situation.promotion
    right = next(one for one in situation.terms.rights if one.id == quoted.right)
    if card is None or not right.undoes_discounts or quoted.effect == "expires_first" or not part.budget:
        return
    if units_unknown(situation) or whole.units_delivered is None:
        return
    kept_rest = exact(whole.budget - whole.spent) - exact(part.budget - part.spent)
    units = Fraction(whole.units_delivered) * (1 + kept_rest / exact(whole.spent))
    amount = round_half_up(rate_charge(card, units), whole.budget.currency)
    yield OptionLine("short_rate", amount, f"volume rate on {fraction_text(units)} units of both parts", card.clause)


def _notes(quoted: Quote, asked: PartAsked, situation: Situation) -> Iterator[str]:
    right = next(one for one in situation.terms.rights if one.id == quoted.right)
    yield f"by right {right.id}"
    if right.partial is None:
        yield "the agreement does not say whether a part may be left: ask"
    if asked.share:
        yield f"{fraction_text(asked.share)} of budget, spend, prepayment and material"
    if asked.share and units_unknown(situation):
        yield "volume rates are not reckoned: units_delivered and spent do not tell the units at the end"
    if asked.share and situation.promotion.deposit is not None:
        yield "the deposit is taken in the same share: ask"
    kept = [creator for creator in situation.promotion.creators if creator.id not in asked.creators]
    if kept:
        worth = sum((full_price_told(creator, situation.terms)[0] for creator in kept), zero(situation.terms.currency))
        yield f"kept at full price: {', '.join(creator.id for creator in kept)} ({shown(worth)})"
