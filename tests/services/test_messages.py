"""Letters of a case, and mail that finds its conversation."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from unpromote.domain.case import State
from unpromote.domain.errors import NotAllowed
from unpromote.domain.letters import Incoming, SentMail, token_for
from unpromote.domain.messages import ConversationState, Outcome
from unpromote.services import messages
from unpromote.store import cases, tray

pytestmark = pytest.mark.django_db

MAIL = Incoming(
    message_id="<answer@platform.example>",
    in_reply_to="<support.request@desk.invalid>",
    references=(),
    token="",
    sender="support@platform.example",
    subject="Re: cancellation",
    body="We confirm.",
    sent_at=b.NOW,
    automatic=False,
    bounce=False,
    sha256="e" * 64,
    path="/nowhere/answer.eml",
)


@pytest.fixture
def cast():
    return b.cast()


@pytest.fixture
def told(cast):
    return b.saved_case("emil told")


def draft(case, who="support", step="request", key="case_1/SendMessage/support/request"):
    return messages.draft(case, who, step, key=key, now=b.NOW)


def test_the_request_names_what_stopped_why_and_by_which_clause(told):
    letter = draft(told).letter
    for fact in ("1801230000000000101", "req-write", "The comments turned", "Agreement 14.2", "November 21, 2026"):
        assert fact in letter.body
    assert letter.to_address == "support@platform.example"


def test_the_same_command_gives_the_same_letter_with_the_same_id(told):
    assert draft(told) == draft(told)
    other = draft(told, key="case_1/SendMessage/support/reminder-1")
    assert other.envelope.message_id != draft(told).envelope.message_id


def test_a_creators_notice_shows_each_line_with_its_formula(told):
    letter = draft(told, "cleo", "notice").letter
    for fact in ("1,500.00 USD", "0.5 x 3000.00", "Order 4", "500.00 USD"):
        assert fact in letter.body


def test_a_claw_back_says_so_in_the_creators_language(told):
    letter = draft(told, "emil", "notice").letter
    assert letter.language == "de"
    assert "600,00" in letter.body


def test_money_that_moves_has_a_day_even_where_the_agreement_names_none(told):
    case = replace(told, settlements=(b.settlement("cleo", pay_by=None), b.settlement("emil")))
    assert "December 21, 2026" in draft(case, "cleo", "notice").letter.body


def test_a_forgiven_advance_is_not_asked_back(told):
    forgiven = b.settlement("emil", direction="forgive")
    letter = draft(replace(told, settlements=(forgiven,)), "emil", "notice").letter
    assert "600,00" in letter.body


def test_a_refund_that_is_due_is_asked_for(told):
    refund = {"amount": "24000.00", "due_by": "2026-12-21", "credited": "0.00", "method": "original"}
    quote = replace(told.quote, quote=b.QUOTE | {"refund": refund})
    assert "24,000.00 USD" in draft(replace(told, quote=quote)).letter.body


def test_where_the_other_side_has_to_agree_silence_is_not_called_enough(told):
    right = {**b.TERMS["rights"][0], "acceptance": "consent"}
    needs_them = replace(told, terms={**b.TERMS, "rights": [right]})
    assert draft(needs_them).letter.body != draft(told).letter.body


def test_a_target_that_a_person_has_to_stop_is_named_as_it_stands(told):
    waiting = b.target(1, name="Boosted post")
    assert "Boosted post" in draft(replace(told, targets=(waiting,))).letter.body


def test_a_reminder_joins_the_thread(told):
    reminder = draft(told, step="reminder-1")
    assert reminder.envelope.in_reply_to == "<support.request@desk.invalid>"
    assert reminder.letter.automatic
    assert draft(told, "cleo", "reminder-3").letter.to_name == "Cleo Marsh"


def test_ana_sees_the_letter_before_anything_is_approved(cast):
    b.saved_case("quoted")
    assert "Agreement 14.2" in messages.preview(cast["ana"], "case_1", "support", "request", now=b.NOW).body


@pytest.mark.parametrize(
    ("moment", "who", "step", "why"),
    [
        ("ready", "support", "request", "follow a quote"),
        ("quoted", "nobody", "request", "no conversation"),
        ("quoted", "support", "reminder-1", "nothing was sent"),
        ("quoted", "support", "notice", "no settlement"),
    ],
)
def test_a_letter_that_has_nothing_to_say_is_refused(cast, moment, who, step, why):
    b.saved_case(moment)
    with pytest.raises(NotAllowed, match=why):
        messages.preview(cast["ana"], "case_1", who, step, now=b.NOW)


def test_what_was_sent_is_recorded_as_it_went(told):
    mail = SentMail("<x@desk.invalid>", b.NOW, "/sent/x.eml", "a" * 64)
    event = messages.sent(draft(told), mail, by="unpromote")
    assert (event.message.path, event.message.step) == ("/sent/x.eml", "request")


def take(**changes):
    return messages.take_mail(replace(MAIL, **changes), now=b.NOW, by="unpromote")


def test_a_reply_finds_its_conversation_by_the_message_it_answers(told):
    case = take()
    assert case.conversations[0].state is ConversationState.ANSWERED
    assert case.conversations[0].messages[-1].body == "We confirm."


def test_or_by_the_token_in_its_subject(told):
    case = take(in_reply_to="", token=token_for("case_1/emil"))
    assert case.conversations[2].state is ConversationState.ANSWERED


def test_the_same_reply_is_recorded_once(told):
    take()
    assert take() is None
    assert len(cases.load("case_1").conversations[0].messages) == 2


def test_a_reply_without_an_id_of_its_own_is_recorded_once_too(told):
    assert take(message_id="") is not None
    assert take(message_id="") is None


def test_mail_that_fits_no_case_goes_to_the_tray(told):
    assert take(in_reply_to="<unknown@x>") is None
    assert [mail.sender for mail in tray.waiting()] == ["support@platform.example"]


def test_ana_judges_an_answer_and_dan_does_not(cast, told):
    take()
    with pytest.raises(NotAllowed):
        messages.judge_answer(cast["dan"], "case_1", "support", Outcome.CONFIRMED, now=b.NOW)
    case = messages.judge_answer(cast["ana"], "case_1", "support", Outcome.CONFIRMED, now=b.NOW)
    assert (case.conversations[0].state, case.state) == (ConversationState.CLOSED, State.STOPPING)


def test_mail_for_a_case_that_changes_at_that_moment_is_taken_again(monkeypatch, told):
    def changed(*_):
        raise cases.Changed("somebody else was quicker")

    monkeypatch.setattr(messages, "record", changed)
    with pytest.raises(cases.Changed):
        messages.take_mail(MAIL, now=b.NOW, by="unpromote")
