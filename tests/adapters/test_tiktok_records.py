"""What TikTok has on record: what stands below a campaign, its change log, its rules; read from the emulator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

import builders as b
from emulator.desk import EU, TOKEN, Desk, open_desk
from unpromote.adapters.tiktok import TikTokClient
from unpromote.adapters.tiktok.records import TikTokRecords
from unpromote.domain.delivery import Level, Target
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.on_record import threat_of
from unpromote.services.ports import PlatformRecords

NOW = datetime(2026, 9, 14, 9, tzinfo=UTC)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk() as desk:
        yield desk


@pytest.fixture
def records(desk: Desk) -> Iterator[PlatformRecords]:
    with TikTokClient(desk.running.url, TOKEN, wait=lambda _: None) as client:
        yield TikTokRecords(client, desk.running.emulator.now)


@pytest.fixture
def ids(desk: Desk) -> list[str]:
    return [row["campaign_id"] for row in desk.named("Autumn")]


def targets(*ids: str, **changes: Any) -> list[Target]:
    return [replace(b.target(), advertiser_id=EU, external_id=one, **changes) for one in ids]


def asked(desk: Desk, path: str) -> list[str]:
    return [entry["path"] for entry in desk.control("log") if path in entry["path"]]


# --- what stands below ---


def test_below_what_is_on_everything_delivers(records: PlatformRecords, ids: list[str]) -> None:
    one, two = records.below(targets(*ids[:2]))
    assert (one.external_id, two.external_id) == tuple(ids[:2])
    assert len(one.delivering) + one.more == one.adgroups + one.ads > 0
    assert (len(one.request_ids), one.read_at) == (2, NOW)


def test_below_what_is_off_nothing_delivers_though_its_own_switches_are_on(
    desk: Desk, records: PlatformRecords, ids: list[str]
) -> None:
    desk.switch(ids[:1])
    (below,) = records.below(targets(*ids[:1]))
    assert below.adgroups + below.ads > 0
    assert (below.delivering, below.more) == ((), 0)


def test_children_that_are_deleted_are_read_too(desk: Desk, records: PlatformRecords, ids: list[str]) -> None:
    (before,) = records.below(targets(*ids[:1]))
    desk.switch(ids[:1], "DELETE")
    (after,) = records.below(targets(*ids[:1]))
    assert (after.adgroups, after.ads, after.delivering) == (before.adgroups, before.ads, ())


def test_children_may_lag_behind_their_campaign() -> None:
    with open_desk(children_lag_seconds=600) as desk, TikTokClient(desk.running.url, TOKEN) as client:
        records = TikTokRecords(client, desk.running.emulator.now)
        (row, *_) = desk.named("Autumn")
        desk.switch([row["campaign_id"]])
        early = records.below(targets(row["campaign_id"]))
        desk.later(minutes=10)
        late = records.below(targets(row["campaign_id"]))
    assert [bool(one.delivering) for one in (*early, *late)] == [True, False]


def test_all_campaigns_of_a_promotion_take_one_call_a_level(
    desk: Desk, records: PlatformRecords, ids: list[str]
) -> None:
    assert len(records.below(targets(*ids))) == len(ids) == 24
    assert [len(asked(desk, f"/{noun}/get/")) for noun in ("adgroup", "ad")] == [1, 1]


def test_below_an_ad_group_stand_its_ads(desk: Desk, records: PlatformRecords, ids: list[str]) -> None:
    (group, *_) = desk.rows("adgroup", advertiser_id=EU, filtering={"campaign_ids": ids[:1]})
    (below,) = records.below(targets(group["adgroup_id"], level=Level.ADGROUP))
    assert (below.adgroups, below.ads, len(below.delivering)) == (0, below.ads, below.ads)
    assert below.ads > 0


# --- the change log ---


def test_the_change_log_tells_who_switched_what(desk: Desk, records: PlatformRecords, ids: list[str]) -> None:
    desk.switch(ids[:1])
    desk.later(hours=1)
    desk.control("hands", [{"act": "switch", "ids": ids[:1], "status": "ENABLE"}])
    task = records.ask_changes(EU, ids, NOW, NOW + timedelta(hours=2))
    file = records.changes(EU, task)
    assert file is not None
    told = [(line.at, line.level, line.external_id, line.switches_on, line.source) for line in file.lines]
    assert told == [
        (NOW, "campaign", ids[0], False, "Marketing API"),
        (NOW + timedelta(hours=1), "campaign", ids[0], True, "TikTok Ads Manager"),
    ]
    assert b"Status changes,2" in file.content
    assert file.request_id == desk.control("log")[-1]["request_id"]


def test_as_long_as_it_is_written_there_is_none() -> None:
    with open_desk(task_seconds=60) as desk, TikTokClient(desk.running.url, TOKEN) as client:
        records = TikTokRecords(client, desk.running.emulator.now)
        task = records.ask_changes(EU, ["18"], NOW, NOW + timedelta(hours=2))
        early = records.changes(EU, task)
        desk.later(minutes=1)
        late = records.changes(EU, task)
    assert early is None
    assert late is not None
    assert late.lines == ()


def test_of_more_than_a_hundred_objects_the_whole_account_is_asked_for() -> None:
    bodies: list[dict[str, Any]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content))
        return httpx.Response(200, json={"code": 0, "request_id": "req", "data": {"task_id": "76"}})

    client = TikTokClient("http://tiktok.invalid", TOKEN, transport=httpx.MockTransport(handle))
    for many in (100, 101):
        TikTokRecords(client, lambda: NOW).ask_changes(EU, [str(n) for n in range(many)], NOW, NOW)
    assert ["object_ids" in body for body in bodies] == [True, False]
    assert {body["module"] for body in bodies} == {"STATUS"}


def answering(**answers: Any) -> TikTokRecords:
    """Records of a platform that answers each endpoint, named by its last word, with this data."""

    def handle(request: httpx.Request) -> httpx.Response:
        data = answers[request.url.path.strip("/").rpartition("/")[2]]
        return httpx.Response(200, json={"code": 0, "message": "OK", "request_id": "req-1", "data": data})

    client = TikTokClient("http://tiktok.invalid", TOKEN, transport=httpx.MockTransport(handle))
    return TikTokRecords(client, lambda: NOW)


def logged(text: str) -> dict[str, str]:
    return {"status": "SUCCESS", "changelog": json.dumps({"file_data": text, "file_name": "1.csv"})}


HEADING = "Time,log_object_type,Object ID,Object,Operator,Source,App ID,Activity details\r\n"


def test_a_file_that_is_written_plainly_is_read_too() -> None:
    row = "2026-09-14 09:00,Ad group,17,On/Off Status,a***b,Marketing API,,by a form of its own\r\n"
    file = answering(check={"status": "SUCCESS"}, download=logged(HEADING + row)).changes(EU, "76")
    assert file is not None
    (line,) = file.lines
    assert (line.level, line.external_id, line.after, line.operator) == (
        "adgroup",
        "17",
        "by a form of its own",
        "a***b",
    )


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"changelog": "no json"}, "no readable changelog"),
        ({}, "no readable changelog"),
        (logged("b'broken"), "no readable changelog"),
        (logged("nothing of the kind"), "no readable changelog"),
        (logged(f"{HEADING}yesterday,Campaign,1,x,x,x,x,x\r\n"), "no readable time in the change log"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_failure_and_no_guess(data: dict[str, str], problem: str) -> None:
    with pytest.raises(OutsideFailed, match=problem):
        answering(check={"status": "SUCCESS"}, download=data).changes(EU, "76")


def test_a_task_that_failed_is_given_up() -> None:
    with pytest.raises(OutsideFailed, match="ended the task of the change log as FAILED") as failed:
        answering(check={"status": "FAILED"}).changes(EU, "76")
    assert failed.value.permanent


# --- automated rules ---


def make_rule(desk: Desk, ids: list[str], subject: str = "TURN_ON", **named: Any) -> str:
    reach = {"dimension": "CAMPAIGN", "dimension_ids": ids, **named}
    always = {"subject_type": "NO_CONDITION"}
    plan = {
        "name": "Morning on",
        "apply_objects": [reach],
        "conditions": [always],
        "actions": [{"subject_type": subject}],
    }
    return str(desk.post("optimizer/rule/create/", advertiser_id=EU, rules=[plan])["data"]["rule_ids"][0])


def threats(records: PlatformRecords, ids: list[str]) -> list[tuple[str, bool, int]]:
    levels = dict.fromkeys(ids, "campaign")
    found = [threat_of(rule, EU, levels) for rule in records.rules(EU)]
    return [(one.rule_id, one.whole_account, one.hits) for one in found if one]


def test_rules_that_turn_on_are_found_by_what_they_name(desk: Desk, records: PlatformRecords, ids: list[str]) -> None:
    one = make_rule(desk, ids[:2])
    make_rule(desk, ids[:2], "TURN_OFF")
    make_rule(desk, ids[5:])
    assert threats(records, ids[:3]) == [(one, False, 2)]


@pytest.mark.parametrize(
    ("all_of", "status"), [("ALL_INACTIVE_CAMPAIGN", "ENABLE"), ("ALL_ACTIVE_CAMPAIGN", "DISABLE")]
)
def test_a_rule_for_all_that_is_inactive_reaches_what_was_stopped(
    desk: Desk, records: PlatformRecords, ids: list[str], all_of: str, status: str
) -> None:
    rule = make_rule(desk, [], pre_condition_type=all_of)
    desk.switch(ids[:1])
    desk.later(minutes=30)
    (row,) = [row for row in desk.named("Autumn") if row["campaign_id"] == ids[0]]
    assert threats(records, ids[:1]) == [(rule, True, 1)] * (status == "ENABLE")
    assert row["operation_status"] == status


def test_rules_are_read_page_by_page_and_deleted_ones_left_out() -> None:
    row = {"rule_id": "1", "name": "x", "rule_status": "OFF", "action": [{"subject_type": "TURN_ON"}]}
    gone = row | {"rule_status": "DELETED"}
    pages = iter([{"rules": [row] * 99 + [gone]}, {"rules": [row]}])

    def handle(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"code": 0, "message": "OK", "request_id": "req", "data": next(pages)})

    client = TikTokClient("http://tiktok.invalid", TOKEN, transport=httpx.MockTransport(handle))
    found = TikTokRecords(client, lambda: NOW).rules(EU)
    assert len(found) == 100
    assert {(rule.is_on, rule.turns_on, rule.reaches) for rule in found} == {(False, True, ())}


@pytest.mark.parametrize("row", [{"actions": "x"}, {"apply_objects": ["x"]}])
def test_a_rule_of_no_known_form_is_a_failure(row: dict[str, Any]) -> None:
    with pytest.raises(OutsideFailed, match="no readable"):
        answering(list={"rules": [{"rule_id": "1", **row}]}).rules(EU)


def test_what_a_rule_reaches_is_read_as_answers_spell_it() -> None:
    reach = {"dimesion": "ADGROUP", "dimension_ids": ["17"]}
    odd = {"dimension": "CAMPAIGN", "dimension_ids": "18"}
    (rule,) = answering(list={"rules": [{"rule_id": "1", "apply_objects": [reach, odd]}]}).rules(EU)
    assert [(one.level, one.external_ids) for one in rule.reaches] == [("adgroup", ("17",))]


# --- the safety net ---


def test_the_net_switches_off_what_is_switched_on_and_is_hung_once(
    desk: Desk, records: PlatformRecords, ids: list[str]
) -> None:
    desk.switch(ids[:1])
    once, twice = (records.make_guard(EU, "Unpromote UP-1 keeps off 1-1", ids[:1]) for _ in range(2))
    desk.control("hands", [{"act": "switch", "ids": ids[:1], "status": "ENABLE"}])
    desk.later(minutes=30)
    assert once == twice
    assert desk.named("Autumn")[0]["operation_status"] == "DISABLE"
    assert len(asked(desk, "optimizer/rule/create")) == 1


def test_taken_down_it_is_gone_and_taking_it_down_again_does_nothing(
    desk: Desk, records: PlatformRecords, ids: list[str]
) -> None:
    rule = records.make_guard(EU, "Net", ids[:1])
    for _ in range(2):
        records.lift_guard(EU, rule)
    assert records.rules(EU) == ()
    assert len(asked(desk, "optimizer/rule/update/status")) == 1


def test_a_lost_reply_makes_no_second_net(desk: Desk, records: PlatformRecords, ids: list[str]) -> None:
    desk.control("faults", [{"kind": "lost_reply_after_commit", "path": "optimizer/rule/create"}])
    with pytest.raises(OutsideFailed):
        records.make_guard(EU, "Net", ids[:1])
    assert [rule.rule_id for rule in records.rules(EU)] == [records.make_guard(EU, "Net", ids[:1])]


def test_an_answer_that_names_no_rule_is_a_failure() -> None:
    with pytest.raises(OutsideFailed, match="no readable rule_ids"):
        answering(list={"rules": []}, create={"rule_ids": []}).make_guard(EU, "Net", ["18"])
