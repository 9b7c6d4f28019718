"""/changelog/task/…: who changed what and when, as a file inside a text inside the answer.

The file is CSV written as Python writes bytes, with the operator's address half hidden: that is how it was seen to
come from the real platform. Promote is not in it.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from unpromote.emulator import tasks
from unpromote.emulator.call import Call
from unpromote.emulator.listing import MOST_IDS
from unpromote.emulator.objects import Kind, Level
from unpromote.emulator.records import Change
from unpromote.emulator.wire import Answer, bad_parameter

KIND = "changelog"
MODULES = ("BIDDING_AND_OPTIMIZATION", "BUDGET", "STATUS", "TARGETING")
LONGEST = timedelta(days=30)
_NOUNS = {Level.CAMPAIGN: "Campaign", Level.ADGROUP: "Ad group", Level.AD: "Ad"}
_WORDS = {"ENABLE": "Enabled", "DISABLE": "Paused", "DELETE": "Deleted"}
_HEADER = ("Time", "log_object_type", "Object ID", "Object", "Operator", "Source", "App ID", "Activity details")


def create(call: Call) -> Answer:
    """Start the download of an account's changes."""
    args, account = call.args, call.account()
    since, until = args.moment("start_time"), args.moment("end_time")
    if not timedelta(0) <= until - since <= LONGEST:
        raise bad_parameter("end_time", f"The period must be at most {LONGEST.days} days.")
    module = args.choice("module", MODULES, "")
    level = args.choice("object_type", [level.noun.upper() for level in Level], "")
    ids = args.texts("object_ids", most=MOST_IDS)
    zone = _zone(args.text("timezone")) if "timezone" in args else ZoneInfo("UTC")
    found = [
        change
        for change in call.world.changes
        if change.advertiser_id == account.advertiser_id
        and since <= change.at.replace(microsecond=0) <= until
        and module in ("", change.module)
        and level in ("", change.level.noun.upper())
        and (not ids or change.object_id in ids)
    ]
    promoted = {one.campaign_id for one in account.campaigns if one.kind is Kind.PROMOTE}
    shown = [change for change in found if change.object_id not in promoted]
    return Answer({"task_id": tasks.start(call, KIND, _file(shown, zone))})


def check(call: Call) -> Answer:
    """Answer whether the file is ready."""
    return tasks.check(call, KIND)


def download(call: Call) -> Answer:
    """Answer the file."""
    written = {"file_data": repr(tasks.result(call, KIND).encode()), "file_name": f"{call.args.text('task_id')}.csv"}
    return Answer({"status": "SUCCESS", "changelog": json.dumps(written)})


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise bad_parameter("timezone", "Unknown time zone.") from None


def _file(changes: list[Change], zone: ZoneInfo) -> str:
    counts = {module: sum(change.module == module for change in changes) for module in MODULES}
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(("Budget changes", counts["BUDGET"]))
    rows.writerow(("Bid changes", counts["BIDDING_AND_OPTIMIZATION"]))
    rows.writerow(("Status changes", counts["STATUS"]))
    rows.writerow(())
    rows.writerow(_HEADER)
    for change in changes:
        rows.writerow(_row(change, zone))
    return out.getvalue()


def _row(change: Change, zone: ZoneInfo) -> tuple[str, ...]:
    noun = _NOUNS[change.level]
    before, after = (_WORDS.get(word, word) for word in (change.before, change.after))
    details = [{"action": "Change ", "name": noun, "before_after": [{"before": before, "after": after}]}]
    return (
        f"{change.at.astimezone(zone):%Y-%m-%d %H:%M}",
        noun,
        change.object_id,
        "On/Off Status" if change.module == "STATUS" else "Budget",
        f"{change.operator[:1]}***********{change.operator[-1:]}",
        change.source,
        change.app_id,
        json.dumps(details),
    )
