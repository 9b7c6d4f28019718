"""Bank statements and their lines between rows and values: each statement and each line once a client."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.matching import BankLine
from unpromote.store.models import BankLineRow, CaseRow, StatementRow

WAITING, BOOKED, UNUSABLE = "waiting", "booked", "unusable"
_LONGEST = 500


@dataclass(frozen=True)
class Statement:
    """A bank statement that was handed in; `state`: waiting, booked or unusable, then with the problem."""

    id: str
    client: str
    name: str
    path: str
    received_at: datetime
    received_by: str
    state: str = WAITING
    problem: str = ""


def add(statement: Statement) -> bool:
    """Save a statement; False where the client has handed in the same file before."""
    _, added = StatementRow.objects.get_or_create(
        id=statement.id,
        defaults={
            "client_id": statement.client,
            "name": statement.name,
            "path": statement.path,
            "received_at": statement.received_at,
            "received_by": statement.received_by,
            "state": statement.state,
        },
    )
    return added


def load(statement_id: str) -> Statement:
    """Return a statement."""
    return _statement(StatementRow.objects.get(id=statement_id))


def of(client: str) -> tuple[Statement, ...]:
    """Return a client's statements, the newest first."""
    return tuple(map(_statement, StatementRow.objects.filter(client_id=client).order_by("-received_at", "id")))


def _statement(row: StatementRow) -> Statement:
    return Statement(
        row.id, row.client_id, row.name, row.path, row.received_at, row.received_by, row.state, row.problem
    )


def mark(statement_id: str, state: str, problem: str = "") -> None:
    """Note what became of a statement."""
    StatementRow.objects.filter(id=statement_id).update(state=state, problem=problem[:_LONGEST])


def add_lines(statement: Statement, lines: Iterable[BankLine]) -> None:
    """Save the lines that the client's account did not show before."""
    BankLineRow.objects.bulk_create(
        (
            BankLineRow(
                id=_id(statement.client, line), client_id=statement.client, statement_id=statement.id, data=encode(line)
            )
            for line in lines
        ),
        ignore_conflicts=True,
        batch_size=500,
    )


def _id(client: str, line: BankLine) -> str:
    return sha256(f"{client}\x1f{line.id}".encode()).hexdigest()[:40]


def open_lines(client: str) -> tuple[BankLine, ...]:
    """Return the lines that belong to no case yet, oldest first, by the ids of their rows."""
    rows = BankLineRow.objects.filter(client_id=client, case=None, set_aside="")
    found = (decode(BankLine, {**row.data, "id": row.id}) for row in rows)
    return tuple(sorted(found, key=lambda line: (line.booked_on, line.id)))


def open_line(client: str, line_id: str) -> BankLine:
    """Return one of these lines.

    Raises:
        NotAllowed: there is none, or it has its place already.
    """
    for line in open_lines(client):
        if line.id == line_id:
            return line
    raise NotAllowed(f"no bank line {line_id!r} waits for a person")


def statement_of(line_id: str) -> str:
    """Return the id of the statement that first showed the line."""
    return BankLineRow.objects.get(id=line_id).statement_id


def claim(line_id: str, case_id: str, party: str) -> bool:
    """Give a line to a case; False where it has its place already."""
    rows = BankLineRow.objects.filter(id=line_id, case=None, set_aside="")
    return bool(rows.update(case_id=case_id, party=party))


def set_aside(client: str, line_id: str, why: str) -> bool:
    """Note that a line concerns no case; False where it has its place already."""
    rows = BankLineRow.objects.filter(client_id=client, id=line_id, case=None, set_aside="")
    return bool(rows.update(set_aside=why[:300]))


def cases_with_money(client: str) -> tuple[str, ...]:
    """Return the client's cases in which money can move."""
    rows = CaseRow.objects.filter(client_id=client, state__in=("stopping", "settling", "closed"))
    return tuple(rows.order_by("opened_at").values_list("id", flat=True))
