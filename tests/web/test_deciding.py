"""On the page: an automatic reply can be called the answer, and a stuck letter sent again."""

from __future__ import annotations

import builders as b
from unpromote.domain import events as e
from unpromote.services.record import record
from unpromote.store import cases
from web.pages import PAGE, words


def test_an_automatic_reply_is_called_the_answer(ana):
    b.saved_case("emil told")
    receipt = b.message("support", "reply", automatic=True)
    record("case_1", e.ReplyReceived(at=b.NOW, by="x", conversation_id="support", message=receipt))
    assert "This is their answer" in words(ana.get(PAGE))
    given = {"conversation": "support", "message": receipt.message_id}
    page = words(ana.post(f"{PAGE}messages/as-answer/", given, follow=True))
    assert "say what it amounts to" in page
    assert "taken as their answer" in page


def test_a_persons_reply_and_a_letter_that_came_back_have_no_such_button(ana):
    b.saved_case("support answered")
    back = b.message("cleo", "reply", automatic=True, bounce=True)
    record("case_1", e.ReplyReceived(at=b.NOW, by="x", conversation_id="cleo", message=back))
    assert "This is their answer" not in words(ana.get(PAGE))


def test_a_stuck_first_letter_says_so_and_is_sent_again(ana):
    b.saved_case("off")
    record("case_1", b.stuck())
    page = words(ana.get(PAGE))
    assert "“request” was refused, or may have gone or not" in page
    assert "mailbox unknown" in page
    assert "goes out again" in words(ana.post(f"{PAGE}messages/again/", {"conversation": "support"}, follow=True))
    assert cases.load("case_1").conversations[0].repeats == 1


def test_all_that_surely_did_not_go_is_sent_again_by_one_button(ana):
    b.saved_case("off")
    record("case_1", b.stuck())
    assert "Send again what did not go" not in words(ana.get(PAGE))
    record("case_1", b.stuck("cleo", "notice"))
    assert "2 letters wait for you." in words(ana.get(PAGE))
    assert "surely did not go goes out again" in words(ana.post(f"{PAGE}messages/all-again/", follow=True))
    assert [talk.repeats for talk in cases.load("case_1").conversations[:2]] == [1, 1]
    assert "No letter waits" in words(ana.post(f"{PAGE}messages/all-again/"))
