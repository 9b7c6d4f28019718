"""TikTok One orders: how far one has come, what a cancellation gives back then, and when silence approves the work.

Only a person can cancel one, in TikTok One, and both sides have to accept. Content that nobody answers counts as
approved after some days, and what is approved gives nothing back that anybody knows of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from zoneinfo import ZoneInfo

from unpromote.domain.dates import first_instant
from unpromote.domain.errors import BadInput

TIKTOK_ONE = "tiktok_one"


class OrderStage(Enum):
    """How far an order has come; append-only."""

    NOT_ORDERED = "not_ordered"
    ORDERED = "ordered"
    SUBMITTED = "submitted"
    APPROVED = "approved"


@dataclass(frozen=True)
class Order:
    """An order as it stood when its case was opened, with the rule of that day.

    Attributes:
        back: the share of what was paid that a cancellation gives back at this stage; None where nobody knows
        silence_at: when silence approves what was handed in; None where nothing waits for an answer
        checked_on: when the rule was last read at `source`
    """

    stage: OrderStage
    submitted_on: date | None
    back: Fraction | None
    silence_at: datetime | None
    source: str
    checked_on: date

    @property
    def told(self) -> str:
        """What a person should know before asking the other side to cancel."""
        stage = self.stage.value.replace("_", " ")
        share = "nobody can say what" if self.back is None else f"{self.back * 100} % of the payment"
        return f"{stage}: {share} comes back, once both sides have accepted in TikTok One"


def stage_of(text: str) -> OrderStage:
    """Return the stage that somebody stated.

    Raises:
        BadInput: it is none.
    """
    try:
        return OrderStage(text.strip().lower().replace(" ", "_").replace("-", "_"))
    except ValueError:
        known = ", ".join(stage.value for stage in OrderStage)
        raise BadInput(f"{text!r} is no stage of an order", place="stage", mend=f"state one of: {known}") from None


def check_order(stage: str, submitted_on: date | None) -> OrderStage:
    """Return the stage of an order, with what it needs.

    Raises:
        BadInput: no stage is stated, or content was handed in and nobody says when.
    """
    known = stage_of(stage)
    if known is OrderStage.SUBMITTED and submitted_on is None:
        mend = "state the day: silence approves the content some days later"
        raise BadInput("nobody says when the content was handed in", place="submitted_on", mend=mend)
    return known


def silent_until(submitted_on: date, days: int, zone: ZoneInfo) -> datetime:
    """Return from when silence may count as approval; the hour of the hand-in is not known, so the earliest one."""
    return first_instant(submitted_on + timedelta(days=days), zone)
