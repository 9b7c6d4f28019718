"""The plan that doors show is what would be done: by the rules themselves, with nothing recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from unpromote.domain.authorizations import Authorization, Step
from unpromote.domain.delivery import Route, TargetState
from unpromote.domain.errors import NotAllowed
from unpromote.services import delivery, queries, stop_plan

MIXED = (b.target(1), b.target(2, kind="topview", route=Route.BY_HAND))


@pytest.fixture
def ana(db):
    return b.cast()["ana"]


def preview(ana, *targets, why="fire"):
    return stop_plan.preview_at_once(ana, "case_1", why, targets, now=b.NOW)


def test_a_plan_says_how_a_person_stops_what_no_software_can(ana):
    (step,) = stop_plan.plan_of(b.saved_case("stopping", targets=MIXED)).by_hand
    assert (step.kind, step.target_ids, "sales representative" in step.route.how) == ("topview", ("t2",), True)
    assert step.until_at is not None


def test_a_plan_says_how_far_an_authorization_has_come_and_who_else_shows_the_post(ana):
    found = Authorization(Step.CODE, "Cleo", "IN_USE", b.NOW, b.NOW, b.NOW, outside=("99",))
    post = b.target(1, kind="spark_authorization", route=Route.BY_HAND, final="no way back.", authorization=found)
    (step,) = stop_plan.plan_of(b.saved_case("stopping", targets=(post,))).by_hand
    assert step.told == (f"Arena autumn 1: {found.told}",)
    assert stop_plan.final_of(post) == f"no way back. Now {found.told}."
    assert stop_plan.final_of(replace(post, authorization=replace(found, outside=()))) == "no way back."


def test_a_dry_run_changes_nothing_and_shows_what_the_real_one_does(ana):
    before = b.saved_case("opened", targets=MIXED)
    shown = preview(ana)
    assert queries.case(ana, before.id) == before
    delivery.stop_at_once(ana, before.id, "fire", now=b.NOW)
    ordered = [one for one in queries.open_commands(ana, before.id) if one.kind == "StopBatch"]
    assert ([call.target_ids for call in shown.calls], len(ordered)) == ([("t1",)], 1)
    assert [step.target_ids for step in shown.by_hand] == [("t2",)]


def test_a_dry_run_concerns_the_targets_that_are_named(ana):
    b.saved_case("opened", targets=MIXED)
    assert (preview(ana, "t2").calls, preview(ana, "t1").by_hand) == ((), ())


def test_a_dry_run_refuses_what_the_real_one_refuses(ana):
    b.saved_case("opened")
    with pytest.raises(NotAllowed, match="say why"):
        preview(ana, why=" ")
    with pytest.raises(NotAllowed, match="no target t9"):
        preview(ana, "t9")


FINAL = b.target(3, kind="target_collaboration", final="it does not come back")


def test_the_plan_lists_what_waits_for_a_typed_confirmation(ana):
    plan = stop_plan.plan_of(b.saved_case("opened", targets=(*MIXED, FINAL)))
    assert [call.target_ids for call in plan.calls] == [("t1",)]
    assert plan.to_confirm == (stop_plan.FinalStep("target_collaboration", ("t3",), "it does not come back"),)


def test_a_dry_run_says_what_an_emergency_would_hold(ana):
    b.saved_case("opened", targets=(*MIXED, FINAL))
    assert [step.target_ids for step in preview(ana).to_confirm] == [("t3",)]
    assert preview(ana, "t1").to_confirm == ()


def test_what_was_held_before_is_not_told_again(ana):
    held = b.target(4, kind="target_collaboration", state=TargetState.HELD)
    b.saved_case("opened", targets=(*MIXED, held))
    assert preview(ana).to_confirm == ()


def test_a_target_of_before_takes_its_words_from_its_route():
    assert "does not come back" in stop_plan.final_of(b.target(kind="target_collaboration"))
    assert stop_plan.final_of(b.target()) == ""
