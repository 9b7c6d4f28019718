"""An agreement of several documents: the order before the addendum before the standard terms, merged into one.

A layer is `{id, document, title?, terms}`, its terms a part of an agreement in JSON form; the first layer takes
precedence. Rights, fees, windows, credits and parties go by their id, duties by kind and holder, ways of notice and
conversions by their key: the same one in a lower layer is replaced whole, others stand beside it. Every other field is
one clause, taken whole from the first layer that states it; null states that nothing is agreed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from unpromote.domain import codec
from unpromote.domain.errors import BadInput
from unpromote.domain.frame import Layer
from unpromote.domain.terms import Terms

Json = Any

_IDENTITY = {
    **dict.fromkeys(("rights", "fees", "windows", "credits", "parties"), ("id",)),
    "duties": ("kind", "holder"),
}
_KEYED = frozenset({"notice_receipt", "fx"})
_FIELDS = frozenset(field.name.rstrip("_") for field in fields(Terms)) - {"layers"}
_MEND = "write {id, document, title, terms}, the layer with precedence first"


@dataclass(frozen=True)
class Merged:
    """The merged terms in JSON form; by path, the layer that won, and those it replaced ("rights[0]": ("std",))."""

    terms: Mapping[str, Json]
    won: Mapping[str, str]
    over: Mapping[str, tuple[str, ...]]

    def blamed(self, problem: BadInput, place: str) -> BadInput:
        """Return the refusal of the terms read at `place` with the layer named that it stems from."""
        path = problem.place.removeprefix(f"{place}.")
        inside = (one for one in self.won if path == one or path.startswith((f"{one}.", f"{one}[")))
        layer = "".join(f" (layer {self.won[one]})" for one in inside)
        return BadInput(problem.problem, place=f"{problem.place}{layer}", mend=problem.mend)


@dataclass(frozen=True)
class _Clause:
    """A part of one layer's terms: the field it belongs to, what it goes by within it, and where it was written."""

    field: str
    key: str
    value: Json
    layer: str
    place: str


def merge_layers(layers: Json, place: str = "layers") -> Merged:
    """Return the terms that layers in order of precedence make up; raise BadInput where they cannot be read as such."""
    if not isinstance(layers, list) or not layers:
        raise BadInput("expected a list of layers", place=place, mend=_MEND)
    known: list[Layer] = []
    standing: dict[str, dict[str, list[_Clause]]] = {}
    for n, layer in enumerate(layers):
        where = f"{place}[{n}]"
        known.append(_header(layer, known, where))
        for clause in _clauses(layer["terms"], known[-1].id, f"{where}.terms"):
            standing.setdefault(clause.field, {}).setdefault(clause.key, []).append(clause)
        for name in layer["terms"]:
            standing.setdefault(name, {})
    _check_currency(standing.get("currency", {}))
    return _merged(standing, known)


def _header(layer: Json, known: list[Layer], place: str) -> Layer:
    if not isinstance(layer, dict) or "terms" not in layer:
        raise BadInput("expected a layer with its terms", place=place, mend=_MEND)
    header = codec.decode(Layer, {key: item for key, item in layer.items() if key != "terms"}, place=place)
    if header.id in {other.id for other in known}:
        raise BadInput(f"the layer {header.id!r} stands twice", place=f"{place}.id", mend="give each its own id")
    return header


def _clauses(terms: Json, layer: str, place: str) -> Iterator[_Clause]:
    if not isinstance(terms, dict):
        raise BadInput("expected an object with a part of the terms", place=place, mend=_MEND)
    for name, value in terms.items():
        where = f"{place}.{name}"
        if name not in _FIELDS:
            mend = f"known here: {', '.join(sorted(_FIELDS))}"
            raise BadInput(f"unknown field {name!r}", place=place, mend=mend)
        if name in _IDENTITY:
            yield from _items(name, value, layer, where)
        elif name in _KEYED:
            if not isinstance(value, dict):
                raise BadInput("expected an object", place=where)
            yield from (_Clause(name, key, item, layer, f"{where}.{key}") for key, item in value.items())
        else:
            yield _Clause(name, "", value, layer, where)


def _items(name: str, items: Json, layer: str, place: str) -> Iterator[_Clause]:
    if not isinstance(items, list):
        raise BadInput("expected a list", place=place)
    seen: set[str] = set()
    for n, item in enumerate(items):
        where = f"{place}[{n}]"
        key = _key(item, _IDENTITY[name], where)
        if key in seen:
            raise BadInput(f"{key!r} stands twice in one layer", place=where, mend="keep the one that counts")
        seen.add(key)
        yield _Clause(name, key, item, layer, where)


def _key(item: Json, identity: tuple[str, ...], place: str) -> str:
    named = [item.get(part) for part in identity] if isinstance(item, dict) else []
    written = [part for part in named if isinstance(part, str)]
    if len(written) < len(identity):
        mend = "a clause of a layer is known by it, and replaces the same one of the layers below"
        raise BadInput(f"{' and '.join(identity)} missing", place=place, mend=mend)
    return " ".join(written)


def _check_currency(stated: Mapping[str, list[_Clause]]) -> None:
    """Refuse two currencies: the amounts of a layer are bare text in its own."""
    first, *others = stated.get("", [None])
    for other in others:
        if first is not None and other is not None and other.value != first.value:
            problem = f"{other.value!r} contradicts the currency {first.value!r} of layer {first.layer}"
            mend = "state one settlement currency, and the amounts of every layer in it"
            raise BadInput(problem, place=other.place, mend=mend)


def _merged(standing: Mapping[str, Mapping[str, list[_Clause]]], known: list[Layer]) -> Merged:
    terms: dict[str, Json] = {"layers": [_stated(layer) for layer in known]}
    won: dict[str, str] = {}
    over: dict[str, tuple[str, ...]] = {}
    for name, parts in standing.items():
        first = {key: clauses[0].value for key, clauses in parts.items()}
        if name in _IDENTITY:
            terms[name] = list(first.values())
        else:
            terms[name] = first if name in _KEYED else first[""]
        for n, (key, clauses) in enumerate(parts.items()):
            path = f"{name}[{n}]" if name in _IDENTITY else f"{name}.{key}".rstrip(".")
            won[path] = clauses[0].layer
            if len(clauses) > 1:
                over[path] = tuple(clause.layer for clause in clauses[1:])
    return Merged(terms, won, over)


def _stated(layer: Layer) -> dict[str, Json]:
    return {key: item for key, item in codec.encode(layer).items() if item is not None}
