"""May we cancel, from when, at what price: one quote for one request, and its written form.

Checks come in a fixed order and the first hit ends: cancelled already, an invalid form of notice, ended already, then
each right. Of the rights that are open the cheapest to leave by is taken, then the earliest effect, then the listed
order; the others are shown as alternatives. A quote rests on nothing but its arguments, and computes what the
agreement says, not what a court would.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from moneyed import Money

from unpromote.domain import codec
from unpromote.domain.assumptions import assumed
from unpromote.domain.currencies import in_settlement
from unpromote.domain.dates import in_zone, received
from unpromote.domain.deposits import DepositDue
from unpromote.domain.framing import Deadline, deadlines, law_of, noted
from unpromote.domain.lines import Line
from unpromote.domain.pricing import Route, Totals, price
from unpromote.domain.promotion import Promotion, Request
from unpromote.domain.refunds import RefundDue
from unpromote.domain.renewals import RenewalDue, renewal_due, renewal_warnings
from unpromote.domain.rights import Blocked, blocked, considered
from unpromote.domain.settlement import CreatorSettlement
from unpromote.domain.situation import DaysOff, Situation
from unpromote.domain.standing import on_no_evidence
from unpromote.domain.terms import Terms
from unpromote.domain.vocabulary import Ground, Status

RULES = "cancellation-rules/1"
OK, NO_OPEN_RIGHT = "OK", "NO_OPEN_RIGHT"


@dataclass(frozen=True)
class Alternative:
    """Another right that is open, priced."""

    right: str
    ground: Ground
    clause: str
    effect: str
    effective_at: datetime
    notice_last_day: date | None
    last_service_day: date
    service_days_charged: int
    totals: Totals


@dataclass(frozen=True)
class Quote:
    """The answer to a request. Where `permitted` is false, `code` says why and nothing is priced.

    Instants carry the offset of the agreement's zone. `assumptions` names each default that took part in a figure,
    `warnings` what a lawyer should look at.
    """

    permitted: bool
    code: str
    promotion: str
    currency: str
    rules: str
    terms_version: str | None
    right: str | None = None
    ground: Ground | None = None
    clause: str | None = None
    effect: str | None = None
    received_at: datetime | None = None
    notice_last_day: date | None = None
    effective_at: datetime | None = None
    last_service_day: date | None = None
    service_days_charged: int | None = None
    undelivered_at_effective: Money | None = None
    lines: tuple[Line, ...] = ()
    totals: Totals | None = None
    creators: tuple[CreatorSettlement, ...] = ()
    refund: RefundDue | None = None
    deposit: DepositDue | None = None
    blocked: tuple[Blocked, ...] = ()
    earliest_permitted_at: datetime | None = None
    alternatives: tuple[Alternative, ...] = ()
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    renewal: RenewalDue | None = None


def quote(terms: Terms, promotion: Promotion, request: Request, off: DaysOff | None = None) -> Quote:
    """Return the quote, over days off where a pause is weighed.

    Raises:
        BadInput: the terms compute with something the promotion does not state.
    """
    found = _answered(terms, in_settlement(promotion, terms), request, off)
    if terms.term is None or terms.term.renewal is None:
        return found
    due = renewal_due(terms, request.method, request.sent_at)
    warnings = (*found.warnings, *renewal_warnings(terms, due, request.sent_at))
    return replace(found, renewal=due, warnings=warnings)


def _answered(terms: Terms, promotion: Promotion, request: Request, off: DaysOff | None) -> Quote:
    received_at = _received(terms, request)
    obstacle = _obstacle(promotion, received_at)
    if received_at is None or obstacle:
        return _refused(obstacle, terms, promotion, received_at)
    return _judged(Situation(terms, promotion, request, received_at, off))


def best_route(terms: Terms, promotion: Promotion, request: Request, off: DaysOff | None = None) -> Route | str:
    """Return the route that the quote takes, or the code with which it refuses, without the quote's words."""
    received_at = _received(terms, request)
    obstacle = _obstacle(promotion, received_at)
    if received_at is None or obstacle:
        return obstacle
    open_, _ = routes(Situation(terms, in_settlement(promotion, terms), request, received_at, off))
    return open_[0] if open_ else NO_OPEN_RIGHT


def quote_json(quoted: Quote) -> dict[str, Any]:
    """Return the written form: amounts as bare text in `currency`, instants with their offset."""
    return dict(codec.encode(quoted, currency=quoted.currency))


def routes(situation: Situation) -> tuple[tuple[Route, ...], tuple[Blocked, ...]]:
    """Return the open rights priced, the best first, and the blocked ones."""
    open_, shut = [], []
    for right in considered(situation):
        obstacle = blocked(right, situation)
        if obstacle is None:
            open_.append(price(right, situation))
        else:
            shut.append(obstacle)
    # Sorting is stable, so the listed order decides last.
    best_first = sorted(open_, key=lambda route: (route.totals.exit_cost, route.times.effective_at))
    return tuple(best_first), tuple(shut)


def _received(terms: Terms, request: Request) -> datetime | None:
    rule = terms.notice_receipt.get(request.method)
    return received(rule, request.sent_at, terms.calendar, terms.zone) if rule else None


def _obstacle(promotion: Promotion, received_at: datetime | None) -> str:
    """Return the code of what makes it needless to look at the rights, or nothing."""
    if promotion.status is Status.CANCELLED:
        return "ALREADY_CANCELLED"
    if received_at is None:
        return "NOTICE_FORM_INVALID"
    ended = promotion.status is Status.COMPLETED or received_at >= promotion.flight.end.astimezone(UTC)
    return "ALREADY_ENDED" if ended else ""


def _judged(situation: Situation) -> Quote:
    terms, promotion = situation.terms, situation.promotion
    open_, shut = routes(situation)
    if not open_:
        waits = [item.until for item in shut if item.until is not None and item.until < situation.end_at]
        return _refused(NO_OPEN_RIGHT, terms, promotion, situation.received_at, shut, min(waits) if waits else None)
    best = open_[0]
    return Quote(
        permitted=True,
        code=OK,
        promotion=promotion.id,
        currency=terms.currency,
        rules=RULES,
        terms_version=terms.version,
        right=best.right.id,
        ground=best.right.ground,
        clause=best.right.clause,
        effect=best.effect,
        received_at=in_zone(situation.received_at, situation.zone),
        notice_last_day=best.times.notice_last_day,
        effective_at=in_zone(best.times.effective_at, situation.zone),
        last_service_day=best.times.last_service_day,
        service_days_charged=best.service_days,
        undelivered_at_effective=best.undelivered,
        lines=best.lines,
        totals=best.totals,
        creators=best.creators,
        refund=best.refund,
        deposit=best.deposit,
        blocked=shut,
        alternatives=tuple(_alternative(route, situation) for route in open_[1:]),
        assumptions=assumed(situation, best),
        warnings=(
            *best.warnings,
            *on_no_evidence(best.right, promotion),
            *_lawful(best, situation),
            *noted(situation),
        ),
        deadlines=deadlines(situation, best),
    )


def _refused(
    code: str,
    terms: Terms,
    promotion: Promotion,
    received_at: datetime | None,
    shut: tuple[Blocked, ...] = (),
    earliest_at: datetime | None = None,
) -> Quote:
    return Quote(
        permitted=False,
        code=code,
        promotion=promotion.id,
        currency=terms.currency,
        rules=RULES,
        terms_version=terms.version,
        received_at=in_zone(received_at, terms.zone) if received_at else None,
        blocked=shut,
        earliest_permitted_at=earliest_at,
    )


def _lawful(best: Route, situation: Situation) -> tuple[str, ...]:
    """Return whose law judges a fee that may be a penalty."""
    law = law_of(situation)
    return (f"penalty_risk is judged by: {law}",) if best.warnings and law else ()


def _alternative(route: Route, situation: Situation) -> Alternative:
    return Alternative(
        right=route.right.id,
        ground=route.right.ground,
        clause=route.right.clause,
        effect=route.effect,
        effective_at=in_zone(route.times.effective_at, situation.zone),
        notice_last_day=route.times.notice_last_day,
        last_service_day=route.times.last_service_day,
        service_days_charged=route.service_days,
        totals=route.totals,
    )
