"""Every list of an account and of a shop, against the emulator and against a platform that answers oddly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from emulator.desk import Desk, open_desk
from emulator.shop import CIPHER, KEY, SCENARIO, SECRET, SHOP
from emulator.shop import TOKEN as SHOP_TOKEN
from unpromote.adapters.shop.calls import Key
from unpromote.adapters.shop.client import ShopClient
from unpromote.adapters.shop.survey import ShopSurvey
from unpromote.adapters.surveys import Surveys
from unpromote.adapters.tiktok import TikTokClient
from unpromote.adapters.tiktok.survey import TikTokSurvey
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.inventory import Found, Survey, once
from unpromote.services.ports import Surveyor

AT = datetime(2026, 9, 14, 9, tzinfo=UTC)
ACCOUNT, GROUP = "7302000000000000011", "7100000000000000001"


@pytest.fixture
def desk():
    with open_desk(scenario=SCENARIO) as desk:
        yield desk


def account(desk: Desk, at: datetime = AT) -> Survey:
    with TikTokClient(desk.running.url, "demo-token", wait=lambda _: None) as client:
        return TikTokSurvey(client, lambda: at).account(ACCOUNT)


def shop(desk: Desk, name: str = SHOP, **more: Any) -> Survey:
    with ShopClient(desk.running.url, Key(KEY, SECRET, SHOP_TOKEN), wait=lambda _: None) as client:
        return ShopSurvey(client, lambda: AT, **more).shop(name)


def of(survey: Survey, kind: str) -> list[Found]:
    return [one for one in once(survey.passes) if one.kind == kind]


def fault(desk: Desk, path: str, code: int) -> None:
    desk.control("faults", [{"kind": "code", "code": code, "path": path, "times": 0}])


def test_each_kind_is_a_pass_with_its_own_result(desk: Desk) -> None:
    found = {one.kind: (len(one.found), one.problem) for one in account(desk).passes}
    assert found == {
        "gmv_max": (1, ""),
        "smart_plus": (1, ""),
        "campaign": (6, ""),
        "reach_frequency": (2, ""),
        "topview": (1, ""),
        "promote": (1, ""),
        "gmv_session": (1, ""),
        "spark_authorization": (2, ""),
    }


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("gmv_max/campaign/get", {"gmv_max"}),
        ("smart_plus/campaign/get", {"smart_plus"}),
        ("tt_video/list", {"spark_authorization"}),
    ],
)
def test_a_list_that_may_not_be_read_fails_alone(desk: Desk, path: str, kinds: set[str]) -> None:
    fault(desk, path, 40001)
    failed = {one.kind: one.problem for one in account(desk).passes if one.problem}
    assert (failed.keys(), all("40001" in problem for problem in failed.values())) == (kinds, True)


def test_a_campaign_that_is_off_is_listed_and_a_deleted_one_is_not(desk: Desk) -> None:
    off, gone = [one.id for one in of(account(desk), "campaign")[:2]]
    desk.switch([off], advertiser_id=ACCOUNT)
    desk.switch([gone], "DELETE", advertiser_id=ACCOUNT)
    left = {one.id: one.on for one in of(account(desk), "campaign")}
    assert (left[off], gone in left) == (False, False)


def test_a_post_is_on_while_its_code_lasts_and_names_its_ads(desk: Desk) -> None:
    first, second = of(account(desk), "spark_authorization")
    assert (first.on, len(first.used_by), first.seen.name.startswith(f"Post {first.id} of @cleo")) == (True, 1, True)
    desk.control("hands", [{"act": "revoke_post", "item_id": second.id}])
    after = {one.id: one.on for one in of(account(desk), "spark_authorization")}
    assert after == {first.id: True, second.id: False}
    late = account(desk, AT + timedelta(days=400))
    assert {one.on for one in of(late, "spark_authorization")} == {False}


def test_ads_that_cannot_be_read_leave_a_gap_and_the_posts(desk: Desk) -> None:
    fault(desk, "/ad/get", 40001)
    survey = account(desk)
    (spark,) = [one for one in survey.passes if one.kind == "spark_authorization"]
    assert (len(spark.found), spark.problem, {one.used_by for one in spark.found}) == (2, "", {()})
    assert spark.gaps[0].startswith(f"which ads show the posts of account {ACCOUNT} could not be read: TikTok")


def test_a_deleted_ad_uses_no_post(desk: Desk) -> None:
    first = of(account(desk), "spark_authorization")[0]
    desk.switch(list(first.used_by), "DELETE", "ad", advertiser_id=ACCOUNT)
    assert of(account(desk), "spark_authorization")[0].used_by == ()


def test_a_business_center_names_its_accounts(desk: Desk) -> None:
    with TikTokClient(desk.running.url, "demo-token") as client:
        assert TikTokSurvey(client, lambda: AT).accounts(GROUP) == (ACCOUNT, "7302000000000000012")


def test_an_account_that_the_token_does_not_open_is_said(desk: Desk) -> None:
    with TikTokClient(desk.running.url, "demo-token", wait=lambda _: None) as client:
        survey = TikTokSurvey(client, lambda: AT).account("7302000000000000099")
    assert (survey.passes, survey.place.problem != "") == ((), True)


def test_an_end_that_cannot_be_read_is_a_failure_not_a_guess() -> None:
    row = {"auth_info": {"auth_end_time": "soon", "ad_auth_status": "IN_USE"}}
    row |= {"item_info": {"item_id": "1"}, "user_info": {"tiktok_name": "@cleo"}}

    def answer(_: httpx.Request) -> httpx.Response:
        data = {"list": [row], "page_info": {"total_number": 1}}
        return httpx.Response(200, json={"code": 0, "message": "OK", "request_id": "r", "data": data})

    with (
        TikTokClient("http://tiktok.example", "t", transport=httpx.MockTransport(answer)) as client,
        pytest.raises(OutsideFailed, match="no readable auth_end_time"),
    ):
        client.posts(ACCOUNT)


# --- shops


def test_a_shop_shows_what_is_on_and_what_is_over(desk: Desk) -> None:
    survey = shop(desk, cipher=CIPHER)
    assert {one.kind: len(one.found) for one in survey.passes} == {
        "shop_activity": 5,
        "shop_coupon": 2,
        "target_collaboration": 2,
        "open_collaboration": 2,
    }
    assert [one.seen.name for one in of(survey, "shop_activity") if not one.on] == ["Summer prices"]


def test_a_shops_list_that_cannot_be_read_fails_alone(desk: Desk) -> None:
    desk.control("faults", [{"kind": "code", "code": 105005, "path": "coupons/search", "times": 0}])
    failed = {one.kind: one.problem for one in shop(desk).passes if one.problem}
    assert (list(failed), "105005" in failed["shop_coupon"]) == (["shop_coupon"], True)


def test_a_shop_that_is_not_opened_is_said(desk: Desk) -> None:
    assert "opens no shop 9" in shop(desk, "9").place.problem
    assert "another one is set" in shop(desk, cipher="other").place.problem


# --- together


def test_what_is_not_connected_says_so() -> None:
    nothing: Surveyor = Surveys(tiktok=None, shop=None)
    assert "UNPROMOTE_TIKTOK_TOKEN" in nothing.account("1").place.problem
    assert "UNPROMOTE_SHOP_TOKEN" in nothing.shop("1").place.problem
    with pytest.raises(OutsideFailed, match="UNPROMOTE_TIKTOK_TOKEN"):
        nothing.accounts("1")


def test_what_is_connected_is_asked(desk: Desk) -> None:
    with TikTokClient(desk.running.url, "demo-token") as client:
        surveys = Surveys(tiktok=TikTokSurvey(client, lambda: AT), shop=None)
        assert (surveys.account(ACCOUNT).place.currency, surveys.accounts(GROUP)[0]) == ("EUR", ACCOUNT)
