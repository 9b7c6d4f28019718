"""One line for each of many promotions: what leaving costs now, and on the cheapest day on which it is permitted.

The whole list of promotions is looked at like this before any one of them becomes a case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from moneyed import Money

from unpromote.domain import codec
from unpromote.domain.curve import cheapest_ahead, projection
from unpromote.domain.promotion import Promotion, Request
from unpromote.domain.terms import Terms


@dataclass(frozen=True)
class Preview:
    """The answer now and the cheapest day, each `cost` over the promotion's life: what is owed and what is forfeited.

    Where leaving is not permitted now, `cost` is that of letting it run (`run_total`) and there is no exit cost; where
    it is permitted on no day to come, there is no cheapest one.
    """

    promotion: str
    currency: str
    permitted: bool
    code: str
    run_total: Money
    cost: Money
    exit_cost: Money | None = None
    cheapest_on: date | None = None
    cheapest_cost: Money | None = None


def preview(terms: Terms, promotion: Promotion, request: Request) -> Preview:
    """Return the preview; raise BadInput where the terms compute with something the promotion does not state."""
    along = projection(terms, promotion, request)
    now = along.now
    cost, best = along.cost(now.totals), cheapest_ahead(along)
    on, least = (best.date, best.cost) if best else (None, None)
    if now.permitted and (least is None or cost <= least):
        on, least = along.today.received_on, cost
    return Preview(
        promotion=promotion.id,
        currency=terms.currency,
        permitted=now.permitted,
        code=now.code,
        run_total=along.run_total,
        cost=cost,
        exit_cost=now.totals.exit_cost if now.totals else None,
        cheapest_on=on,
        cheapest_cost=least,
    )


def preview_json(seen: Preview) -> dict[str, Any]:
    """Return the written form, amounts bare in `currency`."""
    return dict(codec.encode(seen, currency=seen.currency))
