"""Following up: where a conversation stands, leaving somebody in peace, reaching them by hand, writing back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from unpromote.api.asking import Id, Reference, asker, case_of, now
from unpromote.api.conversations import LetterView
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseView, case_view
from unpromote.api.talk_shapes import TaskView
from unpromote.domain.codec import decode, encode
from unpromote.domain.conversing import conversation as talk_of
from unpromote.domain.dates import Weekday
from unpromote.domain.ladders import Channel, Log, Way
from unpromote.domain.messages import Outcome
from unpromote.domain.offices import Place
from unpromote.services import following

router = Router(tags=["conversations"])
Text = Field("", max_length=10_000)
Words = Field("", max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")


class NextView(Schema):
    """What comes next if they stay silent, and whether it goes by itself."""

    step: str
    channel: Channel
    role: str
    by_itself: bool


class HitView(Schema):
    """Words of the answer at [start, end), and what they speak for."""

    start: int
    end: int
    outcome: Outcome


class SumView(Schema):
    """An amount as it stands at [start, end); no currency where its sign names none for sure."""

    start: int
    end: int
    amount: str
    currency: str


class SuggestionView(Schema):
    """What the answer seems to amount to; a person decides."""

    outcome: Outcome | None
    hits: list[HitView]
    fee: SumView | None


class StandingView(Schema):
    """Whose turn it is, since when, and what comes next; instants in UTC, `zone` is where they work.

    `sheet` is what the open task's person says, pastes or prints; `suggestion` is about the message `answer_id`.
    """

    turn: str
    since: datetime | None
    due_at: datetime | None
    zone: str
    holidays_of: str
    next_step: NextView | None
    task: TaskView | None
    sheet: LetterView | None
    answer_id: str | None
    suggestion: SuggestionView | None


class NewSnooze(Schema):
    """Until when they are left in peace, and why."""

    until_at: AwareDatetime
    why: str = Field(max_length=500)


class NewLog(Schema):
    """What a person did: a ticket needs its number, a call whom and what, a chat its transcript."""

    channel: Channel
    with_whom: str = Words
    said: str = Text
    promised: str = Text
    reference: str = Words
    answered: bool = False
    at: AwareDatetime | None = Field(None, description="When it happened; now, if left out")


class NewReply(Schema):
    """A letter in a person's own words; the case's token is put before the subject."""

    subject: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")
    body: str = Field(min_length=1, max_length=50_000)


class NewPlace(Schema):
    """Where they work; what is left out follows from the zone."""

    zone: str = Field(max_length=60, examples=["America/New_York"])
    country: str = Field("", max_length=2)
    region: str = Field("", max_length=10)
    opens: time | None = None
    closes: time | None = None
    weekend: list[Weekday] | None = None


class NewWay(Schema):
    """Another way to the same counterpart."""

    role: str = Field(max_length=40, examples=["finance"])
    name: str = Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")
    address: str = Field("", max_length=254)
    phone: str = Words


class ContactChange(Schema):
    """Where a counterpart works and how else they are reached; it replaces what was stated before."""

    place: NewPlace | None = None
    phone: str = Words
    portal: str = Field("", max_length=500, pattern=r"^(https://[^\s]+)?$")
    post: str = Field("", max_length=500)
    ways: list[NewWay] = Field(default_factory=list, max_length=10)


@router.get("/{reference}/conversations/{conversation}/standing", response={200: StandingView, **REFUSALS})
def show_standing(request: HttpRequest, reference: Reference, conversation: Id) -> Any:
    """Show whose turn it is, what comes next and when, and what an answer seems to amount to."""
    case = case_of(request, reference)
    found = following.standing(case, talk_of(case, conversation), now())
    more = {
        "zone": found.office.zone,
        "holidays_of": found.office.holidays_of,
        "answer_id": found.answer.message_id if found.answer else None,
    }
    return encode(found) | more


@router.post("/{reference}/conversations/{conversation}/snooze", response={200: CaseView, **REFUSALS})
def snooze(request: HttpRequest, reference: Reference, conversation: Id, given: NewSnooze) -> Any:
    """Leave somebody in peace until an instant."""
    case = case_of(request, reference)
    moved = following.put_off(asker(request), case.id, conversation, given.until_at, given.why, now=now())
    return case_view(moved)


@router.post("/{reference}/conversations/{conversation}/logs", response={200: CaseView, **REFUSALS})
def log_contact(request: HttpRequest, reference: Reference, conversation: Id, given: NewLog) -> Any:
    """Say that somebody was reached by ticket, phone, chat or post; it counts as sent."""
    case = case_of(request, reference)
    log = Log(given.channel, given.with_whom, given.said, given.promised, given.reference)
    moved = following.log_contact(
        asker(request), case.id, conversation, log, answered=given.answered, at=given.at, now=now()
    )
    return case_view(moved)


@router.post("/{reference}/conversations/{conversation}/replies", response={200: CaseView, **REFUSALS})
def write_back(request: HttpRequest, reference: Reference, conversation: Id, given: NewReply) -> Any:
    """Write back in your own words, by mail."""
    case = case_of(request, reference)
    moved = following.write_back(
        asker(request), case.id, conversation, subject=given.subject, body=given.body, now=now()
    )
    return case_view(moved)


@router.put("/{reference}/contacts/{contact}", response={200: CaseView, **REFUSALS})
def state_contact(request: HttpRequest, reference: Reference, contact: Id, given: ContactChange) -> Any:
    """State where a counterpart works and how else they are reached; a running clock follows their hours."""
    case = case_of(request, reference)
    known = following.contact_of(case, contact)
    place = decode(Place, given.place.model_dump(mode="json"), place="place") if given.place else None
    ways = tuple(Way(**way.model_dump()) for way in given.ways)
    stated = replace(known, place=place, phone=given.phone, portal=given.portal, post=given.post, ways=ways)
    return case_view(following.state_contact(asker(request), case.id, stated, now=now()))
