"""The creators of the bench of cases: as many as asked for, each with a price, stage and advance of its own.

What each is due is reckoned here a second time, in whole cents and without the product's rules, to compare with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_PERCENT = {"contracted": 0, "briefed": 25, "draft_submitted": 50, "approved": 100, "published": 100}
_STAGES = tuple(_PERCENT)
_LANGUAGES = ("en", "de")
DOMAIN = "creators.example"


@dataclass(frozen=True)
class Drawn:
    """One creator with one video; amounts in cents."""

    id: str
    price: int
    stage: str
    advance: int
    language: str

    @property
    def address(self) -> str:
        """Where the creator is written to."""
        return f"{self.id}@{DOMAIN}"

    @property
    def balance(self) -> int:
        """What is still due, in cents, half a cent rounded up; negative where it comes back."""
        return (self.price * _PERCENT[self.stage] + 50) // 100 - self.advance

    def to_json(self) -> dict[str, Any]:
        """Return the creator as the vocabulary of quotes writes one."""
        video = {"id": "video", "price": dollars(self.price), "stage": self.stage}
        return {"id": self.id, "deliverables": [video], "advance_paid": dollars(self.advance)}


def crowd(count: int) -> Iterator[Drawn]:
    """Yield the creators, the same at every call."""
    for nth in range(count):
        price = 10_001 + nth * 7_919 % 500_000
        advance = price * (nth % 4) // 10
        yield Drawn(f"c{nth:05d}", price, _STAGES[nth % 5], advance, _LANGUAGES[nth % 2])


def dollars(cents: int) -> str:
    """Return the amount as text: 123 as "1.23"."""
    return f"{cents // 100}.{cents % 100:02d}"
