"""What must hold between the fields of terms and promotion; every refusal says where and how to mend it.

The codec has already refused unknown fields and wrong types; here stand the rules that need more than one field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from moneyed import Money

from unpromote.domain.clauses import KINDS, Calc, Fee, Right, Tiers
from unpromote.domain.codec import amount_text
from unpromote.domain.dates import Anchor, Calendar, Count, Period, ReceiptKind, ReceiptRule, Unit, civil_date
from unpromote.domain.errors import BadInput
from unpromote.domain.promotion import Creator, Promotion, Request, UseOfRight
from unpromote.domain.terms import Terms
from unpromote.domain.vocabulary import Base, Role, Stage

_YEARS = range(1900, 2201)
_LONGEST = {
    Unit.HOURS: 876_000,
    Unit.DAYS: 36_500,
    Unit.WEEKS: 5_200,
    Unit.BUSINESS_DAYS: 26_000,
    Unit.MONTHS: 1_200,
    Unit.YEARS: 100,
}
_FURTHEST = 36_500  # days an anchor may lie from its end of the flight
_WEEK = 7
_STAGE_NAMES = ", ".join(stage.value for stage in Stage)


def zone_named(name: str, *, place: str = "time_zone") -> ZoneInfo:
    """Return the IANA zone; refuse what is not one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        mend = "use an IANA name such as Europe/Paris or America/New_York"
        raise BadInput(f"unknown time zone {name!r}", place=place, mend=mend) from None


def check_terms(terms: Terms, place: str) -> None:
    """Raise BadInput where the terms contradict themselves."""
    zone_named(terms.time_zone, place=joined(place, "time_zone"))
    _check_calendar(terms.calendar, joined(place, "calendar"))
    for name, rule in terms.notice_receipt.items():
        _check_receipt(rule, joined(place, f"notice_receipt.{name}"))
    for part in ("rights", "fees", "windows", "credits", "parties", "layers"):
        _check_ids(getattr(terms, part), joined(place, part))
    for n, right in enumerate(terms.rights):
        _check_right(terms, right, joined(place, f"rights[{n}]"))
    for n, fee in enumerate(terms.fees):
        _check_fee(fee, joined(place, f"fees[{n}]"))
    _check_prices(terms, place)
    _check_kill(terms.creators.kill if terms.creators else None, joined(place, "creators.kill"))
    check_values(terms, place)


def check_promotion(promotion: Promotion, terms: Terms, place: str) -> None:
    """Raise BadInput where the promotion contradicts itself or its terms."""
    check_values(promotion, place)
    _check_flight(promotion, terms, place)
    if promotion.budget < promotion.spent:
        problem = f"budget {amount_text(promotion.budget)} is below spent {amount_text(promotion.spent)}"
        raise BadInput(problem, place=joined(place, "budget"), mend="check both; spent is what was delivered so far")
    material = promotion.custom_material
    if material and material.completed > material.total:
        mend = "total is all that was ordered, the completed part included"
        raise BadInput("completed is above total", place=joined(place, "custom_material"), mend=mend)
    for part in ("creators", "siblings"):
        _check_ids(getattr(promotion, part), joined(place, part))
    if promotion.creators and terms.creators is None:
        mend = "state terms.creators: kill tables, advance, usage, exclusivity"
        raise BadInput("there are creators, but the terms say nothing of creators", place=place, mend=mend)
    for n, creator in enumerate(promotion.creators):
        _check_creator(creator, joined(place, f"creators[{n}]"))
    _check_costs(promotion, terms, place)


def check_request(request: Request, place: str) -> None:
    """Raise BadInput where the request cannot be meant."""
    check_values(request, place)
    if request.by is Role.NEVER:
        raise BadInput("nobody has the role 'never'", place=joined(place, "by"), mend="name who asks, e.g. advertiser")


def check_values(whole: object, place: str) -> None:
    """Raise BadInput where a value cannot be meant, whatever stands around it: signs, years, lengths, shapes."""
    for path, value in leaves(whole, place):
        match value:
            case Money() if value.amount < 0:
                raise BadInput(
                    f"the amount {amount_text(value)} is negative", place=path, mend="write it without the sign"
                )
            case Fraction() if value < 0 and not path.endswith(".min"):
                raise BadInput(f"{value} is negative", place=path, mend="write it without the sign")
            case date() if value.year not in _YEARS:
                raise BadInput(f"the year {value.year} cannot be meant", place=path, mend="use years 1900 to 2200")
            case Period():
                _check_period(value, path)
            case Anchor():
                _check_anchor(value, path)
            case Calc():
                _check_calc(value, path)
            case Fraction() if type(value) is Fraction and value > 1:
                raise BadInput(f"the rate {value} is above 1", place=path, mend="25 % is written 0.25")


def joined(place: str, name: str) -> str:
    """Return the path of a field inside a place."""
    return f"{place}.{name}".lstrip(".")


def leaves(value: object, place: str) -> Iterator[tuple[str, object]]:
    """Yield every plain value inside a frozen value, with its path."""
    if is_dataclass(value):
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


def _check_calendar(worked: Calendar, place: str) -> None:
    if len(set(worked.weekend)) == _WEEK:
        raise BadInput("no day of the week is worked", place=f"{place}.weekend", mend="leave the working days out")
    if worked.open >= worked.close:
        raise BadInput("open is not before close", place=place, mend="write hours such as 09:00 and 17:00")


def _check_receipt(rule: ReceiptRule, place: str) -> None:
    counted = rule.rule is ReceiptKind.PLUS_BUSINESS_DAYS
    if counted and not 1 <= (rule.n or 0) <= _LONGEST[Unit.BUSINESS_DAYS]:
        raise BadInput("plus_business_days needs n", place=place, mend='add "n": 2 for the second business day')
    if not counted and rule.n is not None:
        raise BadInput(f"{rule.rule.value} takes no n", place=place, mend="leave n out")


def _check_ids(parts: Iterable[object], place: str) -> None:
    seen: set[str] = set()
    for n, part in enumerate(parts):
        name = str(getattr(part, "id", ""))
        if name in seen:
            raise BadInput(f"the id {name!r} stands twice", place=f"{place}[{n}].id", mend="give each its own id")
        seen.add(name)


def _check_right(terms: Terms, right: Right, place: str) -> None:
    known = {fee.id for fee in terms.fees}
    lieu = right.notice.in_lieu if right.notice else None
    for name in (*right.fees, *([lieu] if lieu else [])):
        if name not in known:
            mend = f"known fees: {', '.join(sorted(known)) or 'none'}"
            raise BadInput(f"the fee {name!r} is not defined", place=f"{place}.fees", mend=mend)
    tables = (terms.creators.kill if terms.creators else None) or {}
    if right.kill_table is not None and right.kill_table not in tables:
        mend = f"known tables: {', '.join(sorted(tables)) or 'none'}"
        raise BadInput(f"the kill table {right.kill_table!r} is not defined", place=f"{place}.kill_table", mend=mend)
    if not right.holders:
        raise BadInput("nobody holds the right", place=f"{place}.holders", mend='name the roles, or ["never"]')


def _check_fee(fee: Fee, place: str) -> None:
    if fee.payer not in (Role.ADVERTISER, Role.AGENCY):
        mend = "state what the seller owes as a credit"
        raise BadInput(f"a fee owed by {fee.payer.value} is no price of leaving", place=f"{place}.payer", mend=mend)


def _check_prices(terms: Terms, place: str) -> None:
    card = terms.short_rate
    if card is not None and not (card.unit is None or isinstance(card.unit, str) or _is_count(card.unit)):
        mend = "name the unit, or say how many delivered units one price buys, e.g. 1000"
        raise BadInput(f"{card.unit!r} is no unit", place=joined(place, "short_rate.unit"), mend=mend)
    if card is not None and not card.bands:
        raise BadInput("there is no band", place=joined(place, "short_rate.bands"), mend="list the rate card")
    for n, credit in enumerate(terms.credits):
        if credit.fact not in KINDS:
            where = joined(place, f"credits[{n}].fact")
            raise BadInput(f"no credit is known for {credit.fact!r}", place=where, mend=f"known: {', '.join(KINDS)}")


def _is_count(unit: object) -> bool:
    return type(unit) is int and unit > 0


def _check_kill(tables: Mapping[str, Mapping[str, Fraction]] | None, place: str) -> None:
    for name, table in (tables or {}).items():
        _check_stages(table, f"{place}.{name}")


def _check_stages(table: Mapping[str, Fraction], place: str) -> None:
    for stage in table:
        if stage not in {known.value for known in Stage}:
            raise BadInput(f"unknown stage {stage!r}", place=place, mend=f"known here: {_STAGE_NAMES}")


def _check_period(period: Period, place: str) -> None:
    least = 1 if period.count is Count.INCLUSIVE else 0
    if not least <= period.n <= _LONGEST[period.unit]:
        problem = f"{period.n} {period.unit.value} {period.count.value} is no usable length"
        raise BadInput(problem, place=f"{place}.n", mend=f"use {least} to {_LONGEST[period.unit]}")


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
    if () in forms.values():
        raise BadInput("there is nothing to choose from or to add", place=place, mend="list at least one calc")
    if calc.tiers:
        _check_tiers(calc.tiers, f"{place}.tiers")


def _check_tiers(tiers: Tiers, place: str) -> None:
    bounds = [band.min for band in tiers.bands]
    if not bounds or len(set(bounds)) < len(bounds):
        raise BadInput("bands must be there and begin at different points", place=f"{place}.bands", mend="one per min")
    for n, band in enumerate(tiers.bands):
        if (band.rate is None) == (band.flat is None):
            raise BadInput(
                "a band takes a rate or a flat amount", place=f"{place}.bands[{n}]", mend="state one of them"
            )
        if band.rate is not None and tiers.base is None:
            raise BadInput("rates need a base", place=f"{place}.base", mend="name it, e.g. budget")


def _check_flight(promotion: Promotion, terms: Terms, place: str) -> None:
    flight, through = promotion.flight, promotion.spent_through
    if flight.end <= flight.start:
        raise BadInput("the flight ends before it starts", place=joined(place, "flight"), mend="end is exclusive")
    first = civil_date(flight.start, terms.zone) - timedelta(days=1)
    last = civil_date(flight.end, terms.zone)
    if through is not None and not first <= through <= last:
        problem = f"spent_through {through} lies outside the flight"
        mend = f"use a date from {first} to {last}, or null while nothing is counted"
        raise BadInput(problem, place=joined(place, "spent_through"), mend=mend)


def _check_creator(creator: Creator, place: str) -> None:
    _check_ids(creator.deliverables, f"{place}.deliverables")
    _check_ids(creator.expenses, f"{place}.expenses")
    _check_stages(creator.kill or {}, f"{place}.kill")
    _check_use(creator.usage, f"{place}.usage")
    _check_use(creator.exclusivity, f"{place}.exclusivity")


def _check_use(use: UseOfRight | None, place: str) -> None:
    if use and use.to < use.from_:
        raise BadInput("the last day lies before the first", place=place, mend="both days are included")


def _check_costs(promotion: Promotion, terms: Terms, place: str) -> None:
    """Refuse a base that the terms compute with and the promotion does not state."""
    based = (getattr(value, "base", None) for _, value in leaves((terms.fees, terms.aggregate_cap), ""))
    if Base.NONCANCELLABLE_COSTS in based and promotion.noncancellable_costs is None:
        mend = "state the costs that cannot be cancelled, 0 where there are none"
        raise BadInput("a fee is based on noncancellable_costs, which are missing", place=place, mend=mend)
