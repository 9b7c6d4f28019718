"""What each creator is owed when a promotion ends: by stage, use, expense and takedown, less the advance.

A deliverable is paid once, at the rate of the latest stage its table lists; never a kill fee on published work.
Creators are not netted against each other nor against the media order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from moneyed import Money

from unpromote.domain.clauses import CreatorTerms, Right
from unpromote.domain.codec import fraction_text
from unpromote.domain.currencies import conversion, converted, from_settlement
from unpromote.domain.dates import add_months
from unpromote.domain.frame import Payment
from unpromote.domain.money import exact, round_half_up, shown, total, zero
from unpromote.domain.promotion import Creator, Deliverable, UseOfRight
from unpromote.domain.rights import needed_fact
from unpromote.domain.situation import Situation, Timeline
from unpromote.domain.terms import Terms
from unpromote.domain.vocabulary import STAGES, Advance, DutyKind, Ground, Proration, Role, Stage

_DAY = timedelta(days=1)
_BRAND, _FAULT = "brand", "fault"
_WAITING = (Stage.DRAFT_SUBMITTED, Stage.REVISION)


@dataclass(frozen=True)
class CreatorLine:
    """One thing a creator is owed for, and the part of it that was earned whatever is decided."""

    code: str
    amount: Money
    earned: Money
    formula: str
    clause: str | None


@dataclass(frozen=True)
class CreatorSums:
    """What a creator adds to the totals, in the settlement currency; `conversions` tells each sum by its name."""

    due: Money
    balance: Money
    forgiven: Money
    earned: Money
    full_price: Money
    conversions: Mapping[str, str]


@dataclass(frozen=True)
class CreatorSettlement:
    """What becomes of one creator. `balance` is due less paid; `direction`: pay, clawback, forgive, credit or none.

    Amounts are in the creator's own currency; where that is another than the settlement currency, `converted` has the
    sums in that one.
    """

    id: str
    due: Money
    paid: Money
    balance: Money
    direction: str
    forgiven: Money
    lines: Mapping[str, Money]
    workings: tuple[CreatorLine, ...]
    earned: Money
    full_price: Money
    pay_by: date | None
    duties: tuple[DutyKind, ...]
    converted: CreatorSums | None = None

    @property
    def counted(self) -> CreatorSums:
        """Return the sums as the totals count them, in the settlement currency."""
        own = (self.due, self.balance, self.forgiven, self.earned, self.full_price)
        return self.converted or CreatorSums(*own, conversions={})


@dataclass(frozen=True)
class Leaving:
    """How one creator leaves: under which terms and kill table, when, and whether through a fault of their own."""

    terms: CreatorTerms
    situation: Situation
    times: Timeline
    table: Mapping[str, Fraction]
    at_fault: bool


def full_price(creator: Creator) -> Money:
    """Return what the creator costs if nothing is cancelled: prices, approved expenses, usage, exclusivity."""
    parts = [item.price for item in creator.deliverables]
    parts += [item.amount for item in creator.expenses if item.approved]
    parts += [use.fee for use in (creator.usage, creator.exclusivity) if use]
    return total(parts, creator.advance_paid.currency)


def full_price_told(creator: Creator, terms: Terms) -> tuple[Money, str]:
    """Return the full price in the settlement currency, and how it comes about."""
    price = full_price(creator)
    if price.currency.code == terms.currency:
        return price, "full price"
    return converted(price, terms), f"full price, {conversion(price, terms)}"


def at_fault(right: Right, situation: Situation) -> frozenset[str]:
    """Return the ids of the creators through whose fault the promotion is left."""
    name = needed_fact(right)
    fact = situation.promotion.proven(name) if name and right.ground is Ground.MORALS else None
    return frozenset(fact.creators) if fact else frozenset()


def kill_table(right: Right) -> str:
    """Return the name of the kill table by which creators without fault leave."""
    return _BRAND if right.ground is Ground.MORALS else right.kill_table or _BRAND


def leaving(
    creator: Creator, situation: Situation, times: Timeline, *, table: str, at_fault: frozenset[str]
) -> Leaving:
    """Return how a creator leaves, by this kill table unless at fault."""
    terms = situation.terms.creators or CreatorTerms()
    is_at_fault = creator.id in at_fault
    chosen = _FAULT if is_at_fault else table
    rates = (terms.kill or {}).get(chosen, {})
    if chosen == _BRAND and creator.kill is not None:
        rates = creator.kill
    return Leaving(terms, situation, times, rates, is_at_fault)


def hangs_on_date(creator: Creator, terms: Terms) -> bool:
    """Tell whether what a creator is due may change from one day to the next: by days of use, or silence approving."""
    silence = terms.creators is not None and terms.creators.deemed_approval is not None
    waiting = (item for item in creator.deliverables if item.stage in _WAITING and item.submitted_at is not None)
    return (silence and any(waiting)) or creator.usage is not None or creator.exclusivity is not None


def settled(creator: Creator, leaving: Leaving) -> CreatorSettlement:
    """Return what becomes of a creator, without the day to pay by."""
    currency = creator.advance_paid.currency
    lines = tuple(item for item in _lines(creator, leaving) if item.amount)
    due = total((item.amount for item in lines), currency)
    balance = due - creator.advance_paid
    direction = _direction(balance, leaving)
    found = CreatorSettlement(
        id=creator.id,
        due=due,
        paid=creator.advance_paid,
        balance=balance,
        direction=direction,
        forgiven=-balance if direction == Advance.FORGIVE.value else zero(currency),
        lines={item.code: item.amount for item in lines},
        workings=lines,
        earned=total((item.earned for item in lines), currency),
        full_price=full_price(creator),
        pay_by=None,
        duties=tuple(duty.kind for duty in leaving.situation.terms.duties if duty.holder is Role.CREATOR),
    )
    if currency.code == leaving.situation.terms.currency:
        return found
    return replace(found, converted=_sums(found, leaving.situation.terms))


def _sums(found: CreatorSettlement, terms: Terms) -> CreatorSums:
    own = {name: getattr(found, name) for name in ("due", "balance", "forgiven", "earned", "full_price")}
    told = {name: conversion(amount, terms) for name, amount in own.items() if amount}
    return CreatorSums(**{name: converted(amount, terms) for name, amount in own.items()}, conversions=told)


def pay_by(payment: Payment, due_on: date) -> date:
    """Return the last day to pay what fell due that day: net days, from the month's end if agreed, or the statute's."""
    from_on = due_on
    if payment.from_ == "month_end":
        from_on = add_months(due_on.replace(day=1), 1) - _DAY
    agreed = from_on + timedelta(days=payment.net)
    if payment.statutory_max is None:
        return agreed
    return min(agreed, due_on + timedelta(days=payment.statutory_max))


def _direction(balance: Money, leaving: Leaving) -> str:
    if balance.amount > 0:
        return "pay"
    if not balance:
        return "none"
    if leaving.at_fault:
        return Advance.CLAWBACK.value
    return (leaving.terms.advance or Advance.CLAWBACK).value


def _lines(creator: Creator, leaving: Leaving) -> Iterator[CreatorLine]:
    for item in creator.deliverables:
        yield from _deliverable(item, leaving)
    for code, use, mode in (
        ("usage", creator.usage, leaving.terms.usage),
        ("exclusivity", creator.exclusivity, leaving.terms.exclusivity),
    ):
        falls_away = mode is Proration.NONE and not leaving.times.expires
        if use is not None and not falls_away:
            yield _use(code, use, mode or Proration.PRORATE_DAYS, leaving)
    for expense in creator.expenses:
        if expense.approved and (expense.incurred or leaving.times.expires):
            earned = expense.amount if expense.incurred else zero(expense.amount.currency)
            yield _line(f"expense:{expense.id}", expense.amount, earned, "incurred and approved", leaving)
    yield from _takedowns(creator, leaving)


def _line(code: str, amount: Money, earned: Money, formula: str, leaving: Leaving) -> CreatorLine:
    return CreatorLine(code, amount, earned, formula, leaving.terms.clause)


def _deliverable(item: Deliverable, leaving: Leaving) -> Iterator[CreatorLine]:
    nothing = zero(item.price.currency)
    stage = reached(item, leaving.terms, leaving.situation)
    listed = [name.value for name in STAGES[: STAGES.index(stage) + 1] if name.value in leaving.table]
    if leaving.times.expires:
        earned = item.price if stage is Stage.PUBLISHED else nothing
        yield _line(item.id, item.price, earned, "full price", leaving)
    elif listed:
        rate = leaving.table[listed[-1]]
        amount = round_half_up(exact(item.price) * rate, item.price.currency)
        formula = f"{shown(item.price)} x {fraction_text(rate)} ({stage.value}, as {listed[-1]})"
        yield _line(item.id, amount, amount if stage is Stage.PUBLISHED else nothing, formula, leaving)


def reached(item: Deliverable, terms: CreatorTerms, situation: Situation) -> Stage:
    """Return the stage at receipt: silence for the agreed time approves what was submitted."""
    if item.stage in _WAITING and terms.deemed_approval is not None and item.submitted_at is not None:
        approved_at: datetime = situation.over_at(terms.deemed_approval, item.submitted_at)
        if approved_at <= situation.received_at:
            return Stage.APPROVED
    return item.stage


def _use(code: str, use: UseOfRight, mode: Proration, leaving: Leaving) -> CreatorLine:
    used, formula = _used(use, leaving.times.last_service_day)
    if mode is Proration.FULL or leaving.times.expires:
        used, formula = use.fee, "full fee"
    earned, _ = _used(use, leaving.situation.received_on)
    return _line(code, used, min(used, earned), formula, leaving)


def _used(use: UseOfRight, until: date) -> tuple[Money, str]:
    days = (use.to - use.from_).days + 1
    gone = max(0, (min(until, use.to) - use.from_).days + 1)
    return round_half_up(exact(use.fee) * Fraction(gone, days), use.fee.currency), f"{shown(use.fee)} x {gone}/{days}"


def _takedowns(creator: Creator, leaving: Leaving) -> Iterator[CreatorLine]:
    fee = leaving.terms.takedown_fee
    if fee is None or not creator.takedown_requested or leaving.at_fault or leaving.times.expires:
        return
    owed, sum_told = from_settlement(fee, creator.advance_paid.currency.code, leaving.situation.terms)
    formula = "; ".join(filter(None, ("takedown requested", sum_told)))
    for item in creator.deliverables:
        if reached(item, leaving.terms, leaving.situation) is Stage.PUBLISHED:
            yield _line(f"takedown:{item.id}", owed, zero(owed.currency), formula, leaving)
