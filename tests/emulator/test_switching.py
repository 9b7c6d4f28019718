"""Switching on, off and away: what changes, what is refused, and what parents do to their children."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from emulator.desk import EU, Desk, scenario_of

US = "7301000000000000012"


def ids_of(desk: Desk, noun: str = "campaign") -> list[str]:
    return [row[f"{noun}_id"] for row in desk.rows(noun)]


def statuses(desk: Desk, noun: str, **filtering: Any) -> set[tuple[str, str]]:
    rows = desk.rows(noun, filtering={"primary_status": "STATUS_ALL", **filtering})
    return {(row["operation_status"], row["secondary_status"]) for row in rows}


def changed(desk: Desk) -> list[Any]:
    return [entry["changed"] for entry in desk.control("log") if entry["method"] == "POST"]


def test_a_paused_campaign_pauses_what_is_below_and_leaves_its_switches(desk: Desk) -> None:
    first = ids_of(desk)[0]
    desk.switch([first])
    assert statuses(desk, "campaign", campaign_ids=[first]) == {("DISABLE", "CAMPAIGN_STATUS_DISABLE")}
    assert statuses(desk, "adgroup", campaign_ids=[first]) == {("ENABLE", "ADGROUP_STATUS_CAMPAIGN_DISABLE")}
    assert statuses(desk, "ad", campaign_ids=[first]) == {("ENABLE", "AD_STATUS_CAMPAIGN_DISABLE")}


def test_switching_the_parent_on_again_brings_the_children_back(desk: Desk) -> None:
    first = ids_of(desk)[0]
    desk.switch([first])
    desk.switch([first], "ENABLE")
    assert statuses(desk, "ad", campaign_ids=[first]) == {("ENABLE", "AD_STATUS_DELIVERY_OK")}


def test_a_paused_ad_group_pauses_its_ads_only(desk: Desk) -> None:
    first, second, *_ = ids_of(desk, "adgroup")
    desk.switch([first], noun="adgroup")
    assert statuses(desk, "ad", adgroup_ids=[first]) == {("ENABLE", "AD_STATUS_ADGROUP_DISABLE")}
    assert statuses(desk, "ad", adgroup_ids=[second]) == {("ENABLE", "AD_STATUS_DELIVERY_OK")}
    assert statuses(desk, "adgroup", adgroup_ids=[first]) == {("DISABLE", "ADGROUP_STATUS_DISABLE")}


def test_a_deleted_campaign_takes_everything_along_for_good(desk: Desk) -> None:
    first = ids_of(desk)[0]
    group = desk.rows("adgroup", filtering={"campaign_ids": [first]})[0]["adgroup_id"]
    desk.switch([first], "DELETE")
    assert statuses(desk, "adgroup", campaign_ids=[first]) == {("ENABLE", "ADGROUP_STATUS_CAMPAIGN_DELETE")}
    assert statuses(desk, "ad", campaign_ids=[first]) == {("ENABLE", "AD_STATUS_CAMPAIGN_DELETE")}
    assert desk.switch([first], "ENABLE")["message"] == f"The object {first} is deleted and cannot be changed."
    assert desk.switch([group], noun="adgroup")["code"] == 40002


def test_a_deleted_ad_is_deleted_and_its_group_goes_on(desk: Desk) -> None:
    first = desk.rows("ad")[0]
    desk.switch([first["ad_id"]], "DELETE", "ad")
    assert statuses(desk, "ad", ad_ids=[first["ad_id"]]) == {("DELETE", "AD_STATUS_DELETE")}
    assert statuses(desk, "adgroup", adgroup_ids=[first["adgroup_id"]]) == {("ENABLE", "ADGROUP_STATUS_DELIVERY_OK")}


@pytest.mark.parametrize(("day", "group", "ad"), [(-20, "NOT_START", "NOT_START"), (25, "TIME_DONE", "DONE")])
def test_outside_the_flight_nothing_delivers(start: Callable[..., Desk], day: int, group: str, ad: str) -> None:
    later = {"starts_on": "2026-09-20", "ends_on": "2026-09-25"}
    desk = start(scenario=scenario_of(later))
    desk.later(hours=24 * max(day, 0))
    assert statuses(desk, "adgroup") == {("ENABLE", f"ADGROUP_STATUS_{group}")}
    assert statuses(desk, "ad") == {("ENABLE", f"AD_STATUS_{ad}")}
    assert statuses(desk, "campaign") == {("ENABLE", "CAMPAIGN_STATUS_ENABLE")}


def test_what_has_not_started_is_not_delivering(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({"starts_on": "2026-09-20"}))
    assert len(desk.rows("adgroup", filtering={"primary_status": "STATUS_NOT_DELIVERY"})) == 2
    assert desk.rows("adgroup", filtering={"primary_status": "STATUS_DELIVERY_OK"}) == []


def test_a_campaign_may_start_switched_off(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({"status": "DISABLE"}))
    (campaign,) = ids_of(desk)
    assert desk.spend(campaign) is None
    desk.switch([campaign], "ENABLE")
    desk.later(hours=24, minutes=30)
    assert desk.spend(campaign) == "10.00"


@pytest.mark.parametrize("noun", ["campaign", "adgroup", "ad"])
def test_twenty_ids_pass_and_twenty_one_do_not(desk: Desk, noun: str) -> None:
    ids = ids_of(desk, noun)
    assert desk.switch(ids[:21], noun=noun)["message"] == f"{noun}_ids: Length must be between 1 and 20."
    assert desk.switch(ids[:20], noun=noun)["data"][f"{noun}_ids"] == ids[:20]


def test_the_code_for_too_many_ids_is_switchable(start: Callable[..., Desk]) -> None:
    desk = start(too_many_ids_code=40011)
    assert desk.switch(ids_of(desk)[:21])["code"] == 40011


def test_one_bad_id_changes_nothing(desk: Desk) -> None:
    ids = ids_of(desk)[:2]
    answer = desk.switch([*ids, "1800000000000000000"])
    assert (answer["code"], answer["data"]) == (40007, {})
    assert changed(desk) == [[]]


def test_another_accounts_campaign_does_not_exist_here(desk: Desk) -> None:
    other = desk.rows("campaign", advertiser_id=US)[0]["campaign_id"]
    assert desk.switch([other])["code"] == 40007


def test_bad_ids_can_be_skipped_instead(start: Callable[..., Desk]) -> None:
    desk = start(skip_bad_ids=True)
    good = ids_of(desk)[0]
    assert desk.switch([good, "1800000000000000000"])["data"]["campaign_ids"] == [good]
    assert desk.switch(["1800000000000000000"])["code"] == 40007


def test_an_ad_group_update_may_ask_for_partial_success(desk: Desk) -> None:
    good = ids_of(desk, "adgroup")[0]
    answer = desk.switch([good, "17"], noun="adgroup", allow_partial_success=True)
    assert (answer["code"], answer["data"]["adgroup_ids"]) == (0, [good])
    assert answer["data"]["error_list"] == [{"adgroup_id": "17", "error_message": "The object 17 does not exist."}]
    assert desk.switch([good, "17"], noun="adgroup")["code"] == 40007


@pytest.mark.parametrize(("bad", "code"), [(["17"], 20001), ([], 0)])
def test_the_code_of_partial_success_is_switchable(start: Callable[..., Desk], bad: list[str], code: int) -> None:
    desk = start(partial_code=20001)
    ids = [ids_of(desk, "adgroup")[0], *bad]
    assert desk.switch(ids, noun="adgroup", allow_partial_success=True)["code"] == code


def test_allow_partial_success_is_a_boolean(desk: Desk) -> None:
    assert desk.switch(["17"], noun="adgroup", allow_partial_success="true")["code"] == 40002


def test_repeating_a_stop_is_harmless_and_counted_as_no_change(desk: Desk) -> None:
    first = ids_of(desk)[:1]
    assert [desk.switch(first)["code"] for _ in range(2)] == [0, 0]
    assert changed(desk) == [first, []]


def test_repeating_a_stop_can_be_refused(start: Callable[..., Desk]) -> None:
    desk = start(repeat_code=40012)
    first = ids_of(desk)[:1]
    assert [desk.switch(first)["code"] for _ in range(2)] == [0, 40012]


def test_upgraded_smart_plus_refuses_with_the_known_text(desk: Desk) -> None:
    (smart,) = desk.rows("campaign", advertiser_id=US, filtering={"campaign_name": "Smart"})
    answer = desk.switch([smart["campaign_id"]], advertiser_id=US)
    assert (answer["code"], answer["message"]) == (40002, "This API does not support Upgraded Smart Plus ads.")


@pytest.mark.parametrize("kind", ["promote", "topview", "reach_frequency"])
@pytest.mark.parametrize("noun", ["campaign", "adgroup", "ad"])
def test_what_is_read_only_stays_so_on_every_level(start: Callable[..., Desk], kind: str, noun: str) -> None:
    desk = start(scenario=scenario_of({"kind": kind, "ad_groups": 1, "ads": 1}))
    seen = {"promote": {"campaign_system_origins": ["PROMOTE"]}, "topview": {"buying_types": ["RESERVATION_TOP_VIEW"]}}
    (row,) = desk.rows(noun, filtering=seen.get(kind, {}))
    assert desk.switch([row[f"{noun}_id"]], noun=noun)["code"] == 40002
    assert changed(desk) == [[]]


def test_a_stopped_dedicated_campaign_awaits_release(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({"kind": "dedicated"}))
    desk.switch(ids_of(desk))
    assert statuses(desk, "campaign") == {("DISABLE", "CAMPAIGN_STATUS_AWAITING_RELEASE")}
    assert desk.rows("campaign", filtering={"primary_status": "STATUS_DISABLE"})


def test_ad_groups_of_a_dedicated_campaign_cannot_be_deleted_alone(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({"kind": "dedicated"}))
    groups = ids_of(desk, "adgroup")
    assert desk.switch(groups, "DELETE", "adgroup")["code"] == 40002
    assert desk.switch(groups, "DISABLE", "adgroup")["code"] == 0


@pytest.mark.parametrize(
    ("plan", "status", "mode", "code"),
    [
        ({"kind": "dedicated", "skan4": True}, "DISABLE", "MODE2", 0),
        ({"kind": "dedicated", "skan4": True}, "ENABLE", "MODE2", 40002),
        ({"kind": "dedicated", "skan4": True}, "DISABLE", "MODE9", 40002),
        ({"kind": "dedicated", "skan4": False}, "DISABLE", "MODE1", 40002),
        ({"kind": "auction", "skan4": True}, "DISABLE", "MODE1", 40002),
    ],
)
def test_the_postback_window_is_for_stopping_dedicated_campaigns_with_skan4(
    start: Callable[..., Desk], plan: dict[str, Any], status: str, mode: str, code: int
) -> None:
    desk = start(scenario=scenario_of(plan))
    answer = desk.switch(ids_of(desk), status, postback_window_mode=mode)
    modes = [row["postback_window_mode"] for row in answer["data"].get("campaign_list", [])]
    assert (answer["code"], modes) == (code, [] if code else [mode])


def test_there_are_no_aco_ads_and_that_is_said(desk: Desk) -> None:
    body = {"advertiser_id": EU, "aco_ad_ids": ["1"], "operation_status": "DISABLE"}
    assert desk.post("ad/status/update/", **body)["code"] == 40008
