"""Notices: how the asker is told, the calendars they subscribed to, and the deadlines of a case."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Schema, Status
from pydantic import Field

from unpromote.api.asking import Id, Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseView, case_view
from unpromote.domain.codec import decode, encode
from unpromote.domain.deadlines import Kind
from unpromote.domain.notices import PersonNotices
from unpromote.services import calendar, notices

router = Router(tags=["notices"])
mine = Router(tags=["notices"])

Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["08:00"])]


class DeadlineView(Schema):
    """Something a case waits for; an instant (`at`), or a day meant to its end (`on`)."""

    id: str
    kind: Kind
    what: str
    at: datetime | None
    on: date | None
    over_at: datetime = Field(description="The instant from which it is late")
    owner: str
    clause: str
    moot: bool


class Met(Schema):
    """How a deadline was met."""

    deadline_id: str = Field(max_length=255)
    note: str = Field(max_length=10_000)


class WantedNotices(Schema):
    """How a person wants to be told; all off by default."""

    address: str = Field("", max_length=254)
    time_zone: str = Field("UTC", max_length=64)
    digest_at: Hour | None = None
    alarms: bool = False
    quiet_from: Hour | None = None
    quiet_until: Hour | None = None
    wake_me: bool = Field(default=False, description="Spend that grows again breaks the quiet")


class FeedView(Schema):
    """A calendar; `path` is where programs fetch it, and a secret."""

    id: str
    reference: str
    made_at: datetime
    path: str


class NewFeed(Schema):
    """Which case a calendar is to show; all of the asker's where it is empty."""

    reference: str = Field("", max_length=60)


@router.get("/{reference}/deadlines", response={200: list[DeadlineView], **REFUSALS})
def list_deadlines(request: HttpRequest, reference: Reference) -> Any:
    """List what a case waits for, the next first."""
    return encode(calendar.deadlines(asker(request), case_of(request, reference).id))


@router.post("/{reference}/deadlines/met", response={200: CaseView, **REFUSALS})
def meet_deadline(request: HttpRequest, reference: Reference, met: Met) -> Any:
    """Say that a deadline was met."""
    case = case_of(request, reference)
    return case_view(calendar.meet(asker(request), case.id, met.deadline_id, met.note, now=now()))


@mine.get("/notices", response={200: WantedNotices, **REFUSALS})
def show_notices(request: HttpRequest) -> Any:
    """Show how the asker is told."""
    return encode(notices.wanted(asker(request)))


@mine.put("/notices", response={200: WantedNotices, **REFUSALS})
def want_notices(request: HttpRequest, wanted: WantedNotices) -> Any:
    """Say how the asker wants to be told."""
    return encode(notices.want(asker(request), decode(PersonNotices, wanted.dict(), place="notices")))


@mine.get("/calendars", response={200: list[FeedView], **REFUSALS})
def list_calendars(request: HttpRequest) -> Any:
    """List the asker's calendars."""
    return [_view(feed) for feed in calendar.feeds(asker(request))]


@mine.post("/calendars", response={201: FeedView, **REFUSALS})
def make_calendar(request: HttpRequest, wanted: NewFeed) -> Any:
    """Make a calendar to subscribe to."""
    case = case_of(request, wanted.reference) if wanted.reference else None
    return Status(201, _view(calendar.make_feed(asker(request), case.id if case else None, now=now())))


@mine.delete("/calendars/{feed_id}", response={204: None, **REFUSALS})
def revoke_calendar(request: HttpRequest, feed_id: Id) -> Any:
    """Take a calendar back."""
    calendar.revoke_feed(asker(request), feed_id, now=now())
    return Status(204, None)


def _view(feed: calendar.Feed) -> dict[str, Any]:
    path = reverse("web:calendar", args=[feed.token])
    return {"id": feed.id, "reference": feed.reference, "made_at": feed.made_at, "path": path}
