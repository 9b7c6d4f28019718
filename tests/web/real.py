"""A case on the shipped agreement: a real PDF, really read, with terms that Ana confirmed and a quote over them."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import builders
from unpromote.domain.case import Case
from unpromote.reading.guard import read_agreement as reader
from unpromote.services import people
from unpromote.services.agreement import confirm_terms, read_agreement, receive_agreement
from unpromote.services.quote import take_quote
from unpromote.services.record import record

PDF = Path(__file__).parents[2] / "src" / "unpromote" / "samples" / "agreement.pdf"


def terms(**changes: Any) -> dict[str, Any]:
    """The terms of the story, their fee and creators' clause as the order has them."""
    return copy.deepcopy(builders.TERMS) | changes


def handed_in(*files: Path) -> Case:
    """A case whose documents, the shipped agreement if none are named, were handed in and read."""
    ana = people.person("ana")
    case = builders.saved_case("opened")
    for file in files or (PDF,):
        case = receive_agreement(ana, case.id, file, now=builders.NOW)
        event = read_agreement(case.documents[-1], reader, now=builders.NOW, by="unpromote")
        case = record(case.id, event)
    return case


def quoted(agreed: dict[str, Any] | None = None, **changes: Any) -> Case:
    """The same with confirmed terms and a quote taken over them."""
    ana = people.person("ana")
    case = confirm_terms(ana, handed_in().id, agreed or terms(**changes), now=builders.NOW)
    return take_quote(ana, case.id, method="email", now=builders.NOW)
