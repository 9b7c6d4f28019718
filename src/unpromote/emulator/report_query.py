"""What a report was asked for, read once and checked: accounts, level, dimensions, metrics, days and filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from unpromote.emulator.call import Call
from unpromote.emulator.listing import MOST_IDS, visible_kinds
from unpromote.emulator.objects import Level, Line
from unpromote.emulator.statuses import NOT_DELETED, PRIMARY_STATUSES, fits, secondary_status
from unpromote.emulator.wire import Arguments, Refusal, bad_parameter
from unpromote.emulator.world import Account

NOT_SUPPORTED = 40008
MOST_ADVERTISERS = 5
MOST_DAYS = 365
ADVERTISER = "advertiser_id"
BY_DAY, BY_HOUR = "stat_time_day", "stat_time_hour"
REPORT_TYPES = ("BASIC", "AUDIENCE", "PLAYABLE_MATERIAL", "CATALOG", "BC", "TT_SHOP")
FIGURES = ("spend", "impressions", "clicks", "cpm", "cpc", "conversion", "cost_per_conversion")
FACTS = ("currency", "campaign_name", "adgroup_name", "ad_name")
_LEVELS: Mapping[str, Level | None] = MappingProxyType(
    {
        "AUCTION_AD": Level.AD,
        "AUCTION_ADGROUP": Level.ADGROUP,
        "AUCTION_CAMPAIGN": Level.CAMPAIGN,
        "AUCTION_ADVERTISER": None,
    }
)
_MOST_DAYS_BY: Mapping[str, int] = MappingProxyType({BY_DAY: 30, BY_HOUR: 1})


@dataclass(frozen=True)
class ReportQuery:
    """A report as it was asked for.

    Attributes:
        level: whose spend each row tells; None for whole accounts
        time_dimension: stat_time_day, stat_time_hour or ""
        days: first and last day in the account's zone; None for the whole lifetime
        ids: the ids that the filters name
        counts: tells whether an object passes the filters
    """

    accounts: tuple[Account, ...]
    level: Level | None
    time_dimension: str
    metrics: tuple[str, ...]
    days: tuple[date, date] | None
    ids: Mapping[Level, tuple[str, ...]]
    counts: Callable[[Line], bool]


def read_query(call: Call) -> ReportQuery:
    """Return what the call asks for, or refuse it."""
    args = call.args
    if args.choice("report_type", REPORT_TYPES) != "BASIC":
        raise Refusal(NOT_SUPPORTED, "report_type: this emulator has BASIC reports only.")
    level = _LEVELS[args.choice("data_level", _LEVELS)]
    time_dimension = _time_dimension(args, level)
    metrics = args.texts("metrics") or ("spend", "impressions")
    if unknown := [metric for metric in metrics if metric not in (*FIGURES, *FACTS)]:
        raise bad_parameter("metrics", f"Invalid metric: {', '.join(unknown)}.")
    ids, counts = _filter(call, level or Level.CAMPAIGN)
    return ReportQuery(
        accounts=_accounts(call),
        level=level,
        time_dimension=time_dimension,
        metrics=metrics,
        days=asked_days(args, time_dimension),
        ids=ids,
        counts=counts,
    )


def _time_dimension(args: Arguments, level: Level | None) -> str:
    dimensions = set(args.texts("dimensions", least=1, most=4))
    times = dimensions & set(_MOST_DAYS_BY)
    if dimensions - times != {level.value if level else ADVERTISER} or len(times) > 1:
        raise bad_parameter("dimensions", "Use the id dimension of the data level and at most one time dimension.")
    return next(iter(times), "")


def _accounts(call: Call) -> tuple[Account, ...]:
    given = [name for name in (ADVERTISER, "advertiser_ids", "bc_id") if name in call.args]
    if len(given) != 1:
        raise bad_parameter(ADVERTISER, "Give exactly one of advertiser_id, advertiser_ids and bc_id.")
    if given == ["bc_id"]:
        owned = [owned for owned in call.center().advertiser_ids if owned in call.app.advertiser_ids]
        return tuple(call.account_named(advertiser_id) for advertiser_id in owned)
    if given == [ADVERTISER]:
        return (call.account(),)
    wanted = call.args.texts("advertiser_ids", least=1, most=MOST_ADVERTISERS, over=call.quirks.too_many_ids_code)
    return tuple(call.account_named(advertiser_id) for advertiser_id in wanted)


def asked_days(args: Arguments, time_dimension: str) -> tuple[date, date] | None:
    """Return the first and last day asked for, no more than the time dimension allows; None for the lifetime."""
    if args.flag("query_lifetime"):
        if time_dimension:
            raise bad_parameter("query_lifetime", f"Cannot be combined with {time_dimension}.")
        return None
    starts_on, ends_on = args.day("start_date"), args.day("end_date")
    most = _MOST_DAYS_BY.get(time_dimension, MOST_DAYS)
    if not 0 <= (ends_on - starts_on).days < most:
        raise bad_parameter("end_date", f"The period must be 1 to {most} days.")
    return starts_on, ends_on


def _filter(call: Call, level: Level) -> tuple[Mapping[Level, tuple[str, ...]], Callable[[Line], bool]]:
    levels = list(Level)[: list(Level).index(level) + 1]
    filters = _named_filters(call.args, levels)
    status_name = f"{level.noun}_status"
    statuses = filters.texts(status_name) or (NOT_DELETED,)
    if strange := [status for status in statuses if status not in PRIMARY_STATUSES]:
        raise bad_parameter(f"filtering.{status_name}", f"Unknown value: {', '.join(strange)}.")
    wanted = {upper: filters.texts(f"{upper.value}s", most=MOST_IDS) for upper in levels}
    visible = visible_kinds(filters, gmv_max=call.quirks.gmv_max_in_campaign_get)

    def counts(line: Line) -> bool:
        secondary = secondary_status(line, call.now)
        return (
            line.campaign.kind in visible
            and any(fits(secondary, status) for status in statuses)
            and all(not ids or line.id_at(upper) in ids for upper, ids in wanted.items())
        )

    return wanted, counts


def _named_filters(args: Arguments, levels: list[Level]) -> Arguments:
    known = {f"{level.value}s" for level in levels} | {"campaign_system_origins", "buying_types"}
    known.add(f"{levels[-1].noun}_status")
    found: dict[str, str] = {}
    for item in args.tables("filtering"):
        name = item.choice("field_name", known)
        item.choice("filter_type", ("IN",))
        found[name] = item.text("filter_value")
    return Arguments(found, encoded=True)
