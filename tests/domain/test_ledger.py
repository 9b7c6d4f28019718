"""The ledger sums to zero after every history, and says what an independent sum of the same facts says."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moneyed import Money

import builders as b
from unpromote.domain import events as e
from unpromote.domain.case import Case, advance
from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.ledger import Account, Book, Kind, balances, entries, standing, standings, unexplained
from unpromote.domain.money import zero

AGENCY_FEE = {"code": "fee:handling", "amount": "40.00", "clause": "", "from": "advertiser", "to": "agency"}


def with_quote(moment: str, *, prepaid: str = "60000.00", **quote: Any) -> Case:
    """The case at a moment of the story, with another prepaid balance and other fields of the quote."""
    case = b.case_after(moment)
    taken = replace(case.quote, quote={**case.quote.quote, **quote})
    return replace(case, quote=taken, promotion={**case.promotion, "prepaid": prepaid})


def refunding(moment: str = "settling", **refund: str | None) -> Case:
    """The seller holds 5100.00 too much, of which it keeps 100.00 and gives 1000.00 as credit."""
    found = {"amount": "4000.00", "due_by": "2027-01-20", "credited": "1000.00", "forfeited": "100.00", **refund}
    return with_quote(moment, prepaid="90000.00", refund=found)


def after(case: Case, *events: e.Event) -> Case:
    for event in events:
        case, _ = advance(case, event)
    return case


def booked(*movements: Any) -> e.BankLinesBooked:
    return e.BankLinesBooked(at=b.NOW + timedelta(days=30), by="unpromote", statement="s" * 64, movements=movements)


def test_nothing_is_owed_before_the_quote_is_approved() -> None:
    assert entries(b.case_after("signed once")) == ()
    assert standings(b.case_after("opened")) == ()


def test_an_approved_quote_makes_everybody_s_part_due() -> None:
    media, cleo, emil = standings(b.case_after("stopping"))
    assert (media.owed, cleo.owed, emil.owed) == (b.usd("-24900.00"), b.usd("-500.00"), b.usd("600.00"))


def test_what_is_to_pay_and_to_come_are_the_quotes_own_totals() -> None:
    case = b.case_after("stopping")
    open_ = [one.open.amount for one in standings(case)]
    totals = case.quote.quote["totals"]
    assert f"{-sum(amount for amount in open_ if amount < 0)}" == totals["cash_out"]
    assert f"{sum(amount for amount in open_ if amount > 0)}" == totals["cash_in"]


def test_a_payment_is_owed_then_ordered_then_seen_at_the_bank() -> None:
    released, settled = b.case_after("cleo released"), b.case_after("cleo settled")
    paid = after(settled, booked(b.movement()))
    story = [standing(case, "creator:cleo", "USD") for case in (released, settled, paid)]
    assert [(one.owed, one.ordered) for one in story] == [
        (b.usd("-500.00"), b.usd("0")),
        (b.usd("0"), b.usd("-500.00")),
        (b.usd("0"), b.usd("0")),
    ]
    assert [s.paid_on for s in paid.settlements] == [date(2026, 10, 8), None]


def test_a_claw_back_is_asked_for_and_comes_in_two_parts() -> None:
    case = b.case_after("emil settled")
    part, rest = (b.movement(f"in-{n}", amount, party="creator:emil") for n, amount in ((1, "200.00"), (2, "400.00")))
    half, whole = after(case, booked(part)), after(case, booked(part), booked(rest))
    assert standing(half, "creator:emil", "USD").ordered == b.usd("400.00")
    assert standing(whole, "creator:emil", "USD").balance == b.usd("0")
    assert (half.settlements[1].paid_on, whole.settlements[1].paid_on) == (None, date(2026, 10, 8))


@pytest.mark.parametrize(
    ("direction", "kind", "book", "party"),
    [("forgive", Kind.FORGIVE, Book.LOSS, ""), ("credit", Kind.CREDIT, Book.CREDIT, "creator:emil")],
)
def test_an_advance_that_no_bank_moves_is_forgiven_or_kept(direction: str, kind: Kind, book: Book, party: str) -> None:
    case = b.case_after("emil settled")
    kept = replace(case, settlements=(replace(case.settlements[1], direction=direction, settled_at=None),))
    (entry,) = [one for one in entries(kept) if one.kind is kind]
    assert entry.postings[0].account == Account(party, book)
    assert entry.postings[0].amount == b.usd("600.00")
    assert standing(kept, "creator:emil", "USD").open == b.usd("0")


def test_a_refund_is_expected_less_credit_and_what_is_forfeited() -> None:
    media = standing(refunding(), "media", "USD")
    assert (media.owed, media.expected, media.credit) == (b.usd("0"), b.usd("4000.00"), b.usd("1000.00"))
    assert balances(entries(refunding()))[Account("", Book.LOSS), "USD"] == b.usd("100.00")


def test_a_part_of_a_refund_leaves_the_rest_and_too_much_is_owed_back() -> None:
    part = after(refunding(), booked(b.movement("in", "1500.00", party="media")))
    over = after(refunding(), booked(b.movement("in", "4100.00", party="media")))
    assert standing(part, "media", "USD").expected == b.usd("2500.00")
    assert standing(over, "media", "USD").owed == b.usd("-100.00")
    assert entries(part)[-1].kind is Kind.REFUND_RECEIVED


def test_a_deposit_comes_back_beside_the_prepaid_balance() -> None:
    deposit = {"amount": "1000.00", "refunded": "700.00", "credited": "0.00", "forfeited": "300.00", "due_by": None}
    case = with_quote("settling", deposit=deposit)
    media = standing(case, "media", "USD")
    assert (media.owed, media.expected) == (b.usd("-24900.00"), b.usd("700.00"))


def test_credits_lessen_what_the_seller_gets_and_others_have_accounts_of_their_own() -> None:
    credit = {"code": "credit:outage", "amount": "900.00", "clause": "9", "from": "platform", "to": "advertiser"}
    owed_by = {"code": "fee:back", "amount": "15.00", "clause": "", "from": "agency", "to": "advertiser"}
    theirs = {"code": "fee:between", "amount": "7.00", "clause": "", "from": "agency", "to": "talent_agent"}
    case = with_quote("settling", lines=[*b.QUOTE["lines"], credit, AGENCY_FEE, owed_by, theirs])
    found = {one.party: one.owed for one in standings(case)}
    assert (found["media"], found["agency"]) == (b.usd("-24000.00"), b.usd("-25.00"))
    assert "talent_agent" not in found


def test_an_open_balance_is_unexplained_until_a_person_says_why_and_again_when_it_moves() -> None:
    def names(case: Case) -> list[str]:
        return [one.party for one in unexplained(case)]

    told = b.case_after("explained")
    moved = after(told, booked(b.movement("m", "-100.00", party="media")))
    assert names(b.case_after("rechecked")) == ["media", "creator:cleo", "creator:emil"]
    assert (names(told), names(moved)) == (
        ["creator:cleo", "creator:emil"],
        ["media", "creator:cleo", "creator:emil"],
    )


def test_nothing_stands_between_us_and_a_stranger() -> None:
    with pytest.raises(NotAllowed, match="nothing between us"):
        standing(b.case_after("settling"), "dan", "USD")


def test_a_case_of_an_earlier_release_has_a_ledger_too() -> None:
    case = b.case_after("emil settled")
    data = encode(case)
    del data["books"]
    for one in data["settlements"]:
        del one["released_at"], one["paid_on"]
    assert [one.open for one in standings(decode(Case, data))] == [one.open for one in standings(case)]


def test_as_long_as_the_quote_is_a_range_the_seller_has_no_balance() -> None:
    case = with_quote("settling", lines=None, refund={"amount": "5.00", "due_by": None})
    assert {one.party for one in standings(case)} == {"creator:cleo", "creator:emil"}


def test_a_quote_anew_counts_in_place_of_the_approved_range() -> None:
    case = with_quote("settling", lines=None)
    anew = replace(b.taken_quote(), hash="b" * 64)
    assert standing(replace(case, requote=anew), "media", "USD").owed == b.usd("-24900.00")


# --- any history ------------------------------------------------------------------------------

CURRENCIES = st.sampled_from(["EUR", "USD", "JPY", "KWD"])
DIRECTIONS = ("clawback", "forgive", "credit")


def amounts(least: int = 0) -> st.SearchStrategy[str]:
    return st.integers(least, 10**9).map(lambda cents: f"{cents // 100}.{cents % 100:02}")


@st.composite
def settlements(draw: st.DrawFn) -> tuple[Any, ...]:
    def one(name: str) -> Any:
        currency, whole = draw(CURRENCIES), st.integers(0, 10**6)
        due, paid = Money(draw(whole), currency), Money(draw(whole), currency)
        way = "pay" if due > paid else "none" if due == paid else draw(st.sampled_from(DIRECTIONS))
        lines = {"video": due}
        return b.settlement(name, due=due, paid=paid, balance=due - paid, direction=way, lines=lines, workings=())

    return (one("cleo"), one("emil"))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    lines = [
        {"code": f"fee:{n}", "amount": draw(amounts()), "clause": "", "from": from_, "to": to}
        for n, (from_, to) in enumerate(
            draw(
                st.lists(st.sampled_from([("advertiser", "media"), ("media", "advertiser"), ("advertiser", "agency")]))
            )
        )
    ]
    refund = {name: draw(amounts()) for name in ("amount", "credited", "forfeited")} | {"due_by": None}
    case = with_quote("settling", prepaid=draw(amounts()), lines=lines, refund=draw(st.none() | st.just(refund)))
    return replace(case, settlements=draw(settlements()))


PARTIES = st.sampled_from(["media", "agency", "creator:cleo", "creator:emil"])


@st.composite
def happenings(draw: st.DrawFn) -> e.Event:
    at = b.NOW + timedelta(hours=draw(st.integers(0, 2000)))
    who, party, currency = draw(st.sampled_from(["cleo", "emil"])), draw(PARTIES), draw(CURRENCIES)
    moved = Money(draw(st.integers(-(10**6), 10**6)), currency)
    line = b.movement(f"l{draw(st.integers(0, 5))}", party=party, noted_at=at)
    return draw(
        st.sampled_from(
            [
                e.CreatorAnswered(at=at, by="ana", creator_id=who, accepted=True),
                e.SettlementReleased(at=at, by="ben", creator_id=who, why="so be it"),
                e.PayoutRecorded(at=at, by="unpromote", creator_id=who, key=f"case_1/{who}"),
                e.BalanceReleased(at=at, by="ben", party=party, currency=currency),
                e.BalanceExplained(at=at, by="ana", party=party, currency=currency, why="later"),
                e.BankLinesBooked(at=at, by="unpromote", statement="s", movements=(replace(line, amount=moved),)),
                e.BillNoted(at=at, by="ana", bill=b.bill(party=party)),
                e.RefundFellDue(at=at, by="unpromote", nth=1),
            ]
        )
    )


def by_hand(case: Case, party: str, currency: str) -> Money:
    """What a party owes us, summed anew from the facts: paid to it, less due to it, less what we gave up."""
    nothing, sum_ = zero(currency), zero(currency)
    if currency == "USD":
        for line in case.quote.quote["lines"]:
            sign = {(False, True): -1, (True, False): 1}.get((line["from"] == party, line["to"] == party), 0)
            sum_ += Money(line["amount"], currency) * sign
        if party == "media":
            lost = (case.quote.quote["refund"] or {}).get("forfeited", "0")
            sum_ += Money(case.promotion["prepaid"], currency) - Money(lost, currency)
    for one in case.settlements:
        if party == f"creator:{one.creator_id}" and one.due.currency.code == currency:
            gone = one.direction == "forgive" and one.state.value == "settled"
            sum_ += nothing if gone else one.paid - one.due
    back = (m.amount for m in case.books.movements if m.party == party and m.amount.currency.code == currency)
    return sum_ - sum(back, nothing)


@given(case=cases(), events=st.lists(happenings(), max_size=12))
def test_after_any_history_the_ledger_sums_to_zero_and_to_the_cent_to_what_a_person_adds_up(
    case: Case, events: list[e.Event]
) -> None:
    for event in events:
        with suppress(NotAllowed):
            case, _ = advance(case, event)
    found = entries(case)
    for entry in found:
        assert {currency: amount for currency, amount in sums(entry.postings).items() if amount} == {}
    for one in standings(case):
        told = one.balance + one.credit
        assert told == by_hand(case, one.party, told.currency.code)


def sums(postings: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for posting in postings:
        code = posting.amount.currency.code
        found[code] = found.get(code, 0) + posting.amount.amount
    return found


@pytest.mark.parametrize("step", ["settling", "rechecked", "explained", "emil settled"])
def test_leaving_out_those_who_are_even_hides_nobody_who_is_not(step: str) -> None:
    case = b.case_after(step)
    told = {(one.party, one.balance) for one in case.books.explanations}
    assert unexplained(case) == tuple(one for one in standings(case) if one.open and (one.party, one.open) not in told)


def test_who_is_settled_is_looked_at_again_once_the_bank_shows_more() -> None:
    case = after(b.case_after("emil settled"), booked(b.movement("m", "-3.00", party="creator:emil")))
    assert "creator:emil" not in {one.party for one in unexplained(b.case_after("emil settled"))}
    assert "creator:emil" in {one.party for one in unexplained(case)}
