"""What is asked of the platform about money: balances, transfers back, accounts closed for good."""

from __future__ import annotations

from dataclasses import dataclass

from unpromote.domain.commands import Command


@dataclass(frozen=True, kw_only=True)
class ReadBalances(Command):
    """Read what the case's accounts and their Business Centers hold."""

    nth: int

    @property
    def part(self) -> str:
        return str(self.nth)


@dataclass(frozen=True, kw_only=True)
class _OfReturn:
    """One transfer of money back, the `nth` time."""

    return_id: str
    nth: int = 1

    @property
    def part(self) -> str:
        return f"{self.return_id}/{self.nth}"

    @property
    def partition(self) -> str:
        return "transfers"


@dataclass(frozen=True, kw_only=True)
class CheckReturn(_OfReturn, Command):
    """Look at what can be moved and which records are there, once the account has rested after its stop."""


@dataclass(frozen=True, kw_only=True)
class SendReturn(_OfReturn, Command):
    """Look whether the money moved, and move it only if it surely has not."""


@dataclass(frozen=True, kw_only=True)
class CloseAccount(Command):
    """Close an account of a Business Center for good."""

    bc_id: str
    holder: str
    nth: int

    @property
    def part(self) -> str:
        return f"{self.holder}/{self.nth}"

    @property
    def partition(self) -> str:
        return f"advertiser/{self.holder}"
