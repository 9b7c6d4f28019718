"""GMV Max campaigns: listed, described and changed through endpoints of their own.

The update has no status field. A campaign whose Business Center is not that of its shop cannot be changed at all.
Whether the list needs a promotion type is not documented; clients in use always send one, and here it is needed.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from unpromote.emulator.call import Call
from unpromote.emulator.listing import MOST_IDS, known_texts, own_fields, page_of
from unpromote.emulator.objects import Budget, GmvMax, Level, Line
from unpromote.emulator.statuses import NOT_DELETED, PRIMARY_STATUSES, fits, secondary_status
from unpromote.emulator.switching import NO_SUCH_OBJECT
from unpromote.emulator.wire import BAD_PARAMETER, MOMENT, Answer, Refusal, Row, bad_parameter
from unpromote.emulator.world import named

MOST_ROWS = 100
MOST_STORES = 10
MOST_ITEMS = 400
PROMOTION_TYPES = ("PRODUCT_GMV_MAX", "LIVE_GMV_MAX")
REMOVED_AFTER = timedelta(minutes=20)
_FILTERS = {"gmv_max_promotion_types", "store_ids", "campaign_ids", "campaign_name", "primary_status"}


def get(call: Call) -> Answer:
    """Answer a page of GMV Max campaigns."""
    account, filtering = call.account(), call.args.table("filtering")
    if unknown := sorted(set(filtering.raw) - _FILTERS):
        raise bad_parameter("filtering", f"Unknown field: {', '.join(unknown)}.")
    types = known_texts(filtering, "gmv_max_promotion_types", PROMOTION_TYPES, within="filtering.")
    if not types:
        raise bad_parameter("filtering.gmv_max_promotion_types", "Missing data for required field.")
    stores = filtering.texts("store_ids", most=MOST_STORES)
    ids = {Level.CAMPAIGN: filtering.texts("campaign_ids", most=MOST_IDS)}
    primary = filtering.choice("primary_status", PRIMARY_STATUSES, NOT_DELETED)
    name = filtering.text("campaign_name") if "campaign_name" in filtering else ""
    found = [
        line
        for line in named(account, Level.CAMPAIGN, ids)
        if (extra := line.campaign.gmv_max)
        and extra.promotion_type in types
        and (not stores or extra.store_id in stores)
        and name in line.campaign.name
        and fits(secondary_status(line, call.now), primary)
    ]
    page, info = page_of(found, call, most=MOST_ROWS)
    return Answer({"list": [_row(line, call) for line in page], "page_info": info})


def info(call: Call) -> Answer:
    """Answer everything about one campaign, with the Business Center that it was made with."""
    line, extra = campaign_of(call)
    flight = line.campaign.flight
    ads = [ad for adgroup in line.campaign.adgroups for ad in adgroup.ads]
    return Answer(
        _row(line, call)
        | {
            "store_id": extra.store_id,
            "store_authorized_bc_id": extra.store_authorized_bc_id,
            "shopping_ads_type": extra.promotion_type.split("_", 1)[0],
            "budget": float(line.campaign.budget.amount),  # amounts are JSON numbers on the platform too
            "roas_bid": float(extra.roas_bid),
            "roi_protection_enabled": extra.protected,
            "schedule_start_time": flight.starts_at.strftime(MOMENT),
            "schedule_end_time": flight.ends_at.strftime(MOMENT),
            "item_list": [{"item_id": ad.ad_id} for ad in ads if _shown(extra, ad.ad_id, call)],
        }
    )


def update(call: Call) -> Answer:
    """Change the daily budget or the return aimed at; either ends ROI protection or moves the money."""
    line, extra = changeable(call)
    if "budget" in call.args:
        before, after = line.campaign.budget, Budget(call.args.amount("budget"), daily=True)
        line.campaign.budget = after
        call.follow(line, "BUDGET", str(before.amount), str(after.amount))
    if "roas_bid" in call.args:
        extra.roas_bid, extra.protected = call.args.amount("roas_bid"), False
        call.changed.append(line.id)
    return Answer({"campaign_id": line.id})


def update_creatives(call: Call) -> Answer:
    """Remove posts from a campaign or put them back; it takes some twenty minutes."""
    line, extra = changeable(call)
    action = call.args.choice("action", ("REMOVE", "ADD"))
    wanted = call.args.texts("item_ids", least=1, most=MOST_ITEMS, over=call.quirks.too_many_ids_code)
    for item_id in wanted:
        if action == "REMOVE":
            extra.removed[item_id] = call.now + REMOVED_AFTER
        else:
            extra.removed.pop(item_id, None)
    call.changed.append(line.id)
    return Answer({})


def stores(call: Call) -> Answer:
    """Answer the shops that the account may promote, with the Business Center that may use each."""
    account = call.account()
    rows = [
        {
            "store_id": store.store_id,
            "store_name": store.name,
            "store_status": "ACTIVE",
            "is_gmv_max_available": True,
            "store_authorized_bc_id": store.bc_id,
            "is_owner_bc": True,
        }
        for store in account.stores
    ]
    return Answer({"store_list": rows})


def campaign_of(call: Call) -> tuple[Line, GmvMax]:
    """Return the GMV Max campaign that the call names, or refuse."""
    campaign_id = call.args.text("campaign_id")
    line = call.account().find(Level.CAMPAIGN, campaign_id)
    if line is None or line.campaign.gmv_max is None:
        raise Refusal(NO_SUCH_OBJECT, f"The GMV Max campaign {campaign_id} does not exist.")
    return line, line.campaign.gmv_max


def changeable(call: Call) -> tuple[Line, GmvMax]:
    """Return the campaign, or refuse where its Business Center is not that of its shop."""
    line, extra = campaign_of(call)
    owner = next((store.bc_id for store in call.account().stores if store.store_id == extra.store_id), "")
    if owner != extra.store_authorized_bc_id:
        raise Refusal(BAD_PARAMETER, "Shop must belong to a Business Center account.")
    return line, extra


def revenue(extra: GmvMax, cost: Decimal) -> Decimal:
    """Return what was sold for that cost: here the return aimed at is always met."""
    return cost * extra.roas_bid


def _shown(extra: GmvMax, item_id: str, call: Call) -> bool:
    return item_id not in extra.removed or call.now < extra.removed[item_id]


def _row(line: Line, call: Call) -> Row:
    extra = line.campaign.gmv_max
    return own_fields(line, call) | {
        "objective_type": "PRODUCT_SALES",
        "roi_protection_compensation_status": "IN_EFFECT" if extra and extra.protected else "NOT_ELIGIBLE",
        "modify_time": line.campaign.flight.starts_at.strftime(MOMENT),
    }
