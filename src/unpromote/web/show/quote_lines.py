"""The lines of a quote, each with all that a person needs to check it by hand: clause, inputs, rounding, the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from unpromote.domain.case import Case
from unpromote.domain.events import TakenQuote
from unpromote.domain.explain import SUMS
from unpromote.domain.provenance import Path, path_text
from unpromote.domain.tracing import term_behind, within
from unpromote.web import formats, words
from unpromote.web.show.citing import Cited, PageRef, cited, page_of
from unpromote.web.show.layers import origin
from unpromote.web.show.presets import Badge, badge
from unpromote.web.show.windows import Window, window

_TOTAL = re.compile(r"[a-z]+(?:_[a-z]+)*")
_OF_TOTALS = ("exit_cost", "total_owed", "saving")  # the others add up from lines, not from totals
_ROUNDED = "rounded once, half away from zero, to the smallest unit of the currency"


@dataclass(frozen=True)
class Fact:
    """A term and what it is, for a definition list."""

    name: str
    value: str


@dataclass(frozen=True)
class Passage:
    """Words of the agreement that a line rests on, with the page to look at, where there is one."""

    place: str
    quote: str
    at: PageRef | None


@dataclass(frozen=True)
class Part:
    """One sum within a line, such as a creator's one video."""

    name: str
    clause: str
    formula: str
    amount: str


@dataclass(frozen=True)
class QuoteLine:
    """One line of the quote; `anchor` is its place on the page."""

    anchor: str
    name: str
    clause: str
    formula: str
    way: str
    amount: str
    inputs: list[Fact] = field(default_factory=list)
    rounding: str = ""
    parts: list[Part] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    term: str = ""
    badge: Badge | None = None
    origin: str = ""


def lines(case: Case, taken: TakenQuote) -> list[QuoteLine]:
    """Return the lines of the quote; what the creators are due comes after them."""
    found = [_line(line, case, taken) for line in taken.quote.get("lines", [])]
    return [_numbered(line, nth) for nth, line in enumerate(found, start=1)]


def creator_lines(case: Case, taken: TakenQuote, asked: str = "") -> Window[QuoteLine]:
    """Return the asked page of what each creator is due."""
    shown = window("due", taken.quote.get("creators", []), asked)
    names = {contact.id: contact.name for contact in case.contacts}
    before = len(taken.quote.get("lines", []))
    found = (_creator(one, names.get(one["id"], one["id"]), case, taken) for one in shown.items)
    return shown.showing([_numbered(line, nth) for nth, line in enumerate(found, start=before + shown.first)])


def sum_behind(key: str, totals: Mapping[str, str], currency: str) -> str:
    """Return how a total follows from the others, with their figures; "" where it is one that nothing adds up to."""

    def shown(found: re.Match[str]) -> str:
        name = found[0]
        return f"{words.spaced(name)} {formats.amount(totals[name], currency)}" if name in totals else name

    written = SUMS.get(key, "")
    return (_TOTAL.sub(shown, written) if key in _OF_TOTALS else written).replace(" - ", f" {formats.MINUS} ")


def _numbered(line: QuoteLine, nth: int) -> QuoteLine:
    return QuoteLine(**{**vars(line), "anchor": f"line-{nth}"})


def _line(line: Mapping[str, Any], case: Case, taken: TakenQuote) -> QuoteLine:
    currency, clause = taken.price.currency.code, line.get("clause") or ""
    exact = line.get("rounded_from")
    return QuoteLine(
        anchor="",
        name=words.line_name(line["code"]),
        clause=clause,
        formula=formats.formula(line.get("formula", "")),
        way=f"{words.spaced(line['from'])} \N{RIGHTWARDS ARROW} {words.spaced(line['to'])}",
        amount=formats.amount(line["amount"], currency),
        inputs=[Fact(words.sentence(name), value) for name, value in line.get("inputs", {}).items()],
        rounding=f"{exact} {_ROUNDED}: {formats.amount(line['amount'], currency)}" if exact else "",
        passages=list(passages(case, _term(line["code"], case, taken))),
        term=path_text(_term(line["code"], case, taken)),
        origin=origin(case, _term(line["code"], case, taken)),
        badge=badge(clause, line["code"]),
    )


def _creator(one: Mapping[str, Any], name: str, case: Case, taken: TakenQuote) -> QuoteLine:
    currency = taken.price.currency.code
    parts = [_part(working, currency) for working in one.get("workings", [])]
    clauses = list(dict.fromkeys(part.clause for part in parts if part.clause))
    paid, balance = (formats.amount(one[key], currency) for key in ("paid", "balance"))
    moves = words.DIRECTIONS.get(one["direction"], words.spaced(one["direction"]))
    return QuoteLine(
        anchor="",
        name=f"Creator {name}",
        clause=", ".join(clauses),
        formula=f"due in all; less {paid} paid before, {balance} {moves}",
        way="advertiser \N{RIGHTWARDS ARROW} creator",
        amount=formats.amount(one["due"], currency),
        parts=parts,
        passages=list(passages(case, _term("creator", case, taken))),
        term=path_text(_term("creator", case, taken)),
        origin=origin(case, _term("creator", case, taken)),
        badge=badge(*clauses),
    )


def _part(working: Mapping[str, Any], currency: str) -> Part:
    return Part(
        name=words.sentence(working["code"]),
        clause=working.get("clause") or "",
        formula=formats.formula(working["formula"]),
        amount=formats.amount(working["amount"], currency),
    )


def _term(code: str, case: Case, taken: TakenQuote) -> Path:
    return term_behind(code, taken.quote.get("right") or "", case.terms or {})


def passages(case: Case, term: Path) -> Iterator[Passage]:
    """Yield the confirmed words behind a term, each once."""
    found: Sequence[Cited] = [cited(one) for one in within(case.citations, term)]
    for place, quote in dict.fromkeys((one.place, one.quote) for one in found):
        first = next(one for one in found if (one.place, one.quote) == (place, quote))
        yield Passage(place, quote, page_of(first, case))
