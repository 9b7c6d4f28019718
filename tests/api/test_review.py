"""The queue of points over REST: looked at, decided, accepted together, confirmed."""

from __future__ import annotations

import pytest

import reviewing
from reviewing import NOTICE, QUOTE, THIRTY

AGREEMENT = "/api/cases/UP-ABCDEFGH/agreement"


@pytest.fixture
def ana(as_, people, data, tmp_path):
    reviewing.handed(tmp_path, reviewing.NO_ZONE, *reviewing.SAID, unclear=(reviewing.ZONE,), time_zone=None)
    return as_("ana")


def post(client, what, body=None):
    return client.post(f"{AGREEMENT}/{what}", body or {}, content_type="application/json")


def decide(client, *answers):
    return post(client, "decisions", {"answers": list(answers)})


def test_the_queue_says_what_each_point_decides_and_on_which_words(ana):
    found = ana.get(f"{AGREEMENT}/queue?sent_at=2026-09-21T17:00:00Z").json()
    assert (found["done"], found["total"], found["deciding"]) == (0, 7, 5)
    zone, notice = found["pending"][:2]
    assert (zone["path"], zone["needed"], zone["open"]) == ("time_zone", True, True)
    assert (notice["value"], notice["source"]["quote"]) == (NOTICE, QUOTE)
    assert (notice["decides"]["money"], notice["decides"]["days"]) == ("53465.35 USD", 60)


def test_points_are_decided_accepted_together_and_confirmed(ana):
    words = {"document": "deal.txt", "page": 1, "quote": "sixty (60) days"}
    corrected = {"path": "rights[0].notice", "decided": "corrected", "value": THIRTY, "words": words}
    left = decide(ana, corrected, {"path": "time_zone", "decided": "corrected", "value": "UTC"}).json()
    assert [one["words"] and one["words"]["quote"] for one in left["decided"]] == ["sixty\n(60) days", None]
    left = post(ana, "accept-quiet").json()
    assert post(ana, "confirm").status_code == 409
    decide(ana, *({"path": one["path"], "decided": "accepted"} for one in left["pending"]))
    case = post(ana, "confirm").json()
    assert (case["state"], case["terms"]["rights"][0]["notice"]) == ("ready", {"n": 30, "unit": "days"})


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"path": "rights[7]", "decided": "accepted"}, 422),
        ({"path": "time_zone", "decided": "accepted"}, 409),
        ({"path": "governing_law", "decided": "guessed"}, 422),
        (
            {
                "path": "rights[0].notice",
                "decided": "corrected",
                "value": THIRTY,
                "words": {"document": "deal.txt", "quote": "thirty days"},
            },
            422,
        ),
    ],
)
def test_what_cannot_be_decided_is_refused_and_changes_nothing(ana, answer, status):
    assert decide(ana, answer).status_code == status
    assert ana.get(f"{AGREEMENT}/queue").json()["done"] == 0
