"""Gathering over REST: order, look, mark comments, take as evidence."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

import builders as b
from gathering import showing, work_off

JSON = "application/json"
CASE = "/api/cases/UP-ABCDEFGH"
CAUSES = f"{CASE}/causes"


@pytest.fixture
def ana(as_):
    b.saved_case("opened")
    return as_("ana")


def order(client, *what):
    return client.post(CAUSES, {"what": list(what)}, content_type=JSON)


def test_what_is_ordered_is_read_by_a_job_and_listed(ana):
    ordered = order(ana, "outages")
    assert (ordered.status_code, ordered.json()[0]["state"]) == (202, "ordered")
    work_off(timezone.now, showing())
    (one,) = ana.get(CAUSES).json()
    assert (one["state"], one["source"], one["evidence"]) == ("read", "status feed", ["g1-1"])
    assert one["showing"]["says"] == ["“Slow reports”, announced 2026-09-14 09:30 UTC: 3 h late"]
    assert one["showing"]["suggests"][0]["fact"] == "outage"


def test_without_a_word_it_is_what_is_usual_for_the_reason(ana):
    assert [one["what"] for one in order(ana).json()] == ["comments", "spend"]


def test_the_same_is_refused_while_it_is_being_read(ana):
    order(ana, "spend")
    refused = order(ana, "spend")
    assert (refused.status_code, refused.json()["detail"]) == (409, "spend is being read already: wait for it")


def test_a_curve_is_told_with_amounts_as_text(ana):
    order(ana, "spend")
    work_off(timezone.now, showing())
    (curve,) = ana.get(CAUSES).json()[0]["showing"]["curves"]
    assert (curve["step"], curve["slots"][0]["spend"], curve["slots"][0]["results"]) == ("day", "10.00 USD", "5")


def test_an_exported_report_is_handed_in(ana):
    file = SimpleUploadedFile("week.csv", b"Date,Cost\n2026-09-14,10.00\n")
    assert ana.post(f"{CAUSES}/report", {"file": file}).status_code == 202
    work_off(timezone.now)
    (one,) = ana.get(CAUSES).json()
    assert (one["state"], one["evidence"]) == ("read", ["g1-0", "g1-1"])


def test_comments_are_listed_and_marked(ana):
    order(ana, "comments")
    work_off(timezone.now, showing())
    listed = ana.get(f"{CAUSES}/g1/comments").json()
    assert [(one["id"], one["content"]) for one in listed] == [("c2", "what a scam"), ("c1", "Nice shoes")]
    marked = ana.put(f"{CAUSES}/g1/comments", {"comments": ["c2"]}, content_type=JSON)
    assert marked.json()[0]["marked"] == ["c2"]
    bad = ana.put(f"{CAUSES}/g1/comments", {"comments": ["c9"]}, content_type=JSON)
    assert (bad.status_code, "there is no comment 'c9'" in bad.json()["detail"]) == (422, True)


def test_a_suggestion_is_taken_and_the_fact_stated(ana):
    order(ana, "outages")
    work_off(timezone.now, showing())
    taken = ana.post(f"{CAUSES}/g1/take", {"suggestion": 1}, content_type=JSON)
    assert taken.json()["promotion"]["facts"]["outage"]["cause"] == "platform"
    assert ana.get(f"{CASE}/evidence").json()[0]["proves"] == ["outage"]
    assert ana.get(CAUSES).json()[0]["took"] == ["outage"]
