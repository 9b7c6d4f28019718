"""Audit: what happened, in order and in words, and what happens next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.domain import timeline
from unpromote.domain.case import Case
from unpromote.domain.conversing import timer_of
from unpromote.services.queries import OpenCommand
from unpromote.services.record import IGNORED
from unpromote.web import formats, words
from unpromote.web.show.answer import zone

SOFTWARE = "unpromote"
_TIMERS = ("RemindCounterpart", "WatchTask")


@dataclass(frozen=True)
class Happening:
    """One entry of the chain."""

    seq: int
    at: str
    at_machine: str
    by: str
    by_software: bool
    words: str
    hash: str
    hash_short: str


@dataclass(frozen=True)
class Coming:
    """Something that will be done; `whom` it concerns, `tries` that have not been settled."""

    words: str
    whom: str
    due: str
    due_machine: str
    at_work: bool
    tries: int


@dataclass(frozen=True)
class PackShown:
    """An evidence pack that was written."""

    path: str
    built: str
    hash_short: str


def happenings(entries: Iterable[Mapping[str, Any]], case: Case) -> list[Happening]:
    """Return the timeline, the latest first."""
    found = [_happening(entry, zone(case)) for entry in entries]
    return found[::-1]


def comings(commands: Iterable[OpenCommand], case: Case) -> list[Coming]:
    """Return what happens next, the next first; timers that an answer or a later letter made moot are left out."""
    counting = {timer.key for talk in case.conversations if (timer := timer_of(case, talk))}
    names = {contact.id: contact.name for contact in case.contacts}
    return [
        Coming(
            words=words.in_words(words.COMMANDS, command.kind),
            whom=_whom(command, names),
            due=formats.instant(command.due_at, zone(case)),
            due_machine=formats.machine(command.due_at),
            at_work=command.status == "leased",
            tries=command.attempts,
        )
        for command in commands
        if command.kind not in _TIMERS or command.key in counting or not _is_numbered(command, case)
    ]


def _is_numbered(command: OpenCommand, case: Case) -> bool:
    """Return whether the timer's conversation has numbered clocks; one of before there were any shows every timer."""
    parts = command.key.split("/")
    return any(talk.id in parts and talk.clock for talk in case.conversations)


def packs(case: Case) -> list[PackShown]:
    """Return the evidence packs, the latest first."""
    return [
        PackShown(
            path=pack.path,
            built=formats.instant(pack.built_at, zone(case)),
            hash_short=formats.short(pack.manifest_sha256),
        )
        for pack in reversed(case.packs)
    ]


def _happening(entry: Mapping[str, Any], zone: ZoneInfo) -> Happening:
    return Happening(
        seq=entry["seq"],
        at=formats.instant(entry["at"], zone),
        at_machine=formats.machine(entry["at"]),
        by=entry["by"],
        by_software=entry["by"] == SOFTWARE,
        words=_told(entry["kind"], entry["data"]),
        hash=entry["hash"],
        hash_short=formats.short(entry["hash"]),
    )


def _whom(command: OpenCommand, names: Mapping[str, str]) -> str:
    """Return the name of the contact whose id stands in the command's key, after the case's and the kind."""
    return next((names[part] for part in command.key.split("/")[2:] if part in names), "")


def _named(kind: str) -> str:
    """Return the name of a kind of event as words: ReminderDue as "Reminder due"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).capitalize()


def _told(kind: str, data: Mapping[str, Any]) -> str:
    """Tell an entry; one that was kept but changed nothing says why."""
    if kind == IGNORED:
        return f"{_named(data['event'])} came too late and changed nothing: {data['why']}."
    return timeline.in_words(kind, data)
