"""A claim beside what is owed, worked by hand: 20000 delivered, 61000 of notice, a fee of 3900, 60000 paid before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moneyed import Money

import builders as b
from unpromote.domain.accounts import Account, Owed, creator_account, seller_account
from unpromote.domain.agreement import read_terms
from unpromote.domain.claims import Claim, ClaimLine, Verdict, compare, read_claim, read_claim_rows
from unpromote.domain.codec import decode
from unpromote.domain.errors import BadInput
from unpromote.domain.lines import Line

MONDAY = date(2026, 11, 23)  # the day the claim arrived
THIRTY_DAYS = {"n": 30, "unit": "days"}
MORE_TERMS = {
    "credits": [{"id": "dark", "clause": "Agreement 8", "fact": "outage"}],
    "short_rate": {"clause": "Order 5", "contracted_rate": "10", "bands": [{"min": "0", "rate": "12"}]},
    "minimum_commitment": {"clause": "Order 6", "amount": "200000.00", "rate": "0.1"},
    "aggregate_cap": {"clause": "Order 7", "rate": "0.5", "base": "budget"},
}


def terms(**changes):
    return read_terms(b.TERMS | changes)


def line(code, amount, **changes):
    written = {"code": code, "amount": amount, "formula": "spent", "clause": "Order 9", "from": "advertiser"}
    return decode(Line, written | {"to": "media"} | changes, currency="USD")


LINES = tuple(decode(Line, written, currency="USD") for written in b.QUOTE["lines"])
ACCOUNT = seller_account(LINES, b.usd("60000.00"), terms())


def claim(*lines, **changes):
    """A claim of (what, amount) pairs, by code where the account knows it and in free words else."""
    made = tuple(
        ClaimLine(b.usd(amount), code=what) if what in (*ACCOUNT.codes, "none") else ClaimLine(b.usd(amount), what)
        for what, amount in lines
    )
    return replace(Claim(MONDAY, made), **changes)


def compared(*lines, account=ACCOUNT, today=MONDAY, under=None, **changes):
    return compare(claim(*lines, **changes), account, under or terms(), today)


def verdicts(comparison):
    return {line.code or line.wording: line.verdict.value for line in comparison.lines}


EXACT = (
    ("delivered", "20000.00"),
    ("notice_delivery", "61000.00"),
    ("fee:early-exit", "3900.00"),
    ("prepaid", "-60000.00"),
)


def test_a_claim_to_the_cent_is_agreed_in_every_line():
    found = compared(*EXACT)
    assert set(verdicts(found).values()) == {"agreed"}
    assert (found.claimed, found.owed, found.difference) == (b.usd("24900"), b.usd("24900"), b.usd("0"))
    assert found.objected == b.usd("0")


def test_the_claim_worked_by_hand():
    """They add 900 to the fee, invent a set-up fee, ask 500 too little for delivery and forget the advance."""
    found = compared(
        ("delivered", "19500.00"),
        ("notice_delivery", "61000.00"),
        ("fee:early-exit", "4800.00"),
        ("Set-up", "1500.00"),
        matches={"set-up": "none"},
    )
    assert [(one.code, one.verdict.value, one.difference) for one in found.lines] == [
        ("delivered", "too_low", b.usd("-500.00")),
        ("notice_delivery", "agreed", b.usd("0.00")),
        ("fee:early-exit", "too_high", b.usd("900.00")),
        ("none", "not_owed", b.usd("1500.00")),
        ("prepaid", "not_claimed", b.usd("60000.00")),
    ]
    assert (found.claimed, found.owed) == (b.usd("86800.00"), b.usd("24900.00"))
    assert (found.difference, found.objected) == (b.usd("61900.00"), b.usd("62400.00"))


def test_each_line_names_the_clause_and_the_sum_it_rests_on():
    fee = next(one for one in compared(*EXACT).lines if one.code == "fee:early-exit")
    assert (fee.clause, fee.formula) == ("Order 3", "0.10 x 39000")


def test_what_they_forgot_to_ask_for_is_seen_but_not_objected_to():
    found = compared(*EXACT[1:])
    assert (verdicts(found)["delivered"], found.objected, found.difference) == (
        "not_claimed",
        b.usd("0"),
        b.usd("-20000"),
    )


def test_several_lines_under_one_code_are_one_line():
    halves = (("notice_delivery", "30000.00"), ("September", "10000.00"), ("notice_delivery", "31000.00"))
    found = compared(*halves, ("October", "10000.00"), matches={"September": "delivered", "OCTOBER ": "delivered"})
    assert [(one.code, one.wording, one.claimed) for one in found.lines[:2]] == [
        ("notice_delivery", "", b.usd("61000.00")),
        ("delivered", "September; October", b.usd("20000.00")),
    ]


def test_words_that_nobody_placed_are_asked_about_and_never_guessed():
    found = compared(*EXACT[:2], EXACT[3], ("Early exit fee", "3900.00"))
    assert verdicts(found)["Early exit fee"] == "unmatched"
    assert (found.unmatched[0].owed, found.unmatched[0].difference) == (None, None)
    assert found.warnings[0].startswith("unmatched: what is 'Early exit fee' (3900)? Say it: known here: delivered, ")
    assert verdicts(found)["fee:early-exit"] == "not_claimed"


def test_two_unplaced_lines_stay_two():
    assert len(compared(("This", "1.00"), ("This", "2.00")).unmatched) == 2


def test_a_code_of_their_own_is_placed_by_a_match_too():
    own = Claim(MONDAY, (ClaimLine(b.usd("3900.00"), code="SKU-17"),), matches={"sku-17": "fee:early-exit"})
    assert verdicts(compare(own, ACCOUNT, terms(), MONDAY))["fee:early-exit"] == "agreed"


def test_a_code_goes_before_what_the_words_are_said_to_be():
    both = Claim(MONDAY, (ClaimLine(b.usd("3900.00"), "Fee", "fee:early-exit"),), matches={"Fee": "delivered"})
    assert verdicts(compare(both, ACCOUNT, terms(), MONDAY))["fee:early-exit"] == "agreed"


@pytest.mark.parametrize(
    ("matches", "told"),
    [
        ({"Nowhere": "none"}, "matches.Nowhere: no line of the claim says so"),
        ({"": "none"}, "no line of the claim says so"),
        ({"Set-up": "fee:nope"}, "nothing is owed under 'fee:nope' (known here: delivered, notice_delivery, fee:early"),
    ],
)
def test_a_match_that_fits_nothing_is_refused(matches, told):
    with pytest.raises(BadInput) as refused:
        compared(("Set-up", "1.00"), matches=matches)
    assert told in str(refused.value)


def test_a_fee_that_is_not_due_this_way_is_not_owed_and_names_its_clause():
    account = seller_account(LINES[:2], b.usd("0"), terms())
    fee = compared(("fee:early-exit", "3900.00"), account=account).lines[0]
    assert (fee.verdict, fee.clause, fee.formula) == (Verdict.NOT_OWED, "Order 3", "not due on this way out")


def test_a_credit_for_nothing_is_in_our_favor():
    assert verdicts(compared(("Goodwill", "-50.00"), matches={"Goodwill": "none"}))["none"] == "too_low"


def test_whatever_the_agreement_prices_can_be_claimed_and_comes_to_nothing():
    account = seller_account((), b.usd("0"), terms(**MORE_TERMS))
    assert {(one.code, one.clause) for one in account.lines} == {
        ("delivered", None),
        ("custom_material", None),
        ("notice_delivery", None),
        ("fee:early-exit", "Order 3"),
        ("cap_adjustment", "Order 7"),
        ("short_rate", "Order 5"),
        ("shortfall", "Order 6"),
        ("credit:dark", "Agreement 8"),
        ("prepaid", None),
    }
    assert account.total == b.usd("0")


def test_a_credit_counts_against_the_seller_and_a_fee_to_the_agency_is_none_of_its_business():
    credit = line("credit:dark", "500.00", **{"from": "media", "to": "advertiser"})
    agency = line("fee:desk", "70.00", to="agency")
    account = seller_account((credit, agency), b.usd("0"), terms(refund={"method": "original", "clause": "Order 5"}))
    assert (account.owed("credit:dark").amount, account.owed("fee:desk").amount) == (b.usd("-500.00"), b.usd("0"))
    assert (account.owed("fee:desk").formula, account.owed("prepaid").clause) == ("owed to the agency", "Order 5")
    assert [account.owed(code).clause for code in ("credit:dark", "fee:desk")] == ["Order 9", "Order 9"]


def test_a_line_that_is_level_has_no_excess():
    assert [one.excess for one in compared(*EXACT).lines] == [None] * 4


def test_a_creators_account_is_the_settlement_less_the_advance():
    account = creator_account(b.settlement("emil"))
    assert account == Account(
        "USD",
        (
            Owed("video", b.usd("600.00"), "Order 4", "0.25 x 2400.00"),
            Owed("prepaid", b.usd("-1200.00"), None, "paid in advance"),
        ),
    )
    assert account.total == b.usd("-600.00")


@pytest.mark.parametrize(
    ("objection", "last_on"),
    [
        ({"n": 30, "unit": "days"}, date(2026, 12, 23)),
        ({"n": 30, "unit": "days", "count": "inclusive"}, date(2026, 12, 22)),
        ({"n": 2, "unit": "weeks"}, date(2026, 12, 7)),
        ({"n": 5, "unit": "business_days"}, date(2026, 12, 1)),
        ({"n": 3, "unit": "months"}, date(2027, 2, 23)),
        ({"n": 12, "unit": "days", "roll": "following"}, date(2026, 12, 7)),
        ({"n": 72, "unit": "hours"}, date(2026, 11, 25)),
    ],
    ids=["days", "inclusive", "weeks", "business days over Thanksgiving", "months", "rolled off a Saturday", "hours"],
)
def test_the_last_day_to_object(objection, last_on):
    calendar = b.TERMS["calendar"] | {"holidays": ["2026-11-26"]}
    assert compared(*EXACT, under=terms(dispute={"objection": objection}, calendar=calendar)).object_by == last_on


def test_hours_are_said_to_run_from_the_beginning_of_the_day():
    found = compared(*EXACT, under=terms(dispute={"objection": {"n": 72, "unit": "hours"}}))
    assert found.warnings == ("hours: counted from the beginning of the day of receipt",)


@pytest.mark.parametrize("dispute", [None, {"forum": "Los Angeles"}])
def test_without_a_term_there_is_no_last_day_and_a_warning(dispute):
    found = compared(*EXACT, under=terms(dispute=dispute))
    assert (found.object_by, found.warnings[0].partition(":")[0]) == (None, "no_objection_term")


def test_silence_that_accepts_is_warned_of():
    under = terms(dispute={"objection": THIRTY_DAYS, "silence_accepts": True})
    assert compared(*EXACT, under=under).warnings == (
        "silence_accepts: what is not objected to in time counts as accepted",
    )


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 12, 23), ()),
        (date(2026, 12, 24), ("too_late: the time to object ended on 2026-12-23, 1 day ago",)),
        (date(2026, 12, 25), ("too_late: the time to object ended on 2026-12-23, 2 days ago",)),
    ],
    ids=["on the last day", "a day late", "two days late"],
)
def test_whoever_is_late_is_told(today, told):
    assert compared(*EXACT, today=today, under=terms(dispute={"objection": THIRTY_DAYS})).warnings == told


def test_a_claim_from_tomorrow_is_refused():
    with pytest.raises(BadInput, match="2026-11-23 is still to come"):
        compared(*EXACT, today=date(2026, 11, 22))


CENTS = st.integers(-10_000_000, 10_000_000).map(lambda cents: f"{cents / 100:.2f}")
ASKED = st.lists(st.tuples(st.sampled_from([*ACCOUNT.codes, "none"]), CENTS), min_size=1, max_size=8)


@given(ASKED)
def test_the_lines_account_for_the_whole_difference(asked):
    found = compared(*asked)
    differences = [one.difference for one in found.lines]
    assert sum(differences, b.usd("0")) == found.difference == found.claimed - found.owed
    assert found.objected == sum((one for one in differences if one.amount > 0), b.usd("0"))


@given(ASKED, st.randoms(use_true_random=False))
def test_the_order_of_their_lines_changes_no_verdict(asked, chance):
    shuffled = chance.sample(asked, len(asked))
    placed = [{(one.code, one.verdict, one.claimed) for one in compared(*lines).lines} for lines in (asked, shuffled)]
    assert placed[0] == placed[1]


WRITTEN = {
    "received_on": "2026-11-23",
    "reference": "INV-7",
    "lines": [{"wording": "Early exit", "amount": "4800.00"}, {"code": "delivered", "amount": "20000.00 USD"}],
    "matches": {"Early exit": "fee:early-exit"},
}


def test_a_claim_is_read_from_json():
    lines = (ClaimLine(b.usd("4800.00"), "Early exit"), ClaimLine(b.usd("20000.00"), code="delivered"))
    matches = {"Early exit": "fee:early-exit"}
    assert read_claim(WRITTEN, "USD") == Claim(MONDAY, lines, "INV-7", matches=matches)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"lines": []}, "lines: the claim has no lines"),
        ({"lines": [{"amount": "1.00"}]}, "lines[0]: nothing says what this amount is for"),
        ({"lines": [{"amount": "1.00 EUR", "code": "delivered"}]}, "lines[0]: the amount is in EUR, not in USD"),
        ({"lines": [{"amount": 1.5, "code": "delivered"}]}, "lines[0].amount: expected an amount as text"),
        ({"lines": [{"amount": "1.005", "code": "delivered"}]}, "finer than USD allows"),
        ({"received_on": "0001-01-01"}, "received_on: 0001-01-01 is too long ago to be meant"),
        ({"received_on": "1969-12-31"}, "received_on: 1969-12-31 is too long ago to be meant"),
        ({"received_on": "23.11.2026"}, "received_on: '23.11.2026' does not fit"),
        ({"mood": "angry"}, "unknown field 'mood'"),
    ],
)
def test_a_claim_that_cannot_be_used_is_named_by_place(change, told):
    with pytest.raises(BadInput) as refused:
        read_claim(WRITTEN | change, "USD")
    assert told in str(refused.value)


def test_the_first_day_that_can_be_meant_is_taken():
    assert read_claim(WRITTEN | {"received_on": "1970-01-01"}, "USD").received_on == date(1970, 1, 1)


def row(number=2, **cells):
    return number, {"wording": "Early exit", "amount": "4800.00", "received_on": "2026-11-23"} | cells


def test_a_claim_is_read_from_the_rows_of_a_table():
    rows = [row(reference="INV-7"), (4, {"code": "delivered", "amount": "20000.00"})]
    assert read_claim_rows(rows, "USD") == replace(read_claim(WRITTEN, "USD"), matches={})


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "column received_on: the day of receipt is missing"),
        ([row(amount="lots")], "row 2, column amount: 'lots' is no amount"),
        ([(3, {"wording": "x", "received_on": "2026-11-23"})], "row 3, column amount: the amount is missing"),
        ([(3, {"amount": "1.00", "received_on": "2026-11-23"})], "row 3: nothing says what this amount is for"),
        ([row(mood="angry")], "row 2: unknown column 'mood' (known here: wording, code, amount, received_on, ref"),
        ([row(), row(3, received_on="2026-11-24")], "column received_on: the rows name several: 2026-11-23, 2026-11"),
        ([row(received_on="yesterday")], "column received_on: 'yesterday' does not fit"),
        ([row(amount="1.00 EUR")], "row 2: the amount is in EUR, not in USD"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(rows, told):
    with pytest.raises(BadInput) as refused:
        read_claim_rows(rows, "USD")
    assert told in str(refused.value)


EURO = {"EUR": {"rate": "1.10", "date": "2026-11-20", "source": "ECB"}}


def test_a_line_in_another_currency_is_converted_by_the_stated_rate() -> None:
    asked = read_claim(
        WRITTEN | {"lines": [{"amount": "1000.00 EUR", "code": "delivered"}], "matches": {}}, "USD", EURO
    )
    first = compare(asked, ACCOUNT, terms(fx=EURO), MONDAY).lines[0]
    assert (first.claimed, first.verdict) == (b.usd("1100.00"), Verdict.TOO_LOW)
    assert first.formula.endswith("; claimed 1000.00 EUR x 1.1 USD (ECB, 2026-11-20) = 1100.00 USD")


def test_what_nobody_placed_says_how_it_was_converted() -> None:
    lines = [{"amount": "1.00 EUR", "wording": "Rush"}, {"amount": "1.00 EUR", "code": "none"}]
    asked = read_claim(WRITTEN | {"lines": lines, "matches": {}}, "USD", EURO)
    found = compare(asked, ACCOUNT, terms(fx=EURO), MONDAY)
    assert [line.formula for line in found.lines[:2]] == ["claimed 1.00 EUR x 1.1 USD (ECB, 2026-11-20) = 1.10 USD"] * 2


def test_a_claim_in_the_agreements_currency_stands_beside_a_creators_own() -> None:
    account = Account("EUR", (Owed("v", Money("100.00", "EUR")),))
    found = compare(claim(("v", "110.00"), matches={"v": "v"}), account, terms(fx=EURO), MONDAY)
    assert found.lines[0].claimed == Money("100.00", "EUR")
    assert found.lines[0].formula == "claimed 110.00 USD / 1.1 USD (ECB, 2026-11-20) = 100.00 EUR"


def test_a_third_currency_is_refused() -> None:
    account = Account("EUR", (Owed("v", Money("100.00", "EUR")),))
    with pytest.raises(BadInput, match="lines: 'v' is in GBP"):
        compare(replace(CLAIM_OF_V, lines=(ClaimLine(Money("1.00", "GBP"), code="v"),)), account, terms(), MONDAY)


CLAIM_OF_V = Claim(MONDAY, (ClaimLine(b.usd("1.00"), code="v"),))


def test_a_deposit_that_is_set_off_lessens_what_the_seller_gets() -> None:
    account = seller_account(LINES, b.usd("60000.00"), terms(), set_off=b.usd("500.00"))
    assert ACCOUNT.total - account.total == b.usd("500.00")
