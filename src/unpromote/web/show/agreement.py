"""The agreement: its documents, and each term with the page and the exact words that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from unpromote.domain.case import Case
from unpromote.web import formats, words

_NAMES = ("id", "code", "kind", "name")
_VOCABULARY = re.compile(r"[a-z]+(_[a-z]+)+")
_STEP = re.compile(r"[A-Za-z_]+|\[\d+\]")


@dataclass(frozen=True)
class DocumentShown:
    """A document of the agreement; `problems` are what a person has to look at."""

    name: str
    hash_short: str
    read: str
    problems: list[str]


@dataclass(frozen=True)
class Citation:
    """The words a value was read in."""

    place: str
    quote: str
    status: str


@dataclass(frozen=True)
class TermShown:
    """One term: what it is about, its value in words, and where it comes from."""

    name: str
    value: str
    citations: list[Citation]


@dataclass(frozen=True)
class TermGroup:
    """Terms that belong together, such as one right; `cited` where the agreement's own words were found for any."""

    name: str
    terms: list[TermShown]
    cited: bool


def documents(case: Case) -> list[DocumentShown]:
    """Return the documents in the order in which they go before one another."""
    readings = {reading.document_id: reading for reading in case.readings}
    return [
        DocumentShown(
            name=document.name,
            hash_short=formats.short(document.sha256),
            read=formats.counted(readings[document.id].pages, "page") if document.id in readings else "not read yet",
            problems=list(readings[document.id].problems) if document.id in readings else [],
        )
        for document in case.documents
    ]


def methods(case: Case) -> list[tuple[str, str]]:
    """Return the ways of giving notice that the confirmed terms know, with their names; none before that."""
    known = case.terms["notice_receipt"] if case.terms else {}
    return [(method, words.METHODS.get(method, words.spaced(method))) for method in known]


def term_groups(terms: Mapping[str, Any], case: Case) -> list[TermGroup]:
    """Return terms as groups of readable values, each with the words that were found for it."""
    cited = _cited(case)
    groups: dict[str, list[TermShown]] = {}
    for path, value in (leaf for top, inner in terms.items() for leaf in _leaves(inner, top)):
        group, name = _titled(path, terms)
        citations = [c for at, c in cited if at == path or path.startswith((f"{at}.", f"{at}["))]
        if name == "Id":
            continue
        groups.setdefault(group, []).append(TermShown(name=name, value=value, citations=citations))
    return [
        TermGroup(name=name, terms=found, cited=any(term.citations for term in found)) for name, found in groups.items()
    ]


def _cited(case: Case) -> list[tuple[str, Citation]]:
    return [
        (
            proposal["path"],
            Citation(
                place=_place(proposal["source"]),
                quote=proposal["source"]["quote"],
                status=proposal["status"],
            ),
        )
        for reading in case.readings
        for proposal in reading.proposals
        if proposal.get("source")
    ]


def _place(source: Mapping[str, Any]) -> str:
    return f"{source['document']}, page {source['page']}" if source.get("page") else str(source["document"])


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Give each value that can be said in a few words, with its path."""
    said = _said(value)
    if said is not None:
        yield path, said
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}")
    else:
        for index, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{index}]")


def _said(value: Any) -> str | None:
    if isinstance(value, Mapping):
        return _said_object(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        plain = all(isinstance(inner, str | int) for inner in value)
        return (", ".join(_word(inner) for inner in value) or "none") if plain else None
    return _word(value)


def _word(value: str | int | None) -> str:
    """Say a single value: what is written with underscores is a word of the vocabulary."""
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "none"}[value]
    text = str(value)
    return words.spaced(text) if _VOCABULARY.fullmatch(text) else text


def _said_object(value: Mapping[str, Any]) -> str | None:
    """Say the small objects of the vocabulary in words: a period, a rate of a base, an empty one."""
    rest = {key: inner for key, inner in value.items() if inner is not None}
    if {"n", "unit"} <= rest.keys() and all(isinstance(inner, str | int) for inner in rest.values()):
        more = [words.spaced(str(rest[key])) for key in rest if key not in ("n", "unit")]
        return ", ".join([f"{rest['n']} {words.spaced(rest['unit'])}", *more])
    if rest.keys() == {"rate", "base"}:
        return f"{rest['rate']} \N{MULTIPLICATION SIGN} {words.spaced(rest['base'])}"
    if rest.keys() == {"rule"}:
        return words.spaced(rest["rule"])
    return None if rest else "none"


def _titled(path: str, terms: Mapping[str, Any]) -> tuple[str, str]:
    """Return the group and the name of a term: `rights[0].notice` is "Right conv" and "Notice"."""
    steps = _STEP.findall(path)
    top, rest = steps[0], steps[1:]
    if not rest:
        return "General", words.sentence(top)
    if rest[0].startswith("["):
        item = terms[top][int(rest[0][1:-1])]
        return _item_name(top, item, rest[0]), _path_words(rest[1:]) or words.sentence(top)
    return words.sentence(top), _path_words(rest)


def _item_name(top: str, item: Any, index: str) -> str:
    singular = words.sentence(top).removesuffix("s")
    named = next((str(item[key]) for key in _NAMES if key in item), "") if isinstance(item, Mapping) else ""
    return f"{singular} {named}" if named else f"{singular} {int(index[1:-1]) + 1}"


def _path_words(steps: Sequence[str]) -> str:
    parts = [str(int(step[1:-1]) + 1) if step.startswith("[") else words.spaced(step) for step in steps]
    said = " \N{MIDDLE DOT} ".join(parts)
    return said[:1].upper() + said[1:]
