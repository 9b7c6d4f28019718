"""When the spend of a stopped target is looked at next, and when it has been looked at for long enough."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from unpromote.domain.delivery import BETWEEN_SAMPLES, FIRST_SAMPLE_AFTER, Target, TargetState, is_unspent

CORRECTED_AT = time(12)
LOOKED_AT_FOR = timedelta(days=3)


def correction_after(off_at: datetime) -> datetime:
    """Return when the platform's next daily correction is surely in the reports: 12:00 UTC, and two hours of delay."""
    noon = datetime.combine(off_at.astimezone(UTC).date(), CORRECTED_AT, tzinfo=UTC)
    return (noon if noon > off_at else noon + timedelta(days=1)) + FIRST_SAMPLE_AFTER


def is_rechecked(target: Target) -> bool:
    """Tell whether the target is proven and, where spend is reported, was looked at after the daily correction."""
    if target.state is not TargetState.PROVEN or target.off_at is None:
        return False
    due = correction_after(target.off_at)
    return bool(target.proof) or is_unspent(target) or target.samples[-1].sampled_at >= due


def next_sample_at(target: Target, now: datetime) -> datetime | None:
    """Return when the target should be looked at next, or None where nothing more is to be seen."""
    if target.state is TargetState.ENDING:
        return now + BETWEEN_SAMPLES
    if target.off_at is None or is_rechecked(target):
        return None
    if target.state is TargetState.PROVEN:
        return max(now, correction_after(target.off_at))
    earliest = target.off_at + FIRST_SAMPLE_AFTER
    return earliest if now < earliest else now + BETWEEN_SAMPLES


def lingers(target: Target, now: datetime) -> bool:
    """Tell whether a target without a spend was looked at for days without being seen to have ended."""
    first = target.before or target.after
    waits = is_unspent(target) and target.state in (TargetState.OFF, TargetState.ENDING)
    return waits and first is not None and now - first.observed_at > LOOKED_AT_FOR
