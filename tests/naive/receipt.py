"""When notice counts as received (terms 3.4), by walking from day to day."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from naive.dates import DAY, Dict, instant, is_business_day, nth_day, wall


def received(terms: Dict, request: Dict) -> datetime | None:
    """The instant of receipt; None where the way of notice is not allowed."""
    rule = terms["notice_receipt"].get(request["method"])
    if rule is None:
        return None
    sent = instant(request["sent_at"])
    if rule["rule"] == "on_send":
        return sent
    if rule["rule"] == "business_hours":
        return _in_business_hours(sent, terms)
    return _opening(sent, rule["n"], terms)


def _opening(sent: datetime, n: int, terms: Dict) -> datetime:
    """Opening time of the n-th business day after the sending date."""
    calendar, zone = terms["calendar"], terms["time_zone"]
    date = sent.astimezone(ZoneInfo(zone)).date()
    day = nth_day(date, n, DAY, lambda d: is_business_day(d, calendar))
    return wall(day, time.fromisoformat(calendar["open"]), zone)


def _in_business_hours(sent: datetime, terms: Dict) -> datetime:
    calendar = terms["calendar"]
    local = sent.astimezone(ZoneInfo(terms["time_zone"]))
    opens, closes = time.fromisoformat(calendar["open"]), time.fromisoformat(calendar["close"])
    if not is_business_day(local.date(), calendar) or local.time() > closes:
        return _opening(sent, 1, terms)
    if local.time() < opens:
        return wall(local.date(), opens, terms["time_zone"])
    return sent
