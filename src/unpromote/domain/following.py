"""What happened while somebody was followed up, in the past tense; names and fields are append-only as in `events`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from unpromote.domain.events import Event
from unpromote.domain.ladders import Chase, Log
from unpromote.domain.messages import Contact, Message


@dataclass(frozen=True, kw_only=True)
class ReplyWritten(Event):
    """What a person answers them; it goes as it stands, as the letter of that step."""

    conversation_id: str
    step: str
    subject: str
    body: str


@dataclass(frozen=True, kw_only=True)
class SilenceSnoozed(Event):
    """The clock on somebody's silence was put off, and why."""

    conversation_id: str
    until_at: datetime
    why: str
    chase: Chase | None = None


@dataclass(frozen=True, kw_only=True)
class ContactLogged(Event):
    """A person reached them through a channel that software cannot use; `answered` where that brought an answer."""

    conversation_id: str
    message: Message
    log: Log
    answered: bool = False
    chase: Chase | None = None


@dataclass(frozen=True, kw_only=True)
class TaskOverdue(Event):
    """A person did not do their task in time."""

    conversation_id: str
    task_id: str
    clock: int


@dataclass(frozen=True, kw_only=True)
class ContactStated(Event):
    """Where a counterpart works and how else they are reached, as a person states it."""

    contact: Contact
    chase: Chase | None = None


@dataclass(frozen=True, kw_only=True)
class TakenAsAnswer(Event):
    """A person says that an automatic message of theirs is an answer."""

    conversation_id: str
    message_id: str


@dataclass(frozen=True, kw_only=True)
class RepeatOrdered(Event):
    """A person has a letter sent again that was refused, or of which nobody knows whether it went."""

    conversation_id: str
    step: str


@dataclass(frozen=True, kw_only=True)
class UnsentRepeated(Event):
    """A person has every stuck letter sent again that surely did not go; one in doubt stays for a decision of its own.

    Whether it went is seen by whoever sends it: by the server, the Sent folder or the provider.
    """
