"""Duties after the end: which follow, when they are due, how they end, and what is said when they are late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

import builders as b
from unpromote.domain import creator_events as ce
from unpromote.domain.agreement import read_promotion, read_request, read_terms
from unpromote.domain.case import advance, open_duties
from unpromote.domain.duties import DutyProof, DutyState
from unpromote.domain.duty_tasks import duty_tasks
from unpromote.domain.errors import NotAllowed
from unpromote.domain.proposals import FileKind
from unpromote.domain.quote import quote

DAYS = {"n": 10, "unit": "days"}
DUTIES = [
    {"kind": "takedown", "holder": "creator", "within": DAYS, "clause": "Order 9"},
    {"kind": "final_report", "holder": "media", "within": {"n": 5, "unit": "business_days"}, "clause": "Order 10"},
    {"kind": "confidentiality", "holder": "creator", "survives_for": {"n": 2, "unit": "years"}, "clause": "14"},
    {"kind": "final_report", "holder": "media", "clause": "Order 11"},
]
USE = {"fee": "100.00", "from": "2026-09-01", "to": "2027-03-01"}


def stopping(duties=DUTIES, creator=None, deals=(), **creators):
    """A case in which the stop was just approved, with these duties; Cleo is as she is, or with changes."""
    terms = {**b.TERMS, "duties": duties, "creators": {**b.TERMS["creators"], **creators}}
    cleo = {**b.CREATORS[0], **(creator or {})}
    case = b.case_after("signed once", promotion={**b.PROMOTION, "creators": [cleo]})
    case = replace(case, terms=terms, deals=deals)
    return advance(case, b.story()[5][1])


def tasks(**how):
    return {task.id: task for task in stopping(**how)[0].duties}


def test_the_agreements_duties_are_watched_from_the_approval_on_each_for_its_holder():
    found = tasks()
    assert [*found] == [
        "media/final_report",
        "media/final_report+2",
        "cleo/takedown",
        "cleo/confidentiality",
    ]
    assert found["cleo/takedown"].due_on == date(2026, 12, 1)
    assert found["media/final_report"].due_on == date(2026, 11, 27)
    assert found["cleo/confidentiality"].what == "Cleo Marsh: keep the terms confidential, until 2028-11-21"
    assert found["cleo/confidentiality"].due_on is None


def test_their_days_are_those_of_the_quote():
    terms = read_terms({**b.TERMS, "duties": DUTIES})
    answer = quote(terms, read_promotion(b.PROMOTION, terms), read_request(b.taken_quote().request))
    quoted = {one.clause: one.on for one in answer.deadlines}
    watched = {one.clause: one.due_on for one in stopping()[0].duties}
    assert watched == {"Order 9": quoted["Order 9"], "Order 10": quoted["Order 10"], "14": None, "Order 11": None}


def test_each_duty_with_a_day_has_a_timer_for_the_first_moment_after_it():
    _, ordered = stopping()
    timers = {one.duty_id: one.due for one in ordered if type(one).__name__ == "WatchDuty"}
    assert timers["cleo/takedown"] == datetime(2026, 12, 2, 8, tzinfo=UTC)
    assert "cleo/confidentiality" not in timers


def test_codes_and_gifts_of_the_deal_take_the_place_of_the_general_duty():
    agreed = [{"kind": kind, "holder": "creator", "within": DAYS} for kind in ("stop_paid_use", "return_product")]
    found = tasks(duties=agreed, deals=b.deals_entered().deals)
    assert {key: (one.holder, one.due_on) for key, one in found.items()} == {
        "cleo/stop_paid_use/1": ("creator", date(2026, 10, 1)),
        "cleo/stop_paid_use/2": ("advertiser", date(2026, 12, 1)),
        "cleo/return_product/1": ("creator", date(2026, 12, 1)),
        "cleo/return_product/2": ("creator", date(2026, 12, 1)),
    }
    assert found["cleo/stop_paid_use/1"].what == "Cleo Marsh: the spark code #spark1 stops working"


def test_without_a_clause_codes_stop_with_the_promotion_and_gifts_are_kept_unless_they_have_a_day():
    found = tasks(duties=[], deals=b.deals_entered().deals)
    assert {key: one.due_on for key, one in found.items()} == {
        "cleo/stop_paid_use/1": date(2026, 10, 1),
        "cleo/stop_paid_use/2": date(2026, 11, 21),
        "cleo/return_product/1": date(2026, 12, 1),
    }


def test_use_ends_with_the_service_or_on_its_own_day_where_it_is_paid_in_full():
    used = {"usage": USE, "exclusivity": USE}
    found = tasks(duties=[], creator=used, exclusivity="full")
    assert {key: one.due_on for key, one in found.items()} == {
        "cleo/licence_end": date(2026, 11, 20),
        "cleo/exclusivity_end": date(2027, 3, 1),
    }
    ends = [{"kind": "licence_end", "holder": "creator", "clause": "8"}]
    assert [*tasks(duties=ends, creator={"usage": USE})] == ["cleo/licence_end"]


@pytest.mark.parametrize(("asked", "kind"), [(True, "takedown"), (False, "disclosure_stays")])
def test_published_work_keeps_its_label_or_is_taken_down(asked, kind):
    out = {"deliverables": [{"id": "v", "price": "1.00", "stage": "published"}], "takedown_requested": asked}
    assert {key: one.due_on for key, one in tasks(duties=[], creator=out).items()} == {
        f"cleo/{kind}": date(2026, 11, 21)
    }
    assert len(tasks(duties=[{"kind": kind, "holder": "creator"}], creator=out)) == 1


def test_a_range_sets_the_clocks_from_the_latest_end():
    case = stopping()[0]
    span = {"range": {"effective_at": {"earliest": "2026-10-01T00:00:00Z", "latest": "2026-11-21T00:00:00-08:00"}}}
    ranged = replace(case, quote=replace(case.quote, quote=span))
    assert duty_tasks(ranged) == case.duties
    assert duty_tasks(replace(case, quote=None)) == duty_tasks(replace(case, terms=None)) == ()
    assert duty_tasks(replace(case, quote=replace(case.quote, quote={}))) == ()


def test_a_creator_without_a_settlement_has_no_duties_yet():
    assert [one.id for one in duty_tasks(replace(stopping()[0], settlements=()))] == [
        "media/final_report",
        "media/final_report+2",
    ]


# --- how one ends -------------------------------------------------------------------------------

SHOWN = ce.DutyShown(at=b.NOW, by="ana", duty_id="cleo/takedown", proof=DutyProof("a screenshot", b.NOW, "ana"))
DONE = ce.DutyDone(at=b.NOW, by="ana", duty_id="cleo/takedown")
WAIVED = ce.DutyWaived(at=b.NOW, by="ana", duty_id="cleo/takedown", why="it was never up")
LATE = ce.DutyLate(at=b.NOW + timedelta(days=80), by="unpromote", duty_id="cleo/takedown")


def after(*events):
    case = stopping()[0]
    for event in events:
        case, _ = advance(case, event)
    return case, next(task for task in case.duties if task.id == "cleo/takedown")


def test_a_duty_is_shown_looked_at_and_done():
    case, task = after(SHOWN, DONE)
    assert (task.state, task.ended_by, len(task.proofs)) == (DutyState.DONE, "ana", 1)
    assert "take the content down" not in " ".join(open_duties(case))


def test_a_duty_is_let_go_with_a_reason():
    assert after(WAIVED)[1].state is DutyState.WAIVED


def test_a_creators_proof_of_take_down_shows_the_duty():
    _, task = after(b.creator_filed(kind=FileKind.TAKEDOWN_PROOF, name="gone.png"))
    assert (task.state, task.proofs[0].file, task.proofs[0].by) == (DutyState.SHOWN, "gone.png", "Cleo Marsh")
    assert after(SHOWN, DONE, b.creator_filed(kind=FileKind.TAKEDOWN_PROOF))[1].state is DutyState.DONE


@pytest.mark.parametrize(
    ("events", "problem"),
    [
        ([DONE], "nothing shows yet"),
        ([WAIVED, SHOWN], "waived already"),
        ([WAIVED, LATE], "waived already"),
        ([replace(WAIVED, why=" ")], "say why"),
        ([replace(SHOWN, proof=DutyProof(" ", b.NOW, "ana"))], "say what shows it"),
        ([replace(DONE, duty_id="x")], "no duty 'x'"),
    ],
)
def test_what_does_not_end_a_duty_is_refused(events, problem):
    with pytest.raises(NotAllowed, match=problem):
        after(*events)


REFUSED = ce.DutyProofRefused(at=b.NOW, by="ana", duty_id="cleo/takedown", why="it is another video")


def test_a_proof_that_shows_something_else_opens_the_duty_again_and_a_right_one_ends_it():
    case, task = after(SHOWN, REFUSED)
    assert (task.state, task.note, len(task.proofs), case.alarms) == (DutyState.OPEN, "it is another video", 1, ())
    assert after(SHOWN, REFUSED, SHOWN, DONE)[1].state is DutyState.DONE


def test_a_proof_refused_after_its_day_is_an_alarm_and_without_a_day_is_none():
    late = replace(REFUSED, at=LATE.at)
    told = (
        "late: Cleo Marsh: take the content down, by 2026-12-01; what was shown does not show it: it is another video"
    )
    assert after(SHOWN, late)[0].alarms == (told,)
    secret = {"duty_id": "cleo/confidentiality"}
    assert after(replace(SHOWN, **secret), replace(late, **secret))[0].alarms == ()


@pytest.mark.parametrize(
    ("events", "problem"),
    [
        ([REFUSED], "nothing was shown"),
        ([SHOWN, replace(REFUSED, why=" ")], "say why it does not show it"),
        ([SHOWN, DONE, REFUSED], "nothing was shown that waits"),
    ],
)
def test_what_was_not_shown_or_has_no_reason_is_not_refused(events, problem):
    with pytest.raises(NotAllowed, match=problem):
        after(*events)


@pytest.mark.parametrize(("events", "told"), [([], "nothing shows it yet"), ([SHOWN], "look at what shows it")])
def test_a_late_duty_is_an_alarm(events, told):
    case, _ = after(*events, LATE)
    assert case.alarms == (f"late: Cleo Marsh: take the content down, by 2026-12-01; {told}",)


def test_closing_says_what_is_still_watched_and_does_not_wait_for_it():
    case = replace(b.case_after("emil settled"), duties=stopping()[0].duties[2:3])
    closed, _ = advance(case, b.story()[-2][1])
    assert closed.closed_why.endswith("still watched: Cleo Marsh: take the content down, by 2026-12-01")
    assert advance(closed, LATE)[0].alarms
