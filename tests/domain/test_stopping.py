"""Stopped at a chosen time, at once before any approval, again, undone; and watched after it is proven."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import builders as b
from unpromote.domain import commands as c
from unpromote.domain import delivery
from unpromote.domain import events as e
from unpromote.domain import stop_events as s
from unpromote.domain.case import Case, State, advance
from unpromote.domain.delivery import Route, TargetState, WriteReceipt
from unpromote.domain.errors import NotAllowed
from unpromote.domain.stop_steps import RATIFY_WITHIN, TRY_AGAIN_AFTER, WATCH_AFTER, WATCHED_FOR

HOUR = timedelta(hours=1)
SIGNED = e.QuoteSigned(at=b.NOW, by="bea", quote_hash="a" * 64)
AT_ONCE = s.StoppedAtOnce(at=b.NOW, by="ana", why="the public is furious")
RATIFIED = s.StopRatified(at=b.NOW + HOUR, by="ben")


def after(case: Case, *events: e.Event) -> Case:
    for event in events:
        case, _ = advance(case, event)
    return case


def ordered(case, event):
    _, commands = advance(case, event)
    return [(type(one).__name__, one.due) for one in commands]


def states(case):
    return [target.state for target in case.targets]


def stops(commands):
    return [one.target_ids for one in commands if isinstance(one, c.StopBatch)]


# --- never ordered twice ---


def ranked(*paces):
    """A case over targets of as many accounts, each with its pace."""
    targets = (b.target(n, advertiser_id=str(n), pace=b.usd(pace)) for n, pace in enumerate(paces, start=1))
    return b.case_after("signed once", targets=tuple(targets))


def test_a_later_rank_orders_no_batch_twice():
    slow_first = replace(AT_ONCE, target_ids=("t2",))
    case, commands = advance(ranked("900.00", "1.00"), slow_first)
    assert stops(commands) == [("t2",)]
    _, more = advance(case, SIGNED)
    assert stops(more) == [("t1",)]


def test_an_emergency_over_more_targets_is_not_lost_behind_the_one_before():
    case = b.case_after("opened", targets=tuple(b.target(n) for n in (1, 2, 3)))
    case, first = advance(case, replace(AT_ONCE, target_ids=("t1", "t2")))
    case, second = advance(case, replace(AT_ONCE, target_ids=("t1", "t3")))
    assert stops((*first, *second)) == [("t1", "t2"), ("t3",)]
    with pytest.raises(NotAllowed, match="nothing of this is left"):
        advance(case, AT_ONCE)


def test_what_was_ordered_off_again_is_not_ordered_by_the_approval_too():
    seen = b.observation(b.target(1), "ENABLE")
    on = b.target(1, state=TargetState.STILL_ON, tries=3, before=seen)
    case = replace(b.case_after("signed once"), targets=(on,))
    case, commands = advance(case, s.StopRepeated(at=b.NOW, by="ana", target_ids=("t1",)))
    assert stops(commands) == [("t1",)]
    assert stops(advance(case, SIGNED)[1]) == []


# --- at a chosen time ---


def test_a_stop_may_be_put_off_until_a_chosen_time():
    case = after(b.case_after("signed once"), s.StopScheduled(at=b.NOW, by="ana", stop_at=b.NOW + 5 * HOUR))
    assert ordered(case, SIGNED)[0] == ("StopBatch", b.NOW + 5 * HOUR)


def test_an_approval_after_the_chosen_time_stops_at_once():
    case = after(b.case_after("signed once"), s.StopScheduled(at=b.NOW, by="ana", stop_at=b.NOW + HOUR))
    late = replace(SIGNED, at=b.NOW + 2 * HOUR)
    assert ordered(case, late)[0] == ("StopBatch", late.at)


def test_the_chosen_time_can_be_taken_back_and_may_not_be_over():
    case = after(b.case_after("signed once"), s.StopScheduled(at=b.NOW, by="ana", stop_at=b.NOW + HOUR))
    case = after(case, s.StopScheduled(at=b.NOW, by="ana", stop_at=None))
    assert ordered(case, SIGNED)[0] == ("StopBatch", b.NOW)
    with pytest.raises(NotAllowed, match="2026-09-21 17:00 UTC is over"):
        advance(case, s.StopScheduled(at=b.NOW, by="ana", stop_at=b.NOW))


# --- at once ---


def test_an_emergency_stops_before_anybody_has_read_the_agreement():
    case = b.case_after("opened")
    assert ordered(case, AT_ONCE) == [("StopBatch", b.NOW), ("WatchRatification", b.NOW + RATIFY_WITHIN)]
    assert after(case, AT_ONCE).state is State.OPENED


def test_it_may_concern_some_targets_and_then_others():
    case = after(b.case_after("opened"), replace(AT_ONCE, target_ids=("t2",)))
    assert ordered(case, replace(AT_ONCE, target_ids=("t1",), by="ben")) == [("StopBatch", b.NOW)]


def test_what_no_software_can_stop_is_left_to_a_person_at_once():
    targets = (b.target(1), b.target(2, route=Route.BY_HAND))
    case = after(replace(b.case_after("opened"), targets=targets), AT_ONCE)
    assert states(case) == [TargetState.PLANNED, TargetState.BY_HAND]


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        (replace(AT_ONCE, why=" "), "say why"),
        (replace(AT_ONCE, target_ids=("t9",)), "no target t9"),
    ],
)
def test_an_emergency_needs_a_reason_and_something_to_stop(event, problem):
    with pytest.raises(NotAllowed, match=problem):
        advance(b.case_after("opened"), event)


def stopped_at_once() -> Case:
    case = after(b.case_after("signed once"), AT_ONCE)
    return after(case, b.stop_observed(*case.targets))


def test_nothing_is_stopped_at_once_twice():
    with pytest.raises(NotAllowed, match="nothing of this is left"):
        advance(stopped_at_once(), AT_ONCE)


def test_what_an_emergency_stopped_is_watched_and_the_case_goes_on():
    case = stopped_at_once()
    assert (case.state, states(case)) == (State.QUOTED, [TargetState.OFF, TargetState.OFF])
    flat = [b.spend_sampled(*case.targets, at=b.NOW + n * HOUR, nth=n) for n in (2, 3)]
    assert states(after(case, *flat)) == [TargetState.PROVEN, TargetState.PROVEN]


def test_approving_the_quote_ratifies_it_and_stops_nothing_twice():
    case, commands = advance(stopped_at_once(), SIGNED)
    assert case.emergency is not None
    assert (case.state, case.emergency.ratified_by) == (State.STOPPING, "bea")
    assert "StopBatch" not in [type(one).__name__ for one in commands]
    assert case.told


def test_somebody_else_ratifies_it():
    case = after(stopped_at_once(), RATIFIED)
    assert case.emergency is not None
    assert (case.emergency.by, case.emergency.ratified_by, case.emergency.ratified_at) == ("ana", "ben", RATIFIED.at)
    with pytest.raises(NotAllowed, match="no emergency stop waits"):
        advance(case, RATIFIED)
    with pytest.raises(NotAllowed, match="a second person"):
        advance(stopped_at_once(), replace(RATIFIED, by="ana"))


def test_an_emergency_that_nobody_ratifies_raises_an_alarm_until_somebody_does():
    due = s.StopRatificationDue(at=b.NOW + RATIFY_WITHIN, by="unpromote")
    case = after(stopped_at_once(), due)
    assert case.alarms == ("ana stopped delivery at once (the public is furious): ratify it, or switch it on again",)
    assert after(case, RATIFIED).alarms == ()
    assert after(stopped_at_once(), RATIFIED, due).alarms == ()
    assert after(b.case_after("opened"), due).alarms == ()


def test_after_one_was_ratified_another_emergency_needs_its_own_yes():
    case = after(b.case_after("opened"), replace(AT_ONCE, target_ids=("t1",)), RATIFIED)
    case = after(case, replace(AT_ONCE, by="ben", target_ids=("t2",)))
    assert case.emergency is not None
    assert (case.emergency.by, case.emergency.ratified_at) == ("ben", None)


def test_an_approval_leaves_an_earlier_ratification_as_it_is():
    case = after(stopped_at_once(), RATIFIED, SIGNED)
    assert case.emergency is not None
    assert case.emergency.ratified_by == "ben"


# --- again ---


def test_a_person_has_it_tried_again():
    case = after(b.case_after("stopping"), *[b.stop_observed(*b.case_after("stopping").targets, status="ENABLE")] * 3)
    case, commands = advance(case, s.StopRepeated(at=b.NOW, by="ana", target_ids=("t2",)))
    assert [(type(one).__name__, one.target_ids) for one in commands] == [("StopBatch", ("t2",))]
    assert states(case) == [TargetState.STILL_ON, TargetState.PLANNED]
    assert states(after(case, b.stop_observed(case.targets[1])))[1] is TargetState.OFF


def test_what_is_off_is_not_stopped_again():
    case = b.case_after("off")
    with pytest.raises(NotAllowed, match="not known to be on"):
        advance(case, s.StopRepeated(at=b.NOW, by="ana", target_ids=("t1",)))


# --- a round that ended early ---


def ended_early(case: Case, *done: str) -> tuple[e.StopObserved, WriteReceipt]:
    """A round in which only some were written, as nothing more could be sent then."""
    told = [target for target in case.targets if target.id in done]
    left = tuple(target.external_id for target in case.targets if target.id not in done)
    receipt = WriteReceipt((), "", "", "", b.NOW, problem="it rests", untried=left)
    seen = b.stop_observed(*case.targets)
    after = (*b.stop_observed(*told).after, *(one for one in seen.before if one.external_id in left))
    return replace(seen, after=after, writes=(*b.stop_observed(*told).writes, receipt)), receipt


def test_what_a_round_did_not_come_to_is_ordered_off_at_once_and_no_try_of_it_is_counted():
    case = b.case_after("stopping")
    event, _ = ended_early(case, "t1")
    moved, commands = advance(case, event)
    stops = [(one.target_ids, one.due, one.nth) for one in commands if type(one).__name__ == "StopBatch"]
    assert stops == [(("t2",), b.NOW, 1)]
    assert [(target.state, target.tries) for target in moved.targets] == [
        (TargetState.OFF, 1),
        (TargetState.PLANNED, 0),
    ]


def test_its_order_is_another_than_the_one_that_ended_early():
    case, commands = advance(b.case_after("signed once"), SIGNED)
    _, further = advance(case, ended_early(case, "t1")[0])
    keys = [one.key for one in (*commands, *further) if type(one).__name__ == "StopBatch"]
    assert len(set(keys)) == len(keys) == 2


def test_switching_on_goes_on_with_what_a_round_did_not_come_to():
    case = stopped_at_once()
    _, receipt = ended_early(case, "t1")
    on = s.StartObserved(
        at=b.NOW,
        by="x",
        target_ids=("t1", "t2"),
        after=(b.observation(case.targets[0], "ENABLE"),),
        writes=(receipt,),
    )
    moved, commands = advance(case, on)
    assert [(type(one).__name__, one.target_ids, one.due) for one in commands] == [("StartBatch", ("t2",), b.NOW)]
    assert (states(moved), moved.alarms) == ([TargetState.ON_AGAIN, TargetState.OFF], ())


def test_where_nobody_could_look_after_switching_on_another_round_looks():
    case = stopped_at_once()
    told = WriteReceipt((case.targets[0].external_id,), "ENABLE", "r", "", b.NOW)
    on = s.StartObserved(at=b.NOW, by="x", target_ids=("t1",), after=(), writes=(told,))
    moved, commands = advance(case, on)
    assert [(type(one).__name__, one.due - b.NOW) for one in commands] == [("StartBatch", TRY_AGAIN_AFTER)]
    assert (states(moved), moved.alarms) == (states(case), ())


# --- undone ---

UNDONE = s.StopUndone(at=b.NOW, by="ben", target_ids=("t1",), why="the storm has passed")


def test_what_this_case_switched_off_can_be_switched_on_again():
    case, commands = advance(stopped_at_once(), UNDONE)
    assert [(type(one).__name__, one.target_ids) for one in commands] == [("StartBatch", ("t1",))]
    on = s.StartObserved(at=b.NOW, by="x", target_ids=("t1",), after=(b.observation(case.targets[0], "ENABLE"),))
    case = after(case, on)
    assert (states(case), case.targets[0].off_at) == ([TargetState.ON_AGAIN, TargetState.OFF], None)
    assert states(after(case, s.StopRepeated(at=b.NOW, by="ana", target_ids=("t1",))))[0] is TargetState.PLANNED


@pytest.mark.parametrize("seen", [(), (b.observation(b.target(), "DISABLE"),)], ids=["no word", "still off"])
def test_what_does_not_come_on_again_is_an_alarm(seen):
    on = s.StartObserved(at=b.NOW, by="x", target_ids=("t1",), after=seen)
    case = after(stopped_at_once(), UNDONE, on)
    assert states(case)[0] is TargetState.OFF
    assert "would not switch on again" in case.alarms[0]


def test_what_was_off_before_is_not_switched_on():
    found_off = replace(b.stop_observed(b.target(1)), before=(b.observation(b.target(1)),), writes=())
    case = after(b.case_after("opened"), AT_ONCE, found_off)
    with pytest.raises(NotAllowed, match="was not switched off by this case"):
        advance(case, UNDONE)


def test_undoing_needs_a_reason_and_a_target_of_the_case():
    for event in (replace(UNDONE, why=""), replace(UNDONE, target_ids=("t7",))):
        with pytest.raises(NotAllowed):
            advance(stopped_at_once(), event)


# --- off, and not proven yet ---


def read_and_seen(case, hours, *, status="DISABLE", nth=1, samples=None):
    read = b.spend_sampled(*case.targets, at=b.NOW + hours * HOUR, nth=nth)
    read = read if samples is None else replace(read, samples=samples)
    return replace(read, seen=tuple(b.observation(target, status) for target in case.targets))


def test_what_somebody_switches_on_before_it_is_proven_is_found_while_its_spend_is_read():
    case, commands = advance(b.case_after("off"), read_and_seen(b.case_after("off"), 2, status="ENABLE"))
    assert states(case) == [TargetState.STILL_ON] * 2
    assert "SampleSpend" not in {type(command).__name__ for command in commands}
    assert [alarm.startswith("somebody switched") for alarm in case.alarms] == [True, True]
    again = s.StopRepeated(at=b.NOW, by="ana", target_ids=("t1",))
    assert ordered(case, again) == [("StopBatch", b.NOW)]


def test_what_is_seen_off_while_its_spend_is_read_goes_on_to_be_proven():
    case = b.case_after("off")
    case = after(case, *[read_and_seen(case, hours, nth=hours) for hours in (2, 3)])
    assert (states(case), case.alarms) == ([TargetState.PROVEN] * 2, ())


def test_an_alarm_of_one_that_is_on_already_is_not_told_anew_by_its_spend():
    found = after(b.case_after("off"), read_and_seen(b.case_after("off"), 2, status="ENABLE"))
    quiet = replace(found, alarms=())
    assert after(quiet, read_and_seen(quiet, 3, status="ENABLE")).alarms == ()


def test_what_nobody_can_prove_is_looked_at_every_day_for_a_fortnight():
    case = b.case_after("off")
    blind = read_and_seen(case, 50, nth=48, samples=())
    assert ordered(case, blind) == [("SampleSpend", blind.at + 24 * HOUR)]
    last = read_and_seen(case, WATCHED_FOR / HOUR - 23, nth=60, samples=())
    assert ordered(case, last) == []


def test_what_comes_to_be_proven_at_the_last_sample_is_no_alarm():
    case = after(b.case_after("off"), read_and_seen(b.case_after("off"), 2, nth=47))
    case = after(case, read_and_seen(case, 3, nth=48))
    assert (states(case), case.alarms) == ([TargetState.PROVEN] * 2, ())


# --- watched ---


def proven() -> Case:
    case = b.case_after("off")
    return after(case, *[b.spend_sampled(*case.targets, at=b.NOW + n * HOUR, nth=n) for n in (2, 3)])


def watched(case, hours, status="DISABLE", spend="10000.00", nth=1):
    at = b.NOW + hours * HOUR
    samples = b.spend_sampled(*case.targets, at=at, spend=spend).samples
    seen = tuple(b.observation(target, status) for target in case.targets)
    ids = tuple(target.id for target in case.targets)
    return s.DeliveryWatched(at=at, by="unpromote", target_ids=ids, seen=seen, samples=samples, nth=nth)


def test_what_is_proven_is_watched_for_a_fortnight():
    case = b.case_after("off")
    case = after(case, b.spend_sampled(*case.targets, at=b.NOW + 2 * HOUR, nth=2))
    third = b.spend_sampled(*case.targets, at=b.NOW + 3 * HOUR, nth=3)
    assert ("WatchDelivery", third.at + WATCH_AFTER[0]) in ordered(case, third)
    for nth, hours in ((1, 12), (2, 24), (3, 24), (9, 24)):
        assert ordered(proven(), watched(proven(), 9, nth=nth)) == [("WatchDelivery", b.NOW + (9 + hours) * HOUR)]
    last = WATCHED_FOR / HOUR - 5
    assert ordered(proven(), watched(proven(), last)) == []


def test_somebody_elses_restart_is_an_alarm():
    case = after(proven(), watched(proven(), 9, status="ENABLE"))
    assert states(case) == [TargetState.STILL_ON, TargetState.STILL_ON]
    assert "somebody switched" in case.alarms[0]
    assert ordered(case, s.StopRepeated(at=b.NOW, by="ana", target_ids=("t1",))) == [("StopBatch", b.NOW)]


def test_late_growth_takes_the_proof_away_and_is_watched_again():
    case, commands = advance(proven(), watched(proven(), 30, spend="10050.00"))
    assert states(case) == [TargetState.OFF, TargetState.OFF]
    assert delivery.GREW in case.alarms[0]
    assert [type(one).__name__ for one in commands] == ["SampleSpend", "AskChanges"]


def test_a_closed_case_is_opened_again_over_it():
    closed = replace(proven(), state=State.CLOSED, closed_at=b.NOW, closed_why="everything is settled")
    assert after(closed, watched(closed, 9)).state is State.CLOSED
    case = after(closed, watched(closed, 9, spend="10050.00"))
    assert (case.state, case.closed_at, case.closed_why) == (State.SETTLING, None, "")


def test_what_is_not_seen_or_not_proven_stays_as_it_was():
    case = b.case_after("off")
    assert states(after(proven(), replace(watched(proven(), 9), seen=()))) == [TargetState.PROVEN] * 2
    assert delivery.after_watch(case.targets[0], None, ()) == case.targets[0]


def test_what_is_stopped_anew_is_proven_and_watched_anew():
    case = after(proven(), watched(proven(), 9, status="ENABLE"))
    ids = tuple(target.id for target in case.targets)
    case, commands = advance(case, s.StopRepeated(at=b.NOW + 10 * HOUR, by="ana", target_ids=ids))
    keys = {command.key for command in commands}
    for event in (
        b.stop_observed(*case.targets, at=b.NOW + 10 * HOUR),
        *[b.spend_sampled(*case.targets, at=b.NOW + n * HOUR, nth=n - 11) for n in (12, 13)],
    ):
        case, commands = advance(case, event)
        keys |= {command.key for command in commands}
    assert states(case) == [TargetState.PROVEN] * 2
    earlier = {command.key for _, _, commands in told_of(b.case_after("signed once")) for command in commands}
    assert not keys & earlier
    assert {key.split("/")[1] for key in keys} >= {"StopBatch", "SampleSpend", "WatchDelivery"}


def told_of(case):
    """Stop it once, prove it and watch it, as the case is told of it."""
    two = b.case_after("signed once").targets
    samples = [b.spend_sampled(*two, at=b.NOW + n * HOUR, nth=n - 1) for n in (2, 3)]
    for event in (SIGNED, b.stop_observed(*two), *samples):
        case, commands = advance(case, event)
        yield case, event, commands


def test_growth_seen_late_is_sampled_anew_until_it_stands_still():
    case, commands = advance(proven(), watched(proven(), 30, spend="10050.00"))
    assert [(type(one).__name__, one.nth) for one in commands] == [("SampleSpend", 1), ("AskChanges", 1)]
    for nth in (1, 2):
        case, commands = advance(
            case, b.spend_sampled(*case.targets, at=b.NOW + (30 + nth) * HOUR, spend="10050.00", nth=nth)
        )
    assert states(case) == [TargetState.PROVEN] * 2


def test_what_spends_fastest_stands_first_in_the_order_of_the_keys():
    paces = ("10", "900", "40", "3000")
    targets = tuple(b.target(n, pace=b.usd(pace), advertiser_id=str(n)) for n, pace in enumerate(paces, start=1))
    _, commands = advance(replace(b.case_after("opened"), targets=targets), AT_ONCE)
    keys = sorted(one.key for one in commands if type(one).__name__ == "StopBatch")
    assert [key.split("-")[1].split("+")[0] for key in keys] == ["t4", "t2", "t3", "t1"]


# --- stopped by hand, and shown by the platform


def by_hand(kind="promote") -> Case:
    case = b.case_after("stopping", targets=(replace(b.target(1, route=Route.BY_HAND), kind=kind),))
    return after(case, SAID)


SAID = e.StoppedByHand(at=b.NOW, by="ana", target_id="t1", proof="screenshot")


def looked(status="ENABLE", **more):
    seen = b.observation(b.target(1), status)
    return s.TargetLookedAt(at=b.NOW, by="unpromote", target_id="t1", seen=replace(seen, **more))


@pytest.mark.parametrize("kind", ["promote", "topview", "reach_frequency", "gmv_session"])
def test_what_the_platform_can_show_is_looked_at_once_a_person_says_it_stopped(kind):
    case = b.case_after("stopping", targets=(replace(b.target(1, route=Route.BY_HAND), kind=kind),))
    assert ("LookAtTarget", b.NOW) in ordered(case, SAID)


def test_what_no_software_can_show_is_believed():
    case = b.case_after("stopping", targets=(replace(b.target(1, route=Route.BY_HAND), kind="tiktok_one"),))
    assert "LookAtTarget" not in dict(ordered(case, SAID))


def test_a_look_that_agrees_is_kept_beside_the_proof():
    seen = looked(secondary_status="ADGROUP_STATUS_PROMOTE_WITHDRAW_ORDER")
    case = after(by_hand(), seen)
    assert (states(case), case.alarms) == ([TargetState.PROVEN], ())
    assert (case.targets[0].after, case.targets[0].proof) == (seen.seen, "screenshot")


def test_a_look_that_contradicts_is_an_alarm_and_a_person_has_to_act_again():
    case = after(by_hand(), looked(secondary_status="ADGROUP_STATUS_DELIVERY_OK"))
    assert (states(case), case.targets[0].off_at) == ([TargetState.BY_HAND], None)
    assert "as ADGROUP_STATUS_DELIVERY_OK though it was said to have stopped" in case.alarms[0]


def test_a_status_without_particulars_is_named_as_it_is():
    assert "as ENABLE though" in after(by_hand(), looked(secondary_status="")).alarms[0]


def test_whoever_says_so_again_is_not_asked_a_third_time():
    case = after(by_hand(), looked(), SAID, looked())
    assert (states(case), len(case.alarms)) == ([TargetState.PROVEN], 1)


def test_one_that_came_to_be_on_again_meanwhile_stays_for_a_person():
    assert states(after(by_hand(), looked(), looked())) == [TargetState.BY_HAND]


def test_what_cannot_be_seen_changes_nothing():
    case = by_hand()
    unseen = s.TargetLookedAt(at=b.NOW, by="unpromote", target_id="t1", seen=None, problem="no account")
    assert (after(case, unseen).targets, after(case, unseen).alarms) == (case.targets, ())


def session(**changes):
    return replace(b.target(1, route=Route.BY_HAND), kind="gmv_session", **changes)


def test_what_may_be_over_by_itself_is_looked_at_as_soon_as_it_is_ordered():
    case = replace(
        b.case_after("signed once"), targets=(session(), replace(b.target(2, route=Route.BY_HAND), kind="promote"))
    )
    _, commands = advance(case, e.QuoteSigned(at=b.NOW, by="bea", quote_hash="a" * 64))
    assert [one.target_ids for one in commands if isinstance(one, c.LookAtTarget)] == [("t1",)]


def test_one_that_is_seen_to_run_waits_for_a_person_without_an_alarm():
    case = after(replace(b.case_after("stopping"), targets=(session(state=TargetState.BY_HAND),)), looked())
    assert (states(case), case.alarms, case.targets[0].before) == ([TargetState.BY_HAND], (), looked().seen)


def test_one_that_is_seen_to_be_over_is_nobodys():
    over = looked("DISABLE", secondary_status="SESSION_TIME_DONE")
    case = after(replace(b.case_after("stopping"), targets=(session(state=TargetState.BY_HAND),)), over)
    (target,) = case.targets
    assert (target.state, target.off_at, target.after) == (TargetState.PROVEN, b.NOW, over.seen)


def test_a_closed_case_is_opened_again_where_it_still_delivers():
    closed = replace(by_hand(), state=State.CLOSED, closed_at=b.NOW, closed_why="everything is settled")
    assert after(closed, looked("DISABLE")).state is State.CLOSED
    assert after(closed, looked()).state is State.SETTLING


def test_where_tiktok_never_says_whether_it_is_off_a_person_has_to_look():
    case = b.case_after("stopping")
    for _ in range(delivery.TRIES):
        case = after(case, replace(b.stop_observed(*case.targets), after=()))
    assert states(case) == [TargetState.UNKNOWN] * 2
    assert "TikTok does not say whether" in case.alarms[0]


@pytest.mark.parametrize("state", [TargetState.STILL_ON, TargetState.UNKNOWN])
def test_what_software_gives_up_after_a_try_keeps_what_is_known_of_it(state):
    left = delivery.after_giving_up(b.target(state=state, tries=1))
    assert (left.state, delivery.is_settled(left)) == (state, True)


# --- given up ---


def gave_up(command, hours=2, ids=("t1", "t2")):
    return replace(b.gave_up(), at=b.NOW + hours * HOUR, command=command, target_ids=ids)


@pytest.mark.parametrize("hours", [2, 48])
def test_what_is_off_is_read_again_the_next_day_where_it_cannot_be_read(hours):
    failed = gave_up("SampleSpend", hours)
    case, (again,) = advance(b.case_after("off"), failed)
    assert (states(case), case.alarms) == ([TargetState.OFF] * 2, ("SampleSpend failed: mailbox unknown",))
    assert (again.due, again.target_ids) == (failed.at + 24 * HOUR, ("t1", "t2"))
    assert again.turn == case.targets[0].turn > 0


def test_after_that_it_is_proven_as_ever_by_commands_of_its_own():
    case, (again,) = advance(b.case_after("off"), gave_up("SampleSpend"))
    case, (later,) = advance(case, b.spend_sampled(*case.targets, at=again.due))
    assert (later.nth, later.turn) == (2, again.turn)
    assert states(after(case, b.spend_sampled(*case.targets, at=later.due, nth=2))) == [TargetState.PROVEN] * 2


def test_what_is_proven_is_watched_on_where_a_watch_fails():
    failed = gave_up("WatchDelivery", 9)
    case, (again,) = advance(proven(), failed)
    assert (type(again).__name__, again.due, again.nth) == ("WatchDelivery", failed.at + 24 * HOUR, 3)
    assert states(case) == [TargetState.PROVEN] * 2


@pytest.mark.parametrize("command", ["SampleSpend", "WatchDelivery"])
def test_after_a_fortnight_no_failure_brings_another_look(command):
    last = gave_up(command, WATCHED_FOR / HOUR - 23)
    assert ordered(b.case_after("off"), last) == ordered(proven(), last) == []


@pytest.mark.parametrize("command", ["SampleSpend", "WatchDelivery"])
def test_a_look_that_fails_says_nothing_of_what_is_to_be_stopped(command):
    case, commands = advance(b.case_after("stopping"), gave_up(command))
    assert (states(case), commands) == ([TargetState.PLANNED] * 2, ())


def test_a_stop_that_fails_is_left_to_a_person():
    assert states(after(b.case_after("stopping"), gave_up("StopBatch"))) == [TargetState.STILL_ON] * 2
