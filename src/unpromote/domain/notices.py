"""Notices to the desk's own people: how each wants to be told, and what a digest or an alarm says. Plain values.

A digest is one line for each thing, in three parts: what is late, what is due within seven days, what waits for this
person. Where all three are empty there is nothing to say, and no mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from unpromote.domain.aggregate import Case, State
from unpromote.domain.checks import zone_named
from unpromote.domain.deadlines import CaseDeadline
from unpromote.domain.delivery import GREW, TargetState
from unpromote.domain.errors import BadInput
from unpromote.domain.letters import address
from unpromote.domain.messages import ConversationState
from unpromote.domain.quiet import QuietHours
from unpromote.domain.tray import TRAY, StrayMail, deadline_of

SOON = timedelta(days=7)
_LINE = 300


class Channel(Enum):
    """By what a notice goes; append-only."""

    MAIL = "mail"
    SLACK = "slack"
    TEAMS = "teams"


@dataclass(frozen=True)
class PersonNotices:
    """How a person wants to be told: nothing at all, until they say so.

    `digest_at` is the time of day of the daily digest, null for none; `alarms` asks for each at once. Between
    `quiet_from` and `quiet_until` nothing is sent, but an alarm that spend grows again where `wake_me`.
    """

    address: str = ""
    time_zone: str = "UTC"
    digest_at: time | None = None
    alarms: bool = False
    quiet_from: time | None = None
    quiet_until: time | None = None
    wake_me: bool = False

    def __post_init__(self) -> None:
        if self.address:
            address(self.address, place="address")
        elif self.alarms or self.digest_at is not None:
            raise BadInput("nothing can be sent without an address", place="address", mend="give one")
        _check(self.time_zone, self.quiet_from, self.quiet_until)

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone whose clock is meant."""
        return ZoneInfo(self.time_zone)

    @property
    def quiet(self) -> tuple[QuietHours, ...]:
        """Return the person's quiet hours."""
        return _hours(self.quiet_from, self.quiet_until, self.time_zone)


@dataclass(frozen=True)
class ClientNotices:
    """How a client's channels are told of alarms; `slack` and `teams` are sealed addresses of webhooks: secrets.

    `digest_at` is the time of day of their daily digest, null for none.
    """

    slack: str = ""
    teams: str = ""
    time_zone: str = "UTC"
    quiet_from: time | None = None
    quiet_until: time | None = None
    wake_us: bool = False
    digest_at: time | None = None

    def __post_init__(self) -> None:
        _check(self.time_zone, self.quiet_from, self.quiet_until)

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone whose clock is meant."""
        return ZoneInfo(self.time_zone)

    @property
    def hooks(self) -> dict[Channel, str]:
        """Return the sealed addresses that are there, by channel."""
        found = {Channel.SLACK: self.slack, Channel.TEAMS: self.teams}
        return {channel: sealed for channel, sealed in found.items() if sealed}

    @property
    def quiet(self) -> tuple[QuietHours, ...]:
        """Return the client's quiet hours."""
        return _hours(self.quiet_from, self.quiet_until, self.time_zone)


def _check(time_zone: str, from_: time | None, until: time | None) -> None:
    zone_named(time_zone)
    if (from_ is None) != (until is None):
        raise BadInput("quiet hours have a beginning and an end", place="quiet", mend="give both, or neither")


def _hours(from_: time | None, until: time | None, time_zone: str) -> tuple[QuietHours, ...]:
    return () if from_ is None or until is None else (QuietHours(from_, until, ZoneInfo(time_zone)),)


def breaks_quiet(alarm: str) -> bool:
    """Tell whether an alarm says that spend grows again: money is lost for every hour that nobody looks."""
    return alarm.endswith(GREW)


@dataclass(frozen=True)
class Watched:
    """A case as a digest looks at it: with its deadlines that matter, and what this person may do there."""

    case: Case
    deadlines: tuple[CaseDeadline, ...]
    may_approve: bool


@dataclass(frozen=True)
class Reader:
    """Whom a digest is for: a person, or a channel (no name), in which days; `link` leads to the pages."""

    name: str
    zone: ZoneInfo
    link: str


@dataclass(frozen=True)
class Digest:
    """What a person or a channel is told at their hour: one line each, with a link."""

    late: tuple[str, ...]
    soon: tuple[str, ...]
    waiting: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.late or self.soon or self.waiting)


def digest(watched: Sequence[Watched], strays: Sequence[StrayMail], now: datetime, reader: Reader) -> Digest:
    """Return what is late, what is due within seven days, and what waits for this reader, in cases and in the tray."""
    due, waiting = [], []
    for one in watched:
        url = f"{reader.link}/cases/{one.case.reference}/"
        due += [(found, one.case.reference, url) for found in one.deadlines if not found.moot]
        what = awaits(one.case, reader.name, may_approve=one.may_approve)
        waiting += [_line(one.case.reference, told, url) for told in what]
    for mail in strays:
        if found := deadline_of(mail):
            due.append((found, TRAY, f"{reader.link}/tray/{mail.id}/"))
    if machines := sum(deadline_of(mail) is None for mail in strays):
        waiting.append(_line(TRAY, f"machines' mail to be looked through: {machines}", f"{reader.link}/tray/"))
    lines = [
        (one.over_at, _line(of, f"{_when(one, reader.zone)}: {one.what} ({one.owner})", url)) for one, of, url in due
    ]
    late = tuple(line for at, line in sorted(lines) if at <= now)
    soon = tuple(line for at, line in sorted(lines) if now < at <= now + SOON)
    return Digest(late, soon, tuple(waiting))


def _when(due: CaseDeadline, zone: ZoneInfo) -> str:
    return due.on.isoformat() if due.on else due.over_at.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def _line(of: str, what: str, url: str) -> str:
    return f"{of} {_short(what)} {url}"


def _short(text: str) -> str:
    flat = re.sub(r"\s+", " ", text).strip()
    return flat if len(flat) <= _LINE else flat[: _LINE - 1] + "…"


def awaits(case: Case, name: str, *, may_approve: bool) -> Iterator[str]:
    """Yield what a case waits for that this person can do."""
    if case.state is not State.CLOSED:
        yield from (f"alarm: {alarm}" for alarm in case.alarms)
    if case.state is State.REVIEW:
        yield "the terms are to be confirmed"
    signed = [signature.by for signature in case.approval.signatures] if case.approval else []
    if case.state is State.QUOTED and case.approval is not None and may_approve and name not in signed:
        yield "the quote is to be read and approved"
    for target in case.targets:
        if target.state is TargetState.BY_HAND:
            yield f"{target.name} is to be stopped by hand"
        if target.state is TargetState.HELD and may_approve:
            yield f"stopping {target.name} cannot be undone, and waits for a typed confirmation"
    for talk in case.conversations:
        if talk.state is ConversationState.ANSWERED:
            yield f"the answer of {talk.contact.name} is to be judged"


def digest_text(found: Digest, *, waiting: str = "Waiting for you", most: int | None = None) -> str:
    """Return the words of a digest: `waiting` heads its last part; beyond `most` lines a part says how many more."""
    parts = (("Late", found.late), ("Due within seven days", found.soon), (waiting, found.waiting))
    told = [f"{head}\n" + "\n".join(f"- {line}" for line in _first(lines, most)) for head, lines in parts if lines]
    return "\n\n".join(told) + "\n"


def _first(lines: tuple[str, ...], most: int | None) -> tuple[str, ...]:
    if most is None or len(lines) <= most:
        return lines
    return (*lines[:most], f"and {len(lines) - most} more")


def alarm_text(reference: str, title: str, alarm: str, link: str) -> str:
    """Return what a channel or a mail says of an alarm."""
    return f"{reference} {_short(title)}\nAlarm: {_short(alarm)}\n{link}/cases/{reference}/"


def hook_payload(channel: Channel, text: str) -> dict[str, object]:
    """Return what an incoming webhook of this channel takes."""
    if channel is Channel.SLACK:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return {"text": escaped}
    block = {"type": "TextBlock", "text": text.replace("\n", "\n\n"), "wrap": True}
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [block],
    }
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": card}]}
