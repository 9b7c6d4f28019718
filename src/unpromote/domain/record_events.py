"""What was learned from the platform's records after a stop, and what was chosen about the safety net."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from unpromote.domain.events import Event
from unpromote.domain.on_record import Below, ChangeLog, Threat


@dataclass(frozen=True, kw_only=True)
class BelowRead(Event):
    """Ad groups and ads of stopped targets were read for the `nth` time; `problem` says why they were not."""

    target_ids: tuple[str, ...]
    below: tuple[Below, ...]
    nth: int
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangesAsked(Event):
    """The platform was asked to write down who changed what in an account; `task_id` is "" where it would not."""

    advertiser_id: str
    task_id: str
    since_at: datetime
    until_at: datetime
    nth: int
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangesRead(Event):
    """The change log was looked for, the `nth` time; `log` is None as long as the platform still writes it."""

    advertiser_id: str
    task_id: str
    since_at: datetime
    until_at: datetime
    nth: int
    log: ChangeLog | None


@dataclass(frozen=True, kw_only=True)
class RulesRead(Event):
    """The account's automated rules were looked through; `threats` could switch something on again."""

    advertiser_id: str
    nth: int
    turn: int
    threats: tuple[Threat, ...]
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class GuardChosen(Event):
    """Somebody chose, or gave up, rules on the platform that switch off again what others switch on."""

    guarded: bool


@dataclass(frozen=True, kw_only=True)
class GuardSet(Event):
    """A rule of ours is on the platform, made now or found there; `problem` says why it is not."""

    advertiser_id: str
    name: str
    nth: int
    target_ids: tuple[str, ...]
    rule_id: str
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class GuardLifted(Event):
    """A rule of ours is no longer on the platform."""

    advertiser_id: str
    name: str
    rule_id: str
