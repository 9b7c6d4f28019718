"""The creator's page: what a creator may do behind their signed link, without an account, and what the desk does then.

Looking changes nothing. Each action is an event in the creator's name, at a pace that a person can keep.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from unpromote.domain.case import Case, State
from unpromote.domain.creator_events import CreatorFiled, CreatorProposed, DutyShown, ProposalAnswered
from unpromote.domain.duties import DutyProof
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import CreatorAnswered, Event
from unpromote.domain.messages import ConversationState
from unpromote.domain.offices import answer_day
from unpromote.domain.proposals import MOST_FILES, CreatorFile, FileKind, Proposal, ProposalKind
from unpromote.services import filing, involvement, queries
from unpromote.services.chasing import chase_for
from unpromote.services.creator_link import Visit, open_page
from unpromote.services.people import Person
from unpromote.services.record import record
from unpromote.store import buckets, people

MOST_BYTES = 10 * 1024 * 1024
MOST_WORDS = 2_000
PAGE, SHELF = "page", "duties"
_EVERY, _BURST = timedelta(seconds=20), 10
_MAGIC = {".pdf": b"%PDF-", ".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}


class TooFast(NotAllowed):
    """So many actions cannot be meant; `again_at` is when the next one may come."""

    def __init__(self, again_at: datetime) -> None:
        self.again_at = again_at
        super().__init__("that was too much at once: wait a moment")


def brand_of(case: Case) -> str:
    """Return the name under which the creator knows whose promotion it is."""
    return people.clients()[case.client]


def needs_both(case: Case) -> bool:
    """Return whether leaving counts only once both sides have accepted it."""
    taken = case.requote or case.quote
    named = taken.quote.get("right") if taken else None
    rights = (case.terms or {}).get("rights", ())
    return any(right["id"] == named and right.get("acceptance") == "consent" for right in rights)


def object_by(visit: Visit, *, now: datetime) -> date | None:
    """Return the last day to answer in time, on the creator's clock; None while nothing was sent or no clock runs."""
    talk = next((one for one in visit.case.conversations if one.id == visit.contact.id), None)
    if talk is None or talk.due_at is None or talk.state is not ConversationState.WAITING:
        return None
    zone = ZoneInfo(visit.zone)
    day = answer_day(chase_for(visit.case, talk.contact, now).office, talk.due_at, zone)
    return day if day >= now.astimezone(zone).date() else None


# --- what the creator does ----------------------------------------------------------------------


def answer(token: str, *, accepted: bool, note: str, figures: str, now: datetime) -> Case:
    """Record the creator's yes, or their objection with its reason, to the figures that they saw.

    Raises:
        LinkOver: the link does not work any more.
        TooFast: too much came at once.
        NotAllowed: the figures changed meanwhile, the settlement is released, or an objection has no reason.
    """

    def given(visit: Visit) -> Event:
        if figures != visit.figures:
            raise NotAllowed("the figures have changed since you opened the page: look at them again")
        return CreatorAnswered(
            at=now,
            by=visit.contact.name,
            creator_id=visit.contact.id,
            accepted=accepted,
            note=_words(note),
            through=PAGE,
            figures=figures,
        )

    return _act(token, given, now)


def propose(
    token: str,
    kind: ProposalKind,
    words: str,
    *,
    now: datetime,
    on: date | None = None,
    deliverable: str = "",
    campaign: str = "",
    share: Fraction | None = None,
) -> Case:
    """Record a change that the creator proposes; a person answers it.

    Raises:
        LinkOver: the link does not work any more.
        TooFast: too much came at once.
        NotAllowed: nothing is said, too many proposals wait, or the settlement is released.
        BadInput: the part that stays is none.
    """
    if share is not None and not 0 < share < 1:
        raise BadInput("the part that stays is more than nothing and less than all", place="share")

    def made(visit: Visit) -> Event:
        proposal = Proposal(
            id=f"prop_{secrets.token_hex(4)}",
            creator_id=visit.contact.id,
            kind=kind,
            words=_words(words),
            at=now,
            on=on,
            deliverable=deliverable[:200],
            campaign=_words(campaign)[:200],
            share=share,
        )
        return CreatorProposed(at=now, by=visit.contact.name, proposal=proposal)

    return _act(token, made, now)


def hand_in(token: str, kind: FileKind, source: Path, *, note: str = "", now: datetime) -> Case:
    """Keep a file of the creator: an invoice, or a proof that something was taken down.

    Raises:
        LinkOver: the link does not work any more.
        TooFast: too much came at once.
        BadInput: it is no PDF, PNG or JPEG, is empty, or is larger than 10 MB.
        NotAllowed: the very same file is there already, or too many are.
    """

    def filed(visit: Visit) -> Event:
        size = source.stat().st_size
        _check_file(source, size)
        kept = filing.keep(visit.case.id, source, "creators")
        file = CreatorFile(
            id=f"file_{secrets.token_hex(4)}",
            creator_id=visit.contact.id,
            kind=kind,
            name=source.name,
            sha256=kept.sha256,
            path=kept.path,
            size=size,
            at=now,
            note=_words(note),
        )
        return CreatorFiled(at=now, by=visit.contact.name, file=file)

    return _act(token, filed, now)


def show_duty(token: str, duty_id: str, words: str, source: Path | None = None, *, now: datetime) -> Case:
    """Record the creator's word that a duty of theirs is done, with a file that shows it, if there is one.

    Raises:
        LinkOver: the link does not work any more.
        TooFast: too much came at once.
        BadInput: the file is no PDF, PNG or JPEG, is empty, or is larger than 10 MB.
        NotAllowed: they have no such duty, it is over already, nothing is said, or too many files are there.
    """

    def shown(visit: Visit) -> Event:
        mine = [one for one in visit.case.duties if one.creator_id == visit.contact.id and one.holder == "creator"]
        task = next((one for one in mine if one.id == duty_id), None)
        if task is None:
            raise NotAllowed("this is no duty of yours")
        if sum(len(one.proofs) for one in mine) >= MOST_FILES:
            raise NotAllowed(f"you have told us {MOST_FILES} times already: write to us instead")
        proof = DutyProof(words=_words(words), at=now, by=visit.contact.name)
        if source is not None:
            _check_file(source, source.stat().st_size)
            kept = filing.keep(visit.case.id, source, SHELF)
            proof = replace(proof, file=source.name, sha256=kept.sha256, path=kept.path)
        return DutyShown(at=now, by=visit.contact.name, duty_id=task.id, proof=proof)

    return _act(token, shown, now)


def _act(token: str, event: Callable[[Visit], Event], now: datetime) -> Case:
    visit = open_page(token, now=now)
    again_at = buckets.take(f"creator/{visit.case.id}/{visit.contact.id}"[:120], now, every=_EVERY, burst=_BURST)
    if again_at > now:
        raise TooFast(again_at)
    if visit.case.state not in (State.STOPPING, State.SETTLING, State.CLOSED):
        raise NotAllowed("nothing can be answered at the moment")
    return record(visit.case.id, event(visit))


def _words(text: str) -> str:
    plain = "".join(letter for letter in text if letter.isprintable() or letter in "\n\t").strip()
    if len(plain) > MOST_WORDS:
        raise BadInput(f"that is more than {MOST_WORDS} letters", place="words", mend="say it shorter")
    return plain


def _check_file(source: Path, size: int) -> None:
    if size > MOST_BYTES:
        raise BadInput("the file is larger than 10 MB", place="file", mend="hand in a smaller one")
    magic = _MAGIC.get(source.suffix.lower())
    with source.open("rb") as opened:
        head = opened.read(8)
    if magic is None or not head.startswith(magic):
        raise BadInput("the file is no PDF, PNG or JPEG", place="file", mend="save it as PDF, or take a picture of it")


# --- what the desk does about it ----------------------------------------------------------------


def answer_proposal(
    person: Person, case_id: str, proposal_id: str, *, accepted: bool, note: str = "", now: datetime
) -> Case:
    """Answer a creator's proposal; a yes makes the change that it asks for, and takes the right to approve.

    Raises:
        NotAllowed: there is no such proposal, it was answered already, or a no has no reason; a yes as for
            `involvement.accept`.
    """
    if accepted:
        return involvement.accept(person, case_id, proposal_id, why=note, now=now)
    case = queries.case(person, case_id)
    return record(
        case.id, ProposalAnswered(at=now, by=person.name, proposal_id=proposal_id, accepted=False, answer=note)
    )


def file_of(person: Person, case_id: str, file_id: str) -> tuple[CreatorFile, Path]:
    """Return a file that a creator handed in, and where it lies.

    Raises:
        NotAllowed: there is no such file for this person.
    """
    case = queries.case(person, case_id)
    for file in case.creator_files:
        if file.id == file_id:
            return file, filing.located(file.path)
    raise NotAllowed(f"the case has no file {file_id!r}")
