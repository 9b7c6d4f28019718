"""The creator's side of a Spark code: made, used, extended, expired, deleted; by the creator's token alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from emulator.desk import Desk
from emulator.test_money import BUSY, EVERY_KIND
from emulator.test_records import campaign, posts, spark_statuses

CLEO = "cleo-open-id"
REVOKED = "AD_STATUS_CREATOR_AUTHORIZATION_REVOKED"


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    return start(scenario=EVERY_KIND)


def item(desk: Desk) -> str:
    return str(posts(desk)[0]["item_info"]["item_id"])


def cleo(desk: Desk, path: str = "", **more: Any) -> Any:
    """Ask as Cleo does."""
    asked = {"business_id": CLEO, "item_id": more.pop("item_id", None) or item(desk), **more}
    headers = {"Access-Token": "cleo-token"}
    with httpx.Client(base_url=f"{desk.running.url}/open_api/v1.3/business/post/authorize/", headers=headers) as http:
        return (http.get(path, params=asked) if path == "status/" else http.post(path, json=asked)).json()


def status(desk: Desk, post: str) -> str:
    answer = cleo(desk, "status/", item_id=post)
    return str(answer["data"].get("auth_code_status", answer["code"]))


def test_a_code_in_use_is_shown_with_its_times(desk: Desk) -> None:
    told = cleo(desk, "status/")["data"]
    listed = posts(desk)[0]
    assert (told["auth_code"], told["auth_code_status"]) == (listed["item_info"]["auth_code"], "IN_USE")
    assert (told["auth_code_end_time"], told["authorization_days"]) == (listed["auth_info"]["auth_end_time"], 365)


def test_the_toggle_stays_on_while_the_code_is_in_use(desk: Desk) -> None:
    assert cleo(desk, "setting/", is_ad_promotable=False)["code"] == 40002
    assert status(desk, item(desk)) == "IN_USE"


def test_a_deleted_code_stops_the_ads_and_is_no_code_any_more(desk: Desk) -> None:
    post = item(desk)
    assert cleo(desk, "delete/")["data"]["auth_code_status"] == "DELETED"
    assert (spark_statuses(desk)[0], status(desk, post)) == (REVOKED, "40007")
    assert cleo(desk, "delete/", item_id=post)["code"] == 40007
    assert desk.post("tt_video/unbind/", advertiser_id=BUSY, item_id=post)["code"] == 0


def test_a_code_may_have_to_wait_for_its_ads(start: Callable[..., Desk]) -> None:
    desk = start(scenario=EVERY_KIND, code_deleted_in_use=False)
    first = cleo(desk, "delete/")["code"]
    desk.switch([campaign(desk, "Spark")], advertiser_id=BUSY)
    assert (first, cleo(desk, "delete/")["code"]) == (40002, 0)


def test_a_new_code_waits_to_be_used_and_gives_the_ads_their_post_back(desk: Desk) -> None:
    post = item(desk)
    cleo(desk, "delete/")
    desk.post("tt_video/unbind/", advertiser_id=BUSY, item_id=post)
    assert cleo(desk, "setting/", item_id=post, is_ad_promotable=True, authorization_days=7)["code"] == 0
    made = cleo(desk, "status/", item_id=post)["data"]
    assert (made["auth_code_status"], made["authorization_days"], len(posts(desk))) == ("NOT_USED", 7, 1)
    desk.post("tt_video/authorize/", advertiser_id=BUSY, auth_code=made["auth_code"])
    assert (status(desk, post), spark_statuses(desk)[0]) == ("IN_USE", "AD_STATUS_DELIVERY_OK")


def test_a_code_that_nobody_used_can_be_turned_off(desk: Desk) -> None:
    post = item(desk)
    cleo(desk, "delete/")
    cleo(desk, "setting/", item_id=post, is_ad_promotable=True)
    living = cleo(desk, "setting/", item_id=post, is_ad_promotable=True)["code"]
    assert (living, cleo(desk, "setting/", item_id=post, is_ad_promotable=False)["code"]) == (0, 0)
    assert status(desk, post) == "40007"


@pytest.mark.parametrize(
    ("days", "code"), [(7, 0), (30, 0), (60, 0), (365, 0), (8, 40002), (366, 40002), (True, 40002)]
)
def test_a_code_is_extended_by_the_days_that_there_are(desk: Desk, days: int, code: int) -> None:
    before = cleo(desk, "status/")["data"]["authorization_days"]
    assert cleo(desk, authorization_days=days)["code"] == code
    after = cleo(desk, "status/")["data"]["authorization_days"]
    assert after - before == (days if code == 0 else 0)


def test_a_code_expires_by_the_clock_and_its_ads_spend_no_more(desk: Desk) -> None:
    post = item(desk)
    cleo(desk, "delete/")
    cleo(desk, "setting/", item_id=post, is_ad_promotable=True, authorization_days=7)
    code = cleo(desk, "status/", item_id=post)["data"]["auth_code"]
    desk.post("tt_video/authorize/", advertiser_id=BUSY, auth_code=code)
    desk.later(hours=24 * 7 - 1)
    living = spark_statuses(desk)[0]
    desk.later(hours=1)
    assert (living, spark_statuses(desk)[0], status(desk, post)) == ("AD_STATUS_DELIVERY_OK", REVOKED, "EXPIRED")
    assert cleo(desk, item_id=post)["code"] == 40002


def spent_after(desk: Desk, *waits: int) -> str | None:
    """What both ads spent after these hours, their new codes living for seven days."""
    for post in [each["item_info"]["item_id"] for each in posts(desk)]:
        cleo(desk, "delete/", item_id=post)
        cleo(desk, "setting/", item_id=post, is_ad_promotable=True, authorization_days=7)
        code = cleo(desk, "status/", item_id=post)["data"]["auth_code"]
        desk.post("tt_video/authorize/", advertiser_id=BUSY, auth_code=code)
    for hours in waits:
        desk.later(hours=hours)
        posts(desk)
    return desk.spend(campaign(desk, "Spark"), advertiser_id=BUSY)


def test_what_was_spent_ends_with_the_code_and_not_when_somebody_looks(start: Callable[..., Desk]) -> None:
    seen = [
        spent_after(start(scenario=EVERY_KIND), *waits) for waits in ((24 * 9,), (24 * 7, 48), (24 * 8,), (24 * 6,))
    ]
    assert seen[0] == seen[1] == seen[2] != seen[3]


def test_an_expired_code_is_made_anew(desk: Desk) -> None:
    post = item(desk)
    desk.control("hands", [{"act": "expire_post", "item_id": post}])
    assert status(desk, post) == "EXPIRED"
    assert cleo(desk, "setting/", item_id=post, is_ad_promotable=True)["code"] == 0
    assert status(desk, post) == "NOT_USED"


def test_a_post_is_its_creators_alone(desk: Desk) -> None:
    asked = {"business_id": CLEO, "item_id": item(desk)}
    assert desk.post("business/post/authorize/delete/", **asked)["code"] == 40001
    assert cleo(desk, "delete/", business_id="somebody")["code"] == 40001
    assert cleo(desk, "delete/", item_id="75")["code"] == 40007
    headers = {"Access-Token": "cleo-token"}
    url = f"{desk.running.url}/open_api/v1.3/tt_video/list/"
    assert httpx.get(url, params={"advertiser_id": BUSY}, headers=headers).json()["code"] == 40001


def test_a_scenario_names_creators(start: Callable[..., Desk]) -> None:
    assert [app.creator for app in EVERY_KIND.apps] == ["", "@cleo.builds"]
