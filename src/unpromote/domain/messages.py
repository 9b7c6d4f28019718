"""Does the other side know and agree: one small machine for each conversation.

    planned ── sent ──> waiting ── reply ──> answered ── a person judges it ──> closed
                          │  ^                   │
                 silence  └──┘ reminder          └── refused, or more wanted ──> waiting

The clock runs on *their* silence. An automatic reply or a bounce is no answer. After the last reminder a
person has to act.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from unpromote.domain.enclosed import KeptFile
from unpromote.domain.errors import NotAllowed

REMIND_AFTER = timedelta(days=3)
REMINDERS = 3
_REMINDER = "reminder-"
LETTERS_A_DAY = 2  # of timers in one conversation: whatever goes wrong, nobody is flooded


class Counterpart(Enum):
    """Whom a conversation is with."""

    SUPPORT = "support"
    CREATOR = "creator"


class ConversationState(Enum):
    """Where a conversation stands; append-only."""

    PLANNED = "planned"
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


class Outcome(Enum):
    """What an answer amounts to, as a person reads it."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    MORE_WANTED = "more_wanted"
    DECIDED = "decided"


class Direction(Enum):
    """Which way a message went."""

    OUT = "out"
    IN = "in"


@dataclass(frozen=True)
class Contact:
    """Somebody who has to be told. A creator's contact has the creator's id."""

    id: str
    counterpart: Counterpart
    name: str
    address: str
    language: str = "en"


@dataclass(frozen=True)
class Message:
    """One message of a conversation, as it was really sent or received."""

    message_id: str
    direction: Direction
    step: str
    at: datetime
    subject: str
    sha256: str
    path: str
    sender: str = ""
    body: str = ""
    automatic: bool = False
    bounce: bool = False
    files: tuple[KeptFile, ...] = ()


@dataclass(frozen=True)
class Conversation:
    """What was said with one counterpart, and whose turn it is."""

    id: str
    contact: Contact
    state: ConversationState = ConversationState.PLANNED
    messages: tuple[Message, ...] = ()
    reminders: int = 0
    outcome: Outcome | None = None
    note: str = ""


def request_step(conversation: Conversation) -> str:
    """Return the name of the first message's step."""
    return "request" if conversation.contact.counterpart is Counterpart.SUPPORT else "notice"


def reminder_step(nth: int) -> str:
    """Return the name of the nth reminder's step."""
    return f"{_REMINDER}{nth}"


def is_flooded(conversation: Conversation, now: datetime) -> bool:
    """Tell whether timers have sent as many letters within a day as one conversation may get."""
    sent = [one for one in conversation.messages if one.direction is Direction.OUT and one.at > now - timedelta(days=1)]
    return sum(one.step.startswith(_REMINDER) for one in sent) >= LETTERS_A_DAY


def revision_step(version: int) -> str:
    """Return the name of the step that tells a creator of a settlement that takes the place of an earlier one."""
    return f"revision-{version}"


def after_sent(conversation: Conversation, message: Message) -> Conversation:
    """Return the conversation with one more message of ours; it is their turn now."""
    moved = replace(conversation, messages=(*conversation.messages, message))
    if conversation.state is ConversationState.PLANNED:
        return replace(moved, state=ConversationState.WAITING)
    return moved


def after_reply(conversation: Conversation, message: Message) -> Conversation:
    """Return the conversation with a message of theirs; only a person's message is an answer."""
    if any(known.message_id == message.message_id for known in conversation.messages):
        raise NotAllowed(f"the message {message.message_id} is in the conversation already")
    moved = replace(conversation, messages=(*conversation.messages, message))
    if message.automatic or conversation.state is ConversationState.CLOSED:
        return moved
    return replace(moved, state=ConversationState.ANSWERED)


def after_judgement(conversation: Conversation, outcome: Outcome, note: str) -> Conversation:
    """Return the conversation as a person judged it; only a confirmation or an explained decision closes it.

    Raises:
        NotAllowed: there is nothing to judge, or a decision without an answer is not explained.
    """
    answered = conversation.state is ConversationState.ANSWERED
    if outcome is Outcome.DECIDED:
        if not note.strip():
            raise NotAllowed("closing without their confirmation needs an explanation")
    elif not answered:
        raise NotAllowed(f"{conversation.contact.name} has not answered yet")
    closed = outcome in (Outcome.CONFIRMED, Outcome.DECIDED)
    state = ConversationState.CLOSED if closed else ConversationState.WAITING
    return replace(conversation, state=state, outcome=outcome, note=note)


def after_silence(conversation: Conversation, nth: int) -> Conversation:
    """Return the conversation as it stands once the nth reminder is due.

    Raises:
        NotAllowed: it is not their turn, or this reminder went already.
    """
    if conversation.state is not ConversationState.WAITING or nth != conversation.reminders + 1:
        raise NotAllowed(f"reminder {nth} to {conversation.contact.name} is moot")
    return replace(conversation, reminders=nth)
