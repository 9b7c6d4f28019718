"""What is installed that a quote depends on: this software, the data on time zones, the library of public holidays."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from zoneinfo import TZPATH

from unpromote import __version__
from unpromote.domain.reproducing import Versions

_STAMP = "# version "  # the first line of tzdata.zi


@cache
def installed() -> Versions:
    """Return the versions of this installation."""
    return Versions(__version__, time_zone_data(TZPATH), version("holidays"))


def time_zone_data(folders: tuple[str, ...]) -> str:
    """Return the release of the zone data that Python reads: the system's where it has some, else the package's."""
    system = next((folder for folder in map(Path, folders) if (folder / "UTC").is_file()), None)
    return _stamped(system or files("tzdata") / "zoneinfo")


def _stamped(folder: Traversable) -> str:
    stamp = folder / "tzdata.zi"
    first = stamp.read_text(encoding="utf-8").partition("\n")[0] if stamp.is_file() else ""
    return first.removeprefix(_STAMP) if first.startswith(_STAMP) else "the system's, without a version"
