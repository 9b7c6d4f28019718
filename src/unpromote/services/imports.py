"""Importing promotions from a file: handed in, asked about, tried, taken in. The trial and the taking are one path.

A file is read by a job, so no door waits for it. What the file leaves open is asked; once a file was taken in, the
answers are remembered for the client's next file with the same headers. Rows of one id update what is known; what a
file no longer lists is told and kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from unpromote.domain.codec import encode
from unpromote.domain.commands import ReadListing
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.imports import (
    ACCOUNT,
    KEY,
    Counts,
    FileRow,
    Finding,
    Listed,
    Outcome,
    Plan,
    ReportLine,
    Survey,
    compared,
    merged,
    refused,
    stated_by,
)
from unpromote.services.filing import located, put_file
from unpromote.services.import_report import Report, report_lines
from unpromote.services.people import Person
from unpromote.services.ports import ListingFiles, OpenListing
from unpromote.store import imports, work
from unpromote.store.imports import ASKING, DONE, READING, READY, UNUSABLE, Import

__all__ = [
    "Import",
    "answer_import",
    "apply_import",
    "import_json",
    "import_of",
    "imports_of",
    "listed",
    "receive_import",
    "report",
    "template",
]

LARGEST = 200 * 1024 * 1024
SHOWN = 50
_LONGEST_NAME = 80
_KEYS = ("dates", "numbers", "ends", "currency", "advertiser_id", "kind", "budgets")


def receive_import(
    person: Person,
    client: str,
    path: Path,
    *,
    name: str = "",
    answers: Mapping[str, str] | None = None,
    apply: bool = False,
    partial: bool = False,
    now: datetime,
) -> Import:
    """Take in a file of promotions; it is read next. With `apply` it is taken in at once if nothing has to be asked.

    A `partial` file is not all of its accounts: what it does not list has not vanished.

    Raises:
        NotAllowed: the person does not work for the client.
        BadInput: there is no such file, it is empty or larger than 200 MB, or an answer answers nothing.
    """
    person.must_work_for(client)
    _check(answers or {})
    _check_file(path)
    import_id = f"import_{secrets.token_hex(8)}"
    filed = put_file("imports", f"{import_id}{path.suffix.lower()[:8]}", path)
    called = (name or path.name)[-_LONGEST_NAME:]
    one = Import(import_id, client, called, filed, now, person.name, answers=dict(answers or {}), partial=partial)
    with transaction.atomic():
        imports.save(one)
        _order(one, apply=apply, now=now)
    return one


def answer_import(
    person: Person, import_id: str, answers: Mapping[str, str], *, apply: bool = False, now: datetime
) -> Import:
    """Answer what was asked about a file, or answer it otherwise; the file is read again.

    Raises:
        NotAllowed: it is being read, was taken in, or cannot be used.
        BadInput: an answer answers nothing.
    """
    one = import_of(person, import_id)
    if one.state not in (ASKING, READY):
        raise NotAllowed(f"nothing is asked about this file: it is {one.state}")
    _check(answers)
    said = {**(one.answers or {}), **{key: answer for key, answer in answers.items() if answer}}
    return _next(one, replace(one, answers=said), apply=apply, now=now)


def apply_import(person: Person, import_id: str, *, now: datetime) -> Import:
    """Take in a file that was tried.

    Raises:
        NotAllowed: it was not tried yet, something is still asked, or it was taken in already.
    """
    one = import_of(person, import_id)
    if one.state != READY:
        raise NotAllowed(f"only a file that was tried can be taken in: this one is {one.state}")
    return _next(one, one, apply=True, now=now)


def import_of(person: Person, import_id: str) -> Import:
    """Return an import as it stands now.

    Raises:
        NotAllowed: there is none, or it is another client's.
    """
    one = imports.load(import_id)
    if one.client not in person.rights:
        raise NotAllowed(f"there is no import {import_id!r}")
    return one


def imports_of(person: Person, client: str) -> tuple[Import, ...]:
    """Return a client's latest imports, the newest first."""
    person.must_work_for(client)
    return imports.of(client, SHOWN)


def listed(person: Person, client: str, *, after: str = "", limit: int = SHOWN) -> tuple[Listed, ...]:
    """Return the promotions that a client's files listed, by id, from the one after `after` on."""
    person.must_work_for(client)
    return imports.listed(client, after=after, limit=limit)


def report(
    person: Person, import_id: str, *, outcome: Outcome | None = None, skip: int = 0, limit: int = SHOWN
) -> tuple[ReportLine, ...]:
    """Return what became of a file's rows, of one outcome or of all, in the order of the file."""
    one = import_of(person, import_id)
    if not one.report:
        return ()
    return tuple(islice(report_lines(located(one.report), outcome), skip, skip + limit))


def read_listing(command: ReadListing, files: ListingFiles, *, now: datetime) -> None:
    """Read a file as far as its answers go; done twice, or killed in the middle and done again, it ends the same."""
    one = imports.load(command.import_id)
    if one.turn != command.turn or one.state != READING:
        return  # it was settled by an earlier try
    try:
        with files(located(one.path)) as opened:
            done = _read(one, opened, apply=command.apply, now=now)
    except BadInput as problem:
        done = replace(one, state=UNUSABLE, problem=str(problem))
    imports.move(done, from_turn=one.turn)


def _read(one: Import, opened: OpenListing, *, apply: bool, now: datetime) -> Import:
    said = dict(one.answers or {})
    found, remembered = opened.survey(said), one.remembered
    if found.questions:
        earlier, when = imports.answers(one.client, found.signature)
        if when:
            found, remembered = _survey_remembering(opened, earlier | said, found, when)
            said = earlier | said if remembered else said
    answered = replace(one, survey=found, answers=said, remembered=remembered, problem="")
    if found.questions:
        return replace(answered, state=ASKING)
    tried = _taken(answered, opened, found, apply=apply, now=now)
    if not apply:
        return replace(tried, state=READY)
    if said:
        imports.remember(one.client, found.signature, said, at=now, by=one.received_by)
    return replace(tried, state=DONE, done_at=now)


def _survey_remembering(
    opened: OpenListing, answers: Mapping[str, str], otherwise: Survey, when: str
) -> tuple[Survey, str]:
    try:
        return opened.survey(answers), when
    except BadInput:  # a remembered answer fits this file no longer: ask
        return otherwise, ""


def _taken(one: Import, opened: OpenListing, found: Survey, *, apply: bool, now: datetime) -> Import:
    """Compare every row with what is known, and keep it if `apply`; both write the same report."""
    accounts: set[str] = set()
    counts = Counts()
    with Report(f"{one.id}-{one.turn}") as written, imports.seen() as seen:
        rows = opened.rows(found.plan)
        while batch := list(islice(rows, imports.BATCH)):
            lines = _batch(one, batch, seen, found.plan, now if apply else None)
            accounts |= {row.listed.advertiser_id for row in batch if row.listed}
            counts = counts.and_(lines)
            written.add(lines)
        gone = _vanished(one.client, () if one.partial else sorted(accounts), seen)
        while lines := tuple(islice(gone, imports.BATCH)):
            counts = counts.and_(lines)
            written.add(lines)
    return replace(one, counts=counts, report=written.path)


def _batch(
    one: Import, batch: Sequence[FileRow], seen: imports.Seen, plan: Plan, keep_at: datetime | None
) -> tuple[ReportLine, ...]:
    known = imports.known(one.client, [row.listed.campaign_id for row in batch if row.listed])
    stated, lines, kept = stated_by(plan), [], []
    for row in batch:
        listed = row.listed
        if listed is None or row.findings:
            lines.append(refused(row))
            continue
        found = known.get(listed.campaign_id)
        before = found.before_import(one.id) if found else None
        if doubt := _doubt(row, listed, before, seen):
            lines.append(refused(row, doubt))
            continue
        after = merged(before, listed, stated)
        lines.append(compared(row, listed, before, after))
        kept.append((after, before))
    if keep_at:
        with transaction.atomic():
            imports.keep(one, kept, keep_at)
    return tuple(lines)


def _doubt(row: FileRow, listed: Listed, before: Mapping[str, object] | None, seen: imports.Seen) -> Finding | None:
    place = f"row {row.row}" + (f" of the sheet {row.sheet}" if row.sheet else "")
    if earlier := seen.first(listed.campaign_id, place):
        mend = "keep one of them; an export with a breakdown has several rows a campaign, export it without"
        return Finding(KEY, f"{listed.campaign_id} stands in {earlier} too", mend)
    if before and before[ACCOUNT] != listed.advertiser_id:
        problem = (
            f"{listed.campaign_id} is known in the account {before[ACCOUNT]}, here it is in {listed.advertiser_id}"
        )
        return Finding(ACCOUNT, problem, "check the account, and answer again if it was asked")
    return None


def _vanished(client: str, accounts: Iterable[str], seen: imports.Seen) -> Iterator[ReportLine]:
    """Give what is known of the file's accounts and is not in it any more."""
    for campaign_id, name in imports.ids_of(client, accounts):
        if campaign_id not in seen:
            yield ReportLine(0, Outcome.VANISHED, campaign_id=campaign_id, name=name)


def _next(one: Import, then: Import, *, apply: bool, now: datetime) -> Import:
    moved = replace(then, state=READING, turn=one.turn + 1)
    with transaction.atomic():
        if not imports.move(moved, from_turn=one.turn):
            raise NotAllowed("somebody else has just answered about this file: look again")
        _order(moved, apply=apply, now=now)
    return moved


def _order(one: Import, *, apply: bool, now: datetime) -> None:
    command = ReadListing(case_id="", due=now, import_id=one.id, turn=one.turn, apply=apply)
    work.order([work.Order(command.key, None, "ReadListing", encode(command), command.partition, now)])


def _check(answers: Mapping[str, str]) -> None:
    for key in answers:
        if key not in _KEYS and not key.startswith("column."):
            known = ", ".join((*_KEYS, "column.FIELD"))
            raise BadInput("nothing is asked by that name", place=key, mend=f"answer to: {known}")


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise BadInput("there is no such file", place=path.name, mend="check the path")
    size = path.stat().st_size
    if not 0 < size <= LARGEST:
        problem = "the file is empty" if size == 0 else f"the file has {size // 1024**2} MB, more than 200"
        raise BadInput(problem, place=path.name, mend="hand in the export of fewer accounts")


def template(ending: str) -> tuple[str, bytes]:
    """Return the empty table to fill in, its file's name and content; the ending is csv or xlsx.

    Raises:
        BadInput: it is neither.
    """
    if ending not in ("csv", "xlsx"):
        raise BadInput(f"there is no template as {ending!r}", place="template", mend="ask for csv or xlsx")
    write = cast("Callable[[str], bytes]", import_string(settings.UNPROMOTE_PARTS["promotion_template"]))
    return f"promotions.{ending}", write(ending)


def import_json(one: Import) -> dict[str, Any]:
    """Return what a program is told of an import: no path, no plan."""
    found = one.survey
    return {
        "id": one.id,
        "client": one.client,
        "name": one.name,
        "received_at": one.received_at.isoformat(),
        "received_by": one.received_by,
        "state": one.state,
        "problem": one.problem,
        "questions": encode(found.questions) if found and one.state == ASKING else [],
        "answers": dict(one.answers or {}),
        "remembered": one.remembered,
        "notes": list(found.notes) if found else [],
        "counts": dict(one.counts.of),
    }
