"""What every call has in common: address, token, envelope, and the shapes of parameters."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from emulator.desk import EU, Desk

API = "/open_api/v1.3"


def test_an_answer_is_an_envelope_with_a_log_id(desk: Desk) -> None:
    answer = desk.http.get(f"{API}/campaign/get/", params={"advertiser_id": EU})
    assert set(answer.json()) == {"code", "message", "request_id", "data"}
    assert answer.headers["X-TT-LOGID"].startswith("20260914090000")


@pytest.mark.parametrize("path", ["/open_api/v1.3/campaign/get", "/open_api/v1.2/campaign/get/", "/"])
def test_a_wrong_address_is_plain_text(desk: Desk, path: str) -> None:
    answer = desk.http.get(path)
    assert (answer.status_code, answer.text) == (404, "404 page not found")


def test_a_wrong_method_is_refused(desk: Desk) -> None:
    assert desk.http.post(f"{API}/campaign/get/").status_code == 405
    assert desk.http.get(f"{API}/campaign/status/update/").status_code == 405


def test_without_a_token_the_known_text_comes(desk: Desk) -> None:
    answer = httpx.get(f"{desk.running.url}{API}/campaign/get/")
    assert (answer.status_code, answer.json()["code"], answer.json()["data"]) == (200, 40104, {})
    assert answer.json()["message"] == "Access token is null, you should set it in http header with key Access-Token."


def test_a_token_in_the_query_is_no_token(desk: Desk) -> None:
    answer = httpx.get(f"{desk.running.url}{API}/campaign/get/", params={"access_token": "demo-token"})
    assert answer.json()["code"] == 40104


def test_a_wrong_token_is_refused(desk: Desk) -> None:
    desk.http.headers["Access-Token"] = "guess"
    assert desk.get("campaign/get/", advertiser_id=EU)["code"] == 40105


@pytest.mark.parametrize(("advertiser_id", "code"), [("7301000000000000021", 40001), ("7301", 40300), ("", 40002)])
def test_only_the_tokens_own_accounts_are_open(desk: Desk, advertiser_id: str, code: int) -> None:
    assert desk.get("campaign/get/", advertiser_id=advertiser_id)["code"] == code
    assert desk.get("advertiser/info/", advertiser_ids=[advertiser_id])["code"] == code


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("filtering", "campaign_ids=1", "filtering: Not valid JSON."),
        ("filtering", "[" * 5_000, "filtering: Not valid JSON."),
        ("filtering", '["1"]', "filtering: Not a valid object."),
        ("filtering", '{"campaign_ids": "1"}', "campaign_ids: Not a valid list."),
        ("filtering", '{"campaign_ids": [1801230000000000101]}', "campaign_ids: Not a valid list of strings."),
        ("filtering", '{"campaign_idz": ["1"]}', "filtering: Unknown field: campaign_idz."),
        ("filtering", '{"primary_status": "OFF"}', "primary_status: Must be one of:"),
        ("filtering", '{"buying_types": ["CASH"]}', "filtering.buying_types: Unknown value: CASH."),
        ("fields", "campaign_id", "fields: Not valid JSON."),
        ("fields", '["name"]', "fields: Unknown field: name."),
        ("page", "first", "page: Not a valid integer."),
        ("page", "0", "page: Must be between 1 and"),
        ("page_size", "1001", "page_size: Must be between 1 and 1000."),
    ],
)
def test_the_wrong_shape_is_refused_with_its_name(desk: Desk, name: str, value: str, problem: str) -> None:
    answer = desk.get("campaign/get/", advertiser_id=EU, **{name: value})
    assert answer["code"] == 40002
    assert answer["message"].startswith(problem)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"advertiser_id": None}, "advertiser_id: Missing data for required field."),
        ({"advertiser_id": 7}, "advertiser_id: Not a valid string."),
        ({"campaign_ids": '["1"]'}, "campaign_ids: Not a valid list."),
        ({"campaign_ids": []}, "campaign_ids: Missing data for required field."),
        ({"operation_status": "PAUSE"}, "operation_status: Must be one of: DELETE, DISABLE, ENABLE."),
    ],
)
def test_the_wrong_body_is_refused_with_its_name(desk: Desk, change: dict[str, Any], problem: str) -> None:
    body = {"advertiser_id": EU, "campaign_ids": ["1"], "operation_status": "DISABLE"}
    answer = desk.post("campaign/status/update/", **(body | change))
    assert (answer["code"], answer["message"]) == (40002, problem)


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b"[" * 100_000])
def test_a_body_that_is_no_object_says_nothing(desk: Desk, body: bytes) -> None:
    answer = desk.http.post(f"{API}/campaign/status/update/", content=body).json()
    assert (answer["code"], answer["message"]) == (40002, "advertiser_id: Missing data for required field.")


def test_accounts_can_be_asked_with_chosen_fields_only(desk: Desk) -> None:
    answer = desk.get("advertiser/info/", advertiser_ids=[EU], fields=["currency"])
    assert answer["data"]["list"] == [{"currency": "EUR"}]
    assert desk.get("advertiser/info/", advertiser_ids=[EU], fields=["pin"])["code"] == 40002
    assert len(desk.get("advertiser/info/", advertiser_ids=[EU])["data"]["list"][0]) == 10


def test_too_many_accounts_are_refused(desk: Desk) -> None:
    assert desk.get("advertiser/info/", advertiser_ids=[str(n) for n in range(101)])["code"] == 40002
