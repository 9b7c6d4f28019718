"""Bank statements: what was really paid and received. Each line is booked once; one that fits nothing waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from unpromote.domain.awaited import awaited, check_party
from unpromote.domain.books import Movement
from unpromote.domain.case import Case
from unpromote.domain.codec import encode
from unpromote.domain.commands import BookStatement
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import BankLinesBooked
from unpromote.domain.matching import BankLine, Match, match
from unpromote.services import queries
from unpromote.services.filing import located, put
from unpromote.services.people import Person
from unpromote.services.ports import StatementReader
from unpromote.services.record import record
from unpromote.store import cases, statements, work
from unpromote.store.statements import Statement

__all__ = ["Statement", "assign_line", "book_statement", "open_lines", "receive_statement", "set_line_aside"]

LARGEST = 20 * 1024 * 1024
_LONGEST_NAME = 80


def receive_statement(person: Person, client: str, path: Path, *, name: str = "", now: datetime) -> Statement:
    """Take in a client's bank statement (camt.053 or CSV); its lines are booked next. The same file counts once.

    Raises:
        NotAllowed: the person does not work for the client.
        BadInput: there is no such file, it is empty, or it is larger than 20 MB.
    """
    person.must_work_for(client)
    content = _content(path)
    digest = sha256(content).hexdigest()
    called = (name or path.name)[-_LONGEST_NAME:]
    filed = put("payouts/statements", f"{digest[:16]}.statement", content)
    statement = Statement(f"{client}/{digest[:16]}"[-80:], client, called, filed.path, now, person.name)
    with transaction.atomic():
        if statements.add(statement):
            command = BookStatement(case_id="", due=now, statement_id=statement.id)
            work.order([work.Order(command.key, None, "BookStatement", encode(command), command.partition, now)])
    return statements.load(statement.id)


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise BadInput("there is no such file", place=path.name, mend="check the path")
    size = path.stat().st_size
    if not 0 < size <= LARGEST:
        problem = "the file is empty" if size == 0 else f"the file has {size // 1024**2} MB, more than 20"
        raise BadInput(problem, place=path.name, mend="ask the bank for a statement of fewer days")
    return path.read_bytes()


def statement_of(person: Person, statement_id: str) -> Statement:
    """Return a statement as it stands now."""
    found = statements.load(statement_id)
    person.must_work_for(found.client)
    return found


def statements_of(person: Person, client: str) -> tuple[Statement, ...]:
    """Return a client's statements, the newest first."""
    person.must_work_for(client)
    return statements.of(client)


def book_statement(statement_id: str, read: StatementReader, *, now: datetime, by: str) -> Statement:
    """Book a statement's lines where they belong; done twice, or killed in the middle and done again, it books once."""
    statement = statements.load(statement_id)
    try:
        lines = read(located(statement.path))
    except BadInput as problem:
        statements.mark(statement.id, statements.UNUSABLE, str(problem))
        return statements.load(statement.id)
    with transaction.atomic():
        statements.add_lines(statement, lines)
    for case_id, matches in _by_case(statement.client).items():
        _book(case_id, matches, statement.id, now=now, by=by)
    statements.mark(statement.id, statements.BOOKED)
    return statements.load(statement.id)


def _by_case(client: str) -> dict[str, list[Match]]:
    wanted = [one for case_id in statements.cases_with_money(client) for one in awaited(cases.load(case_id))]
    found: dict[str, list[Match]] = {}
    for one in match(statements.open_lines(client), wanted).matches:
        found.setdefault(one.awaited.case_id, []).append(one)
    return found


def _book(case_id: str, matches: Sequence[Match], statement_id: str, *, now: datetime, by: str) -> None:
    with transaction.atomic():
        mine = [one for one in matches if statements.claim(one.line.id, case_id, one.awaited.party)]
        if mine:
            moved = tuple(_movement(one.line, one.awaited.party, one.how, now) for one in mine)
            record(case_id, BankLinesBooked(at=now, by=by, statement=statement_id, movements=moved))


def _movement(line: BankLine, party: str, how: str, now: datetime) -> Movement:
    reference = line.end_to_end or line.reference[:140]
    return Movement(line.id, party, line.amount, line.booked_on, reference, how, now)


def open_lines(person: Person, client: str) -> tuple[BankLine, ...]:
    """Return the bank lines that fit nothing and wait for a person, oldest first."""
    person.must_work_for(client)
    return statements.open_lines(client)


def assign_line(person: Person, line_id: str, case_id: str, name: str, *, now: datetime) -> Case:
    """Book a bank line, by a person's word, against a party of a case.

    Raises:
        NotAllowed: the line has its place already, or nobody in the case is called that.
    """
    case = queries.case(person, case_id)
    party = check_party(case, name)
    line = statements.open_line(case.client, line_id)
    event = BankLinesBooked(
        at=now,
        by=person.name,
        statement=statements.statement_of(line.id),
        movements=(_movement(line, party, "person", now),),
    )
    with transaction.atomic():
        if not statements.claim(line.id, case.id, party):
            raise NotAllowed(f"bank line {line_id} was given its place by somebody else")
        return record(case.id, event)


def set_line_aside(person: Person, client: str, line_id: str, why: str) -> None:
    """Say that a bank line concerns no case, and why.

    Raises:
        NotAllowed: the line has its place already, or nothing is said.
    """
    person.must_work_for(client)
    if not why.strip():
        raise NotAllowed("say what the line is for")
    if not statements.set_aside(client, line_id, why.strip()):
        raise NotAllowed(f"no bank line {line_id!r} waits for a person")
