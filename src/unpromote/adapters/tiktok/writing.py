"""One batch written: as a whole, where TikTok refuses that in halves, one that is refused alone by a twin endpoint.

A refusal as a whole does nothing, so that its halves may be tried. What was done before a failure that concerns all
(the pace, the token) is not lost over it: the receipts so far come back, and what nothing was sent for is named.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from unpromote.adapters.calling import Decision, Refusal
from unpromote.adapters.tiktok.rows import Switched
from unpromote.domain.delivery import Refused, WriteReceipt
from unpromote.domain.errors import OutsideFailed

Write = Callable[[str, Sequence[str]], Switched]


@dataclass(frozen=True)
class _Part:
    """Ids to be written in one call; `refused` is what an endpoint before the first of these said of the only one."""

    ids: tuple[str, ...]
    endpoints: tuple[str, ...]
    refused: WriteReceipt | None = None


def written(
    write: Write, endpoints: Sequence[str], ids: Sequence[str], now: Callable[[], datetime]
) -> tuple[WriteReceipt, ...]:
    """Write each id once to the first endpoint, or where that refuses it alone to the next.

    Raises:
        OutsideFailed: it fails for all, and nothing was done.
    """
    waiting = deque([_Part(tuple(ids), tuple(endpoints))])
    receipts: list[WriteReceipt] = []
    while waiting:
        try:
            receipt, parts = _one_call(write, waiting[0], now())
        except OutsideFailed as failure:
            if not receipts:
                raise
            left = tuple(each for part in waiting for each in part.ids)
            return (*receipts, WriteReceipt((), "", "", "", now(), problem=str(failure), untried=left))
        waiting.popleft()
        waiting.extendleft(reversed(parts))
        receipts += [receipt] if receipt else []
    return tuple(receipts)


def _one_call(write: Write, part: _Part, sent_at: datetime) -> tuple[WriteReceipt | None, tuple[_Part, ...]]:
    """Return the receipt of one call, or where it did nothing the parts to be tried in its place."""
    try:
        done = write(part.endpoints[0], part.ids)
    except Refusal as refusal:
        if refusal.decision in (Decision.PERSON, Decision.RETRY):
            raise
        if refusal.decision is Decision.READ_BACK:
            return _silent(part.ids, refusal, sent_at), ()
        return _refused(part, refusal, sent_at)
    except OutsideFailed as lost:
        if lost.permanent or lost.wait is not None:
            raise
        return _silent(part.ids, lost, sent_at), ()
    if part.refused and not done.ids:  # the twin refuses it as well, in words that miss the point
        return part.refused, ()
    said = tuple(Refused(*one) for one in done.refused.items())
    return WriteReceipt(done.ids, done.status, done.request_id, done.log_id, sent_at, said), ()


def _refused(part: _Part, refusal: Refusal, sent_at: datetime) -> tuple[WriteReceipt | None, tuple[_Part, ...]]:
    if len(part.ids) > 1:
        return None, tuple(_halves(part))
    alone = (Refused(part.ids[0], str(refusal)),)
    receipt = WriteReceipt((), "", refusal.request_id, refusal.log_id, sent_at, alone, str(refusal))
    first = part.refused or receipt
    if part.endpoints[1:]:
        return None, (replace(part, endpoints=part.endpoints[1:], refused=first),)
    return first, ()


def _halves(part: _Part) -> Iterator[_Part]:
    half = len(part.ids) // 2
    yield replace(part, ids=part.ids[:half])
    yield replace(part, ids=part.ids[half:])


def _silent(ids: Sequence[str], failure: OutsideFailed, sent_at: datetime) -> WriteReceipt:
    request_id, log_id = getattr(failure, "request_id", ""), getattr(failure, "log_id", "")
    return WriteReceipt(tuple(ids), "", request_id, log_id, sent_at, problem=str(failure))
