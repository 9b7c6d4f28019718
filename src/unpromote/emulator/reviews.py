"""/adgroup/review_info/: what the platform's review found wrong with ad groups and the ads in them.

When an ad group was reviewed is told only where it was rejected, when an ad was is never told.
"""

from __future__ import annotations

from unpromote.emulator.call import Call
from unpromote.emulator.objects import Ad, AdGroup, Kind, Level
from unpromote.emulator.switching import NO_SUCH_OBJECT
from unpromote.emulator.wire import BAD_PARAMETER, MOMENT, Answer, Refusal, Row
from unpromote.emulator.world import Account

MOST_ADGROUPS = 20
ALL, PART, NONE = "ALL_AVAILABLE", "PART_AVAILABLE", "UNAVAILABLE"
NOWHERE: tuple[str, ...] = ("forbidden_placements", "forbidden_ages", "forbidden_locations")


def adgroup_info(call: Call) -> Answer:
    """Answer the review of up to twenty ad groups and of their ads."""
    account = call.account()
    ids = call.args.texts("adgroup_ids", least=1, most=MOST_ADGROUPS, over=call.quirks.too_many_ids_code)
    groups = [_group(account, adgroup_id) for adgroup_id in ids]
    return Answer(
        {
            "ad_group_review_map": {one.adgroup_id: _group_row(one) for one in groups},
            "ad_review_map": {one.adgroup_id: {ad.ad_id: _ad_row(ad) for ad in one.ads} for one in groups},
        }
    )


def _group(account: Account, adgroup_id: str) -> AdGroup:
    line = account.find(Level.ADGROUP, adgroup_id)
    if line is None or line.adgroup is None:
        raise Refusal(NO_SUCH_OBJECT, f"The object {adgroup_id} does not exist.")
    if line.campaign.kind is Kind.SMART_PLUS:
        raise Refusal(BAD_PARAMETER, "This API does not support Upgraded Smart Plus ads.")
    return line.adgroup


def _group_row(adgroup: AdGroup) -> Row:
    rejected = [ad.rejected for ad in adgroup.ads if ad.rejected]
    status = ALL if not rejected else NONE if len(rejected) == len(adgroup.ads) else PART
    return {
        "adgroup_id": adgroup.adgroup_id,
        "is_approved": status != NONE,
        "review_status": status,
        "appeal_status": "NOT_APPEALED",
        "contains_rejected_ads": bool(rejected),
        "last_audit_time": max(one.at for one in rejected).strftime(MOMENT) if rejected else None,
        "reject_info": [],
        **{name: [] for name in NOWHERE},
    }


def _ad_row(ad: Ad) -> Row:
    found = ad.rejected
    told = [{"reasons": [found.reason], "suggestion": found.suggestion}] if found else []
    return {
        "ad_id": ad.ad_id,
        "is_approved": not found,
        "review_status": NONE if found else ALL,
        "appeal_status": None,
        "last_audit_time": None,
        "reject_info": told,
        **{name: [] for name in NOWHERE},
    }
