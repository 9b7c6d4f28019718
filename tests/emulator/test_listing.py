"""What the get endpoints show, and what they hide unless asked."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.desk import EU, Desk

US, JAPAN = "7301000000000000012", "7301000000000000013"


def names(rows: list[Any], noun: str = "campaign") -> set[str]:
    return {row[f"{noun}_name"] for row in rows}


def test_pages_tell_how_many_there_are(desk: Desk) -> None:
    data = desk.get("campaign/get/", advertiser_id=EU, page="3", page_size="12")["data"]
    assert data["page_info"] == {"page": 3, "page_size": 12, "total_number": 30, "total_page": 3}
    assert len(data["list"]) == 6


def test_a_page_holds_ten_rows_unless_asked(desk: Desk) -> None:
    assert len(desk.get("campaign/get/", advertiser_id=EU)["data"]["list"]) == 10


def test_a_page_past_the_end_is_empty(desk: Desk) -> None:
    assert desk.rows("campaign", page="9", page_size="10") == []


def test_promote_is_hidden_unless_asked_and_tells_little(desk: Desk) -> None:
    assert "Boosted post: first frost" not in names(desk.rows("campaign"))
    (boosted,) = desk.rows("campaign", filtering={"campaign_system_origins": ["PROMOTE"]})
    assert boosted["campaign_system_origin"] == "PROMOTE"
    assert "budget" not in boosted


def test_topview_is_hidden_and_has_to_be_asked_for_alone(desk: Desk) -> None:
    topview, mixed = ["RESERVATION_TOP_VIEW"], ["AUCTION", "RESERVATION_TOP_VIEW"]
    assert len(desk.rows("campaign", advertiser_id=JAPAN)) == 9
    (booked,) = desk.rows("campaign", advertiser_id=JAPAN, filtering={"buying_types": topview})
    assert booked["rf_campaign_type"] == "TOPVIEW"
    assert desk.get("campaign/get/", advertiser_id=JAPAN, filtering={"buying_types": mixed})["code"] == 40002


def test_upgraded_smart_plus_shows_only_in_its_automation_type(desk: Desk) -> None:
    (smart,) = desk.rows("campaign", advertiser_id=US, filtering={"campaign_name": "Smart"})
    assert smart["campaign_automation_type"] == "UPGRADED_SMART_PLUS"
    assert smart["is_smart_performance_campaign"] is False
    assert "modify_time" not in smart


@pytest.mark.parametrize("noun", ["campaign", "adgroup", "ad"])
def test_deleted_objects_are_hidden_unless_asked(desk: Desk, noun: str) -> None:
    first = desk.rows(noun)[0][f"{noun}_id"]
    desk.switch([first], "DELETE", noun)
    everything = desk.rows(noun, filtering={"primary_status": "STATUS_ALL"})
    assert first not in {row[f"{noun}_id"] for row in desk.rows(noun)}
    assert first in {row[f"{noun}_id"] for row in everything}


def test_filters_by_status(desk: Desk) -> None:
    first = desk.named("DE Boots")[0]["campaign_id"]
    desk.switch([first])
    for wanted in ({"primary_status": "STATUS_DISABLE"}, {"secondary_status": "CAMPAIGN_STATUS_DISABLE"}):
        assert [row["campaign_id"] for row in desk.rows("campaign", filtering=wanted)] == [first]


def test_children_are_found_by_their_parents(desk: Desk) -> None:
    campaign = desk.named("DE Boots")[0]["campaign_id"]
    groups = desk.rows("adgroup", filtering={"campaign_ids": [campaign]})
    ads = desk.rows("ad", filtering={"campaign_ids": [campaign], "adgroup_ids": [groups[1]["adgroup_id"]]})
    assert (len(groups), len(ads)) == (2, 2)
    assert names(ads, "ad") == {"Ad 2.1", "Ad 2.2"}
    assert groups[0]["schedule_end_time"] == "2026-10-04 22:00:00"


def test_children_are_not_filtered_by_what_is_below_them(desk: Desk) -> None:
    assert desk.get("campaign/get/", advertiser_id=EU, filtering={"ad_ids": ["1"]})["code"] == 40002


def test_spark_ads_show_the_creator(desk: Desk) -> None:
    (spark,) = desk.named("Spark")
    ads = desk.rows("ad", filtering={"campaign_ids": [spark["campaign_id"]]})
    assert {ad["display_name"] for ad in ads} == {"@mara.trails", "@jonas.outdoors"}
    assert {ad["identity_type"] for ad in ads} == {"AUTH_CODE"}
    assert len({ad["tiktok_item_id"] for ad in ads}) == 4
    assert len({ad["identity_id"] for ad in ads}) == 2


def test_ordinary_ads_show_no_creator(desk: Desk) -> None:
    assert "tiktok_item_id" not in desk.rows("ad")[0]


@pytest.mark.parametrize("noun", ["campaign", "adgroup", "ad"])
def test_ids_are_text_of_nineteen_digits(desk: Desk, noun: str) -> None:
    ids = [row[f"{noun}_id"] for row in desk.rows(noun)]
    assert all(len(one) == 19 and one.isdecimal() for one in ids)
    assert len(set(ids)) == len(ids)


def test_chosen_fields_only(desk: Desk) -> None:
    row = desk.rows("campaign", fields=["campaign_id", "operation_status"])[0]
    assert set(row) == {"campaign_id", "operation_status"}


def test_at_most_a_hundred_ids_in_a_filter(desk: Desk) -> None:
    ids = [str(n) for n in range(101)]
    assert desk.get("campaign/get/", advertiser_id=EU, filtering={"campaign_ids": ids})["code"] == 40002
    assert desk.rows("campaign", filtering={"campaign_ids": ids[:100]}) == []


def test_an_ad_is_found_only_below_the_parent_that_is_named(desk: Desk) -> None:
    mine, other = (desk.named(name)[0]["campaign_id"] for name in ("DE Boots", "DE Jackets"))
    group = desk.rows("adgroup", filtering={"campaign_ids": [mine]})[0]["adgroup_id"]
    assert desk.rows("ad", filtering={"adgroup_ids": [group], "campaign_ids": [other]}) == []
