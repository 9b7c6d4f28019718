"""Other readers of contracts on the same texts, judged as ours is: those that are installed, for what they claim.

    pip install extract-cli amagi-contract-deadlines contractex

What a reader states is brought into the form of our readings' `values`. The share is of all that lawyers answered, so
that a reader which finds fewer clauses gains nothing by it. Of the clauses that a reader claims to find it is judged
whether an agreement has one.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from math import inf
from pathlib import Path
from statistics import fmean
from typing import Any

from unpromote.bench import clause_scores, value_scores
from unpromote.bench.clause_scores import document_f1
from unpromote.bench.figures import Figure, share
from unpromote.bench.gold import Gold
from unpromote.bench.value_scores import ASKED
from unpromote.reading.cues import Category
from unpromote.reading.quantities import lengths

_LONG_AGO = date(1980, 1, 1)  # no term has ended by then: the first one is what lawyers wrote down

Value = tuple[str, Any]  # a path of ASKED and the value there, or "clause" and its category
Clauses = Mapping[Category, Sequence[clause_scores.Judged]]


@dataclass(frozen=True)
class Peer:
    """A reader: its distribution, its module, how it is given a text, and the values and clauses it claims to find."""

    name: str
    module: str
    read: Callable[[str], Iterator[Value]]
    values: tuple[str, ...]
    clauses: tuple[Category, ...]

    @property
    def called(self) -> str:
        """Its name with the version that is installed."""
        return f"{self.name} {version(self.name)}"


def _extract_cli(text: str) -> Iterator[Value]:
    found = importlib.import_module("extract_cli").build_extraction(text, text.encode(), "txt", None)
    for path, said in (("effective_date", found["dates"]["effective"]), ("expiration", found["dates"]["expiration"])):
        if said["value"]:
            yield path, {"on": said["value"]}
    if law := found["governing_law"]["value"]:
        yield from (("governing_law", law), ("clause", Category.LAW))
    if days := found["term"]["notice_period_days"]["value"]:
        yield "renewal_notice", {"n": days, "unit": "days"}
    if found["term"]["auto_renew"]["value"]:
        yield "clause", Category.RENEWAL
    yield from (("parties", {"name": party["name"]}) for party in found["parties"])


def _amagi(text: str) -> Iterator[Value]:
    extract = importlib.import_module("amagi_contract_deadlines.extract")
    lines = [extract.RawLine(extract.clean(line), 1) for line in text.splitlines()]
    document = extract.Document(Path("agreement.txt"), "text", 1, pages_exact=False, lines=lines)
    report = importlib.import_module("amagi_contract_deadlines.detect").analyze(document, as_of=_LONG_AGO)
    for path, kind in (("effective_date", "effective"), ("expiration", "expiration")):
        days = [event.date for event in report.events if event.kind == kind and event.date]
        yield from ((path, {"on": day.isoformat()}) for day in days[:1])
    if any(event.kind == "expiration" for event in report.events):
        yield "clause", Category.EXPIRATION
    if report.auto_renews:
        yield "clause", Category.RENEWAL
        yield from (("renewal", {"n": one.n, "unit": one.unit}) for one in lengths(str(report.renewal_term)))
    for event in [one for one in report.events if one.label.startswith("Non-renewal notice")][:1]:
        yield "clause", Category.RENEWAL_NOTICE
        yield from (("renewal_notice", {"n": one.n, "unit": one.unit}) for one in lengths(event.basis))


def _contractex(text: str) -> Iterator[Value]:
    named = importlib.import_module("contractex").CUADClassifier().classify_text(text)
    return (("clause", category) for name, category in _IN_CONTRACTEX.items() if name in named)


_IN_CONTRACTEX = {
    "termination_for_convenience": Category.CONVENIENCE,
    "notice_period_to_terminate": Category.RENEWAL_NOTICE,
    "renewal_term": Category.RENEWAL,
    "expiration_date": Category.EXPIRATION,
    "effective_date": Category.EFFECTIVE_DATE,
    "liquidated_damages": Category.LIQUIDATED,
    "minimum_commitment": Category.MINIMUM,
    "change_of_control": Category.CONTROL,
    "governing_law": Category.LAW,
}
PEERS = (
    Peer(
        "extract-cli",
        "extract_cli",
        _extract_cli,
        ("renewal_notice", "expiration", "governing_law", "effective_date", "parties"),
        (Category.RENEWAL, Category.LAW),
    ),
    Peer(
        "amagi-contract-deadlines",
        "amagi_contract_deadlines",
        _amagi,
        ("renewal_notice", "expiration", "renewal", "effective_date"),
        (Category.RENEWAL_NOTICE, Category.RENEWAL, Category.EXPIRATION),
    ),
    Peer("contractex", "contractex", _contractex, (), tuple(_IN_CONTRACTEX.values())),
)


@dataclass
class Judged:
    """What a reader made of the gold texts: clauses and values judged, processor seconds, texts on which it failed."""

    clauses: Clauses
    values: list[value_scores.Judged] = field(default_factory=list)
    seconds: float = 0.0
    failed: int = 0


def peer_figures(gold: Sequence[Gold], ours: Judged) -> Iterator[Figure]:
    """Yield for each installed reader what it finds, each figure after ours on the same; nothing without any."""
    installed = [peer for peer in PEERS if find_spec(peer.module)]
    read = {peer: _read(peer, gold) for peer in installed}
    for path in ASKED:
        beside = [peer for peer in installed if path in peer.values]
        if beside and any(one.path == path for one in ours.values):
            yield _exact("Unpromote", path, ours)
            yield from (_exact(peer.called, path, read[peer]) for peer in beside)
    for peer in installed:
        yield _present("Unpromote", peer, ours)
        yield _present(peer.called, peer, read[peer])
    if installed:
        yield Figure("Unpromote: a contract", share(ours.seconds, len(gold)), "s", "all that it reads, of one core")
    for peer in installed:
        how = f"what it claims alone, of one core; it failed on {read[peer].failed} of {len(gold)}"
        yield Figure(f"{peer.called}: a contract", share(read[peer].seconds, len(gold)), "s", how)


def _read(peer: Peer, gold: Sequence[Gold]) -> Judged:
    found: dict[Category, list[clause_scores.Judged]] = {category: [] for category in peer.clauses}
    read = Judged(found)
    for one in gold:
        began = time.process_time()
        try:
            said = tuple(peer.read(one.text))
        except Exception:  # noqa: BLE001 - whatever goes wrong in a program of others is its failure, and counted
            said, read.failed = (), read.failed + 1
        read.seconds += time.process_time() - began
        stated = [{"path": path, "value": value} for path, value in said if path != "clause"]
        read.values += value_scores.judge({"findings": [], "values": stated}, one.row)
        for category, judged in found.items():
            met = (-inf,) * len(one.spans.get(category.value, ()))
            judged.append(clause_scores.Judged(met, (), 1.0 if ("clause", category) in said else -inf, 0))
    return read


def _exact(name: str, path: str, read: Judged) -> Figure:
    asked = [one for one in read.values if one.path == path]
    exact, stated = sum(one.is_exact for one in asked), sum(bool(one.stated) for one in asked)
    how = f"{exact} exact, {stated} stated, {len(asked)} answered"
    return Figure(f"{name}: {path}", share(100 * exact, len(asked)), "%", how)


def _present(name: str, peer: Peer, read: Judged) -> Figure:
    known = [value for category in peer.clauses if (value := document_f1(read.clauses[category])) is not None]
    how = f"macro over {len(known)} categories that {peer.name} claims to find"
    return Figure(f"{name}: document F1, {peer.name}'s", fmean(known) if known else None, "", how)
