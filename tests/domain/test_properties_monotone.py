"""What can only help does: a clause made milder never costs more, a longer notice never delivers less.

Several claims share each drawn agreement, since drawing one costs as much as quoting it. Where the rules allow a claim
in part only, its name says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from moneyed import Money

from drawing import asks, thorough
from unpromote.domain import clauses as c
from unpromote.domain.agreement import Terms
from unpromote.domain.quote import Quote, quote
from unpromote.domain.vectors import Ask
from unpromote.domain.vocabulary import Base

HALF = Fraction(1, 2)
Claim = Callable[[Terms], Terms]


def quoted(found: Ask, terms: Terms) -> Quote:
    return quote(terms, found.promotion, found.request)


def exit_cost(answer: Quote) -> Money:
    return answer.totals.exit_cost


def over_the_life(answer: Quote) -> Money:
    return answer.totals.total_owed + answer.totals.forfeited


def by_one_right(terms: Terms) -> Terms:
    return replace(terms, rights=terms.rights[:1])


def a_lower_cap_on_all_fees(terms: Terms) -> Terms:
    cap = terms.aggregate_cap or c.AggregateCap("8.9", Fraction(1), Base.BUDGET)
    return replace(terms, aggregate_cap=replace(cap, rate=cap.rate * HALF))


def a_lower_cap_on_each_fee(terms: Terms) -> Terms:
    return replace(terms, fees=tuple(replace(fee, cap=c.Limit(below_cap(fee))) for fee in terms.fees))


def below_cap(fee: c.Fee) -> c.Calc:
    lower = c.Calc(rate=HALF, base=Base.UNDELIVERED_AT_NOTICE)
    return c.Calc(lesser_of=(fee.cap.calc, lower)) if fee.cap else lower


def a_lower_floor(terms: Terms) -> Terms:
    if not any(fee.floor for fee in terms.fees):
        return terms
    return replace(terms, fees=tuple(replace(fee, floor=None) for fee in terms.fees))


def a_lower_rate_of_each_fee(terms: Terms) -> Terms:
    return replace(terms, fees=tuple(replace(fee, calc=halved(fee.calc)) for fee in terms.fees))


def halved(calc: c.Calc) -> c.Calc:
    """Return the calc with half of every rate in it."""
    forms = [form for form in ("greater_of", "lesser_of", "sum") if getattr(calc, form)]
    changed = {form: tuple(halved(part) for part in getattr(calc, form)) for form in forms}
    if calc.rate is not None:
        changed["rate"] = calc.rate * HALF
    if calc.tiers is not None:
        bands = tuple(replace(band, rate=band.rate * HALF) for band in calc.tiers.bands)
        changed["tiers"] = replace(calc.tiers, bands=bands)
    return replace(calc, **changed)


def a_lower_rate_on_the_shortfall(terms: Terms) -> Terms:
    promised = terms.minimum_commitment
    return replace(terms, minimum_commitment=replace(promised, rate=promised.rate * HALF)) if promised else terms


def a_smaller_share_of_the_refund_kept(terms: Terms) -> Terms:
    refund = terms.refund
    return (
        replace(terms, refund=replace(refund, service_fee=refund.service_fee * HALF)) if refund.service_fee else terms
    )


def another_right_beside_the_first(terms: Terms) -> Terms:
    return replace(terms, rights=(*terms.rights, replace(terms.rights[-1], id="further", fees=(), notice=None)))


MILDER: tuple[Claim, ...] = (
    a_lower_cap_on_all_fees,
    a_lower_cap_on_each_fee,
    a_lower_floor,
    a_lower_rate_of_each_fee,
    a_lower_rate_on_the_shortfall,
    a_smaller_share_of_the_refund_kept,
    another_right_beside_the_first,
)


@thorough
@given(asks)
def test_a_clause_made_milder_never_makes_leaving_dearer(found: Ask) -> None:
    before = quoted(found, found.terms)
    if not before.permitted:
        return
    for milder in MILDER:
        changed = milder(found.terms)
        if changed is not found.terms:
            assert exit_cost(quoted(found, changed)) <= exit_cost(before), milder.__name__


@thorough
@given(asks)
def test_by_one_right_more_notice_more_fees_and_more_prepaid_go_one_way(found: Ask) -> None:
    found = replace(found, terms=by_one_right(found.terms))
    before = quoted(found, found.terms)
    if not before.permitted:
        return
    check_a_longer_notice_never_delivers_less(found, before)
    check_a_further_fee_never_makes_leaving_cheaper(found, before)
    check_lower_kill_rates_never_cost_more_over_the_life(found, before)
    check_more_prepaid_never_means_more_to_pay_unless_a_fee_is_based_on_it(found)


def check_a_longer_notice_never_delivers_less(found: Ask, before: Quote) -> None:
    (right,) = found.terms.rights
    if right.notice is not None:
        longer = replace(right, notice=replace(right.notice, n=right.notice.n + 1))
        after = quoted(found, replace(found.terms, rights=(longer,)))
        assert after.totals.notice_delivery >= before.totals.notice_delivery
        assert after.effective_at >= before.effective_at


def check_a_further_fee_never_makes_leaving_cheaper(found: Ask, before: Quote) -> None:
    """Not even where fees count towards a commitment, and lessen what is missing of it."""
    (right,) = found.terms.rights
    further = c.Fee("further", "8.8", c.Calc(rate=HALF, base=Base.UNDELIVERED_AT_EFFECTIVE))
    dearer = replace(right, fees=(*right.fees, "further"))
    terms = replace(found.terms, rights=(dearer,), fees=(*found.terms.fees, further))
    assert exit_cost(quoted(found, terms)) >= exit_cost(before)


def check_lower_kill_rates_never_cost_more_over_the_life(found: Ask, before: Quote) -> None:
    """Over the life, not in exit_cost: of published work the lower pay is sunk, the advance forgiven is not."""
    brand = {stage: rate * HALF for stage, rate in found.terms.creators.kill["brand"].items()}
    terms = replace(found.terms, creators=replace(found.terms.creators, kill={"brand": brand}))
    assert over_the_life(quoted(found, terms)) <= over_the_life(before)


def check_more_prepaid_never_means_more_to_pay_unless_a_fee_is_based_on_it(found: Ask) -> None:
    terms = without_fees_on_prepaid(found.terms)
    more = replace(found.promotion, prepaid=found.promotion.prepaid + found.promotion.budget)
    after = quote(terms, more, found.request)
    assert after.totals.cash_out <= quoted(found, terms).totals.cash_out


def without_fees_on_prepaid(terms: Terms) -> Terms:
    (right,) = terms.rights
    based = {fee.id for fee in terms.fees if Base.PREPAID in bases(fee)}
    kept = tuple(name for name in right.fees if name not in based)
    notice = right.notice and replace(right.notice, in_lieu=None)
    return replace(terms, rights=(replace(right, fees=kept, notice=notice),), aggregate_cap=None)


def bases(fee: c.Fee) -> set[Base | None]:
    """Return every base that takes part in the fee."""
    calcs, found = [fee.calc, *(limit.calc for limit in (fee.floor, fee.cap) if limit)], set()
    while calcs:
        calc = calcs.pop()
        found |= {calc.base, calc.tiers.base if calc.tiers else None}
        calcs += calc.greater_of or calc.lesser_of or calc.sum or ()
    return found
