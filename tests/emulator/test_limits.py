"""Rate limits by the emulator's clock: per second, minute and day, per app and endpoint, and per advertiser."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from emulator.desk import EU, Desk
from unpromote.emulator.limits import LEVELS, Limit, Limiter
from unpromote.emulator.wire import Refusal

NINE = datetime(2026, 9, 14, 9, tzinfo=UTC)


def codes(desk: Desk, calls: int, noun: str = "campaign") -> list[int]:
    return [desk.get(f"{noun}/get/", advertiser_id=EU)["code"] for _ in range(calls)]


def admitted(limiter: Limiter, limit: Limit, at: datetime, calls: int) -> int:
    passed = 0
    for _ in range(calls):
        with suppress(Refusal):
            limiter.admit(limit, "app", "/campaign/get/", at)
            passed += 1
    return passed


def test_the_levels_are_those_documented() -> None:
    figures = {name: (limit.per_second, limit.per_minute, limit.per_day) for name, limit in LEVELS.items() if limit}
    assert figures["basic"] == (10, 600, 864_000)
    assert figures["ultimate"] == (50, 3_000, 4_320_000)
    assert figures["sandbox"] == (1, 30, 1_000)


def test_the_next_second_is_free_again(start: Callable[..., Desk]) -> None:
    desk = start(level="basic")
    assert codes(desk, 12) == [0] * 10 + [40100] * 2
    desk.later(seconds=1)
    assert codes(desk, 11) == [0] * 10 + [40100]


def test_every_endpoint_counts_for_itself(start: Callable[..., Desk]) -> None:
    desk = start(level="basic")
    assert codes(desk, 10) + codes(desk, 10, "adgroup") == [0] * 20


def test_every_app_counts_for_itself(start: Callable[..., Desk]) -> None:
    desk = start(level="basic")
    codes(desk, 10)
    desk.http.headers["Access-Token"] = "kestrel-token"
    assert desk.get("campaign/get/", advertiser_id="7301000000000000021")["code"] == 0


def test_a_full_minute_costs_five_minutes_of_rest() -> None:
    limiter, limit = Limiter(), LEVELS["basic"]
    assert limit is not None
    by_second = [admitted(limiter, limit, NINE.replace(second=second), 11) for second in range(60)]
    assert by_second == [10] * 60
    assert admitted(limiter, Limit(99, 600, 864_000), NINE.replace(second=59), 1) == 0
    assert admitted(limiter, limit, NINE + timedelta(minutes=5), 1) == 0
    assert admitted(limiter, limit, NINE + timedelta(minutes=5, seconds=59), 1) == 1


def test_a_full_day_lasts_until_midnight_utc() -> None:
    limiter, limit = Limiter(), Limit(10, 600, 3)
    assert admitted(limiter, limit, NINE, 5) == 3
    assert admitted(limiter, limit, NINE.replace(hour=23), 1) == 0
    assert admitted(limiter, limit, NINE.replace(day=15, hour=0), 1) == 1


def test_an_advertiser_may_be_limited_too(start: Callable[..., Desk]) -> None:
    desk = start(advertiser_qps=2)
    answers = [desk.get(f"{noun}/get/", advertiser_id=EU) for noun in ("campaign", "adgroup", "ad")]
    assert [answer["code"] for answer in answers] == [0, 0, 40133]
    expected = f"Advertiser {EU} is temporarily restricted: current QPS 3, limit 2."
    assert answers[-1]["message"] == expected
    assert desk.get("campaign/get/", advertiser_id="7301000000000000012")["code"] == 0


def test_there_is_no_header_about_limits(start: Callable[..., Desk]) -> None:
    desk = start(level="sandbox")
    codes(desk, 1)
    answer = desk.http.get("/open_api/v1.3/campaign/get/", params={"advertiser_id": EU})
    assert (answer.status_code, answer.json()["code"]) == (200, 40100)
    assert not [name for name in answer.headers if "rate" in name.lower() or "retry" in name.lower()]


def test_an_unknown_level_is_refused(start: Callable[..., Desk]) -> None:
    with pytest.raises(ValueError, match="level: unknown 'gold'; known: basic, advanced"):
        start(level="gold")
