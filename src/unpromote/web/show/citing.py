"""The words behind a term, as a page shows them: those cited for its very place, or for what holds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unpromote.domain.events import Citation
from unpromote.domain.provenance import Path, steps


@dataclass(frozen=True)
class Cited:
    """Words of the agreement, where they stand, and how sure the value in them is: stated, inferred, default ..."""

    place: str
    quote: str
    status: str


def behind(citations: Iterable[Citation], path: Path) -> list[Cited]:
    """Return the words that stand behind the value at this path of the terms."""
    return [_cited(one) for one in citations if path[: len(steps(one.path))] == steps(one.path)]


def _cited(one: Citation) -> Cited:
    place = f"{one.document}, page {one.page}" if one.page else one.document
    return Cited(place=place, quote=" ".join(one.quote.split()), status=one.status)
