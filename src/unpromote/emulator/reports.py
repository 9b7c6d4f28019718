"""/report/integrated/get/: spend by campaign, ad group, ad or account, late and incomplete as on the platform.

Rows without spend are missing, deleted objects and Promote are hidden unless asked for, figures lie behind by the
lag, and a daily correction may add to the days before it. All figures are text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from unpromote.emulator.call import Call
from unpromote.emulator.listing import page_of
from unpromote.emulator.objects import Campaign, Level, Line, Session
from unpromote.emulator.report_query import ADVERTISER, BY_DAY, BY_HOUR, FIGURES, ReportQuery, read_query
from unpromote.emulator.spend import Window, corrected_until, local_days, spent, whole_units
from unpromote.emulator.wire import Answer, Arguments, Row
from unpromote.emulator.world import Account, named

CPM, CPC = Fraction(4), Fraction(1, 2)  # price of a thousand impressions and of a click, in the account's currency
CLICKS_A_CONVERSION = 20
_HOUR = timedelta(hours=1)
_EVER, _FOREVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
Counts = Callable[[str], bool]


def _everything(_: str) -> bool:
    return True


def get(call: Call) -> Answer:
    """Answer a page of report rows."""
    page, info = page_of(all_rows(call), call)
    return Answer({"list": list(page), "page_info": info})


def all_rows(call: Call) -> list[Row]:
    """Return every row that the call asks for, in the order asked for."""
    query = read_query(call)
    rows = [row for account in query.accounts for row in _account_rows(call, query, account)]
    _sort(rows, call.args, query.metrics)
    return rows


def _account_rows(call: Call, query: ReportQuery, account: Account) -> Iterable[Row]:
    groups = _groups(query, account)
    for window, label in windows_of(account, query.days, query.time_dimension):
        for members in groups:
            amount = sum((_line_spend(call, account, line, window) for line in members), Fraction(0))
            if whole_units(amount, account.digits):
                yield {
                    "dimensions": _dimensions(query, account, members[0], label),
                    "metrics": _metrics(query, account, members[0], amount),
                }


def _groups(query: ReportQuery, account: Account) -> list[list[Line]]:
    counted = [line for line in named(account, query.level or Level.CAMPAIGN, query.ids) if query.counts(line)]
    if query.level is None:
        return [counted] if counted else []
    return [[line] for line in counted]


def windows_of(account: Account, days: tuple[date, date] | None, time_dimension: str) -> Iterable[tuple[Window, str]]:
    """Return the account's local days, hours or the whole period, each with its label."""
    if days is None:
        return [(Window(_EVER, _FOREVER), "")]
    starts_on, ends_on = days
    whole = Window(_midnight(starts_on, account), _midnight(ends_on + timedelta(days=1), account))
    if time_dimension == BY_DAY:
        found = local_days(whole, account.zone)
        return [(day, f"{day.starts_at.astimezone(account.zone):%Y-%m-%d 00:00:00}") for day in found]
    if time_dimension == BY_HOUR:
        starts = [whole.starts_at + n * _HOUR for n in range((whole.ends_at - whole.starts_at) // _HOUR)]
        return [(Window(at, at + _HOUR), f"{at.astimezone(account.zone):%Y-%m-%d %H:00:00}") for at in starts]
    return [(whole, "")]


def reported(
    call: Call, account: Account, spender: Campaign | Session, window: Window, counts: Counts = _everything
) -> Fraction:
    """Return the spend of a window as reports show it now: late, and corrected once a day."""
    seen_until, rate = call.now - call.quirks.report_lag, call.quirks.correction
    corrected = min(seen_until, corrected_until(call.now))
    amount = Fraction(0)
    for ends_at, share in ((seen_until, Fraction(1)), (corrected, rate)):
        part = window.cut(Window(_EVER, ends_at)) if share else None
        if part:
            amount += share * spent(spender, account.zone, part, counts)
    return amount


def _line_spend(call: Call, account: Account, line: Line, window: Window) -> Fraction:
    adgroups = [line.adgroup] if line.adgroup else line.campaign.adgroups
    ads = {ad.ad_id for adgroup in adgroups for ad in ([line.ad] if line.ad else adgroup.ads)}
    return reported(call, account, line.campaign, window, ads.__contains__)


def _dimensions(query: ReportQuery, account: Account, line: Line, label: str) -> dict[str, str]:
    named = {query.level.value: line.id} if query.level else {ADVERTISER: account.advertiser_id}
    return named | ({query.time_dimension: label} if label else {})


def _metrics(query: ReportQuery, account: Account, line: Line, amount: Fraction) -> dict[str, str]:
    impressions, clicks = int(amount * 1000 / CPM), int(amount / CPC)
    conversions = clicks // CLICKS_A_CONVERSION
    figures = {
        "spend": _text(amount, account),
        "impressions": str(impressions),
        "clicks": str(clicks),
        "cpm": _text(amount * 1000 / impressions, account) if impressions else "-",
        "cpc": _text(amount / clicks, account) if clicks else "-",
        "conversion": str(conversions),
        "cost_per_conversion": _text(amount / conversions, account) if conversions else "-",
        "currency": account.currency,
        "campaign_name": line.campaign.name if query.level else "-",
        "adgroup_name": line.adgroup.name if line.adgroup else "-",
        "ad_name": line.ad.name if line.ad else "-",
    }
    return {metric: figures[metric] for metric in query.metrics}


def _sort(rows: list[Row], args: Arguments, metrics: tuple[str, ...]) -> None:
    if "order_field" not in args:
        return
    field = args.choice("order_field", [metric for metric in metrics if metric in FIGURES])
    descending = args.choice("order_type", ("ASC", "DESC"), "DESC") == "DESC"
    rows.sort(key=lambda row: Decimal(row["metrics"][field].replace("-", "0")), reverse=descending)


def _midnight(day: date, account: Account) -> datetime:
    return datetime.combine(day, time(0), tzinfo=account.zone).astimezone(UTC)


def _text(amount: Fraction, account: Account) -> str:
    return str(whole_units(amount, account.digits))
