"""Which write of a round concerned which target: its own switch, or that of what it was stopped with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from unpromote.domain.delivery import Target, WriteReceipt
from unpromote.domain.events import StopObserved


def receipts_of(event: StopObserved) -> Mapping[str, WriteReceipt]:
    """Return the last write that concerned each external id, whatever came of it."""
    writes = (*event.writes, event.write) if event.write else event.writes
    named = ((each, (*each.external_ids, *(one.external_id for one in each.refused))) for each in writes)
    return {external_id: each for each, ids in named for external_id in ids}


def receipt_for(receipts: Mapping[str, WriteReceipt], target: Target) -> WriteReceipt | None:
    """Return the write that concerned a target, if any did."""
    own = receipts.get(target.external_id)
    return own or (receipts.get(target.above.external_id) if target.above else None)


def untried(targets: Iterable[Target], writes: Iterable[WriteReceipt]) -> tuple[Target, ...]:
    """Return the targets to which a round that ended early did not come, or not to what stands above them."""
    left = {external_id for write in writes for external_id in write.untried}
    return tuple(one for one in targets if one.external_id in left or (one.above and one.above.external_id in left))
