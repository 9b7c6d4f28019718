"""Documents made in the test: a story's text written to a file and read, and PDFs built byte by byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from unpromote.reading.agreement import read_document
from unpromote.reading.values import Reading

_SHEET = "/MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
_IMAGE = "q 100 0 0 100 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q"


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Reading]:
    """Reads a text as an agreement."""

    def reading_of(text: str) -> Reading:
        path = tmp_path / "deal.txt"
        path.write_text(text, encoding="utf-8")
        return read_document(path)

    return reading_of


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the extra."""
    for room in ("scans", "pdf"):
        monkeypatch.setattr(f"unpromote.reading.{room}.can_scan", lambda: False)


@pytest.fixture
def make_pdf(tmp_path: Path) -> Callable[..., Path]:
    """Builds a PDF whose pages carry the given lines; a page given as None is a scan."""

    def built(*pages: str | None, encrypted: bool = False) -> Path:
        path = tmp_path / "deal.pdf"
        path.write_bytes(_pdf_bytes(pages, encrypted=encrypted))
        return path

    return built


def _pdf_bytes(pages: tuple[str | None, ...], *, encrypted: bool) -> bytes:
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, words in enumerate(pages):
        content = _IMAGE if words is None else f"BT /F1 10 Tf 40 700 Td 14 TL {_lines(words)} ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {_SHEET} /Contents {5 + 2 * n} 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    return _joined(objects, encrypted=encrypted)


def _lines(words: str) -> str:
    return " ".join(f"({line}) Tj T*" for line in words.splitlines())


def _joined(objects: list[str], *, encrypted: bool) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    lock = f"/ID [<{'00' * 16}> <{'00' * 16}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -44 " if encrypted else ""
    lock += f"/O <{'11' * 32}> /U <{'22' * 32}> >>" if encrypted else ""
    size = len(objects) + 1
    head = f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    end = f"trailer << /Size {size} /Root 1 0 R {lock} >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + (head + end).encode()
