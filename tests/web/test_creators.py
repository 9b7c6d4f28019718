"""The desk's page of a case: deals, what creators bring up, how they stay on, duties after the end."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import builders as b
from unpromote.domain.proposals import ProposalKind
from unpromote.services import queries
from unpromote.services.record import record
from web.pages import PAGE, every, tree, words

DEAL = {
    "id": "fay",
    "name": "Fay Bright",
    "email": "fay@creators.example",
    "language": "de",
    "time_zone": "Europe/Berlin",
    "deliverable": "Teaser",
    "price": "1200.00",
    "stage": "briefed",
    "code_kind": "discount_code",
    "code": "FAY10",
    "gift": "the console",
    "return_by": "2026-12-01",
}


def case():
    return queries.case_at_work("case_1")


@pytest.fixture
def with_duties(cast, data):
    b.saved_case("settling")
    record("case_1", replace(b.deals_entered(), creators=(), contacts=()))


def post(client, path, **form):
    return client.post(f"{PAGE}{path}/", form)


def test_ana_enters_a_deal(ana):
    b.saved_case("ready")
    assert post(ana, "deal", **DEAL).status_code == 302
    told = words(ana.get(PAGE), "section[aria-labelledby=deals]")
    assert "Fay Bright: Teaser: 1200.00 (briefed); discount code FAY10, the console Europe/Berlin" in told
    assert case().contacts[-1].language == "de"


def test_a_deal_that_cannot_be_read_keeps_what_was_typed(ana):
    b.saved_case("ready")
    answer = post(ana, "deal", **{**DEAL, "price": "lots", "code": "", "gift": ""})
    assert (answer.status_code, "eal.creator.deliverables[0].price" in words(answer)) == (422, True)
    assert tree(answer).css_first("#deal-name").attributes["value"] == "Fay Bright"


def test_the_page_warns_before_silence_approves(ana):
    item = {**b.CREATORS[0]["deliverables"][0], "submitted_at": "2026-09-10T15:00:00-07:00"}
    b.saved_case("opened", promotion={**b.PROMOTION, "creators": [{**b.CREATORS[0], "deliverables": [item]}]})
    creators = {**b.TERMS["creators"], "deemed_approval": {"n": 14, "unit": "days"}}
    record("case_1", replace(b.story()[2][1], terms={**b.TERMS, "creators": creators}))
    told = words(ana.get(PAGE), "section[aria-labelledby=deals] .note")
    assert told.startswith("Silence approves “video” of cleo at 25 Sep 2026, 00:00 PDT.")


def test_ben_keeps_cleo_on_and_the_page_says_what_goes_on(ana, ben, data):
    b.saved_case("settling")
    record("case_1", b.proposed())
    assert "Adjust the involvement" not in words(ana.get(PAGE))
    form = {"creator": "cleo", "way-0": "reschedule", "on-0": "2027-01-15", "why": "later", "proposal": "prop_1"}
    assert post(ben, "settlement/involve", **form).status_code == 302
    told = words(ben.get(PAGE), "article[aria-labelledby=creator-cleo]")
    assert "Goes on: video (reschedule), on 15 Jan 2027, $3,000.00, of which $1,000.00 is paid" in told
    assert "Accepted by ben: later" in words(ana.get(PAGE), "section[aria-labelledby=proposals]")


def test_ben_reduces_reassigns_or_keeps_a_credit(ben, data):
    b.saved_case("settling")
    post(ben, "settlement/involve", **{"creator": "cleo", "way-0": "reduce", "share-0": "0.5", "why": "less"})
    assert case().settlements[0].due == b.usd("750.00")
    elsewhere = {"creator": "cleo", "way-0": "reassign", "campaign-0": "Spring", "why": "moved"}
    post(ben, "settlement/involve", **elsewhere)
    assert "for Spring" in words(ben.get(PAGE), "article[aria-labelledby=creator-cleo]")
    post(ben, "settlement/involve", creator="emil", credit="yes", why="next time")
    assert case().settlements[1].direction == "credit"
    assert post(ben, "settlement/involve", creator="dan", why="x").status_code == 409


def test_a_link_is_shown_and_earlier_ones_end(ana, data):
    b.saved_case("settling")
    post(ana, "settlement/link", creator="cleo")
    (told,) = every(ana.get(PAGE), "p.note[role=status]")
    assert "/creator/" in told
    post(ana, "settlement/link", creator="cleo", revoke="yes")
    assert case().links == {"cleo": 1}


def test_ana_answers_a_proposal_and_opens_a_file(ana, data):
    b.saved_case("settling")
    record("case_1", b.proposed(deliverable="video"))
    (data / "invoice.pdf").write_bytes(b"%PDF-")
    record("case_1", b.creator_filed(path="invoice.pdf", note="No. 7"))
    assert post(ana, "proposal", proposal="prop_1", answer="declined").status_code == 409
    post(ana, "proposal", proposal="prop_1", answer="declined", note="too late")
    page = ana.get(PAGE)
    assert "Declined by ana: too late" in words(page, "section[aria-labelledby=proposals]")
    answer = ana.get(tree(page).css_first("section[aria-labelledby=proposals] a").attributes["href"])
    assert (b"".join(answer.streaming_content), answer["Content-Disposition"]) == (
        b"%PDF-",
        'attachment; filename="invoice.pdf"',
    )
    assert ana.get(f"{PAGE}creator-files/other/").status_code == 404


def test_the_page_says_what_accepting_a_proposal_comes_to_and_ben_accepts_it(ana, ben, data):
    b.saved_case("settling")
    less = {"kind": ProposalKind.REDUCED_SCOPE, "share": Fraction(1, 4), "deliverable": "video"}
    record("case_1", b.proposed(**less))
    record("case_1", b.proposed(2))
    told = words(ana.get(PAGE), "section[aria-labelledby=proposals]")
    assert "video 25 %" in told
    assert "Accepted, it comes to: $375.00 to pay; video goes on for $750.00." in told
    assert "It cannot be priced as it stands: the proposal does not say it in figures" in told
    assert post(ana, "proposal", proposal="prop_1", answer="accepted").status_code == 409
    assert post(ben, "proposal", proposal="prop_1", answer="accepted").status_code == 302
    told = words(ana.get(PAGE), "section[aria-labelledby=proposals]")
    assert "Accepted by ben: as reduced scope was proposed" in told
    assert "Cleo Marsh: deliver video, which goes on" in words(ana.get(PAGE), "section[aria-labelledby=duties]")


def test_a_duty_is_shown_looked_at_and_done(ana, with_duties):
    duty = "cleo/return_product/1"
    assert post(ana, "duty", duty=duty, act="done").status_code == 409
    post(ana, "duty", duty=duty, act="show", note="it came", file=SimpleUploadedFile("parcel.png", b"x"))
    assert "Shown: it came, parcel.png, by ana on" in words(ana.get(PAGE), "section[aria-labelledby=duties]")
    post(ana, "duty", duty=duty, act="done")
    post(ana, "duty", duty="cleo/stop_paid_use/1", act="show", note="it says so")
    post(ana, "duty", duty="cleo/stop_paid_use/2", act="waive", note="it never ran")
    assert sorted(task.state.value for task in case().duties) == ["done", "shown", "waived"]


def test_every_field_has_a_label_and_no_id_comes_twice(ben, with_duties):
    record("case_1", b.proposed())
    record("case_1", b.creator_filed())
    html = tree(ben.get(PAGE))
    named = {label.attributes["for"] for label in html.css("label")}
    fields = html.css("input:not([type=hidden]), select, textarea")
    assert [one.attributes.get("id") for one in fields if one.attributes.get("id") not in named] == []
    ids = [node.attributes["id"] for node in html.css("[id]")]
    assert len(ids) == len(set(ids))


def test_dan_reaches_none_of_it(dan, with_duties):
    for path in ("deal", "settlement/involve", "settlement/link", "proposal", "duty"):
        assert post(dan, path, **DEAL).status_code == 404
    assert dan.get(f"{PAGE}creator-files/file_1/").status_code == 404


def test_a_proof_that_shows_something_else_is_refused_on_the_page(ana, with_duties):
    name = "cleo/stop_paid_use/1"
    post(ana, "duty", duty=name, act="show", note="a picture of the shop")
    told = words(ana.get(PAGE), "section[aria-labelledby=duties]")
    assert "a picture of the shop, no file, by ana" in told
    post(ana, "duty", duty=name, act="refuse", note="another code")
    assert next(one for one in case().duties if one.id == name).note == "another code"
    assert post(ana, "duty", duty=name, act="refuse", note="again").status_code == 409
