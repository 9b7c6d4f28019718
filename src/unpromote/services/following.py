"""Following up: leaving somebody in peace, reaching them by hand, writing back, and where each conversation stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from unpromote.domain.aggregate import Case, State
from unpromote.domain.conversing import conversation
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.following import ContactLogged, ContactStated, ReplyWritten, SilenceSnoozed
from unpromote.domain.ladders import Channel, Log, Task
from unpromote.domain.letters import Letter, message_id_for, token_for
from unpromote.domain.letters import address as checked_address
from unpromote.domain.messages import (
    Contact,
    Conversation,
    ConversationState,
    Direction,
    Message,
)
from unpromote.domain.offices import Office
from unpromote.domain.suggesting import Suggestion, suggest
from unpromote.services import filing, queries
from unpromote.services.chasing import Next, chase_for, what_is_next
from unpromote.services.correspondence import Writing, letter_for
from unpromote.services.people import Person
from unpromote.services.policies import answer_cues
from unpromote.services.record import record

RUNNING = (State.STOPPING, State.SETTLING)


@dataclass(frozen=True)
class Standing:
    """Whose turn it is, since when, and what comes next at `due_at`.

    `turn` is "ours", "theirs" or "nobody"; `next_step` is None past the ladder's end. `sheet` is what the open task's
    person says, pastes or prints; `suggestion` what the answer seems to amount to, `answer` the message it is about.
    """

    turn: str
    since: datetime | None
    due_at: datetime | None
    office: Office
    next_step: Next | None
    task: Task | None
    sheet: Letter | None
    answer: Message | None
    suggestion: Suggestion | None


def standing(case: Case, talk: Conversation, now: datetime) -> Standing:
    """Return where a conversation of a running case stands."""
    chase = chase_for(case, talk.contact, now)
    answer = _last_answer(talk)
    return Standing(
        turn=_turn(talk),
        since=talk.silent_since or (talk.messages[-1].at if talk.messages else None),
        due_at=talk.due_at,
        office=chase.office,
        next_step=what_is_next(talk, chase) if talk.clock_runs and not talk.open_task else None,
        task=talk.open_task,
        sheet=_sheet(case, talk, talk.open_task, now),
        answer=answer,
        suggestion=suggest(answer.body, answer_cues()) if answer else None,
    )


def put_off(person: Person, case_id: str, who: str, until_at: datetime, why: str, *, now: datetime) -> Case:
    """Leave somebody in peace until an instant, and say why.

    Raises:
        NotAllowed: no clock runs on them.
        BadInput: the instant has gone by, or no reason is given.
    """
    case, talk = _talk(person, case_id, who)
    chase = chase_for(case, talk.contact, now)
    event = SilenceSnoozed(at=now, by=person.name, conversation_id=talk.id, until_at=until_at, why=why, chase=chase)
    return record(case.id, event)


def log_contact(
    person: Person,
    case_id: str,
    who: str,
    log: Log,
    *,
    answered: bool = False,
    at: datetime | None = None,
    now: datetime,
) -> Case:
    """Record that a person reached somebody through a channel that software cannot use; it counts as sent.

    What a task gave to paste or print is recorded as said where nothing else was. `at` is when it happened, now if left
    out; `answered` says that they gave their answer at once.

    Raises:
        NotAllowed: nothing was written to them yet, or the conversation is closed.
        BadInput: it happened in the future, or what proves it is missing.
    """
    case, talk = _talk(person, case_id, who)
    at = at or now
    if at > now:
        raise BadInput("that has not happened yet", place="at", mend="log it once it has")
    message = _logged(case, talk, log, at, now)
    event = ContactLogged(
        at=now,
        by=person.name,
        conversation_id=talk.id,
        message=message,
        log=log,
        answered=answered,
        chase=chase_for(case, talk.contact, now),
    )
    return record(case.id, event)


def write_back(person: Person, case_id: str, who: str, *, subject: str, body: str, now: datetime) -> Case:
    """Answer somebody in your own words, by mail; their silence counts again once it has gone.

    Raises:
        NotAllowed: nothing was sent to them yet, or the conversation is closed.
        BadInput: the letter is empty, or cannot travel by mail.
    """
    case, talk = _talk(person, case_id, who)
    text = f"{body.strip()}\n".replace("\r\n", "\n")
    Letter(talk.contact.name, talk.contact.address, subject, text, talk.contact.language)
    step = f"answer-{len(talk.written) + 1}"
    event = ReplyWritten(at=now, by=person.name, conversation_id=talk.id, step=step, subject=subject, body=text)
    return record(case.id, event)


def state_contact(person: Person, case_id: str, contact: Contact, *, now: datetime) -> Case:
    """State where a counterpart works and how else they are reached; a running clock follows their hours.

    Raises:
        NotAllowed: the case has no such contact.
        BadInput: an address, the zone, the region or the hours are none.
    """
    case = queries.case(person, case_id)
    checked_address(contact.address, place="address")
    for way in contact.ways:
        if way.address:
            checked_address(way.address, place=f"ways.{way.role}")
    chase = chase_for(case, contact, now)
    return record(case.id, ContactStated(at=now, by=person.name, contact=contact, chase=chase))


def contact_of(case: Case, who: str) -> Contact:
    """Return a contact of the case; raise NotAllowed where it has none of this id."""
    for contact in case.contacts:
        if contact.id == who:
            return contact
    raise NotAllowed(f"the case has no contact {who!r}")


def _talk(person: Person, case_id: str, who: str) -> tuple[Case, Conversation]:
    case = queries.case(person, case_id)
    return case, conversation(case, who)


def _turn(talk: Conversation) -> str:
    if talk.state is ConversationState.CLOSED:
        return "nobody"
    ours = (ConversationState.ANSWERED, ConversationState.BY_HAND, ConversationState.PLANNED)
    return "ours" if talk.state in ours or not talk.clock_runs else "theirs"


def _last_answer(talk: Conversation) -> Message | None:
    """Return the answer that waits to be judged: what they wrote, or what a person heard."""
    if talk.state is not ConversationState.ANSWERED:
        return None
    heard = (message for message in reversed(talk.messages) if message.log or message.is_answer)
    return next(heard, None)


def _sheet(case: Case, talk: Conversation, task: Task | None, now: datetime) -> Letter | None:
    if task is None:
        return None
    return letter_for(case, talk, task.id, Writing(token_for(f"{case.id}/{talk.id}"), now))


def _logged(case: Case, talk: Conversation, log: Log, at: datetime, now: datetime) -> Message:
    """Return the log as a message, filed as text so that the evidence pack can prove it."""
    task = talk.open_task
    mine = task is not None and task.channel in (log.channel, Channel.REPRESENTATIVE)
    sheet = _sheet(case, talk, task if mine else None, now)
    said = log.said.strip() or (sheet.body if sheet else "")
    step = task.id if task and mine else f"{log.channel.value}-{len(talk.messages)}"
    lines = [
        f"Channel: {log.channel.value}",
        f"When: {at.isoformat()}",
        *(f"{name}: {text}" for name, text in _named(log) if text),
        "",
        said,
    ]
    filed = filing.keep_content(case.id, f"{step}.txt", ("\n".join(lines) + "\n").encode(), "logs")
    key = f"{case.id}/Log/{talk.id}/{len(talk.messages)}/{step}"
    return Message(
        message_id=message_id_for(key, settings.UNPROMOTE["mail_domain"]),
        direction=Direction.OUT,
        step=step,
        at=at,
        subject=sheet.subject if sheet else f"{log.channel.value.replace('_', ' ').capitalize()}: {talk.contact.name}",
        sha256=filed.sha256,
        path=filed.path,
        body=said,
        log=log,
        template=sheet.template if sheet else "",
    )


def _named(log: Log) -> tuple[tuple[str, str], ...]:
    return ("With", log.with_whom), ("Promised", log.promised), ("Reference", log.reference)
