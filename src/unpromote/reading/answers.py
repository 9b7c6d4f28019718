"""What a whole agreement answers: its dates, how long it runs, how it renews itself, whose law holds, its parties.

Each answer is a proposal in the reader's form: the value, the words that it comes from, and how sure it is. Clauses
that contradict one another answer nothing; both readings are kept for a person to ask about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from unpromote.reading.cues import Category
from unpromote.reading.dates import days
from unpromote.reading.places import Place, governing, places, without_countries
from unpromote.reading.preamble import Party
from unpromote.reading.proposing import Proposal, conflicting, inferred, stated
from unpromote.reading.quantities import Length
from unpromote.reading.renewals import read_renewal, renewal_notices
from unpromote.reading.term import Starts, Term, read_term
from unpromote.reading.values import Finding

Found = tuple[Finding, ...]

_ENDLESS = {"perpetual": True}
_LEAST = 0.1  # a clause less sure than that answers nothing
_CLOSE = 0.2  # a clause nearly as sure that names a length goes before one that names none
_ALIKE = 0.05  # clauses whose scores differ by no more are as sure
_SURE_LAW = 0.95  # a clause less sure than that does not contradict a surer one
_ENDS = re.compile(r"\b(?:until|through|expires?|ends?|ending|terminates?|earlier of|later of)\b[^.;]{0,30}$")
_AS_AGREED = re.compile(
    r"\b(?:date|day)\b[^.;]{0,30}\b(?:first|above|hereof|of this agreement|of execution|signature|signed|last)\b"
)


def answer(findings: Found, parties: Iterable[Party] = ()) -> tuple[Proposal, ...]:
    """Return the answers that the clauses give, surest clause first; what no clause answers is left out."""
    agreed = tuple(_date("agreement_date", findings, Category.AGREEMENT_DATE))
    effective = tuple(_effective(findings, agreed))
    starts = Starts(*(date.fromisoformat(one[0].value) if one else None for one in (effective, agreed)))
    expiration = tuple(_first(findings, Category.EXPIRATION, lambda one: _expiration(one, starts)))
    before = next((one.value["length"] for one in expiration if one.value and "length" in one.value), None)
    return (
        *agreed,
        *effective,
        *expiration,
        *_first(findings, Category.RENEWAL, lambda one: _renewal(one, before)),
        *_first(findings, Category.RENEWAL_NOTICE, _renewal_notice),
        *governing_law(findings),
        *_parties(findings, parties),
    )


def governing_law(findings: Found) -> Iterator[Proposal]:
    """Yield the place whose law holds, in the words of the agreement; conflicting where several are chosen."""
    chosen: dict[str, tuple[str, Finding]] = {}
    found: list[Place] = []
    laws = _surest(findings, Category.LAW)
    for finding in laws:
        if chosen and finding.score < _SURE_LAW:
            break
        for place in governing(finding.words):
            found.append(place)
            chosen.setdefault(place.name, (_as_written(place, finding), finding))
    kept = {place.name for place in without_countries(found)}
    chosen = {name: where for name, where in chosen.items() if name in kept}
    if len(chosen) == 1:
        ((words, finding),) = chosen.values()
        yield stated("governing_law", words, finding)
    elif not chosen:
        yield from _only_place(laws)
    else:
        first = next(iter(chosen.values()))[1]
        yield conflicting(
            "governing_law", first, "the laws of several places are chosen: which one holds?", tuple(chosen)
        )


def _as_written(place: Place, finding: Finding) -> str:
    written = finding.words[place.start : place.end]
    return written if place.name.lower() in written.lower() else place.name


def _only_place(laws: Iterable[Finding]) -> Iterator[Proposal]:
    """Yield the one place that a clause names, where it says "the laws thereof" or is torn by a bad scan."""
    for finding in laws:
        named = without_countries(places(finding.words))
        if len(named) == 1:
            note = "the only place that the clause names: is its law meant?"
            yield inferred("governing_law", _as_written(named[0], finding), finding, note)
            return


def _first(findings: Found, category: Category, read: Callable[[Finding], Proposal | None]) -> Iterator[Proposal]:
    """Yield what the surest clause of a category answers, if any does."""
    found = ((finding, read(finding)) for finding in _surest(findings, category))
    answers = [(finding, proposal) for finding, proposal in found if proposal is not None]
    if not answers:
        return
    surest = answers[0][0].score
    close = [one for finding, one in answers if finding.score >= surest - _CLOSE]
    best = next((one for one in close if one.value != _ENDLESS), close[0])
    rivals = [one for finding, one in answers if finding.score >= surest - _ALIKE and not one.is_open]
    yield best if best.is_open else _unless_contradicted(best, rivals)


def _unless_contradicted(best: Proposal, rivals: Iterable[Proposal]) -> Proposal:
    ways = {kind: one.value for one in (best, *rivals) if (kind := _what_counts(one.value))}
    if len(ways) < 2 or best.finding is None:  # noqa: PLR2004 - it takes two to contradict
        return best
    return conflicting(
        best.path, best.finding, "clauses that are as sure differ: which one counts?", tuple(ways.values())
    )


def _what_counts(value: dict[str, Any]) -> tuple[Any, ...]:
    """Return what two answers have to share not to contradict one another; nothing where they name no value."""
    return (value["n"], value["unit"]) if "n" in value else (value["on"],) if "on" in value else ()


def _surest(findings: Found, category: Category) -> list[Finding]:
    sure = (one for one in findings if one.category is category and one.score >= _LEAST)
    return sorted(sure, key=lambda one: (-one.score, one.start))


def _date(path: str, findings: Found, category: Category) -> Iterator[Proposal]:
    for finding in _surest(findings, category):
        named = (day for day in days(finding.words) if not _ENDS.search(finding.lower[: day.start]))
        day = next(named, None)
        if day is not None:
            yield stated(path, day.on.isoformat(), finding)
            return


def _effective(findings: Found, agreed: tuple[Proposal, ...]) -> Iterator[Proposal]:
    found = tuple(_date("effective_date", findings, Category.EFFECTIVE_DATE))
    yield from found
    if found or not agreed:
        return
    for finding in _surest(findings, Category.EFFECTIVE_DATE):
        if _AS_AGREED.search(finding.lower):
            yield inferred("effective_date", agreed[0].value, finding, "the words point to the date of the agreement")
            return


def _expiration(finding: Finding, starts: Starts) -> Proposal | None:
    term = read_term(finding.words, starts)
    if term is None:
        return None
    value = _term_json(term)
    if term.note:
        return inferred("expiration", value, finding, term.note)
    return (
        inferred("expiration", value, finding, term.formula) if term.formula else stated("expiration", value, finding)
    )


def _term_json(term: Term) -> dict[str, Any]:
    if term.is_endless:
        return dict(_ENDLESS)
    shown: dict[str, Any] = {"on": term.on.isoformat()} if term.on else {}
    if term.length is not None:
        shown |= {"length": _length_json(term.length), "after": term.after}
    return shown | ({"formula": term.formula} if term.formula else {})


def _renewal(finding: Finding, before: dict[str, Any] | None) -> Proposal | None:
    renewal = read_renewal(finding.lower)
    if renewal is None or (renewal.as_before and before is None):
        return None
    if renewal.as_before:
        return inferred("renewal", {**(before or {}), "times": renewal.times}, finding, "as long as the term before")
    if renewal.length is None:
        return stated("renewal", dict(_ENDLESS), finding)
    return _unless_doubled("renewal", renewal.length, finding, {"times": renewal.times})


def _renewal_notice(finding: Finding) -> Proposal | None:
    found = renewal_notices(finding.lower)
    if len(found) > 1:
        note = "several notices are named: which one counts?"
        return conflicting("renewal_notice", finding, note, tuple(_length_json(one) for one in found))
    return _unless_doubled("renewal_notice", found[0], finding, {}) if found else None


def _unless_doubled(path: str, length: Length, finding: Finding, more: dict[str, Any]) -> Proposal:
    value = _length_json(length) | more
    if length.other is None:
        return stated(path, value, finding)
    ways = (value, {**value, "n": length.other})
    return conflicting(path, finding, "the words and the figure differ: which one counts?", ways)


def _length_json(length: Length) -> dict[str, Any]:
    return {"n": length.n, "unit": length.unit}


def _parties(findings: Found, parties: Iterable[Party]) -> Iterator[Proposal]:
    """Yield the parties by the names that the opening gives them, each with its own words."""
    for rank, party in enumerate(parties):
        finding = next((one for one in findings if (one.start, one.end) == (party.start, party.end)), None)
        yield stated(f"parties[{rank}]", {"name": " ".join(party.full.split()), "short": party.short}, finding)
