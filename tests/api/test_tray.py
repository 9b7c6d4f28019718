"""The tray for programs: what it lists, what it suggests, where mail goes, and what Dan is told."""

from __future__ import annotations

import pytest

from strays import CONTENT, DIGEST, some_strays
from unpromote.services import queries, tray

JSON = "application/json"


@pytest.fixture
def ana(as_):
    some_strays()
    return as_("ana")


@pytest.fixture
def path(ana, people):
    (mail,) = tray.waiting(people["ana"])
    return f"/api/tray/{mail.id}"


def test_stray_mail_is_listed_for_those_who_may_see_it(ana, as_):
    assert [mail["sender"] for mail in ana.get("/api/tray").json()] == ["cleo@creators.example"]
    assert len(as_("eve").get("/api/tray").json()) == 2
    assert as_("dan").get("/api/tray").json() == []


def test_it_is_shown_as_words_with_the_likely_case(ana, path):
    shown = ana.get(path).json()
    assert shown["mail"]["body"].startswith("We agree.")
    assert shown["mail"]["files"][0]["warning"].startswith("may run")
    assert [(one["reference"], one["conversation"]) for one in shown["suggestions"]] == [("UP-ABCDEFGH", "cleo")]


def test_it_is_put_with_a_conversation(ana, path):
    answer = ana.post(f"{path}/assignment", {"case": "up-abcdefgh", "conversation": "cleo"}, content_type=JSON)
    assert answer.status_code == 200
    talk = queries.case_at_work("case_1").conversations[1]
    assert (talk.state.value, talk.messages[-1].body.splitlines()[0]) == ("answered", "We agree.")
    again = ana.post(f"{path}/assignment", {"case": "case_1", "conversation": "cleo"}, content_type=JSON)
    assert again.status_code == 409


def test_it_is_set_aside_with_a_reason(ana, path):
    answer = ana.post(f"{path}/setting-aside", {"reason": "spam"}, content_type=JSON)
    assert (answer.json()["state"], answer.json()["reason"]) == ("set_aside", "spam")


@pytest.mark.parametrize("file", ["tray", "case"])
def test_a_file_is_a_download_and_nothing_that_a_browser_shows(ana, path, file):
    if file == "case":
        ana.post(f"{path}/assignment", {"case": "case_1", "conversation": "cleo"}, content_type=JSON)
        path = "/api/cases/UP-ABCDEFGH"
    answer = ana.get(f"{path}/files/{DIGEST}")
    assert (answer.content, answer["Content-Type"]) == (CONTENT, "application/octet-stream")
    assert answer["Content-Disposition"] == 'attachment; filename="proof.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_dan_is_told_that_there_is_nothing(ana, path, as_):
    dan = as_("dan")
    assert {dan.get(where).status_code for where in (path, f"{path}/files/{DIGEST}")} == {404}
    for act, given in (("assignment", {"case": "x", "conversation": "y"}), ("setting-aside", {"reason": "x"})):
        assert dan.post(f"{path}/{act}", given, content_type=JSON).status_code == 404
    assert ana.get(f"/api/cases/case_1/files/{DIGEST}").status_code == 404
