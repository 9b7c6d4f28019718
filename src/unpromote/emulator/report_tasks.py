"""/report/task/…: the same reports as a file, made in the background. It has limits of its own (`limits`)."""

from __future__ import annotations

import csv
import io

from unpromote.emulator import reports, tasks
from unpromote.emulator.call import Call
from unpromote.emulator.wire import Answer

KIND = "report"


def create(call: Call) -> Answer:
    """Start a report; what it says is fixed now."""
    found = reports.all_rows(call)
    out = io.StringIO()
    names = [*call.args.texts("dimensions"), *(call.args.texts("metrics") or ("spend", "impressions"))]
    rows = csv.DictWriter(out, names)
    rows.writeheader()
    rows.writerows({**row["dimensions"], **row["metrics"]} for row in found)
    return Answer({"task_id": tasks.start(call, KIND, out.getvalue())})


def check(call: Call) -> Answer:
    """Answer whether the report is ready."""
    return tasks.check(call, KIND)


def download(call: Call) -> Answer:
    """Answer the report as a file."""
    return Answer({}, file=tasks.result(call, KIND))
