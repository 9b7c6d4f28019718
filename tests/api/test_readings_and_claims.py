"""Agreements in layers, unclear readings, weighed options and claims over REST."""

from __future__ import annotations

import pytest

import agreed
import builders as b

JSON = "application/json"
CASE = "/api/cases/UP-ABCDEFGH"
CLAIM = {
    "received_on": "2026-09-21",
    "reference": "INV-7",
    "lines": [{"code": "delivered", "amount": "20000.00"}, {"wording": "Set-up", "amount": "1500.00"}],
}


def put(client, agreement):
    return client.put(f"{CASE}/terms", agreement, content_type=JSON)


def post(client, path, body):
    return client.post(f"{CASE}/{path}", body, content_type=JSON)


def test_an_agreement_in_layers_shows_which_one_won(as_):
    b.saved_case("review")
    assert put(as_("ana"), agreed.layers()).json()["state"] == "ready"
    terms = as_("ana").get(f"{CASE}/terms").json()
    assert [layer["id"] for layer in terms["layers"]] == ["order", "std"]
    fee = {"path": "fees[0]", "name": "fee early-exit", "layer": "order", "over": ["std"]}
    assert (fee in terms["standing"], terms["unclear"], terms["version"]) == (True, [], 1)


def test_unclear_terms_give_a_range_and_a_reading_voids_the_quote(as_):
    b.saved_case("review")
    ana = as_("ana")
    assert put(ana, agreed.unclear(agreed.NOTICE)).json()["unclear"][0]["path"] == "rights[0].notice"
    taken = post(ana, "quote", {"method": "email"}).json()
    assert (taken["quote"]["range"]["permitted"], "totals" in taken["quote"]) == ("yes", False)
    settled = {"path": "rights[0].notice", "reading": agreed.NOTICES[1], "because": "their mail"}
    case = post(ana, "readings", settled).json()
    assert (case["state"], case["quote"], case["unclear"], case["terms_version"]) == ("ready", None, [], 2)


@pytest.mark.parametrize(
    ("settled", "status"),
    [
        ({"path": "rights[9]", "reading": None, "because": "x"}, 422),
        ({"path": "rights[0].notice", "reading": 1.5, "because": "x"}, 422),
        ({"path": "rights[0].notice", "reading": None, "because": " "}, 409),
        ({"path": "rights[0].notice"}, 422),
    ],
)
def test_what_settles_nothing_is_refused(as_, settled, status):
    b.saved_case("review")
    put(as_("ana"), agreed.unclear(agreed.NOTICE))
    assert post(as_("ana"), "readings", settled).status_code == status


@pytest.mark.parametrize(
    "agreement",
    [
        {"layers": 5},
        {"layers": [5]},
        {"layers": [{"id": "a", "preset": "nothing"}]},
        {"terms": 5},
        {"terms": b.TERMS, "unclear": 5},
        {"terms": b.TERMS | {"layers": 5}},
        {"terms": b.TERMS | {"layers": [{"preset": {"name": ["x"]}}]}},
        {"terms": b.TERMS, "unclear": [agreed.NOTICE | {"readings": [1.5, None]}]},
    ],
)
def test_an_agreement_that_is_none_is_refused(as_, agreement):
    b.saved_case("review")
    assert put(as_("ana"), agreement).status_code == 422


def test_the_quote_has_the_ways_on_and_what_was_asked_to_be_weighed(as_):
    b.saved_case("ready")
    post(as_("ana"), "quote", {"method": "email", "weigh": {"harm_per_day": "50.00"}})
    quote = as_("ana").get(f"{CASE}/quote").json()["quote"]
    assert {"run", "cancel_now"} <= {way["name"] for way in quote["decision"]["options"]}
    assert (quote["decision"]["harm"]["per_day"], quote["computed_with"]["rules"]) == ("50.00", "cancellation-rules/1")


def test_a_claim_is_kept_compared_and_objected_to(as_):
    b.saved_case("ready")
    ana = as_("ana")
    post(ana, "quote", {"method": "email"})
    first = post(ana, "claims", CLAIM)
    assert (first.status_code, first.json()["letter"], "Set-up" in first.json()["why_no_letter"]) == (201, None, True)
    matched = post(ana, "claims", CLAIM | {"matches": {"Set-up": "none"}}).json()
    assert "1,500.00 USD" in matched["letter"]["body"]
    assert ana.get(f"{CASE}/claims/{matched['kept']['id']}").json()["comparison"] == matched["comparison"]
    assert ana.get(f"{CASE}/claims").json() == [matched["kept"]] == ana.get(CASE).json()["claims"]


def test_a_claim_that_cannot_be_read_is_not_kept(as_):
    b.saved_case("ready")
    post(as_("ana"), "quote", {"method": "email"})
    assert post(as_("ana"), "claims", {"lines": []}).status_code == 422
    assert as_("ana").get(f"{CASE}/claims").json() == []


def test_a_claim_nobody_kept_is_refused(as_):
    b.saved_case("quoted")
    assert as_("ana").get(f"{CASE}/claims/claim_9").status_code == 409
