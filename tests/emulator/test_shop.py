"""What a shop promotes, and how it ends: activities, coupons, collaborations, talks."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from emulator.desk import Desk, scenario_of
from emulator.shop import ACTIVITIES, AFFILIATE, BOOTS, SCENARIO, Hawker
from unpromote.emulator import ScenarioError, build_app

NOW = datetime(2026, 9, 14, 9, tzinfo=UTC)
OPEN = f"{AFFILIATE}/202412/open_collaborations/search"
TARGETS = f"{AFFILIATE}/202508/target_collaborations/search"


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    return start(scenario=SCENARIO)


@pytest.fixture
def hawker(desk: Desk) -> Hawker:
    return Hawker(desk)


def stamp(**later: float) -> int:
    return int((NOW + timedelta(**later)).timestamp())


def found(hawker: Hawker, path: str, body: Any = None, **query: Any) -> Any:
    data = hawker.call("POST", path, body or {}, **{"page_size": 50, **query})["data"]
    return next(value for value in data.values() if isinstance(value, list))


def test_drafts_and_what_the_platform_ended_are_not_listed(desk: Desk, hawker: Hawker) -> None:
    week = hawker.activity("Platform week")["id"]
    desk.control("hands", [{"act": "end_activity", "activity_id": week}])
    listed = {each["title"]: each["status"] for each in found(hawker, f"{ACTIVITIES}/search")}
    assert listed == {
        "Autumn prices": "ONGOING",
        "Weekend flash": "NOT_START",
        "Free shipping": "ONGOING",
        "Summer prices": "EXPIRED",
    }
    assert hawker.call("GET", f"{ACTIVITIES}/{week}")["data"]["status"] == "NOT_EFFECTIVE"


def test_a_search_narrows_by_status_and_type(hawker: Hawker) -> None:
    asked = {"status": "ONGOING", "activity_type": "SHIPPING_DISCOUNT"}
    (free,) = found(hawker, f"{ACTIVITIES}/search", asked)
    assert (free["title"], free["duration_type"], free["product_level"]) == ("Free shipping", "INDEFINITE", "SHOP")
    assert "end_time" not in free


def test_pages_follow_their_tokens(hawker: Hawker) -> None:
    first = hawker.call("POST", f"{ACTIVITIES}/search", {"page_size": 4})["data"]
    second = hawker.call("POST", f"{ACTIVITIES}/search", {"page_size": 4, "page_token": first["next_page_token"]})
    assert (first["total_count"], len(first["activities"]), len(second["data"]["activities"])) == (5, 4, 1)
    assert second["data"]["next_page_token"] == ""


@pytest.mark.parametrize("body", [{"page_size": 101}, {"page_token": "?"}, {"status": "DRAFT"}])
def test_a_wrong_search_is_refused(hawker: Hawker, body: dict[str, Any]) -> None:
    answer = hawker.response("POST", f"{ACTIVITIES}/search", body)
    assert (answer.status_code, answer.json()["code"]) == (400, 36009004)


@pytest.mark.parametrize("title", ["Autumn", "Weekend", "Free"])
def test_what_is_upcoming_or_ongoing_is_deactivated(hawker: Hawker, title: str) -> None:
    answer = hawker.deactivate(hawker.activity(title)["id"])["data"]
    assert (answer["status"], answer["update_time"]) == ("DEACTIVATED", stamp())
    assert hawker.activity(title)["status"] == "DEACTIVATED"


@pytest.mark.parametrize(("title", "why"), [("Summer", "EXPIRED"), ("Platform", "IMMUTABLE")])
def test_what_is_over_or_immutable_is_not_deactivated(hawker: Hawker, title: str, why: str) -> None:
    before = hawker.activity(title)
    answer = hawker.response("POST", f"{ACTIVITIES}/{before['id']}/deactivate", {})
    assert (answer.status_code, answer.json()["code"]) == (200, 98001004)
    assert why in answer.json()["message"]
    assert hawker.activity(title) == before


def test_what_cannot_be_done_twice_is_refused_with_the_code_of_the_quirk(start: Callable[..., Desk]) -> None:
    hawker = Hawker(start(scenario=SCENARIO, shop_refusal_code=17))
    autumn = hawker.activity("Autumn")["id"]
    assert [hawker.deactivate(autumn)["code"] for _ in range(2)] == [0, 17]
    assert hawker.deactivate("404")["code"] == 17


def test_a_draft_is_neither_ended_nor_put_out(desk: Desk, hawker: Hawker) -> None:
    state = desk.control("state")["shops"][0]["activities"]
    draft = next(key for key, status in state.items() if status == "DRAFT")
    assert "draft" in hawker.deactivate(draft)["message"]


def take_out(hawker: Hawker, title: str, *products: str) -> Any:
    return hawker.call("DELETE", f"{ACTIVITIES}/{hawker.activity(title)['id']}/products", {"product_ids": products})


def test_products_are_taken_out_while_it_runs(hawker: Hawker) -> None:
    path = f"{ACTIVITIES}/{hawker.activity('Autumn')['id']}"
    first, *rest = hawker.call("GET", path)["data"]["products"]
    assert take_out(hawker, "Autumn", first["id"])["data"]["status"] == "ONGOING"
    assert hawker.call("GET", path)["data"]["products"] == rest


def test_products_are_not_taken_out_of_what_is_over_or_has_none(hawker: Hawker) -> None:
    assert "EXPIRED" in take_out(hawker, "Summer", "1")["message"]
    assert "no product 1" in take_out(hawker, "Autumn", "1")["message"]
    assert take_out(hawker, "Autumn")["code"] == 36009004


def republish(hawker: Hawker, title: str, begin: Any, end: Any) -> Any:
    path = f"/promotion/202607/activities/{hawker.activity(title)['id']}/republish"
    return hawker.call("POST", path, {"begin_time": begin, "end_time": end})


def test_a_deactivated_activity_is_put_out_again_for_a_new_time(desk: Desk, hawker: Hawker) -> None:
    hawker.deactivate(hawker.activity("Autumn")["id"])
    assert republish(hawker, "Autumn", stamp(hours=1), stamp(hours=2))["code"] == 0
    assert hawker.activity("Autumn")["status"] == "NOT_START"
    for status in ("ONGOING", "EXPIRED"):
        desk.later(hours=1)
        assert hawker.activity("Autumn")["status"] == status
    assert republish(hawker, "Autumn", stamp(hours=3), stamp(hours=4))["code"] == 0


def test_it_is_put_out_again_for_a_week_and_no_longer(desk: Desk, hawker: Hawker) -> None:
    assert "7 days" in republish(hawker, "Autumn", stamp(days=8), stamp(days=9))["message"]
    hawker.deactivate(hawker.activity("Autumn")["id"])
    desk.later(hours=7 * 24 + 1)
    assert "7 days" in republish(hawker, "Autumn", stamp(days=8), stamp(days=9))["message"]


@pytest.mark.parametrize(
    ("begin", "end", "why"),
    [
        ("soon", 0, "begin_time is no Unix timestamp"),
        (stamp(), stamp(hours=1), "later than now"),
        (stamp(hours=1), stamp(hours=1, minutes=9), "10 minutes"),
        (stamp(hours=1), stamp(days=3, hours=2), "3 days"),
    ],
)
def test_the_new_time_has_to_fit(hawker: Hawker, begin: Any, end: Any, why: str) -> None:
    hawker.deactivate(hawker.activity("Weekend")["id"])
    assert why in republish(hawker, "Weekend", begin, end)["message"]


def test_only_some_types_are_put_out_again(hawker: Hawker) -> None:
    hawker.deactivate(hawker.activity("Free")["id"])
    assert "SHIPPING_DISCOUNT" in republish(hawker, "Free", stamp(hours=1), stamp(hours=2))["message"]


def test_a_colleague_puts_it_out_again(desk: Desk, hawker: Hawker) -> None:
    autumn = hawker.activity("Autumn")["id"]
    hawker.deactivate(autumn)
    desk.control("hands", [{"act": "restart_activity", "activity_id": autumn}])
    assert hawker.activity("Autumn")["status"] == "ONGOING"


def test_coupons_are_read_and_ended_by_people_alone(desk: Desk, hawker: Hawker) -> None:
    (ten,) = found(hawker, "/promotion/202406/coupons/search", {"status": ["ONGOING"]})
    assert hawker.response("POST", f"/promotion/202406/coupons/{ten['id']}/deactivate", {}).status_code == 404
    desk.control("hands", [{"act": "end_coupon", "coupon_id": ten["id"]}])
    assert hawker.call("GET", f"/promotion/202406/coupons/{ten['id']}")["data"]["coupon"]["status"] == "DEACTIVATED"


def test_coupons_are_found_by_how_they_begin_and_their_kind(hawker: Hawker) -> None:
    path = "/promotion/202406/coupons/search"
    assert [each["status"] for each in found(hawker, path, {"title_keyword": "Lat"})] == ["NOT_START"]
    assert found(hawker, path, {"title_keyword": "percent"}) == []
    assert found(hawker, path, {"display_type": ["PROMO_CODE"]}) == []


def targets(hawker: Hawker, status: str, **param: str) -> list[str]:
    body = {"collaboration_status": status} | ({"search_param": param} if param else {})
    return [each["name"] for each in found(hawker, TARGETS, body)]


def test_target_collaborations_are_searched_by_status(hawker: Hawker) -> None:
    assert targets(hawker, "ONGOING") == ["Boots with Cleo"]
    assert targets(hawker, "EXPIRING") == ["Tents, last days"]
    assert len(targets(hawker, "VALID")) == 2
    assert hawker.call("POST", TARGETS, {})["code"] == 36009004


def one_target(hawker: Hawker) -> Any:
    return found(hawker, TARGETS, {"collaboration_status": "ONGOING"})[0]


def test_target_collaborations_are_searched_by_what_they_are(hawker: Hawker) -> None:
    boots = one_target(hawker)["id"]
    path = f"{AFFILIATE}/202508/target_collaborations/{boots}"
    detail = hawker.call("GET", path)["data"]["target_collaboration"]
    product = detail["products"][0]["id"]
    assert targets(hawker, "VALID", keyword_type="TARGET_COLLABORATION_ID", keyword=boots) == ["Boots with Cleo"]
    assert targets(hawker, "VALID", keyword_type="PRODUCT_ID", keyword=product) == ["Boots with Cleo"]
    assert targets(hawker, "VALID", keyword_type="TARGET_COLLABORATION_NAME", keyword="Tents") == ["Tents, last days"]
    assert [each["username"] for each in detail["creators"]] == ["cleo.builds"]


def test_a_removed_target_collaboration_is_completed_and_not_found(hawker: Hawker) -> None:
    boots = one_target(hawker)["id"]
    path = f"{AFFILIATE}/202409/target_collaborations/{boots}"
    assert [hawker.call("DELETE", path)["code"] for _ in range(2)] == [0, 98001004]
    assert targets(hawker, "COMPLETED") == ["Boots with Cleo"]
    assert "does not exist" in hawker.call("GET", f"{AFFILIATE}/202508/target_collaborations/{boots}")["message"]


def test_a_removal_may_take_its_time(start: Callable[..., Desk]) -> None:
    desk = start(scenario=SCENARIO, target_canceling_seconds=60)
    hawker = Hawker(desk)
    path = f"{AFFILIATE}/202409/target_collaborations/{one_target(hawker)['id']}"
    assert [hawker.call("DELETE", path)["code"] for _ in range(2)] == [0, 98001004]
    assert targets(hawker, "CANCELING") == ["Boots with Cleo"]
    desk.later(seconds=60)
    assert targets(hawker, "COMPLETED") == ["Boots with Cleo"]


def offers(hawker: Hawker) -> dict[str, str]:
    return {each["product"]["id"]: each["status"] for each in found(hawker, OPEN)}


def test_an_open_collaboration_ends_at_the_shops_next_midnight(desk: Desk, hawker: Hawker) -> None:
    ends_at = stamp(hours=13)  # 00:00 in Berlin
    path = f"{AFFILIATE}/202409/open_collaborations/products/{BOOTS}"
    assert hawker.call("DELETE", path)["data"] == {"terminated_effective_time": ends_at}
    assert "NORMAL" in hawker.call("DELETE", path)["message"]
    (boots,) = found(hawker, OPEN, {"keyword_type": "PRODUCT_ID", "keyword": BOOTS})
    assert (boots["status"], boots["current_commission"]["end_time"]) == ("TERMINATING", ends_at)
    desk.later(hours=13)
    assert BOOTS not in offers(hawker)


def test_open_collaborations_are_searched_by_name_and_need_a_page_size(hawker: Hawker) -> None:
    by_name = found(hawker, OPEN, {"keyword_type": "PRODUCT_NAME", "keyword": "socks"})
    assert [each["current_commission"]["rate"] for each in by_name] == [1500]
    assert "page_size is missing" in hawker.call("POST", OPEN, {})["message"]


def drop(hawker: Hawker, creator: str, product: str = BOOTS) -> Any:
    (boots,) = found(hawker, OPEN, {"keyword_type": "PRODUCT_ID", "keyword": BOOTS})
    body = {"creator_user_open_id": creator, "product_id": product}
    return hawker.call("POST", f"{AFFILIATE}/202508/open_collaborations/{boots['id']}/remove_creator", body)


def test_a_creator_is_dropped_and_joins_again(desk: Desk, hawker: Hawker) -> None:
    assert [drop(hawker, "cleo.builds")["code"] for _ in range(2)] == [0, 98001004]
    desk.control("hands", [{"act": "rejoin_collaboration", "product_id": BOOTS, "creator": "cleo.builds"}])
    assert drop(hawker, "cleo.builds")["code"] == 0
    assert "product_id" in drop(hawker, "finn.walks", product="1")["message"]


def write(hawker: Hawker, talk: str, **body: str) -> Any:
    return hawker.call("POST", f"{AFFILIATE}/202412/conversations/{talk}/messages", {"msg_type": "TEXT", **body})


def begin(hawker: Hawker) -> Any:
    return hawker.call("POST", f"{AFFILIATE}/202508/conversations", {"creator_open_id": "cleo.builds"})["data"]


def test_a_talk_with_a_creator_is_kept(desk: Desk, hawker: Hawker) -> None:
    talk = begin(hawker)["conversation_id"]
    assert begin(hawker) == {"conversation_id": talk, "is_new": False}
    write(hawker, talk, content=json.dumps({"content": "The offer ends tonight."}))
    desk.control("hands", [{"act": "creator_message", "conversation_id": talk, "text": "Understood."}])
    path = f"{AFFILIATE}/202412/conversation/{talk}/messages"
    newest = hawker.call("GET", path, page_size=1)["data"]
    assert newest["messages"][0]["message_body"]["content"] == '{"content": "Understood."}'
    older = hawker.call("GET", path, page_size=1, page_token=newest["next_page_token"])["data"]
    assert (newest["has_more"], older["has_more"]) == (True, False)
    assert older["messages"][0]["message_body"]["sender_id"] == "seller"


def test_talks_tell_what_is_unread(desk: Desk, hawker: Hawker) -> None:
    talk = begin(hawker)["conversation_id"]
    desk.control("hands", [{"act": "creator_message", "conversation_id": talk, "text": "Hello?"}])
    path = f"{AFFILIATE}/202412/conversations"
    assert hawker.call("GET", path, page_size=5)["data"]["conversations"][0]["unread_count"] == 1
    hawker.call("GET", f"{AFFILIATE}/202412/conversation/{talk}/messages", page_size=5)
    assert hawker.call("GET", path, page_size=5)["data"]["conversations"][0]["unread_count"] == 0


@pytest.mark.parametrize("content", ["plain", '{"content": ""}', '{"text": "x"}', "[]"])
def test_a_message_has_to_be_json_with_content(hawker: Hawker, content: str) -> None:
    assert write(hawker, begin(hawker)["conversation_id"], content=content)["code"] == 36009004


def test_other_hands_need_something_that_is_there(desk: Desk) -> None:
    answer = desk.control("hands", [{"act": "end_coupon", "coupon_id": "1"}])
    assert answer == {"error": "there is no coupon_id 1"}


def test_an_app_of_an_unknown_shop_is_refused() -> None:
    apps = [{"app_key": "k", "app_secret": "s", "access_token": "t", "shop_ids": ["1"]}]
    with pytest.raises(ScenarioError, match=r"shop_apps\[0\].shop_ids: no such shop 1"):
        scenario_of(shop_apps=apps)


def test_the_same_seed_gives_the_same_shop() -> None:
    once, again = (build_app(SCENARIO, seed=seed).emulator.world.shops for seed in (7, 7))
    other = build_app(SCENARIO, seed=8).emulator.world.shops
    assert list(once["7490000000000000001"].activities) == list(again["7490000000000000001"].activities)
    assert list(once["7490000000000000001"].activities) != list(other["7490000000000000001"].activities)


def test_many_activities_are_paged_through(start: Callable[..., Desk]) -> None:
    plan = {"title": "Deal", "offer": "FIXED_PRICE", "starts_on": "2026-09-01", "ends_on": "2026-10-01"}
    shop = {"shop_id": "9", "name": "Shop", "timezone": "UTC", "cipher": "C", "activities": [{**plan, "count": 250}]}
    app = {"app_key": "k", "app_secret": "s", "access_token": "t"}
    hawker = Hawker(start(scenario=scenario_of(shops=[shop], shop_apps=[app])), "k", "s", "t", "C")
    seen, token = set(), ""
    for _ in range(3):
        page = hawker.call("POST", f"{ACTIVITIES}/search", {"page_size": 100, "page_token": token})["data"]
        seen |= {each["id"] for each in page["activities"]}
        token = page["next_page_token"]
    assert (len(seen), token) == (250, "")
