"""Rows of creators' deals to the deals themselves: what quotes read, whom to write to, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from moneyed import Money

from unpromote.domain.codec import encode
from unpromote.domain.deals import Code, CodeKind, Deal, Gift
from unpromote.domain.messages import Contact, Counterpart
from unpromote.domain.money import total
from unpromote.domain.vocabulary import Stage
from unpromote.services.deals import NewDeal

_CODES = {kind.value for kind in CodeKind}


class CreatorLine(Protocol):
    """One thing of a creator's deal: a deliverable, expense, right, gift, code or link (`item`)."""

    @property
    def creator_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def deliverable(self) -> str: ...
    @property
    def price(self) -> Money: ...
    @property
    def stage(self) -> Stage: ...
    @property
    def advance_paid(self) -> Money: ...
    @property
    def language(self) -> str | None: ...
    @property
    def time_zone(self) -> str | None: ...
    @property
    def item(self) -> str: ...
    @property
    def submitted_at(self) -> datetime | None: ...
    @property
    def approved(self) -> bool: ...
    @property
    def incurred(self) -> bool: ...
    @property
    def from_(self) -> date | None: ...
    @property
    def to(self) -> date | None: ...
    @property
    def code(self) -> str: ...


def new_deals(lines: Sequence[CreatorLine], currency: str) -> tuple[NewDeal, ...]:
    """Return the deals in the order of their first rows; amounts of other currencies carry theirs."""
    return tuple(
        NewDeal(_creator(mine, currency), _contact(mine), _rest(mine), tuple(_unsaid(mine)))
        for mine in _by_creator(lines).values()
    )


def _unsaid(mine: Sequence[CreatorLine]) -> Iterator[str]:
    """Yield what the rows leave open: what no row can say, blank cells, and codes or gifts of which there is no row."""
    yield from ("kill", "takedown_requested")
    items = {line.item for line in mine}
    said = {
        "language": mine[0].language,
        "time_zone": mine[0].time_zone,
        "codes": items & _CODES,
        "gifts": items & {"gift"},
    }
    yield from (name for name, found in said.items() if not found)


def _by_creator(lines: Iterable[CreatorLine]) -> dict[str, list[CreatorLine]]:
    found: dict[str, list[CreatorLine]] = {}
    for line in lines:
        found.setdefault(line.creator_id, []).append(line)
    return found


def _contact(mine: Sequence[CreatorLine]) -> Contact:
    first = mine[0]
    return Contact(first.creator_id, Counterpart.CREATOR, first.name, first.email, first.language or "en")


def _creator(mine: Sequence[CreatorLine], currency: str) -> dict[str, Any]:
    first = mine[0]
    written: dict[str, Any] = {
        "id": first.creator_id,
        "name": first.name,
        "deliverables": [_work(line, currency) for line in mine if line.item == "deliverable"],
        "advance_paid": encode(total((line.advance_paid for line in mine), first.price.currency), currency=currency),
    }
    expenses = [_expense(line, currency) for line in mine if line.item == "expense"]
    if expenses:
        written["expenses"] = expenses
    for line in mine:
        if line.item in ("usage", "exclusivity"):
            written[line.item] = {
                "fee": encode(line.price, currency=currency),
                "from": encode(line.from_),
                "to": encode(line.to),
            }
    return written


def _work(line: CreatorLine, currency: str) -> dict[str, Any]:
    work = {"id": line.deliverable, "price": encode(line.price, currency=currency), "stage": line.stage.value}
    return work | ({"submitted_at": encode(line.submitted_at)} if line.submitted_at else {})


def _expense(line: CreatorLine, currency: str) -> dict[str, Any]:
    amount = encode(line.price, currency=currency)
    return {"id": line.deliverable, "amount": amount, "approved": line.approved, "incurred": line.incurred}


def _rest(mine: Sequence[CreatorLine]) -> Deal:
    works = [line for line in mine if line.item == "deliverable"]
    return Deal(
        creator_id=mine[0].creator_id,
        time_zone=mine[0].time_zone or "",
        codes=tuple(Code(CodeKind(line.item), line.code, line.to) for line in mine if line.item in _CODES),
        gifts=tuple(Gift(line.deliverable, line.price or None, line.to) for line in mine if line.item == "gift"),
        advances={line.deliverable: line.advance_paid for line in works if line.advance_paid},
    )
