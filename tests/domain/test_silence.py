"""TikTok One's fourteen days: when silence approves, who is warned before it, and when the warning is moot."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

import builders as b
from unpromote.domain import commands as c
from unpromote.domain import creator_events as ce
from unpromote.domain import events as e
from unpromote.domain.case import advance
from unpromote.domain.errors import NotAllowed
from unpromote.domain.silence import silence_deadlines

TERMS = {**b.TERMS, "creators": {**b.TERMS["creators"], "deemed_approval": {"n": 14, "unit": "days"}}}
HANDED_IN = "2026-09-10T15:00:00-07:00"
APPROVED_AT = datetime.fromisoformat("2026-09-25T00:00:00-07:00")
CONFIRMED = e.TermsConfirmed(at=b.NOW, by="ana", terms=TERMS)


def creator(submitted_at=HANDED_IN, stage="draft_submitted"):
    item = {"id": "video", "price": "3000.00", "stage": stage, "submitted_at": submitted_at}
    return {**b.CREATORS[0], "deliverables": [item], "name": "Cleo Marsh"}


def waiting(**how):
    return b.case_after("opened", promotion={**b.PROMOTION, "creators": [creator(**how)]})


def near(at=APPROVED_AT - timedelta(days=1), **changes):
    event = ce.SilenceNear(at=at, by="unpromote", creator_id="cleo", deliverable="video", approved_at=APPROVED_AT)
    return replace(event, **changes)


def test_silence_approves_at_the_end_of_the_fourteenth_day_after():
    (found,) = silence_deadlines(TERMS, {"creators": [creator()]})
    assert (found.name, found.deliverable, found.approved_at) == ("Cleo Marsh", "video", APPROVED_AT)


def test_over_the_end_of_summer_time_the_days_stay_days():
    (found,) = silence_deadlines(TERMS, {"creators": [creator("2026-10-25T12:00:00-07:00")]})
    assert found.approved_at == datetime.fromisoformat("2026-11-09T00:00:00-08:00")


@pytest.mark.parametrize("stage", ["contracted", "briefed", "concept_approved", "approved", "published"])
def test_only_what_waits_for_an_answer_has_a_deadline(stage):
    assert silence_deadlines(TERMS, {"creators": [creator(stage=stage)]}) == ()


def test_without_a_clause_a_name_or_a_day_of_handing_in_there_is_none():
    nameless = {key: item for key, item in creator().items() if key != "name"}
    assert silence_deadlines(None, {}) == silence_deadlines(b.TERMS, {"creators": [creator()]}) == ()
    assert silence_deadlines(TERMS, {"creators": [creator(None)]}) == ()
    assert silence_deadlines(TERMS, {"creators": [nameless]})[0].name == "cleo"


def test_a_person_is_warned_three_days_and_one_day_before():
    _, ordered = advance(waiting(), CONFIRMED)
    assert [(one.due, one.days) for one in ordered] == [
        (APPROVED_AT - timedelta(days=3), 3),
        (APPROVED_AT - timedelta(days=1), 1),
    ]
    assert len({one.key for one in ordered}) == 2


def test_a_warning_that_is_late_already_goes_off_at_once_and_none_after_the_instant():
    late = replace(CONFIRMED, at=APPROVED_AT - timedelta(hours=2))
    assert {one.due for one in advance(waiting(), late)[1]} == {late.at}
    assert advance(waiting(), replace(CONFIRMED, at=APPROVED_AT))[1] == ()


def test_the_warning_is_an_alarm_with_the_instant():
    case, _ = advance(advance(waiting(), CONFIRMED)[0], near())
    (alarm,) = case.alarms
    assert alarm == "Cleo Marsh: silence approves “video” at 2026-09-25 00:00 (America/Los_Angeles); answer it before"


@pytest.mark.parametrize(
    "event",
    [near(at=APPROVED_AT), near(deliverable="other"), near(approved_at=APPROVED_AT + timedelta(days=1))],
)
def test_a_warning_that_is_moot_is_refused(event):
    with pytest.raises(NotAllowed, match="does not wait"):
        advance(advance(waiting(), CONFIRMED)[0], event)


def test_work_that_was_answered_meanwhile_sets_off_no_alarm():
    case, _ = advance(waiting(), CONFIRMED)
    answered = b.deals_entered(creator(stage="approved"))
    with pytest.raises(NotAllowed, match="does not wait"):
        advance(advance(case, answered)[0], near())


def test_deals_that_are_entered_later_set_their_own_clocks():
    case, _ = advance(waiting(submitted_at=None), CONFIRMED)
    _, ordered = advance(case, b.deals_entered(creator()))
    assert [type(one) for one in ordered] == [c.WarnOfSilence, c.WarnOfSilence]
