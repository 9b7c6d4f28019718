"""Following up on the page: both clocks, marked words, and forms for what a person did by hand."""

from __future__ import annotations

import pytest

import builders
from unpromote.domain.messages import ConversationState
from unpromote.domain.suggesting import Hit
from unpromote.services import following, messages, queries
from unpromote.services.record import record
from unpromote.web.show.following import parts
from web.pages import PAGE, every, tree, words

SUPPORT = {"conversation": "support"}


def talk():
    return queries.case_at_work("case_1").conversations[0]


def refused(answer, status=422):
    assert answer.status_code == status
    return words(answer, "[role=alert]")


@pytest.fixture
def to_call(ana, data):
    """The reminder stayed unanswered: a ticket has to be filed."""
    case = builders.saved_case("emil told")
    due = messages.silence_over(case, "support", 1, 1, now=case.conversations[0].due_at, by="x")
    record("case_1", due)
    went = builders.message("support", "reminder-1", at=due.at)
    sent = builders.e.MessageSent(at=due.at, by="x", conversation_id="support", message=went, chase=due.chase)
    case = record("case_1", sent)
    again = case.conversations[0]
    record("case_1", messages.silence_over(case, "support", 2, again.clock, now=again.due_at, by="x"))


def test_the_page_says_whose_turn_it_is_and_when_the_next_step_comes(ana):
    builders.saved_case("emil told")
    told = every(ana.get(PAGE), ".talk p.small")
    assert any("Their turn since 21 Sep 2026, 10:00 PDT." in one for one in told)
    assert any("a reminder (e-mail, by itself), on 24 Sep 2026, 10:00 PDT their time" in one for one in told)
    assert any("09:00 to 17:00 in America/Los_Angeles, holidays of US" in one for one in told)


def test_the_words_that_make_the_suggestion_are_marked(ana):
    builders.saved_case("support answered")
    page = ana.get(PAGE)
    assert every(page, ".talk mark") == ["We confirm"]
    assert "By the marked words it seems: Confirms the cancellation" in words(page, ".talk form .hint")
    assert tree(page).css_first("#outcome-support option[selected]") is None


def test_overlapping_words_are_marked_once():
    hits = [Hit(0, 5, None), Hit(3, 8, None), Hit(4, 6, None)]
    assert [(part.text, part.marked) for part in parts("0123456789", hits)] == [
        ("01234", True),
        ("567", True),
        ("89", False),
    ]


def test_a_ticket_is_laid_out_and_logged(ana, to_call):
    page = ana.get(PAGE)
    assert "To do: ticket on their portal" in words(page, ".to-do")
    text = ana.get(PAGE + "messages/support/sheet.txt")
    assert (text["Content-Type"], "Advertiser account" in text.content.decode()) == ("text/plain; charset=utf-8", True)
    answer = ana.post(PAGE + "messages/log/", SUPPORT | {"channel": "portal", "reference": "T-77"}, follow=True)
    assert "counts as sent" in words(answer, "[role=status]")
    assert (talk().state, talk().messages[-1].log.reference) == (ConversationState.WAITING, "T-77")
    assert "Ticket on their portal, T-77" in words(ana.get(PAGE), ".talk")


def test_a_ticket_without_its_number_is_not_logged(ana, to_call):
    why = refused(ana.post(PAGE + "messages/log/", SUPPORT | {"channel": "portal"}))
    assert "the ticket number is missing" in why
    assert talk().open_task


def test_where_no_task_is_open_there_is_no_sheet(ana):
    builders.saved_case("emil told")
    assert ana.get(PAGE + "messages/support/sheet.txt").status_code == 404


def test_a_call_that_brought_an_answer_waits_to_be_judged(ana, data):
    builders.saved_case("emil told")
    call = {"channel": "phone", "with_whom": "Kim", "said": "We accept it.", "promised": "a mail", "answered": "1"}
    ana.post(PAGE + "messages/log/", SUPPORT | call)
    assert talk().state is ConversationState.ANSWERED
    assert "Phone call, Kim, promised: a mail" in words(ana.get(PAGE), ".talk")


def test_they_are_left_in_peace_until_a_day(ana):
    builders.saved_case("emil told")
    ana.post(PAGE + "messages/snooze/", SUPPORT | {"until": "2030-01-07", "why": "they move"})
    assert (talk().snooze.why, talk().due_at.isoformat()) == ("they move", "2030-01-07T17:00:00+00:00")
    assert "left in peace until 7 Jan 2030, 00:00 PST: they move" in words(ana.get(PAGE), ".talk")
    assert "place" not in refused(ana.post(PAGE + "messages/snooze/", SUPPORT | {"until": "soon", "why": "x"}))


def test_a_fee_is_objected_to_with_the_letter_that_was_drafted(ana):
    builders.saved_case("support answered")
    judged = SUPPORT | {"outcome": "fee_claimed", "fee": "4800.00 USD", "fee_is": "none"}
    page = ana.post(PAGE + "messages/", judged, follow=True)
    letter = tree(page).css_first("#body-support").text()
    assert "We object to: 4,800.00 USD" in letter
    ana.post(PAGE + "messages/reply/", SUPPORT | {"subject": "Objection", "body": letter})
    assert talk().written[0].step == "answer-1"


def test_where_they_work_is_noted_and_an_unsafe_link_is_not(ana):
    builders.saved_case("emil told")
    given = {"zone": "Africa/Cairo", "phone": "+20 2 1", "role": "finance", "role_name": "Accounts", "opens": "10:00"}
    ana.post(PAGE + "messages/contact/", SUPPORT | given)
    contact = following.contact_of(queries.case_at_work("case_1"), "support")
    assert (contact.place.zone, contact.phone, contact.way("finance").name) == ("Africa/Cairo", "+20 2 1", "Accounts")
    ana.post(PAGE + "messages/contact/", SUPPORT | {"post": "1 Nile Street"})
    assert following.contact_of(queries.case_at_work("case_1"), "support").place == contact.place
    assert "no safe link" in refused(ana.post(PAGE + "messages/contact/", SUPPORT | {"portal": "javascript:x"}))
    assert "nobody is named" in refused(ana.post(PAGE + "messages/contact/", SUPPORT | {"role": "legal"}))


def test_a_timer_that_is_moot_is_not_announced(ana):
    builders.saved_case("emil told")
    ana.post(PAGE + "messages/snooze/", SUPPORT | {"until": "2030-01-07", "why": "they move"})
    coming = [one for one in every(ana.get(PAGE), ".coming li") if "TikTok support" in one and "silence" in one]
    assert len(coming) == 1
    assert "2030" in coming[0]


def test_dan_finds_nobody_to_follow_up(dan):
    builders.saved_case("emil told")
    assert dan.get(PAGE + "messages/support/sheet.txt").status_code == 404
    assert dan.post(PAGE + "messages/snooze/", SUPPORT | {"until": "2030-01-07", "why": "x"}).status_code == 404
