"""Messages: what was said with each counterpart, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass

from unpromote.domain.case import Case, State
from unpromote.domain.messages import Conversation, ConversationState, Direction, Message
from unpromote.web import formats, words
from unpromote.web.show.answer import zone
from unpromote.web.show.files import FileShown, files

_RUNNING = (State.STOPPING, State.SETTLING)


@dataclass(frozen=True)
class MessageShown:
    """One message; `ours` tells which way it went."""

    ours: bool
    who: str
    at: str
    subject: str
    body: str
    hash_short: str
    automatic: bool
    bounce: bool
    files: list[FileShown]


@dataclass(frozen=True)
class Talk:
    """One conversation; `to_judge` where an answer waits for a person to say what it amounts to."""

    id: str
    name: str
    address: str
    state: str
    state_words: str
    outcome: str
    note: str
    messages: list[MessageShown]
    to_judge: bool


def talks(case: Case) -> list[Talk]:
    """Return the conversations in the case's order."""
    return [_talk(talk, case) for talk in case.conversations]


def planned(case: Case) -> list[str]:
    """Return who will be told, as long as nobody has been."""
    return [] if case.told else [f"{contact.name} <{contact.address}>" for contact in case.contacts]


def _talk(talk: Conversation, case: Case) -> Talk:
    return Talk(
        id=talk.id,
        name=talk.contact.name,
        address=talk.contact.address,
        state=talk.state.value,
        state_words=words.in_words(words.CONVERSATIONS, talk.state.value),
        outcome=words.in_words(words.OUTCOMES, talk.outcome.value) if talk.outcome else "",
        note=talk.note,
        messages=[_message(message, talk, case) for message in talk.messages],
        to_judge=case.state in _RUNNING and talk.state is ConversationState.ANSWERED,
    )


def _message(message: Message, talk: Conversation, case: Case) -> MessageShown:
    ours = message.direction is Direction.OUT
    return MessageShown(
        ours=ours,
        who=f"to {talk.contact.name}" if ours else message.sender or talk.contact.name,
        at=formats.instant(message.at, zone(case)),
        subject=message.subject,
        body=message.body,
        hash_short=formats.short(message.sha256),
        automatic=message.automatic and not message.bounce,
        bounce=message.bounce,
        files=files(message.files, "web:message-file", case.reference),
    )
