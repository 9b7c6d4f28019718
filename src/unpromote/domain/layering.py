"""Layers of which some are presets: the documents by precedence, then usual terms where all of them are silent.

A preset's layer is `{id, preset: NAME, values?}`. `values` changes single fields of it, by the paths under which its
statements speak of them: {"rights[guaranteed].notice.n": 21}. It stands below every document, since a preset fills
only what is absent; and the terms' own list of layers says from then on what it rests on.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from unpromote.domain import codec
from unpromote.domain.agreement import read_terms
from unpromote.domain.errors import BadInput
from unpromote.domain.frame import Layer, PresetUsed
from unpromote.domain.layers import Merged, merge_layers
from unpromote.domain.presets import LISTS, Preset, Statement, check_preset, fragment, with_preset
from unpromote.domain.provenance import Proposal

Json = Any
Presets = Callable[[str], Preset]  # by name; BadInput where there is none

_STEP = re.compile(r"[^.\[\]]+")
_CLAUSE = re.compile(r"preset ([\w.-]+)")
_KNOWN = ("id", "preset", "title", "values")
# What a preset never says and terms cannot do without; used for nothing but to check the rest.
_FRAME = {
    "currency": "EUR",
    "time_zone": "UTC",
    "calendar": {"weekend": ["Sat", "Sun"], "holidays": [], "open": "09:00", "close": "17:00"},
    "notice_receipt": {},
    "rights": [],
}


@dataclass(frozen=True)
class Layered:
    """The merged terms, and a proposal for each field that a preset filled."""

    merged: Merged
    proposals: tuple[Proposal, ...] = ()


def no_presets(name: str) -> Preset:
    """Stand for an installation without presets: refuse every name."""
    raise BadInput(f"there is no preset {name!r}", mend="write its terms out")


def layered(layers: Json, place: str, presets: Presets) -> Layered:
    """Return what documents and presets make up together; raise BadInput where they cannot be read as such."""
    usual = [n for n, layer in enumerate(layers) if _is_preset(layer)] if isinstance(layers, list) else []
    documents = layers[: usual[0]] if usual else layers
    found = Layered(merge_layers(documents, place))
    for n in range(len(documents), len(layers)):
        where = f"{place}[{n}]"
        if n not in usual:
            mend = "put presets below the documents: they fill only what these leave open"
            raise BadInput("a document stands below a preset", place=where, mend=mend)
        found = _with_layer(found, layers[n], where, presets)
    return found


def marked(terms: Mapping[str, Json], presets: Presets) -> dict[str, Json]:
    """Return terms (JSON form) whose layers also say what each preset named in their clauses rests on."""
    listed = terms.get("layers") or []
    if not isinstance(listed, list):
        return dict(terms)
    told = [_name_of(one.get("preset")) for one in listed if isinstance(one, dict)]
    added = []
    for name in dict.fromkeys(_named_in(terms)):
        try:
            added += [] if name in told else [_header(f"preset {name}", presets(name))]
        except BadInput:
            continue  # its clause names it all the same
    return {**terms, "layers": [*listed, *added]} if added else dict(terms)


def check_readable(preset: Preset) -> None:
    """Raise BadInput where a preset's terms are none, or it says what no preset may; under its own names as well."""
    read_terms({**_FRAME, **preset.terms}, place="terms")
    check_preset(preset)
    read_terms({**_FRAME, **fragment(preset)}, place="terms")


def changed(preset: Preset, values: Mapping[str, Json], place: str) -> Preset:
    """Return the preset with the values of a person in place of its own, each said to be so."""
    terms = copy.deepcopy(dict(preset.terms))
    said = []
    for path, value in values.items():
        *above, field = _STEP.findall(path) or [""]
        holder: Json = terms
        for step in above:
            holder = _inside(holder, step, f"{place}.{path}")
        if not isinstance(holder, dict) or field not in holder:
            mend = "name a field that it has, items by their id: rights[guaranteed].notice.n"
            raise BadInput(f"preset {preset.name} has no {path}", place=f"{place}.{path}", mend=mend)
        holder[field] = value
        said.append(Statement(path, "Changed by a person.", preset.mark))
    known = tuple(one for one in preset.statements if one.at not in values)
    made = replace(preset, terms=terms, statements=(*known, *said))
    try:
        check_readable(made)
    except BadInput as problem:
        raise problem.within(place) from None
    return made


def _is_preset(layer: Json) -> bool:
    return isinstance(layer, dict) and "preset" in layer


def _with_layer(above: Layered, layer: Mapping[str, Json], place: str, presets: Presets) -> Layered:
    name, preset, values = _read(layer, place, presets)
    merged = above.merged
    if name in {known["id"] for known in merged.terms["layers"]}:
        raise BadInput(f"the layer {name!r} stands twice", place=f"{place}.id", mend="give each its own id")
    filled = with_preset(merged.terms, preset)
    header = _header(name, preset, tuple(values)) | ({"title": layer["title"]} if layer.get("title") else {})
    terms = {**filled.terms, "layers": [*merged.terms["layers"], header]}
    won = {_clause_of(proposal.path): name for proposal in filled.proposals}
    return Layered(
        Merged(terms, {**won, **merged.won}, merged.over),
        (*above.proposals, *filled.proposals),
    )


def _read(layer: Mapping[str, Json], place: str, presets: Presets) -> tuple[str, Preset, Mapping[str, Json]]:
    for key in layer:
        if key not in _KNOWN:
            raise BadInput(f"unknown field {key!r}", place=place, mend=f"a preset's layer has {', '.join(_KNOWN)}")
    named, values = layer["preset"], layer.get("values") or {}
    if not isinstance(named, str) or not isinstance(layer.get("id"), str) or not isinstance(values, dict):
        raise BadInput("expected a preset by its name", place=place, mend='write {"id": "std", "preset": "iab-3.0"}')
    try:
        preset = presets(named)
    except BadInput as problem:
        raise problem.within(f"{place}.preset") from None
    return layer["id"], changed(preset, values, f"{place}.values") if values else preset, values


def _header(name: str, preset: Preset, by_hand: tuple[str, ...] = ()) -> dict[str, Json]:
    items = [(part, item["id"]) for part in LISTS for item in preset.terms.get(part, ())]
    marks = {f"{preset.name}/{one}": preset.statement(f"{part}[{one}]").mark for part, one in items}
    used = PresetUsed(preset.name, preset.mark, preset.source, preset.checked_on, marks, by_hand)
    return dict(codec.encode(Layer(name, f"preset {preset.name}", preset.title, used)))


def _clause_of(path: str) -> str:
    """Return the clause that a field belongs to: the item of a list, or the field itself in a section."""
    return path.partition("].")[0] + "]" if "[" in path else path


def _inside(holder: Json, step: str, place: str) -> Json:
    if isinstance(holder, list):
        holder = {item.get("id"): item for item in holder if isinstance(item, dict)}
    if not isinstance(holder, dict) or step not in holder:
        raise BadInput(f"nothing is called {step!r} there", place=place, mend="items go by their id")
    return holder[step]


def _name_of(used: Json) -> Json:
    return used.get("name") if isinstance(used, dict) else None


def _named_in(terms: Json) -> list[str]:
    """Return the presets that clauses of the terms name, as they come."""
    if isinstance(terms, list):
        return [name for item in terms for name in _named_in(item)]
    if not isinstance(terms, Mapping):
        return []
    own = _CLAUSE.match(terms["clause"]) if isinstance(terms.get("clause"), str) else None
    inner = [name for key, item in terms.items() if key != "layers" for name in _named_in(item)]
    return ([own[1]] if own else []) + inner
