"""What only a person can stop is shown by a file: words alone keep the case from being closed."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from unpromote.domain import events as e
from unpromote.domain.case import Case, advance, open_ends
from unpromote.domain.delivery import Observation, Route, Target, TargetState
from unpromote.domain.errors import NotAllowed
from unpromote.domain.hand_steps import ONLY_BY_HAND, lacks_file
from unpromote.services.policies import stop_route

BOOST = b.target(1, kind="promote", route=Route.BY_HAND, state=TargetState.BY_HAND)
SAID = e.StoppedByHand(at=b.NOW, by="ana", target_id="t1", proof="the app says ended")
SHOWN = replace(SAID, file="ev1")
MISSING = "Arena autumn 1: only words say that it stopped; add the screenshot or the e-mail that shows it"


def after(target: Target, *events: e.Event) -> Case:
    case = b.case_after("stopping", targets=(target,))
    case = replace(case, targets=(target,))
    for event in events:
        case, _ = advance(case, event)
    return case


def test_words_alone_leave_an_open_end() -> None:
    assert MISSING in open_ends(after(BOOST, SAID))


def test_a_file_closes_it_and_is_kept_with_the_target() -> None:
    case = after(BOOST, SHOWN)
    assert (MISSING in open_ends(case), case.targets[0].proof_file) == (False, "ev1")


def test_the_file_may_follow_the_words_and_then_nothing_more() -> None:
    case = after(BOOST, SAID, SHOWN)
    assert MISSING not in open_ends(case)
    with pytest.raises(NotAllowed, match="no target t1 waits for a person"):
        advance(case, SHOWN)


def test_words_again_are_no_file() -> None:
    with pytest.raises(NotAllowed, match="no target t1 waits for a person"):
        after(BOOST, SAID, SAID)


def test_what_anybody_can_look_up_in_the_account_needs_no_file() -> None:
    plain = replace(BOOST, kind="campaign")
    assert MISSING not in open_ends(after(plain, SAID))


@pytest.mark.parametrize(
    ("status", "lacks"), [("ADGROUP_STATUS_PROMOTE_WITHDRAW_ORDER", False), ("ADGROUP_STATUS_DELIVERY_OK", True)]
)
def test_nor_does_what_the_platform_itself_shows_as_over(status: str, lacks: bool) -> None:  # noqa: FBT001 - a table
    seen = Observation(BOOST.external_id, "ENABLE", status, BOOST.name, "req", "log", b.NOW)
    proven = replace(BOOST, state=TargetState.PROVEN, proof="ended", after=seen)
    assert lacks_file(proven) is lacks


@pytest.mark.parametrize("kind", sorted(ONLY_BY_HAND))
def test_what_only_a_person_can_stop_has_its_steps_in_words(kind: str) -> None:
    route = stop_route(kind)
    assert (route.by, len(route.steps) > 1, all(step.endswith(".") for step in route.steps)) == (
        Route.BY_HAND,
        True,
        True,
    )
