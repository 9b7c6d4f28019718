"""The tray: mail that fits no conversation. Who may see it, where it may belong, and what a person decides.

Stray mail is nobody's until somebody says whose it is, so it is shown to those who work for every client; and to those
who work for every client that its sender's exact address or an id in it points at. An address that several clients know
therefore shows a message only to people who work for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from unpromote.domain import clues as rules
from unpromote.domain.case import Case
from unpromote.domain.clues import Sign
from unpromote.domain.enclosed import KeptFile
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import ReplyReceived
from unpromote.domain.tray import StrayMail, TrayState
from unpromote.services import filing, queries
from unpromote.services.arriving import message_of_stray
from unpromote.services.chasing import chase_of
from unpromote.services.people import Person
from unpromote.services.record import record
from unpromote.store import cases, clues, people, tray, work

_NAMES_A_CLIENT = (Sign.REFERENCE, Sign.OBJECT, Sign.ACCOUNT, Sign.TICKET)


@dataclass(frozen=True)
class Suggestion:
    """A case that a stray message may belong to, and why; `conversation` is "" where nothing says who wrote."""

    reference: str
    title: str
    conversation: str
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class FoundFile:
    """A kept file and where it lies."""

    file: KeptFile
    path: Path


def waiting(person: Person) -> tuple[StrayMail, ...]:
    """Return the stray mail that this person may see and nobody has decided about."""
    return _visible(person, tray.waiting())


def lately(person: Person, since: datetime) -> tuple[StrayMail, ...]:
    """Return the stray mail that this person may see and that waits, or was decided about since then."""
    return _visible(person, tray.lately(since))


def trouble() -> str:
    """Return why the last look for mail failed, "" where it did not: until it is mended, nothing arrives."""
    return work.last_problem("CollectMail")


def stray(person: Person, mail_id: str) -> StrayMail:
    """Return one stray message, settled or not.

    Raises:
        NotAllowed: there is none of this id that the person may see.
    """
    found = tray.find(mail_id)
    if found is None or not _visible(person, (found,)):
        raise NotAllowed(f"there is no mail {mail_id!r} in the tray")
    return found


def suggestions(person: Person, mail: StrayMail) -> tuple[Suggestion, ...]:
    """Return the person's cases that a message may belong to, the likeliest first, with the reasons."""
    clients = list(person.rights)
    found = clues.bearing(rules.sought(mail.sender, mail.text), clients)
    titled = rules.named_titles(mail.text, clues.titles(clients))
    return tuple(_suggestion(guess) for guess in rules.guesses((*found, *titled)))


def assign(person: Person, mail_id: str, case_id: str, conversation_id: str, *, now: datetime) -> Case:
    """Put a stray message with a conversation: it counts as their answer there (a bounce, as a bounce).

    Raises:
        NotAllowed: no such mail or case for this person, the mail is decided about, or the case cannot take it.
        BadInput: the case has no such conversation.
    """
    mail = stray(person, mail_id)
    case = queries.case(person, case_id)
    if all(talk.id != conversation_id for talk in case.conversations):
        known = ", ".join(talk.id for talk in case.conversations) or "none yet, because nobody was told"
        problem = f"the case has no conversation {conversation_id!r}"
        raise BadInput(problem, place="conversation", mend=f"known here: {known}")
    message = message_of_stray(mail, case.id, now)
    chase = chase_of(case, conversation_id, now) if mail.bounce else None
    event = ReplyReceived(
        at=now, by=person.name, conversation_id=conversation_id, message=message, assigned=True, chase=chase
    )
    with transaction.atomic():
        _settle(person, mail, TrayState.ASSIGNED, f"{case.reference}/{conversation_id}", now=now, case_id=case.id)
        return record(case.id, event)


def set_aside(person: Person, mail_id: str, reason: str, *, now: datetime) -> StrayMail:
    """Take a message out of the tray that belongs to no conversation; it stays on disk.

    Raises:
        NotAllowed: no such mail for this person, or somebody has decided about it.
        BadInput: no reason is given.
    """
    mail = stray(person, mail_id)
    if not reason.strip():
        raise BadInput("no reason is given", place="reason", mend="say in a few words why it belongs to no case")
    _settle(person, mail, TrayState.SET_ASIDE, reason.strip(), now=now, case_id=None)
    return stray(person, mail_id)


def file_of_stray(person: Person, mail_id: str, sha256: str) -> FoundFile:
    """Return a file of a stray message; raise NotAllowed where there is none that the person may have."""
    return _found(stray(person, mail_id).files, sha256)


def file_of_case(person: Person, case_id: str, sha256: str) -> FoundFile:
    """Return a file that came with a message of the case; raise NotAllowed where there is none."""
    case = queries.case(person, case_id)
    return _found([file for talk in case.conversations for one in talk.messages for file in one.files], sha256)


def _found(files: Sequence[KeptFile], sha256: str) -> FoundFile:
    for file in files:
        if file.sha256 == sha256 and file.path:
            return FoundFile(file, filing.located(file.path))
    raise NotAllowed(f"there is no file {sha256!r}")


def _settle(
    person: Person, mail: StrayMail, state: TrayState, reason: str, *, now: datetime, case_id: str | None
) -> None:
    if not tray.settle(mail, at=now, by=person.name, state=state, reason=reason, case_id=case_id):
        known = tray.find(mail.id) or mail
        raise NotAllowed(f"{known.settled_by} has decided about this mail already")


def _visible(person: Person, mails: tuple[StrayMail, ...]) -> tuple[StrayMail, ...]:
    if set(people.clients()) <= set(person.rights):
        return mails
    named = {mail.id: rules.sought(mail.sender, mail.text) for mail in mails}
    values = {value for each in named.values() for value in each}
    senders = clues.clients_with(values, (Sign.ADDRESS,))
    ids = clues.clients_with(values, _NAMES_A_CLIENT)
    return tuple(mail for mail in mails if _is_theirs(person, mail, named[mail.id], senders, ids))


def _is_theirs(
    person: Person,
    mail: StrayMail,
    named: tuple[str, ...],
    senders: dict[str, frozenset[str]],
    ids: dict[str, frozenset[str]],
) -> bool:
    knowing = senders.get(mail.sender.lower(), frozenset())
    pointed = knowing.union(*(ids.get(value, frozenset()) for value in named))
    return bool(pointed) and pointed <= set(person.rights)


def _suggestion(guess: rules.Guess) -> Suggestion:
    case = cases.load(guess.case_id)
    name = next((contact.name for contact in case.contacts if contact.id == guess.conversation), "")
    return Suggestion(case.reference, case.title, guess.conversation, name, guess.reasons)
