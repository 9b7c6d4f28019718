"""What is handed over as agreed: terms, or documents in layers, and beside either what is unclear in them.

One way in for asks of `unpromote quote` and for the agreement of a case: `{terms | layers, unclear?}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from unpromote.domain.agreement import Terms, write_terms
from unpromote.domain.errors import BadInput
from unpromote.domain.layering import Presets, layered, marked, no_presets
from unpromote.domain.layers import Merged
from unpromote.domain.provenance import Proposal
from unpromote.domain.unclear import Unclear, Unsettled, read_unclear, stated_as

Json = Any


@dataclass(frozen=True)
class Stated:
    """The terms in JSON form, what is unclear in them, the layers they come from, and what presets filled."""

    terms: Json
    unclear: tuple[Unclear, ...] = ()
    merged: Merged | None = None
    proposals: tuple[Proposal, ...] = ()


def read_stated(data: Mapping[str, Json], place: str = "", presets: Presets = no_presets) -> Stated:
    """Return what `{terms | layers, unclear?}` says; `place` goes before every complaint.

    Raises:
        BadInput: there are both terms and layers, layers do not fit together, or a path or reading cannot be meant.
    """
    if "terms" in data and "layers" in data:
        raise BadInput("there are both terms and layers", place=place.rstrip(": "), mend="keep one of them")
    found = layered(data["layers"], f"{place}layers", presets) if "layers" in data else None
    terms = found.merged.terms if found else data["terms"]
    if found is None and isinstance(terms, Mapping):
        terms = marked(terms, presets)
    unclear = read_unclear(data.get("unclear", []), terms, f"{place}unclear")
    return Stated(terms, unclear, found.merged if found else None, found.proposals if found else ())


def kept_terms(stated: Stated, place: str = "") -> dict[str, Json]:
    """Return the terms as a case keeps them: written out, or under each first reading as long as some are unclear.

    Raises:
        BadInput: the terms do not fit the vocabulary under some reading; a layer or reading at fault is named.
    """
    unsettled = Unsettled(stated.terms, None, stated.unclear, place)
    try:
        terms = _checked(unsettled)
    except BadInput as problem:
        raise (stated.merged.blamed(problem, f"{place}terms") if stated.merged else problem) from None
    if not stated.unclear:
        return write_terms(terms)
    kept: dict[str, Json] = unsettled.stated_under(unsettled.first)
    return kept


def settled(terms: Json, unclear: tuple[Unclear, ...], path: str, reading: Json) -> Stated:
    """Return what is agreed once the field at the path is known to mean that, be it one of its readings or another.

    Raises:
        BadInput: nothing is unclear there.
    """
    for one in unclear:
        if one.path == path:
            left = tuple(other for other in unclear if other.path != path)
            return Stated(stated_as(terms, one, reading), left)
    known = ", ".join(one.path for one in unclear) or "none"
    raise BadInput(f"nothing is unclear at {path!r}", place="path", mend=f"unclear here: {known}")


def _checked(unsettled: Unsettled) -> Terms:
    """Return the terms under the first readings, every other reading tried once in their place."""
    first = unsettled.first
    for n, one in enumerate(unsettled.unclear):
        for nth in range(1, len(one.readings)):
            unsettled.terms_under((*first[:n], nth, *first[n + 1 :]))
    return unsettled.terms_under(first)
