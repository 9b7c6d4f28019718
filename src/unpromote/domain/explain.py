"""A quote as plain text that a person can check by hand: the route, each sum with its clause, how the totals follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from moneyed import Money

from unpromote.domain.codec import amount_text
from unpromote.domain.deposits import DepositDue
from unpromote.domain.lines import Line
from unpromote.domain.pricing import Totals
from unpromote.domain.quote import Quote
from unpromote.domain.renewals import RenewalDue
from unpromote.domain.settlement import CreatorSettlement

# How each total follows: "run_total", "sunk", "fees", "forfeited" and "credits" name totals themselves.
SUMS = {
    "sunk": "delivered + custom material + creators' earned part - earned credits",
    "exit_cost": "notice_delivery + fees + creator_exit + forfeited - credits",
    "total_owed": "sunk + notice_delivery + fees + creator_exit - credits",
    "run_total": "budget + all custom material + creators at full price - earned credits",
    "saving": "run_total - total_owed - forfeited",
}


def explain(quoted: Quote) -> str:
    """Return the explanation, one statement a line."""
    return "\n".join((*_route(quoted), *_figures(quoted), *_others(quoted)))


def _route(quoted: Quote) -> Iterator[str]:
    if quoted.permitted and quoted.ground is not None:
        yield f"Permitted by {quoted.right} (ground {quoted.ground.value}, clause {quoted.clause}): {quoted.effect}."
    else:
        yield f"Not permitted: {quoted.code}."
    if quoted.received_at:
        yield f"Notice counts as received at {quoted.received_at.isoformat()}."
    if quoted.notice_last_day:
        yield f"The last day of notice is {quoted.notice_last_day}."
    if quoted.effective_at:
        yield f"Effective at {quoted.effective_at.isoformat()}; the last day of service is {quoted.last_service_day}."
        yield f"Days of service charged: {quoted.service_days_charged}."


def _figures(quoted: Quote) -> Iterator[str]:
    if quoted.totals is None:
        return
    yield f"Lines, in {quoted.currency}:"
    yield from (_line(item) for item in quoted.lines)
    for creator in quoted.creators:
        yield from _creator(creator)
    if quoted.refund:
        due = f", due by {quoted.refund.due_by}" if quoted.refund.due_by else ""
        credited = f", credited {amount_text(quoted.refund.credited)}" if quoted.refund.credited else ""
        yield f"Refund ({quoted.refund.method.value}): {_amount(quoted.refund.amount)}{credited}{due}"
        yield f"  {quoted.refund.formula}"
    if quoted.deposit:
        yield from _deposit(quoted.deposit)
    yield from _totals(quoted.totals)


def _deposit(deposit: DepositDue) -> Iterator[str]:
    clause = f"  [clause {deposit.clause}]" if deposit.clause else ""
    yield f"Deposit ({deposit.method.value}): {_amount(deposit.amount)}{clause}  {deposit.formula}"
    for name in ("set_off", "refunded", "credited", "forfeited"):
        if amount := getattr(deposit, name):
            due = f", due by {deposit.due_by}" if name == "refunded" and deposit.due_by else ""
            yield f"  {name:<18}{_amount(amount)}{due}"


def _line(item: Line) -> str:
    clause = f"  [clause {item.clause}]" if item.clause else ""
    rounded = "  (rounded)" if item.rounded_from else ""
    return f"  {item.code:<18}{_amount(item.amount)}{clause}  {item.formula}{rounded}"


def _creator(creator: CreatorSettlement) -> Iterator[str]:
    pay_by = f", pay by {creator.pay_by}" if creator.pay_by else ""
    sums = f"due {amount_text(creator.due)} - paid {amount_text(creator.paid)} = {amount_text(creator.balance)}"
    own = f", in {creator.due.currency}" if creator.converted else ""
    yield f"Creator {creator.id}{own}: {sums} ({creator.direction}{pay_by})"
    for item in creator.workings:
        clause = f"  [clause {item.clause}]" if item.clause else ""
        yield f"  {item.code:<18}{_amount(item.amount)}{clause}  {item.formula}"
    yield from (f"  In the totals, {name}: {told}" for name, told in creator.counted.conversions.items())


def _totals(totals: Totals) -> Iterator[str]:
    yield "Totals:"
    for part in fields(totals):
        sums = f"  = {SUMS[part.name]}" if part.name in SUMS else ""
        yield f"  {part.name:<18}{_amount(getattr(totals, part.name))}{sums}"


def _others(quoted: Quote) -> Iterator[str]:
    for shut in quoted.blocked:
        until = f" until {shut.until.isoformat()}" if shut.until else ""
        yield f"Not open: {shut.right}: {shut.code}{until}."
    for other in quoted.alternatives:
        cost = amount_text(other.totals.exit_cost)
        yield f"Also open: {other.right} (clause {other.clause}), exit_cost {cost}, {other.effective_at.isoformat()}."
    for day in quoted.deadlines:
        clause = f"  [clause {day.clause}]" if day.clause else ""
        yield f"Due {day.on or 'on no day that is agreed'}: {day.told}{clause}"
    if quoted.renewal:
        yield from _renewal(quoted.renewal)
    if quoted.earliest_permitted_at:
        yield f"Earliest permitted at {quoted.earliest_permitted_at.isoformat()}."
    yield from (f"Assumed: {item}." for item in quoted.assumptions)
    yield from (f"Look at: {item}." for item in quoted.warnings)


def _renewal(due: RenewalDue) -> Iterator[str]:
    clause = f"  [clause {due.clause}]" if due.clause else ""
    until = f" until {due.renews_until}" if due.renews_until else ""
    word = "by" if due.still else "before"
    state = "missed" if due.missed else f"refuse {word}"
    yield f"The agreement renews itself on {due.renews_on}{until}: {state} {due.deadline_at.isoformat()}{clause}"
    cost = f"{amount_text(due.cost)} {due.cost.currency}" if due.cost is not None else "unknown"
    yield f"  Missing it costs {cost}: {due.formula}"


def _amount(amount: Money) -> str:
    return f"{amount_text(amount):>16}"
