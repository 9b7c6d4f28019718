"""Spend and results by day and by hour, from the report that tells them of each sort of object.

The usual report and that of GMV Max give thirty days a call by day and one by hour, days in the account's zone. Figures
are text, "-" says nothing, and a row that is missing says nothing either: neither is read as zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from moneyed import Money

from unpromote.adapters.endpoints import read_from
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.rows import Row, unreadable
from unpromote.adapters.tiktok.sorts import EVERY_STATUS, SALES_REPORT, Filters, Sort, in_list
from unpromote.domain.cause_curves import BY_DAY, BY_HOUR
from unpromote.domain.causes import Report, ReportRow

MOST_DAYS = timedelta(days=30)
A_DAY = timedelta(days=1)
_TIMES: Mapping[str, str] = MappingProxyType({BY_DAY: "stat_time_day", BY_HOUR: "stat_time_hour"})
_LABEL = "%Y-%m-%d %H:%M:%S"
_NOTHING = "-"


@dataclass(frozen=True)
class Account:
    """An advertising account as reports need it."""

    advertiser_id: str
    currency: str
    zone: ZoneInfo


def read_report(
    client: TikTokClient, account: Account, sort: Sort, names: Mapping[str, str], days: tuple[date, date], step: str
) -> Report:
    """Return what the report shows of the objects that `names` names by their ids.

    Raises:
        OutsideFailed: a report cannot be read.
    """
    in_shops = sort.billed_at == SALES_REPORT
    passes = tuple({"store_ids": [one]} for one in client.stores(account.advertiser_id)) if in_shops else sort.passes
    asking = _Asking(client, account, sort, step, in_shops=in_shops)
    rows: list[ReportRow] = []
    for only in passes:
        seen = {row.external_id for row in rows}
        left = [one for one in names if one not in seen]
        for window in windows(*days):
            for some in _chunks(sort.billed_at, left):
                rows += (replace(row, name=names[row.external_id]) for row in asking.rows(some, only, window))
    return Report(
        advertiser_id=account.advertiser_id,
        currency=account.currency,
        zone=str(account.zone),
        step=step,
        first_on=days[0],
        last_on=days[1],
        external_ids=tuple(names),
        results_are="orders" if in_shops else "conversions",
        rows=tuple(rows),
    )


def windows(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield first and last days, thirty at most from one to the other."""
    while first <= last:
        yield first, min(first + MOST_DAYS - A_DAY, last)
        first += MOST_DAYS


@dataclass(frozen=True)
class _Asking:
    """One report that is asked for again and again, by other ids and days."""

    client: TikTokClient
    account: Account
    sort: Sort
    step: str
    in_shops: bool

    def rows(self, ids: Sequence[str], only: Filters, days: tuple[date, date]) -> Iterator[ReportRow]:
        """Give the rows of one window in one pass; rows of other objects are left out."""
        params = self._params(ids, only) | {"start_date": days[0].isoformat(), "end_date": days[1].isoformat()}
        for row in self.client.pages(self.sort.billed_at, self.account.advertiser_id, params):
            external_id = row.inner("dimensions").text(self.sort.id_field)
            if external_id in ids:
                yield self._row(row, external_id)

    def _params(self, ids: Sequence[str], only: Filters) -> dict[str, Any]:
        dimensions = [self.sort.id_field, _TIMES[self.step]]
        asked: dict[str, Any] = {"advertiser_id": self.account.advertiser_id, "dimensions": dimensions}
        if self.in_shops:
            metrics, filtering = ["cost", "orders"], {self.sort.ids_field: list(ids)}
            return {**asked, **only, "metrics": metrics, "filtering": filtering}
        shown = {f"{self.sort.noun}_status": [EVERY_STATUS], self.sort.ids_field: list(ids), **only}
        return asked | {
            "report_type": "BASIC",
            "data_level": self.sort.data_level,
            "metrics": ["spend", "impressions", "clicks", "conversion"],
            "filtering": [in_list(*each) for each in shown.items()],
        }

    def _row(self, row: Row, external_id: str) -> ReportRow:
        told = row.inner("metrics")
        spent = _number(told, self.sort.billed_as)
        return ReportRow(
            external_id=external_id,
            name="",
            starts_at=_starts(row, _TIMES[self.step], self.account.zone),
            spend=None if spent is None else Money(spent, self.account.currency),
            impressions=_whole(told, "impressions"),
            clicks=_whole(told, "clicks"),
            results=_fraction(told, "orders" if self.in_shops else "conversion"),
            request_id=row.reply.request_id,
        )


def _starts(row: Row, name: str, zone: ZoneInfo) -> datetime:
    try:
        return datetime.strptime(row.inner("dimensions").text(name), _LABEL).replace(tzinfo=zone)
    except ValueError:
        raise unreadable(name, row.reply) from None


def _number(told: Row, name: str) -> Decimal | None:
    written = told.text(name, default=_NOTHING)
    if written == _NOTHING:
        return None
    try:
        found = Decimal(written)
    except InvalidOperation:
        raise unreadable(name, told.reply) from None
    if not found.is_finite():
        raise unreadable(name, told.reply)
    return found


def _whole(told: Row, name: str) -> int | None:
    number = _number(told, name)
    return None if number is None else int(number)


def _fraction(told: Row, name: str) -> Fraction | None:
    number = _number(told, name)
    return None if number is None else Fraction(number)


def _chunks(endpoint: str, ids: Sequence[str]) -> Iterator[Sequence[str]]:
    most = read_from(endpoint).most_ids
    return (ids[start : start + most] for start in range(0, len(ids), most))
