"""Files of promotions behind the port of `services.imports`: opened once, looked through, then read row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from unpromote.adapters.files.sheets_headers import WITHIN, header_of
from unpromote.adapters.files.sheets_lines import (
    DELIMITERS,
    CsvSource,
    encodings,
    is_workbook,
    workbook,
)
from unpromote.adapters.files.sheets_rows import RowReader
from unpromote.adapters.files.sheets_survey import survey
from unpromote.adapters.files.sheets_values import Source
from unpromote.domain.errors import BadInput
from unpromote.domain.imports import FileRow, Plan, Survey


class OpenListing:
    """A file that was opened."""

    def __init__(self, source: Source, encoding: str = "", delimiter: str = "") -> None:
        self._source, self._encoding, self._delimiter = source, encoding, delimiter

    def survey(self, answers: Mapping[str, str]) -> Survey:
        """Look through the file: under which plan it can be read, and what has to be asked.

        Raises:
            BadInput: the file as a whole cannot be read, or an answer is none.
        """
        return survey(self._source, answers, encoding=self._encoding, delimiter=self._delimiter)

    def rows(self, plan: Plan) -> Iterator[FileRow]:
        """Give every row that holds anything, as the plan has it read."""
        for sheet in plan.sheets:
            yield from RowReader(plan, sheet).rows(self._source)


@contextmanager
def open_listing(path: Path) -> Iterator[OpenListing]:
    """Open a CSV file or a workbook for as long as the block lasts.

    Raises:
        BadInput: it is neither.
    """
    with open_source(path) as source:
        if isinstance(source, CsvSource):
            yield OpenListing(source, source.encoding, source.delimiter)
        else:
            yield OpenListing(source)


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open a CSV file or a workbook as lines; a CSV file as its header is known best.

    Raises:
        BadInput: it is neither.
    """
    if is_workbook(path):
        with workbook(path) as book:
            yield book
    else:
        yield _told(path, encodings(path))


def _told(path: Path, possible: tuple[str, ...]) -> CsvSource:
    """Return the file under the encoding and the delimiter with which its header is known best.

    Raises:
        BadInput: the encoding cannot be told, since the header is known under none.
    """
    tried = [CsvSource(path, encoding, delimiter) for encoding in possible for delimiter in DELIMITERS]
    best = max(tried, key=_fitting)
    if len(possible) > 1 and _fitting(best)[0] < 1:
        raise BadInput("its letters cannot be read", mend="save it again as CSV (UTF-8)")
    return best


def _fitting(source: CsvSource) -> tuple[int, int]:
    try:
        lines = list(islice(source.lines(""), WITHIN))
    except BadInput:
        return -1, 0
    known = max((header_of(line).known for line in lines), default=0)
    return known, max((len(line.cells) for line in lines), default=0)
