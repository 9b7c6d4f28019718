"""A document's stretches of one language to what they say; and what several languages say made one.

The language of most of the text leads: its terms stand. What another one adds is added, what it repeats is left out,
and where the two give different times for one right a person is told. What no table reads is said aloud, never passed
over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from unpromote.reading.cues import Category
from unpromote.reading.fees import with_fees
from unpromote.reading.languages.clauses import clauses_in, opening_in, players_in
from unpromote.reading.languages.detection import NAMES, Stretch
from unpromote.reading.languages.facts import facts_in
from unpromote.reading.languages.leaving import fees_in, rights_in
from unpromote.reading.languages.sentences import units_of
from unpromote.reading.languages.terms import answers_in, parties_in, terms_in
from unpromote.reading.languages.tongues import READ, Tongue, tongue
from unpromote.reading.proposing import Proposal, terms_of
from unpromote.reading.values import Document, Fact, Finding, Problem, in_order

_SHOWN = 50  # characters of an unread stretch that are quoted
_PROSE = 40  # words: so many in no known language are no list of names and figures
_ENTRY = re.compile(r"(?P<list>rights|fees)\[(?P<rank>\d+)\]\.(?P<field>.+)")
_TRANSLATE = "have it translated by somebody who answers for it, or enter its terms by hand"


@dataclass(frozen=True)
class Part:
    """What the stretches of one language say; `language` is its code."""

    language: str
    findings: tuple[Finding, ...]
    facts: tuple[Fact, ...]
    proposals: tuple[Proposal, ...]
    problems: tuple[Problem, ...] = ()
    values: tuple[Proposal, ...] = ()  # what the agreement answers as a whole


def read_part(document: Document, code: str, stretches: tuple[Stretch, ...]) -> Part:
    """Return what a document's stretches in a language say; none of its words are read in any other one."""
    known = tongue(code)
    own = tuple(stretch for stretch in stretches if stretch.language == code)
    opening = own[0]
    players = players_in(document, opening.start, opening.end, known)
    found = [finding for stretch in own for finding in opening_in(document, stretch.start, stretch.end, known)]
    for stretch in own:
        found += clauses_in(document, units_of(document, stretch, known), known)
    findings = in_order(found)
    facts = facts_in(known, findings, players)
    basics = (*terms_in(document, own, known, findings), *parties_in(document, players))
    fees = fees_in(known, findings, terms_of(basics).get("currency", ""))
    rights = with_fees(rights_in(known, findings, facts, players), fees)
    values = tuple(answers_in(known, findings, players))
    return Part(code, findings, facts, (*basics, *rights, *fees), tuple(_unread_in(known, document)), values)


def _unread_in(known: Tongue, document: Document) -> Iterator[Problem]:
    read = {cue.category for cue in known.cues} | {Category.PARTIES, Category.AGREEMENT_DATE, Category.EFFECTIVE_DATE}
    unread = ", ".join(category.value for category in Category if category not in read)
    mend = "look for these clauses yourself: that none is shown does not mean that there is none"
    yield Problem(f"{known.name} is read in its main clauses; not read in it: {unread}", mend=mend)
    outside = known.says["outside"].search(known.flat(document.text))
    if outside:
        mend = "read that document too: it may hold rights"
        yield Problem("the agreement refers to standard terms", mend=mend)


def unread_stretches(document: Document, stretches: tuple[Stretch, ...]) -> Iterator[Problem]:
    """Yield a problem for each stretch in a language that has no table, with its place and its first words."""
    for stretch in stretches:
        words = " ".join(document.text[stretch.start : stretch.end].split())
        page = document.page_at(stretch.start)
        begins = f'"{words[:_SHOWN]}..."' if len(words) > _SHOWN else f'"{words}"'
        if stretch.language not in ("", "en", *READ):
            said = f"{NAMES[stretch.language]} is not read: nothing was looked for in the part that begins {begins}"
            yield Problem(said, f"page {page}" if page else "", _TRANSLATE)
        elif not stretch.language and len(words.split()) >= _PROSE:
            said = f"the language of the part that begins {begins} is not known: it was read as English"
            yield Problem(said, f"page {page}" if page else "", _TRANSLATE)


def joined(parts: tuple[Part, ...]) -> Part:
    """Return what several languages say as one, the leading language first."""
    lead, *others = parts
    for other in others:
        kept, problems = _added(lead, other)
        lead = Part(
            lead.language,
            in_order((*lead.findings, *other.findings)),
            tuple(sorted((*lead.facts, *other.facts), key=lambda fact: fact.findings[0].start)),
            (*lead.proposals, *kept),
            (*lead.problems, *other.problems, *problems),
            lead.values + tuple(one for one in other.values if _is_new(one, lead.values)),
        )
    return lead


def _added(lead: Part, other: Part) -> tuple[tuple[Proposal, ...], tuple[Problem, ...]]:
    """Return what another language adds to the terms, and where it says something else."""
    known = {proposal.path for proposal in lead.proposals}
    kept = [proposal for proposal in other.proposals if _is_plain(proposal) and proposal.path not in known]
    problems: list[Problem] = []
    for name in ("rights", "fees"):
        entries = _entries(lead.proposals, name)
        said: dict[str, set[str]] = {}
        for entry in entries:
            said.setdefault(_signature(entry), set()).add(_times(entry))
        free = len(entries)
        for entry in _entries(other.proposals, name):
            same = said.get(_signature(entry))
            if same is None:
                kept += [_moved(proposal, f"{name}[{free}]", other.language) for proposal in entry]
                free += 1
            elif _times(entry) not in same:
                problems.append(_differing(lead, other, entry))
    return tuple(kept), tuple(problems)


def _is_new(answer: Proposal, known: tuple[Proposal, ...]) -> bool:
    return not answer.path.startswith("parties") and answer.path not in {one.path for one in known}


def _is_plain(proposal: Proposal) -> bool:
    return not _ENTRY.match(proposal.path) and not proposal.path.startswith("parties") and not proposal.is_open


def _entries(proposals: tuple[Proposal, ...], name: str) -> list[tuple[Proposal, ...]]:
    ranked: dict[int, list[Proposal]] = {}
    for proposal in proposals:
        match = _ENTRY.match(proposal.path)
        if match and match["list"] == name:
            ranked.setdefault(int(match["rank"]), []).append(proposal)
    return [tuple(ranked[rank]) for rank in sorted(ranked)]


def _signature(entry: tuple[Proposal, ...]) -> str:
    shown = {proposal.path.rpartition(".")[2]: proposal.value for proposal in entry}
    return repr((shown.get("ground"), shown.get("holders"), "calc" in shown))


def _times(entry: tuple[Proposal, ...]) -> str:
    timed = {p.path.rpartition(".")[2]: (p.value, p.alternatives) for p in entry}
    return repr([timed.get(field) for field in ("notice", "cure", "calc")])


def _moved(proposal: Proposal, to: str, code: str) -> Proposal:
    """Return an entry's proposal at its new place; ids tell the language, so that they name no other entry."""
    field = proposal.path.rpartition("].")[2]
    if field == "id":
        return replace(proposal, path=f"{to}.{field}", value=f"{proposal.value}-{code}")
    if field == "fees":
        named = [f"{fee}-{code}" for fee in proposal.value or ()] if proposal.value is not None else None
        ways = tuple([f"{fee}-{code}" for fee in way] for way in proposal.alternatives)
        return replace(proposal, path=f"{to}.{field}", value=named, alternatives=ways)
    return replace(proposal, path=f"{to}.{field}")


def _differing(lead: Part, other: Part, entry: tuple[Proposal, ...]) -> Problem:
    finding = next((proposal.finding for proposal in entry if proposal.finding), None)
    place = f"page {finding.page}" if finding and finding.page else ""
    said = f"clause {finding.clause}" if finding and finding.clause else "a clause"
    told = f"{said} in {NAMES[other.language]} does not say the same as the one in {NAMES[lead.language]}"
    return Problem(told, place, f"the {NAMES[lead.language]} words were taken: ask which language prevails")
