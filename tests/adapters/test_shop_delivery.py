"""TikTok Shop as a delivery platform: looked at, ended, put out again, and never believed too soon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

import builders as b
from emulator.desk import Desk, open_desk, scenario_of
from emulator.shop import BOOTS, CIPHER, KEY, SCENARIO, SECRET, SHOP, TOKEN, Hawker
from unpromote.adapters.shop import ShopClient, ShopDelivery
from unpromote.adapters.shop.calls import Key
from unpromote.adapters.shop.sorts import SORTS
from unpromote.domain.delivery import Target, is_ending, is_off, is_switched_off
from unpromote.domain.errors import OutsideFailed

STARTS_AT = datetime(2026, 9, 14, 9, tzinfo=UTC)


def targets(kind: str, *ids: str, shop: str = SHOP) -> list[Target]:
    return [replace(b.target(), kind=kind, advertiser_id=shop, external_id=one) for one in ids]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk(scenario=SCENARIO) as desk:
        yield desk


@pytest.fixture
def hawker(desk: Desk) -> Hawker:
    return Hawker(desk)


@pytest.fixture
def client(desk: Desk) -> Iterator[ShopClient]:
    with ShopClient(desk.running.url, Key(KEY, SECRET, TOKEN), wait=lambda _: None) as client:
        yield client


@pytest.fixture
def shop(desk: Desk, client: ShopClient) -> ShopDelivery:
    return ShopDelivery(client, desk.running.emulator.now)


def ids(client: ShopClient, kind: str) -> dict[str, str]:
    return {each.name: each.id for each in client.all(SORTS[kind], CIPHER)}


def test_a_look_tells_what_the_shop_says(desk: Desk, client: ShopClient, shop: ShopDelivery) -> None:
    known = ids(client, "shop_activity")
    asked = targets("shop_activity", known["Autumn prices"], known["Weekend flash"], known["Summer prices"], "404")
    seen = shop.look(asked)
    told = [(each.name, each.operation_status, each.secondary_status) for each in seen]
    assert told == [
        ("Autumn prices", "ENABLE", "ONGOING"),
        ("Weekend flash", "ENABLE", "NOT_START"),
        ("Summer prices", "DISABLE", "EXPIRED"),
    ]
    assert (seen[-1].request_id, seen[0].observed_at) == (desk.control("log")[-2]["request_id"], STARTS_AT)


def test_activities_are_ended_one_by_one(desk: Desk, client: ShopClient, shop: ShopDelivery) -> None:
    known = ids(client, "shop_activity")
    asked = targets("shop_activity", known["Autumn prices"], known["Free shipping"])
    receipts = shop.switch_off(asked)
    assert [(each.external_ids, each.status) for each in receipts] == [
        ((target.external_id,), "DEACTIVATED") for target in asked
    ]
    assert receipts[-1].request_id == desk.control("log")[-1]["request_id"]
    assert all(is_off(seen) for seen in shop.look(asked))


def test_what_is_immutable_is_refused_in_the_shops_words_and_the_rest_goes_on(
    client: ShopClient, shop: ShopDelivery
) -> None:
    known = ids(client, "shop_activity")
    asked = targets("shop_activity", known["Platform week"], known["Autumn prices"])
    kept, ended = shop.switch_off(asked)
    assert (kept.external_ids, kept.refused[0].external_id) == ((), known["Platform week"])
    assert "IMMUTABLE" in kept.refused[0].problem
    assert ended.status == "DEACTIVATED"
    assert [is_off(seen) for seen in shop.look(asked)] == [False, True]


def test_a_lost_reply_is_found_by_looking(desk: Desk, client: ShopClient, shop: ShopDelivery) -> None:
    asked = targets("shop_activity", ids(client, "shop_activity")["Autumn prices"])
    desk.control("faults", [{"kind": "lost_reply_after_commit", "path": "deactivate"}])
    (receipt,) = shop.switch_off(asked)
    assert (receipt.external_ids, receipt.status) == ((asked[0].external_id,), "")
    assert "did not answer" in receipt.problem
    assert is_off(shop.look(asked)[0])


def test_internal_trouble_is_no_word(desk: Desk, client: ShopClient, shop: ShopDelivery) -> None:
    asked = targets("shop_activity", ids(client, "shop_activity")["Autumn prices"])
    desk.control("faults", [{"kind": "code", "code": 36009003, "path": "deactivate"}])
    (receipt,) = shop.switch_off(asked)
    assert (receipt.status, bool(receipt.request_id)) == ("", True)
    assert not is_off(shop.look(asked)[0])


def test_no_write_is_sent_twice(desk: Desk, client: ShopClient, shop: ShopDelivery) -> None:
    asked = targets("shop_activity", ids(client, "shop_activity")["Autumn prices"])
    desk.control("faults", [{"kind": "http_500", "path": "deactivate", "times": 0}])
    shop.switch_off(asked)
    assert [entry["path"] for entry in desk.control("log")].count(f"{activities(asked)}/deactivate") == 1


def activities(asked: list[Target]) -> str:
    return f"/promotion/202309/activities/{asked[0].external_id}"


def test_what_fails_for_all_is_raised(desk: Desk, client: ShopClient, shop: ShopDelivery) -> None:
    asked = targets("shop_activity", *ids(client, "shop_activity").values())
    desk.control("faults", [{"kind": "code", "code": 105002, "path": "deactivate"}])
    with pytest.raises(OutsideFailed, match="token expired") as failed:
        shop.switch_off(asked)
    assert failed.value.permanent


def test_receipts_of_what_was_done_outlive_a_failure_for_all(
    desk: Desk, client: ShopClient, shop: ShopDelivery
) -> None:
    known = ids(client, "shop_activity")
    asked = targets("shop_activity", known["Autumn prices"], known["Weekend flash"])
    desk.control("faults", [{"kind": "revoke_token", "path": known["Weekend flash"]}])
    done, left = shop.switch_off(asked)
    assert (done.external_ids, left.untried) == ((known["Autumn prices"],), (known["Weekend flash"],))
    assert "token" in left.problem


def test_a_gateway_that_turns_a_write_away_is_raised(desk: Desk, client: ShopClient) -> None:
    class Proxy:
        def shops(self) -> Any:
            return client.shops()

        def end(self, *_: Any) -> Any:
            raise OutsideFailed("HTTP 403 and no envelope", permanent=True)

    shop = ShopDelivery(Proxy(), desk.running.emulator.now)  # type: ignore[arg-type]
    with pytest.raises(OutsideFailed, match="403"):
        shop.switch_off(targets("shop_activity", "1"))


def test_a_shop_that_is_not_opened_is_not_touched(shop: ShopDelivery) -> None:
    with pytest.raises(OutsideFailed, match="opens no shop 7490000000000000002"):
        shop.look(targets("shop_activity", "1", shop="7490000000000000002"))


def test_a_chosen_shop_is_the_only_one(desk: Desk, client: ShopClient) -> None:
    asked = targets("shop_activity", ids(client, "shop_activity")["Autumn prices"], shop="DE00000001")
    chosen = ShopDelivery(client, desk.running.emulator.now, cipher=CIPHER)
    assert len(chosen.look(asked)) == 1
    with pytest.raises(OutsideFailed, match="another one is set"):
        ShopDelivery(client, desk.running.emulator.now, cipher="GCP_other").look(asked)


def test_coupons_are_read_only(client: ShopClient, shop: ShopDelivery) -> None:
    asked = targets("shop_coupon", *ids(client, "shop_coupon").values())
    assert [seen.secondary_status for seen in shop.look(asked)] == ["ONGOING", "NOT_START"]
    with pytest.raises(OutsideFailed, match="only read a coupon"):
        shop.switch_off(asked)


def test_a_target_collaboration_is_completed_once_removed(client: ShopClient, shop: ShopDelivery) -> None:
    asked = targets("target_collaboration", *ids(client, "target_collaboration").values())
    assert not any(is_off(seen) for seen in shop.look(asked))
    assert [receipt.status for receipt in shop.switch_off(asked)] == ["CANCELING", "CANCELING"]
    assert {seen.secondary_status for seen in shop.look(asked)} == {"COMPLETED"}
    assert shop.look(targets("target_collaboration", "404")) == ()


def test_a_target_collaboration_may_end_later(client: ShopClient, desk: Desk, shop: ShopDelivery) -> None:
    desk.control("quirks", {"target_canceling_seconds": 600})
    asked = targets("target_collaboration", ids(client, "target_collaboration")["Boots with Cleo"])
    shop.switch_off(asked)
    (seen,) = shop.look(asked)
    assert (is_switched_off(seen), is_ending(seen), is_off(seen)) == (True, True, False)
    desk.later(minutes=10)
    assert is_off(shop.look(asked)[0])


def test_an_open_collaboration_ends_at_midnight_and_is_gone_then(
    desk: Desk, client: ShopClient, shop: ShopDelivery
) -> None:
    asked = targets("open_collaboration", BOOTS)
    assert not is_switched_off(shop.look(asked)[0])
    assert shop.switch_off(asked)[0].status == "TERMINATING"
    assert is_ending(shop.look(asked)[0])
    desk.later(hours=13)
    (gone,) = shop.look(asked)
    assert (gone.secondary_status, is_off(gone)) == ("REMOVED", True)


def test_what_was_never_seen_is_not_called_gone(desk: Desk, client: ShopClient, shop: ShopDelivery) -> None:
    assert shop.look(targets("open_collaboration", "1729000000000000009", "no id")) == ()


def test_what_was_seen_by_another_worker_is_called_gone(desk: Desk, client: ShopClient, shop: ShopDelivery) -> None:
    (before,) = shop.look(targets("open_collaboration", BOOTS))
    shop.switch_off(targets("open_collaboration", BOOTS))
    desk.later(hours=13)
    fresh = ShopDelivery(client, desk.running.emulator.now)
    asked = [replace(target, before=before) for target in targets("open_collaboration", BOOTS)]
    assert is_off(fresh.look(asked)[0])
    assert fresh.look(targets("open_collaboration", BOOTS)) == ()


def test_a_list_that_lacks_rows_is_not_believed(desk: Desk, shop: ShopDelivery) -> None:
    asked = targets("open_collaboration", BOOTS)
    shop.look(asked)
    desk.control("faults", [{"kind": "incomplete_page", "path": "open_collaborations/search"}])
    with pytest.raises(OutsideFailed, match="shows 0 rows where its own count says 1") as failed:
        shop.look(asked)
    assert not failed.value.permanent


def test_an_activity_runs_again_for_the_rest_of_its_time(desk: Desk, client: ShopClient, shop: ShopDelivery) -> None:
    asked = targets("shop_activity", ids(client, "shop_activity")["Autumn prices"])
    before = client.one(SORTS["shop_activity"], CIPHER, asked[0].external_id)
    shop.switch_off(asked)
    (receipt,) = shop.switch_on(asked)
    assert (receipt.status, receipt.external_ids) == ("ENABLE", (asked[0].external_id,))
    assert not is_switched_off(shop.look(asked)[0])
    after = client.one(SORTS["shop_activity"], CIPHER, asked[0].external_id)
    assert before is not None
    assert after is not None
    assert after.ends_at == before.ends_at
    desk.later(minutes=2)
    assert shop.look(asked)[0].secondary_status == "ONGOING"


def shop_with(*plans: dict[str, Any]) -> Any:
    shop = {"shop_id": "9", "name": "Shop", "timezone": "UTC", "cipher": "C", "activities": list(plans)}
    return scenario_of(shops=[shop], shop_apps=[{"app_key": "k", "app_secret": "s", "access_token": "t"}])


def test_a_flash_sale_runs_again_for_three_days_at_most() -> None:
    plan: dict[str, Any] = {"title": "Long flash", "offer": "FLASHSALE", "starts_on": "2026-09-01"}
    plan |= {"ends_on": "2026-10-01", "ids": ["77"]}
    scenario = shop_with(plan)
    with open_desk(scenario=scenario) as other, ShopClient(other.running.url, Key("k", "s", "t")) as client:
        shop, asked = ShopDelivery(client, other.running.emulator.now), targets("shop_activity", "77", shop="9")
        shop.switch_off(asked)
        shop.switch_on(asked)
        (seen,) = client.all(SORTS["shop_activity"], "C")
        assert (seen.ends_at - other.running.emulator.now()).days == 3


@pytest.mark.parametrize(("title", "why"), [("Summer prices", "no time left"), ("Free shipping", "no time left")])
def test_what_has_no_time_left_stays_ended(client: ShopClient, shop: ShopDelivery, title: str, why: str) -> None:
    asked = targets("shop_activity", ids(client, "shop_activity")[title])
    (receipt,) = shop.switch_on(asked)
    assert (receipt.external_ids, receipt.status) == ((), "")
    assert why in receipt.refused[0].problem


def test_what_was_removed_for_good_is_not_put_out_again(shop: ShopDelivery) -> None:
    with pytest.raises(OutsideFailed, match="make it anew"):
        shop.switch_on(targets("open_collaboration", BOOTS))


def test_no_offer_has_a_spend(shop: ShopDelivery) -> None:
    assert shop.spend(targets("shop_activity", "1")) == ()


def test_other_kinds_belong_elsewhere(shop: ShopDelivery) -> None:
    with pytest.raises(OutsideFailed, match="knows nothing of a gmv max"):
        shop.look(targets("gmv_max", "1"))
