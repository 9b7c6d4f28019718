"""What is asked of the platform's own records about an account: its change log, its rules, a rule of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from unpromote.domain.commands import Command


@dataclass(frozen=True, kw_only=True)
class _OfAccount:
    """Something to do for one advertising account, the `nth` time since the case's version `turn`."""

    advertiser_id: str
    nth: int
    turn: int

    @property
    def part(self) -> str:
        return f"{self.advertiser_id}/{self.turn}/{self.nth}"

    @property
    def partition(self) -> str:
        return f"advertiser/{self.advertiser_id}"


@dataclass(frozen=True, kw_only=True)
class AskChanges(_OfAccount, Command):
    """Ask the platform to write down who switched what in an account, from an instant on."""

    since_at: datetime


@dataclass(frozen=True, kw_only=True)
class FetchChanges(_OfAccount, Command):
    """Fetch what the platform wrote down, if it is ready."""

    since_at: datetime
    until_at: datetime
    task_id: str

    @property
    def part(self) -> str:
        return f"{self.advertiser_id}/{self.task_id}/{self.nth}"


@dataclass(frozen=True, kw_only=True)
class HuntRestarts(_OfAccount, Command):
    """Look for automated rules that could switch targets on again."""


@dataclass(frozen=True, kw_only=True)
class SetGuard(_OfAccount, Command):
    """Have a rule of this name on the platform that switches targets off again; `nth` counts the account's rules."""

    name: str
    target_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LiftGuard(_OfAccount, Command):
    """Take a rule of ours off the platform."""

    name: str
    rule_id: str
