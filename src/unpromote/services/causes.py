"""Gathering: have a platform looked at for why a promotion has to stop, and say what of it is evidence for which fact.

A person orders it, a job reads it (`cause_looks`), its files are kept in the case. What it might prove is suggested:
that it is evidence, and that the fact holds, is a person's word.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from unpromote.domain.case import Case
from unpromote.domain.cause_events import CauseOrdered, CauseTaken, CommentsMarked
from unpromote.domain.cause_readings import likely_first
from unpromote.domain.causes import Gathering, Remark, Suggestion, What, usual_for
from unpromote.domain.errors import BadInput
from unpromote.domain.events import FiledEvidence
from unpromote.domain.evidence import EvidenceKind
from unpromote.services import cause_files, evidence, filing, queries
from unpromote.services.people import Person
from unpromote.services.policies import complaint_words
from unpromote.services.record import record


def order(person: Person, case_id: str, what: Sequence[What] = (), *, now: datetime) -> Case:
    """Have the platform looked at; what is usual for the case's reason, unless something is named.

    Raises:
        NotAllowed: the case is closed, not this person's, or the same is being read already.
    """
    case = queries.case(person, case_id)
    with transaction.atomic():
        for each in dict.fromkeys(what or usual_for(case.reason.kind)):
            case = record(case.id, CauseOrdered(at=now, by=person.name, gathering_id=_next(case), what=each))
    return case


def hand_in_report(person: Person, case_id: str, source: Path, *, now: datetime) -> Case:
    """Have a report by day read that was exported, where no account is connected; the file is kept as evidence.

    Raises:
        NotAllowed: as `order`.
        BadInput: the file cannot be kept.
    """
    case = queries.case(person, case_id)
    gathering_id = _next(case)
    kept = filing.keep(case.id, source, cause_files.SHELF)
    upload = FiledEvidence(
        id=f"{gathering_id}-0",
        kind=EvidenceKind.EXPORT,
        description="The report as it was handed in",
        file=source.name,
        sha256=kept.sha256,
        at=now,
        by=person.name,
        proves=(),
        path=kept.path,
    )
    event = CauseOrdered(at=now, by=person.name, gathering_id=gathering_id, what=What.SPEND, upload=upload)
    return record(case.id, event)


def mark(person: Person, case_id: str, gathering_id: str, comments: Sequence[str], *, now: datetime) -> Case:
    """Say which comments are the evidence, in place of what was said before.

    Raises:
        NotAllowed: there are no comments under that id.
        BadInput: a comment is none of them.
    """
    case = queries.case(person, case_id)
    chosen = tuple(dict.fromkeys(comments))
    event = CommentsMarked(at=now, by=person.name, gathering_id=gathering_id, comment_ids=chosen)
    known = {one.id for one in remarks(case, gathering_id)}
    if unknown := [one for one in chosen if one not in known]:
        mend = f"choose among the comments of {gathering_id}"
        raise BadInput(f"there is no comment {unknown[0]!r}", place="comments", mend=mend)
    return record(case.id, event)


def take(
    person: Person, case_id: str, gathering_id: str, *, fact: str = "", suggestion: int = 0, now: datetime
) -> Case:
    """Say that what was gathered is evidence for a fact; with a suggestion (counted from 1), state the fact by it too.

    Raises:
        NotAllowed: it has not been read, or a fact cannot be stated any more.
        BadInput: there is no such fact or suggestion, or the fact does not fit the promotion.
    """
    case = queries.case(person, case_id)
    suggested = _suggested(case, gathering_id, suggestion)
    name = suggested.fact if suggested else fact
    names = evidence.fact_names(case)
    if name not in names:
        raise BadInput(f"there is no fact {name!r}", place="fact", mend=f"known here: {', '.join(names)}")
    with transaction.atomic():
        record(case.id, CauseTaken(at=now, by=person.name, gathering_id=gathering_id, fact=name))
        if suggested is None:
            return queries.case(person, case.id)
        return evidence.state_fact(person, case.id, name, suggested.fields, now=now, amend=True)


def remarks(case: Case, gathering_id: str) -> tuple[Remark, ...]:
    """Return the comments of a gathering, those that may be complaints first; none where it has none.

    Raises:
        BadInput: their file is gone.
    """
    one = gathering(case, gathering_id)
    found = cause_files.remarks_in(one, case.evidence) if one else ()
    return likely_first(found, complaint_words())


def gathering(case: Case, gathering_id: str) -> Gathering | None:
    """Return what was gathered under that id."""
    return next((one for one in case.gathered if one.id == gathering_id), None)


def _suggested(case: Case, gathering_id: str, nth: int) -> Suggestion | None:
    one = gathering(case, gathering_id)
    if not nth or one is None:
        return None
    if not 0 < nth <= len(one.showing.suggests):
        mend = f"{gathering_id} suggests {len(one.showing.suggests)}"
        raise BadInput(f"there is no suggestion {nth}", place="suggestion", mend=mend)
    return one.showing.suggests[nth - 1]


def _next(case: Case) -> str:
    return f"g{len(case.gathered) + 1}"
