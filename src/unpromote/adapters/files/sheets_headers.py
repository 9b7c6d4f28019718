"""Which line of a sheet names the columns, and which column is what, by the words people use in their languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.module_loading import import_string

from unpromote.adapters.files.sheets_values import Cell, Line
from unpromote.domain.codec import currency_named
from unpromote.domain.errors import BadInput
from unpromote.domain.imports import NOT_IN_FILE
from unpromote.services.policies import plain, sheet_words

WITHIN = 40  # lines from the top in which the header stands
FEWEST = 2  # names that are known, else it is no header
NOT_NEEDED = "(not needed)"
FIRST_WILL_DO = ("status", "budget_type")  # where several columns fit, nothing is asked

_IN_BRACKETS = re.compile(r"(.*?)\s*(?:[(\[]\s*([^()\[\]]{1,4})\s*[)\]]|[,:/-]\s*([A-Z]{3})|\s([A-Z]{3}))\s*")


@dataclass(frozen=True)
class Header:
    """A line that names columns: as written, its field or "" for each, and the currency that a name states."""

    row: int
    names: tuple[str, ...]
    fields: tuple[str, ...]
    currencies: tuple[str, ...]

    @property
    def known(self) -> int:
        """How many columns of a promotion are named."""
        return len({name for name in self.fields if name not in ("", NOT_NEEDED)})

    def columns_of(self, field: str) -> tuple[str, ...]:
        """Return the names of the columns that are known as that field."""
        return tuple(name for name, one in zip(self.names, self.fields, strict=True) if one == field)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of the columns that nobody knows."""
        return tuple(name for name, one in zip(self.names, self.fields, strict=True) if name and not one)

    def settled(self, answers: Mapping[str, str]) -> Header:
        """Return the header as a person answered: the column named for a field is the only one for it."""
        fields = list(self.fields)
        for key, answer in answers.items():
            field = key.removeprefix("column.")
            if field == key or (answer != NOT_IN_FILE and answer not in self.names):
                continue
            fields = ["" if one == field else one for one in fields]
            if answer != NOT_IN_FILE:
                fields[self.names.index(answer)] = field
        return Header(self.row, self.names, tuple(fields), self.currencies)


def every_word(by_language: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return the words of all languages, as they are compared."""
    return frozenset(plain(word) for words in by_language.values() for word in words)


@cache
def known_names() -> Mapping[str, str]:
    """Return the field of each name that is known, the names as they are compared."""
    found = dict.fromkeys(every_word(sheet_words().not_needed), NOT_NEEDED)
    for field, by_language in sheet_words().columns.items():
        found |= dict.fromkeys(every_word(by_language), field)
    return found


def currency_meant(mark: str) -> str:
    """Return the code that a mark stands for; "" where it stands for several or none."""
    code = unicodedata.normalize("NFKC", mark).strip().upper()
    try:
        return currency_named(code).code
    except BadInput:
        return sheet_words().signs.get(mark.strip(), sheet_words().signs.get(code, ""))


def header_in(lines: Sequence[Line]) -> Header | None:
    """Return the line that knows most names, if it knows two or the id."""
    headers = [header_of(line) for line in lines]
    best = max(headers, key=lambda header: header.known, default=None)
    return best if best and (best.known >= FEWEST or best.columns_of("campaign_id")) else None


def first_header(lines: Sequence[Line]) -> Header | None:
    """Return the first line that could name columns, where no name is known: two or more cells, all of them words."""
    for line in lines:
        cells = [cell for cell in line.cells if not is_blank(cell)]
        if len(cells) >= FEWEST and all(isinstance(cell, str) and not cell.strip().isdecimal() for cell in cells):
            return header_of(line)
    return None


def header_of(line: Line) -> Header:
    """Return what a line says as a header."""
    names = _names(line.cells)
    found = [_field_of(name) for name in names]
    fields = [field for field, _ in found]
    for field in FIRST_WILL_DO:
        for at in [at for at, one in enumerate(fields) if one == field][1:]:
            fields[at] = NOT_NEEDED
    return Header(line.number, names, tuple(fields), tuple(currency for _, currency in found))


def _letter(at: int) -> str:
    """Return a column's letter; what knows them takes long to load, and hardly a file has two names alike."""
    return str(import_string("openpyxl.utils.get_column_letter")(at))


def _names(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the names as written; of several alike each with its column's letter."""
    written = ["" if is_blank(cell) else " ".join(str(cell).split()) for cell in cells]
    return tuple(
        f"{name} (column {_letter(at)})" if name and written.count(name) > 1 else name
        for at, name in enumerate(written, start=1)
    )


def _field_of(name: str) -> tuple[str, str]:
    base = re.sub(r" \(column [A-Z]{1,3}\)$", "", name)
    if field := known_names().get(plain(base)):
        return field, ""
    split = _IN_BRACKETS.fullmatch(unicodedata.normalize("NFKC", base))
    if split and (field := known_names().get(plain(split[1]))):
        return field, currency_meant(split[2] or split[3] or split[4])
    return "", ""


def is_blank(cell: Cell) -> bool:
    """Tell whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
