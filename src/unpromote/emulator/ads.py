"""/ad/get/ and /ad/status/update/. Spark ads show the creator's identity and post."""

from __future__ import annotations

from unpromote.emulator.call import Call
from unpromote.emulator.listing import list_objects, own_fields
from unpromote.emulator.objects import Kind, Level, Line
from unpromote.emulator.switching import partly, switch
from unpromote.emulator.wire import Answer, Refusal, Row

NOT_SUPPORTED = 40008
SPARK_FIELDS = ("identity_type", "identity_id", "display_name", "tiktok_item_id")
FIELDS = (
    "advertiser_id",
    "campaign_id",
    "adgroup_id",
    "ad_id",
    "ad_name",
    "operation_status",
    "secondary_status",
    *SPARK_FIELDS,
    "create_time",
    "modify_time",
)


def get(call: Call) -> Answer:
    """Answer a page of ads."""
    return list_objects(call, Level.AD, _row, FIELDS)


def update_status(call: Call) -> Answer:
    """Switch ads. There are no ACO ads here, so their ids are refused rather than ignored."""
    if "aco_ad_ids" in call.args:
        raise Refusal(NOT_SUPPORTED, "aco_ad_ids: this emulator has no ACO ads.")
    outcome = switch(call, Level.AD)
    return partly(call, outcome, {"ad_ids": list(outcome.ids), "aco_ad_ids": [], "status": outcome.status})


def _row(line: Line, call: Call) -> Row:
    row = own_fields(line, call)
    if line.ad and line.ad.tiktok_item_id:
        row |= {name: getattr(line.ad, name) for name in SPARK_FIELDS}
    return row if line.campaign.kind is Kind.SMART_PLUS else row | {"modify_time": row["create_time"]}
