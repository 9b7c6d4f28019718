"""Agreement: what was agreed, by both sides; read by software, confirmed by a person."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from unpromote.domain.case import Case
from unpromote.domain.citing import cited, handed_in
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput
from unpromote.domain.events import AgreementRead, AgreementReceived, AgreementUnreadable, TermsConfirmed
from unpromote.domain.layers import Merged
from unpromote.domain.papers import Citation, Document, Layering, Reading
from unpromote.domain.stated import kept_terms, read_stated
from unpromote.services import filing, queries
from unpromote.services.marking import marked
from unpromote.services.people import Person
from unpromote.services.ports import AgreementOpener, AgreementReader
from unpromote.services.presets import preset
from unpromote.services.record import record
from unpromote.services.versions import installed

_AGREEMENT = ("terms", "layers", "unclear")
_SINGULAR = {"rights": "right", "fees": "fee", "windows": "window", "credits": "credit", "parties": "party"}
_BESIDE = ("proposals", "won", "over")


def receive_agreement(person: Person, case_id: str, source: Path, *, password: str = "", now: datetime) -> Case:
    """Take in a file of the agreement, the one that prevails first; it will be read in the background.

    A mail is taken in with what it encloses, a document each, in the order in which they seem to prevail. A file with
    a password is kept as a copy that opens without, beside the file as it came; the password is kept nowhere.

    Raises:
        NotAllowed: the case is approved already, or not this person's.
        BadInput: the file cannot be taken in, or does not open with the password.
    """
    case = queries.case(person, case_id)
    opener = cast("AgreementOpener", import_string(settings.UNPROMOTE_PARTS["agreement_opener"]))
    parts = opener(source, password)
    filing.keep(case.id, source, "agreement")
    for part in parts:
        filed = filing.keep_content(case.id, part.name, part.content, "agreement")
        id_ = f"doc_{secrets.token_hex(6)}"
        document = Document(id_, part.name, filed.sha256, filed.path, part.locked_sha256)
        case = record(case.id, AgreementReceived(at=now, by=person.name, document=document))
    return case


def read_agreement(
    document: Document, reader: AgreementReader, *, now: datetime, by: str
) -> AgreementRead | AgreementUnreadable:
    """Return what reading the document taught, or why it cannot be read."""
    try:
        found = reader(filing.located(document.path))
    except BadInput as problem:
        return AgreementUnreadable(at=now, by=by, document_id=document.id, problem=str(problem))
    reading = Reading(
        document_id=document.id,
        pages=found["pages"],
        findings=tuple(_kept(finding) for finding in found["findings"] if finding["sure"]),
        terms=found["terms"],
        proposals=tuple(_named(proposal, document) for proposal in found["proposals"]),
        problems=tuple(_worded(problem) for problem in found["problems"]),
        unclear=tuple(_named(one, document) for one in found.get("unclear", ())),
        reader=installed().software,
        facts=tuple(found.get("facts", ())),
    )
    return AgreementRead(at=now, by=by, reading=reading)


def _kept(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return a finding as a case keeps it: those that are not sure are left out, so nothing has to say it."""
    kept = {name: value for name, value in finding.items() if name != "sure"}
    return kept | {"score": str(finding["score"])}


def _named(proposal: Mapping[str, Any], document: Document) -> dict[str, Any]:
    """Return a proposal, or what is unclear, whose source bears the name under which a person handed it in."""
    source = proposal["source"]
    named = {**source, "document": document.name} if source else None
    sure = {"confidence": str(proposal["confidence"])} if "confidence" in proposal else {}
    return {**proposal, **sure, "source": named}


def _worded(problem: Any) -> str:
    return problem if isinstance(problem, str) else str(problem["problem"])


def confirm_terms(
    person: Person,
    case_id: str,
    terms: Mapping[str, Any],
    *,
    proposals: Sequence[Mapping[str, Any]] = (),
    now: datetime,
) -> Case:
    """Confirm the agreement, as proposed or as corrected; a quote taken before is void.

    Args:
        person: who confirms.
        case_id: the case.
        terms: the terms in the vocabulary; or, as asks for quotes have it, {terms, unclear?} or {layers, unclear?},
            the layer with precedence first. What is neither stated nor unclear has to be filled in by the person.
        proposals: where the person says that terms stand {path, source, status, confidence}; reading fills the rest.
        now: the present instant.

    Raises:
        BadInput: the terms do not fit the vocabulary, or words do not stand where a proposal says; names the place.
        NotAllowed: the case is approved already.
    """
    case = queries.case(person, case_id)
    found = [_on_its_page(person, case, proposal, f"proposals[{n}]") for n, proposal in enumerate(proposals)]
    return confirm_cited(person, case, terms, found, now=now)


def confirm_cited(
    person: Person, case: Case, terms: Mapping[str, Any], proposals: Sequence[Mapping[str, Any]], *, now: datetime
) -> Case:
    """Confirm the agreement with words that were found on their pages already; otherwise as `confirm_terms`."""
    handed_over = plain(agreement_of(terms), place="")
    stated = read_stated(handed_over, presets=preset)
    written = kept_terms(stated)
    usual = _citations(case, written, (*proposals, *encode(stated.proposals)))
    event = TermsConfirmed(
        at=now,
        by=person.name,
        terms=written,
        citations=usual,
        layering=_layering(handed_over["layers"], stated.merged) if stated.merged else None,
        unclear=stated.unclear,
    )
    return record(case.id, event)


def _on_its_page(person: Person, case: Case, proposal: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """Return the proposal with its words as the page has them: no quote comes out of a person's hand."""
    source = proposal.get("source")
    if not source:
        return proposal
    try:
        words = marked(person, case, source["document"], source["page"], source["quote"])
    except BadInput as problem:
        raise problem.within(place) from None
    return {**proposal, "source": {**source, "quote": words.quote}}


def agreement_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return `{terms | layers, unclear?}` out of that or of terms alone, whose own `layers` are but their names.

    Raises:
        BadInput: there is something else beside.
    """
    if "terms" not in data and ("layers" not in data or "currency" in data):
        return {"terms": data}
    for key in data:
        if key not in (*_AGREEMENT, *_BESIDE):
            mend = f"known here: {', '.join((*_AGREEMENT, *_BESIDE))}"
            raise BadInput(f"unknown field {key!r}", place="agreement", mend=mend)
    return {key: data[key] for key in _AGREEMENT if key in data}


def confirmed_agreement(case: Case) -> dict[str, Any] | None:
    """Return what is agreed in the form in which it can be confirmed again: terms alone where nothing else is said.

    With layers, `won` and `over` say by path which of them counts and which it replaced; confirming ignores both.
    """
    if case.layering is None and not case.unclear:
        return None if case.terms is None else dict(case.terms)
    said = encode(case.layering) if case.layering else {"terms": case.terms}
    return {**said, "unclear": encode(case.unclear)}


@dataclass(frozen=True)
class Standing:
    """A clause of the merged terms, the layer that it comes from, and those whose own it replaced.

    `name` says which one it is to a person: "right conv" for the path rights[0], else the path.
    """

    path: str
    name: str
    layer: str
    over: tuple[str, ...]


def standing(case: Case) -> tuple[Standing, ...]:
    """Return which layer won each clause, in the order of the terms; nothing where they came in one."""
    if case.layering is None:
        return ()
    found = case.layering
    return tuple(
        Standing(path, _name_of(path, case.terms or {}), layer, found.over.get(path, ()))
        for path, layer in found.won.items()
    )


def _name_of(path: str, terms: Mapping[str, Any]) -> str:
    """Return "right conv" for rights[0]; an item without an id is known by its path."""
    name, _, nth = path.rstrip("]").partition("[")
    item = terms[name][int(nth)] if nth else {}
    return f"{_SINGULAR[name]} {item['id']}" if "id" in item else path


def plain(data: Any, place: str) -> Any:
    """Return the data; refuse a number with a point, whose digits nobody could be sure of."""
    if isinstance(data, float):
        raise BadInput(f"{data} has no exact digits", place=place, mend=f'write it as text: "{data}"')
    inner = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    for key, item in inner:
        plain(item, f"{place}[{key}]" if isinstance(key, int) else f"{place}.{key}".lstrip("."))
    return data


def _layering(layers: Sequence[Mapping[str, Any]], merged: Merged) -> Layering:
    return Layering(tuple(layers), merged.won, merged.over)


def citations_of(case: Case, terms: Mapping[str, Any]) -> tuple[Citation, ...]:
    """Return the words behind these terms: those confirmed with them or, before that, those that were read."""
    return case.citations if terms == case.terms else _citations(case, terms, ())


def _citations(case: Case, terms: Mapping[str, Any], proposals: Sequence[Mapping[str, Any]]) -> tuple[Citation, ...]:
    """Return one citation a term: the person's own where there is one, else what was read."""
    names = {document.id: document.name for document in case.documents}
    found = {citation.path: citation for citation in handed_in(terms, proposals)}
    for reading in case.readings:
        for citation in cited(terms, reading.proposals, document=names[reading.document_id]):
            found.setdefault(citation.path, citation)
    return tuple(found.values())
