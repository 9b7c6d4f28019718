"""What stems from a preset, not from the agreement, is always marked as such, with source and how far it was read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unpromote.domain.presets import Mark
from unpromote.services.presets import presets
from unpromote.web import formats

_NAMED = re.compile(r"preset (?P<name>[\w.-]*\w)")
_MARKS = {
    Mark.READ: "read in the source",
    Mark.GENERAL_KNOWLEDGE: "general knowledge, to be confirmed",
}


@dataclass(frozen=True)
class Badge:
    """A preset behind a term or a line."""

    name: str
    title: str
    source: str
    mark: str
    checked: str


def badge(*texts: str) -> Badge | None:
    """Return the preset that one of the texts (a clause, an id, a source) names, or None."""
    named = {match["name"] for text in texts for match in _NAMED.finditer(text)}
    named |= {text.split("/")[0].rpartition(":")[2] for text in texts if "/" in text}
    for known in presets():
        if known.name in named:
            checked = formats.day(known.checked_on)
            return Badge(known.name, known.title, known.source, _MARKS[known.mark], checked)
    return None
