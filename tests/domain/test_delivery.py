"""Off is what the platform says; proven is what the money shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import builders as b
from unpromote.domain import delivery, sampling
from unpromote.domain.batches import batches
from unpromote.domain.delivery import TargetState

HOUR = timedelta(hours=1)
OFF = b.target(state=TargetState.OFF, off_at=b.NOW)


def sampled(target: delivery.Target, *samples: tuple[int, str]) -> delivery.Target:
    for hours, spend in samples:
        target = delivery.after_samples(target, b.spend_sampled(target, at=b.NOW + hours * HOUR, spend=spend).samples)
    return target


@pytest.mark.parametrize(("status", "off"), [("ENABLE", False), ("DISABLE", True), ("DELETE", True), ("FROZEN", True)])
def test_only_an_enabled_object_delivers(status, off):
    assert delivery.is_off(b.observation(b.target(), status)) is off


def test_off_needs_the_platforms_word():
    assert delivery.after_stop(b.target(), None, None, None).state is TargetState.UNKNOWN
    on = b.observation(b.target(), "ENABLE")
    assert delivery.after_stop(b.target(), on, on, None).state is TargetState.STILL_ON
    off = delivery.after_stop(b.target(), None, b.observation(b.target()), None)
    assert (off.state, off.off_at, off.tries) == (TargetState.OFF, b.NOW, 1)


def test_the_state_before_the_first_try_is_kept():
    first = b.observation(b.target(), "ENABLE")
    once = delivery.after_stop(b.target(), first, first, None)
    twice = delivery.after_stop(once, b.observation(b.target(), "DISABLE"), b.observation(b.target()), None)
    assert twice.before == first


def test_two_late_samples_that_agree_prove_it():
    assert sampled(OFF, (2, "10"), (3, "10")).state is TargetState.PROVEN


@pytest.mark.parametrize(
    "samples",
    [((2, "10"),), ((1, "10"), (2, "10")), ((2, "10"), (2, "10")), ((2, "10"), (3, "10.01"))],
    ids=["one sample", "one came too early", "too close together", "spend grew"],
)
def test_anything_less_does_not(samples):
    assert sampled(OFF, *samples).state is TargetState.OFF


def test_an_early_growth_inside_the_reporting_delay_is_forgiven_by_two_later_samples():
    assert sampled(OFF, (1, "9"), (2, "10"), (3, "10")).state is TargetState.PROVEN


def test_growth_takes_the_proof_away():
    assert sampled(OFF, (2, "10"), (3, "10"), (30, "11")).state is TargetState.OFF


def test_spend_of_something_still_on_proves_nothing():
    on = b.target(state=TargetState.STILL_ON)
    assert not delivery.stands_still(on)
    assert sampled(on, (2, "10"), (3, "10")).state is TargetState.STILL_ON


@pytest.mark.parametrize("state", [TargetState.STILL_ON, TargetState.UNKNOWN, TargetState.ON_AGAIN])
def test_spend_that_grows_makes_nothing_off_that_is_on_or_unknown(state):
    seen = sampled(b.target(state=state), (2, "10"), (3, "11"))
    assert (seen.state, len(seen.samples)) == (state, 2)


def test_samples_of_others_are_not_taken():
    other = b.spend_sampled(b.target(2), at=b.NOW).samples
    assert delivery.after_samples(OFF, other) == OFF


@pytest.mark.parametrize(
    ("off_at", "due"),
    [
        (datetime(2026, 9, 21, 11, 59, tzinfo=UTC), datetime(2026, 9, 21, 14, tzinfo=UTC)),
        (datetime(2026, 9, 21, 12, 0, tzinfo=UTC), datetime(2026, 9, 22, 14, tzinfo=UTC)),
        (datetime(2026, 9, 21, 23, 0, tzinfo=UTC), datetime(2026, 9, 22, 14, tzinfo=UTC)),
    ],
)
def test_the_daily_correction_is_the_next_noon_in_utc_and_two_hours(off_at, due):
    assert sampling.correction_after(off_at) == due


def test_the_next_look_is_two_hours_after_the_stop_then_hourly_then_after_the_correction():
    assert sampling.next_sample_at(OFF, b.NOW) == b.NOW + 2 * HOUR
    once = sampled(OFF, (2, "10"))
    assert sampling.next_sample_at(once, b.NOW + 2 * HOUR) == b.NOW + 3 * HOUR
    proven = sampled(once, (3, "10"))
    assert sampling.next_sample_at(proven, b.NOW + 3 * HOUR) == sampling.correction_after(b.NOW)


def test_after_the_correction_nothing_more_is_to_be_seen():
    late = sampled(OFF, (2, "10"), (3, "10"), (30, "10"))
    assert sampling.is_rechecked(late)
    assert sampling.next_sample_at(late, b.NOW) is None


def test_what_was_never_off_is_not_looked_at():
    assert sampling.next_sample_at(b.target(), b.NOW) is None
    assert not sampling.is_rechecked(b.target(state=TargetState.PROVEN))


def test_a_persons_proof_needs_no_samples():
    assert sampling.is_rechecked(delivery.after_hand(b.target(), "screenshot", b.NOW))


def test_a_person_who_finishes_what_software_began_keeps_the_first_instant():
    earlier = replace(b.target(), off_at=b.NOW - HOUR)
    assert delivery.after_hand(earlier, "seen", b.NOW).off_at == b.NOW - HOUR


@pytest.mark.parametrize(
    ("operation", "secondary", "switched_off", "off"),
    [
        ("DISABLE", "CAMPAIGN_STATUS_DISABLE", True, True),
        ("DISABLE", "CAMPAIGN_STATUS_ENABLE", True, False),
        ("DISABLE", "ADGROUP_STATUS_PARTIAL_AUDIT_DELIVERY_OK", True, False),
        ("DISABLE", "", True, True),
        ("ENABLE", "ADGROUP_STATUS_PROMOTE_WITHDRAW_ORDER", True, True),
        ("ENABLE", "ADGROUP_STATUS_RF_TERMINATE", True, True),
        ("ENABLE", "ADGROUP_STATUS_TIME_DONE", True, True),
        ("ENABLE", "CAMPAIGN_STATUS_BUDGET_EXCEED", False, False),
        ("ENABLE", "", False, False),
    ],
)
def test_off_is_the_switch_and_the_delivery_together(operation, secondary, switched_off, off):
    seen = replace(b.observation(b.target()), operation_status=operation, secondary_status=secondary)
    assert (delivery.is_switched_off(seen), delivery.is_off(seen)) == (switched_off, off)


def test_what_tiktok_refused_is_told_in_its_words():
    on = b.observation(b.target(), "ENABLE")
    refused = delivery.WriteReceipt((), "", "r", "l", b.NOW, (delivery.Refused(on.external_id, "it is deleted"),))
    assert delivery.after_stop(b.target(), on, on, refused).refusal == "it is deleted"


def test_what_spends_fastest_is_stopped_first():
    slow = replace(b.target(1), pace=b.usd("10"))
    fast = replace(b.target(2), pace=b.usd("500"), advertiser_id="8")
    left = replace(b.target(3), budget=b.usd("100"), spent=b.usd("60"))
    idle = replace(b.target(4), pace=b.usd("0"))
    assert [[t.id for t in batch] for batch in batches([slow, idle, fast, left])] == [
        ["t2"],
        ["t3", "t1", "t4"],
    ]


def test_a_batch_holds_one_account_kind_and_level():
    several = [b.target(1), replace(b.target(2), kind="smart_plus"), replace(b.target(3), level=delivery.Level.AD)]
    assert len(batches(several)) == 3


def test_a_batch_is_one_write():
    assert [len(batch) for batch in batches([b.target(n) for n in range(45)])] == [20, 20, 5]
