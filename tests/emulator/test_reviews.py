"""The review of ad groups and ads: what was rejected, when and why; a rejected ad stops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from emulator.desk import Desk
from emulator.sdk import TOKEN, Sdk
from emulator.test_money import BUSY, EVERY_KIND

REASON = {"reason": "No audio", "suggestion": "Add sound"}


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    return start(scenario=EVERY_KIND)


def group(desk: Desk, name: str = "Auction 1") -> tuple[str, list[str]]:
    campaign = desk.named(name, advertiser_id=BUSY)[0]["campaign_id"]
    ads = desk.rows("ad", advertiser_id=BUSY, filtering={"campaign_ids": [campaign]})
    adgroup = ads[0]["adgroup_id"]
    return adgroup, [ad["ad_id"] for ad in ads if ad["adgroup_id"] == adgroup]


def reject(desk: Desk, *ads: str) -> Any:
    return desk.control("hands", [{"act": "reject_ad", "ad_id": ad, **REASON} for ad in ads])


def review(desk: Desk, *adgroups: str) -> Any:
    return desk.get("adgroup/review_info/", advertiser_id=BUSY, adgroup_ids=list(adgroups))


def status(desk: Desk, noun: str, object_id: str) -> str:
    (row,) = desk.rows(noun, advertiser_id=BUSY, filtering={f"{noun}_ids": [object_id]})
    return str(row["secondary_status"])


def test_what_nobody_rejected_is_approved(desk: Desk) -> None:
    adgroup, ads = group(desk)
    found = review(desk, adgroup)["data"]
    told = found["ad_group_review_map"][adgroup]
    assert (told["review_status"], told["is_approved"], told["last_audit_time"]) == ("ALL_AVAILABLE", True, None)
    assert set(found["ad_review_map"][adgroup]) == set(ads)
    assert {ad["review_status"] for ad in found["ad_review_map"][adgroup].values()} == {"ALL_AVAILABLE"}


def test_a_rejected_ad_has_a_reason_and_its_group_a_time(desk: Desk) -> None:
    adgroup, ads = group(desk)
    reject(desk, ads[0])
    found = review(desk, adgroup)["data"]
    told = found["ad_group_review_map"][adgroup]
    assert (told["review_status"], told["contains_rejected_ads"]) == ("PART_AVAILABLE", True)
    assert told["last_audit_time"] == f"{desk.running.emulator.now():%Y-%m-%d %H:%M:%S}"
    ad = found["ad_review_map"][adgroup][ads[0]]
    assert ad["reject_info"] == [{"reasons": ["No audio"], "suggestion": "Add sound"}]
    assert (ad["review_status"], ad["last_audit_time"]) == ("UNAVAILABLE", None)


def test_statuses_follow_the_review_until_something_else_keeps_the_ad_off(desk: Desk) -> None:
    adgroup, ads = group(desk)
    reject(desk, ads[0])
    assert status(desk, "ad", ads[0]) == "AD_STATUS_AUDIT_DENY"
    assert status(desk, "adgroup", adgroup) == "ADGROUP_STATUS_PARTIAL_AUDIT_DELIVERY_OK"
    reject(desk, *ads)
    assert status(desk, "adgroup", adgroup) == "ADGROUP_STATUS_AUDIT_DENY"
    assert review(desk, adgroup)["data"]["ad_group_review_map"][adgroup]["review_status"] == "UNAVAILABLE"
    desk.switch([adgroup], noun="adgroup", advertiser_id=BUSY)
    assert status(desk, "adgroup", adgroup) == "ADGROUP_STATUS_DISABLE"


def test_a_rejected_ad_spends_nothing_more(desk: Desk) -> None:
    campaign = desk.named("Auction 1", advertiser_id=BUSY)[0]["campaign_id"]
    ads = desk.rows("ad", advertiser_id=BUSY, filtering={"campaign_ids": [campaign]})
    reject(desk, *(ad["ad_id"] for ad in ads))
    desk.later(hours=1)
    before = desk.spend(campaign, advertiser_id=BUSY)
    desk.later(hours=24)
    assert before == desk.spend(campaign, advertiser_id=BUSY)


def test_the_review_refuses_what_it_does_not_know(desk: Desk) -> None:
    smart = desk.rows("smart_plus/adgroup", advertiser_id=BUSY)[0]["adgroup_id"]
    assert review(desk, smart)["message"] == "This API does not support Upgraded Smart Plus ads."
    assert [review(desk, *ids)["code"] for ids in (["17"], ["17"] * 21)] == [40007, 40002]
    assert reject(desk, group(desk)[0])["error"].endswith("is no ad")


def test_conversions_and_their_cost_are_reported_to_the_official_sdk(desk: Desk, connect: Callable[[str], Sdk]) -> None:
    asked = {"dimensions": ["campaign_id", "stat_time_day"], "data_level": "AUCTION_CAMPAIGN", "advertiser_id": BUSY}
    days = {"start_date": "2026-09-01", "end_date": "2026-09-02"}
    metrics = ["spend", "clicks", "conversion", "cost_per_conversion"]
    answer = connect(desk.running.url).reports.report_integrated_get("BASIC", TOKEN, metrics=metrics, **asked, **days)
    told = answer["data"]["list"][0]["metrics"]
    conversions = int(told["clicks"]) // 20
    assert told["conversion"] == str(conversions)
    assert told["cost_per_conversion"] == f"{float(told['spend']) / conversions:.2f}"
