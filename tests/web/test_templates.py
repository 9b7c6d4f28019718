"""Texts of letters on the page: changed, tried in a real case, taken back; and how TikTok is reached."""

from __future__ import annotations

import pytest

import builders
from unpromote.services import templates
from unpromote.services.letters.writing import layout_for
from web.pages import PAGE, every, words

TEXT = layout_for("support_request", "en").text
MINE = TEXT.replace("Dear", "Esteemed")
EDIT = f"/templates/{builders.BRAND}/support_request/en/"


def press(browser, act, text=MINE, **more):
    return browser.post(EDIT, {"act": act, "text": text.replace("\n", "\r\n"), "over": "0", **more})


def test_ana_finds_every_text_from_any_page(ana):
    assert "Letters" in every(ana.get("/"), ".top a")
    listed = words(ana.get("/templates/"))
    assert "support_request.portal" in listed
    assert builders.OTHER not in listed


def test_the_page_shows_the_text_and_what_it_may_ask_for(ana):
    page = words(ana.get(EDIT))
    assert "${parts} each campaign, ad group or ad" in page
    assert "Nobody changed this text." in page


def test_what_ana_saves_is_in_force_and_can_be_taken_back(ana, cast):
    assert press(ana, "save").url == EDIT
    page = words(ana.get(EDIT))
    assert "version 1 by ana" in page
    assert press(ana, "reset", over="1").url == EDIT
    assert templates.shown(cast["ana"], builders.BRAND, "support_request", "en").text == TEXT


@pytest.mark.parametrize(
    ("text", "more", "problem"),
    [
        (MINE + "${nickname}", {}, "${nickname} is no placeholder"),
        (MINE.replace("${reason}", ""), {}, "${reason} is missing"),
        (MINE, {"over": "7"}, "in the meantime"),
        (MINE, {"over": ""}, "open the page anew"),
    ],
)
def test_a_refused_text_is_not_lost_and_the_refusal_is_named(ana, text, more, problem):
    answer = press(ana, "save", text, **more)
    assert answer.status_code == 422
    assert problem in words(answer, "[role=alert]")
    assert "Esteemed" in words(answer, "textarea")


def test_ana_tries_a_text_in_a_real_case_and_nothing_is_saved(ana, cast):
    case = builders.saved_case("quoted")
    page = words(press(ana, "try", case=case.reference, letter="support/request"))
    assert "Esteemed" in page
    assert "Agreement 14.2" in page
    assert not templates.shown(cast["ana"], builders.BRAND, "support_request", "en").own


def test_dan_finds_no_text_of_another_client_and_changes_none(dan, cast):
    assert dan.get(EDIT).status_code == press(dan, "save").status_code == 404
    assert not templates.shown(cast["ana"], builders.BRAND, "support_request", "en").own


def test_dan_tries_nothing_in_another_clients_case(dan, cast):
    case = builders.saved_case("quoted")
    theirs = f"/templates/{builders.OTHER}/support_request/en/"
    form = {"act": "try", "text": MINE, "case": case.reference, "letter": "support/request"}
    assert dan.post(theirs, form).status_code == 404


def test_a_text_that_is_none_is_not_there(ana):
    assert ana.get(f"/templates/{builders.BRAND}/birthday/en/").status_code == 404


def test_a_case_says_how_tiktok_is_reached_and_how_sure_that_is(ana):
    builders.saved_case("quoted")
    page = words(ana.get(PAGE))
    assert "Auction ads, portal: Ads Manager: the question mark, Advertiser Support" in page
    assert "(none known): TikTok publishes no e-mail address" in page
    assert "Read, 2026-11-22" in page
