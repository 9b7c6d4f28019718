"""/campaign/get/ and /campaign/status/update/."""

from __future__ import annotations

from unpromote.emulator.call import Call
from unpromote.emulator.listing import Row, buying_type, list_objects, origin, own_fields
from unpromote.emulator.objects import DISABLE, Kind, Level, Line, lines
from unpromote.emulator.switching import switch, wanted_ids
from unpromote.emulator.wire import Answer, bad_parameter

POSTBACK_WINDOWS = ("MODE1", "MODE2", "MODE3")
FIELDS = (
    "advertiser_id",
    "campaign_id",
    "campaign_name",
    "operation_status",
    "secondary_status",
    "budget",
    "budget_mode",
    "objective_type",
    "campaign_type",
    "campaign_automation_type",
    "campaign_system_origin",
    "buying_type",
    "rf_campaign_type",
    "is_smart_performance_campaign",
    "create_time",
    "modify_time",
)
_PROMOTE_FIELDS = frozenset({*FIELDS[:5], "campaign_system_origin", "create_time"})


def get(call: Call) -> Answer:
    """Answer a page of campaigns."""
    return list_objects(call, Level.CAMPAIGN, _row, FIELDS)


def update_status(call: Call) -> Answer:
    """Switch campaigns on, off or away; a postback window may come with switching off a Dedicated Campaign."""
    window = _postback_window(call)
    outcome = switch(call, Level.CAMPAIGN)
    switched: list[Row] = [{"campaign_id": campaign_id, "status": outcome.status} for campaign_id in outcome.ids]
    for row in switched:
        if window:
            row["postback_window_mode"] = window
    return Answer({"campaign_ids": list(outcome.ids), "status": outcome.status, "campaign_list": switched})


def _row(line: Line, call: Call) -> Row:
    campaign = line.campaign
    row = own_fields(line, call) | {
        # the platform writes amounts as JSON numbers; nothing is computed with this one
        "budget": float(campaign.budget.amount),
        "budget_mode": campaign.budget.mode,
        "objective_type": "TRAFFIC",
        "campaign_type": "IOS14_CAMPAIGN" if campaign.kind is Kind.DEDICATED else "REGULAR_CAMPAIGN",
        "campaign_automation_type": "UPGRADED_SMART_PLUS" if campaign.kind is Kind.SMART_PLUS else "MANUAL",
        "campaign_system_origin": origin(campaign.kind),
        "buying_type": buying_type(campaign.kind),
        "is_smart_performance_campaign": False,  # also for Upgraded Smart+, which misleads many clients
    }
    if campaign.kind in (Kind.TOPVIEW, Kind.REACH_FREQUENCY):
        row["rf_campaign_type"] = "TOPVIEW" if campaign.kind is Kind.TOPVIEW else "STANDARD"
    if campaign.kind is not Kind.SMART_PLUS:
        row["modify_time"] = row["create_time"]
    if campaign.kind is Kind.PROMOTE:
        return {name: value for name, value in row.items() if name in _PROMOTE_FIELDS}
    return row


def _postback_window(call: Call) -> str:
    if "postback_window_mode" not in call.args:
        return ""
    window = call.args.choice("postback_window_mode", POSTBACK_WINDOWS)
    wanted = wanted_ids(call, Level.CAMPAIGN)
    named = [line.campaign for line in lines(call.account(), Level.CAMPAIGN) if line.id in wanted]
    fitting = all(campaign.kind is Kind.DEDICATED and campaign.skan4 for campaign in named)
    if call.args.text("operation_status") != DISABLE or not fitting:
        raise bad_parameter("postback_window_mode", "Only for disabling Dedicated Campaigns with SKAN 4.0.")
    return window
