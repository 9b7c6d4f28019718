"""The terms as fields to check one by one: each with its value, the words it was read in, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unpromote.domain.case import Case
from unpromote.domain.correcting import written
from unpromote.domain.dates import Unit
from unpromote.domain.provenance import Path, path_text, steps
from unpromote.services.agreement import citations_of
from unpromote.services.proposed_terms import proposed_terms, proposed_unclear
from unpromote.web import words
from unpromote.web.show.agreement import reading_words, term_name, titled
from unpromote.web.show.citing import Cited, PageRef, behind, page_of

Json = Any
VALUE, KEEP, ITEM, OPEN = "value:", "keep:", "item:", "open:"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_REJECTABLE = frozenset({"rights", "fees", "windows", "credits", "parties", "duties"})
_HIDDEN = frozenset({"id", "layers", "rounding"})
PERIODS = frozenset({"notice", "cure", "lasting", "within", "objection"})
_PARTS: Mapping[str, tuple[str, ...]] = {  # what is typed where nothing stands
    **dict.fromkeys(PERIODS, ("n", "unit")),
    "calc": ("flat",),
}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "unit": tuple(unit.value for unit in Unit),
    "count": ("exclusive", "inclusive"),
}
# What no quote can do without, offered even where the agreement does not say it.
_NEEDED: tuple[Path, ...] = (
    ("currency",),
    ("time_zone",),
    ("calendar", "weekend"),
    ("calendar", "holidays"),
    ("calendar", "open"),
    ("calendar", "close"),
    ("rights",),
)


@dataclass(frozen=True)
class Field:
    """One field: `kind` is that of its input, `choices` what it can be, if that is a closed list."""

    id: str
    name: str
    label: str
    value: str
    kind: str
    choices: list[str]
    status: str
    confidence: str
    note: str
    quote: str
    place: str
    at: PageRef | None


@dataclass(frozen=True)
class Group:
    """The fields of one right, fee, window ...; `keep` is the name of the box that rejects it, "" where none can."""

    name: str
    keep: str
    kept: bool
    fields: list[Field]


@dataclass(frozen=True)
class OpenField:
    """A field that the agreement leaves open: what to ask, and its readings, of which a person may choose one."""

    id: str
    name: str
    label: str
    question: str
    readings: list[str]
    chosen: str


def base(case: Case) -> Mapping[str, Json]:
    """Return the terms that a correction starts from: the confirmed ones, else what was proposed."""
    return proposed_terms(case) if case.terms is None else case.terms


def can_correct(case: Case) -> bool:
    """Return whether the agreement is one list of fields: no layers, and nothing left open on purpose."""
    return case.layering is None and not case.unclear


def open_fields(case: Case, typed: Mapping[str, str] | None = None) -> list[OpenField]:
    """Return what the reader found open; before the terms are confirmed."""
    terms = base(case)
    return [
        OpenField(
            id=re.sub(r"\W+", "-", f"open-{one['path']}").strip("-"),
            name=f"{OPEN}{one['path']}",
            label=f"{term_name(steps(one['path']), terms)}: how is it read?",
            question=one["question"],
            readings=[reading_words(reading) for reading in one["readings"]],
            chosen=(typed or {}).get(f"{OPEN}{one['path']}", ""),
        )
        for one in proposed_open(case)
    ]


def proposed_open(case: Case) -> list[dict[str, Json]]:
    """Return the open fields with their readings, as a quote takes them; none once the terms are confirmed."""
    return proposed_unclear(case) if case.terms is None else []


def groups(case: Case, typed: Mapping[str, str] | None = None) -> list[Group]:
    """Return the fields by group; `typed` is what a refused form held, by the names of its fields."""
    terms = base(case)
    notes = _notes(case)
    found = citations_of(case, terms)
    grouped: dict[str, list[Field]] = {}
    items: dict[str, Path] = {}
    for path, value in _fields(terms, [*_absent(notes), *_typable(proposed_open(case))]):
        group, label = titled(path, terms)
        cited = behind(found, path)
        grouped.setdefault(group, []).append(_field(path, (label, value), cited, notes, case))
        if path[0] in _REJECTABLE and len(path) > 1:
            items[group] = path[:2]
    return [_group(name, fields, items.get(name, ()), typed) for name, fields in grouped.items()]


def _group(name: str, fields: list[Field], item: Path, typed: Mapping[str, str] | None) -> Group:
    keep = f"{KEEP}{path_text(item)}" if item else ""
    shown = [Field(**{**vars(field), "value": (typed or {}).get(field.name, field.value)}) for field in fields]
    return Group(name, keep, kept=typed is None or keep in typed, fields=shown)


def _absent(notes: Mapping[Path, Mapping[str, Json]]) -> list[Path]:
    return [path for path, note in notes.items() if note["status"] == "absent"]


def _typable(open_: list[dict[str, Json]]) -> list[Path]:
    """Return the open fields that may hold something else than any of their readings, and can be typed."""
    simple = [one for one in open_ if not any(isinstance(reading, dict | list) for reading in one["readings"])]
    periods = [one for one in open_ if steps(one["path"])[-1] in PERIODS]
    return [steps(one["path"]) for one in (*simple, *periods)]


def _fields(terms: Mapping[str, Json], wanted: list[Path]) -> list[tuple[Path, Json]]:
    """Return every simple value with its path, then what is needed or wanted and not there."""
    stated = dict(_leaves(terms, ()))
    for path in (*_NEEDED, *wanted):
        if not any(known[: len(path)] == path for known in stated):
            parts = _PARTS.get(str(path[-1]))
            stated |= dict.fromkeys([(*path, part) for part in parts] if parts else [path])
    ordered = sorted(stated.items(), key=lambda field: _order(field[0]))
    return [(path, value) for path, value in ordered if path[-1] not in _HIDDEN and path[0] not in _HIDDEN]


def _order(path: Path) -> tuple[int, str, int]:
    needed = [known[0] for known in _NEEDED]
    nth = path[1] if len(path) > 1 and isinstance(path[1], int) else 0
    return (needed.index(path[0]) if path[0] in needed else len(needed), "" if len(path) == 1 else str(path[0]), nth)


def _leaves(value: Json, path: Path) -> Iterator[tuple[Path, Json]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        for nth, inner in enumerate(value):
            yield from _leaves(inner, (*path, nth))
    elif path:
        yield path, value


def _notes(case: Case) -> dict[Path, Mapping[str, Json]]:
    """Return what the reader said of each field, the first document's word first."""
    found: dict[Path, Mapping[str, Json]] = {}
    for reading in case.readings if case.terms is None else ():
        for proposal in reading.proposals:
            found.setdefault(steps(proposal["path"]), proposal)
    return found


def _field(
    path: Path, shown: tuple[str, Json], cited: list[Cited], notes: Mapping[Path, Mapping[str, Json]], case: Case
) -> Field:
    label, value = shown
    note = notes.get(path) or notes.get(path[:-1]) or {}
    first = cited[-1] if cited else None
    text, name = written(value), path_text(path)
    return Field(
        id=re.sub(r"\W+", "-", name).strip("-"),
        name=f"{VALUE}{name}",
        label=label,
        value=text,
        kind="date" if _DAY.fullmatch(text) else "text",
        choices=_choices(str(path[-1]), text),
        status=words.spaced(str(note.get("status") or (first.status if first else ""))),
        confidence=str(note.get("confidence", "")) if note.get("status") != "absent" else "",
        note=str(note.get("note") or ""),
        quote=first.quote if first else "",
        place=first.place if first else "",
        at=page_of(first, case) if first else None,
    )


def _choices(name: str, text: str) -> list[str]:
    """Return what the field can be, with what it holds; nothing where it is free."""
    known = _CHOICES.get(name, ())
    return list(dict.fromkeys((*known, *filter(None, [text])))) if known else []
