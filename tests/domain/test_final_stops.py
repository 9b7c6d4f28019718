"""What cannot be undone is held, whoever orders the stop, until an approver's typed word; and each word counts once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import builders as b
from unpromote.domain import commands as c
from unpromote.domain import delivery, stop_plan
from unpromote.domain import events as e
from unpromote.domain import stop_events as s
from unpromote.domain.case import Case, State, advance
from unpromote.domain.delivery import Route, Target, TargetState
from unpromote.domain.errors import NotAllowed
from unpromote.domain.notices import awaits

HOUR = timedelta(hours=1)
FOR_GOOD = "it does not come back"
PLAIN, FINAL = b.target(1), b.target(2, final=FOR_GOOD)
SIGNED = e.QuoteSigned(at=b.NOW, by="bea", quote_hash="a" * 64)
AT_ONCE = s.StoppedAtOnce(at=b.NOW, by="ana", why="the public is furious")
WORD = s.FinalStopConfirmed(at=b.NOW, by="ben", target_ids=("t2",), typed="UP-ABCDEFGH")
AGAIN = s.StopRepeated(at=b.NOW, by="ana", target_ids=("t2",))


def case_at(moment: str, *targets: Target) -> Case:
    return replace(b.case_after(moment), targets=targets or (PLAIN, FINAL))


def after(case: Case, *events: e.Event) -> Case:
    for event in events:
        case, _ = advance(case, event)
    return case


def stops(case: Case, event: e.Event) -> list[tuple[tuple[str, ...], timedelta]]:
    """Return which targets are ordered off by the event, and how long after the cast's instant."""
    _, commands = advance(case, event)
    return [(one.target_ids, one.due - b.NOW) for one in commands if isinstance(one, c.StopBatch)]


def states(case: Case) -> list[str]:
    return [target.state.value for target in case.targets]


# --- never silently


def test_an_approval_alone_holds_what_cannot_be_undone() -> None:
    case = case_at("signed once")
    assert stops(case, SIGNED) == [(("t1",), timedelta())]
    assert states(after(case, SIGNED)) == ["planned", "held"]


def test_an_emergency_holds_it_too_even_where_it_is_named() -> None:
    case = case_at("opened")
    assert stops(case, AT_ONCE) == [(("t1",), timedelta())]
    assert stops(case, replace(AT_ONCE, target_ids=("t2",))) == []
    assert states(after(case, AT_ONCE)) == ["planned", "held"]


@pytest.mark.parametrize("kind", sorted(delivery.ENDED_FOR_GOOD))
def test_a_target_of_before_its_finality_was_recorded_is_known_by_its_kind(kind: str) -> None:
    case = case_at("signed once", b.target(1, kind=kind))
    assert (stops(case, SIGNED), states(after(case, SIGNED))) == ([], ["held"])


def test_what_a_person_stops_by_hand_needs_no_word() -> None:
    mine = replace(FINAL, route=Route.BY_HAND)
    assert states(after(case_at("signed once", mine), SIGNED)) == ["by_hand"]
    assert stop_plan.to_confirm([mine]) == ()


def test_what_is_held_does_not_hold_back_the_letters() -> None:
    case = after(case_at("signed once", FINAL), SIGNED)
    assert (case.told, case.state) == (True, State.STOPPING)


def test_a_held_target_may_be_stopped_by_hand_instead() -> None:
    by_hand = e.StoppedByHand(at=b.NOW, by="ana", target_id="t2", proof="a screenshot")
    case = after(case_at("signed once", FINAL), SIGNED, by_hand)
    assert (states(case), case.state) == (["proven"], State.SETTLING)


# --- the word


def test_a_word_before_the_approval_lets_it_go_with_the_plan() -> None:
    case = case_at("signed once")
    assert stops(case, WORD) == []
    confirmed = after(case, WORD)
    assert (confirmed.targets[1].confirmed_by, confirmed.targets[1].confirmed_at) == ("ben", b.NOW)
    assert stops(confirmed, SIGNED) == [(("t1", "t2"), timedelta())]


def test_a_word_while_stopping_orders_it_at_once() -> None:
    case = after(case_at("signed once"), SIGNED)
    late = replace(WORD, at=b.NOW + HOUR)
    assert stops(case, late) == [(("t2",), HOUR)]
    assert states(after(case, late)) == ["planned", "planned"]


def test_a_word_in_an_emergency_orders_it_at_once() -> None:
    assert stops(after(case_at("opened"), AT_ONCE), WORD) == [(("t2",), timedelta())]


def test_a_word_stops_nothing_before_the_chosen_time() -> None:
    later = s.StopScheduled(at=b.NOW, by="ana", stop_at=b.NOW + 5 * HOUR)
    assert stops(after(case_at("signed once"), later, SIGNED), WORD) == [(("t2",), 5 * HOUR)]


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        (replace(WORD, typed="up-abcdefgh"), "type UP-ABCDEFGH exactly"),
        (replace(WORD, typed=" UP-ABCDEFGH"), "type UP-ABCDEFGH exactly"),
        (replace(WORD, typed=""), "type UP-ABCDEFGH exactly"),
        (replace(WORD, target_ids=()), "name the targets"),
        (replace(WORD, target_ids=("t9",)), "no target t9"),
        (replace(WORD, target_ids=("t2", "t1")), "Arena autumn 1 waits for no confirmation"),
    ],
)
def test_another_word_is_none(event: s.FinalStopConfirmed, problem: str) -> None:
    with pytest.raises(NotAllowed, match=problem):
        advance(after(case_at("signed once"), SIGNED), event)


def test_a_word_is_given_once() -> None:
    case = after(case_at("signed once"), WORD)
    with pytest.raises(NotAllowed, match="waits for no confirmation"):
        advance(case, WORD)


def test_no_word_is_wanted_for_what_is_off() -> None:
    off = replace(FINAL, state=TargetState.OFF, off_at=b.NOW)
    with pytest.raises(NotAllowed, match="waits for no confirmation"):
        advance(case_at("stopping", PLAIN, off), WORD)


# --- again


def test_what_came_on_again_is_not_stopped_for_good_without_a_word() -> None:
    case = case_at("stopping", PLAIN, replace(FINAL, state=TargetState.STILL_ON, tries=delivery.TRIES))
    assert stop_plan.may_repeat(case) == ()
    with pytest.raises(NotAllowed, match="cannot be undone"):
        advance(case, AGAIN)
    assert stops(case, WORD) == []
    assert stops(after(case, WORD), AGAIN) == [(("t2",), timedelta())]


def confirmed(state: TargetState) -> Target:
    known = replace(FINAL, state=state, off_at=b.NOW, confirmed_by="ben", confirmed_at=b.NOW)
    return replace(known, before=b.observation(FINAL, "ENABLE"))


def test_a_word_is_used_up_by_an_undo() -> None:
    on = delivery.after_start(confirmed(TargetState.OFF), b.observation(FINAL, "ENABLE"))
    assert (on.state, on.confirmed_by, delivery.waits_for_word(on)) == (TargetState.ON_AGAIN, "", True)


@pytest.mark.parametrize(("kind", "state"), [("campaign", TargetState.PROVEN), ("shop_activity", TargetState.OFF)])
def test_a_word_is_used_up_by_somebody_elses_restart(kind: str, state: TargetState) -> None:
    target = replace(confirmed(state), kind=kind)
    on = delivery.after_watch(target, b.observation(FINAL, "ENABLE"), ())
    assert (on.state, on.confirmed_at, delivery.waits_for_word(on)) == (TargetState.STILL_ON, None, True)


# --- shown


def test_the_plan_tells_calls_from_what_waits_for_a_word() -> None:
    assert [call.target_ids for call in stop_plan.calls([PLAIN, FINAL])] == [("t1",)]
    assert stop_plan.to_confirm([PLAIN, FINAL]) == (FINAL,)
    (call,) = stop_plan.calls([confirmed(TargetState.PLANNED)])
    assert call.final == FOR_GOOD


def test_a_held_target_waits_for_those_who_may_approve() -> None:
    case = after(case_at("signed once"), SIGNED)
    told = "stopping Arena autumn 2 cannot be undone, and waits for a typed confirmation"
    assert told in list(awaits(case, "ben", may_approve=True))
    assert told not in list(awaits(case, "ana", may_approve=False))
