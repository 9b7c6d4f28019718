"""/gmv_max/report/get/: what GMV Max campaigns cost and sold, their sessions' money included.

It has limits of its own (`limits`), and it is late like the other reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from unpromote.emulator.call import Call
from unpromote.emulator.gmv_max import revenue
from unpromote.emulator.listing import MOST_IDS, known_texts, page_of
from unpromote.emulator.objects import Campaign
from unpromote.emulator.report_query import BY_DAY, BY_HOUR, asked_days
from unpromote.emulator.reports import reported, windows_of
from unpromote.emulator.spend import Window, whole_units
from unpromote.emulator.wire import Answer, Row, bad_parameter
from unpromote.emulator.world import Account

METRICS = ("cost", "net_cost", "orders", "cost_per_order", "gross_revenue", "roi", "currency")
_DIMENSIONS = ("advertiser_id", "campaign_id", "store_id", BY_DAY, BY_HOUR)
_ORDER = Decimal(25)  # what one order is worth, in the account's currency


@dataclass(frozen=True)
class _Asked:
    """What the call asks for."""

    dimensions: Sequence[str]
    metrics: Sequence[str]
    campaigns: Sequence[Campaign]


def get(call: Call) -> Answer:
    """Answer a page of rows; those without cost are missing."""
    account = call.account()
    asked = _asked(call, account)
    time_dimension = next((name for name in asked.dimensions if name in (BY_DAY, BY_HOUR)), "")
    days = asked_days(call.args, time_dimension)
    rows = [
        row
        for window, label in windows_of(account, days, time_dimension)
        for row in _rows(call, account, asked, (window, label))
    ]
    page, info = page_of(rows, call)
    return Answer({"list": list(page), "page_info": info})


def _asked(call: Call, account: Account) -> _Asked:
    args = call.args
    stores = args.texts("store_ids", least=1, most=MOST_IDS)
    dimensions = known_texts(args, "dimensions", _DIMENSIONS)
    metrics = known_texts(args, "metrics", METRICS)
    if not dimensions or not metrics:
        raise bad_parameter("metrics" if dimensions else "dimensions", "Missing data for required field.")
    ids = args.table("filtering").texts("campaign_ids", most=MOST_IDS)
    campaigns = [one for one in account.campaigns if one.gmv_max and one.gmv_max.store_id in stores]
    return _Asked(dimensions, metrics, [one for one in campaigns if not ids or one.campaign_id in ids])


def _rows(call: Call, account: Account, asked: _Asked, slot: tuple[Window, str]) -> Iterator[Row]:
    window, label = slot
    groups: dict[tuple[str, ...], list[tuple[Campaign, Fraction]]] = {}
    for campaign in asked.campaigns:
        extra = campaign.gmv_max
        spenders = (campaign, *(extra.sessions if extra else ()))
        amount = sum((reported(call, account, spender, window) for spender in spenders), Fraction(0))
        names = {"advertiser_id": account.advertiser_id, "campaign_id": campaign.campaign_id}
        names |= {"store_id": extra.store_id if extra else "", BY_DAY: label, BY_HOUR: label}
        groups.setdefault(tuple(names[name] for name in asked.dimensions), []).append((campaign, amount))
    for key, parts in groups.items():
        cost = whole_units(sum((amount for _, amount in parts), Fraction(0)), account.digits)
        if cost:
            metrics = _metrics(account, parts, cost)
            yield {
                "dimensions": dict(zip(asked.dimensions, key, strict=True)),
                "metrics": {name: metrics[name] for name in asked.metrics},
            }


def _metrics(account: Account, parts: Sequence[tuple[Campaign, Fraction]], cost: Decimal) -> Mapping[str, str]:
    sold = sum(
        (revenue(one.gmv_max, whole_units(amount, account.digits)) for one, amount in parts if one.gmv_max), Decimal(0)
    )
    orders = int(sold / _ORDER)
    cents = Decimal(1).scaleb(-account.digits)
    return MappingProxyType(
        {
            "cost": str(cost),
            "net_cost": str(cost),
            "orders": str(orders),
            "cost_per_order": str((cost / orders).quantize(cents)) if orders else "-",
            "gross_revenue": str(sold.quantize(cents)),
            "roi": str((sold / cost).quantize(Decimal("0.01"))),
            "currency": account.currency,
        }
    )
