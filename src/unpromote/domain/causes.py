"""What a platform shows of why a promotion has to stop: spend and results, comments, outages, decisions of its review.

Nothing here opens a right. A reading is told in words and figures with its source, and what it might prove is a
suggestion: a fact is stated by a person, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from moneyed import Money

from unpromote.domain.vocabulary import Reason

T = TypeVar("T")

A_DAY = timedelta(days=1)
BACK_AT_MOST = timedelta(days=365)
BACK_OF_THE_NEW = timedelta(days=30)


class What(Enum):
    """What can be gathered; append-only, since rows outlive releases."""

    SPEND = "spend"
    COMMENTS = "comments"
    OUTAGES = "outages"
    DECISIONS = "decisions"


_USUAL = (What.SPEND,)
_OF_REVIEW = (What.DECISIONS,)
_OF_REASONS: Mapping[Reason, tuple[What, ...]] = MappingProxyType(
    {
        Reason.NEGATIVE_FEEDBACK: (What.COMMENTS, What.SPEND),
        Reason.TECHNICAL_ISSUE: (What.OUTAGES, What.SPEND),
        Reason.POLICY_VIOLATION: _OF_REVIEW,
        Reason.AD_REJECTED: _OF_REVIEW,
        Reason.CREATOR_MISCONDUCT: (What.COMMENTS,),
    }
)


class GatherState(Enum):
    """How far a reading is; append-only."""

    ORDERED = "ordered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True)
class Found(Generic[T]):
    """What a look found; `missing` is what it could not see, in words, `source` where it looked.

    `raw` is what was received, where that itself is the evidence.
    """

    found: tuple[T, ...]
    source: str
    missing: tuple[str, ...] = ()
    raw: bytes = b""


@dataclass(frozen=True)
class ReportRow:
    """One promotion in one slot of a report; None where the report says nothing, which is not zero."""

    external_id: str
    name: str
    starts_at: datetime
    spend: Money | None
    impressions: int | None = None
    clicks: int | None = None
    results: Fraction | None = None
    request_id: str = ""


@dataclass(frozen=True)
class Report:
    """A report of one account by day or by hour, days from first to last; `results_are` is what it counts."""

    advertiser_id: str
    currency: str
    zone: str
    step: str
    first_on: date
    last_on: date
    external_ids: tuple[str, ...]
    results_are: str
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True)
class Slot:
    """All promotions of a report together in one day or hour, as far as the report has rows."""

    starts_at: datetime
    spend: Money | None
    impressions: int | None
    clicks: int | None
    results: Fraction | None


@dataclass(frozen=True)
class SpendCurve:
    """A report as a line; `gaps` counts the rows that the report does not have."""

    advertiser_id: str
    currency: str
    zone: str
    step: str
    first_on: date
    last_on: date
    promotions: int
    results_are: str
    gaps: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Remark:
    """A comment below an advertisement, without who wrote it."""

    id: str
    adgroup_id: str
    ad_id: str
    content: str
    likes: int
    replies: int
    hidden: bool
    is_reply: bool
    written_at: datetime
    request_id: str = ""


@dataclass(frozen=True)
class Incident:
    """An entry of the platform's status feed, in its own words; None where it names no time."""

    title: str
    text: str
    published_at: datetime | None


@dataclass(frozen=True)
class Ruling:
    """A decision of the platform about an account, a campaign, an ad group or an ad, in the platform's words."""

    level: str
    external_id: str
    name: str
    status: str
    reasons: tuple[str, ...] = ()
    suggestion: str = ""
    appeal: str = ""
    decided_at: datetime | None = None
    request_id: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure of a reading, as text, and what it was read from."""

    name: str
    value: str
    source: str


@dataclass(frozen=True)
class Suggestion:
    """A fact that a reading might show, with the fields that it tells; `because` says why, and what it does not tell.

    It is no fact: a person takes it, or leaves it.
    """

    fact: str
    fields: Mapping[str, Any]
    because: str


@dataclass(frozen=True)
class Showing:
    """What a reading shows: in words, in figures, as curves; what it does not show; what it might prove."""

    says: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    missing: tuple[str, ...] = ()
    suggests: tuple[Suggestion, ...] = ()
    curves: tuple[SpendCurve, ...] = ()


@dataclass(frozen=True)
class Gathering:
    """One reading that was ordered. `evidence` are the ids of its files, `marked` the comments that a person chose.

    `file` names a report that was handed in, to be read in place of the platform; `took` are the facts that a person
    has taken it for.
    """

    id: str
    what: What
    ordered_at: datetime
    ordered_by: str
    file: str = ""
    state: GatherState = GatherState.ORDERED
    read_at: datetime | None = None
    source: str = ""
    showing: Showing = field(default_factory=lambda: Showing(()))
    evidence: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    took: tuple[str, ...] = ()
    problem: str = ""


def usual_for(reason: str) -> tuple[What, ...]:
    """Return what is gathered for a reason, unless something else is asked for."""
    known = {one.value: one for one in Reason}
    return _OF_REASONS.get(known[reason], _USUAL) if reason in known else _USUAL


def span_of(promotion: Mapping[str, Any], now: datetime) -> tuple[datetime, datetime]:
    """Return the time to look at: from the promotion's start until now or its end, a year at most.

    One that began less than a day ago, or will begin, is looked at over the thirty days before.
    """
    flight = promotion.get("flight") or {}
    starts_at, ends_at = (_instant(flight.get(name)) for name in ("start", "end"))
    until = min(now, ends_at or now)
    if starts_at is None or until - starts_at < A_DAY:
        return until - BACK_OF_THE_NEW, until
    return max(starts_at, until - BACK_AT_MOST), until


def _instant(written: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
