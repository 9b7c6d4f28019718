"""An account whose money runs out: delivery stops to the second, its children say why, and money brings it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from emulator.desk import EU, Desk, scenario_of
from unpromote.emulator import Scenario

CENTER = "7100000000000000001"


def dry(**account: Any) -> Scenario:
    """48.00 a day, 2.00 an hour, of 10.00 in cash: five hours."""
    center = {"bc_id": CENTER, "name": "G", "currency": "EUR", "timezone": "UTC", "advertiser_ids": [EU]}
    plan = {"name": "Story", "daily_budget": "48.00"}
    held = {"balance": "10.00", "runs_dry": True, **account}
    return scenario_of(plan, account=held, business_centers=[center | {"balance": "100.00"}])


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    return start(scenario=dry())


def statuses(desk: Desk, noun: str) -> set[str]:
    return {row["secondary_status"] for row in desk.rows(noun)}


def held(desk: Desk) -> Any:
    return desk.get("advertiser/balance/get/", bc_id=CENTER)["data"]["advertiser_account_list"][0]


def test_as_long_as_there_is_money_it_delivers(desk: Desk) -> None:
    desk.later(hours=4, minutes=59)
    assert statuses(desk, "adgroup") == {"ADGROUP_STATUS_DELIVERY_OK"}
    assert 0 < held(desk)["cash_balance"] < 0.1


def test_when_it_is_gone_ad_groups_and_ads_say_so_and_the_campaign_stays_on(desk: Desk) -> None:
    desk.later(hours=5, minutes=1)
    assert statuses(desk, "adgroup") == {"ADGROUP_STATUS_BALANCE_EXCEED"}
    assert statuses(desk, "ad") == {"AD_STATUS_BALANCE_EXCEED"}
    assert statuses(desk, "campaign") == {"CAMPAIGN_STATUS_ENABLE"}


def test_nothing_more_is_spent_than_there_was(desk: Desk) -> None:
    campaign = desk.rows("campaign")[0]["campaign_id"]
    desk.later(hours=60)
    assert desk.spend(campaign) == "490.00"  # ten days before the start, and what was there
    assert held(desk)["cash_balance"] == 0


def test_vouchers_are_spent_after_the_cash(start: Callable[..., Desk]) -> None:
    desk = start(scenario=dry(grant="4.00"))
    desk.later(hours=6)
    row = held(desk)
    assert (row["cash_balance"], row["grant_balance"]) == (0, 2)
    desk.later(hours=2)
    assert statuses(desk, "adgroup") == {"ADGROUP_STATUS_BALANCE_EXCEED"}


def test_money_from_the_business_center_brings_it_back(desk: Desk) -> None:
    desk.later(hours=30)
    assert statuses(desk, "ad") == {"AD_STATUS_BALANCE_EXCEED"}
    desk.post("bc/transfer/", bc_id=CENTER, advertiser_id=EU, transfer_type="RECHARGE", cash_amount=2)
    assert statuses(desk, "ad") == {"AD_STATUS_DELIVERY_OK"}
    desk.later(minutes=50)
    assert 0 < held(desk)["cash_balance"] < 0.5
    desk.later(minutes=20)
    assert statuses(desk, "ad") == {"AD_STATUS_BALANCE_EXCEED"}


def test_what_was_switched_off_meanwhile_stays_off(desk: Desk) -> None:
    desk.later(hours=6)
    campaign = desk.rows("campaign")[0]["campaign_id"]
    desk.switch([campaign])
    desk.post("bc/transfer/", bc_id=CENTER, advertiser_id=EU, transfer_type="RECHARGE", cash_amount=5)
    desk.later(hours=9)
    assert held(desk)["cash_balance"] == pytest.approx(5, abs=0.01)
    assert statuses(desk, "adgroup") == {"ADGROUP_STATUS_CAMPAIGN_DISABLE"}


def test_an_account_of_which_the_scenario_says_nothing_goes_on(start: Callable[..., Desk]) -> None:
    desk = start(scenario=dry(runs_dry=False))
    desk.later(hours=30)
    assert statuses(desk, "ad") == {"AD_STATUS_DELIVERY_OK"}


def test_a_rejected_ad_says_so_and_not_that_the_money_is_gone(desk: Desk) -> None:
    denied, *_ = [row["ad_id"] for row in desk.rows("ad")]
    desk.control("hands", [{"act": "reject_ad", "ad_id": denied, "reason": "No audio"}])
    assert "ADGROUP_STATUS_PARTIAL_AUDIT_DELIVERY_OK" in statuses(desk, "adgroup")
    desk.later(hours=30)
    told = {row["ad_id"]: row["secondary_status"] for row in desk.rows("ad")}
    assert (told.pop(denied), set(told.values())) == ("AD_STATUS_AUDIT_DENY", {"AD_STATUS_BALANCE_EXCEED"})
    assert statuses(desk, "adgroup") == {"ADGROUP_STATUS_BALANCE_EXCEED"}
