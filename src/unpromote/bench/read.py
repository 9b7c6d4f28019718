"""How well and how fast agreements are read: on a folder of documents and a file of what lawyers marked in them.

Each text of the gold file is read once: clauses and values are judged on it. Each document called after one of them is
read once: its pages, its facts, the speed and the memory are judged on that. Then a few pages are read as if scanned,
and other readers of contracts, as far as they are installed, read the same texts.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from unpromote.bench import peers, value_scores
from unpromote.bench.clause_scores import SHOWN, Found, Judged, area, document_f1, judge, seen_at_once
from unpromote.bench.documents import document_figures
from unpromote.bench.figures import Figure, timed
from unpromote.bench.gold import Gold, read_facts, read_gold
from unpromote.bench.scan_scores import scan_figures
from unpromote.domain.errors import BadInput
from unpromote.reading.agreement import read_text
from unpromote.reading.cues import Category
from unpromote.reading.kinds import KINDS
from unpromote.reading.values import Document, Reading

CORE = (
    Category.CONVENIENCE,
    Category.RENEWAL_NOTICE,
    Category.RENEWAL,
    Category.EXPIRATION,
    Category.EFFECTIVE_DATE,
    Category.AGREEMENT_DATE,
    Category.POST_TERMINATION,
    Category.LIQUIDATED,
    Category.MINIMUM,
    Category.CONTROL,
    Category.PARTIES,
    Category.LAW,
)
OWN = tuple(category for category in Category if category not in CORE)  # judged where the gold file names them
STARTS = 3
_SENTENCE = """
from pathlib import Path
from unpromote.reading.agreement import read_text
from unpromote.reading.values import Document
read_text(Document(Path('a'), '', 'Either party may terminate this Agreement for any reason.', (0,)))
"""


@dataclass(frozen=True)
class Given:
    """What is judged: a folder of documents named by the gold file's ids, the gold file, and a file of facts."""

    agreements: Path
    gold: Path
    facts: Path | None = None


def figures(given: Given, part: float = 1.0) -> Iterator[Figure]:
    """Yield the figures; `part` of the agreements only for a quick look.

    Raises:
        BadInput: a file is not as it should be, there is no such folder, or there are facts of an unknown agreement.
    """
    marked = {one.id: one for one in read_gold(given.gold)}
    facts = read_facts(given.facts) if given.facts else {}
    if unknown := facts.keys() - marked.keys():
        problem = f"there are facts of {', '.join(sorted(unknown))}"
        raise BadInput(problem, place=str(given.facts), mend="give a gold file that holds its text")
    paths = _documents(given.agreements)
    chosen = tuple(marked.values())[: _some(len(marked), part)]
    read = _read(chosen)
    yield from _clauses(read.clauses, len(chosen))
    yield from _own_clauses(read.clauses)
    yield from value_scores.figures_of(read.values)
    asked = tuple(facts)[: _some(len(facts), part)]
    wanted = dict.fromkeys((*(one.id for one in chosen), *asked))
    documents = {paths[name]: marked[name] for name in wanted if name in paths}
    yield from document_figures(documents, {name: facts[name] for name in asked})
    yield _cold_start()
    yield from scan_figures(tuple(documents), part)
    yield from peers.peer_figures(chosen, read)


def _some(count: int, part: float) -> int:
    return max(1, round(count * part))


def _documents(folder: Path) -> Mapping[str, Path]:
    """Return the documents that can be read, by name without its ending."""
    if not folder.is_dir():
        raise BadInput("there is no such folder", place=str(folder), mend="give the folder that holds the documents")
    return {path.stem: path for path in sorted(folder.iterdir()) if path.suffix.lower() in KINDS}


def _read(gold: Sequence[Gold]) -> peers.Judged:
    clauses: dict[Category, list[Judged]] = {category: [] for category in (*CORE, *OWN)}
    read = peers.Judged(clauses)
    for one in gold:
        began = time.process_time()
        reading = read_text(Document(Path(one.id), "", one.text, one.page_starts))
        read.seconds += time.process_time() - began
        for category in (*CORE, *(own for own in OWN if own.value in one.spans)):
            found = _of(category, reading)
            clauses[category].append(judge(one.text, category.value, one.spans.get(category.value, ()), found))
        shown = [{"category": each.category.value, "quote": each.quote} for each in reading.findings]
        read.values += value_scores.judge({"findings": shown, "values": reading.values}, one.row)
    return read


def _of(category: Category, reading: Reading) -> Iterator[Found]:
    return (Found(one.start, one.end, one.score) for one in reading.findings if one.category is category)


def _clauses(judged: Mapping[Category, Sequence[Judged]], count: int) -> Iterator[Figure]:
    areas, presences, sights = (
        {category: value for category in CORE if (value := measure(judged[category])) is not None}
        for measure in (area, document_f1, seen_at_once)
    )
    how = f"{count} agreements, {len(areas)} categories"
    yield Figure("macro AUPR", _mean(areas), "", how, at_least=0.72)
    yield Figure("macro document F1", _mean(presences), "", f"{how}, at a score of {SHOWN}", at_least=0.90)
    yield Figure("macro recall in the first three", _mean(sights), "", how, at_least=0.85)
    for category in areas:
        yield from _category(category, judged[category])


def _own_clauses(judged: Mapping[Category, Sequence[Judged]]) -> Iterator[Figure]:
    """Yield the figures of the categories that CUAD lacks, as far as the gold file has them."""
    presences = {category: value for category in OWN if (value := document_f1(judged[category])) is not None}
    if presences:
        how = f"{len(presences)} categories that CUAD lacks"
        yield Figure("own: macro document F1", _mean(presences), "", how, at_least=0.85)
    for category in presences:
        yield from _category(category, judged[category])


def _category(category: Category, judged: Sequence[Judged]) -> Iterator[Figure]:
    how = f"marked in {sum(bool(one.met) for one in judged)} of {len(judged)}"
    least = (0.78, 0.90) if category is Category.CONVENIENCE else (None, None)
    yield Figure(f"{category.value}: AUPR", area(judged), "", how, at_least=least[0])
    yield Figure(f"{category.value}: document F1", document_f1(judged), "", how, at_least=least[1])
    yield Figure(f"{category.value}: recall in the first three", seen_at_once(judged), "", how)


def _mean(of: Mapping[Category, float]) -> float | None:
    return fmean(of.values()) if of else None


def _cold_start() -> Figure:
    """Return how long a process takes from its start until it has read a short text."""
    command = [sys.executable, "-c", _SENTENCE]
    took = [timed(lambda: subprocess.run(command, check=True)).wall for _ in range(STARTS)]  # noqa: S603 - our own words
    how = f"a new process that reads one sentence, median of {STARTS}"
    return Figure("cold start", median(took), "s", how, at_most=2)
