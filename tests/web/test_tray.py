"""The tray on the page: read as words, put where it belongs, set aside; and files are downloads."""

from __future__ import annotations

import pytest

import builders as b
from strays import CONTENT, DIGEST, some_strays, stray
from unpromote.services import messages, people, queries, tray
from unpromote.store.models import CommandRow
from web.pages import PAGE, every, words


@pytest.fixture
def page(ana):
    some_strays()
    (mail,) = tray.waiting(people.person("ana"))
    return f"/tray/{mail.id}/"


def test_an_empty_tray_says_so(ana):
    assert words(ana.get("/tray/"), ".empty") == "The tray is empty."
    assert "Tray" in every(ana.get("/"), "nav a")


def test_the_tray_lists_what_one_may_see(ana, dan, page):
    assert every(ana.get("/tray/"), "tbody th") == ["About <b>Arena autumn</b>"]
    assert every(dan.get("/tray/"), "tbody th") == []
    assert dan.get(page).status_code == 404


def test_mail_is_shown_as_words_and_never_as_a_page(ana, page):
    answer = ana.get(page)
    assert "<script>alert(1)" not in answer.content.decode()
    assert "We agree." in words(answer, ".body")
    assert every(answer, "#belongs ~ form li")[0] == "Cleo@creators.example is one of its counterparts"
    assert "may run a program" in words(answer, ".files")


def test_the_suggested_place_is_one_button_away(ana, page):
    answer = ana.post(page + "assign/", {"place": "UP-ABCDEFGH/cleo"}, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert words(answer, "[role=status]").startswith("The mail is put there.")
    assert queries.case_at_work("case_1").conversations[1].state.value == "answered"
    assert "ana put it with UP-ABCDEFGH/cleo" in words(ana.get(page))


def test_another_place_can_be_typed_and_a_wrong_one_is_said(ana, page):
    refused = ana.post(page + "assign/", {"case": "UP-ABCDEFGH", "who": "nobody"})
    assert refused.status_code == 422
    assert "no conversation" in words(refused, "[role=alert]")
    assert ana.post(page + "assign/", {"case": "UP-ABCDEFGH", "who": "emil"}).status_code == 302


def test_mail_is_set_aside_with_a_reason_only(ana, page):
    assert ana.post(page + "set-aside/", {"reason": ""}).status_code == 422
    answer = ana.post(page + "set-aside/", {"reason": "spam"}, follow=True)
    assert words(answer, "[role=status]") == "The mail is set aside; it stays on disk."
    assert ana.post(page + "set-aside/", {"reason": "spam"}).status_code == 409


def test_where_nothing_points_anywhere_the_page_says_so(at_desk, page):
    eve = at_desk("eve")
    hello = next(link for link in every(eve.get("/tray/"), "tbody th") if link == "Hello")
    assert hello
    other = next(mail for mail in tray.waiting(people.person("eve")) if mail.subject == "Hello")
    assert "Nothing in it points at a case of yours." in words(eve.get(f"/tray/{other.id}/"))


def test_a_file_is_a_download_from_the_tray_and_from_the_case(ana, dan, page):
    ana.post(page + "assign/", {"place": "UP-ABCDEFGH/cleo"})
    for where in (page, PAGE):
        answer = ana.get(f"{where}files/{DIGEST}/")
        assert (answer.content, answer["Content-Type"]) == (CONTENT, "application/octet-stream")
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert dan.get(f"{where}files/{DIGEST}/").status_code == 404
    assert f"{PAGE}files/{DIGEST}/" in ana.get(PAGE).content.decode()


def test_programs_mail_and_bounces_are_called_so(ana, page):
    for nth, sort in enumerate(({"automatic": True}, {"automatic": True, "bounce": True})):
        messages.take_mail(stray(sha256=f"{nth}" * 64, **sort), now=stray().sent_at, by="unpromote")
    assert every(ana.get("/tray/"), "[data-name='What it is']") == [
        "a person's",
        "automatic",
        "a letter that came back",
    ]


def test_while_no_mail_can_be_taken_in_the_tray_says_why(ana):
    result = {"event": "CommandGaveUp", "problem": "the mailbox at mail.example refuses the user desk"}
    CommandRow.objects.create(key="look", kind="CollectMail", status="done", due_at=b.NOW, result=result, payload={})
    assert "No mail is taken in" in words(ana.get("/tray/"))
    assert "refuses the user desk" in words(ana.get("/tray/"))
