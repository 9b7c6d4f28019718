"""Whether a sentence says outright what its clause is about, though it resembles few that were learned from."""

from __future__ import annotations

from importlib import resources

from unpromote.reading.cues import Category, load_cues

_TABLE = resources.files(__package__).joinpath("outright.toml").read_text("utf-8")
_WORDINGS = {cue.category: cue for cue in load_cues(_TABLE)}


def is_outright(category: Category, score: float, lower: str) -> bool:
    """Tell whether lower-case words that may be of a category say so by one of its wordings."""
    wording = _WORDINGS.get(category)
    return wording is not None and score >= wording.score and wording.speaks_in(lower)
