"""The creator's page: what the link opens, what a look leaves alone, what Cleo can do there, and who cannot."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import builders as b
from unpromote.domain import creator_events as ce
from unpromote.domain.codec import encode
from unpromote.domain.deals import Deal
from unpromote.domain.duties import DutyProof
from unpromote.domain.payout import SettlementState
from unpromote.services import creator_link, creator_page, duties, queries
from unpromote.services.record import record
from unpromote.store.models import ConversationRow
from web.pages import every, tree, words
from web.test_strictness import everything

NOW = datetime.now(UTC)
PDF = b"%PDF-1.7 an invoice"


@pytest.fixture
def desk(cast, data):
    return cast


def link(moment="settling", creator="cleo", person="ana", desk=None, **changes):
    case = b.saved_case(moment, **changes)
    return creator_link.link_of(desk[person], case.id, creator, now=NOW)


def link_of(desk):
    return creator_link.link_of(desk["ana"], "case_1", "cleo", now=NOW)


@pytest.fixture
def page(desk):
    return link(desk=desk)


def case():
    return queries.case_at_work("case_1")


def figures(page):
    return tree(Client().get(page)).css_first("input[name=figures]").attributes["value"]


def act(page, **form):
    return Client().post(page, form)


def test_cleo_sees_her_settlement_with_its_explanation_and_nobody_elses(page):
    answer = Client().get(page)
    told = words(answer)
    assert answer.status_code == 200
    for said in (
        "We pay you 500.00 USD.",
        "By Monday, December 21, 2026.",
        "0.5 \N{MULTIPLICATION SIGN} 3000.00",
        "clause Order 4",
    ):
        assert said in told
    assert "Due in total 1,500.00 USD Already paid to you 1,000.00 USD" in told
    assert "Stop codes, links and boosts" in told
    assert "Keep the advertising label" in told
    assert "Emil" not in told
    assert "2,400" not in answer.content.decode()


def test_emil_reads_german_on_his_own_clock(desk):
    page = link(desk=desk, creator="emil")
    answer = Client().get(page)
    assert tree(answer).css_first("html").attributes["lang"] == "de"
    assert "Sie zahlen uns 600,00 USD zurück." in words(answer)


def test_the_clock_is_the_creators_where_the_deal_names_one(desk):
    page = link(desk=desk)
    record("case_1", replace(b.deals_entered(), creators=(), contacts=()))
    assert "Saturday, November 21, 2026, 09:00 (Europe/Berlin, UTC+01:00)" in words(Client().get(page))


def test_a_look_even_a_mail_scanners_changes_nothing(page):
    before = everything()
    for scanner in (Client().get, Client().head):
        assert scanner(page).status_code == 200
    assert everything() == before


def test_the_page_is_private_strict_and_unlisted(page):
    answer = Client().get(page)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert tree(answer).css("script, style, [style], a[href^=http]") == []


def test_every_field_has_a_label_every_form_a_token_and_no_id_comes_twice(page):
    html = tree(Client().get(page))
    named = {label.attributes["for"] for label in html.css("label")}
    fields = html.css("input:not([type=hidden]), select, textarea")
    assert [one.attributes["id"] for one in fields if one.attributes["id"] not in named] == []
    assert len(html.css("form")) == len(html.css("form input[name=csrfmiddlewaretoken]")) == 4
    ids = [node.attributes["id"] for node in html.css("[id]")]
    assert len(ids) == len(set(ids))


def test_cleo_accepts_the_figures_that_she_saw(page):
    answer = act(page, act="accept", figures=figures(page))
    assert (answer.status_code, answer["Location"]) == (303, f"{page}#told")
    cleo = case().settlements[0]
    assert (cleo.state, cleo.answer) == (SettlementState.AGREED, "accepted")
    assert queries.events.chain("case_1")[-1]["by"] == "Cleo Marsh"
    assert "You accepted." in words(Client().get(page), "#told ~ ol")


def test_a_yes_to_figures_that_changed_meanwhile_is_no_yes(page):
    seen = figures(page)
    record("case_1", b.adjusted())
    answer = act(page, act="accept", figures=seen)
    assert (answer.status_code, "figures have changed" in words(answer)) == (409, True)
    assert case().settlements[0].state is SettlementState.PROPOSED
    assert "video: 3,000.00 USD, of which 1,000.00 USD is paid already." in words(answer)


def test_cleo_objects_with_a_reason_and_not_without(page):
    seen = figures(page)
    assert act(page, act="object", words=" ", figures=seen).status_code == 409
    act(page, act="object", words="The draft was approved.", figures=seen)
    assert case().settlements[0].answer == "The draft was approved."
    assert "You objected: The draft was approved." in words(Client().get(page))


def test_cleo_proposes_another_date_and_ana_answers(page, desk):
    act(page, act="propose", kind="other_date", words="January works", on="2027-01-15", deliverable="video")
    (proposal,) = case().proposals
    assert "We have not answered yet." in words(Client().get(page))
    creator_page.answer_proposal(desk["ana"], "case_1", proposal.id, accepted=False, note="too late", now=NOW)
    assert "Declined: too late" in words(Client().get(page))


def test_cleo_proposes_another_campaign_or_a_smaller_part_in_figures(page):
    act(page, act="propose", kind="other_campaign", words="Spring suits", campaign="Spring", deliverable="video")
    act(page, act="propose", kind="reduced_scope", words="half of it", share="50")
    assert [(one.campaign, one.share) for one in case().proposals] == [("Spring", None), ("", Fraction(1, 2))]
    assert "50 %" in words(Client().get(page))
    assert act(page, act="propose", kind="reduced_scope", words="none", share="0").status_code == 422


def upload(page, name="invoice.pdf", content=PDF, kind="invoice"):
    return act(page, act="file", kind=kind, file=SimpleUploadedFile(name, content), words="No. 7")


def test_cleo_hands_in_an_invoice_which_is_kept_by_its_hash(page, desk):
    assert upload(page).status_code == 303
    file, path = creator_page.file_of(desk["ana"], "case_1", case().creator_files[0].id)
    assert (file.name, file.size, path.read_bytes()) == ("invoice.pdf", len(PDF), PDF)
    assert "You handed in invoice.pdf (An invoice)." in words(Client().get(page))


@pytest.mark.parametrize(
    ("name", "content"),
    [("invoice.exe", b"MZ"), ("invoice.pdf", b"<html>"), ("page.html", PDF), ("empty.pdf", b"")],
)
def test_what_is_no_pdf_or_picture_is_refused(page, name, content):
    assert upload(page, name, content).status_code == 422
    assert case().creator_files == ()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(page):
    answer = Client().post(page, {"act": "file"}, CONTENT_LENGTH=str(creator_page.MOST_BYTES * 2))
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "form",
    [
        {"act": "nothing"},
        {"act": "propose", "kind": "free_lunch", "words": "x"},
        {"act": "propose", "kind": "other_date", "words": "x", "on": "soon"},
        {"act": "propose", "kind": "other_date", "words": "x" * 3000},
        {"act": "file", "kind": "invoice"},
    ],
)
def test_a_form_that_cannot_be_meant_is_refused_and_changes_nothing(page, form):
    before = case()
    assert act(page, **form).status_code == 422
    assert case() == before


def test_a_form_from_elsewhere_is_refused(page):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page, {"act": "accept", "figures": figures(page)}).status_code == 403
    assert case().settlements[0].state is SettlementState.PROPOSED


def over(page):
    answer = Client().get(page)
    return answer.status_code == 410 and "does not work any more" in words(answer)


def test_a_link_ends_by_its_day_by_being_revoked_and_by_being_changed(page, desk):
    assert over(page[:-3] + "x/")
    assert over(creator_link.link_of(desk["ana"], "case_1", "cleo", now=NOW - timedelta(days=200)))
    creator_link.revoke_link(desk["ana"], "case_1", "cleo", now=NOW)
    assert over(page)
    assert act(page, act="accept", figures="x").status_code == 410
    assert Client().get(creator_link.link_of(desk["ana"], "case_1", "cleo", now=NOW)).status_code == 200


def test_signed_nonsense_opens_nothing(page):
    for named in ([], ["case_9", "cleo", 0, "2999-01-01"], ["case_1", "dan", 0, "2999-01-01"], "x", ["a", "b", 0, 7]):
        token = signing.Signer(salt="unpromote.creator").sign_object(named)
        assert over(f"/creator/{token}/")


def told_by_letter(desk, zone="", due_at=NOW + timedelta(days=9)):
    """Cleo's letter has gone a moment ago, and her clock runs."""
    page = link(desk=desk)
    row = ConversationRow.objects.get(case_id="case_1", data__id="cleo")
    row.data |= {"state": "waiting", "due_at": encode(due_at)}
    row.save()
    record("case_1", replace(b.deals_entered(deals=(Deal("cleo", time_zone=zone),)), creators=(), contacts=()))
    return page


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Europe/Berlin"])
def test_the_page_says_until_when_to_object_on_cleos_own_clock_and_what_silence_means(desk, zone):
    told = words(Client().get(told_by_letter(desk, zone)), "section[aria-labelledby=answer]")
    (day,) = re.findall(r"by the end of \w+, (\w+ \d+, \d+) \(" + zone, told)
    on = datetime.strptime(day, "%B %d, %Y").replace(tzinfo=ZoneInfo(zone))
    assert NOW < on + timedelta(days=1) <= NOW + timedelta(days=9)
    assert "Silence is not taken as a yes" in told
    act(link_of(desk), act="object", words="too little", figures=figures(link_of(desk)))
    assert "Silence" not in words(Client().get(link_of(desk)))


@pytest.mark.parametrize("due_at", [NOW - timedelta(days=9), None])
def test_a_day_that_is_over_or_not_set_is_not_named(desk, due_at):
    told = words(Client().get(told_by_letter(desk, due_at=due_at)), "section[aria-labelledby=answer]")
    assert "by the end of" not in told
    assert "If we hear nothing, we ask again." in told


def test_too_much_at_once_is_slowed_down(page):
    answers = [act(page, act="propose", kind="other_date", words=" ").status_code for _ in range(12)]
    assert answers[:10] == [409] * 10
    assert answers[-1] == 429


def test_too_many_looks_from_one_address_are_slowed_down(page, monkeypatch):
    monkeypatch.setattr("unpromote.web.views.creator_page._LOOKS", 3)
    assert [Client().get(page).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_once_released_nothing_is_asked_any_more(desk):
    page = link("cleo settled", desk=desk)
    told = words(Client().get(page))
    assert "The settlement is released." in told
    assert act(page, act="propose", kind="other_date", words="January").status_code == 409


def test_where_both_sides_have_to_accept_the_page_says_who_has(desk):
    page = link(desk=desk)
    consent = {**b.TERMS, "rights": [{**b.TERMS["rights"][0], "acceptance": "consent"}]}
    row = queries.CaseRow.objects.get(id="case_1")
    row.data["terms"] = consent
    row.save()
    assert "Your acceptance is missing." in words(Client().get(page), "p.note")
    act(page, act="accept", figures=figures(page))
    assert "You have accepted it too." in words(Client().get(page), "p.note")


def test_what_is_done_is_said_beside_the_duty(desk):
    page = link(desk=desk)
    record("case_1", replace(b.deals_entered(), creators=(), contacts=()))
    record("case_1", ce.DutyWaived(at=NOW, by="ana", duty_id="cleo/stop_paid_use/1", why="never used"))
    told = every(Client().get(page), "section[aria-labelledby=duties] li")
    assert (
        "Stop codes, links and boosts of this promotion: #spark1, by Thursday, October 1, 2026. no longer needed"
        in told
    )
    assert "Send the product back: the console, by Tuesday, December 1, 2026." in told


SPARK = "cleo/stop_paid_use/1"


def duty_of(name=SPARK):
    return next(one for one in case().duties if one.id == name)


def test_cleo_says_that_something_is_done_and_reads_why_that_does_not_show_it(desk):
    page = link(desk=desk)
    record("case_1", replace(b.deals_entered(), creators=(), contacts=()))
    assert act(page, act="duty", duty=SPARK, words="I revoked the code").status_code == 303
    assert (duty_of().state.value, duty_of().proofs[0].by, duty_of().proofs[0].file) == ("shown", "Cleo Marsh", "")
    assert "your proof is being looked at" in words(Client().get(page))
    duties.refuse_proof(desk["ana"], "case_1", SPARK, why="it still works", now=NOW)
    assert "what you sent does not show it yet: it still works" in words(Client().get(page))
    picture = SimpleUploadedFile("off.png", b"\x89PNG\r\n\x1a\n off")
    act(page, act="duty", duty=SPARK, words="now it is off", file=picture)
    assert [one.file for one in duty_of().proofs] == ["", "off.png"]
    duties.finish_duty(desk["ana"], "case_1", SPARK, now=NOW)
    assert act(page, act="duty", duty=SPARK, words="again").status_code == 409


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"duty": "cleo/stop_paid_use/2", "words": "the brand's own"}, 409),
        ({"duty": "media/final_report", "words": "not mine"}, 409),
        ({"duty": SPARK, "words": " "}, 409),
        ({"duty": SPARK, "words": "x", "file": SimpleUploadedFile("run.exe", b"MZ")}, 422),
    ],
)
def test_cleo_shows_her_own_duties_alone_and_with_something_that_shows(desk, form, status):
    page = link(desk=desk)
    record("case_1", replace(b.deals_entered(), creators=(), contacts=()))
    assert act(page, act="duty", **form).status_code == status
    assert duty_of().state.value == "open"


def test_nobody_shows_duties_without_end(desk):
    page = link(desk=desk)
    record("case_1", replace(b.deals_entered(), creators=(), contacts=()))
    for nth in range(20):
        proof = DutyProof(f"look {nth}", NOW, "Cleo Marsh")
        record("case_1", ce.DutyShown(at=NOW, by="Cleo Marsh", duty_id=SPARK, proof=proof))
    assert act(page, act="duty", duty=SPARK, words="once more").status_code == 409


def test_dan_gets_no_link_revokes_none_and_opens_no_file(page, desk):
    upload(page)
    file = case().creator_files[0].id
    for verb in (
        lambda: creator_link.link_of(desk["dan"], "case_1", "cleo", now=NOW),
        lambda: creator_link.revoke_link(desk["dan"], "case_1", "cleo", now=NOW),
        lambda: creator_page.file_of(desk["dan"], "case_1", file),
        lambda: creator_page.answer_proposal(desk["dan"], "case_1", "x", accepted=True, now=NOW),
    ):
        with pytest.raises(creator_page.NotAllowed, match="no case"):
            verb()
