"""What shows that a fact holds: items of evidence, and how far a fact is shown.

A fact is asserted when somebody states it, evidenced when an item names it, and confirmed when a person has looked at
the evidence and says that the fact holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class EvidenceKind(Enum):
    """What an item of evidence is."""

    SCREENSHOT = "screenshot"
    EXPORT = "export"
    LETTER = "letter"
    LOG = "log"
    DECISION = "decision"
    STATUS_PAGE = "status_page"
    INVOICE = "invoice"
    REPORT = "report"
    OTHER = "other"


class FactStatus(Enum):
    """How far a fact is shown."""

    ASSERTED = "asserted"
    EVIDENCED = "evidenced"
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class EvidenceItem:
    """One item: the file by name and hash, who added it when, and the facts that it proves, by name."""

    id: str
    kind: EvidenceKind
    description: str
    file: str
    sha256: str
    at: datetime
    by: str
    proves: tuple[str, ...]
