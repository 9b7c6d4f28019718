"""What leaving by one right costs: delivery, fees, credits, creators, refund, and the totals that follow from them.

The order is fixed: delivered, custom material, delivery during notice, fees, their common cap, short rate, shortfall,
credits. Each line is rounded once, and later lines reckon with rounded money. Where the flight expires before the
notice does, all that remains is delivered, creators finish at full price, and no fee is due.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from moneyed import Money

from unpromote.domain.clauses import Right
from unpromote.domain.commitments import cap_adjustment, minimum_spend, short_rate, shortfall
from unpromote.domain.credits import earned_credits, resale_credits
from unpromote.domain.crowd import Crowd, Sums, settle_creators
from unpromote.domain.currencies import told
from unpromote.domain.deposits import DepositDue, deposit_due
from unpromote.domain.fees import Basis, penalty_risk, worked_fee
from unpromote.domain.lines import Line, Worked, line, sum_of, taken
from unpromote.domain.money import exact, part_of, shown, total, zero
from unpromote.domain.promotion import Promotion
from unpromote.domain.refunds import RefundDue, refund_due
from unpromote.domain.settlement import CreatorSettlement, full_price_told
from unpromote.domain.situation import Situation, Timeline, timeline
from unpromote.domain.vocabulary import Role

_SELLERS = (Role.MEDIA, Role.PLATFORM)


@dataclass(frozen=True)
class Totals:
    """The sums of a quote. `credits` is the resale credit; earned credits lessen `sunk` and `run_total` alike."""

    sunk: Money
    notice_delivery: Money
    fees: Money
    creator_exit: Money
    credits: Money
    forfeited: Money
    exit_cost: Money
    total_owed: Money
    run_total: Money
    saving: Money
    cash_out: Money
    cash_in: Money


@dataclass(frozen=True)
class Route:
    """Leaving by one right, priced."""

    right: Right
    times: Timeline
    service_days: int
    undelivered: Money
    lines: tuple[Line, ...]
    totals: Totals
    crowd: Crowd
    refund: RefundDue | None
    deposit: DepositDue | None
    warnings: tuple[str, ...]

    @property
    def creators(self) -> tuple[CreatorSettlement, ...]:
        """Return what becomes of each creator."""
        return self.crowd.creators

    @property
    def effect(self) -> str:
        """Return whether leaving cancels, or the flight ends before the notice does."""
        return "expires_first" if self.times.expires else "cancels"


@dataclass(frozen=True)
class _Media:
    """The media order's lines by kind; together they are what is owed for it."""

    delivered: tuple[Line, ...]
    notice: Line
    fees: tuple[Line, ...]
    earned: tuple[Line, ...]
    resale: tuple[Line, ...]


@dataclass(frozen=True)
class _Back:
    """What becomes of the money that the seller holds: the prepaid balance beyond what is owed, and the deposit."""

    refund: RefundDue | None
    deposit: DepositDue | None

    def parts(self, name: str) -> list[Money]:
        """Return that part of each that there is."""
        return [getattr(held, name) for held in (self.refund, self.deposit) if held]


def price(right: Right, situation: Situation) -> Route:
    """Return what leaving by this right costs; raise BadInput where the terms compute with something unstated."""
    times = timeline(right.notice, situation)
    service_days = situation.days_up_to(times.last_service_day)
    rest = situation.promotion.budget - situation.promotion.spent
    notice = _notice_delivery(rest, service_days, right, situation, expires=times.expires)
    basis = Basis(situation, notice.amount, rest - notice.amount, times.effective_at)
    fees, warnings = ((), ()) if times.expires else _all_fees(right, basis, times)
    resale = resale_credits(situation, sum_of(fees, situation.terms.currency))
    media = _Media(_delivered(situation.promotion), notice, fees, earned_credits(situation), resale)
    crowd = settle_creators(right, situation, times)
    owed = _owed_to_seller(media)
    overpaid = total([situation.promotion.prepaid], owed.currency, less=[owed])
    back = _Back(refund_due(overpaid, right, situation, times), deposit_due(right, situation, times, overpaid))
    return Route(
        right=right,
        times=times,
        service_days=service_days,
        undelivered=basis.undelivered_at_effective,
        lines=tuple(told(item, situation.promotion, situation.terms) for item in _shown_lines(media)),
        totals=_totals(media, owed, crowd.sums, back, situation),
        crowd=crowd,
        refund=back.refund,
        deposit=back.deposit,
        warnings=warnings,
    )


def run_total(situation: Situation) -> Money:
    """Return what the promotion costs if nobody cancels: budget, all custom material, creators at full price."""
    creators = [full_price_told(creator, situation.terms)[0] for creator in situation.promotion.creators]
    return _run_total(situation, creators, earned_back(situation))


def earned_back(situation: Situation) -> Money:
    """Return the sum of the credits that are due whatever happens."""
    return sum_of(earned_credits(situation), situation.terms.currency)


def _run_total(situation: Situation, creators: Sequence[Money], back: Money) -> Money:
    promotion = situation.promotion
    material = [promotion.custom_material.total] if promotion.custom_material else []
    return total([promotion.budget, *material, *creators], promotion.budget.currency, less=[back])


def _shown_lines(media: _Media) -> tuple[Line, ...]:
    """Return the lines that say something: a fee of nothing still tells which band it fell in."""
    every = (*media.delivered, media.notice, *media.fees, *media.earned, *media.resale)
    return tuple(item for item in every if item.amount or item.code.startswith("fee:"))


def _delivered(promotion: Promotion) -> tuple[Line, ...]:
    spent = taken("delivered", promotion.spent, "spent")
    if promotion.custom_material is None:
        return (spent,)
    return spent, taken("custom_material", promotion.custom_material.completed, "completed")


def _notice_delivery(rest: Money, days: int, right: Right, situation: Situation, *, expires: bool) -> Line:
    undelivered, of_days = shown(rest), situation.remaining_days
    inputs = {"undelivered": undelivered, "service_days": str(days), "days_left": str(of_days)}
    if expires:
        worked = Worked(exact(rest), f"{undelivered}, all that remains", inputs)
    else:
        delivered = part_of(rest, days, of_days) if of_days else Fraction(0)
        worked = Worked(delivered, f"{undelivered} x {days}/{of_days}", inputs).equated()
    return line("notice_delivery", worked, situation.terms.currency, clause=right.clause)


def _all_fees(right: Right, basis: Basis, times: Timeline) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """Return the fee lines in the right's order, then the cap on them, the short rate and the shortfall."""
    terms = basis.situation.terms
    names = (*right.fees, times.in_lieu) if times.in_lieu else right.fees
    fees = [terms.fee(name) for name in names]
    lines = [
        line(f"fee:{fee.id}", worked_fee(fee, basis), terms.currency, clause=fee.clause, from_=fee.payer, to=fee.payee)
        for fee in fees
    ]
    warnings = tuple(
        f"penalty_risk: fee {fee.id} is labelled damages and exceeds what is left undelivered, or ignores it"
        for fee, item in zip(fees, lines, strict=True)
        if penalty_risk(fee, item.amount, basis)
    )
    steps: list[Callable[[Basis, Sequence[Line]], Line | None]] = [cap_adjustment]
    if right.undoes_discounts:
        steps.append(short_rate)
    if right.owes_shortfall:
        steps += [shortfall, minimum_spend]
    for step in steps:
        added = step(basis, lines)
        if added is not None:
            lines.append(added)
    return tuple(lines), warnings


def _owed_to_seller(media: _Media) -> Money:
    owed = [item.amount for item in (*media.delivered, media.notice, *media.fees) if item.to in _SELLERS]
    back = [item.amount for item in (*media.earned, *media.resale)]
    return total(owed, media.notice.amount.currency, less=back)


def _totals(media: _Media, owed: Money, creators: Sums, back: _Back, situation: Situation) -> Totals:
    currency = media.notice.amount.currency
    fees, earned_back = sum_of(media.fees, currency), sum_of(media.earned, currency)
    resale, notice = sum_of(media.resale, currency), media.notice.amount
    sunk = total([*(item.amount for item in media.delivered), creators.earned], currency, less=[earned_back])
    creator_exit = creators.due - creators.earned
    forfeited = total([*back.parts("forfeited"), creators.forgiven], currency)
    run = _run_total(situation, [creators.full_price], earned_back)
    leaving = total([notice, fees, creator_exit], currency, less=[resale])
    total_owed = sunk + leaving
    set_off = [back.deposit.set_off] if back.deposit else []
    return Totals(
        sunk=sunk,
        notice_delivery=notice,
        fees=fees,
        creator_exit=creator_exit,
        credits=resale,
        forfeited=forfeited,
        exit_cost=leaving + forfeited,
        total_owed=total_owed,
        run_total=run,
        saving=total([run], currency, less=[total_owed, forfeited]),
        cash_out=_cash_out(media, total([owed], currency, less=[situation.promotion.prepaid, *set_off]), creators),
        cash_in=total([*back.parts("refunded"), creators.to_come], currency),
    )


def _cash_out(media: _Media, unpaid: Money, creators: Sums) -> Money:
    currency = unpaid.currency
    elsewhere = [item.amount for item in media.fees if item.to not in _SELLERS]
    return total([max(unpaid, zero(currency)), *elsewhere, creators.to_pay], currency)
