"""Word documents (.docx) to text: paragraphs and tables as they stand, a table's cells joined by " | ".

Tracked changes are read as if they were accepted, and this is said; comments are no part of the agreement. Headers come
before the text and footers after it, footnotes after the paragraph that refers to them. Word files know no pages:
findings in them carry none.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]  # it ships no types

from unpromote.domain.errors import BadInput
from unpromote.reading.lines import CELL
from unpromote.reading.values import Problem, Text

UNPACKED_LIMIT = 200_000_000  # bytes: a small file that unpacks to more was made to do harm

_PARAGRAPH = "\n\n"
_TAKEN_OUT = {qn("w:del"), qn("w:moveFrom")}
_PUT_IN = {qn("w:ins"), qn("w:moveTo")}
_LETTERS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_SKIPPED = _TAKEN_OUT | {
    qn("w:pPr"),
    qn("w:rPr"),
    qn("w:sdtPr"),
    qn("w:instrText"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",  # the same again for older programs
}
_NOTES = ("footnote", "endnote")

Element = Any  # python-docx gives its XML elements no types of their own


def read_docx(data: bytes) -> Text:
    """Return the document's text; raise BadInput where the file is damaged or unpacks to an absurd size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > UNPACKED_LIMIT:
            mend = "save the text alone as a new document"
            raise BadInput(f"the document unpacks to {unpacked // 1_000_000} MB", mend=mend)
        document = docx.Document(io.BytesIO(data))
        reader = _Reader(document)
        return Text(_PARAGRAPH.join(reader.blocks()), problems=tuple(_problems(document, reader)))
    except (zipfile.BadZipFile, PackageNotFoundError, XMLSyntaxError, KeyError, ValueError):
        raise BadInput("the Word document is damaged", mend="open it in Word and save it again") from None


class _Reader:
    """Walks through a document's parts and keeps count of what was changed in it."""

    def __init__(self, document: Document) -> None:
        self.body: Element = document.element.body
        self._parts = [rel.target_part for rel in document.part.rels.values() if not rel.is_external]
        self._notes = {(kind, note.get(qn("w:id"))): note for kind in _NOTES for note in self._notes_of(kind)}

    def blocks(self) -> Iterator[str]:
        yield from self._margins("header")
        yield from self._blocks(self.body)
        yield from self._margins("footer")

    def changes(self) -> int:
        """Return how often words were put in or taken out."""
        return sum(
            1
            for element in self.body.iter(*_PUT_IN, *_TAKEN_OUT)
            if element.find(f".//{qn('w:t')}") is not None or element.find(f".//{qn('w:delText')}") is not None
        )

    def _part(self, kind: str) -> Iterator[Element]:
        for part in self._parts:
            if str(part.partname).startswith(f"/word/{kind}"):
                yield parse_xml(part.blob)

    def _notes_of(self, kind: str) -> Iterator[Element]:
        for root in self._part(f"{kind}s"):
            yield from root.iter(qn(f"w:{kind}"))

    def _margins(self, kind: str) -> Iterator[str]:
        """Yield each header or footer once; one that holds but a page number is none."""
        texts = (_PARAGRAPH.join(self._blocks(root)) for root in self._part(kind))
        yield from dict.fromkeys(text for text in texts if any(map(str.isalpha, text)))

    def _blocks(self, container: Element) -> Iterator[str]:
        open_words = ""
        for block in container:
            if block.tag == qn("w:tbl"):
                yield from self._rows(block)
            elif block.tag == qn("w:p"):
                open_words += "".join(self._words(block))
                if _goes_on(block):
                    continue
                yield from [open_words] if open_words.strip() else []
                open_words = ""
                yield from self._beside(block)
            elif block.tag not in _SKIPPED:
                yield from self._blocks(block)

    def _rows(self, table: Element) -> Iterator[str]:
        for row in table.iter(qn("w:tr")):
            if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None and _table_of(row) is table:
                cells = (cell for cell in row.iter(qn("w:tc")) if _table_of(cell) is table)
                yield CELL.join(" ".join(self._blocks(cell)) for cell in cells if not _is_covered(cell))

    def _words(self, element: Element) -> Iterator[str]:
        for child in element:
            if child.tag == qn("w:t"):
                yield child.text or ""
            elif child.tag in _LETTERS:
                yield _LETTERS[child.tag]
            elif child.tag not in _SKIPPED and child.tag != qn("w:txbxContent"):
                yield from self._words(child)

    def _beside(self, paragraph: Element) -> Iterator[str]:
        """Yield what stands beside a paragraph: boxes of text and the notes that it refers to."""
        for box in paragraph.iter(qn("w:txbxContent")):
            if not any(parent.tag in _SKIPPED for parent in box.iterancestors()):
                yield from self._blocks(box)
        for kind in _NOTES:
            for reference in paragraph.iter(qn(f"w:{kind}Reference")):
                note = self._notes.get((kind, reference.get(qn("w:id"))))
                if note is not None and not any(parent.tag in _TAKEN_OUT for parent in reference.iterancestors()):
                    yield from self._blocks(note)


def _goes_on(paragraph: Element) -> bool:
    """Whether the end of the paragraph was taken out, so that the next one goes on with it."""
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


def _table_of(element: Element) -> Element:
    return next(element.iterancestors(qn("w:tbl")))


def _is_covered(cell: Element) -> bool:
    """Whether the cell only goes on with the one above it."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val")) != "restart"


def _problems(document: Document, reader: _Reader) -> Iterator[Problem]:
    changes = reader.changes()
    if changes:
        mend = "make sure that both sides accepted every change, or hand over the version that they signed"
        counted = "a tracked change" if changes == 1 else f"{changes} tracked changes"
        yield Problem(f"the document holds {counted}: read as if accepted", mend=mend)
    comments = len(list(document.comments))
    if comments:
        counted = "a comment" if comments == 1 else f"{comments} comments"
        yield Problem(f"the document holds {counted}: not read", mend="look whether something was agreed there")
