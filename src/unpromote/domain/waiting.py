"""A deadline as a value: what is waited for until a day or an instant, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from moneyed import Money

from unpromote.domain.dates import first_instant

DESK = "the desk"
SOFTWARE = "the software"
OTHER_SIDE = "the other side"
_DAY = timedelta(days=1)


class Kind(Enum):
    """What sort of waiting it is; append-only."""

    CLIFF = "cliff"
    NOTICE = "notice"
    EFFECT = "effect"
    RENEWAL = "renewal"
    CURE = "cure"
    RIGHT = "right"
    OBJECTION = "objection"
    PAYMENT = "payment"
    MAKEGOOD = "makegood"
    DUTY = "duty"
    REFUND = "refund"
    DEPOSIT = "deposit"
    PAY_BY = "pay_by"
    ANSWER = "answer"
    TELLING = "telling"
    PROOF = "proof"
    APPROVED_BY_SILENCE = "approved_by_silence"
    TASK = "task"
    TRAY = "tray"
    STOP = "stop"
    RATIFY = "ratify"
    WATCH = "watch"
    BY_HAND = "by_hand"
    HELD = "held"
    RETURN = "return"


@dataclass(frozen=True)
class CaseDeadline:
    """One deadline: an instant (`at`), or a day that is meant to its end (`on`, in the agreement's zone).

    `over_at` is the instant from which it is late; `owner` is who has to act.
    """

    id: str
    kind: Kind
    what: str
    at: datetime | None
    on: date | None
    over_at: datetime
    owner: str
    clause: str = ""
    moot: bool = False


def by_day(on: date, zone: ZoneInfo, **what: Any) -> CaseDeadline:
    """Return a deadline that is meant to the end of a day in a zone."""
    return CaseDeadline(at=None, on=on, over_at=first_instant(on + _DAY, zone), **what)


def by_instant(at: datetime, **what: Any) -> CaseDeadline:
    """Return a deadline that is an instant."""
    return CaseDeadline(at=at, on=None, over_at=at, **what)


def worded(amount: Money) -> str:
    """Return an amount as a deadline's words have it."""
    return f"{amount.amount} {amount.currency}"
