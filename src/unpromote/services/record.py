"""The one door for change: an event goes in; case, event and commands are saved in one transaction, or nothing is."""

from __future__ import annotations

from datetime import UTC

from django.db import transaction

from unpromote.domain.case import Case, advance, open_case
from unpromote.domain.codec import encode
from unpromote.domain.commands import Command
from unpromote.domain.errors import NotAllowed
from unpromote.domain.events import CaseOpened, CommandGaveUp, Event
from unpromote.store import cases, events, work

IGNORED = "Ignored"


def open_(event: CaseOpened, *following: Event) -> Case:
    """Save a new case with its first event and with what follows at once, all or nothing of it.

    Raises:
        NotAllowed: the rules refuse it.
    """
    case = open_case(event)
    commands: tuple[Command, ...] = ()
    for one in following:
        case, more = advance(case, one)
        commands += more
    with transaction.atomic():
        cases.add(case)
        for one in (event, *following):
            _append(case.id, one)
        work.order(map(_order, commands))
    return case


def record(case_id: str, event: Event) -> Case:
    """Save what happened and what follows from it; return the case as it is now.

    Raises:
        NotAllowed: the rules refuse the event; nothing was saved.
    """
    with transaction.atomic():
        before = cases.load(case_id, lock=True)
        after, commands = advance(before, event)
        cases.save(before, after)
        _append(before.id, event)
        work.order(map(_order, commands))
    return after


def settle(claimed: work.Claimed, event: Event | None) -> bool:
    """Save the result of a command, and what it taught us, in one transaction guarded by the fence.

    An event that no longer fits the case (a timer that lost the race, say) is kept in the chain as ignored.

    Returns:
        False where another worker has taken over: then nothing was saved.
    """
    with transaction.atomic():
        problem = {"problem": event.problem} if isinstance(event, CommandGaveUp) else {}
        if not work.settle(claimed, {"event": type(event).__name__ if event else None} | problem):
            return False
        if event is not None and claimed.case_id is not None:
            _record_or_ignore(claimed.case_id, event)
    return True


def _record_or_ignore(case_id: str, event: Event) -> None:
    try:
        record(case_id, event)
    except NotAllowed as refusal:
        why = {"event": type(event).__name__, "why": str(refusal), "data": encode(event)}
        at = event.at.astimezone(UTC).isoformat()
        events.append(case_id, {"at": at, "by": event.by, "kind": IGNORED, "data": why})


def _append(case_id: str, event: Event) -> None:
    data = encode(event)
    del data["at"], data["by"]
    at = event.at.astimezone(UTC).isoformat()
    events.append(case_id, {"at": at, "by": event.by, "kind": type(event).__name__, "data": data})


def _order(command: Command) -> work.Order:
    payload = encode(command)
    return work.Order(
        key=command.key,
        case_id=command.case_id,
        kind=type(command).__name__,
        payload=payload,
        partition=command.partition,
        due_at=command.due,
    )
