"""Facts and their evidence over REST."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import builders as b

JSON = "application/json"
CASE = "/api/cases/UP-ABCDEFGH"


def state(client, fact=b.BREACH, name="breach"):
    return client.put(f"{CASE}/facts/{name}", fact, content_type=JSON)


def add(client, **changes):
    file = SimpleUploadedFile("notice.pdf", b"You breached clause 13.")
    form = {"file": file, "proves": ["breach", "outage"], "description": "Our notice", "kind": "letter"}
    return client.post(f"{CASE}/evidence", form | changes)


def test_a_fact_is_stated_shown_and_confirmed(as_):
    b.saved_case("ready")
    ana = as_("ana")
    assert state(ana).json()["promotion"]["facts"] == {"breach": b.BREACH}
    (fact,) = ana.get(f"{CASE}/facts").json()
    assert (fact["stated"], fact["status"], len(fact["proof"])) == (b.BREACH, "asserted", 2)
    assert add(ana).status_code == 201
    (item,) = ana.get(f"{CASE}/evidence").json()
    assert (item["id"], item["proves"], item["kind"]) == ("ev1", ["breach", "outage"], "letter")
    assert (item["sha256"], "path" in item) == (hashlib.sha256(b"You breached clause 13.").hexdigest(), False)
    assert as_("ben").post(f"{CASE}/facts/breach/confirm").status_code == 200
    assert ana.get(f"{CASE}/facts").json()[0]["status"] == "confirmed"


def test_a_fact_that_was_put_replaces_the_earlier_one_and_can_be_withdrawn(as_):
    b.saved_case("ready")
    ana = as_("ana")
    state(ana)
    assert state(ana, {"by": "platform"}).json()["promotion"]["facts"] == {"breach": {"by": "platform"}}
    assert ana.delete(f"{CASE}/facts/breach").json()["promotion"]["facts"] == {"breach": None}
    assert ana.get(f"{CASE}/facts").json() == []


def test_a_fact_without_particulars_is_shown_as_stated(as_):
    b.saved_case("ready", promotion={**b.PROMOTION, "facts": {"outage": True}})
    assert as_("ana").get(f"{CASE}/facts").json()[0]["stated"] == {}


def test_a_changed_fact_voids_the_quote(as_):
    b.saved_case("quoted")
    case = state(as_("ana")).json()
    assert (case["state"], case["quote"]) == ("ready", None)


def test_the_quote_says_how_its_facts_are_shown(as_):
    b.saved_case("ready")
    ana = as_("ana")
    state(ana)
    quote = ana.post(f"{CASE}/quote", {"method": "email"}, content_type=JSON).json()
    assert ([one["fact"] for one in quote["evidence"]], quote["if_proven"]) == (["breach"], [])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"proves": ["breech"]}, "there is no fact 'breech'"),
        ({"description": " "}, "no description"),
        ({"kind": "hearsay"}, "kind"),
    ],
)
def test_evidence_that_cannot_be_used_is_refused(as_, changes, told):
    b.saved_case("ready")
    answer = add(as_("ana"), **changes)
    assert (answer.status_code, told in str(answer.json())) == (422, True)


def test_what_has_no_evidence_cannot_be_confirmed(as_):
    b.saved_case("ready")
    ana = as_("ana")
    state(ana)
    answer = ana.post(f"{CASE}/facts/breach/confirm")
    assert (answer.status_code, "no evidence is attached" in answer.json()["detail"]) == (409, True)
