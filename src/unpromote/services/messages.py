"""Messages: does the other side know and agree. Drafts letters, takes mail in, records how a person reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path

from django.conf import settings

from unpromote.domain.case import Case
from unpromote.domain.commands import SendMessage
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import AnswerJudged, MessageSent, ReminderDue, ReplyReceived
from unpromote.domain.ladders import Channel, Chase
from unpromote.domain.letters import Envelope, Incoming, Letter, SentMail, message_id_for, token_for
from unpromote.domain.messages import Conversation, Direction, Message, Outcome, rings
from unpromote.services import filing, queries, templates
from unpromote.services.arriving import message_id_of, message_of, stray_of
from unpromote.services.chasing import chase_for, chase_of, next_step
from unpromote.services.correspondence import Writing, letter_for
from unpromote.services.letters import Wording, language_for
from unpromote.services.people import Person
from unpromote.services.record import record
from unpromote.store import cases, tray
from unpromote.store.cases import Changed


@dataclass(frozen=True)
class Draft:
    """A letter and its envelope, ready to go."""

    conversation_id: str
    step: str
    letter: Letter
    envelope: Envelope
    chase: Chase


def tried(
    person: Person, case_id: str, conversation_id: str, step: str, *, trial: tuple[str, str], now: datetime
) -> Letter:
    """Return the letter that a text (its template's name, and the text) would give in a case; nothing is saved.

    Raises:
        NotAllowed: the case has no such counterpart, or nothing could be said yet.
        BadInput: the text would be refused, or this step is not written from it.
    """
    case = queries.case(person, case_id)
    talk = _conversation(case, conversation_id)
    name, text = trial
    kind, channel = templates.named(name)
    language = language_for(kind, talk.contact.language)
    wording = Wording(templates.checked(name, language, text), 0)
    writing = Writing(token_for(f"{case.id}/{talk.id}"), now, channel=channel, instead={name: wording})
    letter = letter_for(case, talk, step, writing)
    if not letter.template.startswith(f"{name}/"):
        mend = "choose the step that this letter is for"
        raise BadInput(
            f"the step {step!r} is written from {letter.template.partition('/')[0]}", place="step", mend=mend
        )
    return letter


def draft(case: Case, conversation_id: str, step: str, *, key: str, now: datetime) -> Draft:
    """Return the letter of one step, the same however often it is asked for; `key` is its command's."""
    talk = _conversation(case, conversation_id)
    before = tuple(message.message_id for message in talk.messages)
    envelope = Envelope(
        message_id=message_id_for(key, settings.UNPROMOTE["mail_domain"]),
        token=token_for(f"{case.id}/{talk.id}"),
        at=now,
        in_reply_to=before[-1] if before else "",
        references=before,
    )
    letter = letter_for(case, talk, step, Writing(envelope.token, now))
    return Draft(talk.id, step, letter, envelope, chase_for(case, talk.contact, now))


def preview(
    person: Person, case_id: str, conversation_id: str, step: str, *, channel: Channel | None = None, now: datetime
) -> Letter:
    """Return the letter as it would be sent now; with a channel, the first letter's words for that way.

    Raises:
        NotAllowed: the case has no such counterpart, or nothing is approved that could be said.
    """
    if channel is None:
        return previewed(person, case_id, conversation_id, step, now=now).letter
    case = queries.case(person, case_id)
    talk = _conversation(case, conversation_id)
    return letter_for(case, talk, step, Writing(token_for(f"{case.id}/{talk.id}"), now, channel))


def previewed(person: Person, case_id: str, conversation_id: str, step: str, *, now: datetime) -> Draft:
    """Return the letter with its envelope, as the desk would send both now: the very same message.

    Raises:
        NotAllowed: the case has no such counterpart, or nothing is approved that could be said.
    """
    case = queries.case(person, case_id)
    command = SendMessage(case_id=case.id, due=now, conversation_id=conversation_id, step=step)
    return draft(case, conversation_id, step, key=command.key, now=now)


@dataclass(frozen=True)
class Preview:
    """The letter that goes next to one recipient, or why none can."""

    conversation_id: str
    step: str
    letter: Letter | None
    problem: str = ""


def previews(person: Person, case_id: str, *, now: datetime) -> Iterator[Preview]:
    """Yield the letter that goes next to each, in the case's order, as it would be sent now, where one is next.

    A letter that cannot be written stops no other: its problem is told instead.

    Raises:
        NotAllowed: there is no such case for this person.
    """
    case = queries.case(person, case_id)
    begun = {talk.id: talk for talk in case.conversations}
    for contact in case.contacts:
        talk = begun.get(contact.id, Conversation(id=contact.id, contact=contact))
        step = next_step(case, talk, now)
        if not step:  # a person decides
            continue
        try:
            letter = draft(case, talk.id, step, key="preview", now=now).letter
        except (BadInput, NotAllowed) as problem:
            yield Preview(talk.id, step, None, str(problem))
        else:
            yield Preview(talk.id, step, letter)


def _conversation(case: Case, conversation_id: str) -> Conversation:
    for talk in case.conversations:
        if talk.id == conversation_id:
            return talk
    for contact in case.contacts:
        if contact.id == conversation_id:
            return Conversation(id=contact.id, contact=contact)
    raise NotAllowed(f"the case has no conversation {conversation_id!r}")


def ids_before(command: SendMessage) -> tuple[str, ...]:
    """Return the Message-IDs under which the letter of a command may have gone already."""
    domain = settings.UNPROMOTE["mail_domain"]
    return tuple(message_id_for(one.key, domain) for one in command.earlier)


def sent(draft: Draft, mail: SentMail, *, by: str) -> MessageSent:
    """Return what is recorded once a letter has gone."""
    message = Message(
        message_id=mail.message_id,
        direction=Direction.OUT,
        step=draft.step,
        at=mail.sent_at,
        subject=draft.letter.subject,
        sha256=mail.sha256,
        path=filing.written(Path(mail.path)),
        template=draft.letter.template,
        to_address=draft.letter.to_address,
    )
    return MessageSent(
        at=mail.sent_at, by=by, conversation_id=draft.conversation_id, message=message, chase=draft.chase
    )


def take_mail(mail: Incoming, *, now: datetime, by: str) -> Case | None:
    """Match a message to its conversation and record it there; what fits nowhere goes to the tray.

    Taking the same message twice records it once.
    """
    known = replace(mail, automatic=True) if _is_ours(mail) else mail
    place = cases.place_for(known)
    if place is None:
        tray.add(stray_of(known, now))
        return None
    if cases.is_known(message_id_of(known)):
        return None
    case_id, conversation_id = place
    message = message_of(known, case_id, now)
    chase = chase_of(cases.load(case_id), conversation_id, now) if known.bounce else None
    event = ReplyReceived(at=now, by=by, conversation_id=conversation_id, message=message, chase=chase)
    try:
        return record(case_id, event)
    except Changed:
        raise
    except NotAllowed:  # what its case cannot take is not lost: a person finds it in the tray
        tray.add(stray_of(known, now))
        return None


def _is_ours(mail: Incoming) -> bool:
    """Tell whether it came from our own address, as copies do: that is no answer."""
    return mail.sender.lower() == parseaddr(settings.UNPROMOTE["sender"])[1].lower()


def judge_answer(
    person: Person, case_id: str, conversation_id: str, outcome: Outcome, *, note: str = "", now: datetime
) -> Case:
    """Record what an answer amounts to, as a person reads it; only a confirmation or an explained decision closes.

    Raises:
        NotAllowed: there is no answer to judge, or a decision is not explained.
    """
    case = queries.case(person, case_id)
    talk = _conversation(case, conversation_id)
    judged = AnswerJudged(
        at=now,
        by=person.name,
        conversation_id=talk.id,
        outcome=outcome,
        note=note,
        chase=chase_for(case, talk.contact, now),
    )
    return record(case.id, judged)


def silence_over(
    case: Case, conversation_id: str, nth: int, clock: int, *, now: datetime, by: str
) -> ReminderDue | None:
    """Return what is recorded when the clock on their silence rings; None where the timer is an earlier start's."""
    talk = _conversation(case, conversation_id)
    if not rings(talk, nth, clock):
        return None
    chase = chase_for(case, talk.contact, now)
    return ReminderDue(at=now, by=by, conversation_id=talk.id, nth=nth, clock=clock, chase=chase)
