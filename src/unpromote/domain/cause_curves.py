"""Reports as curves, and what a curve says: how spend per result moved, only where the report tells enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from moneyed import Money

from unpromote.domain.causes import A_DAY, Figure, Report, ReportRow, Showing, Slot, SpendCurve
from unpromote.domain.codec import amount_text, fraction_text
from unpromote.domain.money import exact, round_half_up, total

BY_DAY, BY_HOUR = "day", "hour"
HOURS_A_DAY = 24
NO_REPORT = "No report tells anything of these promotions"


def curve_of(report: Report) -> SpendCurve:
    """Return the report's promotions together, slot by slot; slots without any row are left out."""
    by_slot: dict[datetime, list[ReportRow]] = {}
    for row in report.rows:
        by_slot.setdefault(row.starts_at, []).append(row)
    days = (report.last_on - report.first_on) // A_DAY + 1
    due = len(report.external_ids) * days * (HOURS_A_DAY if report.step == BY_HOUR else 1)
    return SpendCurve(
        advertiser_id=report.advertiser_id,
        currency=report.currency,
        zone=report.zone,
        step=report.step,
        first_on=report.first_on,
        last_on=report.last_on,
        promotions=len(report.external_ids),
        results_are=report.results_are,
        gaps=max(0, due - len(report.rows)),
        slots=tuple(_slot(by_slot[at], report.currency) for at in sorted(by_slot)),
    )


def _slot(rows: Sequence[ReportRow], currency: str) -> Slot:
    spent = [row.spend for row in rows if row.spend is not None]
    return Slot(
        starts_at=rows[0].starts_at,
        spend=total(spent, currency) if spent else None,
        impressions=_sum(row.impressions for row in rows),
        clicks=_sum(row.clicks for row in rows),
        results=_added(row.results for row in rows),
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _added(numbers: Iterable[Fraction | None]) -> Fraction | None:
    known = [number for number in numbers if number is not None]
    return sum(known, Fraction(0)) if known else None


def per_result(slots: Iterable[Slot], currency: str) -> Money | None:
    """Return the spend per result over slots that tell both; None where there is no result."""
    both = [(slot.spend, slot.results) for slot in slots if slot.spend is not None and slot.results is not None]
    results = sum((count for _, count in both), Fraction(0))
    if not results:
        return None
    return round_half_up(sum((exact(spend) for spend, _ in both), Fraction(0)) / results, currency)


def showing_of(curves: Sequence[SpendCurve], source: str, missing: Sequence[str] = ()) -> Showing:
    """Return what the curves show."""
    return Showing(
        says=tuple(words for curve in curves for words in _says(curve)) or (NO_REPORT,),
        figures=tuple(figure for curve in curves for figure in _figures(curve, source)),
        missing=(*missing, *(words for curve in curves for words in _lacks(curve))),
        curves=tuple(curves),
    )


def _says(curve: SpendCurve) -> Iterator[str]:
    if not curve.slots:
        yield f"{_of(curve)}: the report has no row at all, which is not the same as no spend"
        return
    spent = total((slot.spend for slot in curve.slots if slot.spend is not None), curve.currency)
    results = _added(slot.results for slot in curve.slots)
    counted = "" if results is None else f", {fraction_text(results)} {curve.results_are}"
    yield f"{_of(curve)}: {_amount(spent)} spent{counted}"
    moved = _moved(curve)
    if moved:
        yield moved


def _moved(curve: SpendCurve) -> str:
    """Return how spend per result moved from the first half of the days that tell both to the second, or ""."""
    telling = [slot for slot in curve.slots if slot.spend is not None and slot.results is not None]
    first, last = telling[: len(telling) // 2], telling[len(telling) // 2 :]
    before, after = per_result(first, curve.currency), per_result(last, curve.currency)
    if curve.step != BY_DAY or before is None or after is None:
        return ""
    verb = "rose" if after > before else "fell"
    since, until = (f"{_amount(each)} ({_days(part, curve)})" for each, part in ((before, first), (after, last)))
    return f"Spend per result {verb} from {since} to {until}" if before != after else f"Spend per result stayed {until}"


def _days(slots: Sequence[Slot], curve: SpendCurve) -> str:
    zone = ZoneInfo(curve.zone)
    first, last = (slot.starts_at.astimezone(zone).date() for slot in (slots[0], slots[-1]))
    return _from(first, last)


def _lacks(curve: SpendCurve) -> Iterator[str]:
    if curve.gaps:
        unit = "hour" if curve.step == BY_HOUR else "day"
        rows = f"1 {unit}" if curve.gaps == 1 else f"{curve.gaps} {unit}s"
        yield f"{_of(curve)}: the report has no row for {rows} of a promotion; missing is not zero"
    if curve.step == BY_DAY and curve.slots and not _moved(curve):
        yield f"{_of(curve)}: how spend per result moved cannot be told, the report names too few results"


def _figures(curve: SpendCurve, source: str) -> Iterator[Figure]:
    if curve.step != BY_DAY:
        return
    said = f"{source}, {_of(curve)}"
    spent = total((slot.spend for slot in curve.slots if slot.spend is not None), curve.currency)
    yield Figure("spend", _amount(spent), said)
    for name, number in (
        ("impressions", _sum(slot.impressions for slot in curve.slots)),
        ("clicks", _sum(slot.clicks for slot in curve.slots)),
        (curve.results_are, _added(slot.results for slot in curve.slots)),
    ):
        if number is not None:
            yield Figure(name, fraction_text(Fraction(number)), said)
    each = per_result(curve.slots, curve.currency)
    if each is not None:
        yield Figure("spend per result", _amount(each), said)


def _of(curve: SpendCurve) -> str:
    by = " by hour" if curve.step == BY_HOUR else ""
    promotions = "1 promotion" if curve.promotions == 1 else f"{curve.promotions} promotions"
    account = f"account {curve.advertiser_id}" if curve.advertiser_id else "the file"
    return f"{promotions} of {account}{by}, {_from(curve.first_on, curve.last_on)} ({curve.zone})"


def _from(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


def _amount(money: Money) -> str:
    return f"{amount_text(money)} {money.currency.code}"
