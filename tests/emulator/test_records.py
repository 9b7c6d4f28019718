"""What the platform writes down: the change log, background reports, comments, posts, rules, outages."""

from __future__ import annotations

import ast
import csv
import json
from collections.abc import Callable
from typing import Any

import pytest

from emulator.desk import Desk
from emulator.test_money import BUSY, EVERY_KIND


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    return start(scenario=EVERY_KIND)


def campaign(desk: Desk, name: str = "Auction 1") -> str:
    return str(desk.named(name, advertiser_id=BUSY)[0]["campaign_id"])


def log_of(desk: Desk, **change: Any) -> list[list[str]]:
    asked = {"advertiser_id": BUSY, "start_time": "2026-09-01 00:00:00", "end_time": "2026-09-30 00:00:00", **change}
    task = desk.post("changelog/task/create/", **asked)["data"]["task_id"]
    assert desk.get("changelog/task/check/", advertiser_id=BUSY, task_id=task)["data"]["status"] == "SUCCESS"
    answer = desk.get("changelog/task/download/", advertiser_id=BUSY, task_id=task)["data"]["changelog"]
    return list(csv.reader(ast.literal_eval(json.loads(answer)["file_data"]).decode().splitlines()))


def test_the_change_log_tells_who_paused_what(desk: Desk) -> None:
    ids = [campaign(desk)]
    desk.switch(ids, advertiser_id=BUSY)
    desk.later(hours=1)
    desk.control("hands", [{"act": "switch", "ids": ids, "status": "ENABLE"}])
    rows = log_of(desk)
    assert rows[2] == ["Status changes", "2"]
    assert [(row[2], row[5]) for row in rows[5:]] == [(ids[0], "Marketing API"), (ids[0], "TikTok Ads Manager")]
    assert json.loads(rows[-1][-1])[0]["before_after"] == [{"before": "Paused", "after": "Enabled"}]


def test_the_change_log_can_be_narrowed(desk: Desk) -> None:
    desk.switch([campaign(desk)], advertiser_id=BUSY)
    empty = ({"module": "BUDGET"}, {"object_type": "AD"}, {"object_ids": ["1"]}, {"end_time": "2026-09-02 00:00:00"})
    assert [len(log_of(desk, **change)) for change in ({}, *empty)] == [6, 5, 5, 5, 5]
    assert log_of(desk, timezone="Asia/Tokyo")[-1][0] == "2026-09-14 18:00"


@pytest.mark.parametrize("change", [{"end_time": "2026-11-01 00:00:00"}, {"timezone": "Mars"}, {"start_time": "today"}])
def test_a_change_log_that_cannot_be_made_is_refused(desk: Desk, change: dict[str, str]) -> None:
    asked = {"advertiser_id": BUSY, "start_time": "2026-09-01 00:00:00", "end_time": "2026-09-30 00:00:00", **change}
    assert desk.post("changelog/task/create/", **asked)["code"] == 40002


def report_task(desk: Desk) -> str:
    asked = {"advertiser_id": BUSY, "report_type": "BASIC", "data_level": "AUCTION_CAMPAIGN"}
    asked |= {"dimensions": ["campaign_id"], "metrics": ["spend"], "query_lifetime": True}
    return str(desk.post("report/task/create/", **asked)["data"]["task_id"])


def test_a_report_task_takes_its_time_and_ends_in_a_file(start: Callable[..., Desk]) -> None:
    desk = start(scenario=EVERY_KIND, task_seconds=60)
    named = {"advertiser_id": BUSY, "task_id": report_task(desk)}
    early = (
        desk.get("report/task/check/", **named)["data"]["status"],
        desk.get("report/task/download/", **named)["code"],
    )
    desk.later(minutes=1)
    file = desk.http.get("/open_api/v1.3/report/task/download/", params=named)
    assert early == ("PROCESSING", 40201)
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert file.text.splitlines()[0] == "campaign_id,spend"
    assert {row["spend"] for row in csv.DictReader(file.text.splitlines())} > {"645.00"}


def test_another_accounts_task_does_not_exist(desk: Desk) -> None:
    named = {"advertiser_id": "7302000000000000012", "task_id": report_task(desk)}
    assert desk.get("report/task/check/", **named)["code"] == 40007


def comments(desk: Desk, **change: Any) -> Any:
    group = desk.rows("adgroup", advertiser_id=BUSY, filtering={"campaign_ids": [campaign(desk)]})[0]["adgroup_id"]
    asked = {"advertiser_id": BUSY, "search_field": "ADGROUP_ID", "search_value": group, **change}
    asked = {"start_time": "2026-08-31", "end_time": "2026-09-30", **asked}
    return desk.get("comment/list/", **asked)


def test_comments_are_listed_newest_first_and_hidden(desk: Desk) -> None:
    rows = comments(desk)["data"]["comments"]
    assert [row["content"] for row in rows] == ["Love it", "Too expensive", "Where can I buy these?"]
    body = {"advertiser_id": BUSY, "comment_ids": [rows[1]["comment_id"]], "operation": "HIDDEN"}
    assert [desk.post("comment/status/update/", **body)["code"] for _ in range(2)] == [0, 0]
    assert [row["comment_status"] for row in comments(desk)["data"]["comments"]] == ["PUBLIC", "HIDDEN", "PUBLIC"]


def test_a_comment_is_answered_and_the_answer_taken_back(desk: Desk) -> None:
    (first, *_) = comments(desk)["data"]["comments"]
    named = {"advertiser_id": BUSY, "comment_id": first["comment_id"]}
    made = desk.post("comment/post/", **named, text="Thank you")["data"]["comment_id"]
    replies = desk.get("comment/reference/", **named, comment_type="COMMENT")["data"]["comments"]
    assert [(reply["comment_id"], reply["comment_type"]) for reply in replies] == [(made, "REPLY")]
    assert comments(desk, sort_field="REPLIES")["data"]["comments"][0]["replies"] == 1
    assert desk.post("comment/delete/", **named)["code"] == 40002
    assert desk.post("comment/delete/", **(named | {"comment_id": made}))["code"] == 0
    assert comments(desk, comment_type=["REPLY"])["data"]["comments"] == []


def test_somebody_may_comment_at_any_time(desk: Desk) -> None:
    ad = desk.rows("ad", advertiser_id=BUSY, filtering={"campaign_ids": [campaign(desk)]})[0]["ad_id"]
    desk.control("hands", [{"act": "comment", "ad_id": ad, "text": "Why is this everywhere?"}])
    assert comments(desk, sort_field="LIKES", sort_type="ASC")["data"]["page_info"]["total_number"] == 4


def test_comments_are_exported(desk: Desk) -> None:
    named = {"advertiser_id": BUSY, "search_field": "ADGROUP_ID"}
    group = comments(desk)["data"]["comments"][0]["adgroup_id"]
    asked = {"start_time": "2026-08-31", "end_time": "2026-09-30", "search_value": group}
    task = {"advertiser_id": BUSY, "task_id": desk.post("comment/task/create/", **named, **asked)["data"]["task_id"]}
    assert desk.get("comment/task/check/", **task)["data"]["status"] == "SUCCESS"
    assert len(desk.http.get("/open_api/v1.3/comment/task/download/", params=task).text.splitlines()) == 4


def test_comments_are_not_there_for_smart_plus_nor_for_nothing(desk: Desk) -> None:
    ids = [campaign(desk, "Upgraded")]
    group = desk.rows("adgroup", advertiser_id=BUSY, filtering={"campaign_ids": ids})[0]["adgroup_id"]
    assert [comments(desk, search_value=value)["code"] for value in (group, "17")] == [40002, 40007]
    body = {"advertiser_id": BUSY, "comment_ids": ["74"], "operation": "HIDDEN"}
    assert desk.post("comment/status/update/", **body)["code"] == 40007


def posts(desk: Desk, **params: Any) -> Any:
    return desk.get("tt_video/list/", advertiser_id=BUSY, **params)["data"]["list"]


def spark_statuses(desk: Desk) -> list[str]:
    rows = desk.rows("ad", advertiser_id=BUSY, filtering={"campaign_ids": [campaign(desk, "Spark")]})
    return [row["secondary_status"] for row in rows]


def test_a_post_goes_back_once_the_creator_took_the_code(desk: Desk) -> None:
    item = posts(desk)[0]["item_info"]["item_id"]
    body = {"advertiser_id": BUSY, "item_id": item}
    codes = [desk.post("tt_video/unbind/", **body)["code"]]
    desk.control("hands", [{"act": "revoke_post", "item_id": item}])
    seen = [spark_statuses(desk)[0]]
    codes += [desk.post("tt_video/unbind/", **body)["code"] for _ in range(2)]
    assert (codes, len(posts(desk))) == ([40002, 0, 40007], 1)
    assert [*seen, *spark_statuses(desk)] == [
        "AD_STATUS_CREATOR_AUTHORIZATION_REVOKED",
        "AD_STATUS_ASSET_AUTHORIZATION_LOST",
        "AD_STATUS_DELIVERY_OK",
    ]


def test_ads_without_authorization_spend_nothing(desk: Desk) -> None:
    for post in posts(desk):
        desk.control("hands", [{"act": "expire_post", "item_id": post["item_info"]["item_id"]}])
    desk.later(hours=1)
    before = desk.spend(campaign(desk, "Spark"), advertiser_id=BUSY)
    desk.later(hours=24)
    assert before == desk.spend(campaign(desk, "Spark"), advertiser_id=BUSY)
    assert {post["auth_info"]["ad_auth_status"] for post in posts(desk)} == {"EXPIRED"}


def test_a_code_tells_its_post_and_binds_it(desk: Desk) -> None:
    post = posts(desk, keyword="@cleo")[0]
    named = {"advertiser_id": BUSY, "auth_code": post["item_info"]["auth_code"]}
    assert desk.get("tt_video/info/", **named)["data"] == post
    assert desk.post("tt_video/authorize/", **named)["code"] == 0
    assert desk.get("tt_video/info/", **(named | {"auth_code": "#guess"}))["message"] == "auth_code_not_found"
    desk.control("hands", [{"act": "expire_post", "item_id": post["item_info"]["item_id"]}])
    assert desk.post("tt_video/authorize/", **named)["code"] == 40002


def rule(desk: Desk, subject: str = "TURN_OFF", *conditions: dict[str, Any], **more: Any) -> Any:
    target = {"dimension": "CAMPAIGN", "dimension_ids": [campaign(desk)]}
    plan = {"name": "Net", "apply_objects": [target], "actions": [{"subject_type": subject}]}
    return {**plan, "conditions": list(conditions), **more}


def make(desk: Desk, *rules: Any) -> Any:
    return desk.post("optimizer/rule/create/", advertiser_id=BUSY, rules=list(rules))


def status(desk: Desk) -> str:
    return str(desk.named("Auction 1", advertiser_id=BUSY)[0]["operation_status"])


def test_a_rule_turns_off_what_was_turned_on_again(desk: Desk) -> None:
    (rule_id,) = make(desk, rule(desk))["data"]["rule_ids"]
    desk.later(minutes=29)
    early = status(desk)
    desk.later(minutes=1)
    assert (early, status(desk)) == ("ENABLE", "DISABLE")
    (result,) = desk.get("optimizer/rule/result/list/", advertiser_id=BUSY)["data"]["results"]
    assert (result["rule_id"], result["exec_time"]) == (rule_id, "2026-09-14 09:30:00")
    assert log_of(desk)[-1][5] == "Automated rules"


def test_a_rule_acts_at_its_half_hour_even_if_nobody_calls(desk: Desk) -> None:
    make(desk, rule(desk, "TURN_OFF", {"subject_type": "COST", "match_type": "GT", "values": ["700"]}))
    desk.later(hours=72)
    assert (status(desk), desk.spend(campaign(desk), advertiser_id=BUSY)) == ("DISABLE", "701.00")  # 2 an hour


def test_two_rules_may_fight(desk: Desk) -> None:
    cheap = {"subject_type": "COST", "match_type": "LT", "values": ["1000"]}
    make(desk, rule(desk), rule(desk, "TURN_ON", cheap), rule(desk, "MESSAGE"))
    desk.later(hours=1)
    assert status(desk) == "ENABLE"
    assert desk.get("optimizer/rule/result/list/", advertiser_id=BUSY)["data"]["page_info"]["total_number"] == 6


def test_rules_are_read_changed_bound_stopped_and_deleted(desk: Desk) -> None:
    (rule_id,) = make(desk, rule(desk, "MESSAGE"))["data"]["rule_ids"]
    named = {"advertiser_id": BUSY}
    desk.post("optimizer/rule/update/", **named, rules=[rule(desk, name="Firm", rule_id=rule_id)])
    binding = {"rule_id": rule_id, "dimension": "CAMPAIGN", "dimension_ids": [campaign(desk, "Auction 2")]}
    desk.post("optimizer/rule/batch_bind/", **named, bind_info=[binding])
    (row,) = desk.get("optimizer/rule/get/", **named, rule_ids=[rule_id])["data"]["rules"]
    assert (row["name"], len(row["apply_objects"]), row["status"]) == ("Firm", 2, "ON")
    stop = {**named, "rule_ids": [rule_id]}
    desk.post("optimizer/rule/update/status/", **stop, operate_type="TURN_OFF")
    desk.later(hours=1)
    desk.post("optimizer/rule/update/status/", **stop, operate_type="DELETE")
    assert (status(desk), desk.get("optimizer/rule/list/", **named)["data"]["rules"]) == ("ENABLE", [])
    assert desk.get("optimizer/rule/get/", **named, rule_ids=[rule_id])["code"] == 40007


@pytest.mark.parametrize(
    "bad", [{"conditions": [{"subject_type": "COST", "match_type": "GT", "values": ["much"]}]}, {"name": ""}]
)
def test_a_rule_that_cannot_be_read_is_refused(desk: Desk, bad: dict[str, Any]) -> None:
    assert make(desk, rule(desk) | bad)["code"] == 40002
    assert desk.post("optimizer/rule/create/", advertiser_id=BUSY, rules=[])["code"] == 40002


def test_outages_are_in_the_status_feed(desk: Desk) -> None:
    desk.control("hands", [{"act": "incident", "title": "Slow reports", "text": "<1 h late"}])
    feed = desk.http.get("/marketing_api/api/status_page/incident/rss/")
    assert feed.headers["content-type"] == "application/rss+xml"
    assert "<title>Slow reports</title><description>&lt;1 h late</description>" in feed.text


@pytest.mark.parametrize(
    ("order", "problem"),
    [
        ({"act": "pray"}, "act: Must be one of"),
        ({"act": "switch", "ids": ["1"], "status": "ENABLE"}, "there is no object 1"),
        ({"act": "revoke_post", "item_id": "1"}, "there is no post 1"),
        ({"act": "account_status", "advertiser_id": "1", "status": "STATUS_LIMIT"}, "there is no account 1"),
    ],
)
def test_an_act_that_cannot_be_done_is_refused(desk: Desk, order: dict[str, Any], problem: str) -> None:
    assert desk.control("hands", [order])["error"].startswith(problem)
    assert desk.control("hands", order)["error"] == "give a list of objects"


@pytest.mark.parametrize(
    ("all_of", "ends_as"), [("ALL_ACTIVE_CAMPAIGN", "DISABLE"), ("ALL_INACTIVE_CAMPAIGN", "ENABLE")]
)
def test_a_rule_may_apply_to_all_that_is_on_or_off(desk: Desk, all_of: str, ends_as: str) -> None:
    reach = {"dimension": "CAMPAIGN", "dimension_ids": [], "pre_condition_type": all_of}
    make(desk, rule(desk, "TURN_OFF", {"subject_type": "NO_CONDITION"}, apply_objects=[reach]))
    desk.later(minutes=30)
    assert status(desk) == ends_as


def test_a_rule_that_says_always_needs_no_figures(desk: Desk) -> None:
    make(desk, rule(desk, "TURN_OFF", {"subject_type": "NO_CONDITION"}))
    desk.later(minutes=30)
    assert status(desk) == "DISABLE"


def test_an_unknown_reach_is_refused(desk: Desk) -> None:
    reach = {"dimension": "CAMPAIGN", "dimension_ids": [], "pre_condition_type": "ALL_OF_THEM"}
    assert make(desk, rule(desk, apply_objects=[reach]))["code"] == 40002


def test_answers_spell_some_fields_in_their_own_way(desk: Desk) -> None:
    make(desk, rule(desk))
    (row,) = desk.get("optimizer/rule/list/", advertiser_id=BUSY)["data"]["rules"]
    assert (row["rule_status"], row["action"]) == ("ON", [{"subject_type": "TURN_OFF"}])
    assert row["apply_objects"][0]["dimesion"] == "CAMPAIGN"


def test_children_may_show_a_switch_above_them_late(start: Callable[..., Desk]) -> None:
    desk = start(scenario=EVERY_KIND, children_lag_seconds=300)
    ids = [campaign(desk)]
    desk.switch(ids, advertiser_id=BUSY)
    asked = {"advertiser_id": BUSY, "filtering": {"campaign_ids": ids}}
    early = {row["secondary_status"] for row in desk.rows("adgroup", **asked)}
    desk.later(minutes=5)
    late = {row["secondary_status"] for row in desk.rows("adgroup", **asked)}
    assert (early, late) == ({"ADGROUP_STATUS_DELIVERY_OK"}, {"ADGROUP_STATUS_CAMPAIGN_DISABLE"})
