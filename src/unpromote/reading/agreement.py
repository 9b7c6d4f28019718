"""A file to a reading: text, findings, facts, proposed terms, problems; and the reading's JSON form.

The room's public door: `read_document` gives values, `read_agreement` their JSON form, one line of
`unpromote read --jsonl`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from unpromote.reading.answers import answer
from unpromote.reading.basics import propose_basics
from unpromote.reading.cues import Category
from unpromote.reading.facts import state_facts
from unpromote.reading.fees import propose_fees, with_fees
from unpromote.reading.findings import find_clauses
from unpromote.reading.following import with_followers
from unpromote.reading.holders import parts_played
from unpromote.reading.intake import open_agreement, open_document
from unpromote.reading.ladders import find_ladders
from unpromote.reading.languages.detection import Stretch, stretches_of
from unpromote.reading.languages.parts import Part, joined, read_part, unread_stretches
from unpromote.reading.languages.tongues import READ
from unpromote.reading.leads import lead_ins
from unpromote.reading.preamble import find_parties
from unpromote.reading.proposing import Proposal, terms_of
from unpromote.reading.rights import propose_rights
from unpromote.reading.subjects import who_acts
from unpromote.reading.units import split_units
from unpromote.reading.values import Document, Fact, Finding, Problem, Reading, in_order

_OUTSIDE = {
    "standard terms": ("4a's", "iab standard terms", "standard terms and conditions"),
    "a master agreement": ("master agreement", "master services agreement"),
}
_REDACTED = ("[***", "[*]", "[* * *", "*****")


def read_document(path: Path, password: str = "") -> Reading:
    """Return what the file says about leaving; raise BadInput, naming file and mend, where it cannot be read."""
    return read_text(open_document(path, password))


def read_agreement(path: Path, password: str = "") -> dict[str, Any]:
    """Return the JSON form of what the file says about leaving, as `services.ports.AgreementReader` wants it."""
    return reading_json(read_document(path, password))


def read_parts(path: Path, password: str = "") -> tuple[dict[str, Any], ...]:
    """Return the JSON form for each document in the file, as `intake.open_agreement` gives them.

    Of a mail each says in `part_of` which mail that is, and in `precedence` its place, 1 for what prevails.
    """
    documents = open_agreement(path, password)
    read = tuple(reading_json(read_text(document)) for document in documents)
    if len(read) == 1:
        return read
    return tuple({**one, "part_of": str(path), "precedence": nth} for nth, one in enumerate(read, start=1))


def read_text(document: Document) -> Reading:
    """Return what a document's text says about leaving, each stretch read in its own language."""
    stretches = stretches_of(document.text)
    part = joined(tuple(_parts(document, stretches)))
    shown = tuple(_proposal_json(document, proposal) for proposal in part.proposals)
    unread = tuple(unread_stretches(document, stretches))
    read = _problems(document, part.facts, part.proposals, where=" in what was read" if unread else "")
    problems = (*document.problems, *unread, *part.problems, *read)
    unclear = tuple(_unclear_json(document, proposal) for proposal in part.proposals if proposal.can_be_read)
    values = tuple(_proposal_json(document, one) for one in part.values)
    return Reading(document, part.findings, part.facts, terms_of(part.proposals), shown, problems, unclear, values)


def _parts(document: Document, stretches: tuple[Stretch, ...]) -> Iterator[Part]:
    """Yield what each language says, that of most of the text first; an unknown one counts as English."""
    lengths: Counter[str] = Counter()
    for stretch in stretches:
        lengths[stretch.language if stretch.language in READ else "en"] += stretch.end - stretch.start
    for code, _ in lengths.most_common():
        yield read_part(document, code, stretches) if code in READ else _in_english(document, stretches)


def _in_english(document: Document, stretches: tuple[Stretch, ...]) -> Part:
    units = split_units(document.text, document.page_starts)
    if len(stretches) > 1 or stretches[0].language not in ("", "en"):
        starts = [stretch.start for stretch in stretches]
        languages = [stretch.language for stretch in stretches]
        units = tuple(unit for unit in units if languages[bisect_right(starts, unit.start) - 1] in ("", "en"))
    leads = lead_ins(document.text, units)
    parties = find_parties(document)
    clauses = find_clauses(document, units, parties)
    sure = (finding for finding in clauses if finding.is_sure)
    told = with_followers(document, units, (*sure, *find_ladders(document, units)), leads)
    facts = state_facts(document, told, leads)
    parts = parts_played(parties, document.text)
    basics = propose_basics(document, told, parties, parts)
    fees = propose_fees(told, terms_of(basics).get("currency", ""))
    proposals = (*basics, *with_fees(propose_rights(facts, parts), fees), *fees)
    findings = in_order({(one.start, one.end, one.category): one for one in (*clauses, *told)}.values())
    return Part("en", findings, facts, proposals, values=answer(findings, parties))


def values_json(document: Document, findings: tuple[Finding, ...]) -> tuple[dict[str, Any], ...]:
    """Return the JSON form of what clauses answer about the agreement as a whole, each with the words it comes from."""
    return tuple(_proposal_json(document, one) for one in answer(findings, find_parties(document)))


def _problems(
    document: Document, facts: tuple[Fact, ...], proposals: tuple[Proposal, ...], *, where: str
) -> tuple[Problem, ...]:
    problems = []
    if not any(proposal.path.endswith(".ground") for proposal in proposals):
        mend = "silence is no right: ask the other side, or hand over the document that holds the right"
        problems.append(Problem(f"no right to cancel was found{where}", mend=mend))
    elif not any(fact.kind == "terminate_without_cause" for fact in facts):
        problem = f"no right to cancel without a cause was found{where}"
        problems.append(Problem(problem, mend="a cause has to be proven"))
    lower = document.text.lower()
    for name, words in _OUTSIDE.items():
        if any(word in lower for word in words):
            problems.append(
                Problem(f"the agreement refers to {name}", mend="read that document too: it may hold rights")
            )
    if any(mark in document.text for mark in _REDACTED):
        problems.append(Problem("parts are blacked out ([***])", mend="ask for the full text"))
    problems += [
        Problem(f"{proposal.path}: {proposal.note}", _place(proposal), "enter what counts when confirming")
        for proposal in proposals
        if proposal.is_open
    ]
    return tuple(problems)


def _place(proposal: Proposal) -> str:
    return f"page {proposal.finding.page}" if proposal.finding and proposal.finding.page else ""


def _proposal_json(document: Document, proposal: Proposal) -> dict[str, Any]:
    shown = {"path": proposal.path, "value": proposal.value, "source": _source_json(document, proposal)}
    if proposal.others:
        shown["other_sources"] = [_place_json(document, finding) for finding in proposal.others]
    shown |= {"confidence": proposal.confidence, "status": proposal.status.value, "note": proposal.note}
    return shown | ({"alternatives": list(proposal.alternatives)} if proposal.alternatives else {})


def _unclear_json(document: Document, proposal: Proposal) -> dict[str, Any]:
    clause = proposal.finding.clause if proposal.finding else ""
    asked = {"path": proposal.path, "readings": list(proposal.alternatives), "question": proposal.note}
    return asked | {"clause": clause or None, "source": _source_json(document, proposal)}


def _source_json(document: Document, proposal: Proposal) -> dict[str, Any] | None:
    return _place_json(document, proposal.finding) if proposal.finding else None


def _place_json(document: Document, finding: Finding) -> dict[str, Any]:
    return {"document": document.file.name} | _finding_place(finding)


def _finding_place(finding: Finding) -> dict[str, Any]:
    return {"page": finding.page, "quote": finding.quote, "start": finding.start, "end": finding.end}


def reading_json(reading: Reading) -> dict[str, Any]:
    """Return the JSON form of a reading; `page` is null in formats without pages, `pages` 0.

    `scanned` says of pages read by OCR how sure their letters are; `who`, whose duty or right a finding is.
    """
    scanned = {str(number): scan.confidence for number, scan in reading.document.scans.items()}
    return ({"scanned": scanned} if scanned else {}) | {
        "file": str(reading.document.file),
        "sha256": reading.document.sha256,
        "pages": len(reading.document.page_starts),
        "text": reading.document.text,
        "findings": [_finding_json(finding) for finding in reading.findings],
        "facts": [_fact_json(fact) for fact in reading.facts],
        "terms": reading.terms,
        "values": list(reading.values),
        "unclear": list(reading.unclear),
        "proposals": list(reading.proposals),
        "problems": [_problem_text(problem) for problem in reading.problems],
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    who = who_acts(finding.words) if finding.category is Category.DUTY else ""
    return ({"who": who} if who else {}) | {
        "category": finding.category.value,
        "clause": finding.clause,
        "score": finding.score,
        "sure": finding.is_sure,
        **_finding_place(finding),
    }


def _fact_json(fact: Fact) -> dict[str, Any]:
    return {"kind": fact.kind, **fact.values} | {
        "spans": [[finding.start, finding.end] for finding in fact.findings],
        "pages": [finding.page for finding in fact.findings if finding.page is not None],
        "quotes": [finding.quote for finding in fact.findings],
    }


def _problem_text(problem: Problem) -> str:
    where = f"{problem.place}: " if problem.place else ""
    return f"{where}{problem.problem}" + (f" ({problem.mend})" if problem.mend else "")
