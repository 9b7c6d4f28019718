"""One switch for all that is on in a campaign, if all of that is to stop; what it stopped runs again together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import builders as b
from unpromote.domain import commands as c
from unpromote.domain import delivery, levels
from unpromote.domain import events as e
from unpromote.domain import stop_events as s
from unpromote.domain.batches import batches
from unpromote.domain.case import Case, advance
from unpromote.domain.delivery import Above, Level, Observation, Target, TargetState, WriteReceipt
from unpromote.domain.errors import NotAllowed
from unpromote.domain.levels import Placed

ON, OFF = ("ENABLE", "ADGROUP_STATUS_DELIVERY_OK"), ("DISABLE", "ADGROUP_STATUS_DISABLE")
UNDER = ("ENABLE", "ADGROUP_STATUS_CAMPAIGN_DISABLE")
CAMPAIGN, WHOLE = (Level.CAMPAIGN, "10"), Above(Level.CAMPAIGN, "10", "Autumn")
TOLD = WriteReceipt(("10",), "DISABLE", "req", "log", b.NOW)


def group(number: int, **changes: Any) -> Target:
    return b.target(number, level=Level.ADGROUP, external_id=f"2{number}", name=f"Group {number}", **changes)


def ad(number: int, **changes: Any) -> Target:
    return b.target(number, level=Level.AD, external_id=f"3{number}", name=f"Ad {number}", **changes)


ONE, TWO = group(1), group(2)


def seen(external_id: str, status: tuple[str, str] = ON, name: str = "") -> Observation:
    return Observation(external_id, *status, name or external_id, "req", "log", b.NOW)


def top(status: tuple[str, str] = ON, *, final: bool = False) -> Placed:
    return Placed(Level.CAMPAIGN, seen("10", status, "Autumn"), "10", final=final)


def in_top(external_id: str, status: tuple[str, str] = ON) -> Placed:
    return Placed(Level.ADGROUP, seen(external_id, status), "10", external_id)


def in_group(external_id: str, group_id: str, status: tuple[str, str] = ON) -> Placed:
    return Placed(Level.AD, seen(external_id, status), "10", group_id)


BOTH_ON = (top(), in_top("21"), in_top("22"))


def ids(targets: Iterable[Target]) -> list[str]:
    return [target.external_id for target in targets]


def switched(targets: list[Target], placed: Iterable[Placed], *scope: Target) -> tuple[list[str], list[str]]:
    """Return which parents and which targets are switched; without a scope these targets are all of it."""
    cut = levels.cut(targets, list(placed), scope or targets)
    return ids(cut.parents), ids(cut.own)


# --- what is wholly in scope


def test_a_campaign_of_which_all_is_to_stop_is_one_switch() -> None:
    cut = levels.cut([ONE, TWO], BOTH_ON, [ONE, TWO])
    assert (ids(cut.parents), cut.own, cut.above) == (["10"], (), {"t1": WHOLE, "t2": WHOLE})
    assert (cut.parents[0].level, cut.parents[0].name, cut.parents[0].id) == (Level.CAMPAIGN, "Autumn", "")


def test_an_ad_group_that_somebody_added_keeps_the_campaign_on() -> None:
    assert switched([ONE, TWO], (*BOTH_ON, in_top("29"))) == ([], ["21", "22"])


def test_one_that_is_off_by_itself_does_not_count() -> None:
    assert switched([ONE, TWO], (*BOTH_ON, in_top("29", OFF))) == (["10"], [])


def test_what_another_call_stops_counts_as_in_scope() -> None:
    assert switched([ONE], BOTH_ON, ONE, TWO) == (["10"], [])
    assert switched([ONE], BOTH_ON, ONE) == ([], ["21"])


@pytest.mark.parametrize("changes", [{"advertiser_id": "9"}, {"kind": "smart_plus"}])
def test_what_another_account_or_kind_stops_does_not(changes: dict[str, str]) -> None:
    assert switched([ONE], BOTH_ON, ONE, replace(TWO, **changes)) == ([], ["21"])


def test_a_campaign_whose_pause_cannot_be_undone_is_never_switched_for_its_ad_groups() -> None:
    assert switched([ONE, TWO], (top(final=True), *BOTH_ON[1:])) == ([], ["21", "22"])


def test_what_was_tried_with_its_campaign_is_then_switched_by_itself() -> None:
    assert switched([replace(ONE, tries=1), replace(TWO, tries=1)], BOTH_ON) == ([], ["21", "22"])


def test_what_is_off_or_unknown_is_left_alone() -> None:
    assert switched([ONE, TWO], (top(), in_top("21", OFF))) == ([], [])


def test_all_ads_of_a_group_are_the_group_and_all_groups_the_campaign() -> None:
    placed = (*BOTH_ON, in_group("31", "21"), in_group("32", "22"))
    assert switched([ad(1)], placed) == (["21"], [])
    assert switched([ad(1), ad(2)], placed) == (["10"], [])


def test_of_a_group_with_other_ads_only_the_ad_is_switched() -> None:
    assert switched([ad(1)], (*BOTH_ON, in_group("31", "21"), in_group("39", "21"))) == ([], ["31"])


def test_a_group_without_ads_keeps_the_campaign_on() -> None:
    assert switched([ad(1)], (*BOTH_ON, in_group("31", "21"))) == (["21"], [])


# --- a campaign that the case names too


CAMPAIGN_TARGET = b.target(3, external_id="10", name="Autumn")
GONE = replace(CAMPAIGN_TARGET, state=TargetState.OFF, before=seen("10"), write=TOLD)


def test_what_its_campaign_stopped_is_not_switched_again() -> None:
    cut = levels.cut([ONE], (top(OFF), in_top("21", UNDER)), [ONE, GONE])
    assert (cut.parents, cut.own, cut.above) == ((), (), {"t1": WHOLE})


def test_a_campaign_that_is_named_and_still_on_is_left_to_its_own_call() -> None:
    assert switched([ONE, TWO], BOTH_ON, ONE, TWO, CAMPAIGN_TARGET) == ([], ["21", "22"])


def test_a_campaign_that_somebody_else_paused_stops_nothing_of_ours() -> None:
    assert switched([ONE], (top(OFF), in_top("21", UNDER))) == ([], ["21"])


def test_parents_go_before_their_children_and_fast_spenders_before_slow_ones() -> None:
    slow = replace(CAMPAIGN_TARGET, pace=b.usd("1.00"))
    fast, middling = group(1, pace=b.usd("900.00")), b.target(4, advertiser_id="8", pace=b.usd("500.00"))
    order = [batch[0].id for batch in batches([fast, middling, slow])]
    assert order == ["t3", "t1", "t4"]


# --- what a case wants to be off


def case_of(*targets: Target, moment: str = "stopping") -> Case:
    return replace(b.case_after(moment), targets=targets)


def scope(case: Case, *named: str) -> list[str]:
    return [target.id for target in levels.in_scope(case, frozenset(named))]


def test_once_approved_all_that_is_planned_is_in_scope() -> None:
    assert scope(case_of(ONE, TWO)) == ["t1", "t2"]
    assert scope(case_of(ONE, TWO, moment="opened"), "t1") == ["t1"]


@pytest.mark.parametrize("changes", [{"state": TargetState.PROVEN}, {"state": TargetState.STILL_ON, "tries": 1}])
def test_what_was_stopped_or_is_tried_again_is_too(changes: dict[str, Any]) -> None:
    assert scope(case_of(ONE, group(2, **changes)), "t1") == ["t1", "t2"]


@pytest.mark.parametrize(
    "changes",
    [
        {"state": TargetState.STILL_ON, "tries": delivery.TRIES},
        {"state": TargetState.ON_AGAIN},
        {"route": delivery.Route.BY_HAND},
        {"final": "it does not come back"},
    ],
)
def test_neither_what_was_undone_nor_what_waits_for_a_person_is(changes: dict[str, Any]) -> None:
    assert scope(case_of(ONE, group(2, **changes)), "t1") == ["t1"]


# --- what a case keeps of it


def observed(*targets: Target, status: tuple[str, str] = UNDER, **more: Any) -> e.StopObserved:
    return e.StopObserved(
        at=b.NOW,
        by="unpromote",
        target_ids=tuple(t.id for t in targets),
        before=tuple(seen(t.external_id) for t in targets),
        after=tuple(seen(t.external_id, status) for t in targets),
        **{"writes": (TOLD,), "above": {t.id: WHOLE for t in targets}} | more,
    )


def stopped() -> Case:
    return advance(case_of(ONE, TWO), observed(ONE, TWO))[0]


def states(case: Case) -> list[str]:
    return [target.state.value for target in case.targets]


def test_each_child_keeps_what_it_was_stopped_with_and_the_receipt() -> None:
    case = stopped()
    assert states(case) == ["off", "off"]
    assert {(target.above, target.write) for target in case.targets} == {(WHOLE, TOLD)}


def test_a_child_that_still_delivers_is_tried_by_itself() -> None:
    case, commands = advance(case_of(ONE), observed(ONE, status=ON))
    assert (states(case), case.targets[0].tries) == (["still_on"], 1)
    assert [type(one) for one in commands] == [c.StopBatch]


def test_a_child_that_nothing_of_ours_stands_above_is_not_off_because_its_campaign_is() -> None:
    case, _ = advance(case_of(ONE), observed(ONE, above={}))
    assert states(case) == ["still_on"]


def watched(case: Case, status: tuple[str, str]) -> Case:
    proven = replace(case, targets=tuple(replace(t, state=TargetState.PROVEN) for t in case.targets))
    found = tuple(seen(t.external_id, status) for t in case.targets)
    ids = tuple(t.id for t in case.targets)
    event = s.DeliveryWatched(at=b.NOW, by="unpromote", target_ids=ids, seen=found, samples=(), nth=1)
    return advance(proven, event)[0]


def test_a_later_look_knows_that_it_is_off_with_its_campaign() -> None:
    assert states(watched(stopped(), UNDER)) == ["proven", "proven"]


def test_a_restart_of_the_campaign_is_a_restart_of_each() -> None:
    case = watched(stopped(), ON)
    assert (states(case), {target.above for target in case.targets}) == (["still_on"] * 2, {None})


# --- said before the write goes


def announced(case: Case, **above: Above) -> Case:
    told = s.LiftAnnounced(at=b.NOW, by="unpromote", target_ids=("t1", "t2"), above=above)
    moved, commands = advance(case, told)
    assert commands == ()
    return moved


MEANT = announced(case_of(ONE, TWO), t1=WHOLE, t2=WHOLE).targets


def test_what_is_going_to_be_lifted_is_said_once() -> None:
    cut = levels.cut([ONE, TWO], BOTH_ON, [ONE, TWO])
    assert levels.unannounced(cut, [ONE, TWO]) == {"t1": WHOLE, "t2": WHOLE}
    assert [target.above for target in MEANT] == [WHOLE, WHOLE]
    assert levels.unannounced(cut, MEANT) == {}


def test_what_is_switched_by_itself_needs_no_word() -> None:
    assert levels.unannounced(levels.cut([ONE], BOTH_ON, [ONE]), [ONE]) == {}


def test_a_campaign_that_is_off_as_this_case_had_set_out_to_is_its_own_doing() -> None:
    late = (top(OFF), in_top("21"), in_top("22"))
    cut = levels.cut(MEANT, late, MEANT)
    assert (cut.parents, cut.own, cut.above) == ((), (), {"t1": WHOLE, "t2": WHOLE})
    assert ids(levels.cut([ONE, TWO], late, [ONE, TWO]).own) == ["21", "22"]


def test_what_cannot_be_lifted_any_more_is_not_said_to_be() -> None:
    cut = levels.cut(MEANT, (*BOTH_ON, in_top("29")), MEANT)
    assert (ids(cut.own), levels.unannounced(cut, MEANT)) == (["21", "22"], {"t1": None, "t2": None})
    assert {target.above for target in announced(case_of(*MEANT)).targets} == {None}


def test_what_was_tried_with_its_campaign_may_still_stop_by_it() -> None:
    tried = [replace(target, tries=1) for target in MEANT]
    cut = levels.cut(tried, BOTH_ON, tried)
    assert (ids(cut.own), levels.unannounced(cut, tried)) == (["21", "22"], {})


def test_a_word_that_comes_late_changes_nothing_of_what_is_off() -> None:
    assert announced(stopped()).targets == stopped().targets


# --- on again


UNDO = s.StopUndone(at=b.NOW, by="ben", target_ids=("t1", "t2"), why="the storm has passed")


def test_what_one_switch_stopped_is_undone_together() -> None:
    _, commands = advance(stopped(), UNDO)
    assert [one.target_ids for one in commands if isinstance(one, c.StartBatch)] == [("t1", "t2")]
    with pytest.raises(NotAllowed, match="Group 1 was stopped by one switch with t2: name them as well"):
        advance(stopped(), replace(UNDO, target_ids=("t1",)))


def test_a_campaign_is_undone_with_those_that_it_stopped() -> None:
    case = replace(stopped(), targets=(*stopped().targets, GONE))
    with pytest.raises(NotAllowed, match="Autumn was stopped by one switch with t1, t2"):
        advance(case, replace(UNDO, target_ids=("t3",)))


def test_others_are_undone_alone() -> None:
    alone = replace(group(4), state=TargetState.OFF, before=seen("24"), write=replace(TOLD, external_ids=("24",)))
    case = replace(stopped(), targets=(*stopped().targets, alone))
    _, commands = advance(case, replace(UNDO, target_ids=("t4",)))
    assert [one.target_ids for one in commands if isinstance(one, c.StartBatch)] == [("t4",)]


def test_what_runs_again_stands_below_nothing_of_ours() -> None:
    on = delivery.after_start(stopped().targets[0], seen("21"))
    assert (on.state, on.above) == (TargetState.ON_AGAIN, None)
    off = delivery.after_start(stopped().targets[0], seen("21", UNDER))
    assert (off.state, off.above) == (TargetState.OFF, WHOLE)


def test_asked_again_it_is_read_anew_what_is_wholly_in_scope() -> None:
    case = watched(stopped(), ON)
    moved, _ = advance(case, s.StopRepeated(at=b.NOW + timedelta(hours=1), by="ana", target_ids=("t1", "t2")))
    assert {(t.state, t.tries, t.above) for t in moved.targets} == {(TargetState.PLANNED, 0, None)}
    assert levels.stand_ins(moved.targets) == ()
    assert ids(levels.stand_ins(stopped().targets)) == ["10"]


def test_where_the_round_did_not_come_to_the_campaign_it_is_tried_again_as_a_whole() -> None:
    early = WriteReceipt((), "", "", "", b.NOW, problem="too many requests", untried=("10",))
    case, commands = advance(case_of(ONE, TWO), observed(ONE, TWO, status=ON, writes=(early,)))
    assert {(t.state, t.tries, t.above) for t in case.targets} == {(TargetState.PLANNED, 0, None)}
    assert [(one.target_ids, one.due) for one in commands if isinstance(one, c.StopBatch)] == [(("t1", "t2"), b.NOW)]
