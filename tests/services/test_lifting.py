"""What a dry run tells of the level at which ad groups would be switched, by what the platform shows at that time."""

from __future__ import annotations

from dataclasses import replace

import builders as b
from domain.test_levels import BOTH_ON, ONE, TWO, WHOLE, in_top
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.stop_plan import calls
from unpromote.services.lifting import Lift, lifts_seen


class FakePlatform:
    """What stands around targets, or why nobody can tell."""

    def __init__(self, *placed, problem=""):
        self.placed, self.problem = placed, problem

    def around(self, targets):
        if self.problem:
            raise OutsideFailed(self.problem)
        return self.placed


def seen(platform, *targets):
    case = replace(b.case_after("opened"), targets=targets)
    return lifts_seen(platform, case, calls(targets), now=b.NOW)


def test_a_campaign_that_is_wholly_in_scope_is_named_as_of_its_time():
    ids = ("t1", "t2")
    assert seen(FakePlatform(*BOTH_ON), ONE, TWO) == (Lift(ids, b.NOW, parents=(WHOLE,), lifted=ids),)


def test_where_something_else_is_on_they_are_switched_by_themselves():
    (found,) = seen(FakePlatform(*BOTH_ON, in_top("29")), ONE, TWO)
    assert (found.parents, found.lifted, found.own) == ((), (), ("t1", "t2"))


def test_where_nothing_stands_around_them_they_are_switched_by_themselves():
    assert seen(FakePlatform(), ONE) == (Lift(("t1",), b.NOW, own=("t1",)),)


def test_a_campaign_of_its_own_is_not_looked_at():
    assert seen(FakePlatform(problem="down"), b.target(1)) == ()


def test_that_nobody_could_look_is_said_and_no_failure_of_the_preview():
    assert seen(FakePlatform(problem="too many requests"), ONE) == (Lift(("t1",), b.NOW, problem="too many requests"),)
