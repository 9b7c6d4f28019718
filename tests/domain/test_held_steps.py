"""Nothing is held that nobody watches: a day for the word, an alarm each day after, and quiet once it is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import builders as b
from unpromote.domain import commands as c
from unpromote.domain import events as e
from unpromote.domain import held_steps
from unpromote.domain import stop_events as s
from unpromote.domain.case import Case, State, advance
from unpromote.domain.deadlines import deadlines_of
from unpromote.domain.delivery import Target, TargetState
from unpromote.domain.held_steps import HELD_FOR

HOUR = timedelta(hours=1)
PLAIN, FINAL = b.target(1), b.target(2, final="it does not come back")
SIGNED = e.QuoteSigned(at=b.NOW, by="bea", quote_hash="a" * 64)
AT_ONCE = s.StoppedAtOnce(at=b.NOW, by="ana", why="the public is furious")
RINGS = s.HeldStopDue(at=b.NOW + HELD_FOR, by="unpromote")
WORD = s.FinalStopConfirmed(at=b.NOW + 2 * HELD_FOR, by="ben", target_ids=("t2",), typed="UP-ABCDEFGH")
BY_HAND = e.StoppedByHand(at=b.NOW, by="ana", target_id="t2", proof="a screenshot")
ALARM = "Arena autumn 2 may be spending: nobody has typed that it may be stopped for good, or stopped it by hand"


def case_at(moment: str, *targets: Target) -> Case:
    return replace(b.case_after(moment), targets=targets or (PLAIN, FINAL))


def after(case: Case, *events: e.Event) -> Case:
    for event in events:
        case, _ = advance(case, event)
    return case


def watches(case: Case, event: e.Event) -> list[c.Command]:
    _, commands = advance(case, event)
    return [one for one in commands if isinstance(one, c.WatchHeld)]


def test_a_day_is_given_from_the_order() -> None:
    (one,) = watches(case_at("signed once"), SIGNED)
    assert (one.due, one.key) == (b.NOW + HELD_FOR, "case_1/WatchHeld/2026-09-22")
    later = s.StopScheduled(at=b.NOW, by="ana", stop_at=b.NOW + 5 * HOUR)
    (put_off,) = watches(after(case_at("signed once"), later), SIGNED)
    assert put_off.due == b.NOW + 5 * HOUR + HELD_FOR


def test_nothing_held_is_nothing_watched() -> None:
    assert watches(case_at("signed once", PLAIN), SIGNED) == []


def test_two_orders_of_a_day_are_one_watch() -> None:
    first = watches(case_at("signed once"), SIGNED)
    second = watches(case_at("signed once"), replace(SIGNED, at=b.NOW + HOUR))
    assert first[0].key == second[0].key


def test_a_day_without_a_word_is_an_alarm_and_another_day() -> None:
    case = after(case_at("signed once"), SIGNED)
    assert after(case, RINGS).alarms == (ALARM,)
    assert [one.due for one in watches(case, RINGS)] == [RINGS.at + HELD_FOR]


def test_the_word_ends_alarm_and_watch() -> None:
    case = after(case_at("signed once"), SIGNED, RINGS, WORD)
    assert case.alarms == ()
    assert (after(case, RINGS).alarms, watches(case, RINGS)) == ((), [])


def test_stopping_it_by_hand_ends_them_too() -> None:
    case = after(case_at("signed once"), SIGNED, RINGS, BY_HAND)
    assert (case.alarms, watches(case, RINGS)) == ((), [])


def test_other_alarms_stay() -> None:
    case = replace(after(case_at("signed once"), SIGNED, RINGS), alarms=("t1 would not stop", ALARM))
    assert after(case, WORD).alarms == ("t1 would not stop",)


def test_a_case_that_is_over_rings_no_more() -> None:
    dropped = e.CaseDropped(at=b.NOW, by="ana", why="it goes on after all")
    case = after(case_at("opened"), AT_ONCE, dropped)
    assert (case.state, after(case, RINGS).alarms, watches(case, RINGS)) == (State.CLOSED, (), [])


def test_the_word_is_a_deadline_of_whoever_may_approve() -> None:
    case = after(case_at("signed once", PLAIN, FINAL, b.target(3, final="nor does this")), SIGNED)
    timer = c.WatchHeld(case_id="case_1", due=b.NOW + HELD_FOR)
    (one,) = [found for found in deadlines_of(case, [timer]) if found.id == "held"]
    assert (one.at, one.owner) == (timer.due, "an approver")
    assert one.what == "stopping Arena autumn 2 and 1 more for good has to be confirmed, or done by hand"


def test_no_deadline_is_left_once_nothing_waits() -> None:
    case, timer = after(case_at("signed once"), SIGNED, WORD), c.WatchHeld(case_id="case_1", due=b.NOW)
    assert list(held_steps.held_deadlines(case, [timer])) == []
    assert list(held_steps.held_deadlines(after(case_at("signed once"), SIGNED), [])) == []


# --- a batch that names it all the same


def test_a_batch_that_touched_nothing_holds_what_has_no_word() -> None:
    nothing = e.StopObserved(at=b.NOW, by="unpromote", target_ids=("t2",), before=(), after=())
    case = case_at("stopping", PLAIN, FINAL)
    assert after(case, nothing).targets[1].state is TargetState.HELD
    assert [one.due for one in watches(case, nothing)] == [b.NOW + HELD_FOR]
