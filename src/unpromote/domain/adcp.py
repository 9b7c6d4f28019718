"""AdCP's `cancellation-policy` (Ad Context Protocol 3.0 to 3.2): written from terms, and read into a fragment of terms.

A policy says one notice, and one fee for whoever does not keep it: here a right without cause whose notice a fee in
lieu buys off. Where the agreement's notice or price has no such form, no policy is written, since a policy that comes
near would promise a way out that nobody agreed to. Whatever else is lost is named.

AdCP calls its base "remaining uncommitted" in one place and "remaining committed" in another; read here as what is
undelivered at notice. `full_commitment` leaves the whole budget owed, delivery until the end included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from unpromote.domain.adcp_deadline import BUYERS, frees_until, is_for
from unpromote.domain.clauses import Calc, Fee, Right
from unpromote.domain.codec import fraction_text
from unpromote.domain.dates import Anchor, Count, Edge, Period, ReceiptKind, Roll, Unit
from unpromote.domain.errors import BadInput
from unpromote.domain.money import exact
from unpromote.domain.terms import Terms
from unpromote.domain.vocabulary import Base, Ground, Reservation

Json = Any

NEVER_SAID = (
    "who may cancel: read as advertiser and agency",
    "whether the day of notice counts: read as not",
    "in which time zone days begin, in what ways notice is given, and when it counts as received",
    "whether percent_remaining is of committed or of uncommitted spend: read as undelivered at notice",
)
_CLAUSE = "AdCP cancellation_policy"
_RIGHT, _FEE = "adcp", "adcp-fee"
_TO_FLIGHT_END = Anchor(Edge.END)
_SECONDS_AN_HOUR = {"seconds": 3600, "minutes": 60, "hours": 1}
_FIELDS = {"": {"notice_period", "cancellation_fee"}, "cancellation_fee": {"type", "rate", "amount"}}
_NOT_IN_A_POLICY = (
    "windows",
    "aggregate_cap",
    "short_rate",
    "minimum_commitment",
    "credits",
    "makegood",
    "refund",
    "creators",
    "pause",
    "payment",
    "term",
    "duties",
)


def to_adcp(terms: Terms, reservation: Reservation | None = None) -> tuple[dict[str, Json], tuple[str, ...]]:
    """Return the policy for one kind of promotion, and what it cannot say, each by its field.

    The policy is empty where the agreement gives the buyer no right without cause, several, or one whose notice or
    price has no form in AdCP; the second part then says which. Numbers are JSON numbers whose decimal form is exact.
    """
    fits = [(n, right) for n, right in enumerate(terms.rights) if _fits(right, reservation)]
    fitting = [(n, right) for n, right in fits if not frees_until(right)] or fits
    if len(fitting) != 1:
        found = "several rights" if fitting else "no right"
        return {}, (f"rights: {found} without cause for the buyer; a policy holds exactly one",)
    nth, right = fitting[0]
    obstacles = tuple(_obstacles(terms, right, f"rights[{nth}]"))
    if obstacles:
        return {}, obstacles
    fee = _in_lieu(terms, right)
    policy = {"notice_period": _duration(right.notice), "cancellation_fee": _fee_said(fee) if fee else {"type": "none"}}
    return policy, tuple(_losses(terms, nth))


def from_adcp(policy: Mapping[str, Json]) -> dict[str, Json]:
    """Return the fragment of terms (JSON form) that a policy means; `unsaid` tells what it leaves open.

    Raises:
        BadInput: a required part is missing, a number is out of range, or the notice is no whole number of hours.
    """
    period = _notice(_part(policy, "notice_period"))
    calc = _calc(_part(policy, "cancellation_fee"))
    right = {"id": _RIGHT, "clause": _CLAUSE, "ground": Ground.CONVENIENCE.value, "notice": period, "fees": []}
    fragment: dict[str, Json] = {"rights": [right | {"holders": [role.value for role in BUYERS]}]}
    if calc is not None:
        period["in_lieu"] = _FEE
        fragment["fees"] = [{"id": _FEE, "clause": _CLAUSE, "calc": calc}]
    return fragment


def unsaid(policy: Mapping[str, Json]) -> tuple[str, ...]:
    """Return what a policy leaves open, and which of its fields are not AdCP's own and were not read."""
    fee = policy.get("cancellation_fee")
    parts = {"": policy, "cancellation_fee": fee if isinstance(fee, Mapping) else {}}
    strange = (f"{at}.{key}".lstrip(".") for at, part in parts.items() for key in part if key not in _FIELDS[at])
    return (*NEVER_SAID, *(f"{path}: not known, not read" for path in strange))


def _fits(right: Right, reservation: Reservation | None) -> bool:
    return right.ground is Ground.CONVENIENCE and is_for(right, reservation)


def _in_lieu(terms: Terms, right: Right) -> Fee | None:
    name = right.notice.in_lieu if right.notice else None
    return terms.fee(name) if name else None


def _obstacles(terms: Terms, right: Right, place: str) -> Iterator[str]:
    """Yield what in the notice and the price of a right has no form in AdCP."""
    if right.notice is None:
        yield f"{place}.notice: leaving at once; a notice of AdCP is at least one unit long"
    elif _duration(right.notice) is None:
        yield f"{place}.notice: {right.notice.n} {right.notice.unit.value} as agreed are no whole hours or days"
    if right.fees:
        yield f"{place}.fees: {', '.join(right.fees)} are due although notice is kept; AdCP charges only who keeps none"
    fee = _in_lieu(terms, right)
    if fee is not None and _fee_said(fee) is None:
        yield f"fees.{fee.id}: neither a fixed amount nor an exact share of what is undelivered, or with floor or cap"


def _losses(terms: Terms, nth: int) -> Iterator[str]:
    """Yield what the agreement says beside the notice and the fee of this right."""
    right, place = terms.rights[nth], f"rights[{nth}]"
    if right.available is not None:
        yield f"{place}.available: from when until when the right may be used"
    if right.acceptance is not None:
        yield f"{place}.acceptance: whether the other side has to consent"
    for n, other in enumerate(terms.rights):
        if n != nth and not frees_until(other):
            yield f"rights[{n}]: {other.ground.value} ({other.clause})"
    for method, rule in terms.notice_receipt.items():
        if rule.rule is not ReceiptKind.ON_SEND:
            yield f"notice_receipt.{method}: when a notice counts as received"
    yield from (f"{name}: no field of a policy" for name in _NOT_IN_A_POLICY if getattr(terms, name))


def _duration(notice: Period | None) -> dict[str, Json] | None:
    """Return the notice as AdCP writes it, or None where it cannot."""
    plain = replace(notice, in_lieu=None) if notice else None
    if plain == Period(0, Unit.DAYS, not_before=_TO_FLIGHT_END):
        return {"interval": 1, "unit": "campaign"}
    if plain is None or plain.n < 1 or plain.count is Count.INCLUSIVE or plain.roll is not Roll.NONE:
        return None
    days = {Unit.DAYS: 1, Unit.WEEKS: 7}.get(plain.unit)
    if plain.not_before is not None or (days is None and plain.unit is not Unit.HOURS):
        return None
    return {"interval": plain.n * (days or 1), "unit": "days" if days else "hours"}


def _fee_said(fee: Fee) -> dict[str, Json] | None:
    """Return the fee as AdCP writes it, or None where it cannot."""
    calc = fee.calc
    if fee.floor is not None or fee.cap is not None:
        return None
    if calc == Calc(rate=Fraction(1), base=Base.UNDELIVERED_AT_EFFECTIVE):
        return {"type": "full_commitment"}
    kind, name, value = ("percent_remaining", "rate", calc.rate) if calc.flat is None else ("fixed_fee", "amount", None)
    number = _number(exact(calc.flat) if calc.flat is not None else value)
    if number is None or (calc.flat is None and calc.base is not Base.UNDELIVERED_AT_NOTICE):
        return None
    return {"type": kind, name: number}


def _number(value: Fraction | None) -> int | float | None:
    """Return the JSON number whose written form is exactly the value; JSON has no other way to say it."""
    if value is None or value.denominator == 1:
        return None if value is None else value.numerator
    written = float(value)
    return written if Fraction(repr(written)) == value else None


def _part(policy: Json, name: str) -> Mapping[str, Json]:
    mend = "a policy has notice_period {interval, unit} and cancellation_fee {type}"
    if not isinstance(policy, Mapping):
        raise BadInput(f"expected an object, found {policy!r}", mend=mend)
    found = policy.get(name)
    if not isinstance(found, Mapping):
        raise BadInput(f"expected an object, found {found!r}", place=name, mend=mend)
    return found


def _notice(duration: Mapping[str, Json]) -> dict[str, Json]:
    interval, unit = duration.get("interval"), duration.get("unit")
    if type(interval) is not int or interval < 1:
        mend = "write a whole number from 1 on"
        raise BadInput(f"{interval!r} is no interval", place="notice_period.interval", mend=mend)
    if unit == "campaign" and interval == 1:
        return {"n": 0, "unit": "days", "not_before": {"anchor": "end"}}
    if unit == "days":
        return {"n": interval, "unit": "days"}
    parts = _SECONDS_AN_HOUR.get(str(unit))
    if parts is None:
        mend = "use seconds, minutes, hours, days, or 1 campaign"
        raise BadInput(f"unknown duration {interval} {unit}", place="notice_period", mend=mend)
    if interval % parts:
        mend = "a notice is counted in whole hours here: round it with the seller"
        raise BadInput(f"{interval} {unit} are no whole hours", place="notice_period", mend=mend)
    return {"n": interval // parts, "unit": "hours"}


def _calc(fee: Mapping[str, Json]) -> dict[str, Json] | None:
    match fee.get("type"):
        case "none":
            return None
        case "full_commitment":
            return {"rate": "1", "base": Base.UNDELIVERED_AT_EFFECTIVE.value}
        case "percent_remaining":
            rate = _read_number(fee, "rate")
            if rate > 1:
                mend = "half of it is written 0.5"
                raise BadInput(f"the rate {fee['rate']} is above 1", place="cancellation_fee.rate", mend=mend)
            return {"rate": fraction_text(rate), "base": Base.UNDELIVERED_AT_NOTICE.value}
        case "fixed_fee":
            return {"flat": fraction_text(_read_number(fee, "amount"))}
        case other:
            mend = "known here: percent_remaining, full_commitment, fixed_fee, none"
            raise BadInput(f"unknown type {other!r}", place="cancellation_fee.type", mend=mend)


def _read_number(fee: Mapping[str, Json], name: str) -> Fraction:
    """Return a number exactly as it is written; a reader of JSON may give it as int, float or Decimal."""
    found = fee.get(name)
    if type(found) in (int, float, Decimal):
        try:
            number = Fraction(str(found))
        except ValueError:  # NaN and infinity
            number = Fraction(-1)
        if number >= 0:
            return number
    mend = f"a {fee['type']} needs it as a number from 0 on"
    raise BadInput(f"{found!r} is no usable number", place=f"cancellation_fee.{name}", mend=mend)
