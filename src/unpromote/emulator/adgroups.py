"""/adgroup/get/ and /adgroup/status/update/, the one update that can be partly successful when asked."""

from __future__ import annotations

from unpromote.emulator.call import Call
from unpromote.emulator.listing import list_objects, own_fields
from unpromote.emulator.objects import Kind, Level, Line
from unpromote.emulator.switching import error_list, partly, switch
from unpromote.emulator.wire import MOMENT, Answer, Row

FIELDS = (
    "advertiser_id",
    "campaign_id",
    "adgroup_id",
    "adgroup_name",
    "operation_status",
    "secondary_status",
    "schedule_start_time",
    "schedule_end_time",
    "create_time",
    "modify_time",
)


def get(call: Call) -> Answer:
    """Answer a page of ad groups."""
    return list_objects(call, Level.ADGROUP, _row, FIELDS)


def update_status(call: Call) -> Answer:
    """Switch ad groups; with allow_partial_success, name those that could not be switched."""
    partial = call.args.flag("allow_partial_success")
    outcome = switch(call, Level.ADGROUP, partial=partial)
    data: Row = {"adgroup_ids": list(outcome.ids), "status": outcome.status}
    if partial:
        data["error_list"] = error_list("adgroup_id", outcome)
    return partly(call, outcome, data)


def _row(line: Line, call: Call) -> Row:
    flight = line.campaign.flight
    row = own_fields(line, call) | {
        "schedule_start_time": flight.starts_at.strftime(MOMENT),
        "schedule_end_time": flight.ends_at.strftime(MOMENT),
    }
    return row if line.campaign.kind is Kind.SMART_PLUS else row | {"modify_time": row["create_time"]}
