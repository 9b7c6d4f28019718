"""The first look through a file: its header, what its cells prove about days and numbers, and what has to be asked.

Every question names a cell of the file. One answer settles the file; the same answers settle the next file that has the
same headers, as far as that file does not prove otherwise.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NoReturn

from unpromote.adapters.files.sheets_amounts import currency_stated, number_in
from unpromote.adapters.files.sheets_cells import currency_of, id_of, text_of
from unpromote.adapters.files.sheets_headers import WITHIN, Header, first_header, header_in, is_blank
from unpromote.adapters.files.sheets_rows import Words, shape_of
from unpromote.adapters.files.sheets_styles import Proof, both_days, both_numbers, day_proof, moment_of, number_proof
from unpromote.adapters.files.sheets_values import Cell, Line, Source
from unpromote.domain.codec import minor_digits
from unpromote.domain.errors import BadInput
from unpromote.domain.imports import NOT_IN_FILE, Choice, Plan, Question, SheetPlan, Survey
from unpromote.services.policies import plain, stop_routes

ASKED = ("campaign_id", "name", "budget", "spent", "start", "end_time")  # columns worth a question
DAYS = ("start", "end", "end_time", "spent_through", "submitted_on")
AMOUNTS = ("budget", "spent", "prepaid")
TOO_LOW = {"adgroup_id": "ad groups", "ad_id": "ads", "by_day": "days"}
_MEANT = {
    "campaign_id": "the promotion's id",
    "name": "the promotion's name",
    "budget": "the whole budget",
    "spent": "what was spent so far",
    "start": "when it starts",
    "end_time": "when it ends",
}


@dataclass(frozen=True)
class Spot:
    """A cell that shows something, and where it stands."""

    where: str
    cell: Cell


@dataclass
class Evidence:
    """What the cells of the file have shown so far; of everything the first cell that showed it."""

    days: dict[Proof, Spot] = field(default_factory=dict)
    numbers: dict[Proof, Spot] = field(default_factory=dict)
    lacking: dict[str, Spot] = field(default_factory=dict)
    mixed: dict[str, set[tuple[int, bool]]] = field(default_factory=dict)
    rows: int = 0


def survey(source: Source, answers: Mapping[str, str], *, encoding: str = "", delimiter: str = "") -> Survey:
    """Look through a file that was opened.

    Raises:
        BadInput: no sheet of it lists promotions, its rows are smaller than promotions, or an answer is none.
    """
    headers, notes = _headers(source)
    settled = {name: header.settled(answers) for name, header in headers.items()}
    _refuse_parts(settled)
    shown = Evidence()
    for name, header in settled.items():
        _look_through(source, name, header, shown, answers)
    if not shown.rows:
        raise BadInput("the file lists no promotion", mend="export it again with rows, or fill in the template")
    plan = _plan(settled, shown, answers, encoding, delimiter)
    questions = (*_about_columns(headers, answers), *_about_cells(shown, answers))
    open_ = tuple(question for question in questions if question.key not in answers)
    for question in questions:
        if question.key in answers:
            _check(question, answers[question.key])
    return Survey(plan, _signature(headers), shown.rows, open_, (*notes, *_notes(settled, shown, plan)))


def _headers(source: Source) -> tuple[dict[str, Header], list[str]]:
    tops = {name: list(islice(source.lines(name), WITHIN)) for name in source.sheets}
    found = {name: header for name, lines in tops.items() if (header := header_in(lines))}
    if not found:
        found = {name: header for name, lines in tops.items() if (header := first_header(lines))}
        found = dict(list(found.items())[:1])
    if not found:
        mend = "hand in an export of Ads Manager's campaign list, or the template of `unpromote promotions template`"
        raise BadInput("no row of it names columns", mend=mend)
    left = [f"the sheet {name!r} names no promotions and was not read" for name in tops if name not in found]
    return found, left


def _refuse_parts(headers: Mapping[str, Header]) -> None:
    for sheet, header in headers.items():
        for part, told in TOO_LOW.items():
            if columns := header.columns_of(part):
                place = f"{_of(sheet)}row {header.row}, column {columns[0]}"
                mend = "export the campaign list itself: level Campaign, no breakdown"
                raise BadInput(f"the rows are {told}, not promotions", place=place, mend=mend)


def _look_through(source: Source, name: str, header: Header, shown: Evidence, answers: Mapping[str, str]) -> None:
    shape, words = shape_of(header.fields), Words.known()
    for line in source.lines(name):
        if line.number <= header.row or words.is_none(line, shape, header.names):
            continue
        shown.rows += 1
        _see(line, header, f"{_of(name)}row {line.number}", shown, answers, words)
        for column in ("kind", "advertiser_id"):
            if words.cell(line, shape.get(column)) is None:
                shown.lacking.setdefault(column, Spot(f"{_of(name)}row {line.number}", None))


def _see(
    line: Line, header: Header, where: str, shown: Evidence, answers: Mapping[str, str], words: Words
) -> None:  # what one row shows
    stated = words.cell(line, shape_of(header.fields).get("currency"))
    for at, (column, cell) in enumerate(zip(header.fields, line.cells, strict=False)):
        if column not in DAYS and column not in AMOUNTS:
            continue
        if is_blank(cell) or words.is_blank(cell):
            continue
        spot = Spot(f"{where}, column {header.names[at]}", cell)
        if column in DAYS:
            _see_day(column, at, spot, shown)
        elif not (column == "budget" and words.is_unlimited(cell)):
            if column == "budget" and _is_open(header, line, words):
                shown.lacking.setdefault("budgets", spot)
            code = currency_stated(cell) or header.currencies[at] or (str(stated).strip() if stated else "")
            _see_amount(spot, code or answers.get("currency", ""), shown)


def _is_open(header: Header, line: Line, words: Words) -> bool:
    """Tell whether nothing says if a row's budget is by the day; those of our own template are whole."""
    shape = shape_of(header.fields)
    return not words.mode(words.cell(line, shape.get("budget_type"))) and "end" not in shape


def _see_day(column: str, at: int, spot: Spot, shown: Evidence) -> None:
    proof = day_proof(spot.cell)
    shown.days.setdefault(proof, spot)
    if proof is not Proof.NOTHING or not isinstance(spot.cell, str):
        shown.mixed.setdefault(spot.where.partition("row")[0], set()).add((at, isinstance(spot.cell, str)))
    if column == "end_time" and "ends" not in shown.lacking:
        try:
            _, told = moment_of(spot.cell, day_first=True)
        except BadInput:
            return  # the row will be refused with its reason
        if told is None:
            shown.lacking["ends"] = spot


def _see_amount(spot: Spot, code: str, shown: Evidence) -> None:
    if not code:
        shown.lacking.setdefault("currency", spot)
    try:
        digits = minor_digits(currency_of(code or "USD"))
    except BadInput:
        return  # the row will be refused with its reason
    if isinstance(spot.cell, str):
        shown.numbers.setdefault(number_proof(number_in(spot.cell), digits), spot)


def _plan(
    headers: Mapping[str, Header], shown: Evidence, answers: Mapping[str, str], encoding: str, delimiter: str
) -> Plan:
    return Plan(
        encoding=encoding,
        delimiter=delimiter,
        sheets=tuple(_sheet_plan(name, header, shown) for name, header in headers.items()),
        day_first=_settled(shown.days, Proof.DAY_FIRST, Proof.MONTH_FIRST, answers.get("dates")),
        decimal=_decimal(shown, answers.get("numbers")),
        last_day_runs={"last_day": True, "day_after": False}.get(answers.get("ends", "")),
        currency=answers.get("currency", "").strip().upper(),
        advertiser_id=answers.get("advertiser_id", "").strip(),
        kind=answers.get("kind", ""),
        budgets=answers.get("budgets", ""),
    )


def _sheet_plan(name: str, header: Header, shown: Evidence) -> SheetPlan:
    kinds = shown.mixed.get(_of(name), set())
    mixed = tuple(sorted({at for at, _ in kinds if {(at, True), (at, False)} <= kinds}))
    return SheetPlan(name, header.row, header.names, header.fields, header.currencies, mixed)


def _settled(shown: Mapping[Proof, Spot], yes: Proof, no: Proof, answer: str | None) -> bool | None:
    """Return what the file proves, else what was answered; None where it proves both."""
    if (yes in shown) != (no in shown):
        return yes in shown
    if yes in shown or answer is None:
        return None
    return answer == yes.value


def _decimal(shown: Evidence, answer: str | None) -> str:
    told = {"comma": Proof.COMMA.value, "point": Proof.POINT.value}.get(answer or "")
    comma = _settled(shown.numbers, Proof.COMMA, Proof.POINT, told)
    return "" if comma is None else (Proof.COMMA if comma else Proof.POINT).value


def _about_columns(headers: Mapping[str, Header], answers: Mapping[str, str]) -> Iterator[Question]:
    for column in ASKED:
        also = "end" if column == "end_time" else column
        choices: list[str] = []
        for header in headers.values():
            fitting = header.columns_of(column) + (header.columns_of(also) if also != column else ())
            if len(fitting) != 1:
                choices += [name for name in fitting or header.unknown if name not in choices]
        if (
            not choices
            and column == "campaign_id"
            and not all(header.columns_of(column) for header in headers.values())
        ):
            _no_id(headers)
        if choices or f"column.{column}" in answers:
            told = [Choice(name, f"the column {name}") for name in choices]
            told += [] if column == "campaign_id" else [Choice(NOT_IN_FILE, "none: the file does not say it")]
            yield Question(f"column.{column}", f"Which column holds {_MEANT[column]}?", tuple(told))


def _no_id(headers: Mapping[str, Header]) -> NoReturn:
    sheet, header = next(item for item in headers.items() if not item[1].columns_of("campaign_id"))
    mend = "add the column Campaign ID to the export: Ads Manager, Columns, Customize columns"
    raise BadInput("no column holds the promotions' ids", place=f"{_of(sheet)}row {header.row}", mend=mend)


def _about_cells(shown: Evidence, answers: Mapping[str, str]) -> Iterator[Question]:
    days, numbers = shown.days, shown.numbers
    if Proof.OPEN in days and not {Proof.DAY_FIRST, Proof.MONTH_FIRST} & days.keys():
        yield _about_days(days[Proof.OPEN])
    if Proof.OPEN in numbers and not {Proof.COMMA, Proof.POINT} & numbers.keys():
        yield _about_numbers(numbers[Proof.OPEN])
    if spot := shown.lacking.get("ends"):
        words = f"{text_of(spot.cell)!r} in {spot.where} ends on a day. Is that day still run?"
        last = Choice("last_day", "yes, it is the last day")
        yield Question("ends", words, (last, Choice("day_after", "no, it is the first day after")))
    if spot := shown.lacking.get("budgets"):
        words = f"Is {text_of(spot.cell)!r} in {spot.where} a budget for each day, or for the whole time?"
        yield Question("budgets", words, (Choice("day", "for each day"), Choice("flight", "for the whole time")))
    spot = shown.lacking.get("currency")
    if spot or "currency" in answers:
        words = f"In which currency is {text_of(spot.cell)!r} in {spot.where}?" if spot else "In which currency?"
        yield Question("currency", words, example="USD")
    spot = shown.lacking.get("advertiser_id")
    if spot or "advertiser_id" in answers:
        yield Question(
            "advertiser_id", "Which ad account is it? Its id is not in the file.", example="7200000000000000011"
        )
    if "kind" in shown.lacking or "kind" in answers:
        kinds = tuple(Choice(kind, kind.replace("_", " ")) for kind in stop_routes())
        yield Question("kind", "What kind of promotion are the rows that state none?", kinds)


def _about_days(spot: Spot) -> Question:
    one, other = both_days(str(spot.cell))
    words = f"{text_of(spot.cell)!r} in {spot.where} can be two days. Which one is it?"
    choices = Choice("day_first", f"{one:%-d %B %Y}"), Choice("month_first", f"{other:%-d %B %Y}")
    return Question("dates", words, choices)


def _about_numbers(spot: Spot) -> Question:
    point, comma = both_numbers(number_in(spot.cell))
    words = f"{text_of(spot.cell)!r} in {spot.where} can be two amounts. Which one is it?"
    return Question("numbers", words, (Choice("comma", comma), Choice("point", point)))


def _check(question: Question, answer: str) -> None:
    question.check(answer)
    try:
        if question.key == "currency":
            currency_of(answer)
        if question.key == "advertiser_id":
            id_of(answer)
    except BadInput as refusal:
        raise refusal.within(question.key) from None


def _notes(headers: Mapping[str, Header], shown: Evidence, plan: Plan) -> Iterator[str]:
    for name, header in headers.items():
        if header.unknown:
            yield f"{_of(name)}not read: {', '.join(header.unknown)}"
    for proof, told in ((Proof.DAY_FIRST, "day before month"), (Proof.MONTH_FIRST, "month before day")):
        if proof in shown.days and Proof.OPEN in shown.days and plan.day_first is not None:
            spot = shown.days[proof]
            yield f"days are read {told}, because of {text_of(spot.cell)!r} in {spot.where}"
    if {Proof.DAY_FIRST, Proof.MONTH_FIRST, Proof.OPEN} <= shown.days.keys():
        yield "days are written in both orders: each that could be two days is refused"
    if {Proof.COMMA, Proof.POINT, Proof.OPEN} <= shown.numbers.keys():
        yield "amounts are written in both ways: each that could be two amounts is refused"


def _signature(headers: Mapping[str, Header]) -> str:
    written = json.dumps([[plain(name) for name in header.names] for header in headers.values()])
    return hashlib.sha256(written.encode()).hexdigest()


def _of(sheet: str) -> str:
    return f"sheet {sheet}, " if sheet else ""
