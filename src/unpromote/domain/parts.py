"""One of many parts exchanged: there may be ten thousand, so the others are copied as a block and stay the same."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def exchanged(parts: tuple[T, ...], known: T, changed: T) -> tuple[T, ...]:
    """Return the parts with `changed` in the place of `known`, which is one of them."""
    place = next(place for place, part in enumerate(parts) if part is known)
    return (*parts[:place], changed, *parts[place + 1 :])
