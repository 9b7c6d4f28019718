"""When to try again, and when to ask a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

import builders as b
from unpromote.domain.errors import OutsideFailed
from unpromote.jobs.retry import TRIES_ON_A_BUG, TRIES_OUTSIDE, GiveUp, TryAgain, decide

DOWN = OutsideFailed("down", reference="req-1")


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 5), (2, 10), (5, 80), (11, 3600)])
def test_an_outer_failure_is_tried_with_growing_patience(attempts, seconds):
    assert decide(DOWN, attempts, b.NOW) == TryAgain(b.NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("error", "attempts"),
    [(OutsideFailed("no such account", permanent=True), 1), (DOWN, TRIES_OUTSIDE), (KeyError("x"), TRIES_ON_A_BUG)],
)
def test_what_trying_cannot_help_goes_to_a_person(error, attempts):
    assert isinstance(decide(error, attempts, b.NOW), GiveUp)


def test_the_person_is_told_the_reference():
    assert decide(DOWN, TRIES_OUTSIDE, b.NOW) == GiveUp("down [req-1]")


def test_a_bug_is_named_by_its_kind():
    assert decide(KeyError("x"), 3, b.NOW) == GiveUp("KeyError: 'x'")


@pytest.mark.parametrize(("named", "waits"), [(90, 90), (0, 0), (10**6, 86_400)])
def test_who_names_how_long_to_wait_is_waited_for_and_it_counts_as_no_attempt(named, waits):
    busy = OutsideFailed("slow down", wait=timedelta(seconds=named))
    assert decide(busy, TRIES_OUTSIDE, b.NOW) == TryAgain(b.NOW + timedelta(seconds=waits), tried=False)


def test_what_cannot_pass_is_not_waited_for():
    closed = OutsideFailed("no account", permanent=True, wait=timedelta(seconds=9))
    assert isinstance(decide(closed, 1, b.NOW), GiveUp)
