"""What a purse tells and what follows from it: looks that fail for now or for good, what was dropped, silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

import builders as b
from unpromote.domain import holding_events as h
from unpromote.domain.case import Case
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.holdings import Holding, MoneyReturn, PlatformMoney, PlatformRecord, ReturnState
from unpromote.services.holdings import warnings
from unpromote.services.ports import GivenBack
from unpromote.services.transferring import accounts_of, check_return, close_for_good, read_balances, send_return

pytestmark = pytest.mark.django_db
NOW = b.late()
AGAIN, FOR_GOOD = OutsideFailed("TikTok is silent"), OutsideFailed("TikTok knows no such account", permanent=True)
PAID = PlatformRecord("601", "7200000000000000011", b.usd("-500.00"), b.money_return().funds)


FIRST = b.target().name


class FakePurse:
    """A purse with 1000.00, whose looks and transfers fail as the test says."""

    def __init__(self, *, look: Exception | None = None, send: Exception | None = None) -> None:
        self.look, self.send = look, send
        self.sent: list[MoneyReturn] = []
        self.shown: tuple[PlatformRecord, ...] = ()
        self.blind_after_sending = False

    def account(self, account_id: str) -> Holding:
        if self.look:
            raise self.look
        return b.holding(account_id)

    def center(self, bc_id: str) -> Holding:
        return b.holding("", bc_id=bc_id)

    def records(self, one: MoneyReturn, since: datetime) -> tuple[PlatformRecord, ...]:
        assert since < one.proposed_at
        if self.sent and self.blind_after_sending:
            raise AGAIN
        return self.shown

    def give_back(self, one: MoneyReturn) -> GivenBack:
        self.sent.append(one)
        if self.send:
            raise self.send
        return GivenBack(("601", "602"), "request_id=r1")

    def close(self, bc_id: str, account_id: str) -> str:
        return "UNPAID_BILL" if (bc_id, account_id) == ("7100", "7001") else ""


def case(state: ReturnState = ReturnState.CHECKED, **targets: Any) -> Case:
    known = b.money_return(state=state, before=b.usd("1000.00"))
    made = replace(b.case_after("rechecked"), platform=PlatformMoney(returns=(known,)))
    return replace(made, targets=tuple(replace(one, **targets) for one in made.targets)) if targets else made


def send(purse: FakePurse, state: ReturnState = ReturnState.CHECKED, *, again: bool = False) -> Any:
    return send_return(purse, case(state), "m1", may_send=lambda: not again, now=NOW, by="unpromote")


def test_only_accounts_of_advertising_are_read() -> None:
    assert accounts_of(case()) == ("7200000000000000011",)
    assert accounts_of(case(kind="shop_coupon")) == accounts_of(case(advertiser_id="")) == ()


def test_what_fails_for_now_is_tried_again_and_what_fails_for_good_is_said() -> None:
    with pytest.raises(OutsideFailed, match="silent"):
        read_balances(FakePurse(look=AGAIN), case(), now=NOW, by="x")
    found = read_balances(FakePurse(look=FOR_GOOD), case(), now=NOW, by="x")
    assert found.unread == ("7200000000000000011: TikTok knows no such account",)


def test_each_business_center_is_read_once_after_its_accounts() -> None:
    found = read_balances(FakePurse(), case(), now=NOW, by="x").holdings
    assert [one.holder for one in found] == ["7200000000000000011", "7100"]


def test_what_was_dropped_is_neither_looked_at_nor_sent() -> None:
    purse = FakePurse(look=AGAIN)
    assert check_return(purse, case(ReturnState.DROPPED), "m1", now=NOW, by="x") is None
    assert send(purse, ReturnState.DROPPED) is None
    assert purse.sent == []


def test_a_check_that_fails_for_now_is_tried_again_and_one_for_good_refuses() -> None:
    with pytest.raises(OutsideFailed, match="silent"):
        check_return(FakePurse(look=AGAIN), case(ReturnState.APPROVED), "m1", now=NOW, by="x")
    refused = check_return(FakePurse(look=FOR_GOOD), case(ReturnState.APPROVED), "m1", now=NOW, by="x")
    assert isinstance(refused, h.ReturnRefused)


def test_a_check_keeps_what_is_there() -> None:
    purse = FakePurse()
    purse.shown = (PAID,)
    found = check_return(purse, case(ReturnState.APPROVED), "m1", now=NOW, by="x")
    assert isinstance(found, h.ReturnChecked)
    assert (found.held, found.known) == (b.usd("1000.00"), ("601",))


def test_an_answer_ends_it() -> None:
    purse = FakePurse()
    moved = send(purse)
    assert (moved.transactions, moved.reference, len(purse.sent)) == (("601", "602"), "request_id=r1", 1)


@pytest.mark.parametrize("again", [True, False])
def test_a_record_that_is_there_is_taken_and_nothing_is_sent(again: bool) -> None:  # noqa: FBT001 - a parameter
    purse = FakePurse()
    purse.shown = (PAID,)
    assert (send(purse, again=again).transactions, purse.sent) == (("601",), [])


def test_a_second_try_only_looks() -> None:
    purse = FakePurse()
    silent = send(purse, again=True)
    assert (type(silent), purse.sent) == (h.ReturnUnanswered, [])
    assert "may still be under way" in silent.problem


@pytest.mark.parametrize("failure", [AGAIN, FOR_GOOD])
def test_who_cannot_look_does_not_send(failure: Exception) -> None:
    purse = FakePurse(look=failure)
    assert isinstance(send(purse), h.ReturnUnanswered)
    assert purse.sent == []


@pytest.mark.parametrize("blind", [True, False])
def test_after_silence_it_is_looked_at_later(blind: bool) -> None:  # noqa: FBT001 - a parameter
    purse = FakePurse(send=AGAIN)
    purse.blind_after_sending = blind
    silent = send(purse)
    assert (type(silent), silent.problem, len(purse.sent)) == (h.ReturnUnanswered, "TikTok is silent", 1)


def test_a_refusal_moved_nothing() -> None:
    assert isinstance(send(FakePurse(send=FOR_GOOD)), h.ReturnRefused)


def test_several_records_are_for_a_person() -> None:
    purse = FakePurse()
    purse.shown = (PAID, replace(PAID, id="603"))
    assert (type(send(purse)), purse.sent) == (h.ReturnUnclear, [])


def test_the_reason_why_an_account_is_not_closed_is_kept() -> None:
    seen = close_for_good(FakePurse(), "7100", "7001", now=NOW, by="x")
    assert (seen.closed, seen.reason) == (False, "UNPAID_BILL")
    assert close_for_good(FakePurse(), "7100", "7002", now=NOW, by="x").closed


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, ()),
        (1, (f"{FIRST} is not known to be off: it may still spend",)),
        (4, (f"{FIRST}, Arena autumn 2, Arena autumn 3 and 1 more are not known to be off: they may still spend",)),
    ],
)
def test_what_may_still_spend_warns_in_one_sentence(count: int, told: tuple[str, ...]):
    on = tuple(b.target(n) for n in range(1, count + 1))
    assert warnings(replace(b.case_after("stopping"), targets=on), b.holding()) == told
