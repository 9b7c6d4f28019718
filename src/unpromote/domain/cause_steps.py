"""What gathering does to a case: steps like those of `steps`, for the table.

A reading brings files. They prove nothing by themselves: which fact they show is a person's word, and so is the fact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from unpromote.domain import cause_events as ca
from unpromote.domain import commands as c
from unpromote.domain.aggregate import Case
from unpromote.domain.causes import Gathering, GatherState, What
from unpromote.domain.errors import NotAllowed
from unpromote.domain.steps import Moved

WAIT_AT_MOST = timedelta(hours=1)


def order(case: Case, event: ca.CauseOrdered) -> Moved:
    """Note the order and have it carried out."""
    if any(one.id == event.gathering_id for one in case.gathered):
        raise NotAllowed(f"somebody else ordered {event.gathering_id} meanwhile: look again, then order yours")
    if any(one.what is event.what and _is_awaited(one, event.at) for one in case.gathered):
        raise NotAllowed(f"{event.what.value} is being read already: wait for it")
    uploads = (event.upload,) if event.upload else ()
    made = Gathering(
        id=event.gathering_id,
        what=event.what,
        ordered_at=event.at,
        ordered_by=event.by,
        file=event.upload.path if event.upload else "",
        evidence=tuple(one.id for one in uploads),
    )
    read = c.GatherCause(
        case_id=case.id,
        due=event.at,
        gathering_id=made.id,
        advertiser_id="" if uploads or made.what is What.OUTAGES else case.targets[0].advertiser_id,
    )
    return replace(case, gathered=(*case.gathered, made), evidence=(*case.evidence, *uploads)), (read,)


def take(case: Case, event: ca.CauseRead) -> Moved:
    """Keep what was read, and its files as evidence."""

    def read(one: Gathering) -> Gathering:
        _waiting(one)
        return replace(
            one,
            state=GatherState.READ,
            read_at=event.read_at,
            source=event.source,
            showing=event.showing,
            evidence=(*one.evidence, *(file.id for file in event.files)),
        )

    moved = _changed(case, event.gathering_id, read)
    return replace(moved, evidence=(*moved.evidence, *event.files)), ()


def note_unread(case: Case, event: ca.CauseUnread) -> Moved:
    """Say that it could not be read; it may be ordered again."""

    def failed(one: Gathering) -> Gathering:
        _waiting(one)
        return replace(one, state=GatherState.FAILED, problem=event.problem)

    return _changed(case, event.gathering_id, failed), ()


def mark(case: Case, event: ca.CommentsMarked) -> Moved:
    """Keep which comments a person chose."""

    def marked(one: Gathering) -> Gathering:
        if one.what is not What.COMMENTS or one.state is not GatherState.READ:
            raise NotAllowed(f"{one.id} has no comments to choose from")
        return replace(one, marked=event.comment_ids)

    return _changed(case, event.gathering_id, marked), ()


def prove(case: Case, event: ca.CauseTaken) -> Moved:
    """Let the reading's files show a fact."""

    def taken(one: Gathering) -> Gathering:
        if one.state is not GatherState.READ or not one.evidence:
            raise NotAllowed(f"{one.id} has not been read, so it shows nothing")
        return replace(one, took=tuple(dict.fromkeys((*one.took, event.fact))))

    moved = _changed(case, event.gathering_id, taken)
    shown = next(one.evidence for one in moved.gathered if one.id == event.gathering_id)
    evidence = tuple(
        replace(item, proves=tuple(dict.fromkeys((*item.proves, event.fact)))) if item.id in shown else item
        for item in moved.evidence
    )
    return replace(moved, evidence=evidence), ()


def _changed(case: Case, gathering_id: str, change: Callable[[Gathering], Gathering]) -> Case:
    if all(one.id != gathering_id for one in case.gathered):
        raise NotAllowed(f"nothing was gathered as {gathering_id!r}")
    return replace(case, gathered=tuple(change(one) if one.id == gathering_id else one for one in case.gathered))


def _waiting(one: Gathering) -> None:
    if one.state is not GatherState.ORDERED:
        raise NotAllowed(f"{one.id} does not wait to be read")


def _is_awaited(one: Gathering, now: datetime) -> bool:
    """Tell whether a reading is still to be expected; one that nobody finished must not be in the way for ever."""
    return one.state is GatherState.ORDERED and now - one.ordered_at < WAIT_AT_MOST
