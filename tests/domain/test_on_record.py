"""What the platform has on record after a stop: children that deliver, who switched it back, what could, the net."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import builders as b
from unpromote.domain import commands as c
from unpromote.domain import events as e
from unpromote.domain import record_commands as rc
from unpromote.domain import record_events as r
from unpromote.domain import record_steps
from unpromote.domain import stop_events as s
from unpromote.domain.case import Case, State, advance
from unpromote.domain.codec import decode, encode
from unpromote.domain.delivery import Level, Route, TargetState
from unpromote.domain.errors import NotAllowed
from unpromote.domain.on_record import AutomatedRule, Below, ChangeLine, ChangeLog, Reach, Threat, last_line, threat_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ACCOUNT = b.target().advertiser_id
LATER = b.NOW + HOUR


def kinds(commands: Any) -> list[str]:
    return [type(one).__name__ for one in commands]


def off(*targets: Any) -> tuple[Case, tuple[c.Command, ...]]:
    """The moment after everything was read back as off."""
    case = b.case_after("stopping")
    if targets:
        case = replace(case, targets=targets)
    return advance(case, b.stop_observed(*case.targets))


def below(of: Any, *delivering: str, more: int = 0) -> Below:
    return Below(of.external_id, 2, 4, delivering, more, ("req-below",), LATER)


def below_read(case: Case, *found: Below, nth: int = 1, problem: str = "") -> r.BelowRead:
    ids = tuple(target.id for target in case.targets)
    return r.BelowRead(at=LATER, by="unpromote", target_ids=ids, below=found, nth=nth, problem=problem)


# --- what stands below ---


def test_once_an_account_is_off_its_children_are_read_after_everything_else() -> None:
    _, commands = off()
    (read,) = [one for one in commands if isinstance(one, c.ReadBelow)]
    assert (read.target_ids, read.due) == (("t1", "t2"), b.NOW + record_steps.BELOW_AFTER)
    assert read.due > min(one.due for one in commands)


def test_as_long_as_something_is_still_to_be_switched_off_nothing_else_is_asked() -> None:
    case = b.case_after("stopping")
    _, commands = advance(case, b.stop_observed(case.targets[0]))
    assert kinds(commands) == ["SampleSpend"]


def test_a_hundred_ids_go_into_one_read() -> None:
    targets = tuple(b.target(n) for n in range(1, 251))
    _, commands = off(*targets)
    assert [len(one.target_ids) for one in commands if isinstance(one, c.ReadBelow)] == [100, 100, 50]


@pytest.mark.parametrize(
    "changes", [{"kind": "gmv_max"}, {"kind": "promote"}, {"level": Level.AD}, {"kind": "shop_activity"}]
)
def test_what_has_no_children_is_not_asked_for_any(changes: dict[str, Any]) -> None:
    _, commands = off(b.target(1, **changes))
    assert "ReadBelow" not in kinds(commands)


def test_a_shop_has_no_records_of_this_sort() -> None:
    _, commands = off(b.target(1, kind="shop_activity"))
    assert not {"AskChanges", "HuntRestarts"} & set(kinds(commands))


def test_what_was_read_is_kept_and_survives_being_saved() -> None:
    case, _ = off()
    case, commands = advance(case, below_read(case, *map(below, case.targets)))
    assert [target.below.ads for target in case.targets if target.below] == [4, 4]
    assert (commands, case.alarms) == ((), ())
    assert decode(type(case.targets[0]), encode(case.targets[0]), place="target") == case.targets[0]


def test_a_child_that_still_delivers_takes_the_off_away() -> None:
    case, _ = off()
    one, two = case.targets
    case, commands = advance(case, below_read(case, below(one, "171", "172", more=3), below(two)))
    assert [target.state for target in case.targets] == [TargetState.STILL_ON, TargetState.OFF]
    assert case.targets[0].off_at is None
    told = "is switched off, and below it 171, 172 and 3 more still deliver: switch them off one by one"
    assert case.alarms == (f"{one.name} {told}",)
    assert [(type(o), o.target_ids, o.nth) for o in commands] == [(c.ReadBelow, ("t1",), 2)]


def test_a_proof_of_spend_does_not_outweigh_a_child_that_delivers() -> None:
    case = b.case_after("settling")
    case, _ = advance(case, below_read(case, below(case.targets[0], "171")))
    assert case.targets[0].state is TargetState.STILL_ON


def test_where_a_later_look_shows_it_stopped_the_alarm_goes_and_the_proof_starts_anew() -> None:
    case, _ = off()
    case, _ = advance(case, below_read(case, below(case.targets[0], "171")))
    case, commands = advance(case, below_read(case, below(case.targets[0]), nth=2))
    assert (case.alarms, case.targets[0].state, case.targets[0].off_at) == ((), TargetState.OFF, LATER)
    assert kinds(commands) == ["SampleSpend"]


def test_after_some_looks_it_is_left_to_a_person() -> None:
    case, _ = off()
    still = below_read(case, below(case.targets[0], "171"), nth=record_steps.BELOW_READS)
    case, commands = advance(case, still)
    assert (commands, len(case.alarms)) == ((), 1)


def test_what_was_switched_on_by_somebody_is_not_called_off_for_its_children() -> None:
    case, _ = off()
    case, _ = advance(case, below_read(case, below(case.targets[0], "171")))
    on = replace(case.targets[0], after=b.observation(case.targets[0], "ENABLE"))
    case, _ = advance(replace(case, targets=(on, case.targets[1])), below_read(case, below(on), nth=2))
    assert case.targets[0].state is TargetState.STILL_ON


def test_growing_spend_does_not_call_off_what_delivers_below() -> None:
    case, _ = off()
    case, _ = advance(case, below_read(case, below(case.targets[0], "171")))
    for nth, spend in ((1, "10.00"), (2, "11.00")):
        case, _ = advance(case, b.spend_sampled(case.targets[0], at=LATER + nth * HOUR, spend=spend, nth=nth))
    assert case.targets[0].state is TargetState.STILL_ON


def test_children_that_cannot_be_read_are_said_once_and_hold_nothing_up() -> None:
    case, _ = off()
    for _ in range(2):
        case, commands = advance(case, below_read(case, problem="no right to"))
    assert case.on_record.unread == ("what stands below 2 stopped objects: no right to",)
    assert (commands, case.alarms) == ((), ())


def test_stopped_again_it_is_read_again_and_what_was_read_before_is_not() -> None:
    case, _ = off()
    case, _ = advance(case, below_read(case, *map(below, case.targets)))
    again = replace(case.targets[0], state=TargetState.PLANNED, off_at=None, tries=0, turn=9)
    case = replace(case, targets=(again, case.targets[1]))
    _, commands = advance(case, b.stop_observed(again, at=LATER + HOUR))
    assert [one.target_ids for one in commands if isinstance(one, c.ReadBelow)] == [("t1",)]


# --- who switched it ---


def line(of: Any, after: str = "Enabled", *, at: Any = LATER) -> ChangeLine:
    return ChangeLine(at, "campaign", of.external_id, "Paused", after, "a***b", "Automated rules")


def asked(task: str = "76", nth: int = 1, problem: str = "") -> r.ChangesAsked:
    window = {"advertiser_id": ACCOUNT, "since_at": b.NOW, "until_at": LATER}
    return r.ChangesAsked(at=LATER, by="unpromote", task_id=task, nth=nth, problem=problem, **window)


def changes(*lines: ChangeLine, nth: int = 1, ready: bool = True) -> r.ChangesRead:
    log = ChangeLog(ACCOUNT, b.NOW, LATER, LATER, lines, "76.csv", "c" * 64, "p", "req-log") if ready else None
    window = {"advertiser_id": ACCOUNT, "since_at": b.NOW, "until_at": LATER}
    return r.ChangesRead(at=LATER, by="unpromote", task_id="76", nth=nth, log=log, **window)


def test_the_change_log_is_asked_for_from_the_first_write_on() -> None:
    _, commands = off()
    (order,) = [one for one in commands if isinstance(one, rc.AskChanges)]
    assert (order.since_at, order.due) == (b.NOW - timedelta(minutes=1), b.NOW + record_steps.CHANGES_AFTER)


def test_it_is_asked_for_no_more_than_thirty_days_back() -> None:
    case = b.case_after("settling")
    late = b.NOW + 40 * DAY
    _, commands = advance(case, b.spend_sampled(*case.targets, at=late, spend="10500.00", nth=9))
    (order,) = [one for one in commands if isinstance(one, rc.AskChanges)]
    assert late - order.since_at < record_steps.LONGEST_LOG


def test_where_nothing_had_to_be_written_it_is_asked_for_since_the_case_was_opened() -> None:
    case = b.case_after("stopping")
    _, commands = advance(case, replace(b.stop_observed(*case.targets), writes=()))
    (order,) = [one for one in commands if isinstance(one, rc.AskChanges)]
    assert order.since_at == case.opened_at - timedelta(minutes=1)


def test_a_task_is_fetched_until_it_is_ready_less_and_less_often() -> None:
    case, _ = off()
    case, (fetch,) = advance(case, asked())
    case, (again,) = advance(case, changes(ready=False))
    _, (last,) = advance(case, changes(ready=False, nth=9))
    assert [one.due - LATER for one in (fetch, again, last)] == [timedelta(minutes=1), timedelta(minutes=2), HOUR]
    assert len({fetch.key, again.key, last.key}) == 3


def test_a_log_that_never_gets_ready_or_is_refused_is_said_and_raises_no_alarm() -> None:
    case, _ = off()
    case, never = advance(case, changes(ready=False, nth=record_steps.FETCHES))
    case, refused = advance(case, asked("", nth=record_steps.ASKS, problem="no right to"))
    assert [log.problem for log in case.on_record.change_logs] == [
        "TikTok did not have it ready in time",
        "no right to",
    ]
    assert (never, refused, case.alarms) == ((), (), ())


def test_a_refusal_is_tried_again_later() -> None:
    case, _ = off()
    _, (again,) = advance(case, asked("", problem="the platform is down"))
    assert (type(again), again.nth, again.due) == (rc.AskChanges, 2, LATER + record_steps.ASK_AGAIN_AFTER)


def found_on() -> tuple[Case, tuple[c.Command, ...]]:
    case = b.case_after("settling")
    seen = tuple(b.observation(target, "ENABLE", LATER) for target in case.targets[:1])
    return advance(case, s.DeliveryWatched(at=LATER, by="unpromote", target_ids=("t1",), seen=seen, samples=(), nth=1))


def test_what_runs_again_is_looked_up_at_once_and_the_log_names_who_did_it() -> None:
    case, commands = found_on()
    (order,) = [one for one in commands if isinstance(one, rc.AskChanges)]
    case, _ = advance(case, changes(line(case.targets[0]), line(case.targets[1], "Paused")))
    assert order.due == LATER
    when = "was switched on again on 2026-09-21 18:00 UTC by a***b, through Automated rules"
    assert case.alarms[-1] == f"{case.targets[0].name} {when}"
    assert len(case.on_record.change_logs) == 1


def test_what_the_log_shows_as_on_is_no_longer_called_off_and_opens_a_closed_case() -> None:
    case = replace(b.case_after("settling"), state=State.CLOSED, closed_at=b.NOW, closed_why="done")
    case, _ = advance(case, changes(line(case.targets[0], at=case.targets[0].off_at + DAY)))
    assert [target.state for target in case.targets] == [TargetState.STILL_ON, TargetState.PROVEN]
    assert (case.state, case.closed_at, len(case.alarms)) == (State.SETTLING, None, 1)


def test_a_switch_before_the_stop_contradicts_nothing() -> None:
    case, _ = off()
    case, _ = advance(case, changes(line(case.targets[0], at=b.NOW)))
    assert (case.targets[0].state, case.alarms) == (TargetState.OFF, ())


def test_of_one_minute_the_line_that_stands_last_counts() -> None:
    both = (line(b.target(1)), line(b.target(1), "Paused"))
    assert last_line((ChangeLog("7", b.NOW, b.NOW, b.NOW, both),), b.target(1).external_id) == both[1]


def test_a_log_that_does_not_show_a_switch_back_on_accuses_nobody() -> None:
    case, _ = found_on()
    before = case.alarms
    case, _ = advance(case, changes(line(case.targets[0]), line(case.targets[0], "Paused", at=LATER + HOUR)))
    assert case.alarms == before


def test_it_is_looked_up_once_for_one_restart() -> None:
    case, _ = found_on()
    seen = (b.observation(case.targets[0], "ENABLE", LATER),)
    again = s.DeliveryWatched(at=LATER, by="unpromote", target_ids=("t1",), seen=seen, samples=(), nth=2)
    assert "AskChanges" not in kinds(advance(case, again)[1])


def test_a_line_tells_who_even_where_the_log_does_not() -> None:
    bare = ChangeLine(b.NOW, "campaign", "18", "", "", "", "")
    assert bare.who == "somebody, through what the log does not tell"
    assert last_line((), "18") is None


# --- what could switch it on again ---

RULE = AutomatedRule("70", "Morning on", is_on=True, turns_on=True, reaches=(Reach("campaign", ("18", "19")),))
LEVELS = {"18": "campaign", "17": "adgroup"}


@pytest.mark.parametrize(
    ("rule", "threat"),
    [
        (RULE, Threat(ACCOUNT, "70", "Morning on", whole_account=False, hits=1)),
        (replace(RULE, reaches=(Reach("adgroup"),)), Threat(ACCOUNT, "70", "Morning on", whole_account=True, hits=2)),
        (replace(RULE, reaches=(Reach("ad"),)), None),
        (replace(RULE, reaches=(Reach("campaign", ("19",)),)), None),
        (replace(RULE, is_on=False), None),
        (replace(RULE, turns_on=False), None),
    ],
)
def test_a_rule_threatens_what_it_names_or_all_of_a_level(rule: AutomatedRule, threat: Threat | None) -> None:
    assert threat_of(rule, ACCOUNT, LEVELS) == threat


def rules(*threats: Threat, nth: int = 1, at: Any = LATER, turn: int = 0, problem: str = "") -> r.RulesRead:
    return r.RulesRead(
        at=at, by="unpromote", advertiser_id=ACCOUNT, nth=nth, turn=turn, threats=threats, problem=problem
    )


THREAT = Threat(ACCOUNT, "70", "Morning on", whole_account=False, hits=1)


def test_a_rule_that_could_switch_it_on_again_is_named_with_how_to_end_it() -> None:
    case, _ = off()
    case, _ = advance(case, rules(THREAT))
    whole, _ = advance(case, rules(replace(THREAT, rule_id="71", whole_account=True)))
    where = f"the automated rule “Morning on” (70) of account {ACCOUNT} can switch 1 of what was stopped on again"
    assert case.alarms == (f"{where}: turn it off in Ads Manager under Automated rules",)
    assert "can switch everything in it on again" in whole.alarms[-1]


def test_nobody_is_told_of_one_rule_twice_though_the_alarm_was_answered() -> None:
    case, _ = off()
    case, _ = advance(case, rules(THREAT))
    case, _ = advance(case, e.AlarmAnswered(at=LATER, by="ana", alarm=case.alarms[0], note="it is harmless"))
    case, _ = advance(case, rules(THREAT, nth=2))
    assert (case.alarms, case.on_record.threats) == ((), (THREAT,))


def test_the_hunt_goes_on_as_long_as_the_stop_is_watched() -> None:
    case, commands = off()
    (first,) = [one for one in commands if isinstance(one, rc.HuntRestarts)]
    _, (second,) = advance(case, rules(nth=1))
    _, over = advance(case, rules(nth=20, at=b.NOW + 14 * DAY))
    assert (first.due, second.due, second.nth) == (b.NOW + record_steps.HUNT_AFTER, LATER + 6 * HOUR, 2)
    assert over == ()


def test_an_older_hunt_ends_where_a_new_one_began() -> None:
    case, _ = off()
    newer = replace(case, targets=tuple(replace(target, turn=5) for target in case.targets))
    assert advance(newer, rules(turn=0))[1] == ()


def test_rules_that_cannot_be_read_are_said() -> None:
    case, _ = off()
    case, commands = advance(case, rules(problem="no right to"))
    assert case.on_record.unread == (f"the automated rules of account {ACCOUNT}: no right to",)
    assert commands == ()


# --- the safety net ---


def chosen(*, guarded: bool = True) -> r.GuardChosen:
    return r.GuardChosen(at=LATER, by="ana", guarded=guarded)


def guard_set(order: Any, rule_id: str = "70", problem: str = "") -> r.GuardSet:
    named = {"name": order.name, "nth": order.nth, "target_ids": order.target_ids, "rule_id": rule_id}
    return r.GuardSet(at=LATER, by="unpromote", advertiser_id=order.advertiser_id, problem=problem, **named)


def guarded() -> Case:
    case, _ = off()
    case, (order,) = advance(case, chosen())
    return advance(case, guard_set(order))[0]


def test_the_net_is_off_unless_somebody_chooses_it() -> None:
    assert "SetGuard" not in kinds(off()[1])


def test_chosen_before_the_stop_it_is_set_with_it() -> None:
    case, early = advance(b.case_after("stopping"), chosen())
    _, commands = advance(case, b.stop_observed(*case.targets))
    assert early == ()
    assert [one.target_ids for one in commands if isinstance(one, rc.SetGuard)] == [("t1", "t2")]


def test_chosen_after_the_stop_it_is_set_at_once_for_campaigns_alone() -> None:
    case, _ = off(b.target(1), b.target(2, level=Level.ADGROUP), b.target(3, kind="gmv_max"))
    _, (order,) = advance(case, chosen())
    assert (order.target_ids, order.name) == (("t1",), f"Unpromote UP-ABCDEFGH keeps off {case.version + 1}-1")


def test_what_a_person_stops_has_no_net() -> None:
    case, _ = off(b.target(1), b.target(2, kind="promote", route=Route.BY_HAND))
    _, (order,) = advance(case, chosen())
    assert order.target_ids == ("t1",)


def test_it_is_chosen_once() -> None:
    with pytest.raises(NotAllowed, match="chosen already"):
        advance(guarded(), chosen())


def test_a_net_that_is_ordered_is_not_ordered_twice() -> None:
    case, _ = off()
    case, _ = advance(case, chosen())
    _, commands = advance(case, b.stop_observed(*case.targets, at=LATER))
    assert "SetGuard" not in kinds(commands)


def test_a_net_that_could_not_be_set_may_be_ordered_anew() -> None:
    case, _ = off()
    case, (order,) = advance(case, chosen())
    case, _ = advance(case, guard_set(order, "", "no right to"))
    _, commands = advance(case, b.stop_observed(*case.targets, at=LATER))
    assert [one.target_ids for one in commands if isinstance(one, rc.SetGuard)] == [("t1", "t2")]


def test_a_net_that_comes_after_an_undo_is_taken_down() -> None:
    case, _ = off()
    case, (order,) = advance(case, chosen())
    on = replace(case.targets[0], state=TargetState.ON_AGAIN)
    _, commands = advance(replace(case, targets=(on, case.targets[1])), guard_set(order))
    assert kinds(commands) == ["LiftGuard"]


def test_a_net_that_hangs_is_not_hung_twice() -> None:
    case = guarded()
    _, commands = advance(case, b.stop_observed(*case.targets, at=LATER))
    assert "SetGuard" not in kinds(commands)


@pytest.mark.parametrize("rule_id", ["70", ""])
def test_given_up_what_hangs_is_taken_down(rule_id: str) -> None:
    case, _ = off()
    case, (order,) = advance(case, chosen())
    case, _ = advance(case, guard_set(order, rule_id, "" if rule_id else "no right to"))
    _, commands = advance(case, chosen(guarded=False))
    assert [one.rule_id for one in commands] == [rule_id] * bool(rule_id)


def test_one_that_was_set_too_late_goes_at_once() -> None:
    case, _ = off()
    case, (order,) = advance(case, chosen())
    case, _ = advance(case, chosen(guarded=False))
    _, (lift,) = advance(case, guard_set(order))
    assert (type(lift), lift.rule_id, lift.name) == (rc.LiftGuard, "70", order.name)


def test_a_net_that_cannot_be_set_is_said() -> None:
    case, _ = off()
    case, (order,) = advance(case, chosen())
    case, _ = advance(case, guard_set(order, "", "no right to"))
    assert case.on_record.unread == (f"the safety net in account {ACCOUNT} could not be set: no right to",)


def test_an_undo_takes_it_down_first_and_what_stays_off_gets_another() -> None:
    case = guarded()
    case, commands = advance(case, s.StopUndone(at=LATER, by="ben", target_ids=("t1",), why="the storm is over"))
    (lift,) = [one for one in commands if isinstance(one, rc.LiftGuard)]
    case, _ = advance(
        case, r.GuardLifted(at=LATER, by="unpromote", advertiser_id=ACCOUNT, name=lift.name, rule_id=lift.rule_id)
    )
    on = (b.observation(case.targets[0], "ENABLE", LATER),)
    _, commands = advance(case, s.StartObserved(at=LATER, by="unpromote", target_ids=("t1",), after=on))
    assert [one.target_ids for one in commands if isinstance(one, rc.SetGuard)] == [("t2",)]


def test_the_end_of_the_case_takes_it_down() -> None:
    case = replace(b.case_after("emil settled"), on_record=guarded().on_record)
    closed, commands = advance(case, e.CaseClosed(at=LATER, by="ana"))
    assert (closed.state, kinds(commands)) == (State.CLOSED, ["BuildPack", "LiftGuard"])
    gone, _ = advance(
        closed, r.GuardLifted(at=LATER, by="unpromote", advertiser_id=ACCOUNT, name=commands[1].name, rule_id="70")
    )
    assert [guard.stands for guard in gone.on_record.guards] == [False]
