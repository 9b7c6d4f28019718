"""What holds of every quote: its figures add up, each payment goes somewhere, and it rests on its arguments alone."""

from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import given
from moneyed import Money

from drawing import DIGITS, asks, thorough
from unpromote.domain import codec
from unpromote.domain.agreement import (
    read_promotion,
    read_request,
    read_terms,
    write_promotion,
    write_request,
    write_terms,
)
from unpromote.domain.dates import first_instant
from unpromote.domain.money import total, zero
from unpromote.domain.promotion import Promotion
from unpromote.domain.quote import Quote, quote, quote_json
from unpromote.domain.settlement import CreatorSettlement
from unpromote.domain.vectors import Ask
from unpromote.domain.vocabulary import RefundMethod, Role

FEES = ("fee:", "cap_adjustment", "short_rate", "shortfall")
SELLERS = (Role.MEDIA, Role.PLATFORM)


def quoted(found: Ask) -> Quote:
    return quote(found.terms, found.promotion, found.request)


def summed(answer: Quote, *codes: str) -> Money:
    return total((line.amount for line in answer.lines if line.code.startswith(codes)), answer.currency)


@thorough
@given(asks)
def test_every_figure_of_a_quote_adds_up(found: Ask) -> None:
    answer = quoted(found)
    if answer.totals is None:
        return
    check_identities(answer)
    check_lines(answer, found.promotion)
    check_media_balance(answer, found.promotion)
    check_cash(answer, found.promotion)
    for creator in answer.creators:
        check_creator(creator)


def check_identities(answer: Quote) -> None:
    sums = answer.totals
    assert sums.sunk + sums.exit_cost + sums.saving == sums.run_total
    assert sums.total_owed == sums.sunk + sums.notice_delivery + sums.fees + sums.creator_exit - sums.credits
    assert sums.exit_cost == sums.notice_delivery + sums.fees + sums.creator_exit + sums.forfeited - sums.credits
    assert sums.saving == sums.run_total - sums.total_owed - sums.forfeited
    for other in answer.alternatives:
        assert other.totals.sunk + other.totals.exit_cost + other.totals.saving == other.totals.run_total


def check_lines(answer: Quote, promotion: Promotion) -> None:
    """Totals add the rounded lines; only the cap takes anything off, and never more than the fees."""
    sums, earned = answer.totals, total((each.earned for each in answer.creators), answer.currency)
    assert summed(answer, *FEES) == sums.fees >= zero(answer.currency)
    assert summed(answer, "notice_delivery") == sums.notice_delivery
    assert sums.notice_delivery + answer.undelivered_at_effective == promotion.budget - promotion.spent
    earned_back = summed(answer, "credit:U", "credit:O")
    assert sums.sunk == summed(answer, "delivered", "custom_material") + earned - earned_back
    assert summed(answer, "credit:R") == sums.credits <= sums.fees
    for line in answer.lines:
        assert line.amount.amount >= 0 or line.code == "cap_adjustment"
        assert type(line.amount.amount) is Decimal
        assert line.amount.amount.scaleb(DIGITS[answer.currency]) % 1 == 0


def check_media_balance(answer: Quote, promotion: Promotion) -> None:
    """What was prepaid beyond what the seller is owed comes back, is credited or is forfeited; nothing else does."""
    bought = [line for line in answer.lines if line.from_ is not Role.MEDIA and line.to in SELLERS]
    back = summed(answer, "credit:")
    overpaid = promotion.prepaid - (total((line.amount for line in bought), answer.currency) - back)
    if overpaid.amount <= 0:
        assert answer.refund is None
        return
    refund = answer.refund
    assert refund.amount + refund.credited + refund.forfeited == overpaid
    assert min(refund.amount, refund.credited, refund.forfeited).amount >= 0
    if refund.method is RefundMethod.NONE:
        assert refund.forfeited == overpaid
    if refund.method is RefundMethod.ACCOUNT_CREDIT:
        assert refund.credited == overpaid


def check_cash(answer: Quote, promotion: Promotion) -> None:
    """All that was or will be paid, less what comes back or stays as credit, is what is owed and what is lost."""
    paid = total((each.paid for each in answer.creators), answer.currency) + promotion.prepaid
    kept = total((-each.balance for each in answer.creators if each.direction == "credit"), answer.currency)
    kept += answer.refund.credited if answer.refund else zero(answer.currency)
    sums = answer.totals
    assert paid + sums.cash_out - sums.cash_in - kept == sums.total_owed + sums.forfeited
    assert min(sums.cash_out, sums.cash_in, sums.forfeited).amount >= 0


def check_creator(creator: CreatorSettlement) -> None:
    currency = creator.due.currency
    assert (
        creator.due == total(creator.lines.values(), currency) == total((w.amount for w in creator.workings), currency)
    )
    assert creator.balance == creator.due - creator.paid
    assert zero(currency) <= creator.earned <= creator.due <= creator.full_price
    assert all(zero(currency) <= each.earned <= each.amount for each in creator.workings)
    assert creator.forgiven == (-creator.balance if creator.direction == "forgive" else zero(currency))
    signs = {"pay": creator.balance > zero(currency), "none": not creator.balance}
    assert signs.get(creator.direction, creator.balance < zero(currency))


@thorough
@given(asks)
def test_a_quote_rests_on_its_arguments_alone_even_where_they_were_written_and_read_again(found: Ask) -> None:
    first = quoted(found)
    terms = read_terms(written(write_terms(found.terms)))
    promotion = read_promotion(written(write_promotion(found.promotion)), terms)
    request = read_request(written(write_request(found.request)))
    assert (terms, promotion, request) == (found.terms, found.promotion, found.request)
    first_instant.cache_clear()
    assert quote(terms, promotion, request) == first


@thorough
@given(asks)
def test_a_quote_is_written_and_read_back_the_same(found: Ask) -> None:
    answer = quoted(found)
    assert codec.decode(Quote, written(quote_json(answer)), currency=answer.currency) == answer


def written(data: dict) -> dict:
    """Return what another program would read."""
    return json.loads(json.dumps(data))
