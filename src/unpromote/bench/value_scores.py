"""How exact the values are that reading states, against what lawyers answered beside a public set of contracts.

The set is CUAD (The Atticus Project, CC BY 4.0): each contract has its text, the spans of its clauses by category, and
an answer for some categories ("30 days", "successive 1 year", "perpetual", "1/1/2013", "New York"). Both sides are
brought to one form before they are compared:

* a period is so many days or months: 1 year is 12 months, a week 7 days; 6 months are not 180 days, unless the answer
  gives both ways to say it ("180 days / 6 months");
* "successive 1 year" and "1 year" are one length; how often it repeats is a figure of its own;
* days are month first; what can only be day first is; a year before 1950 belongs to this century, as the answers went
  through a table that cut the years to two digits;
* of a place its own name counts, not that of the country around it; England and Wales are one;
* an answer with a blank in it ("[]/[]/2009") is left aside, and so is one that names no value of the kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from unpromote.bench.figures import Figure
from unpromote.reading.agreement import values_json
from unpromote.reading.cues import Category
from unpromote.reading.dates import days
from unpromote.reading.places import places, without_countries
from unpromote.reading.quantities import lengths
from unpromote.reading.values import Document, cut

Canonical = frozenset[str]

ASKED = {  # the answer's category in the set, by the path of the reading's value
    "renewal_notice": "Notice Period To Terminate Renewal",
    "expiration": "Expiration Date",
    "renewal": "Renewal Term",
    "renewal_repeats": "Renewal Term",
    "governing_law": "Governing Law",
    "agreement_date": "Agreement Date",
    "effective_date": "Effective Date",
    "parties": "Parties",
}
REQUIRED = ("renewal_notice", "expiration", "renewal", "governing_law")
AT_LEAST = 90.0  # percent, where the clause was found
_BLANK = re.compile(r"\[|_{2,}|\*\*")
_OWN_CENTURY = 1950
_COVERED = 0.5  # of a clause's words, from which on it counts as found
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_DECORATION = re.compile(r"\b(?:inc|llc|ltd|corp|corporation|company|co|limited|lp|plc|the|gmbh|sa)\b|[^a-z0-9 ]")
_REPEATS = re.compile(r"\bsuc\w*ive|^\d+ \d", re.IGNORECASE)  # "succesive", "sucessive"; "2 5 years"


@dataclass(frozen=True)
class Judged:
    """One value of one contract: what the set answers and what the reading states, both in one form.

    `found`: whether the reading found the clause. `stated` is empty where the reading states nothing.
    """

    path: str
    contract: str
    answered: Canonical
    stated: Canonical
    found: bool

    @property
    def is_exact(self) -> bool:
        """Whether the reading states just what was answered; of an answer in two ways ("a / b"), one of them."""
        if any("/" in one for one in self.answered):
            return any(self.stated == frozenset({way}) for one in self.answered for way in one.split("/"))
        return self.stated == self.answered


def value_figures(readings: Iterable[Mapping[str, Any]], gold: Iterable[Mapping[str, Any]]) -> Iterator[Figure]:
    """Yield for each value how often it is exact where its clause was found, in percent.

    `readings` are JSON forms of readings, `gold` the contracts of the set, in the same order.
    """
    return figures_of([one for reading, row in zip(readings, gold, strict=True) for one in judge(reading, row)])


def figures_of(judged: Sequence[Judged]) -> Iterator[Figure]:
    """Yield for each value how often it is exact where its clause was found, in percent."""
    for path in ASKED:
        yield from _figures(path, [one for one in judged if one.path == path])
    required = [one for one in judged if one.path in REQUIRED]
    yield from _figures("required values", required, at_least=AT_LEAST)


def clauses_given(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what would be read in a contract of the set, had every clause been found as the lawyers marked it.

    With this reading the figures tell of the rules from words to values alone.
    """
    document = Document(Path(f"{row['contract_id']}.txt"), row["sha256"], row["text"], tuple(row["page_starts"]))
    findings = tuple(
        cut(document, category, start, end, 1.0)
        for category in Category
        for start, end in row["spans"].get(category.value, ())
    )
    shown = [{"category": finding.category.value, "quote": finding.quote} for finding in findings]
    return {"findings": shown, "values": list(values_json(document, findings))}


def judge(reading: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[Judged]:
    """Yield the values that the set answers for a contract, beside what the reading states."""
    for path, category in ASKED.items():
        answered = canonical_answer(path, row["answers"].get(category) or "")
        if answered and row["spans"].get(category):
            found = _finds(reading, category, [row["text"][start:end] for start, end in row["spans"][category]])
            yield Judged(path, row["contract_id"], answered, stated_in(reading, path), found)


def canonical_answer(path: str, answer: str) -> Canonical:
    """Return an answer of the set in the form in which values are compared; empty where it is to be left aside."""
    if not answer or _BLANK.search(answer.replace("[] year", "")):
        return frozenset()
    if path in ("agreement_date", "effective_date", "expiration"):
        endless = {"perpetual"} if "perpetual" in answer.lower() else set()
        return frozenset({_own_century(day.on).isoformat() for day in days(answer)} | endless)
    if path in ("renewal", "renewal_notice"):
        return _periods(answer)
    if path == "renewal_repeats":
        lengths_of = _periods(answer) - {"perpetual"}
        return frozenset({"again" if _REPEATS.search(answer) else "once"} if lengths_of else ())
    if path == "governing_law":
        return _laws(answer)
    return frozenset(name for part in _IN_BRACKETS.sub(";", answer).split(";") if (name := _party(part)))


def stated_in(reading: Mapping[str, Any], path: str) -> Canonical:
    """Return what a reading states at a path, in the form in which values are compared."""
    found: set[str] = set()
    for proposal in reading["values"]:
        if proposal["path"].split("[")[0] == path.removesuffix("_repeats"):
            ways = proposal.get("alternatives") or [proposal["value"]]
            found |= {form for way in ways for form in _canonical_value(path, way)}
    return frozenset(found)


def _canonical_value(path: str, value: Any) -> Canonical:
    if path == "governing_law":
        return _laws(value)
    if isinstance(value, str):
        return frozenset({value})
    if path == "parties":
        return frozenset({_party(value["name"])})
    if path == "renewal_repeats":
        return frozenset({"once" if value["times"] == 1 else "again"} if "times" in value else ())
    return _length_or_day(value)


def _length_or_day(value: Mapping[str, Any]) -> Canonical:
    if value.get("perpetual"):
        return frozenset({"perpetual"})
    if "unit" in value:
        return frozenset({_period(value["n"], value["unit"])})
    return frozenset({value["on"]}) if "on" in value else frozenset()


def _own_century(on: date) -> date:
    return on if on.year >= _OWN_CENTURY else on.replace(year=on.year + 100)


def _periods(answer: str) -> Canonical:
    lower = re.sub(r"[()]", " ", answer.lower()).replace("0.5 year", "6 months")
    found = set()
    for part in lower.split(";"):
        ways = [_period(one.n, one.unit) for one in lengths(part)]
        found |= {"/".join(ways)} if ways and "/" in part else set(ways)
    return frozenset(found | ({"perpetual"} if "perpetual" in lower else set()))


def _period(n: int, unit: str) -> str:
    if unit in ("months", "years"):
        return f"{n * (12 if unit == 'years' else 1)} months"
    return f"{n * 7} days" if unit == "weeks" else f"{n} {unit.replace('business_days', 'business days')}"


def _laws(answer: str) -> Canonical:
    found = without_countries(places(answer.replace("Massachussets", "Massachusetts")))
    return frozenset("England and Wales" if place.name in ("England", "Wales") else place.name for place in found)


def _party(name: str) -> str:
    return " ".join(_DECORATION.sub(" ", name.lower()).split())


def _finds(reading: Mapping[str, Any], category: str, clauses: Iterable[str]) -> bool:
    """Tell whether a finding of the category holds most of the words of a clause."""
    quotes = [Counter(_words(one["quote"])) for one in reading["findings"] if one["category"] == category]
    wanted = [Counter(_words(clause)) for clause in clauses]
    return any((clause & quote).total() >= _COVERED * clause.total() for clause in wanted for quote in quotes)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _figures(name: str, judged: list[Judged], *, at_least: float | None = None) -> Iterator[Figure]:
    found = [one for one in judged if one.found]
    exact = sum(one.is_exact for one in found)
    silent = sum(not one.stated and not one.is_exact for one in found)
    apart = f"{len(found) - exact - silent} stated otherwise, {silent} not stated"
    how = f"{exact} of {len(found)} whose clause was found, {apart}; {len(judged)} are answered"
    if found:
        yield Figure(f"{name} exact", 100 * exact / len(found), "%", how, at_least=at_least)
