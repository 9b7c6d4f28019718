"""Dated facts about platforms, read from `policies/`: data with a source, so that their change changes no code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypeVar

from unpromote.domain.codec import decode
from unpromote.domain.delivery import Route
from unpromote.domain.paydays import Statute

T = TypeVar("T")
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
    return _dated(Mapping[str, StopRoute], "stop_routes.toml")  # type: ignore[type-abstract]


def _dated(kind: type[T], name: str) -> T:
    known = tomllib.loads((files("unpromote") / "policies" / name).read_text(encoding="utf-8"))
    dated = {key: {**entry, "checked_on": str(entry["checked_on"])} for key, entry in known.items()}
    return decode(kind, dated, place=f"policies/{name}")


def stop_route(kind: str) -> StopRoute:
    """Return the route of a kind; what is not known is stopped by a person where it was booked."""
    routes = stop_routes()
    return routes.get(kind, routes[OTHER])


@cache
def pay_statutes() -> Mapping[str, Statute]:
    """Return the statutes on when to pay, by the place whose law it is (US-CA, EU).

    Raises:
        BadInput: the file was edited into something that cannot be used; names the place.
    """
    return _dated(Mapping[str, Statute], "pay_statutes.toml")  # type: ignore[type-abstract]
