"""What a platform shows in tests of gathering, and a worker that reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import builders as b
from fakes import FakeCauses
from unpromote.domain.case import Case
from unpromote.domain.causes import Found, Incident, Remark, Report, ReportRow, Ruling
from unpromote.jobs import wiring
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.tools import Tools
from unpromote.store import cases

AT = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)
ROW = ReportRow("180", "=HYPERLINK(1)", AT, b.usd("10.00"), 1000, 20, Fraction(5), "req-1")
SILENT = ReportRow("180", "Autumn", AT, None, request_id="req-1")
REPORT = Report(
    "72", "USD", "UTC", "day", date(2026, 9, 14), date(2026, 9, 14), ("180",), "conversions",
    (ROW, SILENT),
)  # fmt: skip
SAID = Remark("c1", "7", "8", "Nice shoes", 3, 0, hidden=False, is_reply=False, written_at=AT)
SCAM = replace(SAID, id="c2", content="what a scam", likes=0)
DOWN = Incident("Slow reports", "3 h late", AT)
FEED = Found((DOWN,), "status feed", raw=b"<rss/>")
REJECTED = Ruling("ad group", "7", "Group", "UNAVAILABLE", ("No audio",), decided_at=AT)


def showing() -> FakeCauses:
    """A platform that shows something of everything."""
    return FakeCauses(
        reports=Found((REPORT,), "TikTok report"),
        remarks=Found((SAID, SCAM), "TikTok comment/list"),
        rulings=Found((REJECTED,), "TikTok review"),
        incidents=FEED,
    )


def work_off(clock: Callable[[], datetime], platform: FakeCauses | None = None, feed: FakeCauses | None = None) -> Case:
    """Do what is due, with nothing connected but this; return the case."""
    nothing: dict[str, Any] = dict.fromkeys(("platform", "reader", "outbox", "inbox", "payouts", "packs"))
    tools = Tools(clock=clock, **nothing, causes=platform, incidents=feed or platform)
    Embedded(wiring.worker(tools)).work_off()
    return cases.load("case_1")
