"""Business Centers: balances that follow the spend, transfers that are not idempotent, accounts closed for good."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import unpromote.emulator
from emulator.desk import Desk
from unpromote.emulator import load_scenario

EVERY_KIND = load_scenario(Path(unpromote.emulator.__file__).parent / "scenarios" / "every_kind.toml")
GROUP, OUTLET = "7100000000000000001", "7100000000000000002"
BUSY, REST, CHILD = "7302000000000000011", "7302000000000000012", "7302000000000000013"


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    return start(scenario=EVERY_KIND)


def transfer(desk: Desk, **change: Any) -> Any:
    body = {"bc_id": GROUP, "advertiser_id": REST, "transfer_type": "REFUND", "cash_amount": 100.5}
    return desk.post("bc/transfer/", **{k: v for k, v in (body | change).items() if v is not None})


def balances(desk: Desk, advertiser_id: str = REST) -> Any:
    filtering = {"keyword": advertiser_id}
    answer = desk.get("advertiser/balance/get/", bc_id=GROUP, filtering=filtering, fields=["max_transferable_amount"])
    return answer["data"]["advertiser_account_list"][0]


def records(desk: Desk, **filtering: Any) -> Any:
    asked = {"bc_id": GROUP, "filtering": filtering}
    return desk.get("bc/account/transaction/get/", **asked)["data"]["transaction_list"]


def test_the_business_centers_of_the_token_and_their_accounts(desk: Desk) -> None:
    centers = desk.get("bc/get/")["data"]["list"]
    assets = desk.get("bc/asset/get/", bc_id=GROUP, asset_type="ADVERTISER")["data"]["list"]
    assert [center["bc_info"]["bc_id"] for center in centers] == [GROUP, OUTLET]
    assert len(desk.get("bc/get/", bc_id=OUTLET)["data"]["list"]) == 1
    assert [asset["asset_id"] for asset in assets] == [BUSY, REST]
    assert desk.get("advertiser/info/", advertiser_ids=[REST])["data"]["list"][0]["owner_bc_id"] == GROUP


def test_a_balance_falls_with_the_spend_and_part_of_it_cannot_be_moved(desk: Desk) -> None:
    before = balances(desk, BUSY)
    desk.later(hours=2)
    after = balances(desk, BUSY)
    assert (before["cash_balance"], before["frozen_balance"], before["transferable_amount"]) == (5000, 500, 4300)
    assert (
        after["transferable_amount"] == after["max_transferable_amount"]["cash_amount"] == after["cash_balance"] - 700
    )
    assert 0 < before["cash_balance"] - after["cash_balance"] < 5000


def test_what_can_be_moved_is_told_for_one_account_only(desk: Desk) -> None:
    rows = desk.get("advertiser/balance/get/", bc_id=GROUP)["data"]["advertiser_account_list"]
    assert [("transferable_amount" in row, row["advertiser_id"]) for row in rows] == [(False, BUSY), (False, REST)]


def test_money_moves_to_the_business_center_and_leaves_two_records(desk: Desk) -> None:
    infos = transfer(desk)["data"]["transaction_infos"]
    held = desk.get("bc/balance/get/", bc_id=GROUP)["data"]
    assert (balances(desk)["cash_balance"], held["cash_balance"]) == (699.5, 10100.5)
    assert [(info["payee_account"], info["remitter_account"]) for info in infos] == [(GROUP, REST)] * 2
    (record,) = records(desk)
    assert (record["account_id"], record["amount"], record["amount_type"]) == (REST, 100.5, "NEGATIVE")
    (mirrored,) = desk.get("bc/transaction/get/", bc_id=GROUP)["data"]["transaction_list"]
    assert (mirrored["amount_type"], mirrored["transaction_type"]) == ("POSITIVE", "INCREASE_BALANCE")


def test_a_repeated_transfer_moves_the_money_again(desk: Desk) -> None:
    desk.control("faults", [{"kind": "code", "path": "bc/transfer", "code": 51010, "after_commit": True}])
    assert [transfer(desk)["code"] for _ in range(2)] == [51010, 0]
    assert balances(desk)["cash_balance"] == 599


def test_money_comes_back_and_vouchers_move_too(desk: Desk) -> None:
    assert transfer(desk, transfer_type="RECHARGE")["code"] == 0
    assert transfer(desk, cash_amount=None, amount_info={"grant_amount": 20})["code"] == 0
    row = balances(desk)
    assert (row["cash_balance"], row["grant_balance"]) == (900.5, 30)


@pytest.mark.parametrize(
    "change",
    [
        {"cash_amount": 800.01},
        {"cash_amount": 0},
        {"cash_amount": 1.005},
        {"cash_amount": "10"},
        {"cash_amount": None},
        {"grant_amount": 1},
        {"cash_amount": None, "amount_info": {}},
        {"transfer_type": "RECHARGE", "cash_amount": 10_000.01},
        {"advertiser_id": CHILD},
        {"advertiser_id": CHILD, "bc_id": OUTLET},
    ],
)
def test_a_transfer_that_cannot_be_made_moves_nothing(desk: Desk, change: dict[str, Any]) -> None:
    assert transfer(desk, **change)["code"] == 40002
    assert balances(desk)["cash_balance"] == 800
    assert records(desk) == []


def test_the_code_of_an_impossible_transfer_is_a_policy(start: Callable[..., Desk]) -> None:
    assert transfer(start(scenario=EVERY_KIND, transfer_code=40000), cash_amount=900)["code"] == 40000


@pytest.mark.parametrize(("policy", "second"), [(0, 0), (40050, 40050)])
def test_between_business_centers_a_request_id_names_one_transfer(
    start: Callable[..., Desk], policy: int, second: int
) -> None:
    desk = start(scenario=EVERY_KIND, repeat_transfer_code=policy)
    change = {"transfer_level": "BC", "child_bc_id": OUTLET, "request_id": "77", "transfer_type": "RECHARGE"}
    assert [transfer(desk, **change)["code"] for _ in range(2)] == [0, second]
    assert desk.get("bc/balance/get/", bc_id=OUTLET)["data"]["cash_balance"] == 100.5
    assert transfer(desk, **change | {"child_bc_id": GROUP})["code"] == 40002
    assert transfer(desk, **change | {"request_id": "78", "cash_amount": 99_999})["code"] == 40002


def test_the_records_of_all_accounts_stand_at_an_address_of_their_own(desk: Desk) -> None:
    transfer(desk)
    asked = {"bc_id": GROUP, "filtering": {"advertiser_ids": [REST]}}
    (record,) = desk.get("advertiser/transaction/get/", **asked)["data"]["transaction_list"]
    assert (record["account_id"], record["amount_type"]) == (REST, "NEGATIVE")
    asked["filtering"] = {"advertiser_ids": [BUSY]}
    assert desk.get("advertiser/transaction/get/", **asked)["data"]["transaction_list"] == []


def test_with_a_shared_balance_no_plain_amount_is_moved(desk: Desk) -> None:
    moving = {"bc_id": OUTLET, "advertiser_id": CHILD, "transfer_type": "REFUND"}
    refused = desk.post("bc/transfer/", **moving, cash_amount=1)
    assert (refused["code"], "amount_info" in refused["message"]) == (40002, True)
    assert desk.post("bc/transfer/", **moving, amount_info={"cash_amount": 1})["code"] == 0


def test_records_are_found_by_account_kind_level_and_time(desk: Desk) -> None:
    transfer(desk)
    assert len(records(desk, account_ids=[REST], transaction_types=["DECREASE_BALANCE"])) == 1
    assert records(desk, account_ids=[BUSY]) == records(desk, transaction_types=["REFUND"]) == []
    assert records(desk, start_time="2026-09-14 09:00:01", end_time="2026-09-15 00:00:00") == []
    bc = desk.get("bc/account/transaction/get/", bc_id=GROUP, transaction_level="BC")["data"]["transaction_list"]
    assert [row["account_id"] for row in bc] == [None]
    long = {"start_time": "2025-01-01 00:00:00"}
    assert desk.get("bc/account/transaction/get/", bc_id=GROUP, filtering=long)["code"] == 40002
    desk.later(hours=24 * 91)
    assert records(desk) == []


def test_another_clients_business_center_is_closed(start: Callable[..., Desk]) -> None:
    desk = start()
    assert desk.get("bc/balance/get/", bc_id=GROUP)["code"] == 40001


def close(desk: Desk, advertiser_id: str) -> Any:
    return desk.post("bc/advertiser/disable/", bc_id=GROUP, advertiser_ids=[advertiser_id])


def test_an_account_is_closed_for_good_and_its_money_goes_up(desk: Desk) -> None:
    assert close(desk, REST)["data"] == {"disabled_advertiser_ids": [REST], "failed_infos": {}}
    assert desk.get("bc/balance/get/", bc_id=GROUP)["data"]["cash_balance"] == 10_800
    assert desk.get("advertiser/info/", advertiser_ids=[REST])["data"]["list"][0]["status"] == "STATUS_DISABLE"


def test_an_account_that_delivers_stays_open(desk: Desk) -> None:
    assert close(desk, BUSY)["data"] == {"disabled_advertiser_ids": [], "failed_infos": {BUSY: "DELIVERING"}}
    assert close(desk, CHILD)["code"] == 40002


def test_a_suspended_account_stays_open(desk: Desk) -> None:
    act = {"act": "account_status", "advertiser_id": REST, "status": "STATUS_LIMIT"}
    desk.control("hands", [act])
    assert close(desk, REST)["data"]["failed_infos"] == {REST: "SUSPENDED"}
    punished = desk.get(
        "advertiser/balance/get/", bc_id=GROUP, filtering={"advertiser_status": ["SHOW_ACCOUNT_STATUS_PUNISHED"]}
    )
    assert len(punished["data"]["advertiser_account_list"]) == 1


@pytest.mark.parametrize(
    ("particulars", "reason"),
    [
        ({"unpaid": "12.00"}, "UNPAID_BILL"),
        ({"autopay": True}, "AUTOPAY_UNBILLED"),
        ({"unfinished": True}, "UNFINISHED_TRANSFER"),
    ],
)
def test_open_bills_keep_an_account_open(start: Callable[..., Desk], particulars: Any, reason: str) -> None:
    plan = {"advertiser_id": REST, "name": "Bill", "currency": "EUR", "timezone": "Europe/Berlin", **particulars}
    flight = {"name": "Now", "starts_on": "2026-09-01", "ends_on": "2026-09-15", "daily_budget": "10.00"}
    center = {"bc_id": GROUP, "name": "G", "currency": "EUR", "timezone": "UTC", "advertiser_ids": [REST]}
    app = {"app_id": "1", "secret": "s", "access_token": "demo-token"}
    data = {"starts_at": "2026-09-14T09:00:00Z", "accounts": [{**plan, "promotions": [flight]}], "apps": [app]}
    desk = start(scenario=unpromote.emulator.read_scenario({**data, "business_centers": [center]}))
    desk.later(hours=24 * 5)
    assert close(desk, REST)["data"]["failed_infos"] == {REST: reason}


def test_a_business_centers_report_covers_its_accounts(desk: Desk) -> None:
    asked: dict[str, Any] = {"bc_id": GROUP, "report_type": "BASIC", "data_level": "AUCTION_ADVERTISER"}
    asked |= {"dimensions": ["advertiser_id"], "metrics": ["spend"], "query_lifetime": True}
    rows = desk.get("report/integrated/get/", **asked)["data"]["list"]
    assert [row["dimensions"]["advertiser_id"] for row in rows] == [BUSY, REST]


def test_money_does_not_cross_currencies(start: Callable[..., Desk]) -> None:
    flight = {"name": "Old", "starts_on": "2026-08-01", "ends_on": "2026-08-15", "daily_budget": "10.00"}
    plan = {"advertiser_id": REST, "name": "UK", "currency": "GBP", "timezone": "UTC", "promotions": [flight]}
    center = {"bc_id": GROUP, "name": "G", "currency": "EUR", "timezone": "UTC", "advertiser_ids": [REST]}
    app = {"app_id": "1", "secret": "s", "access_token": "demo-token"}
    data = {"starts_at": "2026-09-14T09:00:00Z", "accounts": [plan], "apps": [app], "business_centers": [center]}
    desk = start(scenario=unpromote.emulator.read_scenario(data))
    assert transfer(desk)["message"] == "The currencies of the account and the Business Center differ."
    assert close(desk, REST)["data"]["disabled_advertiser_ids"] == [REST]
