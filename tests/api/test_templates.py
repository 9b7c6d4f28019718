"""Templates, channels and letters over the API."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.services.letters.writing import layout_for

URL = "/api/templates/support_request/en?client=" + b.BRAND
LETTER = "/conversations/support/letters/request"


@pytest.fixture
def case_url(people):
    return f"/api/cases/{b.saved_case('quoted').reference}"


@pytest.fixture
def ana(as_):
    return as_("ana")


def put(browser, text, over=0):
    return browser.put(URL, {"text": text, "over": over}, content_type="application/json")


def test_a_text_is_read_changed_and_taken_back(ana):
    before = ana.get(URL).json()
    assert put(ana, before["text"].replace("Dear", "Esteemed")).json()["version"] == 1
    reset = URL.replace("?", "/reset?")
    assert ana.post(reset, {"over": 1}, content_type="application/json").json()["text"] == before["text"]
    assert [one["version"] for one in ana.get(URL).json()["versions"]] == [1, 2]


def test_a_missing_placeholder_is_refused_by_its_name(ana):
    answer = put(ana, layout_for("support_request", "en").text.replace("${reason}", ""))
    assert (answer.status_code, "${reason} is missing" in answer.json()["detail"]) == (422, True)


def test_every_text_of_a_client_is_listed(ana):
    found = ana.get(f"/api/templates?client={b.BRAND}").json()
    assert {"support_request.chat", "ticket"} <= {one["name"] for one in found}


def test_dan_gets_nothing_of_another_client(as_):
    dan = as_("dan")
    answers = [dan.get(URL), put(dan, "x"), dan.get(f"/api/templates?client={b.BRAND}")]
    assert [answer.status_code for answer in answers] == [409, 409, 409]


def test_the_ways_to_tiktok_are_listed_and_those_of_a_case(ana, case_url):
    every, fitting = ana.get("/api/channels").json(), ana.get(f"{case_url}/channels").json()
    assert len(every) > len(fitting) > 0
    assert fitting[0]["exists"]


def test_the_first_letter_is_shown_for_a_way(ana, case_url):
    assert "request.portal/en@" in ana.get(f"{case_url}{LETTER}?channel=portal").json()["template"]


def test_the_message_is_fetched_as_it_would_go(ana, case_url):
    answer = ana.get(f"{case_url}{LETTER}/message")
    assert answer["Content-Type"] == "message/rfc822"
    assert b"Message-ID: " in answer.content


def test_the_letter_is_fetched_to_be_printed(ana, case_url):
    assert ana.get(f"{case_url}{LETTER}/pdf").content.startswith(b"%PDF-")
