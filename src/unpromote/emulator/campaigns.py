"""/campaign/get/ and /campaign/status/update/."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from unpromote.emulator.call import Call
from unpromote.emulator.listing import buying_type, list_objects, origin, own_fields
from unpromote.emulator.objects import DISABLE, Kind, Level, Line
from unpromote.emulator.switching import Outcome, partly, switch, wanted_ids
from unpromote.emulator.wire import Answer, Row, bad_parameter

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
_AUTOMATION: Mapping[Kind, str] = MappingProxyType(
    {Kind.SMART_PLUS: "UPGRADED_SMART_PLUS", Kind.LEGACY_SMART_PLUS: "SMART_PLUS"}
)
_PROMOTE_FIELDS = frozenset({*FIELDS[:5], "campaign_system_origin", "create_time"})


def get(call: Call) -> Answer:
    """Answer a page of campaigns."""
    return list_objects(call, Level.CAMPAIGN, row_of, FIELDS)


def update_status(call: Call) -> Answer:
    """Switch campaigns on, off or away; a postback window may come with switching off a Dedicated Campaign."""
    window = postback_window(call)
    outcome = switch(call, Level.CAMPAIGN)
    switched = switched_rows(outcome, window)
    return partly(
        call, outcome, {"campaign_ids": list(outcome.ids), "status": outcome.status, "campaign_list": switched}
    )


def switched_rows(outcome: Outcome, window: str) -> list[Row]:
    """Return a row for each campaign that was switched."""
    extra = {"postback_window_mode": window} if window else {}
    return [{"campaign_id": campaign_id, "status": outcome.status, **extra} for campaign_id in outcome.ids]


def row_of(line: Line, call: Call) -> Row:
    """Return a campaign as reads show it."""
    campaign = line.campaign
    row = own_fields(line, call) | {
        # the platform writes amounts as JSON numbers; nothing is computed with this one
        "budget": float(campaign.budget.amount),
        "budget_mode": campaign.budget.mode,
        "objective_type": "TRAFFIC",
        "campaign_type": "IOS14_CAMPAIGN" if campaign.kind is Kind.DEDICATED else "REGULAR_CAMPAIGN",
        "campaign_automation_type": _AUTOMATION.get(campaign.kind, "MANUAL"),
        "campaign_system_origin": origin(campaign.kind),
        "buying_type": buying_type(campaign.kind),
        # not so for Upgraded Smart+, which misleads many clients
        "is_smart_performance_campaign": campaign.kind is Kind.LEGACY_SMART_PLUS,
    }
    if campaign.kind in (Kind.TOPVIEW, Kind.REACH_FREQUENCY):
        row["rf_campaign_type"] = "TOPVIEW" if campaign.kind is Kind.TOPVIEW else "STANDARD"
    if campaign.kind is not Kind.SMART_PLUS:
        row["modify_time"] = row["create_time"]
    if campaign.kind is Kind.PROMOTE:
        return {name: value for name, value in row.items() if name in _PROMOTE_FIELDS}
    return row


def postback_window(call: Call) -> str:
    """Return the postback window asked for; "" without one."""
    if "postback_window_mode" not in call.args:
        return ""
    window = call.args.choice("postback_window_mode", POSTBACK_WINDOWS)
    account = call.account()
    named = [account.find(Level.CAMPAIGN, wanted) for wanted in wanted_ids(call, "campaign_ids")]
    fitting = all(line.campaign.kind is Kind.DEDICATED and line.campaign.skan4 for line in named if line)
    if call.args.text("operation_status") != DISABLE or not fitting:
        raise bad_parameter("postback_window_mode", "Only for disabling Dedicated Campaigns with SKAN 4.0.")
    return window
