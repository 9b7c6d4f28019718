"""What comes back of a prepaid balance: by the agreed method, less the share the payee keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from moneyed import Money

from unpromote.domain.clauses import Refund, Right
from unpromote.domain.codec import fraction_text
from unpromote.domain.dates import Period, Unit, civil_date, last_day
from unpromote.domain.money import exact, round_half_up, shown, total, zero
from unpromote.domain.situation import Situation, Timeline
from unpromote.domain.vocabulary import RefundMethod


@dataclass(frozen=True)
class RefundDue:
    """What comes back of the prepaid balance: in money (`amount`, by `due_by`) or as credit with the seller."""

    amount: Money
    due_by: date | None
    credited: Money
    method: RefundMethod
    forfeited: Money
    formula: str
    clause: str | None

    @property
    def refunded(self) -> Money:
        """Return what comes back in money, by the name that a deposit has for it."""
        return self.amount


def refund_due(overpaid: Money, right: Right, situation: Situation, times: Timeline) -> RefundDue | None:
    """Return the refund of what was prepaid beyond what is owed, or None where nothing was."""
    if overpaid.amount <= 0:
        return None
    refund = situation.terms.refund or Refund(RefundMethod.ORIGINAL)
    nothing = zero(overpaid.currency)
    kept, formula = nothing, f"prepaid beyond what is owed: {shown(overpaid)}"
    if refund.method is RefundMethod.NONE:
        kept, formula = overpaid, f"not refundable: {shown(overpaid)}"
    elif refund.method is RefundMethod.ORIGINAL and (share := service_share(right, refund)):
        kept = round_half_up(exact(overpaid) * share, overpaid.currency)
        formula = f"{shown(overpaid)} - {fraction_text(share)} x {shown(overpaid)} service fee"
    credited = overpaid if refund.method is RefundMethod.ACCOUNT_CREDIT else nothing
    last_on = None if refund.method is RefundMethod.NONE else due_by(refund.within, situation, times)
    left = total([overpaid], overpaid.currency, less=[kept, credited])
    return RefundDue(left, last_on, credited, refund.method, kept, formula, refund.clause)


def service_share(right: Right, refund: Refund) -> Fraction:
    """Return the share of a refund the payee keeps: the right's own, else the refund's."""
    stated = refund.service_fee if right.refund_service_fee is None else right.refund_service_fee
    return stated or Fraction(0)


def due_by(within: Period | None, situation: Situation, times: Timeline) -> date | None:
    """Return the last day to give money back, counted from the effect, or None where no time is agreed."""
    if within is None:
        return None
    if within.unit is Unit.HOURS:
        return civil_date(situation.over_at(within, times.effective_at), situation.zone)
    return last_day(within, civil_date(times.effective_at, situation.zone), situation.terms.calendar)
