"""The shipped presets, read from `policies/presets/`: dated, with a source, and marked where nobody read it there.

A file's name is the preset's name. TOML has no null, so the text "null" stands for it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from unpromote.domain.codec import decode
from unpromote.domain.errors import BadInput
from unpromote.domain.layering import check_readable
from unpromote.domain.presets import Filled, Mark, Preset, Statement, fragment, with_preset

__all__ = ["Filled", "Mark", "Preset", "Statement", "fragment", "preset", "preset_in", "presets", "with_preset"]

_FOLDER = ("policies", "presets")
_SUFFIX = ".toml"


@cache
def presets() -> tuple[Preset, ...]:
    """Return every shipped preset, by name.

    Raises:
        BadInput: a file was edited into something that cannot be used; names file and place.
    """
    folder = files("unpromote").joinpath(*_FOLDER)
    found = sorted((item for item in folder.iterdir() if item.name.endswith(_SUFFIX)), key=lambda item: item.name)
    return tuple(preset_in(item.read_text(encoding="utf-8"), item.name.removesuffix(_SUFFIX)) for item in found)


def preset(name: str) -> Preset:
    """Return the preset of that name; raise BadInput where there is none."""
    known = {each.name: each for each in presets()}
    if name not in known:
        raise BadInput(f"there is no preset {name!r}", mend=f"known: {', '.join(known)}")
    return known[name]


def preset_in(text: str, name: str) -> Preset:
    """Return the preset that a TOML text describes.

    Raises:
        BadInput: the text is no TOML, or describes nothing that terms can hold; names the place.
    """
    place = f"policies/presets/{name}{_SUFFIX}"
    try:
        written = _with_null(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise BadInput(f"is no TOML ({problem})", place=place) from None
    dated = {**written, "name": name, "checked_on": str(written.get("checked_on"))}
    found = decode(Preset, dated, place=place)
    try:
        check_readable(found)
    except BadInput as problem:
        raise problem.within(place) from None
    return found


def _with_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_null(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_null(item) for item in value]
    return None if value == "null" else value
