"""A hundred thousand campaigns, made smaller here: a walk works a long list out once, ids are found by index."""

from __future__ import annotations

import time
from collections.abc import Callable

from emulator.desk import EU, Desk, scenario_of

MANY = 5_000


def test_a_walk_through_all_pages_sees_every_campaign_once(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({"count": MANY, "ad_groups": 1, "ads": 1, "total_budget": "500000"}))
    started = time.monotonic()
    pages = [desk.rows("campaign", page=str(n), fields=["campaign_id"]) for n in range(1, MANY // 1000 + 1)]
    assert len({row["campaign_id"] for page in pages for row in page}) == MANY
    assert time.monotonic() - started < 10  # some 0.3 s here; a list worked out anew for each page would show


def test_a_change_makes_the_list_anew(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({"count": 3}))
    first, *rest = (row["campaign_id"] for row in desk.rows("campaign"))
    desk.switch([first], "DELETE")
    assert [row["campaign_id"] for row in desk.rows("campaign")] == rest


def test_a_change_that_spreads_late_is_seen_late_in_lists_too(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({"count": 3}))
    first = desk.rows("campaign")[0]["campaign_id"]
    desk.control("faults", [{"kind": "late_propagation", "seconds": 60}])
    desk.get("campaign/get/", advertiser_id=EU)
    desk.control("faults", [{"kind": "late_propagation", "seconds": 60}])
    desk.switch([first], "DELETE")
    counts = [len(desk.rows("campaign"))]
    desk.later(minutes=1)
    assert [*counts, len(desk.rows("campaign"))] == [3, 2]
