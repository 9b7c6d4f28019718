"""What the platform has on record about what was stopped: what stands below it, who switched it, which rules could.

    below       ad groups and ads of a stopped campaign, and which of them still deliver
    change log  who switched what and when, as the platform's own file tells; kept with its hash
    rules       automated rules of other people that could switch it on again
    guards      our own rules that switch it off again, where somebody chose that

Counts and ids are kept, not the rows themselves; of a change log the file is kept too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

MOST_NAMED = 20  # ids that are kept by name, the rest is a count
_ON = frozenset({"enable", "enabled", "on", "active"})


@dataclass(frozen=True)
class Below:
    """What was read below one object: how many ad groups and ads, and which deliver; deleted ones are counted too.

    `delivering` are ids, at most 20; `more` counts the others.
    """

    external_id: str
    adgroups: int
    ads: int
    delivering: tuple[str, ...]
    more: int
    request_ids: tuple[str, ...]
    read_at: datetime


@dataclass(frozen=True)
class ChangeLine:
    """One line of the platform's change log. Its minute is UTC; operators come half hidden, as the platform shows."""

    at: datetime
    level: str
    external_id: str
    before: str
    after: str
    operator: str
    source: str

    @property
    def switches_on(self) -> bool:
        """Whether the object was on afterwards."""
        return self.after.lower() in _ON

    @property
    def who(self) -> str:
        """Who did it, and through what."""
        return f"{self.operator or 'somebody'}, through {self.source or 'what the log does not tell'}"


@dataclass(frozen=True)
class ChangeLog:
    """What an account's change log says of this case's objects; `problem` says why it says nothing.

    `path` and `sha256` are of the file as the platform gave it.
    """

    advertiser_id: str
    since_at: datetime
    until_at: datetime
    read_at: datetime
    lines: tuple[ChangeLine, ...] = ()
    file: str = ""
    sha256: str = ""
    path: str = ""
    request_id: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Reach:
    """What an automated rule applies to: objects of one level by their ids, or all of the account where none is named.

    `level` is campaign, adgroup or ad.
    """

    level: str
    external_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class AutomatedRule:
    """An automated rule of an account, as far as it matters here."""

    rule_id: str
    name: str
    is_on: bool
    turns_on: bool
    reaches: tuple[Reach, ...]


@dataclass(frozen=True)
class Threat:
    """A rule that could switch something of this case on again; `hits` counts what it names of it."""

    advertiser_id: str
    rule_id: str
    name: str
    whole_account: bool
    hits: int


@dataclass(frozen=True)
class Guard:
    """Our own rule on the platform that switches targets off again: ordered, `set_at`, `lifted_at`.

    `problem` says why the platform would not have it.
    """

    advertiser_id: str
    part: int
    name: str
    target_ids: tuple[str, ...]
    rule_id: str = ""
    set_at: datetime | None = None
    lifted_at: datetime | None = None
    problem: str = ""

    @property
    def stands(self) -> bool:
        """Whether it is in force on the platform, as far as we know."""
        return bool(self.rule_id) and self.lifted_at is None

    @property
    def holds(self) -> bool:
        """Whether its targets need no other: it stands, or is ordered."""
        return self.lifted_at is None and not self.problem


@dataclass(frozen=True)
class OnRecord:
    """All of it for one case; `guarded` is whether somebody chose the safety net, `unread` what could not be read."""

    change_logs: tuple[ChangeLog, ...] = ()
    threats: tuple[Threat, ...] = ()
    guarded: bool = False
    guards: tuple[Guard, ...] = ()
    unread: tuple[str, ...] = ()


def last_line(logs: Iterable[ChangeLog], external_id: str) -> ChangeLine | None:
    """Return the latest that the change logs say of an object; of one minute what stands last."""
    found = sorted(
        (line for log in logs for line in log.lines if line.external_id == external_id), key=lambda one: one.at
    )
    return found[-1] if found else None


def threat_of(rule: AutomatedRule, advertiser_id: str, levels: dict[str, str]) -> Threat | None:
    """Return what a rule threatens of objects, given as id to level; None where it threatens nothing of them."""
    if not (rule.is_on and rule.turns_on):
        return None
    whole = any(not reach.external_ids and reach.level in levels.values() for reach in rule.reaches)
    named = {one for reach in rule.reaches for one in reach.external_ids if one in levels}
    if not whole and not named:
        return None
    hits = len(levels) if whole else len(named)
    return Threat(advertiser_id, rule.rule_id, rule.name, whole_account=whole, hits=hits)
