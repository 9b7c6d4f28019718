"""Opening, listing, showing, dropping and closing cases over REST, and who may see them."""

from __future__ import annotations

import base64

import pytest
from django.conf import settings

import builders as b
from unpromote.services import queries

JSON = "application/json"
CASE = "/api/cases/UP-ABCDEFGH"


@pytest.fixture
def wish():
    """What a program hands in for a promotion with two creators."""
    return {
        "client": b.BRAND,
        "title": "Arena autumn",
        "reason": "negative_feedback",
        "wording": "The comments turned.",
        "promotion": b.PROMOTION,
        "targets": [
            {
                "kind": "campaign",
                "advertiser_id": "7200000000000000011",
                "external_id": "1801230000000000101",
                "name": "Arena autumn 1",
                "budget": "120000.00 USD",
                "spent": "20000.00 USD",
            }
        ],
        "contacts": [
            {"id": "support", "counterpart": "support", "name": "TikTok", "address": "support@platform.example"},
            {"id": "cleo", "counterpart": "creator", "name": "Cleo", "address": "cleo@creators.example"},
            {"id": "emil", "counterpart": "creator", "name": "Emil", "address": "emil@creators.example"},
        ],
        "evidence": [{"name": "log.txt", "content": base64.b64encode(b"a log").decode()}],
    }


def test_ana_opens_a_case_with_its_evidence(as_, wish, data):
    answer = as_("ana").post("/api/cases", wish, content_type=JSON)
    case = answer.json()
    assert (answer.status_code, case["state"], case["opened_by"]) == (201, "opened", "ana")
    assert [file["name"] for file in case["reason"]["evidence"]] == ["log.txt"]
    assert [path.read_bytes() for path in data.rglob("*log.txt")] == [b"a log"]


def test_without_a_connected_account_a_person_stops_everything(as_, wish):
    case = as_("ana").post("/api/cases", wish, content_type=JSON).json()
    assert [target["route"] for target in case["targets"]] == ["by_hand"]


def test_with_a_connected_account_campaigns_are_stopped_by_the_api(as_, wish, monkeypatch):
    monkeypatch.setitem(settings.UNPROMOTE, "tiktok_token", "secret")
    wish["targets"].append({**wish["targets"][0], "kind": "boost", "external_id": "2"})
    case = as_("ana").post("/api/cases", wish, content_type=JSON).json()
    assert [target["route"] for target in case["targets"]] == ["api", "by_hand"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"reason": "boredom"}, "reason"),
        ({"evidence": [{"name": "log.txt", "content": "§"}]}, "evidence[0].content"),
        ({"evidence": [{"name": "../log.txt", "content": ""}]}, "evidence[0].name"),
        ({"targets": []}, "targets"),
        ({"promotion": {**b.PROMOTION, "budget": 12}}, "promotion.budget"),
        ({"promotion": {**b.PROMOTION, "bugdet": "12"}}, "promotion"),
        ({"contacts": []}, "counterparty"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_saved(as_, people, wish, changes, place):
    answer = as_("ana").post("/api/cases", wish | changes, content_type=JSON)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:unpromote:bad-input")
    assert (answer.json()["place"], queries.open_cases(people["ana"])) == (place, ())


@pytest.mark.parametrize("address", ["nobody", "a@b\nBcc: c@d", "a b@c"])
def test_an_address_that_is_none_is_refused(as_, wish, address):
    wish["contacts"][0]["address"] = address
    assert as_("ana").post("/api/cases", wish, content_type=JSON).status_code == 422


def test_nobody_opens_a_case_for_anothers_client(as_, wish):
    answer = as_("dan").post("/api/cases", wish, content_type=JSON)
    assert (answer.status_code, answer.json()["title"]) == (409, "Conflict")


def test_ana_lists_her_cases(as_):
    b.saved_case("quoted")
    (line,) = as_("ana").get("/api/cases").json()
    assert (line["reference"], line["state"], line["client"]) == ("UP-ABCDEFGH", "quoted", "Northwind Outdoor")


def test_dan_sees_nothing_of_it(as_):
    b.saved_case("quoted")
    assert as_("dan").get("/api/cases").json() == []
    seen, invented = (as_("dan").get(f"/api/cases/{ref}") for ref in ("UP-ABCDEFGH", "UP-22222222"))
    assert (seen.status_code, invented.status_code) == (404, 404)
    assert seen.json()["detail"].replace("ABCDEFGH", "22222222") == invented.json()["detail"]


def test_a_case_tells_no_path_of_the_disk(as_):
    b.saved_case("packed")
    assert b"/nowhere" not in as_("ana").get(CASE).content


def test_ana_drops_a_case(as_):
    b.saved_case("quoted")
    case = as_("ana").post(f"{CASE}/drop", {"why": "they made it good"}, content_type=JSON).json()
    assert (case["state"], case["closed_why"]) == ("closed", "they made it good")


def test_a_case_with_open_ends_is_not_closed(as_):
    b.saved_case("cleo told")
    answer = as_("ana").post(f"{CASE}/close")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:unpromote:not-allowed")


def test_a_settled_case_is_closed(as_):
    b.saved_case("emil settled")
    assert as_("ana").post(f"{CASE}/close").json()["open_ends"] == []


def test_an_alarm_that_nobody_raised_is_not_answered(as_):
    b.saved_case("quoted")
    answer = as_("ana").post(f"{CASE}/alarms", {"alarm": "fire", "note": "out"}, content_type=JSON)
    assert answer.status_code == 409


def test_the_timeline_is_the_chain(as_):
    b.saved_case("quoted")
    entries = as_("ana").get(f"{CASE}/timeline").json()
    assert [entry["kind"] for entry in entries][-1] == "QuoteTaken"
    assert [entry["previous"] for entry in entries][1:] == [entry["hash"] for entry in entries][:-1]


def test_what_comes_next_is_listed(as_):
    b.saved_case("stopping")
    kinds = [command["kind"] for command in as_("ana").get(f"{CASE}/commands").json()]
    assert kinds[:2] == ["ReadAgreement", "StopBatch"]
