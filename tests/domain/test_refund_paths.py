"""Money that the platform is asked for: which ways an account has, who does what by when, and the wait for the bank."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import builders as b
from domain.test_ledger import after, booked
from unpromote.domain import commands as c
from unpromote.domain import creator_events as ce
from unpromote.domain import holding_events as h
from unpromote.domain.awaited import awaited
from unpromote.domain.case import Case, advance, open_ends
from unpromote.domain.dues import party_name, party_named
from unpromote.domain.duties import DutyState
from unpromote.domain.errors import NotAllowed
from unpromote.domain.holdings import Holding
from unpromote.domain.ledger import Kind, entries, standing
from unpromote.domain.matching import BankLine, match
from unpromote.domain.refund_paths import RefundPath, paths_of, reminder
from unpromote.domain.refund_steps import claim_of

ACCOUNT = "7200000000000000011"
PARTY = f"platform:{ACCOUNT}"
ALONE = b.holding(bc_id="", grant=None, frozen=None, transferable=None)
DO_BY = b.late().date() + timedelta(days=7)
PLANNED = h.RefundPlanned(
    at=b.late(), by="ana", holder=ACCOUNT, path="stand_alone", what="close it", how="In Ads Manager.", do_by=DO_BY
)
REQUEST, ARRIVAL = f"platform/{ACCOUNT}/refund_request/stand_alone", "platform/rc1/refund_arrival"


def known(*events: Any, holding: Holding = ALONE) -> Case:
    read = h.BalancesRead(at=b.NOW, by="unpromote", holdings=(holding,))
    return after(b.case_after("explained"), read, *events)


def duty(case: Case, duty_id: str) -> Any:
    return next(task for task in case.duties if task.id == duty_id)


def paid(amount: str, line: str = "line-9") -> Any:
    back = b.movement(line, amount, party=ACCOUNT, reference=f"TIKTOK REFUND {ACCOUNT}", how="amount_and_reference")
    return booked(back)


@pytest.mark.parametrize(
    ("change", "ways"),
    [
        ({}, ["transfer", "close_center", "sales_rep"]),
        ({"bc_id": ""}, ["stand_alone"]),
        ({"status": "STATUS_LIMIT"}, ["suspended"]),
        ({"status": "STATUS_LIMIT", "bc_id": ""}, ["suspended"]),
        ({"status": "STATUS_DISABLE"}, []),
        ({"account_id": ""}, []),
    ],
)
def test_each_account_has_its_own_ways(change: dict[str, str], ways: list[str]) -> None:
    assert [way.value for way in paths_of(replace(b.holding(), **change))] == ways


def test_a_person_has_a_week_to_ask_and_reads_how() -> None:
    case, (watch,) = advance(known(), PLANNED)
    task = duty(case, REQUEST)
    assert (task.due_on, task.holder, "In Ads Manager." in task.what) == (DO_BY, "advertiser", True)
    assert (type(watch), watch.duty_id, watch.due.date()) == (c.WatchDuty, REQUEST, DO_BY + timedelta(days=1))


@pytest.mark.parametrize(
    ("path", "holding", "problem"),
    [
        ("stand_alone", b.holding(), "no way for 7200000000000000011; open are: transfer, close_center, sales_rep"),
        ("stand_alone", replace(ALONE, status="STATUS_LIMIT"), "open are: suspended"),
        ("stand_alone", replace(ALONE, status="STATUS_DISABLE"), "open are: none"),
        ("transfer", b.holding(), "done by software"),
        ("close_center", b.holding(), "done by software"),
    ],
)
def test_a_way_that_is_not_open_is_refused(path: str, holding: Holding, problem: str) -> None:
    with pytest.raises(NotAllowed, match=problem):
        known(replace(PLANNED, path=path), holding=holding)


def test_the_same_money_is_asked_for_once() -> None:
    with pytest.raises(NotAllowed, match="being asked for already"):
        known(PLANNED, PLANNED)


def test_another_way_is_open_once_the_first_was_let_go() -> None:
    waived = ce.DutyWaived(at=b.late(), by="ana", duty_id=REQUEST.replace("stand_alone", "sales_rep"), why="no rep")
    first = replace(PLANNED, path="sales_rep")
    with pytest.raises(NotAllowed, match="being asked for already"):
        known(first, waived, first, holding=b.holding())
    suspended = h.BalancesRead(at=b.NOW, by="x", holdings=(b.holding(status="STATUS_LIMIT"),))
    case = known(first, waived, suspended, replace(PLANNED, path="suspended"), holding=b.holding())
    assert case.duties[-1].id.endswith("/suspended")


def test_asking_ends_that_duty_and_begins_the_watch_of_sixty_days() -> None:
    case, (watch,) = advance(known(PLANNED), b.refund_asked())
    assert (duty(case, REQUEST).state, duty(case, ARRIVAL).due_on) == (DutyState.DONE, b.refund_asked().due_on)
    assert (watch.duty_id, watch.due.date()) == (ARRIVAL, b.refund_asked().due_on + timedelta(days=1))
    assert duty(case, ARRIVAL).holder == "platform"


def test_what_cannot_be_undone_is_confirmed_by_the_typed_reference() -> None:
    with pytest.raises(NotAllowed, match="type UP-ABCDEFGH exactly"):
        known(PLANNED, b.refund_asked(typed="yes"))
    assert known(PLANNED, b.refund_asked(typed="", final=False)).platform.claims


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"amount": b.usd("0.00")}, "what was spent does not come back"),
        ({"path": "suspended"}, "choose that way first"),
        ({"proof": replace(b.refund_asked().proof, words=" ")}, "say what shows it"),
    ],
)
def test_asking_needs_an_amount_a_plan_and_a_proof(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(NotAllowed, match=problem):
        known(PLANNED, b.refund_asked(**change))


def test_it_is_asked_for_once() -> None:
    with pytest.raises(NotAllowed, match="it is done already"):
        known(PLANNED, b.refund_asked(), b.refund_asked())


def test_the_ledger_expects_it_and_the_case_stays_open_for_it() -> None:
    case = known(PLANNED, b.refund_asked())
    entry = entries(case)[-1]
    assert (entry.kind, sum(leg.amount.amount for leg in entry.postings)) == (Kind.REFUND_EXPECTED, 0)
    assert standing(case, PARTY, "USD").expected == b.usd("1000.00")
    assert any("account 7200000000000000011 at the platform: 1000.00 USD is to come" in end for end in open_ends(case))


def test_people_call_it_by_the_accounts_id() -> None:
    case = known(PLANNED, b.refund_asked())
    assert (party_named(case, ACCOUNT), party_name(case, PARTY)) == (PARTY, f"account {ACCOUNT} at the platform")


def test_a_bank_line_with_the_accounts_id_is_known_by_itself() -> None:
    case = known(PLANNED, b.refund_asked())
    line = BankLine("line-9", b.late().date(), b.usd("1000.00"), reference=f"TikTok refund {ACCOUNT}")
    (found,) = match([line], awaited(case)).matches
    assert (found.awaited.party, found.how) == (PARTY, "amount_and_reference")


def test_the_watch_ends_when_the_bank_shows_all_of_it() -> None:
    case = known(PLANNED, b.refund_asked(), paid("1000.00"))
    task = duty(case, ARRIVAL)
    assert (task.state, task.ended_by) == (DutyState.DONE, "unpromote")
    assert "1000.00 USD" in task.proofs[0].words
    assert standing(case, PARTY, "USD").balance == b.usd("0.00")


def test_a_part_of_it_ends_nothing_and_the_rest_does() -> None:
    case = known(PLANNED, b.refund_asked(), paid("900.00"))
    assert duty(case, ARRIVAL).state is DutyState.OPEN
    assert duty(after(case, paid("100.00", "line-10")), ARRIVAL).state is DutyState.DONE


def test_what_a_person_let_go_is_not_ended_again_by_the_bank() -> None:
    waived = ce.DutyWaived(at=b.late(), by="ana", duty_id=ARRIVAL, why="TikTok kept it")
    assert duty(known(PLANNED, b.refund_asked(), waived, paid("1000.00")), ARRIVAL).state is DutyState.WAIVED


def test_a_day_too_late_raises_an_alarm() -> None:
    late = ce.DutyLate(at=b.late() + timedelta(days=61), by="unpromote", duty_id=ARRIVAL)
    assert "late: the platform pays back 1000.00 USD" in known(PLANNED, b.refund_asked(), late).alarms[-1]


@pytest.mark.parametrize(
    ("days", "said"), [(30, "It is to be back by"), (60, "It is to be"), (61, "It was to be back")]
)
def test_the_ticket_says_what_was_asked_when_and_what_is_missing(days: int, said: str) -> None:
    claim = claim_of(known(PLANNED, b.refund_asked()), ACCOUNT)
    text = reminder(claim, "UP-ABCDEFGH", claim.asked_on + timedelta(days=days))
    assert said in text
    for part in ("1000.00 USD", ACCOUNT, "UP-ABCDEFGH", str(claim.asked_on), f"{days} days later", "stand alone"):
        assert part in text


def test_each_accounts_money_has_its_own_claim() -> None:
    other = replace(ALONE, account_id="7001")
    read = h.BalancesRead(at=b.NOW, by="x", holdings=(other,))
    plan = replace(PLANNED, holder="7001")
    case = known(PLANNED, b.refund_asked(), read, plan, b.refund_asked(holder="7001", amount=b.usd("7.00")))
    assert [claim_of(case, holder).amount for holder in (ACCOUNT, "7001")] == [b.usd("1000.00"), b.usd("7.00")]


def test_there_is_no_ticket_about_what_nobody_asked_for() -> None:
    with pytest.raises(NotAllowed, match="nobody has asked"):
        claim_of(known(PLANNED), ACCOUNT)


def test_every_way_has_its_name() -> None:
    assert {way.value for way in RefundPath} == {"transfer", "close_center", "sales_rep", "stand_alone", "suspended"}
