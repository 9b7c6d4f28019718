"""Draws odd agreements at 10 000 a property: a row of bytes is one cheap draw, and every choice is read off it.

Frozen values are built directly, because drawing and parsing JSON costs ten times what a quote costs. Byte 0 always
stands for the plainest choice, so a failure shrinks to the plainest agreement that still fails.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from moneyed import Money

from unpromote.domain import clauses as c
from unpromote.domain import promotion as p
from unpromote.domain import vocabulary as v
from unpromote.domain.agreement import Terms
from unpromote.domain.dates import (
    WEEKDAYS,
    Anchor,
    Calendar,
    Count,
    Edge,
    Flight,
    Period,
    ReceiptKind,
    ReceiptRule,
    Roll,
    Unit,
    first_instant,
)
from unpromote.domain.quantity import Quantity
from unpromote.domain.vectors import Ask

T = TypeVar("T")

# 10,000 with `make properties`, which takes minutes
thorough = settings(max_examples=max(1_000, settings.default.max_examples), deadline=None)
DIGITS = {"EUR": 2, "JPY": 0, "KWD": 3}
ZONES = (
    "Europe/Paris",
    "America/Santiago",
    "Africa/Cairo",
    "America/New_York",
    "Asia/Tokyo",
    "America/Havana",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
)
MOST = {Unit.HOURS: 400, Unit.DAYS: 45, Unit.WEEKS: 6, Unit.BUSINESS_DAYS: 25, Unit.MONTHS: 3, Unit.YEARS: 1}
BASES = tuple(v.Base)
BANDED = (
    v.Measure.DAYS_BEFORE_START,
    v.Measure.BUSINESS_DAYS_BEFORE_START,
    v.Measure.HOURS_BEFORE_START,
    v.Measure.DAYS_ELAPSED,
    v.Measure.PERCENT_DELIVERED,
    v.Measure.UNDELIVERED_AT_EFFECTIVE,
)
MEDIA, AGENCY = v.Role.MEDIA, v.Role.AGENCY


class Dice:
    """Reads choices off a row of bytes; beyond its end every choice is the plainest."""

    def __init__(self, rolled: bytes) -> None:
        self._rolled, self._at = rolled, 0

    def number(self, most: int) -> int:
        """Return a whole number from 0 to `most`."""
        size = 1 if most < 64 else 3
        read = self._rolled[self._at : self._at + size]
        self._at += size
        return int.from_bytes(read, "big") % (most + 1)

    def one(self, *options: T) -> T:
        return options[self.number(len(options) - 1)]

    def maybe(self, draw: Callable[[Dice], T]) -> T | None:
        return draw(self) if self.yes() else None

    def yes(self) -> bool:
        return bool(self.number(1))

    def some(self, most: int, draw: Callable[[Dice, int], T]) -> tuple[T, ...]:
        return tuple(draw(self, n) for n in range(self.number(most)))


def drawn(draw: Callable[[Dice], T], size: int = 40) -> st.SearchStrategy[T]:
    """Return a strategy of what `draw` reads off that many bytes."""
    return st.binary(min_size=size, max_size=size).map(lambda rolled: draw(Dice(rolled)))


def calendar(dice: Dice) -> Calendar:
    weekend = dice.one(WEEKDAYS[5:], WEEKDAYS[4:6], WEEKDAYS[6:], (), WEEKDAYS[3:7])
    holidays = dice.some(6, lambda dice, _: date(2026, 1, 1) + timedelta(days=dice.number(364)))
    return Calendar(weekend, holidays, time(9), time(17))


def day(dice: Dice) -> date:
    return date(2025, 9, 1) + timedelta(days=dice.number(730))


def instant(dice: Dice) -> datetime:
    return datetime(2025, 9, 1, tzinfo=UTC) + timedelta(seconds=dice.number(3_600 * 24 * 365 // 2) * 3)


def period(dice: Dice) -> Period:
    unit, count = dice.one(*MOST), dice.one(*Count)
    return Period(1 + dice.number(MOST[unit] - 1), unit, count, dice.one(*Roll))


def money(dice: Dice, currency: str, most: int = 5_000_000) -> Money:
    return Money(Decimal(dice.number(most)).scaleb(-DIGITS[currency]), currency)


def rate(dice: Dice) -> Fraction:
    return Fraction(dice.number(1000), 1000) if dice.number(5) else Fraction(dice.number(60), 60)


def calc(dice: Dice, currency: str, depth: int = 1) -> c.Calc:
    form = dice.one("rate", "flat", "tiers", *(("greater_of", "lesser_of", "sum") if depth else ()))
    if form == "flat":
        return c.Calc(flat=money(dice, currency))
    if form == "rate":
        return c.Calc(rate=rate(dice), base=dice.one(*BASES))
    if form == "tiers":
        bounds = {Quantity(dice.number(50) - 10) for _ in range(dice.number(3))}
        bands = tuple(c.Band(bound, rate(dice)) for bound in (*sorted(bounds), None))
        return c.Calc(tiers=c.Tiers(dice.one(*BANDED), bands, dice.one(*BASES)))
    parts: dict[str, Any] = {form: tuple(calc(dice, currency, depth - 1) for _ in range(2 + dice.number(1)))}
    return c.Calc(**parts)


def fee(dice: Dice, currency: str, name: str) -> c.Fee:
    floor, cap = (c.Limit(calc(dice, currency, 0)) if dice.number(2) == 1 else None for _ in "ab")
    payee, at = dice.one(MEDIA, MEDIA, AGENCY), dice.one(*v.MeasureAt)
    return c.Fee(name, "8.4", calc(dice, currency), payee=payee, floor=floor, cap=cap, measure_at=at)


def notice(dice: Dice) -> Period:
    found = period(dice)
    floor = dice.number(3) == 1
    return Period(
        found.n,
        found.unit,
        found.count,
        found.roll,
        Anchor(dice.one(*Edge), offset_days=dice.number(30) - 20) if floor else None,
        "LIEU" if dice.yes() else None,
    )


def right(dice: Dice, n: int, fees: tuple[str, ...]) -> c.Right:
    return c.Right(
        id=f"R{n}",
        clause=f"8.{n}",
        ground=v.Ground.CONVENIENCE,
        holders=(v.Role.ADVERTISER,),
        notice=notice(dice) if dice.number(4) else None,
        available=c.Available(until=Anchor(Edge.END, offset_days=-dice.number(5))) if dice.number(7) == 1 else None,
        fees=tuple(name for name in fees if dice.number(2)),
        short_rate=dice.maybe(Dice.yes),
        shortfall=dice.maybe(Dice.yes),
        refund_service_fee=dice.maybe(rate),
    )


def volume_card(dice: Dice, _: str) -> c.ShortRate:
    bands = tuple(c.RateBand(Quantity(dice.number(300), 100), least) for least in (None, Quantity(100), Quantity(1000)))
    return c.ShortRate("3", Quantity(dice.number(300), 100), bands, dice.one(None, 1000))


def creator_terms(dice: Dice) -> c.CreatorTerms:
    stages = [stage.value for stage in v.Stage]
    brand = {stage: rate(dice) for stage in stages if dice.yes()}
    return c.CreatorTerms(
        "11",
        {"brand": brand},
        dice.one(*v.Advance),
        usage=dice.one(*v.Proration),
        exclusivity=dice.one(*v.Proration),
        takedown_fee=None,
    )


def terms(dice: Dice, currency: str) -> Terms:
    fees = dice.some(2, lambda dice, n: fee(dice, currency, f"F{n}"))
    names = tuple(each.id for each in fees)
    service_fee, method = dice.maybe(rate), dice.one(*v.RefundMethod)
    return Terms(
        currency=currency,
        time_zone=dice.one(*ZONES),
        calendar=calendar(dice),
        notice_receipt={"email": ReceiptRule(dice.one(ReceiptKind.ON_SEND, ReceiptKind.BUSINESS_HOURS))},
        rights=tuple(right(dice, n, names) for n in range(1 + dice.number(1))),
        fees=(*fees, fee(dice, currency, "LIEU")),
        aggregate_cap=dice.maybe(lambda dice: c.AggregateCap("8.9", rate(dice), dice.one(*BASES))),
        short_rate=dice.maybe(lambda dice: volume_card(dice, currency)),
        minimum_commitment=dice.maybe(
            lambda dice: c.MinimumCommitment("2", money(dice, currency), rate(dice), dice.yes())
        ),
        credits=tuple(c.Credit(fact[0].upper(), "6", fact) for fact in c.KINDS),
        refund=c.Refund(method, service_fee=service_fee),
        creators=creator_terms(dice),
    )


def use(dice: Dice, currency: str) -> p.UseOfRight:
    first = day(dice)
    return p.UseOfRight(money(dice, currency, 90_000), first, first + timedelta(days=dice.number(120)))


def creator(dice: Dice, n: int, currency: str) -> p.Creator:
    made = dice.some(2, lambda dice, n: p.Deliverable(f"d{n}", money(dice, currency, 500_000), dice.one(*v.Stage)))
    laid_out = dice.some(
        1,
        lambda dice, n: p.Expense(f"e{n}", money(dice, currency, 9_999), dice.yes(), dice.yes()),
    )
    return p.Creator(
        f"c{n}",
        made,
        money(dice, currency, 300_000),
        laid_out,
        dice.maybe(lambda dice: use(dice, currency)),
        dice.maybe(lambda dice: use(dice, currency)),
    )


def facts(dice: Dice, currency: str) -> dict[str, p.Fact | None]:
    billed = p.Fact(billed=money(dice, currency, 90_000), delivered_value=money(dice, currency, 90_000))
    return {
        "underdelivery": billed if dice.number(4) == 1 else None,
        "outage": p.Fact(hours=Quantity(dice.number(200), 3)) if dice.number(4) == 1 else None,
        "resale": p.Fact(proceeds=money(dice, currency, 900_000)) if dice.number(2) == 1 else None,
    }


def promotion(dice: Dice, agreed: Terms) -> p.Promotion:
    currency, start, days = agreed.currency, day(dice), 1 + dice.number(59)
    flown, budget = dice.number(59), money(dice, agreed.currency)
    spent = min(budget, money(dice, currency, 2_000_000)) if flown else Money(0, currency)
    begins, ends = (first_instant(start + timedelta(days=n), agreed.zone) for n in (0, days))
    return p.Promotion(
        id="P1",
        status=v.Status.LIVE,
        reservation=v.Reservation.AUCTION,
        flight=Flight(begins, ends),
        budget=budget,
        spent=spent,
        prepaid=money(dice, currency) if dice.number(2) else Money(0, currency),
        spent_through=start + timedelta(days=min(flown, days) - 1) if flown else None,
        noncancellable_costs=money(dice, currency, 100_000),
        custom_material=p.CustomMaterial(*sorted(money(dice, currency, 10_000) for _ in "ab")),
        units_delivered=Quantity(dice.number(2000)),
        creators=dice.some(2, lambda dice, n: creator(dice, n, currency)),
        siblings=dice.some(1, lambda dice, n: p.Sibling(f"S{n}", money(dice, currency), money(dice, currency))),
        facts=facts(dice, currency),
    )


def ask_in(dice: Dice) -> Ask:
    agreed = terms(dice, dice.one(*DIGITS))
    booked = promotion(dice, agreed)
    length = int((booked.flight.end - booked.flight.start).total_seconds())
    sent_at = booked.flight.start.astimezone(UTC) + timedelta(seconds=dice.number(length * 5 // 4) - length // 4)
    wanted = dice.one(*v.Effective)
    return Ask(agreed, booked, p.Request(v.Role.ADVERTISER, sent_at, "email", v.Reason.STRATEGY_CHANGE, wanted))


asks = drawn(ask_in, 400)
