"""Timers as deadlines: which commands are clocks, and until when each conversation, look and telling waits.

`CLOCKS` names every command that waits for a later instant, with the kind of deadline that shows it. Whoever adds a
timer says there how people see it; the tests refuse a timer that nobody sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from unpromote.domain import commands as c
from unpromote.domain import holding_commands as hc
from unpromote.domain import record_commands as rc
from unpromote.domain.aggregate import Case
from unpromote.domain.conversing import timer_of
from unpromote.domain.ladders import Task
from unpromote.domain.messages import Conversation, rings
from unpromote.domain.waiting import SOFTWARE, CaseDeadline, Kind, by_instant

CLOCKS: Mapping[type[c.Command], Kind] = MappingProxyType(
    {
        c.SampleSpend: Kind.PROOF,
        c.StopBatch: Kind.STOP,
        c.WatchRatification: Kind.RATIFY,
        c.WatchHeld: Kind.HELD,
        c.ReadOrders: Kind.STOP,
        c.WatchDelivery: Kind.WATCH,
        c.TellEveryone: Kind.TELLING,
        c.RemindCounterpart: Kind.ANSWER,
        c.WatchTask: Kind.TASK,
        c.WarnOfSilence: Kind.APPROVED_BY_SILENCE,
        c.WatchDuty: Kind.DUTY,
        c.WatchRefund: Kind.REFUND,
        c.ReadBelow: Kind.PROOF,
        c.FollowAuthorization: Kind.WATCH,
        rc.AskChanges: Kind.PROOF,
        rc.FetchChanges: Kind.PROOF,
        rc.HuntRestarts: Kind.WATCH,
        hc.CheckReturn: Kind.RETURN,
        hc.SendReturn: Kind.RETURN,
    }
)


_LOOKS: Mapping[type[c.Command], tuple[str, str]] = MappingProxyType(
    {
        c.ReadBelow: ("below", "the ad groups and ads of {} are read"),
        c.FollowAuthorization: ("authorization", "whether {} may still be shown in ads is looked at"),
    }
)


def conversation_deadlines(
    case: Case, timers: Sequence[c.Command], next_steps: Mapping[str, str]
) -> Iterator[CaseDeadline]:
    """Yield until when each counterpart is waited for, or a person has to reach them; at most one a conversation."""
    for talk in case.conversations:
        if task := talk.open_task:
            yield _task(case, talk, task)
        elif due := _rings_at(case, talk, timers):
            name = talk.contact.name
            then = next_steps.get(talk.id) or f"reminder {talk.reminders + 1}"
            what = f"an answer of {name} is awaited; else {then}"
            yield by_instant(due, id=f"answer/{talk.id}", kind=Kind.ANSWER, what=what, owner=name)


def _task(case: Case, talk: Conversation, task: Task) -> CaseDeadline:
    what = f"reach {talk.contact.name} by {task.channel.value.replace('_', ' ')} ({task.id})"
    id_ = f"task/{talk.id}/{task.id}"
    return by_instant(task.due_at, id=id_, kind=Kind.TASK, what=what, owner=case.opened_by)


def _rings_at(case: Case, talk: Conversation, timers: Sequence[c.Command]) -> datetime | None:
    """Return when the clock on their silence rings; one of before there were ladders is known by its timer alone."""
    timer = timer_of(case, talk)
    if timer is not None:
        return timer.due
    mine = (one for one in timers if isinstance(one, c.RemindCounterpart) and one.conversation_id == talk.id)
    return next((one.due for one in mine if rings(talk, one.nth, one.clock)), None)


def _named(case: Case, target_ids: Sequence[str]) -> str:
    names = [target.name for target in case.targets if target.id in target_ids]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")  # noqa: PLR2004


def timer_deadlines(case: Case, timers: Sequence[c.Command]) -> Iterator[CaseDeadline]:
    """Yield what the software does by itself at an instant: stopping, looking at the spend again, telling everyone."""
    for timer in timers:
        if isinstance(timer, c.SampleSpend | c.WatchDelivery):
            kind = CLOCKS[type(timer)]
            what = f"the spend of {_named(case, timer.target_ids)} is looked at again"
            yield by_instant(timer.due, id=f"{kind.value}/{timer.target_ids[0]}", kind=kind, what=what, owner=SOFTWARE)
        elif reading := _reading(case, timer):
            id_, what = reading
            yield by_instant(timer.due, id=id_, kind=CLOCKS[type(timer)], what=what, owner=SOFTWARE)
        elif isinstance(timer, c.WatchRatification) and case.emergency and not case.emergency.ratified_at:
            what = f"the stop at once by {case.emergency.by} has to be ratified, or undone"
            yield by_instant(timer.due, id="ratify", kind=Kind.RATIFY, what=what, owner="an approver")
        elif isinstance(timer, c.StopBatch) and case.stop_at == timer.due:
            what = f"{_named(case, timer.target_ids)} is switched off"
            yield by_instant(timer.due, id=f"stop/{timer.target_ids[0]}", kind=Kind.STOP, what=what, owner=SOFTWARE)
        elif isinstance(timer, c.ReadOrders) and case.stop_at == timer.due:
            what = f"the bookings of {_named(case, timer.target_ids)} that have not begun are looked for"
            yield by_instant(timer.due, id=f"orders/{timer.target_ids[0]}", kind=Kind.STOP, what=what, owner=SOFTWARE)
        elif isinstance(timer, c.TellEveryone) and not case.told:
            what = "everyone is told, stopped or not"
            yield by_instant(timer.due, id="telling", kind=Kind.TELLING, what=what, owner=SOFTWARE)


def _reading(case: Case, timer: c.Command) -> tuple[str, str] | None:
    """Return the deadline's id and what is read then, for what only looks at the platform's own records first."""
    match timer:
        case c.ReadBelow() | c.FollowAuthorization():
            name, what = _LOOKS[type(timer)]
            return f"{name}/{timer.target_ids[0]}", what.format(_named(case, timer.target_ids))
        case rc.AskChanges() | rc.FetchChanges():
            return (
                f"changes/{timer.advertiser_id}/{timer.key}",
                f"the change log of account {timer.advertiser_id} is read",
            )
        case rc.HuntRestarts():
            what = f"the automated rules of account {timer.advertiser_id} are looked through"
            return f"rules/{timer.advertiser_id}/{timer.turn}", what
        case hc.CheckReturn() | hc.SendReturn():
            what = f"whether the money of transfer {timer.return_id} can be moved, or has moved, is looked at"
            return f"return/{timer.return_id}", what
    return None
