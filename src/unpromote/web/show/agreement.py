"""The agreement: its documents, and each term with the page and the exact words that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from unpromote.domain.case import Case
from unpromote.domain.phrases import counted
from unpromote.domain.provenance import Path
from unpromote.services.agreement import citations_of
from unpromote.web import formats, words
from unpromote.web.show.citing import Cited, PageRef, behind, page_of
from unpromote.web.show.layers import origin
from unpromote.web.show.presets import Badge, badge

_NAMES = ("id", "code", "kind", "name")
_VOCABULARY = re.compile(r"[a-z]+(_[a-z]+)+")


@dataclass(frozen=True)
class DocumentShown:
    """A document of the agreement; `problems` are what a person has to look at."""

    name: str
    hash_short: str
    read: str
    problems: list[str]


@dataclass(frozen=True)
class TermShown:
    """One term: what it is about, its value in words, the numbers of its citations, and how it was come by."""

    name: str
    value: str
    marks: str
    status: str
    confidence: str = ""
    origin: str = ""


@dataclass(frozen=True)
class Citation:
    """The words that terms of a group rest on, with the number under which they refer to it."""

    mark: int
    place: str
    quote: str
    at: PageRef | None = None


@dataclass(frozen=True)
class TermGroup:
    """Terms that belong together, such as one right, with the agreement's own words for them."""

    name: str
    terms: list[TermShown]
    citations: list[Citation]
    origin: str = ""
    badge: Badge | None = None


def documents(case: Case) -> list[DocumentShown]:
    """Return the documents in the order in which they go before one another."""
    readings = {reading.document_id: reading for reading in case.readings}
    return [
        DocumentShown(
            name=document.name,
            hash_short=formats.short(document.sha256),
            read=counted(readings[document.id].pages, "page") if document.id in readings else "not read yet",
            problems=list(readings[document.id].problems) if document.id in readings else [],
        )
        for document in case.documents
    ]


def methods(case: Case) -> list[tuple[str, str]]:
    """Return the ways of giving notice that the confirmed terms know, with their names; none before that."""
    known = case.terms["notice_receipt"] if case.terms else {}
    return [(method, words.METHODS.get(method, words.spaced(method))) for method in known]


@dataclass(frozen=True)
class _Leaf:
    """A term before its citations are numbered."""

    name: str
    value: str
    cited: list[Cited]
    origin: str


def term_groups(terms: Mapping[str, Any], case: Case) -> list[TermGroup]:
    """Return terms as groups of readable values, each with the words that were found for it."""
    found = citations_of(case, terms)
    groups: dict[str, list[_Leaf]] = {}
    badges: dict[str, Badge | None] = {}
    for path, value in (leaf for top, inner in terms.items() for leaf in _leaves(inner, (top,)) if top != "layers"):
        group, name = titled(path, terms)
        badges[group] = badges.get(group) or badge(value if name in {"Id", "Clause"} else "")
        if name != "Id":
            leaf = _Leaf(name, value, _marked(behind(found, path), path, case), origin(case, path))
            groups.setdefault(group, []).append(leaf)
    return [_group(name, members, badges[name], case) for name, members in groups.items()]


def _marked(found: list[Cited], path: Path, case: Case) -> list[Cited]:
    """Return the words, or a word of warning, where a term can still be read in several ways."""
    unclear = any(path[: len(one.steps)] == one.steps for one in case.unclear)
    return [replace(one, status="unclear") for one in found] if unclear else found


def _group(name: str, members: Sequence[_Leaf], preset: Badge | None, case: Case) -> TermGroup:
    """Number the words once for the whole group, since one clause mostly says several things."""
    places = {(one.place, one.quote): one for leaf in members for one in leaf.cited}
    numbers = {place: number for number, place in enumerate(places, start=1)}
    origins = {leaf.origin for leaf in members}
    shared = next(iter(origins)) if len(origins) == 1 else ""
    terms = [
        TermShown(
            name=leaf.name,
            value=leaf.value,
            marks=", ".join(str(numbers[one.place, one.quote]) for one in leaf.cited),
            status=_status(leaf.cited),
            confidence=max((one.confidence for one in leaf.cited), default=""),
            origin="" if shared else leaf.origin,
        )
        for leaf in members
    ]
    citations = [Citation(numbers[place], *place, page_of(one, case)) for place, one in places.items()]
    return TermGroup(name, terms, citations, shared, preset)


def _status(cited: Sequence[Cited]) -> str:
    """Return how the value was come by, unless some words simply state it."""
    statuses = [one.status for one in cited]
    return "" if not statuses or "stated" in statuses else statuses[0]


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Give each value that can be said in a few words, with its path."""
    said = _said(value)
    if said is not None:
        yield path, said
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    else:
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))


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


def reading_words(value: Any) -> str:
    """Return a value of the terms in a few words, with the parts of what has parts."""
    said = _said(value)
    if said is not None:
        return "nothing is agreed" if value is None else said
    parts = ((path, text) for path, text in _leaves(value, ()))
    return "; ".join(f"{_path_words(path)} {text}".strip() for path, text in parts)


def _said_object(value: Mapping[str, Any]) -> str | None:
    """Say the small objects of the vocabulary in words: a period, a rate of a base, an empty one."""
    rest = {key: inner for key, inner in value.items() if inner is not None}
    if {"n", "unit"} <= rest.keys() and all(isinstance(inner, str | int) for inner in rest.values()):
        more = [words.spaced(str(rest[key])) for key in rest if key not in ("n", "unit")]
        return ", ".join([f"{rest['n']} {words.spaced(rest['unit'])}", *more])
    if rest.keys() == {"rate", "base"}:
        return f"{rest['rate']} \N{MULTIPLICATION SIGN} {words.spaced(rest['base'])}"
    if "rule" in rest and rest.keys() <= {"rule", "n"}:
        return " ".join(words.spaced(str(rest[key])) for key in ("rule", "n") if key in rest)
    return None if rest else "none"


def term_name(path: Path, terms: Mapping[str, Any]) -> str:
    """Return a term's group and name in one: "Right conv, notice"."""
    group, name = titled(path, terms)
    if isinstance(path[-1], int):
        return group
    return name if group == "General" else f"{group}, {name[:1].lower()}{name[1:]}"


def titled(path: Path, terms: Mapping[str, Any]) -> tuple[str, str]:
    """Return the group and the name of a term: `rights[0].notice` is "Right conv" and "Notice"."""
    top, rest = str(path[0]), path[1:]
    if not rest:
        return "General", words.sentence(top)
    if isinstance(rest[0], int):
        name = _path_words(rest[1:]) or words.sentence(top)
        return _item_name(top, terms[top][rest[0]], rest[0]), name
    return words.sentence(top), _path_words(rest)


def _item_name(top: str, item: Any, index: int) -> str:
    singular = words.sentence(top.removesuffix("ies") + "y" if top.endswith("ies") else top.removesuffix("s"))
    named = next((str(item[key]) for key in _NAMES if key in item), "") if isinstance(item, Mapping) else ""
    return f"{singular} {named}" if named else f"{singular} {index + 1}"


def _path_words(path: Path) -> str:
    said = " \N{MIDDLE DOT} ".join(str(step + 1) if isinstance(step, int) else words.spaced(step) for step in path)
    return said[:1].upper() + said[1:]
