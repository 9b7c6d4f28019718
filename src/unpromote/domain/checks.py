"""What must hold between the fields of terms and promotion; every refusal says where and how to mend it.

The codec has already refused unknown fields and wrong types; here stand the rules that need more than one field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from unpromote.domain.catalogue import FACTS
from unpromote.domain.clauses import KINDS, Fee, Right, ShortRate
from unpromote.domain.codec import amount_text
from unpromote.domain.currencies import check_currencies, check_terms_currencies
from unpromote.domain.dates import Calendar, ReceiptKind, ReceiptRule, Unit, civil_date
from unpromote.domain.errors import BadInput
from unpromote.domain.frame import Payment
from unpromote.domain.promotion import Creator, Promotion, Request, UseOfRight
from unpromote.domain.shapes import LONGEST, check_bands, check_values, joined, leaves
from unpromote.domain.terms import Terms
from unpromote.domain.vocabulary import METHODS, Base, Role, Stage

_WEEK = 7
_SHA256 = re.compile(r"[0-9a-f]{64}")
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
        if name not in METHODS:
            mend = f"known here: {', '.join(METHODS)}"
            raise BadInput(f"unknown way of notice {name!r}", place=joined(place, "notice_receipt"), mend=mend)
        _check_receipt(rule, joined(place, f"notice_receipt.{name}"))
    for part in ("rights", "fees", "windows", "credits", "parties", "layers"):
        _check_ids(getattr(terms, part), joined(place, part))
    for n, right in enumerate(terms.rights):
        _check_right(terms, right, joined(place, f"rights[{n}]"))
    for n, fee in enumerate(terms.fees):
        _check_fee(fee, joined(place, f"fees[{n}]"))
    _check_prices(terms, place)
    _check_payment(terms.payment, joined(place, "payment"))
    _check_kill(terms.creators.kill if terms.creators else None, joined(place, "creators.kill"))
    check_values(terms, place)
    check_terms_currencies(terms, place)


def check_promotion(promotion: Promotion, terms: Terms, place: str) -> None:
    """Raise BadInput where the promotion contradicts itself or its terms."""
    check_values(promotion, place)
    check_currencies(promotion, terms, place)
    _check_flight(promotion, terms, place)
    if promotion.budget < promotion.spent:
        problem = f"budget {amount_text(promotion.budget)} is below spent {amount_text(promotion.spent)}"
        raise BadInput(problem, place=joined(place, "budget"), mend="check both; spent is what was delivered so far")
    material = promotion.custom_material
    if material and material.completed > material.total:
        mend = "total is all that was ordered, the completed part included"
        raise BadInput("completed is above total", place=joined(place, "custom_material"), mend=mend)
    for part in ("creators", "siblings", "evidence"):
        _check_ids(getattr(promotion, part), joined(place, part))
    _check_evidence(promotion, terms, joined(place, "evidence"))
    if promotion.creators and terms.creators is None:
        mend = "state terms.creators: kill tables, advance, usage, exclusivity"
        raise BadInput("there are creators, but the terms say nothing of creators", place=place, mend=mend)
    for n, creator in enumerate(promotion.creators):
        _check_creator(creator, joined(place, f"creators[{n}]"))
    _check_facts(promotion, joined(place, "facts"))
    _check_costs(promotion, terms, place)
    _check_held(promotion, place)


def check_request(request: Request, place: str) -> None:
    """Raise BadInput where the request cannot be meant."""
    check_values(request, place)
    if request.by is Role.NEVER:
        raise BadInput("nobody has the role 'never'", place=joined(place, "by"), mend="name who asks, e.g. advertiser")


def _check_calendar(worked: Calendar, place: str) -> None:
    if len(set(worked.weekend)) == _WEEK:
        raise BadInput("no day of the week is worked", place=f"{place}.weekend", mend="leave the working days out")
    if worked.open >= worked.close:
        raise BadInput("open is not before close", place=place, mend="write hours such as 09:00 and 17:00")


def _check_receipt(rule: ReceiptRule, place: str) -> None:
    counted = rule.rule is ReceiptKind.PLUS_BUSINESS_DAYS
    if counted and not 1 <= (rule.n or 0) <= LONGEST[Unit.BUSINESS_DAYS]:
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
    named = [(name, f"{place}.fees[{n}]") for n, name in enumerate(right.fees)]
    if right.notice and right.notice.in_lieu:
        named.append((right.notice.in_lieu, f"{place}.notice.in_lieu"))
    for n, (name, where) in enumerate(named):
        if name not in known:
            mend = f"known fees: {', '.join(sorted(known)) or 'none'}"
            raise BadInput(f"the fee {name!r} is not defined", place=where, mend=mend)
        if n < len(right.fees) and name in right.fees[:n]:
            raise BadInput(f"the fee {name!r} would be charged twice", place=where, mend="name it once")
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
    if card is not None:
        _check_card(card, joined(place, "short_rate.bands"))
    for n, credit in enumerate(terms.credits):
        if credit.fact not in KINDS:
            where = joined(place, f"credits[{n}].fact")
            raise BadInput(f"no credit is known for {credit.fact!r}", place=where, mend=f"known: {', '.join(KINDS)}")


def _check_card(card: ShortRate, place: str) -> None:
    for n, band in enumerate(card.bands):
        if band.min is not None and band.min_units is not None:
            raise BadInput("min and min_units say the same", place=f"{place}[{n}]", mend="keep one of them")
    check_bands(card.bands, place)


def _is_count(unit: object) -> bool:
    return type(unit) is int and unit > 0


def _check_payment(payment: Payment | None, place: str) -> None:
    for name in ("net", "statutory_max"):
        days = getattr(payment, name, None)
        if days is not None and not 0 <= days <= LONGEST[Unit.DAYS]:
            raise BadInput(
                f"{days} days cannot be meant", place=f"{place}.{name}", mend=f"use 0 to {LONGEST[Unit.DAYS]}"
            )


def _check_kill(tables: Mapping[str, Mapping[str, Fraction]] | None, place: str) -> None:
    for name, table in (tables or {}).items():
        _check_stages(table, f"{place}.{name}")


def _check_stages(table: Mapping[str, Fraction], place: str) -> None:
    for stage in table:
        if stage not in {known.value for known in Stage}:
            raise BadInput(f"unknown stage {stage!r}", place=place, mend=f"known here: {_STAGE_NAMES}")


def _check_flight(promotion: Promotion, terms: Terms, place: str) -> None:
    flight, through = promotion.flight, promotion.spent_through
    if flight.end <= flight.start:
        problem = f"the flight ends before it starts: {flight.start.isoformat()} to {flight.end.isoformat()}"
        raise BadInput(problem, place=joined(place, "flight.end"), mend="write a later end; it is exclusive")
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


def _check_held(promotion: Promotion, place: str) -> None:
    """Refuse a deposit or a minimum spend that is to be priced without the clause that prices it."""
    deposit, minimum = promotion.deposit, promotion.minimum_spend
    mend = "name the clause that the figure stems from"
    if deposit is not None and deposit.refund is not None and not deposit.clause:
        raise BadInput("the refund has no clause", place=joined(place, "deposit.clause"), mend=mend)
    if deposit is not None and deposit.refund is None and (deposit.within or deposit.forfeited_on):
        where = joined(place, "deposit.refund")
        raise BadInput("nothing says what becomes of it", place=where, mend="original, account_credit, none or set_off")
    if minimum is not None and minimum.rate is not None and not minimum.clause:
        raise BadInput("the rate has no clause", place=joined(place, "minimum_spend.clause"), mend=mend)


def _check_evidence(promotion: Promotion, terms: Terms, place: str) -> None:
    known = {*FACTS, *promotion.facts, *(right.needs.fact for right in terms.rights if right.needs)}
    for n, item in enumerate(promotion.evidence):
        if not _SHA256.fullmatch(item.sha256):
            mend = "write the 64 hex digits of the file's SHA-256"
            raise BadInput(f"{item.sha256!r} is no SHA-256", place=f"{place}[{n}].sha256", mend=mend)
        if not item.proves:
            raise BadInput("it proves nothing", place=f"{place}[{n}].proves", mend="name the facts that it proves")
        for name in item.proves:
            if name not in known:
                mend = f"known here: {', '.join(sorted(known))}"
                raise BadInput(f"there is no fact {name!r}", place=f"{place}[{n}].proves", mend=mend)


def _check_facts(promotion: Promotion, place: str) -> None:
    known = [creator.id for creator in promotion.creators]
    for name, fact in promotion.facts.items():
        if fact is None:
            continue
        if fact.began_at and fact.ended_at and fact.ended_at < fact.began_at:
            problem = f"{fact.ended_at.isoformat()} lies before began_at"
            raise BadInput(problem, place=f"{place}.{name}.ended_at", mend="swap them, or leave the end out")
        for n, creator in enumerate(fact.creators):
            if known and creator not in known:
                where, mend = f"{place}.{name}.creators[{n}]", f"known here: {', '.join(known)}"
                raise BadInput(f"no creator of the promotion is called {creator!r}", place=where, mend=mend)


def _check_costs(promotion: Promotion, terms: Terms, place: str) -> None:
    """Refuse a base that the terms compute with and the promotion does not state."""
    based = (getattr(value, "base", None) for _, value in leaves((terms.fees, terms.aggregate_cap), ""))
    if Base.NONCANCELLABLE_COSTS in based and promotion.noncancellable_costs is None:
        mend = "state the costs that cannot be cancelled, 0 where there are none"
        raise BadInput("a fee is based on noncancellable_costs, which are missing", place=place, mend=mend)
