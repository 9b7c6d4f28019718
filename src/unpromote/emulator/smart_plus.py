"""/smart_plus/…: Upgraded Smart+ has endpoints of its own, and the classic ones refuse it.

A campaign or ad group update may always be partly successful, and says so in its error_list; an ad update is all or
nothing. One change per ad in a few seconds, else the write conflicts.
"""

from __future__ import annotations

from datetime import timedelta

from unpromote.emulator import campaigns
from unpromote.emulator.call import Call
from unpromote.emulator.listing import list_kinds, own_fields
from unpromote.emulator.objects import DISABLE, ENABLE, Kind, Level, Line
from unpromote.emulator.switching import (
    MOST_IDS,
    NO_SUCH_OBJECT,
    Outcome,
    error_list,
    partly,
    switch_named,
    wanted_ids,
)
from unpromote.emulator.wire import Answer, Refusal, Row

AD_ID = "smart_plus_ad_id"
MOST_ADS = 100
_KINDS = frozenset({Kind.SMART_PLUS})
_ADGROUP_FIELDS = (
    "advertiser_id",
    "campaign_id",
    "adgroup_id",
    "adgroup_name",
    "operation_status",
    "secondary_status",
    "create_time",
)
_AD_FIELDS = (*_ADGROUP_FIELDS[:3], AD_ID, "ad_name", *_ADGROUP_FIELDS[4:], "creative_list")


def get_campaigns(call: Call) -> Answer:
    """Answer a page of Upgraded Smart+ campaigns; their rows lack modify_time."""
    return list_kinds(call, (Level.CAMPAIGN, _KINDS), campaigns.row_of, campaigns.FIELDS)


def get_adgroups(call: Call) -> Answer:
    """Answer a page of their ad groups."""
    return list_kinds(call, (Level.ADGROUP, _KINDS), own_fields, _ADGROUP_FIELDS)


def get_ads(call: Call) -> Answer:
    """Answer a page of their ads, each with its creatives."""
    return list_kinds(call, (Level.AD, _KINDS), _ad_row, _AD_FIELDS, most=MOST_ADS, own_id=AD_ID)


def update_campaigns(call: Call) -> Answer:
    """Switch campaigns; those that cannot be switched are listed as errors."""
    window = campaigns.postback_window(call)
    outcome = _switch(call, Level.CAMPAIGN)
    rows = campaigns.switched_rows(outcome, window)
    return partly(call, outcome, {"campaign_list": rows, "error_list": error_list("campaign_id", outcome)})


def update_adgroups(call: Call) -> Answer:
    """Switch ad groups in the same way."""
    outcome = _switch(call, Level.ADGROUP)
    rows = [{"adgroup_id": adgroup_id, "status": outcome.status} for adgroup_id in outcome.ids]
    return partly(call, outcome, {"adgroup_list": rows, "error_list": error_list("adgroup_id", outcome)})


def update_ads(call: Call) -> Answer:
    """Switch ads, all or nothing."""
    _pace(call, wanted_ids(call, f"{AD_ID}s"))
    named = (Level.AD, f"{AD_ID}s")
    outcome = switch_named(call, named, _refused, partial=call.quirks.skip_bad_ids)
    return partly(call, outcome, {f"{AD_ID}s": list(outcome.ids), "status": outcome.status})


def update_materials(call: Call) -> Answer:
    """Switch creatives of one ad; without any creative on, the ad delivers nothing."""
    account, ad_id = call.account(), call.args.text(AD_ID)
    line = account.find(Level.AD, ad_id)
    if line is None or line.ad is None or line.campaign.kind is not Kind.SMART_PLUS:
        raise Refusal(NO_SUCH_OBJECT, f"The object {ad_id} does not exist.")
    status = call.args.choice("operation_status", (ENABLE, DISABLE))
    wanted = call.args.texts("ad_material_ids", least=1, most=MOST_IDS, over=call.quirks.too_many_ids_code)
    known = {material.material_id: material for material in line.ad.materials}
    if missing := [material_id for material_id in wanted if material_id not in known]:
        raise Refusal(NO_SUCH_OBJECT, f"The object {missing[0]} does not exist.")
    for material_id in wanted:
        if known[material_id].status != status:
            known[material_id].status = status
            call.changed.append(material_id)
    call.settle(line)
    return Answer({})


def _switch(call: Call, level: Level) -> Outcome:
    return switch_named(call, (level, f"{level.value}s"), _refused, partial=True, all_bad_pass=True)


def _refused(call: Call, line: Line) -> str:
    kind = line.campaign.kind
    gmv_max = kind is Kind.GMV_MAX and line.level is Level.CAMPAIGN
    fits = kind is Kind.SMART_PLUS or (gmv_max and call.quirks.gmv_max_stop in ("smart_plus", "both"))
    return "" if fits else "This API only supports Upgraded Smart Plus ads."


def _pace(call: Call, ad_ids: tuple[str, ...]) -> None:
    since = call.now - timedelta(seconds=call.quirks.smart_plus_ad_seconds)
    account = call.account()
    for change in reversed(call.world.changes):
        if change.at <= since:
            return
        if change.advertiser_id == account.advertiser_id and change.object_id in ad_ids:
            raise Refusal(call.quirks.smart_plus_ad_code, f"Another write of ad {change.object_id} is under way.")


def _ad_row(line: Line, call: Call) -> Row:
    row = own_fields(line, call)
    row[AD_ID] = row.pop("ad_id")
    creatives = line.ad.materials if line.ad else ()
    row["creative_list"] = [
        {"ad_material_id": creative.material_id, "material_operation_status": creative.status} for creative in creatives
    ]
    return row
