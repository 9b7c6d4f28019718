"""How conversations look to programs: who is told, what was said, whose clock runs and what a person has to do."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from unpromote.domain.dates import Weekday
from unpromote.domain.ladders import Channel, TaskState
from unpromote.domain.messages import ConversationState, Counterpart, Direction, Outcome

Sha256 = Annotated[str, Field(description="SHA-256 in hex", examples=["a" * 64])]


class PlaceView(Schema):
    """Where a counterpart works; what is empty follows from the zone."""

    zone: str
    country: str
    region: str
    opens: str | None
    closes: str | None
    weekend: list[Weekday] | None


class WayView(Schema):
    """Another way to the same counterpart: their representative, finance or legal."""

    role: str
    name: str
    address: str
    phone: str


class ContactView(Schema):
    """Somebody who has to be told."""

    id: str
    counterpart: Counterpart
    name: str
    address: str
    language: str
    place: PlaceView | None
    phone: str
    portal: str
    post: str
    ways: list[WayView]


class LogView(Schema):
    """What a person did through a channel that software cannot use."""

    channel: Channel
    with_whom: str
    said: str
    promised: str
    reference: str


class MessageFileView(Schema):
    """A file that came with a message; type and warning are ours, name is the sender's, made harmless."""

    name: str
    sha256: Sha256
    size: int
    media_type: str = Field(description="As its first bytes tell")
    warning: str = Field(description="What to beware of, or why it was not kept")


class MessageView(Schema):
    """One message, as it was really sent or received; `counted`: a person says that an automatic one answers."""

    message_id: str
    direction: Direction
    step: str
    at: datetime
    subject: str
    sha256: Sha256
    sender: str
    body: str
    automatic: bool
    bounce: bool
    files: list[MessageFileView]
    log: LogView | None
    to_address: str = Field("", description="Where a letter of ours went")
    counted: bool = False


class SnoozeView(Schema):
    """Until when nobody is reminded, why, and who said so."""

    until_at: datetime
    why: str
    by: str


class TaskView(Schema):
    """A step that a person takes, until when."""

    id: str
    channel: Channel
    role: str
    opened_at: datetime
    due_at: datetime
    state: TaskState


class ConversationView(Schema):
    """What was said with one counterpart, and whose turn it is; the clock on their silence rings at `due_at`."""

    id: str
    contact: ContactView
    state: ConversationState
    messages: list[MessageView]
    reminders: int
    outcome: Outcome | None
    note: str
    silent_since: datetime | None
    due_at: datetime | None
    snooze: SnoozeView | None
    tasks: list[TaskView]
    stuck: str = Field("", description="The letter that was refused or may have gone or not: a person decides")
