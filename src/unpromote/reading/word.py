"""Word documents (.docx) to text: paragraphs and tables as they stand, a table's cells joined by " | ".

Word files know no pages: findings in them carry none.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table, _Cell

from unpromote.domain.errors import BadInput

UNPACKED_LIMIT = 200_000_000  # bytes: a small file that unpacks to more was made to do harm


def read_docx(data: bytes) -> str:
    """Return the document's text; raise BadInput where the file is damaged or unpacks to an absurd size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > UNPACKED_LIMIT:
            mend = "save the text alone as a new document"
            raise BadInput(f"the document unpacks to {unpacked // 1_000_000} MB", mend=mend)
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError):
        raise BadInput("the Word document is damaged", mend="open it in Word and save it again") from None
    return "\n\n".join(_blocks(document))


def _blocks(container: Document | _Cell) -> Iterator[str]:
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield " | ".join(" ".join(_blocks(cell)) for cell in row.cells)
        elif block.text.strip():
            yield block.text
