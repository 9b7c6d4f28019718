"""How fast and how exactly a scanned page is read: pages with a text layer are made pictures, and read as such.

A word is a run of letters and digits; one that is missing, wrong or too much, in the order of the page, is an error.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pypdfium2  # type: ignore[import-untyped]  # it ships no types

from unpromote.bench.figures import Figure, Took, timed
from unpromote.reading.agreement import read_document
from unpromote.reading.ocr import can_scan
from unpromote.reading.pdf import is_pdf
from unpromote.reading.scans import INSTALL
from unpromote.reading.values import Reading

PAGES, FEWEST = 12, 3
_DOTS = 200 / 72  # a point: what offices scan at
_WORDS = 100  # a page of fewer says little
_BROKEN = re.compile(r"[-\u00ad\x02\ufffe]\s*\n\s*")  # a word that goes on in the next line
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class _Page:
    """A page's picture, as a file, and the words of its text layer."""

    picture: Path
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Scanned:
    """What was read on a picture, and what it took."""

    words: tuple[str, ...]
    took: Took


def scan_figures(documents: Sequence[Path], part: float) -> Iterator[Figure]:
    """Yield seconds a page and the accuracy of words, on one page of each of the first documents."""
    if not can_scan():
        yield Figure("scanned page", None, "s", f"not measured: {INSTALL}")
        return
    with tempfile.TemporaryDirectory(prefix="unpromote-bench-") as folder:
        pages = tuple(_pages(documents, max(FEWEST, round(PAGES * part)), Path(folder)))
        if not pages:
            how = f"not measured: no PDF was given whose middle page has {_WORDS} words"
            yield Figure("scanned page", None, "s", how)
            return
        read = [_scanned(page.picture) for page in pages]
    took = [one.took for one in read]
    count = sum(len(page.words) for page in pages)
    wrong = sum(errors(page.words, one.words) for page, one in zip(pages, read, strict=True))
    cores = sum(one.cpu for one in took) / sum(one.wall for one in took)
    how = f"median of {len(pages)} pages, {max(one.wall for one in took):.1f} s the slowest; on {cores:.1f} cores"
    yield Figure("scanned page", median(one.wall for one in took), "s", how, at_most=4)
    how = f"{wrong} of {count} words missing, wrong or too much, rendered at 200 dots an inch"
    yield Figure("scanned words right", 100 * (1 - wrong / count), "%", how, at_least=97)


def errors(known: Sequence[str], read: Sequence[str]) -> int:
    """Return how many words have to be put in, left out or changed to make one run of words the other."""
    row = list(range(len(read) + 1))
    for nth, word in enumerate(known, start=1):
        before, row[0] = row[0], nth
        for place, other in enumerate(read, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (word != other))
    return row[-1]


def _scanned(picture: Path) -> _Scanned:
    readings: list[Reading] = []
    took = timed(lambda: readings.append(read_document(picture)))
    return _Scanned(_words(readings[0].document.text), took)


def _pages(documents: Sequence[Path], most: int, folder: Path) -> Iterator[_Page]:
    count = 0
    for path in documents:
        if count < most and is_pdf(path.read_bytes()):
            with closing(pypdfium2.PdfDocument(path)) as pdf:
                page = pdf[len(pdf) // 2]
                words = _words(page.get_textpage().get_text_range())
                if len(words) >= _WORDS:
                    count += 1
                    yield _Page(_picture(page, folder / f"{count}.png"), words)


def _picture(page: pypdfium2.PdfPage, file: Path) -> Path:
    with closing(page.render(scale=_DOTS)) as bitmap:
        bitmap.to_pil().save(file)
    return file


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_BROKEN.sub("", text)))
