"""A shop's offers stop: no spend to watch, so a second look proves it; some end later than they are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import builders as b
from unpromote.domain import delivery, sampling
from unpromote.domain import events as e
from unpromote.domain import stop_events as s
from unpromote.domain.case import Case, State, advance
from unpromote.domain.delivery import Observation, Target, TargetState, WriteReceipt
from unpromote.domain.errors import NotAllowed

HOUR = timedelta(hours=1)
SALE = b.target(1, kind="shop_activity", external_id="71")
OFFER = b.target(2, kind="open_collaboration", external_id="72")
ON, OFF = ("ENABLE", "ONGOING"), ("DISABLE", "DEACTIVATED")
ENDING, GONE = ("DISABLE", "TERMINATING"), ("DISABLE", "REMOVED")


def look(target: Target, status: tuple[str, str], hours: float = 0) -> Observation:
    return Observation(target.external_id, *status, target.name, "req", "", b.NOW + hours * HOUR)


def stopped(target: Target, status: tuple[str, str]) -> Case:
    case = b.case_after("stopping", targets=(target,))
    receipt = WriteReceipt((target.external_id,), status[1], "req", "", b.NOW)
    event = e.StopObserved(
        at=b.NOW,
        by="unpromote",
        target_ids=(target.id,),
        before=(look(target, ON),),
        after=(look(target, status),),
        writes=(receipt,),
    )
    case, _ = advance(case, event)
    return case


def seen(case: Case, hours: float, status: tuple[str, str] | None) -> tuple[Case, list[tuple[str, float]]]:
    """Look again so many hours after the stop; return the case and what is ordered, with the hours it waits."""
    (target,) = case.targets
    looks = () if status is None else (look(target, status, hours),)
    at = b.NOW + hours * HOUR
    event = s.DeliveryWatched(at=at, by="unpromote", target_ids=(target.id,), seen=looks, samples=(), nth=case.version)
    moved, commands = advance(case, event)
    return moved, [(type(one).__name__, (one.due - at) / HOUR) for one in commands]


def state(case: Case) -> TargetState:
    return case.targets[0].state


def test_a_sale_is_off_and_looked_at_again_two_hours_later() -> None:
    case = b.case_after("stopping", targets=(SALE,))
    event = replace(b.stop_observed(SALE), before=(look(SALE, ON),), after=(look(SALE, OFF),))
    moved, commands = advance(case, event)
    assert state(moved) is TargetState.OFF
    assert ("SampleSpend", b.NOW + 2 * HOUR) in [(type(one).__name__, one.due) for one in commands]


def test_the_second_look_proves_it_and_it_is_watched_from_then_on() -> None:
    case, ordered = seen(stopped(SALE, OFF), 2, OFF)
    assert (state(case), ordered) == (TargetState.PROVEN, [("WatchDelivery", 6)])
    assert sampling.is_rechecked(case.targets[0])


def test_a_look_that_comes_early_proves_nothing_yet() -> None:
    case, ordered = seen(stopped(SALE, OFF), 1, OFF)
    assert (state(case), ordered) == (TargetState.OFF, [("SampleSpend", 1)])


def test_a_look_that_shows_nothing_is_made_again() -> None:
    case, ordered = seen(stopped(SALE, OFF), 2, None)
    assert (state(case), ordered) == (TargetState.OFF, [("SampleSpend", 1)])


def test_somebody_who_puts_it_out_again_is_an_alarm() -> None:
    case, ordered = seen(stopped(SALE, OFF), 2, ON)
    assert (state(case), ordered) == (TargetState.STILL_ON, [])
    assert "somebody switched" in case.alarms[0]


def test_what_was_proven_and_runs_again_is_an_alarm_too() -> None:
    case, _ = seen(seen(stopped(SALE, OFF), 2, OFF)[0], 8, ("ENABLE", "NOT_START"))
    assert state(case) is TargetState.STILL_ON


def test_what_ends_later_is_ending_and_called_neither_off_nor_still_on() -> None:
    case = stopped(OFFER, ENDING)
    assert state(case) is TargetState.ENDING
    assert (delivery.is_settled(case.targets[0]), sampling.is_rechecked(case.targets[0])) == (True, False)
    case, ordered = seen(case, 1, ENDING)
    assert (state(case), ordered) == (TargetState.ENDING, [("SampleSpend", 1)])


def test_once_it_is_gone_it_is_off_and_then_proven() -> None:
    case, ordered = seen(stopped(OFFER, ENDING), 7, GONE)
    assert (state(case), ordered) == (TargetState.OFF, [("SampleSpend", 2)])
    assert case.targets[0].off_at == b.NOW + 7 * HOUR
    assert state(seen(case, 9, GONE)[0]) is TargetState.PROVEN


def test_what_was_to_end_and_runs_on_is_an_alarm() -> None:
    case, _ = seen(stopped(OFFER, ENDING), 7, ON)
    assert (state(case), len(case.alarms)) == (TargetState.STILL_ON, 1)


def test_what_does_not_end_for_days_is_left_to_a_person() -> None:
    case, ordered = seen(stopped(OFFER, ENDING), 73, ENDING)
    assert (state(case), ordered) == (TargetState.ENDING, [])
    assert "cannot be seen to have ended" in case.alarms[0]


def test_a_case_is_not_closed_over_what_is_still_ending() -> None:
    case = replace(stopped(OFFER, ENDING), state=State.CLOSED)
    assert seen(case, 1, ENDING)[0].state is State.SETTLING


def test_a_sale_can_be_put_out_again_and_a_removed_collaboration_cannot() -> None:
    undone = s.StopUndone(at=b.NOW, by="ben", target_ids=("t1",), why="a mistake")
    _, commands = advance(stopped(SALE, OFF), undone)
    assert [type(one).__name__ for one in commands] == ["StartBatch"]
    with pytest.raises(NotAllowed, match="removed for good"):
        advance(stopped(OFFER, ENDING), replace(undone, target_ids=("t2",)))


def test_looking_at_what_a_person_stopped_changes_nothing() -> None:
    by_hand = replace(OFFER, state=TargetState.BY_HAND)
    assert delivery.after_watch(by_hand, look(OFFER, ON), ()) == by_hand
