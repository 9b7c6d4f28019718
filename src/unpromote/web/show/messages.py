"""Messages: what was said with each counterpart, and whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from unpromote.domain.case import Case, State
from unpromote.domain.messages import Contact, Conversation, ConversationState, Direction, Message
from unpromote.services.people import Person
from unpromote.services.recipients import Told
from unpromote.web import formats, words
from unpromote.web.show.answer import zone
from unpromote.web.show.files import FileShown, files
from unpromote.web.show.following import Followed, Part, followed
from unpromote.web.show.windows import SIZE, Window, window

_RUNNING = (State.STOPPING, State.SETTLING)


@dataclass(frozen=True)
class MessageShown:
    """One message; `ours` tells which way it went. `may_answer` is its id where a person may say that it answers."""

    ours: bool
    who: str
    at: str
    subject: str
    body: str
    parts: list[Part]
    logged: str
    hash_short: str
    automatic: bool
    bounce: bool
    counted: bool
    may_answer: str
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
    followed: Followed | None
    contact: Contact
    stuck: str


def talks(case: Case, person: Person, now: datetime, asked: str = "") -> Window[Talk]:
    """Return the asked page of the conversations: those that wait for a person first, else in the case's order."""
    waiting = sorted(case.conversations, key=lambda talk: talk.state is not ConversationState.ANSWERED)
    shown = window("talks", waiting if len(waiting) > SIZE else case.conversations, asked)
    return shown.showing([_talk(talk, case, person, now) for talk in shown.items])


def stuck(case: Case) -> int:
    """Return how many letters wait for a person, 0 where none can be sent any more."""
    return sum(bool(talk.stuck) for talk in case.conversations) if case.state in _RUNNING else 0


def progress(found: Mapping[Told, int]) -> str:
    """Return how many are how far, in words: "120 answered, 9,880 sent"."""
    return ", ".join(f"{number:,} {state.value}" for state, number in found.items())


def planned(case: Case, asked: str = "") -> Window[str]:
    """Return the asked page of who will be told, nobody once they have been."""
    shown = window("planned", () if case.told else case.contacts, asked)
    return shown.showing([f"{contact.name} <{contact.address}>" for contact in shown.items])


def _talk(talk: Conversation, case: Case, person: Person, now: datetime) -> Talk:
    begun = talk.state is not ConversationState.PLANNED or bool(talk.stuck)
    runs = case.state in _RUNNING and begun and talk.state is not ConversationState.CLOSED
    found = followed(talk, case, person, now) if runs else None
    return Talk(
        id=talk.id,
        name=talk.contact.name,
        address=talk.contact.address,
        state=talk.state.value,
        state_words=words.in_words(words.CONVERSATIONS, talk.state.value),
        outcome=words.in_words(words.OUTCOMES, talk.outcome.value) if talk.outcome else "",
        note=talk.note,
        messages=[_message(message, talk, case, found) for message in talk.messages],
        to_judge=case.state in _RUNNING and talk.state is ConversationState.ANSWERED,
        followed=found,
        contact=talk.contact,
        stuck=words.spaced(talk.stuck) if found else "",
    )


def _may_answer(message: Message) -> bool:
    return message.direction is Direction.IN and not message.bounce and not message.is_answer


def _message(message: Message, talk: Conversation, case: Case, found: Followed | None) -> MessageShown:
    ours = message.direction is Direction.OUT
    judged = found is not None and message.message_id == found.answer_id
    return MessageShown(
        ours=ours,
        who=f"to {talk.contact.name}" if ours else message.sender or talk.contact.name,
        at=formats.instant(message.at, zone(case)),
        subject=message.subject,
        body=message.body,
        parts=found.parts if found and judged else [Part(message.body, marked=False)],
        logged=_logged(message),
        hash_short=formats.short(message.sha256),
        automatic=message.automatic and not message.bounce,
        bounce=message.bounce,
        counted=message.counted,
        may_answer=message.message_id if found and _may_answer(message) else "",
        files=files(message.files, "web:message-file", case.reference),
    )


def _logged(message: Message) -> str:
    """Return what a person logged beside the words: how, whom, which number, what was promised."""
    if message.log is None:
        return ""
    log = message.log
    told = (log.with_whom, log.reference, f"promised: {log.promised}" if log.promised else "")
    return ", ".join(filter(None, (words.in_words(words.CHANNELS, log.channel.value), *told)))
