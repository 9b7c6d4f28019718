"""The steps of a case over REST, from the agreement to the pack, each once right and once refused."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import builders as b
from packs import written
from papers import locked
from unpromote.services.packs import verify_pack

JSON = "application/json"
CASE = "/api/cases/UP-ABCDEFGH"


def test_a_handed_in_agreement_waits_to_be_read(as_, data):
    b.saved_case("opened")
    answer = as_("ana").post(f"{CASE}/agreements", {"file": SimpleUploadedFile("deal.txt", b"Either party may leave.")})
    assert (answer.status_code, answer.json()["state"]) == (202, "reading")
    (document,) = as_("ana").get(f"{CASE}/agreements").json()
    assert (document["name"], document["read"], document["findings"]) == ("deal.txt", False, [])


@pytest.mark.parametrize("name", ["x" * 250 + ".pdf", "a\tb\u202e.pdf", "…" * 90 + ".pdf", "..."])
def test_any_file_name_is_made_one_that_a_disk_takes(as_, data, name):
    b.saved_case("opened")
    answer = as_("ana").post(f"{CASE}/agreements", {"file": SimpleUploadedFile(name, b"content")})
    (document,) = answer.json()["documents"]
    assert len(document["name"].encode()) <= 80
    assert document["name"] == "agreement" or document["name"].endswith(".pdf")


def test_an_empty_agreement_is_refused(as_, data):
    b.saved_case("opened")
    answer = as_("ana").post(f"{CASE}/agreements", {"file": SimpleUploadedFile("deal.txt", b"")})
    assert (answer.status_code, "empty" in answer.json()["detail"]) == (422, True)


def test_what_reading_proposed_can_be_confirmed(as_):
    b.saved_case("review")
    ana = as_("ana")
    found = ana.get(f"{CASE}/agreements").json()[0]
    assert (found["read"], found["findings"][0]["page"]) == (True, 7)
    assert found["facts"][0]["kind"] == "terminate_without_cause"
    terms = ana.get(f"{CASE}/terms").json()
    assert (terms["confirmed"], terms["proposed"]) == (None, b.TERMS)
    case = ana.put(f"{CASE}/terms", terms["proposed"], content_type=JSON).json()
    assert (case["state"], case["terms"]["currency"]) == ("ready", "USD")


@pytest.mark.parametrize(
    ("field", "value"),
    [("rounding", "up"), ("currency", {}), ("currency", "XXQ"), ("time_zone", "Mars"), ("rights", 1)],
)
def test_terms_that_fit_no_vocabulary_are_refused_by_place(as_, field, value):
    b.saved_case("review")
    answer = as_("ana").put(f"{CASE}/terms", b.TERMS | {field: value}, content_type=JSON)
    assert (answer.status_code, answer.json()["place"]) == (422, f"terms.{field}")


def test_ana_takes_a_quote(as_):
    b.saved_case("ready")
    wish = {"method": "email", "sent_at": b.NOW.isoformat()}
    answer = as_("ana").post(f"{CASE}/quote", wish, content_type=JSON)
    taken = answer.json()
    assert (answer.status_code, taken["permitted"], taken["price"]) == (201, True, "67000.00 USD")
    assert as_("ana").get(f"{CASE}/quote").json() == taken
    assert as_("ana").get(f"{CASE}/quote/curve").json()[0]["date"] == "2026-09-21"


def test_a_naive_instant_is_refused(as_):
    b.saved_case("ready")
    wish = {"method": "email", "sent_at": "2026-09-21T10:00:00"}
    assert as_("ana").post(f"{CASE}/quote", wish, content_type=JSON).json()["place"] == "sent_at"


@pytest.mark.parametrize("part", ["quote", "quote/curve"])
def test_without_a_quote_there_is_none_to_show(as_, part):
    b.saved_case("ready")
    assert as_("ana").get(f"{CASE}/{part}").status_code == 409


def test_ben_and_bea_sign(as_):
    b.saved_case("quoted")
    once, twice = (
        as_(name).post(f"{CASE}/approvals", {"quote_hash": "a" * 64}, content_type=JSON).json()
        for name in ("ben", "bea")
    )
    assert (once["state"], twice["state"]) == ("quoted", "stopping")
    assert [signature["by"] for signature in twice["approval"]["signatures"]] == ["ben", "bea"]


@pytest.mark.parametrize(("who", "signed"), [("ana", "a" * 64), ("ben", "b" * 64)])
def test_neither_without_the_right_nor_for_another_quote(as_, who, signed):
    b.saved_case("quoted")
    answer = as_(who).post(f"{CASE}/approvals", {"quote_hash": signed}, content_type=JSON)
    assert answer.status_code == 409


def test_a_target_that_a_person_stopped_needs_a_proof(as_):
    b.saved_case("stopping", targets=(b.target(1, route=b.Route.BY_HAND),))
    bare, proven = (
        as_("ana").post(f"{CASE}/targets/t1/stopped", {"proof": proof}, content_type=JSON)
        for proof in ("", "screenshot 12")
    )
    assert (bare.status_code, proven.status_code) == (409, 200)
    (target,) = as_("ana").get(f"{CASE}/targets").json()
    assert (target["state"], target["proof"]) == ("proven", "screenshot 12")


def test_ana_judges_an_answer(as_):
    b.saved_case("support answered")
    ana = as_("ana")
    ana.post(f"{CASE}/conversations/support/judgement", {"outcome": "confirmed"}, content_type=JSON)
    talk = ana.get(f"{CASE}/conversations").json()[0]
    assert (talk["state"], talk["outcome"]) == ("closed", "confirmed")


def test_a_silent_counterpart_has_confirmed_nothing(as_):
    b.saved_case("support told")
    answer = as_("ana").post(f"{CASE}/conversations/support/judgement", {"outcome": "confirmed"}, content_type=JSON)
    assert answer.status_code == 409


def test_a_letter_is_shown_before_it_goes(as_):
    b.saved_case("stopping")
    letter = as_("ana").get(f"{CASE}/conversations/support/letters/request").json()
    assert (letter["to_address"], "Arena autumn" in letter["subject"]) == ("support@platform.example", True)


def test_cleo_objects_and_is_paid_all_the_same_for_a_reason(as_):
    b.saved_case("settling")
    path = f"{CASE}/settlements/cleo"
    as_("ana").post(f"{path}/answer", {"accepted": False, "note": "too little"}, content_type=JSON)
    refused, released = (
        as_("ben").post(f"{path}/release", {"why": why}, content_type=JSON) for why in ("", "the table")
    )
    assert (refused.status_code, released.status_code) == (409, 200)
    cleo, _ = as_("ana").get(f"{CASE}/settlements").json()
    assert (cleo["state"], cleo["balance"], cleo["released_by"]) == ("released", "500.00 USD", "ben")


def test_ana_may_not_release_money(as_):
    b.saved_case("cleo agreed")
    assert as_("ana").post(f"{CASE}/settlements/cleo/release", {}, content_type=JSON).status_code == 409


def test_a_pack_is_ordered_and_listed(as_):
    b.saved_case("packed")
    assert as_("ana").post(f"{CASE}/packs").status_code == 202
    assert [pack["manifest_sha256"] for pack in as_("ana").get(f"{CASE}/packs").json()] == ["f" * 64]


def test_a_pack_is_fetched_as_a_zip_that_holds(as_, data, tmp_path):
    folder = written(tmp_path / "evidence")
    manifest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    case = b.saved_case("closed")
    b.record(case.id, b.e.PackBuilt(at=b.NOW, by="unpromote", path=str(folder), manifest_sha256=manifest))
    fetched = as_("ana").get(f"{CASE}/packs/{manifest}")
    (tmp_path / "pack.zip").write_bytes(b"".join(fetched.streaming_content))
    assert (fetched.headers["Content-Type"], verify_pack(tmp_path / "pack.zip").holds) == ("application/zip", True)
    assert as_("dan").get(f"{CASE}/packs/{manifest}").status_code == 404


def test_a_pack_that_is_gone_is_refused(as_):
    b.saved_case("packed")
    assert as_("ana").get(f"{CASE}/packs/{'f' * 64}").status_code == 409


def test_a_locked_document_comes_with_its_password(as_, data, tmp_path):
    b.saved_case("opened")
    deal = locked(tmp_path, "Either party may leave.", "sesame").read_bytes()
    wrong, right = (
        as_("ana").post(f"{CASE}/agreements", {"file": SimpleUploadedFile("deal.pdf", deal), "password": password})
        for password in ("open", "sesame")
    )
    assert (wrong.status_code, right.status_code) == (422, 202)
    assert "the password does not open the PDF" in wrong.json()["detail"]
