"""Documents read from file to facts: how fast, in how much memory, on the right page, and what is said about leaving.

Quotes are looked up in the gold text of the same agreement, as that is where people counted pages and marked facts.
Speed and memory are those of documents that are text throughout: OCR of a single page costs more than all the rest of a
document, and is measured by itself. So documents with a page that may be a picture are read last.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it ships no types

from unpromote.bench.clause_scores import SHOWN
from unpromote.bench.fact_scores import Fact, Judged, fact_figures, judge
from unpromote.bench.figures import Figure, Took, peak_memory, share, timed
from unpromote.bench.gold import Gold
from unpromote.bench.placing import Placing
from unpromote.reading.agreement import read_document
from unpromote.reading.pdf import is_pdf
from unpromote.reading.values import Reading

_MIB = 1024 * 1024
_FEW = 150  # letters: a page of fewer may be a picture with a stamp

Facts = Mapping[str, Sequence[Fact]]


@dataclass(frozen=True)
class _Read:
    """What one document came to: its pages, whether some were pictures, the time, findings on the right page, facts.

    `peak` is the most memory, in bytes, that the process has held by then.
    """

    pages: int
    is_scanned: bool
    took: Took
    peak: int
    right: tuple[bool, ...]
    facts: Judged | None


def document_figures(documents: Mapping[Path, Gold], facts: Facts) -> Iterator[Figure]:
    """Yield the figures of documents, each with what lawyers marked in it; `facts` by the agreement's id."""
    if not documents:
        yield Figure("speed", None, "pages/s", "not measured: no document is named by an id of the gold file")
        return
    read = [_read(path, documents[path], facts) for path in sorted(documents, key=_may_be_scanned)]
    yield from _costs(read)
    right = [each for one in read for each in one.right]
    how = f"{sum(right)} of {len(right)} findings whose words stand in the gold text once"
    yield Figure("page right", share(sum(right), len(right)), "", how, at_least=0.99)
    if judged := [one.facts for one in read if one.facts is not None]:
        yield from fact_figures(judged)


def _costs(read: Sequence[_Read]) -> Iterator[Figure]:
    texts = [one for one in read if not one.is_scanned]
    pages, wall = sum(one.pages for one in texts), sum(one.took.wall for one in texts)
    how = f"{len(texts)} documents, {pages} pages, of one core; {wall:.1f} s on the wall"
    aside = f"; {len(read) - len(texts)} with scanned pages aside" if len(texts) < len(read) else ""
    yield Figure("speed", share(pages, sum(one.took.cpu for one in texts)), "pages/s", how + aside, at_least=40)
    peaks = [one.peak / _MIB for one in takewhile(lambda one: not one.is_scanned, read)]
    yield Figure(
        "peak memory", max(peaks, default=None), "MiB", f"of this process, the gold texts with it{aside}", at_most=600
    )


def _may_be_scanned(path: Path) -> bool:
    """Whether some page has hardly a letter."""
    if not is_pdf(path.read_bytes()):
        return False
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        texts = (pdf[nth].get_textpage().get_text_range() for nth in range(len(pdf)))
        return any(sum(map(str.isalnum, text)) < _FEW for text in texts)


def _read(path: Path, gold: Gold, facts: Facts) -> _Read:
    readings: list[Reading] = []
    took = timed(lambda: readings.append(read_document(path)))
    (reading,), peak = readings, peak_memory()
    placing = Placing(gold.text)
    known = facts.get(gold.id)
    judged = None if known is None else judge(gold.text, known, tuple(_stated(reading, placing)))
    right = tuple(_pages_right(reading, gold, placing))
    document = reading.document
    return _Read(len(document.page_starts), bool(document.scans), took, peak, right, judged)


def _pages_right(reading: Reading, gold: Gold, placing: Placing) -> Iterator[bool]:
    """Yield whether a finding's page is that of the same words in the gold text."""
    for finding in reading.findings:
        if finding.score >= SHOWN and finding.page is not None and gold.page_starts:
            spans = placing.spans(finding.quote)
            if len(spans) == 1:
                yield finding.page == bisect_right(gold.page_starts, spans[0][0])


def _stated(reading: Reading, placing: Placing) -> Iterator[Fact]:
    """Yield the reading's facts with their places in the gold text."""
    length = len(reading.document.text)
    for fact in reading.facts:
        places = (placing.nearest(finding.quote, finding.start / length) for finding in fact.findings)
        pages = tuple(finding.page for finding in fact.findings if finding.page is not None)
        yield Fact(fact.kind, tuple(place for place in places if place), pages, fact.values)
