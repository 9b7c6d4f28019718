"""Imports as plain values for pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.domain.codec import encode
from unpromote.domain.imports import Listed, Outcome, Question, ReportLine
from unpromote.services.imports import Import
from unpromote.web import formats

_UTC = ZoneInfo("UTC")  # a client has accounts in several zones
_STATES = {
    "reading": "is being read",
    "asking": "leaves something open",
    "ready": "tried, nothing kept yet",
    "done": "taken in",
    "unusable": "cannot be used",
}
_FIELDS = {"starts_on": "starts on", "ends_on": "first day after", "spent_through": "spent through"}


def client(name: str, found: Sequence[Import], listed: Sequence[Listed], most: int) -> dict[str, Any]:
    """Return one client's imports and the page of their promotions; `after` names where the next page goes on."""
    return {
        "id": name,
        "imports": [import_(one) for one in found],
        "listed": [promotion(one) for one in listed],
        "after": listed[-1].campaign_id if len(listed) == most else "",
    }


def import_(one: Import) -> dict[str, Any]:
    """Return an import: how it stands, what it asks, what a person should know, how many rows had which outcome."""
    found = one.survey
    return {
        "id": one.id,
        "client": one.client,
        "name": one.name,
        "state": one.state,
        "state_words": _STATES[one.state],
        "received": formats.instant(one.received_at, _UTC),
        "by": one.received_by,
        "problem": one.problem,
        "notes": list(found.notes) if found else [],
        "questions": [_question(question) for question in found.questions] if found and one.state == "asking" else [],
        "answers": list((one.answers or {}).items()),
        "remembered": one.remembered,
        "counts": [(outcome.value, one.counts.of.get(outcome.value, 0)) for outcome in Outcome if one.counts.of],
    }


def _question(one: Question) -> dict[str, Any]:
    return {"key": one.key, "words": one.words, "choices": one.choices, "example": one.example}


def line(one: ReportLine) -> dict[str, Any]:
    """Return a line of the report."""
    changes = [
        {"field": _FIELDS.get(change.field, change.field), "before": change.before, "after": change.after}
        for change in one.changes
    ]
    where = f"{one.sheet}, row {one.row}" if one.sheet else f"row {one.row}"
    return {
        "where": where if one.row else "in no row",
        "outcome": one.outcome.value,
        "id": one.campaign_id,
        "name": one.name,
        "findings": one.findings,
        "changes": changes,
    }


def promotion(one: Listed) -> dict[str, str]:
    """Return a promotion, amounts with their currency."""
    return {
        "id": one.campaign_id,
        "name": one.name,
        "account": one.advertiser_id,
        "kind": one.kind.replace("_", " "),
        "budget": str(encode(one.budget) or ""),
        "spent": str(encode(one.spent) or ""),
        "runs": f"{one.starts_on or '?'} to before {one.ends_on or '?'}",
    }
