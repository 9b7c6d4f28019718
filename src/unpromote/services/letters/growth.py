"""What a ticket about spend that goes on has to know: each read with its ids, and who switched what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from moneyed import Money

from unpromote.domain.errors import BadInput
from unpromote.services.letters.facts import LetterFacts


@dataclass(frozen=True, kw_only=True)
class SpendRead:
    """Lifetime spend as the platform reported it once, with the ids that its support asks for."""

    spend: Money
    at: datetime
    request_id: str
    log_id: str = ""


@dataclass(frozen=True, kw_only=True)
class GrownObject:
    """An object whose spend grew after it was switched off; `told_at` is when it was told, `off_at` when seen off."""

    object_id: str
    account_id: str
    name: str
    grew_by: Money
    reads: tuple[SpendRead, ...]
    told_at: datetime | None = None
    off_at: datetime | None = None
    request_id: str = ""
    log_id: str = ""


@dataclass(frozen=True, kw_only=True)
class NotedChange:
    """A line of the platform's own change log."""

    object_id: str
    at: datetime
    before: str
    after: str
    by: str


@dataclass(frozen=True, kw_only=True)
class LateGrowthFacts(LetterFacts):
    """Objects whose spend goes on, what the change log says of them, and why it says nothing where it does not."""

    account_ids: tuple[str, ...]
    objects: tuple[GrownObject, ...]
    changes: tuple[NotedChange, ...]
    answer_by_on: date
    no_log: str = ""

    def __post_init__(self) -> None:
        if not self.objects:
            raise BadInput("no spend grew: there is nothing to ask", place="facts.objects")
