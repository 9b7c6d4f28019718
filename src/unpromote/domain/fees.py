"""What a fee for leaving comes to: calc, then floor, then cap (the cap wins), exact until its line is rounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TypeVar

from moneyed import Money

from unpromote.domain.clauses import Band, Calc, Fee, RateBand, Tiers
from unpromote.domain.codec import fraction_text
from unpromote.domain.dates import business_days_between, civil_date
from unpromote.domain.errors import BadInput
from unpromote.domain.lines import Worked
from unpromote.domain.money import exact, shown, zero
from unpromote.domain.situation import Situation
from unpromote.domain.vocabulary import Base, FeeLabel, Measure, MeasureAt

B = TypeVar("B", Band, RateBand)

_HOUR = timedelta(hours=1)
_FOLLOWS_DELIVERY = {
    Base.DELIVERED,
    Base.UNDELIVERED_AT_NOTICE,
    Base.UNDELIVERED_AT_EFFECTIVE,
    Base.NOTICE_DELIVERY,
    Measure.PERCENT_DELIVERED,
    Measure.UNDELIVERED_AT_EFFECTIVE,
}


@dataclass(frozen=True)
class Basis:
    """What fees are reckoned from: the situation, the delivery during notice, and the moment of effect."""

    situation: Situation
    notice_delivery: Money
    undelivered_at_effective: Money
    effective_at: datetime

    def amount(self, base: Base) -> Money:  # noqa: PLR0911 - one a base
        """Return what a rate of that base is taken of."""
        promotion = self.situation.promotion
        match base:
            case Base.BUDGET:
                return promotion.budget
            case Base.DELIVERED:
                return promotion.spent
            case Base.UNDELIVERED_AT_NOTICE:
                return promotion.budget - promotion.spent
            case Base.NOTICE_DELIVERY:
                return self.notice_delivery
            case Base.UNDELIVERED_AT_EFFECTIVE:
                return self.undelivered_at_effective
            case Base.NONCANCELLABLE_COSTS:
                return promotion.noncancellable_costs or zero(promotion.budget.currency)
        return promotion.prepaid

    def measured(self, by: Measure, at: MeasureAt) -> Fraction:
        """Return the measure of a tariff: days, hours, a share of the budget, or an amount in the main unit."""
        start_at = self.situation.start_at
        moment = self.effective_at if at is MeasureAt.EFFECTIVE else self.situation.received_at
        match by:
            case Measure.HOURS_BEFORE_START:
                return Fraction((start_at - moment) // timedelta(microseconds=1), _HOUR // timedelta(microseconds=1))
            case Measure.PERCENT_DELIVERED:
                budget = exact(self.situation.promotion.budget)
                return exact(self.situation.promotion.spent) / budget if budget else Fraction(0)
            case Measure.UNDELIVERED_AT_EFFECTIVE:
                return exact(self.undelivered_at_effective)
        day, start_on = civil_date(moment, self.situation.zone), self.situation.first_on
        if by is Measure.BUSINESS_DAYS_BEFORE_START:
            return Fraction(business_days_between(day, start_on, self.situation.terms.calendar))
        days = Fraction((start_on - day).days)
        return days if by is Measure.DAYS_BEFORE_START else -days


def worked_fee(fee: Fee, basis: Basis) -> Worked:
    """Return the fee, exact, with its sum; raise BadInput where no band of a tariff covers the measure."""
    found = _worked(fee.calc, fee, basis)
    if fee.floor is not None:
        floor = _worked(fee.floor.calc, fee, basis)
        formula = f"{found.formula}, at least {floor.formula}"
        found = Worked(max(found.value, floor.value), formula, {**found.inputs, **floor.inputs})
    if fee.cap is not None:
        cap = _worked(fee.cap.calc, fee, basis)
        formula = f"{found.formula}, at most {cap.formula}"
        found = Worked(min(found.value, cap.value), formula, {**found.inputs, **cap.inputs})
    return found.equated()


def rated(rate: Fraction, base: Base, basis: Basis) -> Worked:
    """Return a rate of one of the bases."""
    amount = basis.amount(base)
    stated, of = fraction_text(rate), shown(amount)
    return Worked(rate * exact(amount), f"{stated} x {of}", {base.value: of, f"rate of {base.value}": stated})


def band_at(bands: tuple[B, ...], measure: Fraction, place: str) -> B:
    """Return the band with the greatest `min` not above the measure; `min: null` catches the rest."""
    reached = [(band.begins, n) for n, band in enumerate(bands) if band.begins is not None and band.begins <= measure]
    if reached:
        return bands[max(reached)[1]]
    for band in bands:
        if band.begins is None:
            return band
    mend = 'add a band with "min": null for the rest'
    raise BadInput(f"no band covers {fraction_text(measure)}", place=place, mend=mend)


def penalty_risk(fee: Fee, amount: Money, basis: Basis) -> bool:
    """Return whether damages exceed the value left undelivered, or ignore what was delivered. No verdict."""
    if fee.label is not FeeLabel.LIQUIDATED_DAMAGES or not amount:
        return False
    undelivered = basis.undelivered_at_effective
    return amount > undelivered or not _FOLLOWS_DELIVERY.intersection(_bases(fee.calc))


def _bases(calc: Calc) -> Iterator[Base | Measure | None]:
    yield calc.base
    if calc.tiers is not None:
        yield from (calc.tiers.base, calc.tiers.by)
    for part in calc.greater_of or calc.lesser_of or calc.sum or ():
        yield from _bases(part)


def _worked(calc: Calc, fee: Fee, basis: Basis) -> Worked:
    if calc.flat is not None:
        stated = shown(calc.flat)
        return Worked(exact(calc.flat), stated, {"flat": stated})
    if calc.rate is not None and calc.base is not None:
        return rated(calc.rate, calc.base, basis)
    if calc.tiers is not None:
        return _tiered(calc.tiers, fee, basis)
    parts = [_worked(part, fee, basis) for part in calc.greater_of or calc.lesser_of or calc.sum or ()]
    inputs = {key: item for part in parts for key, item in part.inputs.items()}
    if bands := [part.inputs["band"] for part in parts if "band" in part.inputs]:
        inputs["band"] = " / ".join(bands)
    values, formulas = [part.value for part in parts], [part.formula for part in parts]
    if calc.sum is not None:
        return Worked(sum(values, Fraction(0)), " + ".join(formulas), inputs)
    chosen, word = (max(values), "greater of") if calc.greater_of is not None else (min(values), "lesser of")
    return Worked(chosen, f"{word} ({'; '.join(formulas)})", inputs)


def _tiered(tiers: Tiers, fee: Fee, basis: Basis) -> Worked:
    measure = basis.measured(tiers.by, fee.measure_at)
    band = band_at(tiers.bands, measure, f"terms.fees[{basis.situation.terms.fees.index(fee)}].calc.tiers.bands")
    begins = "below the others" if band.min is None else f"from {fraction_text(band.min)}"
    found = Worked(exact(band.flat), shown(band.flat)) if band.flat is not None else Worked(Fraction(0), "")
    if band.rate is not None and tiers.base is not None:
        found = rated(band.rate, tiers.base, basis)
    measured = fraction_text(measure)
    inputs = {tiers.by.value: measured, "band": begins, **found.inputs}
    return Worked(found.value, f"{tiers.by.value} {measured}, band {begins}: {found.formula}", inputs)
