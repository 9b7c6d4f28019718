"""Spend by the clock: even, exact, late, corrected, and missing where it is zero."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from emulator.desk import EU, Desk, in_list, scenario_of

JAPAN = "7301000000000000013"


@pytest.fixture
def shop(start: Callable[..., Desk]) -> Desk:
    """One campaign that spends 10.00 a day since September 1; it is midnight of the 11th."""
    return start(scenario=scenario_of({}))


def only(desk: Desk, noun: str = "campaign") -> str:
    return desk.rows(noun)[0][f"{noun}_id"]


def report(desk: Desk, level: str = "campaign", **params: Any) -> Any:
    asked: dict[str, Any] = {"advertiser_id": EU, "report_type": "BASIC", "data_level": f"AUCTION_{level.upper()}"}
    asked |= {"dimensions": [f"{level}_id"], "metrics": ["spend"], "query_lifetime": True, "page_size": "1000"}
    kept = {name: value for name, value in (asked | params).items() if value is not None}
    return desk.get("report/integrated/get/", **kept)


def amounts(desk: Desk, level: str = "campaign", **params: Any) -> list[str]:
    return [row["metrics"]["spend"] for row in report(desk, level, **params)["data"]["list"]]


def daily(**params: Any) -> dict[str, Any]:
    return {"query_lifetime": None, "start_date": "2026-09-09", "end_date": "2026-09-12", **params}


def test_a_total_budget_is_spent_evenly_and_reported_half_an_hour_late(shop: Desk) -> None:
    assert shop.spend(only(shop)) == "99.79"
    shop.later(minutes=30)
    assert shop.spend(only(shop)) == "100.00"


def test_a_daily_budget_is_spent_evenly_over_the_local_day(start: Callable[..., Desk]) -> None:
    plan = {"starts_on": "2026-10-24", "ends_on": "2026-11-01", "daily_budget": "100.00"}
    desk = start(scenario=scenario_of(plan, starts_at="2026-10-24T00:00:00+02:00"), report_lag_seconds=0)
    seen = []
    for hours in (24, 25, 12):  # the second day has 25 hours, clocks go back
        desk.later(hours=hours)
        seen.append(desk.spend(only(desk)))
    assert seen == ["100.00", "200.00", "250.00"]


def test_spend_stops_with_the_switch(shop: Desk) -> None:
    first = only(shop)
    shop.switch([first])
    seen = []
    for hours in (2, 2, 24):
        shop.later(hours=hours)
        seen.append(shop.spend(first))
    assert seen == ["100.00", "100.00", "100.00"]


def test_deleting_what_is_off_changes_no_spend(shop: Desk) -> None:
    first = only(shop)
    shop.switch([first])
    shop.later(hours=5)
    shop.switch([first], "DELETE")
    assert amounts(shop, filtering=[in_list("campaign_status", "STATUS_ALL")]) == ["100.00"]


def test_a_tail_goes_on_spending_for_a_while(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({}), stop_tail_seconds=3 * 3600)
    first = only(desk)
    desk.switch([first])
    desk.later(hours=48)
    assert desk.spend(first) == "101.25"


def test_switching_on_inside_the_tail_is_as_if_nothing_was(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({}), stop_tail_seconds=3 * 3600)
    first = only(desk)
    desk.switch([first])
    desk.later(hours=1)
    desk.switch([first], "ENABLE")
    desk.later(hours=47, minutes=30)
    assert desk.spend(first) == "120.00"


def test_a_stop_by_its_ads_one_by_one_is_a_stop(shop: Desk) -> None:
    for ad in shop.rows("ad"):
        shop.switch([ad["ad_id"]], noun="ad")
    shop.later(hours=24)
    assert shop.spend(only(shop)) == "100.00"


def test_the_ads_that_are_left_share_the_budget(shop: Desk) -> None:
    group = only(shop, "adgroup")
    shop.switch([group], noun="adgroup")
    shop.later(hours=24, minutes=30)
    assert amounts(shop, "adgroup") == ["50.00", "60.00"]
    assert amounts(shop, "ad") == ["25.00", "25.00", "30.00", "30.00"]
    assert shop.spend(only(shop)) == "110.00"


def test_nothing_is_spent_after_the_flight(shop: Desk) -> None:
    shop.later(hours=24 * 90)
    assert shop.spend(only(shop)) == "300.00"


def test_a_row_without_spend_is_missing(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({"starts_on": "2026-09-20"}))
    answer = report(desk)
    assert (answer["code"], answer["data"]["list"], answer["data"]["page_info"]["total_number"]) == (0, [], 0)


def test_the_daily_correction_adds_to_a_stopped_campaign(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({}), correction_percent=2)
    first = only(desk)
    desk.switch([first])
    seen = []
    for hours in (2, 7, 1, 24):  # the correction runs at 08:00 UTC, which is 10:00 here
        desk.later(hours=hours)
        seen.append(desk.spend(first))
    assert seen == ["101.81", "101.81", "102.00", "102.00"]


def test_a_deleted_campaign_vanishes_from_the_report_unless_asked(shop: Desk) -> None:
    first = only(shop)
    shop.switch([first], "DELETE")
    every = [in_list("campaign_status", "STATUS_ALL")]
    assert amounts(shop) == []
    assert amounts(shop, filtering=every) == ["99.79"]
    assert amounts(shop, "advertiser") == []


def test_promote_and_topview_spend_only_shows_when_asked(desk: Desk) -> None:
    promote = [in_list("campaign_system_origins", "PROMOTE")]
    topview = [in_list("buying_types", "RESERVATION_TOP_VIEW")]
    assert amounts(desk, filtering=promote) == ["110.93"]
    assert amounts(desk, advertiser_id=JAPAN, filtering=topview) == ["1364583"]


def test_amounts_have_the_digits_of_their_currency(desk: Desk) -> None:
    assert all("." not in amount for amount in amounts(desk, advertiser_id=JAPAN))
    assert all(amount[-3] == "." for amount in amounts(desk))


def test_days_are_those_of_the_account(shop: Desk) -> None:
    shop.later(hours=12)
    by_day = daily(dimensions=["campaign_id", "stat_time_day"])
    rows = report(shop, **by_day)["data"]["list"]
    assert [row["dimensions"]["stat_time_day"][:10] for row in rows] == ["2026-09-09", "2026-09-10", "2026-09-11"]
    assert [row["metrics"]["spend"] for row in rows] == ["10.00", "10.00", "4.79"]
    assert amounts(shop, **daily()) == ["24.79"]


def test_hours_of_one_day(shop: Desk) -> None:
    shop.later(hours=12)
    by_hour = daily(start_date="2026-09-11", end_date="2026-09-11", dimensions=["campaign_id", "stat_time_hour"])
    rows = report(shop, **by_hour)["data"]["list"]
    assert len(rows) == 12
    assert rows[0]["dimensions"]["stat_time_hour"] == "2026-09-11 00:00:00"
    assert [row["metrics"]["spend"] for row in rows[-2:]] == ["0.41", "0.20"]


def test_whole_accounts_can_be_reported_together(desk: Desk) -> None:
    rows = report(desk, "advertiser", advertiser_id=None, advertiser_ids=[EU, JAPAN], metrics=["currency", "spend"])
    shown = [(row["dimensions"]["advertiser_id"], row["metrics"]["currency"]) for row in rows["data"]["list"]]
    assert shown == [(EU, "EUR"), (JAPAN, "JPY")]


def test_other_metrics_follow_from_the_spend(shop: Desk) -> None:
    shop.later(minutes=30)
    metrics = ["impressions", "clicks", "cpm", "cpc", "currency", "campaign_name", "ad_name"]
    (row,) = report(shop, metrics=metrics)["data"]["list"]
    assert list(row["metrics"].values()) == ["25000", "200", "4.00", "0.50", "EUR", "Story", "-"]


def test_a_metric_without_a_figure_is_a_dash(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({"starts_on": "2026-09-10", "total_budget": "10.00"}), report_lag_seconds=82800)
    (row,) = report(desk, metrics=["spend", "clicks", "cpc"])["data"]["list"]
    assert row["metrics"] == {"spend": "0.01", "clicks": "0", "cpc": "-"}


def test_rows_can_be_ordered(desk: Desk) -> None:
    falling = amounts(desk, order_field="spend")
    rising = amounts(desk, order_field="spend", order_type="ASC")
    assert falling == sorted(falling, key=Decimal, reverse=True)
    assert rising == sorted(rising, key=Decimal)


def test_reports_come_in_pages(desk: Desk) -> None:
    data = report(desk, page="2", page_size="25")["data"]
    assert (len(data["list"]), data["page_info"]["total_number"]) == (5, 30)


def test_filters_narrow_by_id(desk: Desk) -> None:
    ids = [row["campaign_id"] for row in desk.named("Autumn")][:3]
    rows = report(desk, filtering=[in_list("campaign_ids", *ids)])["data"]["list"]
    assert [row["dimensions"]["campaign_id"] for row in rows] == ids


@pytest.mark.parametrize(
    ("change", "code", "start_of_message"),
    [
        ({"report_type": "AUDIENCE"}, 40008, "report_type: this emulator has BASIC"),
        ({"report_type": "GUESS"}, 40002, "report_type: Must be one of"),
        ({"data_level": "AUCTION_CITY"}, 40002, "data_level: Must be one of"),
        ({"dimensions": ["ad_id"]}, 40002, "dimensions: Use the id dimension"),
        ({"dimensions": ["campaign_id", "stat_time_day"]}, 40002, "query_lifetime: Cannot be combined"),
        ({"metrics": ["joy"]}, 40002, "metrics: Invalid metric: joy."),
        ({"advertiser_ids": [EU]}, 40002, "advertiser_id: Give exactly one"),
        ({"advertiser_id": None}, 40002, "advertiser_id: Give exactly one"),
        ({"advertiser_id": None, "bc_id": "1"}, 40001, "No permission to operate Business Center 1."),
        ({"advertiser_id": None, "advertiser_ids": list("123456")}, 40002, "advertiser_ids: Length"),
        ({"query_lifetime": "yes"}, 40002, "query_lifetime: Not a valid boolean."),
        ({"query_lifetime": False}, 40002, "start_date: Missing data"),
        (daily(start_date="9 September"), 40002, "start_date: Not a valid date"),
        (daily(end_date="2026-09-01"), 40002, "end_date: The period must be 1 to 365 days."),
        (daily(end_date="2027-12-01"), 40002, "end_date: The period must be 1 to 365 days."),
        ({"filtering": {"campaign_ids": ["1"]}}, 40002, "filtering: Not a valid list."),
        ({"filtering": ["campaign_ids"]}, 40002, "filtering: Not a valid list of objects."),
        ({"filtering": [in_list("ad_ids", "1")]}, 40002, "field_name: Must be one of"),
        ({"filtering": [in_list("campaign_status", "OFF")]}, 40002, "filtering.campaign_status: Unknown value: OFF."),
        ({"filtering": [{**in_list("campaign_ids", "1"), "filter_value": "1"}]}, 40002, "campaign_ids: Not a valid"),
        ({"filtering": [{**in_list("campaign_ids", "1"), "filter_type": "LIKE"}]}, 40002, "filter_type: Must be"),
        ({"order_field": "currency"}, 40002, "order_field: Must be one of"),
    ],
)
def test_a_report_that_cannot_be_made_is_refused(desk: Desk, change: Any, code: int, start_of_message: str) -> None:
    answer = report(desk, **change)
    assert answer["code"] == code
    assert answer["message"].startswith(start_of_message)


def test_hours_span_one_day_and_days_span_thirty(desk: Desk) -> None:
    hours = daily(dimensions=["campaign_id", "stat_time_hour"])
    days = daily(dimensions=["campaign_id", "stat_time_day"], end_date="2026-10-09")
    assert report(desk, **hours)["message"] == "end_date: The period must be 1 to 1 days."
    assert report(desk, **days)["message"] == "end_date: The period must be 1 to 30 days."
