"""A person decides what software cannot: a ticket system's reply that answers, a letter that may have gone."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.domain import events as e
from unpromote.domain.errors import NotAllowed
from unpromote.domain.messages import ConversationState, Outcome
from unpromote.services import deciding, following, messages
from unpromote.services.record import record
from unpromote.store import cases
from unpromote.store.models import CommandRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return b.cast()


@pytest.fixture
def ticketed(cast):
    b.saved_case("emil told")
    receipt = b.message("support", "reply", automatic=True)
    return record("case_1", e.ReplyReceived(at=b.NOW, by="x", conversation_id="support", message=receipt))


def test_the_last_automatic_message_is_taken_and_can_be_judged(cast, ticketed):
    case = deciding.take_as_answer(cast["ana"], "case_1", "support", now=b.NOW)
    found = following.standing(case, case.conversations[0], b.NOW)
    assert (found.turn, found.answer.automatic, found.suggestion.outcome) == ("ours", True, Outcome.CONFIRMED)
    judged = messages.judge_answer(cast["ana"], "case_1", "support", Outcome.CONFIRMED, now=b.NOW)
    assert judged.conversations[0].state is ConversationState.CLOSED
    with pytest.raises(NotAllowed, match="no automatic message"):
        deciding.take_as_answer(cast["ana"], "case_1", "support", now=b.NOW)


def test_a_stuck_letter_is_sent_again_only_by_those_who_may(cast):
    b.saved_case("off")
    record("case_1", b.stuck())
    with pytest.raises(NotAllowed, match="no case"):
        deciding.send_again(cast["dan"], "case_1", "support", now=b.NOW)
    deciding.send_again(cast["ana"], "case_1", "support", now=b.NOW)
    assert CommandRow.objects.filter(key="case_1/SendMessage/support/request/2").exists()
    with pytest.raises(NotAllowed, match="waits"):
        deciding.send_again(cast["ana"], "case_1", "support", now=b.NOW)


def test_a_bounce_that_arrives_brings_the_next_way_with_its_text(cast):
    b.saved_case("emil told")
    letter = cases.load("case_1").conversations[0].messages[0].message_id
    case = messages.take_mail(b.returned(letter), now=b.NOW, by="x")
    talk = case.conversations[0]
    assert (talk.messages[-1].returned, talk.state) == ((letter,), ConversationState.BY_HAND)
    assert "Advertiser account" in following.standing(case, talk, b.NOW).sheet.body


def test_all_stuck_letters_are_sent_again_only_by_those_who_may(cast):
    b.saved_case("off")
    record("case_1", b.stuck())
    record("case_1", b.stuck("cleo", "notice"))
    with pytest.raises(NotAllowed, match="no case"):
        deciding.send_unsent_again(cast["dan"], "case_1", now=b.NOW)
    deciding.send_unsent_again(cast["ana"], "case_1", now=b.NOW)
    assert CommandRow.objects.filter(kind="SendMessage", payload__if_unsent=True).count() == 2
    with pytest.raises(NotAllowed, match="no letter waits"):
        deciding.send_unsent_again(cast["ana"], "case_1", now=b.NOW)
