"""A small workbook's lines, for `sheets_table`: the one who loads what opens workbooks."""

from __future__ import annotations

import io
import zipfile
from contextlib import closing
from typing import cast

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from unpromote.adapters.files.sheets_values import Lines
from unpromote.domain.errors import BadInput

UNPACKED_LIMIT = 200_000_000  # bytes: a small file that unpacks to more was made to do harm


def first_lines(data: bytes, sheet: str, most: int) -> Lines:
    """Return a workbook's first lines, of the sheet of that name, else of its first.

    Raises:
        BadInput: it is none that can be read, or unpacks to an absurd size.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT:
                raise BadInput("the workbook unpacks to an absurd size", mend="save its values alone as CSV")
        with closing(load_workbook(io.BytesIO(data), read_only=True, data_only=True)) as book:
            named = {name.lower(): name for name in book.sheetnames}
            chosen = book[named.get(sheet, book.sheetnames[0])]
            rows = chosen.iter_rows(values_only=True, max_row=most)
            return cast("Lines", list(rows))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError):
        mend = "open it in the spreadsheet program and save it again as XLSX, or as CSV"
        raise BadInput("the file is no workbook that can be read", mend=mend) from None
