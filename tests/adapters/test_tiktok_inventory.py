"""What is on in an account: every campaign once, under its own kind, with what it has spent and may spend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from moneyed import Money

from emulator.desk import EU, TOKEN, Desk, open_desk
from emulator.shop import SCENARIO
from unpromote.adapters.tiktok import TikTokClient, TikTokInventory
from unpromote.domain.errors import OutsideFailed
from unpromote.services.ports import AccountListing, Inventory

AT = datetime(2026, 9, 14, 9, tzinfo=UTC)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk() as desk:
        yield desk


def read(desk: Desk, account: str = EU) -> AccountListing:
    with TikTokClient(desk.running.url, TOKEN, wait=lambda _: None) as client:
        inventory: Inventory = TikTokInventory(client, lambda: AT)
        return inventory.objects(account)


def test_everything_that_is_on_is_found_hidden_kinds_too(desk: Desk) -> None:
    listed = read(desk)
    assert (listed.name, listed.currency, listed.time_zone) == ("Northwind Outdoor EU", "EUR", "Europe/Berlin")
    ids = [one.seen.external_id for one in listed.running]
    assert len(ids) == len(set(ids))
    assert {"campaign", "promote"} <= {one.kind for one in listed.running}
    assert {one.seen.operation_status for one in listed.running} == {"ENABLE"}


def test_what_is_off_is_left_out(desk: Desk) -> None:
    first = read(desk).running[0].seen.external_id
    desk.switch([first])
    assert first not in {one.seen.external_id for one in read(desk).running}


def test_a_daily_budget_is_a_pace_and_a_total_one_is_not(desk: Desk) -> None:
    found = {one.seen.name.split(" - ")[0].split(" | ")[0]: one for one in read(desk).running}
    daily = next(one for name, one in found.items() if name.startswith("Always On EU"))
    whole = next(one for name, one in found.items() if name.startswith("Autumn Trail 2026"))
    assert (daily.a_day, daily.in_all, whole.a_day) == (Money("90.00", "EUR"), None, None)
    assert whole.in_all is not None
    assert daily.spent is not None


# --- kinds that have lists of their own

ROW: dict[str, Any] = {"campaign_name": "n", "operation_status": "ENABLE", "secondary_status": ""}


def row(id_: str, **more: Any) -> dict[str, Any]:
    return ROW | {"campaign_id": id_} | more


INFO = {"advertiser_id": EU, "name": "EU", "status": "ok", "currency": "EUR", "timezone": "Europe/Berlin"}


def listing(**lists: Any) -> AccountListing:
    """Ask a platform that answers each endpoint with these rows, or refuses it with a code."""

    def answer(request: httpx.Request) -> httpx.Response:
        name = request.url.path.removeprefix("/open_api/v1.3/").strip("/").replace("/", "_")
        found = {"advertiser_info": [INFO], **lists}.get(name, [])
        if isinstance(found, int):
            return httpx.Response(200, json={"code": found, "message": "no", "request_id": "r9"})
        data = {"list": found, "session_list": found, "page_info": {"total_number": len(found)}}
        return httpx.Response(200, json={"code": 0, "message": "OK", "request_id": "r1", "data": data})

    transport = httpx.MockTransport(answer)
    with TikTokClient("http://tiktok.example", "t", transport=transport, wait=lambda _: None) as client:
        return TikTokInventory(client, lambda: AT).objects(EU)


def kinds(listed: AccountListing) -> dict[str, str]:
    return {one.seen.external_id: one.kind for one in listed.running}


def test_what_stands_on_two_lists_counts_once_under_its_own_kind() -> None:
    usual = [row("1"), row("2"), row("3", campaign_automation_type="UPGRADED_SMART_PLUS")]
    listed = listing(campaign_get=usual, gmv_max_campaign_get=[row("2")], smart_plus_campaign_get=[row("4")])
    assert kinds(listed) == {"2": "gmv_max", "4": "smart_plus", "1": "campaign", "3": "smart_plus"}
    assert listed.unread == ()


def test_reservations_and_boosted_posts_are_told_apart() -> None:
    usual = [
        row("1", rf_campaign_type="STANDARD"),
        row("2", rf_campaign_type="TOPVIEW"),
        row("3", campaign_system_origin="PROMOTE"),
    ]
    assert kinds(listing(campaign_get=usual)) == {"1": "reach_frequency", "2": "topview", "3": "promote"}


def test_a_list_that_cannot_be_read_is_named_and_the_others_still_count() -> None:
    listed = listing(campaign_get=[row("1")], gmv_max_campaign_get=40001)
    assert kinds(listed) == {"1": "campaign"}
    assert listed.unread[0].startswith(f"gmv max of account {EU} could not be listed: TikTok refused")


def test_spend_that_cannot_be_read_is_unknown_and_said() -> None:
    listed = listing(campaign_get=[row("1", budget=0, budget_mode="BUDGET_MODE_INFINITE")], report_integrated_get=40002)
    assert (listed.running[0].spent, listed.running[0].a_day, listed.running[0].in_all) == (None, None, None)
    assert listed.unread[0].startswith("what 1 campaign spent could not be read")


def test_an_account_whose_campaigns_cannot_be_read_is_not_called_empty() -> None:
    with pytest.raises(OutsideFailed, match="no"):
        listing(campaign_get=40001)


def test_an_account_that_tiktok_does_not_tell_of_is_not_called_empty() -> None:
    with pytest.raises(OutsideFailed, match=f"tells nothing of account {EU}"):
        listing(advertiser_info=[INFO | {"advertiser_id": "1"}])


# --- boost sessions, which spend money of their own

EVERY_KIND = "7302000000000000011"


def test_boost_sessions_are_listed_beside_their_campaign_and_after_it() -> None:
    with open_desk(scenario=SCENARIO) as desk:
        (boost,) = [one for one in read(desk, EVERY_KIND).running if one.kind == "gmv_session"]
        (sale,) = [one.seen for one in read(desk, EVERY_KIND).running if one.kind == "gmv_max"]
        desk.switch([sale.external_id], advertiser_id=EVERY_KIND)
        left = [one.seen.external_id for one in read(desk, EVERY_KIND).running if one.kind.startswith("gmv")]
    assert (boost.seen.name, boost.a_day, boost.spent) == (f"Boost session of {sale.name}", Money("24.00", "EUR"), None)
    assert left == [boost.seen.external_id]


def test_a_session_that_ended_is_left_out() -> None:
    with open_desk(scenario=SCENARIO) as desk:
        (boost,) = [one.seen.external_id for one in read(desk, EVERY_KIND).running if one.kind == "gmv_session"]
        desk.post("campaign/gmv_max/session/delete/", advertiser_id=EVERY_KIND, session_id=boost)
        assert "gmv_session" not in {one.kind for one in read(desk, EVERY_KIND).running}


def test_sessions_are_not_asked_for_where_the_campaign_is_deleted() -> None:
    deleted = row("1", secondary_status="CAMPAIGN_STATUS_DELETE", operation_status="DELETE")
    listed = listing(gmv_max_campaign_get=[deleted], campaign_gmv_max_session_list=40001)
    assert (listed.running, listed.unread) == ((), ())


def test_a_session_without_a_budget_has_no_pace() -> None:
    session = {"campaign_id": "1", "session_id": "19"}
    listed = listing(gmv_max_campaign_get=[row("1")], campaign_gmv_max_session_list=[session])
    assert [(one.seen.external_id, one.a_day) for one in listed.running] == [("1", None), ("19", None)]


def test_sessions_that_cannot_be_listed_are_said_once() -> None:
    listed = listing(gmv_max_campaign_get=[row("1"), row("2")], campaign_gmv_max_session_list=40001)
    assert kinds(listed) == {"1": "gmv_max", "2": "gmv_max"}
    (said,) = listed.unread
    assert said.startswith(f"the boost sessions of 2 GMV Max campaigns of account {EU} could not be listed: TikTok")


# --- orders, which end in their ad groups


def test_a_boosted_post_that_was_ended_in_the_app_is_on_no_more() -> None:
    with open_desk(scenario=SCENARIO) as desk:
        (post,) = [one.seen for one in read(desk, EVERY_KIND).running if one.kind == "promote"]
        desk.control("hands", [{"act": "end_promote", "campaign_id": post.external_id}])
        left = {one.kind for one in read(desk, EVERY_KIND).running}
    assert post.secondary_status == "ADGROUP_STATUS_DELIVERY_OK"
    assert ("promote" in left, "reach_frequency" in left, "topview" in left) == (False, True, True)


def test_orders_whose_ad_groups_cannot_be_read_count_as_on() -> None:
    listed = listing(campaign_get=[row("3", campaign_system_origin="PROMOTE")], adgroup_get=40001)
    assert kinds(listed) == {"3": "promote"}
    assert listed.unread[0].startswith("the ad groups of 1 promote could not be read: TikTok refused")
