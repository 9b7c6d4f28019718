"""Presets: usual terms, offered where an agreement is silent, and never mistaken for the agreement.

A preset fills only what is absent. Its rights and fees carry its name in their ids, and its clauses say "preset", so
that every line of a quote that rests on one shows it. A right is added only for the kinds of promotion for which the
agreement gives its holders none on the same ground; a kill table, a period and a tariff are taken whole or not at all.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from unpromote.domain.errors import BadInput
from unpromote.domain.provenance import NOWHERE, FieldStatus, Proposal, Source, found_at, steps
from unpromote.domain.vocabulary import Reservation, Role

Json = Any

LISTS = ("rights", "fees")
SECTIONS = ("creators", "refund")
_NESTED = "kill"  # tables by name: filled table by table
_EVERY_KIND = tuple(kind.value for kind in Reservation)
_MEND = "see the fields of an agreement"


class Mark(Enum):
    """How far a statement was checked: read in the named source, or known from elsewhere and to be confirmed."""

    READ = "read"
    GENERAL_KNOWLEDGE = "general_knowledge"


CONFIDENCE = {Mark.READ: "0.5", Mark.GENERAL_KNOWLEDGE: "0.25"}  # that this agreement means it: nothing in it says so


@dataclass(frozen=True)
class Statement:
    """What a part of a preset rests on. `at` is its path, with items by their id: `rights[guaranteed].notice`."""

    at: str
    says: str
    mark: Mark
    source: str | None = None


@dataclass(frozen=True)
class Preset:
    """A named fragment of terms with its source. `leaves_out`: what the source says and no field can hold."""

    name: str
    title: str
    source: str
    mark: Mark
    checked_on: date
    terms: Mapping[str, Json]
    statements: tuple[Statement, ...] = ()
    leaves_out: tuple[str, ...] = ()

    def statement(self, path: str) -> Statement:
        """Return what the field at that path rests on: the statement nearest above it, else the preset as a whole."""
        above = [known for known in self.statements if _within(path, known.at)]
        return max(above, key=lambda known: len(known.at), default=Statement("", self.title, self.mark))


@dataclass(frozen=True)
class Filled:
    """Terms after a preset; `proposals` has one entry for each field that the preset filled, and for no other."""

    terms: dict[str, Json]
    proposals: tuple[Proposal, ...]


def with_preset(terms: Mapping[str, Json], preset: Preset) -> Filled:
    """Return the terms (JSON form, perhaps incomplete) with the preset where they are silent.

    Raises:
        BadInput: a part of the terms has another shape than terms have.
    """
    filled: dict[str, Json] = copy.deepcopy(dict(_mapping(terms, "terms")))
    proposals: list[Proposal] = []
    rights = list(_rights(terms, preset))
    for name, items in (("rights", rights), ("fees", list(_fees(terms, preset, rights)))):
        known = _items(terms, name)
        for nth, (at, item) in enumerate(items, start=len(known)):
            path = f"{name}[{nth}]"
            proposals += [_proposal(preset, f"{path}.{field}", f"{at}.{field}", item[field]) for field in item]
        if items:
            filled[name] = [*copy.deepcopy(known), *(item for _, item in items)]
    for name in SECTIONS:
        added = tuple(_absent(preset.terms.get(name, {}), _section(terms, name), name))
        if added:
            filled[name] = _with_fields(filled.get(name) or {}, added, preset)
            shown = (*added, (f"{name}.clause", filled[name]["clause"]))
            proposals += [_proposal(preset, path, path, value) for path, value in shown]
    return Filled(filled, tuple(proposals))


def fragment(preset: Preset) -> dict[str, Json]:
    """Return the preset as a fragment for a file of terms, its name in every id and clause."""
    return with_preset({}, preset).terms


def check_preset(preset: Preset) -> None:
    """Raise BadInput where a preset fills what no preset may, or a statement speaks of nothing in it."""
    for name in preset.terms:
        if name not in (*LISTS, *SECTIONS):
            mend = f"a preset fills {', '.join((*LISTS, *SECTIONS))}"
            raise BadInput(f"no preset says {name!r}", place="terms", mend=mend)
    for nth, known in enumerate(preset.statements):
        if not _leads_somewhere(preset.terms, known.at):
            mend = "name a field of the fragment, items by their id: rights[guaranteed].notice"
            raise BadInput(f"there is no {known.at!r}", place=f"statements[{nth}].at", mend=mend)


def _rights(terms: Mapping[str, Json], preset: Preset) -> Iterator[tuple[str, dict[str, Json]]]:
    """Yield the rights that the agreement leaves open, each narrowed to the kinds for which it does."""
    agreed = _items(terms, "rights")
    taken = [right.get("id") for right in agreed]
    for right in preset.terms.get("rights", ()):
        covered = [kind for other in agreed if _speaks_of(other, right) for kind in _kinds(other)]
        kinds = [kind for kind in _kinds(right) if kind not in covered]
        marked = _marked(right, preset)
        if not kinds or marked["id"] in taken:
            continue
        if len(kinds) < len(_kinds(right)):
            marked["for"] = {"reservation": kinds}
        yield f"rights[{right['id']}]", marked


def _fees(
    terms: Mapping[str, Json], preset: Preset, rights: Iterable[tuple[str, Mapping[str, Json]]]
) -> Iterator[tuple[str, dict[str, Json]]]:
    """Yield the fees that the added rights charge."""
    taken = [fee.get("id") for fee in _items(terms, "fees")]
    charged = [fee for _, right in rights for fee in right.get("fees", ())]
    for fee in preset.terms.get("fees", ()):
        marked = _marked(fee, preset)
        if marked["id"] in charged and marked["id"] not in taken:
            yield f"fees[{fee['id']}]", marked


def _speaks_of(agreed: Mapping[str, Json], offered: Mapping[str, Json]) -> bool:
    """Tell whether the agreement's right answers what the preset's would: same ground, a shared holder or none.

    A right whose ground or holders nobody has found out yet may well be the same: nothing is added beside it.
    """
    holders = _list(agreed.get("holders"), "rights.holders") or [Role.NEVER.value]
    same = agreed.get("ground") in (None, offered["ground"])
    return same and any(holder in holders for holder in (Role.NEVER.value, *offered["holders"]))


def _kinds(right: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the kinds of promotion a right is for; one that names none is for all."""
    stated = _mapping(right.get("for"), "rights.for").get("reservation")
    return tuple(_list(stated, "rights.for.reservation") or _EVERY_KIND)


def _marked(item: Mapping[str, Json], preset: Preset) -> dict[str, Json]:
    """Return a right or a fee under the preset's name."""
    marked = copy.deepcopy(dict(item))
    marked["id"] = _own(preset, item["id"])
    marked["clause"] = f"{_document(preset)}: {item['clause']}"
    if "fees" in marked:
        marked["fees"] = [_own(preset, fee) for fee in item["fees"]]
    return marked


def _absent(offered: Mapping[str, Json], agreed: Mapping[str, Json], path: str) -> Iterator[tuple[str, Json]]:
    """Yield the fields that the agreement does not state, each with its path; tables of rates stay whole."""
    for field, value in offered.items():
        stated, at = agreed.get(field), f"{path}.{field}"
        if field == _NESTED:
            yield from _absent(value, _mapping(stated, at), at)
        elif stated is None:
            yield at, copy.deepcopy(value)


def _with_fields(agreed: Mapping[str, Json], added: Iterable[tuple[str, Json]], preset: Preset) -> dict[str, Json]:
    """Return the section with the fields in it; its clause, which is printed on lines of money, names the preset."""
    section = dict(agreed)
    for path, value in added:
        _, *parents, field = path.split(".")
        if parents:
            section[_NESTED] = {**(section.get(_NESTED) or {}), field: value}
        else:
            section[field] = value
    own, document = agreed.get("clause"), _document(preset)
    section["clause"] = f"{document} beside {own}" if own else document
    return section


def _proposal(preset: Preset, path: str, at: str, value: Json) -> Proposal:
    known = preset.statement(at)
    source = Source(_document(preset), None, known.says, 0, len(known.says))
    return Proposal(path, value, source, CONFIDENCE[known.mark], FieldStatus.DEFAULT)


def _document(preset: Preset) -> str:
    return f"preset {preset.name}"


def _own(preset: Preset, name: str) -> str:
    return f"{preset.name}/{name}"


def _within(path: str, above: str) -> bool:
    return path == above or path.startswith((f"{above}.", f"{above}["))


def _leads_somewhere(terms: Json, path: str) -> bool:
    for step in steps(path):
        by_id = isinstance(terms, list)
        terms = found_at({item["id"]: item for item in terms if isinstance(item, Mapping)} if by_id else terms, (step,))
    return terms is not NOWHERE


def _items(terms: Mapping[str, Json], name: str) -> list[Mapping[str, Json]]:
    return [_mapping(item, f"{name}[{nth}]") for nth, item in enumerate(_list(terms.get(name), name))]


def _list(found: Json, place: str) -> list[Json]:
    if found is not None and not isinstance(found, list):
        raise BadInput("expected a list", place=place, mend=_MEND)
    return found or []


def _section(terms: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    return _mapping(terms.get(name), name)


def _mapping(found: Json, place: str) -> Mapping[str, Json]:
    if found is not None and not isinstance(found, Mapping):
        raise BadInput("expected an object", place=place, mend=_MEND)
    return found or {}
