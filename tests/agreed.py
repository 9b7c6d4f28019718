"""Agreements of a case that are more than terms: documents in layers, a preset below them, terms with open readings."""

from __future__ import annotations

import copy
from typing import Any

import builders as b

NOTICES: list[Any] = [{"n": 60, "unit": "days", "count": "exclusive"}, {"n": 30, "unit": "days", "count": "exclusive"}]
NOTICE = {"path": "rights[0].notice", "readings": NOTICES, "clause": "14.2", "question": "Thirty days or sixty?"}
BASE = {
    "path": "fees[0].calc.base",
    "readings": ["undelivered_at_effective", "budget"],
    "clause": "Order 3",
    "question": "Ten percent of what?",
}
KILL = {
    "path": "creators.kill.brand.draft_submitted",
    "readings": ["0.5", "0.75"],
    "clause": "Order 4",
    "question": "Half, or three quarters once a draft is there?",
}


def unclear(*fields: dict[str, Any]) -> dict[str, Any]:
    """The terms of the story with these fields open, Ana's way to confirm them."""
    return {"terms": copy.deepcopy(b.TERMS), "unclear": list(fields or (NOTICE, BASE))}


def layers(*more: dict[str, Any]) -> dict[str, Any]:
    """The same terms out of two documents: the order gives the fee, standard terms the rest and a fee of their own."""
    order = {key: b.TERMS[key] for key in ("currency", "time_zone", "fees", "creators")}
    standard = {key: value for key, value in b.TERMS.items() if key not in ("currency", "time_zone", "creators")}
    standard["fees"] = [{"id": "early-exit", "clause": "Standard 9", "calc": {"rate": "0.50", "base": "budget"}}]
    return {
        "layers": [
            {"id": "order", "document": "order.pdf", "title": "Order 118", "terms": copy.deepcopy(order)},
            {"id": "std", "document": "standard.pdf", "terms": copy.deepcopy(standard)},
            *more,
        ]
    }


def on_a_preset(**values: Any) -> dict[str, Any]:
    """An order without a right to leave, above IAB's standard terms, perhaps with changed values."""
    terms = {key: value for key, value in b.TERMS.items() if key not in ("rights", "fees")}
    usual = {"id": "usual", "preset": "iab-3.0"} | ({"values": values} if values else {})
    return {"layers": [{"id": "order", "document": "order.pdf", "terms": copy.deepcopy(terms)}, usual]}
