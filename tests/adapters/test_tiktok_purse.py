"""The purse against the emulator, and against answers that no emulator gives: what is unreadable is never guessed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from moneyed import Money

import builders as b
from emulator.desk import EU, TOKEN, open_desk, scenario_of
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.purse import TikTokPurse
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.holdings import Funds, TransferLevel

Answers = dict[str, dict[str, Any]]
INFO = {"advertiser_id": "7001", "name": "A", "status": "STATUS_ENABLE", "currency": "USD", "balance": 12.5}
HELD = {"advertiser_id": "7001", "currency": "USD", "cash_balance": 10, "transferable_amount": 7.25}
RECORD = {"transaction_id": "6", "account_id": "7001", "currency": "USD", "amount": 5, "amount_type": "NEGATIVE"}


def page(name: str, *rows: dict[str, Any]) -> dict[str, Any]:
    return {name: list(rows), "page_info": {"page": 1, "page_size": 50, "total_number": len(rows), "total_page": 1}}


@pytest.fixture
def purse() -> Callable[..., TikTokPurse]:
    """A purse before a platform that gives these answers by address, and a code where it is a number."""

    def made(answers: dict[str, Any]) -> TikTokPurse:
        def answer(request: httpx.Request) -> httpx.Response:
            found = answers[request.url.path.removeprefix("/open_api/v1.3/").strip("/")]
            if isinstance(found, httpx.Response):
                return found
            code = found if isinstance(found, int) else 0
            data = {} if code else found
            body = {"code": code, "message": "m", "request_id": "r1", "data": data}
            return httpx.Response(200, text=json.dumps(body))

        client = TikTokClient("http://tiktok", "t", transport=httpx.MockTransport(answer), wait=lambda _: None)
        return TikTokPurse(client, lambda: b.NOW)

    return made


def test_of_an_account_that_stands_alone_the_balance_alone_is_told() -> None:
    scenario = scenario_of({}, account={"balance": "70.50"})
    with open_desk(scenario=scenario) as desk, TikTokClient(desk.running.url, TOKEN) as client:
        held = TikTokPurse(client, desk.running.emulator.now).account(EU)
    assert (held.bc_id, held.cash.currency.code, held.grant, held.transferable) == ("", "EUR", None, None)
    assert held.cash == Money("70.50", "EUR")


def test_digits_are_read_as_they_stand(purse: Callable[..., TikTokPurse]) -> None:
    answers = {
        "advertiser/info": {"list": [INFO | {"owner_bc_id": "7100"}]},
        "advertiser/balance/get": page("advertiser_account_list", HELD | {"cash_balance": 0.1 + 0.2}),
    }
    held = purse(answers).account("7001")
    assert (held.cash, held.transferable, held.grant) == (b.usd("0.30"), b.usd("7.25"), None)


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"advertiser/info": {"list": []}}, "tells nothing of account 7001"),
        ({"advertiser/info": {"list": [INFO | {"advertiser_id": "7002"}]}}, "tells nothing of account 7001"),
        ({"advertiser/info": {"list": [INFO | {"balance": "12.50"}]}}, "no readable balance"),
        (
            {
                "advertiser/info": {"list": [INFO | {"owner_bc_id": "7100"}]},
                "advertiser/balance/get": page("advertiser_account_list", HELD | {"advertiser_id": "70011"}),
            },
            "tells no balance of account 7001",
        ),
        (
            {
                "advertiser/info": {"list": [INFO | {"owner_bc_id": "7100"}]},
                "advertiser/balance/get": page("advertiser_account_list", HELD | {"cash_balance": None}),
            },
            "no readable cash_balance",
        ),
    ],
)
def test_what_is_not_told_is_not_guessed(purse: Callable[..., TikTokPurse], answers: Answers, problem: str) -> None:
    with pytest.raises(OutsideFailed, match=problem) as failed:
        purse(answers).account("7001")
    assert failed.value.permanent


def test_records_have_their_sign_and_their_purse(purse: Callable[..., TikTokPurse]) -> None:
    came = RECORD | {"transaction_id": "7", "amount_type": "POSITIVE", "billing_type": "CASH"}
    answers = {"bc/account/transaction/get": page("transaction_list", RECORD | {"billing_type": "CREDIT"}, came)}
    found = purse(answers).records(b.money_return(), b.NOW)
    assert [(one.id, one.amount, one.funds) for one in found] == [
        ("6", b.usd("-5.00"), Funds.GRANT),
        ("7", b.usd("5.00"), Funds.CASH),
    ]


def test_a_record_without_an_amount_is_no_record(purse: Callable[..., TikTokPurse]) -> None:
    answers = {"bc/account/transaction/get": page("transaction_list", RECORD | {"amount": "5"})}
    with pytest.raises(OutsideFailed, match="no readable amount"):
        purse(answers).records(b.money_return(), b.NOW)


def test_between_business_centers_no_record_names_the_giver(purse: Callable[..., TikTokPurse]) -> None:
    assert purse({}).records(b.money_return(level=TransferLevel.BC), b.NOW) == ()


@pytest.mark.parametrize(
    ("answer", "surely"),
    [
        (40002, "refused"),
        (40001, "refused"),
        (49999, "unknown"),  # nobody knows this code, so nobody knows what it did
        (40050, "unknown"),
        (50000, "unknown"),
        ({}, "unknown"),
        ({"transaction_infos": ["6"]}, "unknown"),
        (httpx.Response(403, text="a proxy says no"), "unknown"),
    ],
)
def test_only_a_known_refusal_is_sure_to_have_moved_nothing(
    purse: Callable[..., TikTokPurse], answer: Any, surely: str
) -> None:
    with pytest.raises(OutsideFailed) as failed:
        purse({"bc/transfer": answer}).give_back(b.money_return())
    assert failed.value.permanent is (surely == "refused")


def test_a_duplicate_between_business_centers_was_made_before(purse: Callable[..., TikTokPurse]) -> None:
    up = b.money_return(level=TransferLevel.BC)
    given = purse({"bc/transfer": 40050}).give_back(up)
    assert (given.transactions, given.reference) == ((), "request_id=r1")


def test_an_account_that_is_closed_is_left_alone(purse: Callable[..., TikTokPurse]) -> None:
    assert purse({"advertiser/info": {"list": [{"status": "STATUS_DISABLE"}]}}).close("7100", "7001") == ""


def test_a_lost_answer_to_closing_that_did_nothing_is_a_failure(purse: Callable[..., TikTokPurse]) -> None:
    answers = {"advertiser/info": {"list": [{"status": "STATUS_ENABLE"}]}, "bc/advertiser/disable": 50000}
    with pytest.raises(OutsideFailed, match="50000"):
        purse(answers).close("7100", "7001")
