"""Look, act, look again: twice does once."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from fakes import FakePlatform
from unpromote.domain.case import State
from unpromote.domain.delivery import Route
from unpromote.domain.errors import NotAllowed, OutsideFailed
from unpromote.services import delivery
from unpromote.services.record import record

ONE, TWO = b.target(1), b.target(2)


@pytest.fixture
def platform(clock):
    return FakePlatform(clock, **{ONE.external_id: "ENABLE", TWO.external_id: "DISABLE"})


def stop(platform, clock):
    return delivery.stop_batch(platform, [ONE, TWO], now=clock.now, by="unpromote")


def test_only_what_is_still_on_is_switched_off(platform, clock):
    seen = stop(platform, clock)
    assert platform.writes == [(ONE.external_id,)]
    assert [o.operation_status for o in seen.after] == ["DISABLE", "DISABLE"]
    assert seen.write is not None
    assert seen.write.request_id == "req-write"


def test_a_second_try_writes_nothing(platform, clock):
    stop(platform, clock)
    again = stop(platform, clock)
    assert (len(platform.writes), again.write) == (1, None)


def test_a_lost_reply_is_seen_by_looking(platform, clock):
    platform.fails = "after"
    with pytest.raises(OutsideFailed):
        stop(platform, clock)
    platform.fails = ""
    again = stop(platform, clock)
    assert [o.operation_status for o in again.after] == ["DISABLE", "DISABLE"]
    assert len(platform.writes) == 1


def test_an_object_that_the_platform_does_not_know_is_not_claimed_to_be_off(platform, clock):
    unknown = replace(ONE, external_id="9")
    seen = delivery.stop_batch(platform, [unknown], now=clock.now, by="unpromote")
    assert (seen.before, seen.after, seen.write) == ((), (), None)


def test_a_sample_names_its_targets_and_its_turn(platform, clock):
    seen = delivery.sample_spend(platform, [ONE], 3, now=clock.now, by="unpromote")
    assert (seen.target_ids, seen.nth, seen.samples[0].spend) == (("t1",), 3, b.usd("10000.00"))


@pytest.mark.django_db
def test_ana_confirms_what_she_stopped_by_hand():
    cast = b.cast()
    b.saved_case("signed once", targets=(b.target(1, route=Route.BY_HAND),))
    record("case_1", dict(b.story())["stopping"])
    with pytest.raises(NotAllowed):
        delivery.confirm_stopped(cast["dan"], "case_1", "t1", "screenshot", now=b.NOW)
    case = delivery.confirm_stopped(cast["ana"], "case_1", "t1", "screenshot", now=b.NOW)
    assert case.state is State.SETTLING
