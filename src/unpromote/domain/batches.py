"""Which targets go into one call, and which call goes first: the platform's limits, money, and parents before children.

What spends fastest stands first, so that a stop under way saves most. But an object goes before what stands below it
in the same account, or the same delivery would be told to stop twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from unpromote.domain.delivery import BATCH, Level, Target

_DEPTH = {Level.CAMPAIGN: 0, Level.ADGROUP: 1, Level.AD: 2}

Batch = tuple[Target, ...]


def batches(targets: Iterable[Target]) -> tuple[Batch, ...]:
    """Group targets for the platform's limits: one account, kind and level a call, at most 20 ids a write."""
    groups: dict[tuple[str, str, Level], list[Target]] = {}
    for target in sorted(targets, key=_spends, reverse=True):
        groups.setdefault((target.advertiser_id, target.kind, target.level), []).append(target)
    cut = (tuple(group[start : start + BATCH]) for group in groups.values() for start in range(0, len(group), BATCH))
    below = {key: _most_below(groups, key) for key in groups}

    def turn(batch: Batch) -> tuple[Decimal, int]:
        first = batch[0]
        urgency = max(_spends(first), below[first.advertiser_id, first.kind, first.level])
        return -urgency, _DEPTH[first.level]

    return tuple(sorted(cut, key=turn))


def _most_below(groups: dict[tuple[str, str, Level], list[Target]], key: tuple[str, str, Level]) -> Decimal:
    """Return what the fastest target at a deeper level of the account and kind spends: its parents go before it."""
    account, kind, level = key
    deeper = (groups.get((account, kind, each)) for each in Level if _DEPTH[each] > _DEPTH[level])
    return max((_spends(group[0]) for group in deeper if group), default=Decimal("-Infinity"))


def _spends(target: Target) -> Decimal:
    """Return what may be spent a day at most: the pace, or where nobody knows it, all that is left of the budget."""
    return (target.budget - target.spent if target.pace is None else target.pace).amount
