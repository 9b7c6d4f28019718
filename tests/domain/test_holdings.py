"""Transfers of unspent money: who may, how much, when, and what records and balance tell of one that got no answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from moneyed import Money

import builders as b
from domain.test_ledger import after
from unpromote.domain import holding_commands as hc
from unpromote.domain import holding_events as h
from unpromote.domain.case import Case, State, advance
from unpromote.domain.clocks import timer_deadlines
from unpromote.domain.delivery import TargetState
from unpromote.domain.errors import NotAllowed
from unpromote.domain.events import CommandGaveUp
from unpromote.domain.holding_steps import still_on
from unpromote.domain.holdings import (
    LOOKS,
    Funds,
    MoneyReturn,
    PlatformRecord,
    ReturnState,
    Told,
    TransferLevel,
    judge,
)
from unpromote.domain.ledger import Book, Kind, balances, entries, standings
from unpromote.domain.stop_events import StoppedAtOnce, StopRatified

ACCOUNT, CENTER = "7200000000000000011", "7100"
CENTER_HOLDING = b.holding("", name="Business Center 7100", cash=b.usd("10.00"), transferable=b.usd("10.00"))
READ = h.BalancesRead(at=b.NOW, by="unpromote", holdings=(b.holding(), CENTER_HOLDING))
PROPOSED = h.ReturnProposed(at=b.late(), by="ana", proposal=b.money_return())
APPROVED = h.ReturnApproved(at=b.late(), by="ben", return_id="m1", rest_hours=3)
CHECKED = h.ReturnChecked(at=b.late(), by="unpromote", return_id="m1", held=b.usd("1000.00"), known=("1",))
SILENT = h.ReturnUnanswered(at=b.late(), by="unpromote", return_id="m1", problem="TikTok did not answer")
UNCLEAR = h.ReturnUnclear(at=b.late(), by="unpromote", return_id="m1", problem="several records fit")
MOVED = h.ReturnMoved(at=b.late(), by="unpromote", return_id="m1", transactions=("601", "602"), reference="r")
DROPPED = h.ReturnDropped(at=b.late(), by="ana", return_id="m1", why="it is needed there")
REFUSED = h.ReturnRefused(at=b.late(), by="unpromote", return_id="m1", problem="too much")
JUDGED = h.ReturnJudged(at=b.late(), by="ben", return_id="m1", transactions=("601",), note="the records of today")


def known(*events: Any, moment: str = "rechecked") -> Case:
    """Ana's case, proven off, with its balances read, and what happened then."""
    return after(b.case_after(moment), READ, *events)


def one(case: Case) -> MoneyReturn:
    return case.platform.returns[0]


# --- who may propose what -----------------------------------------------------------------------


def test_newer_balances_take_the_place_of_older_ones() -> None:
    fresh = b.holding(cash=b.usd("900.00"))
    held = known(replace(READ, holdings=(fresh,), unread=("7001: closed to us",))).platform
    assert (held.holdings, held.unread) == ((fresh, CENTER_HOLDING), ("7001: closed to us",))


def test_balances_are_read_whenever_somebody_asks() -> None:
    case, (command,) = advance(b.case_after("opened"), h.BalancesAsked(at=b.NOW, by="ana"))
    assert (command, case.state) == (hc.ReadBalances(case_id="case_1", due=b.NOW, nth=2), State.OPENED)


def test_a_proposal_moves_nothing() -> None:
    case, commands = advance(known(), PROPOSED)
    assert (one(case).state, commands) == (ReturnState.PROPOSED, ())


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"amount": b.usd("800.01")}, "800.00 USD can be moved, not 800.01 USD"),
        ({"amount": b.usd("0.00")}, "above zero"),
        ({"amount": b.usd("-1.00")}, "above zero"),
        ({"amount": Money("1", "EUR")}, "holds USD, not EUR"),
        ({"funds": Funds.GRANT}, "50.00 USD can be moved"),
        ({"holder": "7001"}, "read the balances first"),
        ({"bc_id": "7999"}, "no account of 7999"),
    ],
)
def test_what_cannot_be_moved_is_refused(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(NotAllowed, match=problem):
        after(known(), replace(PROPOSED, proposal=b.money_return(**change)))


@pytest.mark.parametrize("status", ["STATUS_LIMIT", "STATUS_DISABLE"])
def test_of_a_suspended_or_closed_account_nothing_is_moved(status: str) -> None:
    held = replace(READ, holdings=(b.holding(status=status),))
    with pytest.raises(NotAllowed, match="no account of 7100 from which"):
        after(known(held), PROPOSED)


def test_where_the_platform_tells_no_movable_amount_none_is_moved() -> None:
    held = replace(READ, holdings=(b.holding(transferable=None),))
    with pytest.raises(NotAllowed, match="does not say how much"):
        after(known(held), PROPOSED)


def test_a_second_transfer_waits_for_the_first() -> None:
    with pytest.raises(NotAllowed, match="under way"):
        after(known(PROPOSED), replace(PROPOSED, proposal=b.money_return(2)))
    case = known(PROPOSED, DROPPED, replace(PROPOSED, proposal=b.money_return(2)))
    assert [each.state for each in case.platform.returns] == [ReturnState.DROPPED, ReturnState.PROPOSED]


def test_a_business_center_gives_to_the_one_above() -> None:
    up = b.money_return(level=TransferLevel.BC, bc_id="7000", holder=CENTER, amount=b.usd("10.00"))
    assert one(known(replace(PROPOSED, proposal=up))).holder == CENTER


EARLY = [
    PROPOSED,
    h.RefundPlanned(at=b.late(), by="ana", holder=ACCOUNT, path="sales_rep", what="x", how="y", do_by=b.late().date()),
    h.ClosingConfirmed(at=b.late(), by="ben", holder=ACCOUNT, typed="UP-ABCDEFGH"),
]
AT_ONCE = StoppedAtOnce(at=b.NOW, by="ana", why="the public is furious")
RATIFIED = StopRatified(at=b.NOW, by="ben")


@pytest.mark.parametrize("event", EARLY, ids=lambda event: type(event).__name__)
@pytest.mark.parametrize("before", [(), (AT_ONCE,)])
def test_before_any_approval_money_is_left_where_it_is(before: tuple[Any, ...], event: Any) -> None:
    with pytest.raises(NotAllowed, match="approve its quote, or ratify the stop"):
        after(b.case_after("opened"), READ, *before, event)


def test_after_a_stop_at_once_that_was_ratified_money_moves_up() -> None:
    case = after(b.case_after("opened"), READ, AT_ONCE, RATIFIED, *EARLY[:2], APPROVED, CHECKED, MOVED)
    assert (case.state, one(case).state) == (State.OPENED, ReturnState.MOVED)
    assert [task.about for task in case.duties if task.kind == "refund_request"] == [ACCOUNT]


# --- four eyes, and the rest after the stop -----------------------------------------------------


def test_whoever_proposed_it_does_not_approve_it() -> None:
    with pytest.raises(NotAllowed, match="ana proposed this transfer: somebody else"):
        after(known(PROPOSED), replace(APPROVED, by="ana"))


def test_it_is_approved_once() -> None:
    with pytest.raises(NotAllowed, match="approved already"):
        after(known(PROPOSED, APPROVED), replace(APPROVED, by="bea"))


def test_long_after_the_stop_it_is_looked_at_at_once() -> None:
    case, (command,) = advance(known(PROPOSED), APPROVED)
    assert command == hc.CheckReturn(case_id="case_1", due=b.late(), return_id="m1")
    assert (one(case).approved_by, one(case).approved_at) == ("ben", b.late())


def test_money_rests_three_hours_after_the_last_stop_of_its_account() -> None:
    case = known(PROPOSED)
    stops = (b.late() - timedelta(hours=9), b.late() - timedelta(hours=1))
    off = tuple(replace(t, off_at=at) for t, at in zip(case.targets, stops, strict=True))
    _, (command,) = advance(replace(case, targets=off), APPROVED)
    assert command.due == b.late() + timedelta(hours=2)


def test_while_something_is_on_it_is_named_and_the_rest_counts_from_now() -> None:
    case = known(PROPOSED)
    on = replace(case, targets=(replace(case.targets[0], state=TargetState.STILL_ON), case.targets[1]))
    _, (command,) = advance(on, APPROVED)
    assert command.due == b.late() + timedelta(hours=3)
    assert still_on(on, ACCOUNT) == still_on(on, CENTER) == (on.targets[0],)


def test_an_account_without_targets_rests_for_no_stop() -> None:
    case = known(PROPOSED)
    elsewhere = tuple(replace(t, advertiser_id="7001") for t in case.targets)
    _, (command,) = advance(replace(case, targets=elsewhere), APPROVED)
    assert command.due == b.late()


def test_the_wait_is_a_deadline_that_people_see() -> None:
    case, (command,) = advance(known(PROPOSED), APPROVED)
    (shown,) = timer_deadlines(case, [command])
    assert (shown.id, shown.kind.value, "m1" in shown.what) == ("return/m1", "return", True)


# --- sent, or not ------------------------------------------------------------------------------


def test_what_is_there_is_kept_before_anything_is_sent() -> None:
    case, (command,) = advance(known(PROPOSED, APPROVED), CHECKED)
    assert command == hc.SendReturn(case_id="case_1", due=b.late(), return_id="m1")
    assert (one(case).before, one(case).known) == (b.usd("1000.00"), ("1",))


def test_what_moved_is_told_by_its_records_and_balances_are_read_anew() -> None:
    case, (command,) = advance(known(PROPOSED, APPROVED, CHECKED), MOVED)
    assert (one(case).state, one(case).transactions) == (ReturnState.MOVED, ("601", "602"))
    assert isinstance(command, hc.ReadBalances)


def test_without_an_answer_it_is_looked_at_again_in_ten_minutes() -> None:
    case, (command,) = advance(known(PROPOSED, APPROVED, CHECKED), SILENT)
    assert command == hc.SendReturn(case_id="case_1", due=b.late() + timedelta(minutes=10), return_id="m1", nth=2)
    assert (one(case).state, one(case).problem) == (ReturnState.CHECKED, "TikTok did not answer")


def test_after_an_hour_without_an_answer_a_person_looks() -> None:
    case, commands = advance(known(PROPOSED, APPROVED, CHECKED, *[SILENT] * (LOOKS - 1)), SILENT)
    assert (one(case).state, commands) == (ReturnState.UNKNOWN, ())
    assert case.alarms[-1].startswith("nobody knows whether it moved: 500.00 USD (cash) from 7200000000000000011")


@pytest.mark.parametrize("command", ["SendReturn", "ReadBalances"])
def test_what_software_gave_up_on_is_unknown_if_it_may_have_been_sent(command: str) -> None:
    gave_up = CommandGaveUp(at=b.late(), by="unpromote", command=command, problem="a bug")
    case = known(PROPOSED, APPROVED, CHECKED, gave_up)
    sent = command == "SendReturn"
    assert one(case).state is (ReturnState.UNKNOWN if sent else ReturnState.CHECKED)


def test_what_is_over_is_not_touched_when_software_gives_up() -> None:
    gave_up = CommandGaveUp(at=b.late(), by="unpromote", command="SendReturn", problem="a bug")
    assert one(known(PROPOSED, APPROVED, CHECKED, MOVED, gave_up)).state is ReturnState.MOVED


@pytest.mark.parametrize("before", [(APPROVED,), (APPROVED, CHECKED)])
def test_a_refusal_ends_it_with_an_alarm(before: tuple[Any, ...]) -> None:
    case = known(PROPOSED, *before, REFUSED)
    assert (one(case).state, one(case).problem) == (ReturnState.REFUSED, "too much")
    assert case.alarms[-1].endswith("; too much")


@pytest.mark.parametrize(
    ("before", "event"),
    [
        ((), CHECKED),
        ((), MOVED),
        ((APPROVED,), SILENT),
        ((APPROVED, CHECKED, MOVED), MOVED),
        ((APPROVED, CHECKED, MOVED), UNCLEAR),
        ((APPROVED, CHECKED, UNCLEAR), MOVED),
        ((APPROVED, CHECKED), DROPPED),
        ((APPROVED, CHECKED), JUDGED),
        ((APPROVED, DROPPED), CHECKED),
    ],
)
def test_nothing_happens_out_of_its_order(before: tuple[Any, ...], event: Any) -> None:
    with pytest.raises(NotAllowed):
        after(known(PROPOSED, *before), event)


def test_what_was_not_sent_can_be_dropped_with_a_reason() -> None:
    assert one(known(PROPOSED, APPROVED, DROPPED)).state is ReturnState.DROPPED
    with pytest.raises(NotAllowed, match="say why"):
        after(known(PROPOSED), replace(DROPPED, why=" "))
    with pytest.raises(NotAllowed, match="no transfer 'm9'"):
        after(known(PROPOSED), replace(DROPPED, return_id="m9"))


# --- a person looked it up ----------------------------------------------------------------------


@pytest.mark.parametrize(("records", "state"), [(("601",), ReturnState.MOVED), ((), ReturnState.REFUSED)])
def test_a_person_says_what_the_records_show(records: tuple[str, ...], state: ReturnState) -> None:
    case, (command,) = advance(known(PROPOSED, APPROVED, CHECKED, UNCLEAR), replace(JUDGED, transactions=records))
    assert (one(case).state, one(case).transactions, case.alarms) == (state, records, ())
    assert isinstance(command, hc.ReadBalances)


def test_a_record_belongs_to_one_transfer() -> None:
    second = [replace(e, return_id="m2") for e in (APPROVED, CHECKED, UNCLEAR, JUDGED)]
    case = known(PROPOSED, APPROVED, CHECKED, MOVED, replace(PROPOSED, proposal=b.money_return(2)), *second[:3])
    with pytest.raises(NotAllowed, match="belong to another transfer: 601"):
        after(case, second[3])


def test_a_person_says_where_it_was_looked_up() -> None:
    with pytest.raises(NotAllowed, match="where you looked"):
        after(known(PROPOSED, APPROVED, CHECKED, UNCLEAR), replace(JUDGED, note=""))


# --- what records and balance tell --------------------------------------------------------------

SENT = b.money_return(state=ReturnState.CHECKED, before=b.usd("1000.00"), known=("1",))


def record(id_: str, amount: str, funds: Funds = Funds.CASH, holder: str = ACCOUNT) -> PlatformRecord:
    return PlatformRecord(id_, holder, b.usd(amount), funds)


@pytest.mark.parametrize(
    ("records", "held", "told"),
    [
        ([], "1000.00", Told.NOT_MOVED),
        ([], "990.00", Told.NOT_MOVED),  # late spend
        ([], "1200.00", Told.NOT_MOVED),
        ([], "500.01", Told.NOT_MOVED),
        ([], "500.00", Told.UNCLEAR),
        ([], "400.00", Told.UNCLEAR),
        ([record("1", "-500.00")], "1000.00", Told.NOT_MOVED),  # it was there before
        ([record("2", "-500.00")], "500.00", Told.MOVED),
        ([record("1", "-500.00"), record("2", "-500.00")], "500.00", Told.MOVED),
        ([record("2", "-500.00"), record("3", "-500.00")], "0.00", Told.UNCLEAR),
        ([record("2", "500.00")], "1500.00", Told.UNCLEAR),
        ([record("2", "-499.00")], "501.00", Told.UNCLEAR),
        ([record("2", "-500.00", Funds.GRANT)], "1000.00", Told.UNCLEAR),
        ([record("2", "-500.00", holder="7001")], "1000.00", Told.NOT_MOVED),
        ([record("taken", "-500.00")], "1000.00", Told.NOT_MOVED),
    ],
)
def test_only_what_surely_did_not_move_may_be_sent(records: list[PlatformRecord], held: str, told: Told) -> None:
    assert judge(SENT, records, {"taken"}, b.usd(held)).told is told


def test_without_a_balance_nothing_is_sure() -> None:
    assert judge(SENT, [], (), None).told is Told.UNCLEAR
    assert judge(replace(SENT, before=None), [], (), b.usd("1000.00")).told is Told.UNCLEAR


def test_between_business_centers_sending_again_is_safe_by_its_own_number() -> None:
    up = replace(SENT, level=TransferLevel.BC)
    assert judge(up, [], (), b.usd("500.00")).told is Told.NOT_MOVED
    assert 0 <= int(up.request_id) < 2**63
    assert up.request_id == replace(up, looks=4).request_id != replace(up, id="m2").request_id


# --- the ledger ---------------------------------------------------------------------------------


def test_what_moved_up_is_still_ours_and_nobodys_debt() -> None:
    case = known(PROPOSED, APPROVED, CHECKED, MOVED)
    (entry,) = [each for each in entries(case) if each.kind is Kind.MOVED]
    assert (entry.reference, sum(posting.amount.amount for posting in entry.postings)) == ("601 602", 0)
    held = {at.party: amount for (at, _), amount in balances([entry]).items() if at.book is Book.HELD}
    assert held == {"platform:7100": b.usd("500.00"), "platform:7200000000000000011": b.usd("-500.00")}
    assert standings(case) == standings(known())


def test_what_is_only_proposed_is_not_booked() -> None:
    assert entries(known(PROPOSED)) == entries(known())


# --- closing for good ---------------------------------------------------------------------------

CLOSING = h.ClosingConfirmed(at=b.late(), by="ben", holder=ACCOUNT, typed="UP-ABCDEFGH")


def test_an_account_is_closed_by_the_typed_reference_alone() -> None:
    case, (command,) = advance(known(), CLOSING)
    assert (command.holder, command.bc_id, case.platform.closing) == (ACCOUNT, "7100", (ACCOUNT,))
    with pytest.raises(NotAllowed, match="type UP-ABCDEFGH exactly"):
        after(known(), replace(CLOSING, typed="up-abcdefgh"))


def test_an_account_that_stands_alone_is_closed_by_no_software() -> None:
    with pytest.raises(NotAllowed, match="software cannot close"):
        after(known(replace(READ, holdings=(b.holding(bc_id=""),))), CLOSING)


def test_an_account_with_something_on_is_not_closed() -> None:
    case = known()
    on = replace(case, targets=(replace(case.targets[0], state=TargetState.UNKNOWN), case.targets[1]))
    with pytest.raises(NotAllowed, match="not everything of 7200000000000000011 is off: Arena autumn 1"):
        after(on, CLOSING)


def test_an_account_is_not_closed_under_a_transfer() -> None:
    with pytest.raises(NotAllowed, match="a transfer from 7200000000000000011 is under way"):
        after(known(PROPOSED), CLOSING)


def test_a_closed_account_is_shown_as_closed_and_its_money_is_looked_for() -> None:
    seen = h.ClosingSeen(at=b.late(), by="unpromote", holder=ACCOUNT, closed=True)
    case, (command,) = advance(known(CLOSING), seen)
    assert (case.platform.closed, case.platform.closing) == ((ACCOUNT,), ())
    assert (case.platform.holdings[0].status, type(command)) == ("STATUS_DISABLE", hc.ReadBalances)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("DELIVERING", "within the last three days"),
        ("UNPAID_BILL", "unpaid: pay it"),
        ("SUSPENDED", "only through support"),
        ("UNFINISHED_TRANSFER", "is not finished"),
        ("AUTOPAY_UNBILLED", "not billed yet"),
        ("NEW_REASON", "the platform says NEW_REASON: ask its support"),
    ],
)
def test_why_it_is_not_closed_is_told_and_it_may_be_tried_again(reason: str, told: str) -> None:
    seen = h.ClosingSeen(at=b.late(), by="unpromote", holder=ACCOUNT, closed=False, reason=reason)
    case = known(CLOSING, seen)
    assert told in case.alarms[-1]
    assert after(case, CLOSING).platform.closing == (ACCOUNT,)
