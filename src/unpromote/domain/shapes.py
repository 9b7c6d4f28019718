"""What a single value must look like, wherever it stands: signs, years, lengths, anchors, the one form of a calc."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction

from moneyed import Money

from unpromote.domain.clauses import Band, Calc, Limit, RateBand, Tiers
from unpromote.domain.codec import amount_text, fraction_text
from unpromote.domain.dates import Anchor, Count, Period, Unit
from unpromote.domain.errors import BadInput
from unpromote.domain.quantity import Quantity

_YEARS = range(1900, 2201)
LONGEST = {
    Unit.HOURS: 876_000,
    Unit.DAYS: 36_500,
    Unit.WEEKS: 5_200,
    Unit.BUSINESS_DAYS: 26_000,
    Unit.MONTHS: 1_200,
    Unit.YEARS: 100,
}
_VERBS = {"greater_of": "choose from", "lesser_of": "choose from", "sum": "add"}
_FURTHEST = 36_500  # days an anchor may lie from its end of the flight


def joined(place: str, name: str) -> str:
    """Return the path of a field inside a place."""
    return f"{place}.{name}".lstrip(".")


def leaves(value: object, place: str) -> Iterator[tuple[str, object]]:
    """Yield every plain value inside a frozen value, with its path."""
    if isinstance(value, Limit):
        yield from leaves(value.calc, place)
    elif is_dataclass(value):
        yield place, value
        for part in fields(value):
            yield from leaves(getattr(value, part.name), joined(place, part.name.rstrip("_")))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, joined(place, str(key)))
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from leaves(item, f"{place}[{n}]")
    else:
        yield place, value


def check_values(whole: object, place: str, currency: str | None = None) -> None:
    """Raise BadInput where a value cannot be meant, whatever stands around it: signs, years, lengths, shapes.

    Amounts have to be in `currency` where it is given.
    """
    for path, value in leaves(whole, place):
        match value:
            case Money() if currency not in (None, value.currency.code):
                problem = f"{amount_text(value)} {value.currency.code} is not in {currency}, the settlement currency"
                raise BadInput(problem, place=path, mend=f"write it in {currency}")
            case Money() if value.amount < 0:
                raise BadInput(
                    f"the amount {amount_text(value)} is negative", place=path, mend="write it without the sign"
                )
            case Fraction() if value < 0 and not path.endswith(".min"):
                raise BadInput(f"{fraction_text(value)} is negative", place=path, mend="write it without the sign")
            case date() if value.year not in _YEARS:
                raise BadInput(f"the year {value.year} cannot be meant", place=path, mend="use years 1900 to 2200")
            case Period():
                _check_period(value, path)
            case Anchor():
                _check_anchor(value, path)
            case Calc():
                _check_calc(value, path)
            case Fraction() if type(value) is Fraction and value > 1:
                raise BadInput(f"the rate {fraction_text(value)} is above 1", place=path, mend="25 % is written 0.25")


def check_bands(bands: Sequence[Band | RateBand], place: str) -> None:
    """Refuse a tariff without a band, or with two that begin at one point, of which nobody knows which counts."""
    if not bands:
        raise BadInput("there is no band", place=place, mend="list the steps of the tariff, each with its min")
    begun: list[Quantity | None] = []
    for n, band in enumerate(bands):
        if band.begins in begun:
            stated = "with min null" if band.begins is None else f"from {fraction_text(band.begins)} on"
            raise BadInput(f"there are two bands {stated}", place=f"{place}[{n}].min", mend="keep one band per min")
        begun.append(band.begins)


def _check_period(period: Period, place: str) -> None:
    least = 1 if period.count is Count.INCLUSIVE else 0
    if not least <= period.n <= LONGEST[period.unit]:
        problem = f"{period.n} {period.unit.value} {period.count.value} is no usable length"
        raise BadInput(problem, place=f"{place}.n", mend=f"use {least} to {LONGEST[period.unit]}")


def _check_anchor(anchor: Anchor, place: str) -> None:
    offsets = (anchor.offset_days, anchor.offset_hours, anchor.offset_business_days)
    stated = [offset for offset in offsets if offset is not None]
    if len(stated) > 1:
        raise BadInput("an anchor takes one offset", place=place, mend="keep days, hours or business days")
    if any(abs(offset) > _FURTHEST for offset in stated):
        raise BadInput("the anchor lies too far away", place=place, mend=f"use at most {_FURTHEST}")
    if (anchor.offset_business_days is None) != (anchor.at is None):
        mend = 'write {"anchor": "start", "offset_business_days": -3, "at": "17:00"}'
        raise BadInput("offset_business_days and at belong together", place=place, mend=mend)


def _check_calc(calc: Calc, place: str) -> None:
    forms = {
        name: getattr(calc, name)
        for name in ("flat", "rate", "greater_of", "lesser_of", "sum", "tiers")
        if getattr(calc, name) is not None
    }
    if len(forms) != 1:
        problem = f"a calc takes one form, found {', '.join(forms) or 'none'}"
        raise BadInput(problem, place=place, mend="use flat, rate with base, greater_of, lesser_of, sum or tiers")
    if (calc.rate is None) != (calc.base is None):
        raise BadInput("rate and base belong together", place=place, mend="name the base, e.g. undelivered_at_notice")
    for form, verb in _VERBS.items():
        if form in forms and not forms[form]:
            raise BadInput(f"there is nothing to {verb}", place=f"{place}.{form}", mend="list at least one calc")
    if calc.tiers:
        _check_tiers(calc.tiers, f"{place}.tiers")


def _check_tiers(tiers: Tiers, place: str) -> None:
    check_bands(tiers.bands, f"{place}.bands")
    least = min((band.min for band in tiers.bands if band.min is not None), default=Quantity(0))
    if least > 0 and all(band.min is not None for band in tiers.bands):
        problem = f"no band covers what lies below {fraction_text(least)}"
        raise BadInput(problem, place=f"{place}.bands", mend='add a band with "min": null for the rest')
    for n, band in enumerate(tiers.bands):
        if (band.rate is None) == (band.flat is None):
            raise BadInput(
                "a band takes a rate or a flat amount", place=f"{place}.bands[{n}]", mend="state one of them"
            )
        if band.rate is not None and tiers.base is None:
            raise BadInput("rates need a base", place=f"{place}.base", mend="name it, e.g. budget")
