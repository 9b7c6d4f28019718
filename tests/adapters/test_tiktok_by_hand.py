"""What the API can only read: looked at by its ad groups, since the campaign above goes on to be shown as on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

import builders as b
from emulator.desk import TOKEN, Desk, open_desk
from emulator.shop import SCENARIO
from unpromote.adapters.tiktok import TikTokClient, TikTokDelivery
from unpromote.adapters.tiktok.sorts import SORTS
from unpromote.domain.delivery import Level, Observation, Target, is_off
from unpromote.domain.errors import BadInput, OutsideFailed
from unpromote.services.delivery import stop_batch

ACCOUNT = "7302000000000000011"
BOOSTED, BOOKED, DELIVERING = "Boosted post", "Reach and Frequency, booked", "Reach and Frequency, delivering"
PROMOTE = {"campaign_system_origins": ["PROMOTE"]}
TOPVIEW = {"buying_types": ["RESERVATION_TOP_VIEW"]}


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk(scenario=SCENARIO) as desk:
        yield desk


@pytest.fixture
def platform(desk: Desk) -> Iterator[TikTokDelivery]:
    with TikTokClient(desk.running.url, TOKEN, wait=lambda _: None) as client:
        yield TikTokDelivery(client, desk.running.emulator.now)


def target(desk: Desk, name: str, kind: str, **hidden: list[str]) -> Target:
    (row,) = desk.named(name, ACCOUNT, **hidden)
    return replace(b.target(), kind=kind, advertiser_id=ACCOUNT, external_id=row["campaign_id"])


def orders(desk: Desk, of: Target, **hidden: list[str]) -> list[str]:
    rows = desk.rows("adgroup", advertiser_id=ACCOUNT, filtering={"campaign_ids": [of.external_id], **hidden})
    return [row["adgroup_id"] for row in rows]


def look(platform: TikTokDelivery, one: Target) -> Observation:
    (seen,) = platform.look([one])
    return seen


def test_a_boosted_post_is_seen_to_go_on_and_to_have_ended(desk: Desk, platform: TikTokDelivery) -> None:
    post = target(desk, BOOSTED, "promote", **PROMOTE)
    assert look(platform, post).secondary_status == "ADGROUP_STATUS_DELIVERY_OK"
    desk.control("hands", [{"act": "end_promote", "campaign_id": post.external_id}])
    seen = look(platform, post)
    assert (seen.external_id, seen.name) == (post.external_id, BOOSTED)
    assert (seen.secondary_status, is_off(seen)) == ("ADGROUP_STATUS_PROMOTE_WITHDRAW_ORDER", True)


def test_an_order_has_ended_only_once_all_its_ad_groups_have(desk: Desk, platform: TikTokDelivery) -> None:
    order = target(desk, DELIVERING, "reach_frequency")
    first, *others = orders(desk, order)
    desk.control("hands", [{"act": "end_rf_order", "adgroup_id": first}])
    assert (bool(others), is_off(look(platform, order))) == (True, False)
    for each in others:
        desk.control("hands", [{"act": "end_rf_order", "adgroup_id": each}])
    seen = look(platform, order)
    assert (seen.secondary_status, is_off(seen)) == ("ADGROUP_STATUS_RF_TERMINATE", True)


def test_a_booking_that_waits_for_its_start_is_not_off(desk: Desk, platform: TikTokDelivery) -> None:
    seen = look(platform, target(desk, BOOKED, "reach_frequency"))
    assert (seen.secondary_status, is_off(seen)) == ("ADGROUP_STATUS_RF_SCHEDULE", False)


def test_a_campaign_that_is_off_itself_needs_no_word_of_its_ad_groups(desk: Desk, platform: TikTokDelivery) -> None:
    order = target(desk, DELIVERING, "reach_frequency")
    desk.control("hands", [{"act": "switch", "ids": [order.external_id], "status": "DISABLE"}])
    assert look(platform, order).secondary_status == "CAMPAIGN_STATUS_DISABLE"


def test_topview_is_told_by_its_ad_group(desk: Desk, platform: TikTokDelivery) -> None:
    reserved = target(desk, "TopView", "topview", **TOPVIEW)
    (group,) = orders(desk, reserved, **TOPVIEW)
    below = replace(reserved, external_id=group, level=Level.ADGROUP)
    assert look(platform, reserved).secondary_status == look(platform, below).secondary_status
    assert look(platform, reserved).secondary_status.startswith("ADGROUP_STATUS_")


def test_what_nobody_knows_is_not_looked_for_below(desk: Desk, platform: TikTokDelivery) -> None:
    unknown = replace(b.target(), kind="promote", advertiser_id=ACCOUNT, external_id="1800000000000000000")
    assert platform.look([unknown]) == ()
    assert not [entry for entry in desk.control("log") if "adgroup" in entry["path"]]


# --- a booking that does not deliver yet can be taken back, for good


def booked(desk: Desk, name: str = BOOKED) -> list[Target]:
    campaign = target(desk, name, "reach_frequency")
    found = orders(desk, campaign)
    return [replace(campaign, id=each, external_id=each, level=Level.ADGROUP) for each in found]


def test_a_booking_is_taken_back_and_seen_to_be(desk: Desk, platform: TikTokDelivery) -> None:
    groups = booked(desk)
    event = stop_batch(platform, groups, now=desk.running.emulator.now(), by="unpromote")
    (receipt,) = event.writes
    assert (receipt.external_ids, receipt.refused) == (tuple(each.external_id for each in groups), ())
    assert {seen.secondary_status for seen in event.after} == {"ADGROUP_STATUS_RF_WITHDRAW_ORDER"}
    again = stop_batch(platform, groups, now=desk.running.emulator.now(), by="unpromote", again=True)
    assert again.writes == ()
    assert is_off(look(platform, target(desk, BOOKED, "reach_frequency")))


def test_what_delivers_is_refused_and_does_not_keep_the_booking(desk: Desk, platform: TikTokDelivery) -> None:
    waiting, running = booked(desk)[0], booked(desk, DELIVERING)[0]
    (receipt,) = platform.switch_off([waiting, running])
    assert receipt.external_ids == (waiting.external_id,)
    (refused,) = receipt.refused
    assert (refused.external_id, "it delivers" in refused.problem) == (running.external_id, True)
    assert [is_off(seen) for seen in platform.look([waiting, running])] == [True, False]


def test_a_lost_answer_is_found_by_looking(desk: Desk, platform: TikTokDelivery) -> None:
    desk.control("faults", [{"kind": "lost_reply_after_commit", "path": "rf/order/cancel"}])
    event = stop_batch(platform, booked(desk), now=desk.running.emulator.now(), by="unpromote")
    assert event.writes[0].status == ""
    assert all(is_off(seen) for seen in event.after)


def test_what_was_taken_back_stays_so(desk: Desk, platform: TikTokDelivery) -> None:
    with pytest.raises(OutsideFailed, match="book it anew") as failure:
        platform.switch_on(booked(desk))
    assert failure.value.permanent


def test_an_answer_that_names_no_failure_names_none() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"code": 0, "message": "OK", "request_id": "r1", "data": {}})

    sort = SORTS["reach_frequency", Level.ADGROUP]
    with TikTokClient("http://tiktok.example", "t", transport=httpx.MockTransport(answer)) as client:
        assert client.withdraw(sort, "rf/order/cancel", ACCOUNT, ["1", "2"]).ids == ("1", "2")
        with pytest.raises(BadInput, match="21 adgroups for one write"):
            client.withdraw(sort, "rf/order/cancel", ACCOUNT, [str(each) for each in range(21)])
