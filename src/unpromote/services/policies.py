"""Dated facts about platforms, read from `policies/`: data with a source, so that their change changes no code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from unpromote.domain.codec import decode
from unpromote.domain.delivery import Route

OTHER = "other"


@dataclass(frozen=True)
class StopRoute:
    """How a kind of promotion is stopped, what proves it, where that was read and when; `certain`: on their page."""

    by: Route
    how: str
    proof: str
    source: str
    checked_on: date
    certain: bool


@cache
def stop_routes() -> Mapping[str, StopRoute]:
    """Return the route of every kind that is known.

    Raises:
        BadInput: the file was edited into something that cannot be used; names the place.
    """
    text = (files("unpromote") / "policies" / "stop_routes.toml").read_text(encoding="utf-8")
    known = tomllib.loads(text)
    dated = {kind: {**entry, "checked_on": str(entry["checked_on"])} for kind, entry in known.items()}
    return decode(Mapping[str, StopRoute], dated, place="policies/stop_routes.toml")  # type: ignore[type-abstract]


def stop_route(kind: str) -> StopRoute:
    """Return the route of a kind; what is not known is stopped by a person where it was booked."""
    routes = stop_routes()
    return routes.get(kind, routes[OTHER])
