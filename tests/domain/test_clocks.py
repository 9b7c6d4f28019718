"""No clock of the house runs unseen: every timer is a deadline, and every deadline is of a kind that somebody shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from moneyed import Money

import builders as b
from domain.test_deadlines import RENEWAL, cliffs, silent, stopped_by_hand
from domain.test_ledger import AGENCY_FEE, after, booked, refunding, with_quote
from unpromote.domain import commands as c
from unpromote.domain import events as e
from unpromote.domain import holding_commands as hc
from unpromote.domain import record_commands as rc
from unpromote.domain import stop_events as s
from unpromote.domain.case import Case, advance, open_case
from unpromote.domain.clocks import CLOCKS
from unpromote.domain.conversing import timer_of
from unpromote.domain.deadlines import CaseDeadline, Kind, deadlines_of
from unpromote.domain.delivery import TargetState
from unpromote.domain.ladders import Channel, Task
from unpromote.domain.messages import ConversationState
from unpromote.domain.paydays import PayDay
from unpromote.domain.tray import StrayMail, TrayState, deadline_of

DAY = timedelta(days=1)
AT_ONCE = {  # work, not waiting: due when it is ordered, or again and again
    c.ReadAgreement,
    c.StartBatch,
    c.SendMessage,
    c.RecordPayout,
    c.BuildPack,
    c.WriteRun,
    c.ReadInventory,
    c.TakeInventory,
    c.BookStatement,
    c.CollectMail,
    c.WatchDeadlines,
    c.SendNotice,
    c.ReadListing,
    c.LookAtTarget,
    rc.SetGuard,
    rc.LiftGuard,
    c.GatherCause,
    hc.ReadBalances,
    hc.CloseAccount,
}


def by_id(case: Case, *timers: c.Command, **known: Any) -> dict[str, CaseDeadline]:
    found = deadlines_of(case, timers, **known)
    assert len({one.id for one in found}) == len(found)
    return {one.id: one for one in found}


def history() -> Iterator[tuple[Case, e.Event, tuple[c.Command, ...]]]:
    """The story, with work that silence may approve, a duty, and money that comes back."""
    promotion = b.PROMOTION | {"creators": [*silent().promotion["creators"]], "prepaid": "90000.00"}
    case = open_case(b.opened(promotion=promotion))
    for _, event in b.story():
        happened = enriched(event)
        case, commands = advance(case, happened)
        yield case, happened, commands
        if case.conversations and case.conversations[0].clock_runs:
            return


def enriched(event: e.Event) -> e.Event:
    if isinstance(event, e.TermsConfirmed):
        report = {"kind": "final_report", "holder": "creator", "within": {"n": 9, "unit": "days"}}
        return replace(event, terms=silent().terms | {"duties": [report]})
    if isinstance(event, e.QuoteTaken):
        back = b.QUOTE["refund"] | {"amount": "5100.00"}
        return replace(event, quote=b.taken_quote(quote=b.QUOTE | {"refund": back}))
    return event


def test_every_command_is_either_a_clock_that_people_see_or_work_at_once():
    assert set(c.kinds().values()) == CLOCKS.keys() | AT_ONCE
    assert not CLOCKS.keys() & AT_ONCE


def test_whatever_waits_for_later_is_a_clock():
    later = {type(one) for _, event, commands in history() for one in commands if one.due > event.at}
    assert later <= CLOCKS.keys()
    assert {c.TellEveryone, c.SampleSpend, c.RemindCounterpart, c.WarnOfSilence, c.WatchDuty, c.WatchRefund} <= later


def test_every_clock_that_starts_is_a_deadline_of_its_kind():
    for case, event, commands in history():
        running = [
            one for one in commands if one.due > event.at and not (case.told and isinstance(one, c.TellEveryone))
        ]
        seen = {one.kind for one in deadlines_of(case, commands) if not one.moot}
        assert {CLOCKS[type(one)] for one in running} <= seen, event


def every_kind() -> Iterator[CaseDeadline]:
    told = [{"kind": kind, "on": "2026-12-21", "told": "x"} for kind in ("payment", "makegood", "no_ads")]
    blocked = [
        {"right": "x", "code": code, "until": "2026-09-28T00:00:00-07:00"} for code in ("CURE_RUNNING", "LOCKED")
    ]
    cliff = {"at": "2026-10-01T00:00:00-07:00", "still": False, "cost_before": "1.00", "cost_after": "2.00"}
    more = cliffs(cliff | {"permitted_after": True, "why": "x"})
    back = {"due_by": None, "clause": "Order 9"}
    money = {"refund": {"amount": "10.00", **back}, "deposit": {"refunded": "4.00", **back}}
    quoted = replace(
        b.case_after("quoted"),
        quote=b.taken_quote(quote=b.QUOTE | more | money | {"deadlines": told, "blocked": blocked, "renewal": RENEWAL}),
    )
    yield from deadlines_of(advance(quoted, b.claim_received())[0])
    yield from deadlines_of(silent())
    yield from deadlines_of(stopped_by_hand())
    yield from deadlines_of(b.case_after("stopping"), [c.TellEveryone(case_id="case_1", due=b.NOW)])
    look = c.SampleSpend(case_id="case_1", due=b.NOW, advertiser_id="7", target_ids=("t1",))
    yield from deadlines_of(b.case_after("support told"), [look])
    batch = {"case_id": "case_1", "due": b.NOW, "advertiser_id": "7", "target_ids": ("t1", "t2")}
    later = replace(b.case_after("stopping"), stop_at=b.NOW)
    yield from deadlines_of(later, [c.StopBatch(**batch), c.WatchDelivery(**batch)])
    yield from deadlines_of(ratifiable(), [c.WatchRatification(case_id="case_1", due=b.NOW, nth=1)])
    held = replace(b.case_after("stopping"), targets=(b.target(state=TargetState.HELD),))
    yield from deadlines_of(held, [c.WatchHeld(case_id="case_1", due=b.NOW)])
    yield from deadlines_of(by_hand())
    yield from deadlines_of(b.case_after("closed"), [hc.CheckReturn(case_id="case_1", due=b.NOW, return_id="m1")])
    yield from filter(None, [deadline_of(mail())])


def test_no_kind_of_deadline_is_left_without_one():
    assert {one.kind for one in every_kind()} == set(Kind)


def test_a_transfer_that_waits_outlives_its_case():
    timer = hc.SendReturn(case_id="case_1", due=b.late() + DAY, return_id="m1", nth=2)
    assert not by_id(b.case_after("closed"), timer)["return/m1"].moot


def ratifiable() -> Case:
    return after(b.case_after("opened"), s.StoppedAtOnce(at=b.NOW, by="ana", why="the public is furious"))


def test_a_stop_at_once_waits_for_somebody_to_stand_by_it():
    timer = c.WatchRatification(case_id="case_1", due=b.NOW + DAY, nth=1)
    assert by_id(ratifiable(), timer)["ratify"].what == "the stop at once by ana has to be ratified, or undone"
    assert "ratify" not in by_id(after(ratifiable(), s.StopRatified(at=b.NOW, by="ben")), timer)


def test_a_stop_that_was_put_off_is_awaited_and_one_that_is_under_way_is_not():
    case = b.case_after("stopping")
    timer = c.StopBatch(case_id="case_1", due=b.NOW + DAY, advertiser_id="7", target_ids=("t1", "t2"))
    assert by_id(replace(case, stop_at=timer.due), timer)["stop/t1"].at == timer.due
    assert "stop/t1" not in by_id(case, timer)


def test_of_many_targets_three_are_named():
    case = replace(b.case_after("stopping"), targets=tuple(b.target(n, name=f"n{n}") for n in range(1, 6)))
    timer = c.WatchDelivery(
        case_id="case_1", due=b.NOW, advertiser_id="7", target_ids=tuple(t.id for t in case.targets)
    )
    assert by_id(case, timer)["watch/t1"].what == "the spend of n1, n2, n3 and 2 more is looked at again"


# --- conversations ----------------------------------------------------------------------------


def by_hand() -> Case:
    """Support stays silent until the ladder's next step is a call."""
    case = b.case_after("support told")
    task = Task("phone-1", Channel.PHONE, "call_sheet", "", b.NOW, b.NOW + 2 * DAY)
    talk = replace(case.conversations[0], state=ConversationState.BY_HAND, tasks=(task,), due_at=task.due_at)
    return replace(case, conversations=(talk, *case.conversations[1:]))


def test_the_clock_on_their_silence_says_what_follows():
    case = b.case_after("support told")
    one = by_id(case, next_steps={"support": "second channel by portal"})["answer/support"]
    assert one.at == case.conversations[0].due_at > b.NOW
    assert one.what == "an answer of TikTok support is awaited; else second channel by portal"


def test_a_timer_of_an_earlier_clock_is_no_second_deadline():
    case = b.case_after("support told")
    stale = c.RemindCounterpart(case_id=case.id, due=b.NOW + DAY, conversation_id="support", nth=1, clock=1)
    moved = after(case, b.snoozed())
    assert by_id(moved, stale)["answer/support"].at == moved.conversations[0].due_at != stale.due


def test_a_conversation_of_before_there_were_ladders_is_known_by_its_timer():
    case = b.case_after("support told")
    talk = replace(case.conversations[0], clock=0, due_at=None, silent_since=None)
    old = replace(case, conversations=(talk,))
    timer = c.RemindCounterpart(case_id=case.id, due=b.NOW + DAY, conversation_id="support", nth=1)
    assert by_id(old, timer)["answer/support"].at == b.NOW + DAY
    assert "answer/support" not in by_id(old)


def test_an_answer_ends_it():
    assert "answer/support" in by_id(b.case_after("explained"))
    assert "answer/support" not in by_id(b.case_after("support answered"))


def test_a_step_that_a_person_takes_is_a_deadline_of_the_case_worker():
    found = by_id(by_hand())
    one = found["task/support/phone-1"]
    assert (one.at, one.owner, one.kind) == (b.NOW + 2 * DAY, "ana", Kind.TASK)
    assert one.what == "reach TikTok support by phone (phone-1)"
    assert "answer/support" not in found
    assert timer_of(by_hand(), by_hand().conversations[0]).due == one.at


# --- money ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due_by", "words"),
    [("2027-01-20", "(refund)"), (None, "(refund); no day is agreed, so 60 days after the end")],
)
def test_a_refund_is_awaited_until_its_day_or_sixty_days_after_the_end(due_by, words):
    one = by_id(refunding(due_by=due_by))["refund"]
    assert (one.on, one.owner) == (date(2027, 1, 20), "the other side")
    assert one.what == f"4000.00 USD has to be back {words}"


def test_what_is_still_missing_of_a_refund_is_said_and_all_of_it_ends_the_watch():
    part = after(refunding(), booked(b.movement("r", "1500.00", party="media")))
    assert by_id(part)["refund"].what.endswith("(refund); 2500.00 USD of it is missing")
    whole = after(refunding(), booked(b.movement("r", "4000.00", party="media")))
    assert by_id(whole)["refund"].moot


def test_a_refund_that_somebody_explained_is_watched_no_more():
    told = e.BalanceExplained(at=b.late(), by="ana", party="media", currency="USD", why="kept for the next flight")
    assert not by_id(refunding())["refund"].moot
    assert by_id(after(refunding(), told))["refund"].moot


def test_a_statute_may_ask_for_payment_before_the_agreement_does():
    case, law = b.case_after("settling"), PayDay(date(2026, 12, 1), "US-NY")
    found = by_id(case, pay_days={"creator:cleo": law, "creator:emil": law})
    assert (found["pay_by/cleo"].on, found["pay_by/emil"].on) == (law.on, date(2026, 12, 21))
    unstated = replace(case, settlements=(b.settlement("cleo", pay_by=None),))
    assert by_id(unstated, pay_days={"creator:cleo": law})["pay_by/cleo"].on == law.on


def test_everybody_else_is_paid_by_their_day_until_the_bank_shows_it():
    case = with_quote("settling", lines=[*b.QUOTE["lines"], AGENCY_FEE])
    days = {party: PayDay(date(2026, 12, 20), "net 30") for party in ("media", "agency")}
    found = by_id(case, pay_days=days)
    assert found["payment"].what == "24900.00 USD to media (net 30)"
    assert found["payment/agency"].owner == "ana"
    paid = after(case, booked(b.movement("m", "-24900.00", party="media")))
    assert "payment" not in by_id(paid, pay_days=days)


def test_the_ledger_speaks_for_a_payment_that_the_quote_names_too():
    due = {"kind": "payment", "on": "2027-01-05", "told": "pay what is billed", "clause": None}
    case = with_quote("settling", deadlines=[due])
    assert by_id(case)["payment"].on == date(2027, 1, 5)
    assert by_id(case, pay_days={"media": PayDay(date(2026, 12, 20), "net 30")})["payment"].on == date(2026, 12, 20)


def test_a_debt_in_two_currencies_is_two_deadlines_and_an_explained_one_is_moot():
    euros = replace(b.movement("x", party="media"), amount=Money("20.00", "EUR"))
    days = {"media": PayDay(date(2026, 12, 20), "net 30")}
    both = by_id(after(b.case_after("settling"), booked(euros)), pay_days=days)
    assert both["payment/2"].what == "20.00 EUR to media (net 30)"
    assert by_id(b.case_after("explained"), pay_days=days)["payment"].moot


# --- the tray ---------------------------------------------------------------------------------


def mail(**changes: Any) -> StrayMail:
    made = StrayMail("7", "<m@x>", b.NOW, "cleo@creators.example", "About Arena", "/nowhere/stray.eml")
    return replace(made, **changes)


def test_stray_mail_is_to_be_sorted_within_a_day():
    one = deadline_of(mail())
    assert (one.id, one.at, one.moot) == ("tray/7", b.NOW + DAY, False)
    assert one.what == "say where the mail of cleo@creators.example belongs: About Arena"
    assert deadline_of(mail(state=TrayState.ASSIGNED)).moot


@pytest.mark.parametrize(("bounce", "waits"), [(False, False), (True, True)])
def test_machines_mail_waits_without_a_day_unless_a_letter_came_back(bounce, waits):
    assert (deadline_of(mail(automatic=True, bounce=bounce)) is not None) is waits
