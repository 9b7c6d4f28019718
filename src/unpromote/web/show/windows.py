"""A page's share of a long list: a case may have ten thousand creators, and a page shows some of them at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")
SIZE = 25


@dataclass(frozen=True)
class Window(Generic[T]):
    """Some items of a list. `name` is what the address calls the list, `nth` counts its pages from one."""

    name: str
    items: Sequence[T]
    nth: int
    pages: int
    total: int

    @property
    def first(self) -> int:
        """Return the number of the first item shown."""
        return (self.nth - 1) * SIZE + 1

    @property
    def last(self) -> int:
        """Return the number of the last item shown."""
        return self.first + len(self.items) - 1

    @property
    def before(self) -> int:
        """Return the page before, 0 where there is none."""
        return self.nth - 1

    @property
    def after(self) -> int:
        """Return the page after, 0 where there is none."""
        return self.nth + 1 if self.nth < self.pages else 0

    def showing(self, items: Sequence[S]) -> Window[S]:
        """Return the same window with its items as the page shows them."""
        return replace(self, items=items)  # type: ignore[arg-type, return-value]


def window(name: str, items: Sequence[T], asked: str) -> Window[T]:
    """Return the page that is asked for, the nearest where there is no such page."""
    pages = max(1, -(-len(items) // SIZE))
    nth = min(max(int(asked) if asked.isdecimal() else 1, 1), pages)
    return Window(name, items[(nth - 1) * SIZE : nth * SIZE], nth, pages, len(items))
