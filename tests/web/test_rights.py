"""Dan works for another client: for him the case does not exist. Whoever has not signed in is asked to."""

from __future__ import annotations

import pytest

import builders
from unpromote.services import queries
from web.pages import PAGE, words

LOOKS = ["", "status/", "curve.json"]
ACTS = [
    "approval/",
    "delivery/",
    "delivery/schedule/",
    "delivery/at-once/",
    "delivery/ratify/",
    "delivery/again/",
    "delivery/undo/",
    "delivery/confirm-final/",
    "delivery/guard/",
    "messages/",
    "settlement/answer/",
    "settlement/release/",
    "alarm/",
    "close/",
    "drop/",
    "pack/",
    "agreement/",
    "terms/",
    "quote/",
    "evidence/",
    "fact/",
    "fact/confirm/",
    "fact/withdraw/",
    "causes/",
    "causes/report/",
    "causes/comments/",
    "causes/take/",
]


@pytest.mark.parametrize("look", LOOKS)
def test_for_dan_there_is_nothing_to_see(dan, look):
    builders.saved_case("quoted")
    answer = dan.get(PAGE + look)
    assert answer.status_code == 404
    assert "Arena" not in answer.content.decode()


def test_another_clients_case_answers_like_one_that_does_not_exist(dan):
    builders.saved_case("quoted")
    there, nowhere = dan.get(PAGE), dan.get("/cases/UP-NOSUCH00/")
    assert words(there) == words(nowhere)


@pytest.mark.parametrize("act", ACTS)
def test_for_dan_there_is_nothing_to_do(dan, act):
    case = builders.saved_case("quoted")
    form = {"quote_hash": "a" * 64, "target": "t1", "proof": "x", "why": "x", "alarm": "x", "note": "x"}
    assert dan.post(PAGE + act, form).status_code == 404
    assert queries.case_at_work(case.id) == case


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.usefixtures("cast")
def test_who_has_not_signed_in_is_asked_to(client, look):
    builders.saved_case("quoted")
    assert client.get(PAGE + look).url.startswith("/account/login/?next=/cases/")


@pytest.mark.parametrize("act", ACTS)
def test_a_look_at_an_address_that_acts_does_nothing(ana, act):
    builders.saved_case("quoted")
    assert ana.get(PAGE + act).status_code == 405
