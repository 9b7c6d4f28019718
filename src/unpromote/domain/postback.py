"""The postback window of a Dedicated campaign for iOS 14: chosen once, with the switch off, and never changed later.

TikTok releases the campaign's quota only after the window; without a choice it takes the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from unpromote.domain.delivery import Target
from unpromote.domain.errors import NotAllowed

WINDOWS: Mapping[str, int] = MappingProxyType({"MODE1": 4, "MODE2": 13, "MODE3": 41})  # days, at most


def has_window(target: Target) -> bool:
    """Tell whether a window can be chosen for the target: it was seen to be switched off for good otherwise."""
    return target.before is not None and bool(target.before.for_good)


def must_fit(window: str, targets: Iterable[Target]) -> None:
    """Refuse a window that does not exist, or one for a target that has none.

    Raises:
        NotAllowed: says which there are, or which target has none.
    """
    if not window:
        return
    if window not in WINDOWS:
        known = ", ".join(f"{name} (up to {days} days)" for name, days in WINDOWS.items())
        raise NotAllowed(f"there is no postback window {window!r}: {known}")
    for target in targets:
        if not has_window(target):
            raise NotAllowed(f"{target.name} has no postback window")


def by_window(targets: Iterable[Target]) -> tuple[list[Target], ...]:
    """Group targets for writes, each of which names one window at most."""
    found: dict[str, list[Target]] = {}
    for target in targets:
        found.setdefault(target.window, []).append(target)
    return tuple(found.values())
