"""Spend that grew although delivery was off: how much, between which two reads, beyond the delay that is documented."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from moneyed import Money

from unpromote.domain.delivery import FIRST_SAMPLE_AFTER, SpendSample, Target


@dataclass(frozen=True)
class Growth:
    """What a target spent between the first read that counts and the last, each read of it."""

    target: Target
    reads: tuple[SpendSample, ...]

    @property
    def amount(self) -> Money:
        """How much it grew."""
        return self.reads[-1].spend - self.reads[0].spend


def growth_of(target: Target) -> Growth | None:
    """Return how the spend of a stopped target grew; None where it did not, or nobody knows when it stopped."""
    stopped_at = target.write.sent_at if target.write else target.off_at
    if stopped_at is None:
        return None
    reads = tuple(one for one in target.samples if one.sampled_at >= stopped_at + FIRST_SAMPLE_AFTER)
    if not reads or reads[-1].spend <= reads[0].spend:
        return None
    return Growth(target, reads)


def grown(targets: Iterable[Target]) -> tuple[Growth, ...]:
    """Return every growth among targets."""
    return tuple(found for target in targets if (found := growth_of(target)))
