"""What happens to money in a case: releases beside the settlements, closing, and the watch on a refund."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from moneyed import Money

import builders as b
from domain.test_ledger import after, booked, refunding
from unpromote.domain import commands as c
from unpromote.domain import events as e
from unpromote.domain.awaited import awaited, to_pay
from unpromote.domain.case import advance, open_ends
from unpromote.domain.dues import back_of, dues, party_named, prepaid
from unpromote.domain.errors import NotAllowed
from unpromote.domain.ledger import standing
from unpromote.domain.money_steps import refund_due_on, watch_refund
from unpromote.domain.runs import end_to_end_id


def releasing(party: str = "media", currency: str = "USD", days: int = 0) -> e.BalanceReleased:
    return e.BalanceReleased(at=b.late() + timedelta(days=days), by="ben", party=party, currency=currency)


def late(nth: int = 1, **by: int) -> e.RefundFellDue:
    return e.RefundFellDue(at=b.late() + timedelta(**by), by="unpromote", nth=nth)


def test_the_sellers_balance_is_released_by_its_own_key() -> None:
    case = after(b.case_after("settling"), releasing())
    assert standing(case, "media", "USD").ordered == b.usd("-24900.00")
    assert to_pay(case) == {"media": ("case_1/media/1", b.usd("24900.00"))}


@pytest.mark.parametrize(
    ("party", "currency", "problem"),
    [
        ("creator:cleo", "USD", "by releasing the settlement"),
        ("media", "EUR", "nothing between us"),
        ("dan", "USD", "nobody here is called 'dan'"),
    ],
)
def test_what_is_not_owed_that_way_is_not_released(party: str, currency: str, problem: str) -> None:
    with pytest.raises(NotAllowed, match=problem):
        after(b.case_after("settling"), releasing(party, currency))


def test_a_balance_is_not_released_twice_nor_where_the_party_owes_us() -> None:
    with pytest.raises(NotAllowed, match="still to show"):
        after(b.case_after("settling"), releasing(), releasing())
    with pytest.raises(NotAllowed, match="nothing is owed"):
        after(refunding(), releasing())


def test_a_second_release_after_the_first_was_paid_has_a_key_of_its_own() -> None:
    paid = b.movement("m1", "-25000.00", party="media")
    back = b.movement("m2", "200.00", party="media")
    case = after(b.case_after("settling"), releasing(), booked(paid), booked(back), releasing(days=60))
    assert to_pay(case)["media"] == ("case_1/media/2", b.usd("100.00"))


def test_a_case_with_an_unexplained_balance_is_not_closed() -> None:
    case = b.case_after("emil settled")
    told = replace(case, books=replace(case.books, explanations=()))
    assert open_ends(told) == ("media: 24900.00 USD is owed; release, book or explain it",)
    with pytest.raises(NotAllowed, match="explain it"):
        after(told, e.CaseClosed(at=b.late(), by="ana"))
    assert open_ends(case) == ()


def test_an_expected_refund_is_to_come() -> None:
    (end,) = [one for one in open_ends(refunding("emil settled")) if one.startswith("media")]
    assert "is to come" in end


@pytest.mark.parametrize(("due_by", "day"), [("2027-01-20", date(2027, 1, 20)), (None, date(2027, 1, 20))])
def test_a_refund_is_watched_from_its_agreed_day_or_sixty_days_after_the_end(due_by: str | None, day: date) -> None:
    case = refunding(due_by=due_by)
    assert refund_due_on(case) == day
    (watch,) = watch_refund(case, b.NOW)
    assert (watch.due, watch.nth) == (datetime(2027, 1, 21, 12, tzinfo=UTC), 1)


def test_where_nothing_comes_back_nothing_is_watched() -> None:
    assert watch_refund(b.case_after("settling"), b.NOW) == ()
    assert watch_refund(b.case_after("opened"), b.NOW) == ()


def test_approval_starts_the_watch() -> None:
    signed = b.case_after("signed once")
    quote = replace(signed.quote, quote={**signed.quote.quote, "refund": {"amount": "4.00", "due_by": None}})
    _, commands = advance(replace(signed, quote=quote), e.QuoteSigned(at=b.NOW, by="bea", quote_hash="a" * 64))
    assert [type(one) for one in commands if isinstance(one, c.WatchRefund)] == [c.WatchRefund]


def test_a_late_refund_raises_an_alarm_until_sixty_days_later() -> None:
    case, (again,) = advance(refunding(), late())
    assert "refund late" in case.alarms[-1]
    assert (again.nth, again.due) == (2, b.late() + timedelta(days=15))
    last, none = advance(refunding(), late(5))
    assert none == ()
    assert "nobody looks again" in last.alarms[-1]
    assert after(case, late()).alarms == case.alarms


def test_a_refund_that_came_ends_the_watch_and_a_part_does_not() -> None:
    whole, none = advance(after(refunding(), booked(b.movement("r", "4000.00", party="media"))), late())
    assert (whole.alarms, none) == ((), ())
    part, more = advance(after(refunding(), booked(b.movement("r", "1500.00", party="media"))), late())
    assert "2500.00 USD" in part.alarms[-1]
    assert len(more) == 1


def test_a_late_refund_is_noticed_after_the_case_is_closed() -> None:
    closed = b.case_after("closed")
    assert after(closed, late()).alarms == ()


def test_the_bank_has_to_show_payments_claw_backs_and_refunds() -> None:
    case = after(refunding("emil settled"), e.BillNoted(at=b.late(), by="ana", bill=b.bill("R-2026-17")))
    found = {one.party: (one.amount, bool(one.end_to_end), one.words) for one in awaited(case)}
    assert found["creator:cleo"] == (b.usd("-500.00"), True, ("UP-ABCDEFGH", "R-2026-17"))
    assert found["creator:emil"] == (b.usd("600.00"), False, ("UP-ABCDEFGH",))
    assert found["media"][0] == b.usd("4000.00")


def test_a_bill_and_a_payee_belong_to_somebody_of_the_case() -> None:
    events: list[Any] = [
        e.BillNoted(at=b.NOW, by="ana", bill=b.bill(party="dan")),
        e.PayeeNoted(at=b.NOW, by="ana", party="dan", holder="Dan", method="sepa", account="DE89 … 3000"),
    ]
    for event in events:
        with pytest.raises(NotAllowed, match="nobody here"):
            after(b.case_after("settling"), event)


def test_before_a_quote_nobody_is_due_anything() -> None:
    case = b.case_after("ready")
    assert (list(dues(case)), list(prepaid(case)), back_of(case)) == ([], [], ())
    assert party_named(case, "media") == "media"


def test_a_run_is_noted_with_its_two_people() -> None:
    event = e.PaymentsReleased(at=b.late(), by="ben", run_id="RUN-1", keys=("case_1/cleo",), prepared_by="ana")
    (share,) = after(b.case_after("emil settled"), event).books.runs
    assert (share.prepared_by, share.released_by) == ("ana", "ben")


def test_a_payment_may_come_back_in_the_currency_in_which_it_went() -> None:
    case = b.case_after("emil settled")
    known_by = end_to_end_id("case_1/cleo", case.reference)
    lines = (
        b.movement(reference=known_by),
        replace(b.movement("euros", reference=known_by), amount=Money("-7.00", "EUR")),
    )
    paid = advance(case, e.BankLinesBooked(at=b.late(), by="x", statement="s", movements=lines))[0]
    back = [(one.party, one.amount) for one in awaited(paid) if one.paid]
    assert back == [("creator:cleo", b.usd("500.00")), ("creator:cleo", Money("7.00", "EUR"))]
