"""The delivery platform on TikTok, from the first look to spend that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from moneyed import Money

import builders as b
from emulator.desk import EU, TOKEN, Desk, open_desk
from unpromote.adapters.tiktok import TikTokClient, TikTokDelivery
from unpromote.domain.delivery import Level, Target, is_off
from unpromote.domain.errors import OutsideFailed
from unpromote.services.ports import DeliveryPlatform


def targets(*ids: str) -> list[Target]:
    return [replace(b.target(), advertiser_id=EU, external_id=one) for one in ids]


STARTS_AT = datetime(2026, 9, 14, 9, tzinfo=UTC)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk() as desk:
        yield desk


@pytest.fixture
def platform(desk: Desk) -> Iterator[DeliveryPlatform]:
    with TikTokClient(desk.running.url, TOKEN, wait=lambda _: None) as client:
        yield TikTokDelivery(client, desk.running.emulator.now)


@pytest.fixture
def ids(desk: Desk) -> list[str]:
    return [row["campaign_id"] for row in desk.named("Autumn")]


def test_a_look_tells_what_the_platform_says(desk: Desk, platform: DeliveryPlatform, ids: list[str]) -> None:
    (seen,) = platform.look(targets(*ids[:1]))
    entry = desk.control("log")[-1]
    assert (seen.external_id, seen.name) == (ids[0], "Autumn Trail 2026 DE Boots")
    assert (seen.operation_status, seen.secondary_status) == ("ENABLE", "CAMPAIGN_STATUS_ENABLE")
    assert (seen.request_id, seen.log_id, seen.observed_at) == (entry["request_id"], entry["log_id"], STARTS_AT)


def test_an_unknown_campaign_has_no_observation(platform: DeliveryPlatform, ids: list[str]) -> None:
    assert [seen.external_id for seen in platform.look(targets("1800000000000000000", ids[0]))] == [ids[0]]


def test_two_batches_stop_the_whole_promotion(platform: DeliveryPlatform, ids: list[str]) -> None:
    receipts = [*platform.switch_off(targets(*ids[:20])), *platform.switch_off(targets(*ids[20:]))]
    assert [len(receipt.external_ids) for receipt in receipts] == [20, 4]
    assert {(receipt.status, receipt.sent_at) for receipt in receipts} == {("DISABLE", STARTS_AT)}
    assert all(is_off(seen) for seen in platform.look(targets(*ids)))


def test_spend_stands_still_after_the_stop(desk: Desk, platform: DeliveryPlatform, ids: list[str]) -> None:
    platform.switch_off(targets(*ids[:1]))
    samples = []
    for hours in (0, 2, 1):
        desk.later(hours=hours)
        samples += platform.spend(targets(*ids[:1]))
    assert [sample.spend for sample in samples] == [Money(text, "EUR") for text in ("616.25", "617.97", "617.97")]
    assert samples[-1].sampled_at == STARTS_AT + timedelta(hours=3)


def test_the_currency_is_asked_once(desk: Desk, platform: DeliveryPlatform, ids: list[str]) -> None:
    platform.spend(targets(*ids[:1]))
    platform.spend(targets(*ids[1:2]))
    asked = [entry for entry in desk.control("log") if "advertiser/info" in entry["path"]]
    assert len(asked) == 1


def test_no_row_is_no_sample(platform: DeliveryPlatform) -> None:
    assert platform.spend(targets("1800000000000000000")) == ()


def test_a_lost_reply_is_found_by_looking(desk: Desk, platform: DeliveryPlatform, ids: list[str]) -> None:
    desk.control("faults", [{"kind": "lost_reply_after_commit", "path": "status/update"}])
    (receipt,) = platform.switch_off(targets(*ids[:20]))
    assert (receipt.status, receipt.problem) == (
        "",
        "TikTok did not answer campaign/status/update: RemoteProtocolError",
    )
    assert all(is_off(seen) for seen in platform.look(targets(*ids[:20])))


def test_one_that_tiktok_refuses_does_not_keep_the_others_on(
    desk: Desk, platform: DeliveryPlatform, ids: list[str]
) -> None:
    desk.switch(ids[2:3], "DELETE")
    receipts = platform.switch_off(targets(*ids[:5]))
    off = {one for receipt in receipts for one in receipt.external_ids if receipt.status}
    (refused,) = [one for receipt in receipts for one in receipt.refused]
    assert off == {*ids[:2], *ids[3:5]}
    assert refused.external_id == ids[2]
    assert "is deleted and cannot be changed" in refused.problem


@pytest.mark.parametrize("code", [40104, 40105, 40106])
def test_a_token_that_is_gone_is_not_mistaken_for_a_refusal_of_one(
    desk: Desk, platform: DeliveryPlatform, ids: list[str], code: int
) -> None:
    desk.control("faults", [{"kind": "code", "code": code, "path": "status/update", "times": 0}])
    with pytest.raises(OutsideFailed, match=str(code)) as failure:
        platform.switch_off(targets(*ids[:5]))
    assert failure.value.permanent


def test_a_word_of_trouble_says_nothing_of_what_was_done(
    desk: Desk, platform: DeliveryPlatform, ids: list[str]
) -> None:
    desk.control("faults", [{"kind": "code", "code": 51010, "path": "status/update", "after_commit": True}])
    (receipt,) = platform.switch_off(targets(*ids[:2]))
    assert (receipt.external_ids, receipt.status) == (tuple(ids[:2]), "")
    assert receipt.request_id == desk.control("log")[-1]["request_id"]
    assert all(is_off(seen) for seen in platform.look(targets(*ids[:2])))


def test_what_was_off_before_can_be_switched_on_again(platform: DeliveryPlatform, ids: list[str]) -> None:
    platform.switch_off(targets(*ids[:2]))
    platform.switch_on(targets(ids[0]))
    assert [is_off(seen) for seen in platform.look(targets(*ids[:2]))] == [False, True]


@pytest.mark.parametrize(
    ("kind", "level"), [("promote", Level.CAMPAIGN), ("topview", Level.AD), ("unheard of", Level.AD)]
)
def test_what_the_api_cannot_switch_is_left_to_a_person(
    platform: DeliveryPlatform, ids: list[str], kind: str, level: Level
) -> None:
    one = [replace(each, kind=kind, level=level) for each in targets(ids[0])]
    with pytest.raises(OutsideFailed, match="a person has to") as failure:
        platform.switch_off(one)
    assert failure.value.permanent


def test_an_account_that_is_not_told_has_no_currency() -> None:
    row = {"dimensions": {"campaign_id": "1"}, "metrics": {"spend": "1.00"}}

    def answer(request: httpx.Request) -> httpx.Response:
        rows = [row] if "report" in request.url.path else []
        data = {"list": rows, "page_info": {"total_number": len(rows)}}
        return httpx.Response(200, json={"code": 0, "message": "OK", "request_id": "r1", "data": data})

    client = TikTokClient("http://tiktok.example", "t", transport=httpx.MockTransport(answer))
    with client, pytest.raises(OutsideFailed, match=f"no currency for account {EU}"):
        TikTokDelivery(client, lambda: STARTS_AT).spend(targets("1"))


def test_upgraded_smart_plus_that_nobody_marked_is_switched_by_its_twin(desk: Desk, platform: DeliveryPlatform) -> None:
    us = "7301000000000000012"
    rows = desk.rows("campaign", advertiser_id=us)
    (smart,) = [row["campaign_id"] for row in rows if row["campaign_automation_type"] == "UPGRADED_SMART_PLUS"]
    usual = next(
        row["campaign_id"] for row in rows if row["operation_status"] == "ENABLE" and row["campaign_id"] != smart
    )
    both = [replace(each, advertiser_id=us) for each in targets(smart, usual)]
    assert {one for each in platform.switch_off(both) for one in each.external_ids} == {smart, usual}
    assert all(is_off(seen) for seen in platform.look(both))
    platform.switch_on([replace(both[0], kind="smart_plus")])
    assert [is_off(seen) for seen in platform.look(both)] == [False, True]


def test_an_ad_of_upgraded_smart_plus_is_billed_as_every_ad_is(desk: Desk, platform: DeliveryPlatform) -> None:
    us = "7301000000000000012"
    (ad, *_) = desk.rows("smart_plus/ad", advertiser_id=us, page_size=100)
    smart = replace(b.target(), kind="smart_plus", level=Level.AD, advertiser_id=us, external_id=ad["smart_plus_ad_id"])
    (sample,) = platform.spend([smart])
    assert (sample.external_id, sample.spend.amount > 0) == (ad["smart_plus_ad_id"], True)
