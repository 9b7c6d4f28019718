"""What was agreed: how terms, promotion and request are read and written, and where each proposed field was found.

JSON form: `terms`, `promotion` and `request` of the quote vectors; amounts are bare text in the agreement's currency.
Reading is strict: an unknown field, an amount finer than the currency, a time without a zone, or parts that
contradict one another raise BadInput with the place and a way to mend it. Writing leaves out what says nothing, and
reading it again gives the same value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from unpromote.domain import codec
from unpromote.domain.checks import check_promotion, check_request, check_terms
from unpromote.domain.errors import BadInput
from unpromote.domain.promotion import Creator, Promotion, Request
from unpromote.domain.provenance import FieldStatus, Proposal, Source
from unpromote.domain.shapes import joined
from unpromote.domain.terms import Terms

__all__ = [
    "Creator",
    "FieldStatus",
    "Promotion",
    "Proposal",
    "Request",
    "Source",
    "Terms",
    "read_promotion",
    "read_request",
    "read_terms",
    "write_promotion",
    "write_request",
    "write_terms",
]


def read_terms(data: Any, place: str = "") -> Terms:
    """Return the terms, checked."""
    if not isinstance(data, dict):
        raise BadInput("expected an object with the terms", place=place, mend="see the fields of an agreement")
    code = data.get("currency")
    if code is None:
        mend = "state the settlement currency, e.g. EUR; it is never assumed"
        raise BadInput("the currency is missing", place=joined(place, "currency"), mend=mend)
    codec.currency_named(code, place=joined(place, "currency"))
    terms = codec.decode(Terms, data, currency=code, place=place)
    check_terms(terms, place)
    return terms


def read_promotion(data: Any, terms: Terms, place: str = "") -> Promotion:
    """Return the promotion, checked against itself and against the terms it stands under."""
    promotion = codec.decode(Promotion, data, currency=terms.currency, place=place)
    check_promotion(promotion, terms, place)
    return promotion


def read_request(data: Any, place: str = "") -> Request:
    """Return the request, checked."""
    request = codec.decode(Request, data, place=place)
    check_request(request, place)
    return request


def write_terms(terms: Terms) -> dict[str, Any]:
    """Return the JSON form of the terms."""
    return dict(_stated(terms, terms.currency))


def write_promotion(promotion: Promotion) -> dict[str, Any]:
    """Return the JSON form of the promotion, amounts in its own currency."""
    return dict(_stated(promotion, promotion.budget.currency.code))


def write_request(request: Request) -> dict[str, Any]:
    """Return the JSON form of the request."""
    return dict(_stated(request, None))


def _stated(value: object, currency: str | None) -> Any:
    """Return the JSON form without the fields that stand at their default."""
    if is_dataclass(value) and not hasattr(value, "to_json"):
        parts = {part: getattr(value, part.name) for part in fields(value)}
        return {
            part.name.rstrip("_"): _stated(item, currency) for part, item in parts.items() if item != _default(part)
        }
    if isinstance(value, Mapping):
        return {key: _stated(item, currency) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_stated(item, currency) for item in value]
    return codec.encode(value, currency=currency)


def _default(part: Field[Any]) -> object:
    """Return what a field holds when nothing was written; a field without a default has none that could be equal."""
    return part.default_factory() if part.default_factory is not MISSING else part.default
