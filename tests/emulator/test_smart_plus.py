"""Smart+: the upgraded kind has endpoints of its own that may be partly successful, the legacy kind does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from emulator.desk import EU, Desk, scenario_of

NOWHERE = "1800000000000000000"
PLANS = ({"kind": "smart_plus", "name": "Smart"}, {"name": "Classic"}, {"kind": "legacy_smart_plus", "name": "Old"})


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    return start(scenario=scenario_of(*PLANS))


def smart(desk: Desk, noun: str, **params: Any) -> Any:
    return desk.get(f"smart_plus/{noun}/get/", advertiser_id=EU, **params)["data"]["list"]


def switch(desk: Desk, name: str, ids: list[str], status: str = "DISABLE") -> Any:
    noun = name.removeprefix("smart_plus_").removesuffix("_ids")
    body = {"advertiser_id": EU, name: ids, "operation_status": status}
    return desk.post(f"smart_plus/{noun}/status/update/", **body)


def test_only_upgraded_campaigns_are_listed_and_lack_modify_time(desk: Desk) -> None:
    (campaign,) = smart(desk, "campaign")
    assert campaign["campaign_automation_type"] == "UPGRADED_SMART_PLUS"
    assert "modify_time" not in campaign
    assert {len(smart(desk, noun)) for noun in ("adgroup",)} == {2}


def test_ads_have_an_id_of_their_own_name_and_creatives(desk: Desk) -> None:
    ads = smart(desk, "ad")
    chosen = smart(desk, "ad", filtering={"smart_plus_ad_ids": [ads[0]["smart_plus_ad_id"]]})
    assert len(ads) == 4
    assert [row["smart_plus_ad_id"] for row in chosen] == [ads[0]["smart_plus_ad_id"]]
    assert {one["material_operation_status"] for one in chosen[0]["creative_list"]} == {"ENABLE"}
    assert "ad_id" not in ads[0]


def test_a_page_of_ads_holds_at_most_a_hundred(desk: Desk) -> None:
    assert desk.get("smart_plus/ad/get/", advertiser_id=EU, page_size="101")["code"] == 40002


@pytest.mark.parametrize("noun", ["campaign", "adgroup"])
def test_what_cannot_be_switched_is_listed_beside_what_was(desk: Desk, noun: str) -> None:
    good = smart(desk, noun)[0][f"{noun}_id"]
    classic = desk.rows(noun, filtering={"campaign_ids": [desk.named("Classic")[0]["campaign_id"]]})[0][f"{noun}_id"]
    answer = switch(desk, f"{noun}_ids", [good, NOWHERE, classic])
    assert answer["code"] == 0
    assert answer["data"][f"{noun}_list"] == [{f"{noun}_id": good, "status": "DISABLE"}]
    assert [row[f"{noun}_id"] for row in answer["data"]["error_list"]] == [NOWHERE, classic]
    assert smart(desk, noun)[0]["operation_status"] == "DISABLE"


def test_where_all_are_bad_the_list_says_so_with_code_0(desk: Desk) -> None:
    answer = switch(desk, "campaign_ids", [NOWHERE])
    assert (answer["code"], answer["data"]["campaign_list"], len(answer["data"]["error_list"])) == (0, [], 1)


def test_the_code_of_partial_success_is_switchable_here_too(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of(*PLANS), partial_code=20001)
    good = smart(desk, "campaign")[0]["campaign_id"]
    assert [switch(desk, "campaign_ids", ids)["code"] for ids in ([good, NOWHERE], [good])] == [20001, 0]


def test_ads_are_switched_all_or_nothing(desk: Desk) -> None:
    good = smart(desk, "ad")[0]["smart_plus_ad_id"]
    assert switch(desk, "smart_plus_ad_ids", [good, NOWHERE])["code"] == 40007
    assert switch(desk, "smart_plus_ad_ids", [good])["data"]["smart_plus_ad_ids"] == [good]


def test_an_ad_is_closed_for_the_next_change_for_five_seconds(desk: Desk) -> None:
    one, other = (row["smart_plus_ad_id"] for row in smart(desk, "ad")[:2])
    switch(desk, "smart_plus_ad_ids", [one])
    codes = [switch(desk, "smart_plus_ad_ids", [ad], "ENABLE")["code"] for ad in (one, other)]
    desk.later(seconds=5)
    assert [*codes, switch(desk, "smart_plus_ad_ids", [one], "ENABLE")["code"]] == [40202, 0, 0]


def test_an_ad_without_a_creative_spends_nothing(desk: Desk) -> None:
    ad, *_ = smart(desk, "ad")
    campaign = ad["campaign_id"]
    spends = [desk.spend(campaign)]
    for row in smart(desk, "ad"):
        ids = [one["ad_material_id"] for one in row["creative_list"]]
        body = {"advertiser_id": EU, "smart_plus_ad_id": row["smart_plus_ad_id"], "ad_material_ids": ids}
        assert desk.post("smart_plus/ad/material_status/update/", **body, operation_status="DISABLE")["code"] == 0
    desk.later(hours=24)
    spends.append(desk.spend(campaign))
    desk.later(hours=24)
    assert spends[0] != spends[1] == desk.spend(campaign)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"smart_plus_ad_id": NOWHERE}, 40007),
        ({"ad_material_ids": ["1"]}, 40007),
        ({"operation_status": "DELETE"}, 40002),
    ],
)
def test_a_wrong_creative_is_refused(desk: Desk, change: dict[str, Any], code: int) -> None:
    row = smart(desk, "ad")[0]
    ids = [row["creative_list"][0]["ad_material_id"]]
    body = {"smart_plus_ad_id": row["smart_plus_ad_id"], "ad_material_ids": ids, "operation_status": "DISABLE"}
    assert desk.post("smart_plus/ad/material_status/update/", advertiser_id=EU, **(body | change))["code"] == code


def test_legacy_smart_plus_is_flagged_listed_and_switched_by_the_classic_call(desk: Desk) -> None:
    (old,) = desk.named("Old")
    assert (old["is_smart_performance_campaign"], old["campaign_automation_type"]) == (True, "SMART_PLUS")
    assert desk.switch([old["campaign_id"]])["code"] == 0
    (row,) = desk.get("campaign/spc/get/", advertiser_id=EU)["data"]["list"]
    assert (row["campaign_id"], row["operation_status"]) == (old["campaign_id"], "DISABLE")
