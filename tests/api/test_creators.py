"""Deals, kept involvement, pages, proposals and duties over REST."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import builders as b
from unpromote.services.record import record

JSON = "application/json"
CASE = "/api/cases/UP-ABCDEFGH"
DEAL = {
    "creator": {**b.CREATORS[0], "name": "Cleo Marsh"},
    "email": "cleo@creators.example",
    "time_zone": "Europe/Berlin",
    "codes": [{"kind": "spark_code", "value": "#spark1"}],
    "gifts": [{"name": "the console", "value": "400.00", "return_by": "2026-12-01"}],
    "advances": {"video": "1000.00"},
}
LATER = {"changes": [{"way": "reschedule", "deliverable": "video", "on": "2027-01-15"}], "why": "a later date"}


def post(client, path, body=None):
    return client.post(f"{CASE}/{path}", body or {}, content_type=JSON)


def test_deals_are_entered_and_void_the_quote(as_):
    b.saved_case("quoted")
    case = post(as_("ana"), "deals", {"deals": [DEAL]}).json()
    assert (case["state"], case["deals"][0]["codes"][0]["value"]) == ("ready", "#spark1")
    assert case["deals"][0]["gifts"][0]["value"] == "400.00 USD"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"email": "nobody"}, "deals[0].email"),
        ({"price": "1"}, "deals[0]"),
        ({"time_zone": "Mars"}, "deals.cleo.time_zone"),
        ({"codes": [{"kind": "charm", "value": "x"}]}, "deals[0].codes[0].kind"),
        ({"creator": {"id": "cleo"}}, "deals[0].creator"),
        ({"creator": {**b.CREATORS[0], "advance_paid": "1.00 EUR"}}, ""),
    ],
)
def test_a_deal_that_does_not_fit_is_refused_by_its_path(as_, changes, place):
    b.saved_case("ready")
    answer = post(as_("ana"), "deals", {"deals": [DEAL | changes]})
    assert answer.status_code == 422
    assert answer.json()["place"].startswith(place)


def test_once_approved_the_figures_of_a_deal_are_fixed(as_):
    b.saved_case("stopping")
    ana = as_("ana")
    same = {**DEAL, "creator": b.CREATORS[0]}
    assert [one["id"] for one in post(ana, "deals", {"deals": [same]}).json()["duties"]] == [
        "cleo/stop_paid_use/1",
        "cleo/return_product/1",
    ]
    dearer = {**DEAL, "creator": {**b.CREATORS[0], "advance_paid": "2000.00"}}
    assert post(ana, "deals", {"deals": [dearer]}).status_code == 422


def test_when_silence_approves_is_listed(as_):
    item = {**b.CREATORS[0]["deliverables"][0], "submitted_at": "2026-09-10T15:00:00-07:00"}
    case = b.saved_case("opened", promotion={**b.PROMOTION, "creators": [{**b.CREATORS[0], "deliverables": [item]}]})
    creators = {**b.TERMS["creators"], "deemed_approval": {"n": 14, "unit": "days"}}
    record(case.id, replace(b.story()[2][1], terms={**b.TERMS, "creators": creators}))
    (found,) = as_("ana").get(f"{CASE}/silences").json()
    assert (found["deliverable"], found["approved_at"]) == ("video", "2026-09-25T07:00:00Z")


def test_an_involvement_is_shown_then_adjusted_by_somebody_who_may_approve(as_):
    b.saved_case("settling")
    path = "settlements/cleo/involvement"
    assert post(as_("ana"), f"{path}/preview", LATER).json()["direction"] == "none"
    assert post(as_("ana"), path, LATER).status_code == 409
    cleo = post(as_("ben"), path, LATER).json()["settlements"][0]
    assert (cleo["version"], cleo["goes_on"][0]["advance_kept"], cleo["state"]) == (2, "1000.00 USD", "proposed")
    half = {"changes": [{"way": "reduce", "deliverable": "video", "share": "1/2"}], "why": "smaller"}
    assert post(as_("ben"), path, half).json()["settlements"][0]["due"] == "750.00 USD"


def test_a_link_is_given_and_revoked(as_, settings):
    settings.UNPROMOTE = {**settings.UNPROMOTE, "public_url": "https://desk.example/"}
    b.saved_case("settling")
    ana = as_("ana")
    link = post(ana, "settlements/cleo/page").json()["link"]
    assert link.startswith("https://desk.example/creator/")
    assert post(ana, "settlements/cleo/page/revoke").status_code == 200
    assert Client().get(link.removeprefix("https://desk.example")).status_code == 410


def test_proposals_and_files_are_listed_and_answered(as_):
    case = b.saved_case("settling")
    record(case.id, b.proposed())
    record(case.id, b.creator_filed())
    ana = as_("ana")
    assert ana.get(f"{CASE}/proposals").json()[0]["words"] == "I could film in January."
    (file,) = ana.get(f"{CASE}/creator-files").json()
    assert (file["name"], "path" in file) == ("invoice.pdf", False)
    assert post(ana, "proposals/prop_1/answer", {"accepted": True}).status_code == 409
    case = post(ana, "proposals/prop_1/answer", {"accepted": False, "note": "too late"}).json()
    assert case["proposals"][0]["state"] == "declined"


def test_accepting_a_proposal_makes_its_change_and_takes_the_right_to_approve(as_):
    case = b.saved_case("settling")
    record(case.id, b.proposed(deliverable="video", on=date(2027, 1, 15)))
    assert post(as_("ana"), "proposals/prop_1/answer", {"accepted": True}).status_code == 409
    case = post(as_("ben"), "proposals/prop_1/answer", {"accepted": True}).json()
    cleo = next(one for one in case["settlements"] if one["creator_id"] == "cleo")
    assert (case["proposals"][0]["state"], cleo["direction"], cleo["version"]) == ("accepted", "none", 2)
    assert cleo["goes_on"][0]["on"] == "2027-01-15"


def test_a_duty_is_shown_with_a_file_looked_at_and_done(as_):
    case = b.saved_case("stopping")
    record(case.id, replace(b.deals_entered(), creators=(), contacts=()))
    ana, duty = as_("ana"), "duties/cleo:return_product:1"
    assert post(ana, f"{duty}/done").status_code == 409
    file = SimpleUploadedFile("parcel.png", b"a receipt")
    shown = ana.post(f"{CASE}/{duty}/proof", {"file": file, "words": "the parcel came"})
    assert shown.json()["duties"][2]["proofs"][0]["file"] == "parcel.png"
    assert post(ana, f"{duty}/done").json()["duties"][2]["state"] == "done"
    assert post(ana, "duties/cleo:stop_paid_use:1/told", {"words": "it says so"}).status_code == 200
    refused = post(ana, "duties/cleo:stop_paid_use:1/refuse", {"why": "it still works"}).json()["duties"][0]
    assert (refused["state"], refused["note"]) == ("open", "it still works")
    waived = post(ana, "duties/cleo:stop_paid_use:2/waive", {"why": "it never ran"}).json()
    assert waived["open_duties"] == ["Cleo Marsh: the spark code #spark1 stops working, by 2026-10-01"]
    assert len(ana.get(f"{CASE}/duties").json()) == 3


def test_dan_sees_and_changes_nothing(as_):
    b.saved_case("settling")
    dan = as_("dan")
    for path in ("silences", "proposals", "creator-files", "duties"):
        assert dan.get(f"{CASE}/{path}").status_code == 404
    for path, body in (
        ("deals", {"deals": [DEAL]}),
        ("settlements/cleo/involvement", LATER),
        ("settlements/cleo/page", {}),
        ("duties/x/done", {}),
    ):
        assert post(dan, path, body).status_code == 404
