"""Following up by hand: logs that prove themselves, peace for a reason, letters in one's own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import builders as b
from unpromote.domain.deals import Deal
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.ladders import Channel, Log, Way
from unpromote.domain.messages import ConversationState, Outcome
from unpromote.domain.offices import Place
from unpromote.services import filing, following, messages
from unpromote.services.chasing import chase_for, next_step
from unpromote.services.record import record
from unpromote.store import cases
from unpromote.store.models import CommandRow

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CALL = Log(Channel.PHONE, "Kim of support", "Asked for the confirmation.", "an answer by Friday", "T-1")


@pytest.fixture
def cast():
    return b.cast()


@pytest.fixture
def ana(cast):
    return cast["ana"]


@pytest.fixture
def told(cast):
    return b.saved_case("emil told")


@pytest.fixture
def ticket(told):
    """A reminder stayed unanswered: now a ticket has to be filed."""
    due = messages.silence_over(told, "support", 1, 1, now=b.NOW + 3 * DAY, by="x")
    record("case_1", due)
    went = b.message("support", "reminder-1", at=b.NOW + 3 * DAY)
    event = replace(due_sent(went), chase=due.chase)
    case = record("case_1", event)
    talk = case.conversations[0]
    return record("case_1", messages.silence_over(case, "support", 2, talk.clock, now=talk.due_at, by="x"))


def due_sent(message):
    return b.e.MessageSent(at=message.at, by="x", conversation_id="support", message=message)


def stands(case, who=0, now=b.NOW + 10 * DAY):
    return following.standing(case, case.conversations[who], now)


def test_it_is_their_turn_until_the_clock_rings(told):
    found = stands(told, now=b.NOW)
    assert (found.turn, found.since, found.due_at) == ("theirs", b.NOW, b.NOW + 3 * DAY)
    assert (found.next_step.step, found.next_step.by_itself, found.office.holidays_of) == ("reminder", True, "US")


def test_a_ticket_has_its_text_to_paste_and_wants_its_number_back(ana, ticket):
    found = stands(ticket)
    assert (found.turn, found.task.channel, found.next_step) == ("ours", Channel.PORTAL, None)
    assert "7200000000000000011" in found.sheet.body
    assert next_step(ticket, ticket.conversations[0], b.NOW) == "second_channel-2"
    preview = messages.preview(ana, "case_1", "support", "second_channel-2", now=b.NOW + 10 * DAY)
    assert preview == found.sheet


def test_a_ticket_that_is_logged_keeps_what_was_pasted(ana, ticket):
    at = b.NOW + 8 * DAY
    case = following.log_contact(ana, "case_1", "support", Log(Channel.PORTAL, reference="T-77"), now=at)
    talk = case.conversations[0]
    assert (talk.state, talk.open_task) == (ConversationState.WAITING, None)
    kept = filing.located(talk.messages[-1].path).read_text()
    assert "Reference: T-77" in kept
    assert talk.messages[-1].body in kept
    assert "Advertiser account" in kept


def test_a_call_nobody_asked_for_is_kept_too(ana, told):
    case = following.log_contact(ana, "case_1", "support", CALL, at=b.NOW + DAY, now=b.NOW + 2 * DAY)
    said = case.conversations[0].messages[-1]
    assert (said.step, said.at, said.body) == ("phone-1", b.NOW + DAY, "Asked for the confirmation.")
    assert case.conversations[0].due_at == b.NOW + 4 * DAY
    assert "Promised: an answer by Friday" in filing.located(said.path).read_text()


def test_what_was_heard_on_the_phone_is_there_to_be_judged(ana, told):
    heard = replace(CALL, said="They confirm the cancellation. We accept it.")
    case = following.log_contact(ana, "case_1", "support", heard, answered=True, now=b.NOW + DAY)
    found = stands(case)
    assert (found.turn, found.answer.log) == ("ours", heard)
    assert messages.judge_answer(ana, "case_1", "support", Outcome.CONFIRMED, now=b.NOW + DAY)
    assert stands(cases.load("case_1")).turn == "nobody"


def test_a_call_cannot_be_logged_before_it_happened(ana, told):
    with pytest.raises(BadInput, match="not happened"):
        following.log_contact(ana, "case_1", "support", CALL, at=b.NOW + DAY, now=b.NOW)


def test_a_snooze_has_one_timer_more_and_the_old_one_says_nothing(ana, told):
    case = following.put_off(ana, "case_1", "support", b.NOW + 10 * DAY, "they move", now=b.NOW)
    assert case.conversations[0].due_at == b.NOW + 10 * DAY
    assert messages.silence_over(case, "support", 1, 1, now=b.NOW + 3 * DAY, by="x") is None
    assert CommandRow.objects.filter(kind="RemindCounterpart", key__contains="/support/").count() == 2


def test_an_answer_in_ones_own_words_goes_as_it_stands(ana, told):
    case = following.write_back(ana, "case_1", "support", subject="Our view", body="No fee is owed.\r\n\r\n", now=b.NOW)
    draft = messages.draft(case, "support", "answer-1", key="k", now=b.NOW)
    assert draft.letter.subject == f"[{draft.envelope.token}] Our view"
    assert (draft.letter.body, draft.letter.automatic) == ("No fee is owed.\n", False)
    assert CommandRow.objects.filter(key="case_1/SendMessage/support/answer-1").exists()
    again = following.write_back(ana, "case_1", "support", subject="Also", body="None at all.", now=b.NOW)
    assert messages.draft(again, "support", "answer-2", key="k", now=b.NOW).letter.body == "None at all.\n"
    with pytest.raises(BadInput, match="subject"):
        following.write_back(ana, "case_1", "support", subject="two\nlines", body="x", now=b.NOW)


def test_a_subject_that_has_the_token_already_keeps_it_once(ana, told):
    token = messages.draft(told, "support", "request", key="k", now=b.NOW).envelope.token
    case = following.write_back(ana, "case_1", "support", subject=f"Re: [{token}] x", body="y", now=b.NOW)
    assert messages.draft(case, "support", "answer-1", key="k", now=b.NOW).letter.subject == f"Re: [{token}] x"


def test_where_they_work_sets_the_clock_and_roles_get_their_letters(ana, told):
    finance = Way("finance", "Accounts", "accounts@platform.example")
    cairo = replace(b.SUPPORT, place=Place("Africa/Cairo"), ways=(finance,), post="1 Nile Street")
    case = following.state_contact(ana, "case_1", cairo, now=b.NOW)
    assert case.conversations[0].due_at == b.NOW + timedelta(days=5, hours=13)
    letter = messages.preview(ana, "case_1", "support", "finance-4", now=b.NOW)
    assert (letter.to_name, letter.to_address) == ("Accounts", "accounts@platform.example")
    assert ("1 Nile Street" in letter.body, "accept no charge" in letter.body) == (True, True)


@pytest.mark.parametrize(
    "changes", [{"address": "nowhere"}, {"ways": (Way("legal", "Law", "x y"),)}, {"place": Place("Moon")}]
)
def test_a_contact_that_cannot_be_reached_is_refused(ana, told, changes):
    with pytest.raises(BadInput):
        following.state_contact(ana, "case_1", replace(b.SUPPORT, **changes), now=b.NOW)


def test_nobody_elses_case_can_be_followed_up(cast, told):
    with pytest.raises(NotAllowed):
        following.put_off(cast["dan"], "case_1", "support", b.NOW + DAY, "x", now=b.NOW)
    with pytest.raises(NotAllowed, match="no contact"):
        following.contact_of(told, "nobody")


def test_the_last_reminder_says_that_somebody_takes_over(ana, told):
    assert "another channel" in messages.preview(ana, "case_1", "support", "reminder-1", now=b.NOW).body
    with pytest.raises(NotAllowed, match="no step"):
        messages.preview(ana, "case_1", "support", "shouting-1", now=b.NOW)


def test_an_answer_is_asked_for_before_the_clock_rings(ana, told):
    letter = messages.preview(ana, "case_1", "support", "request", now=b.NOW)
    assert "Wednesday, September 23, 2026" in letter.body  # the reminder goes on Thursday


def test_a_creator_is_asked_about_the_settlement_also_by_chat(ana, told):
    assert "settlement" in messages.preview(ana, "case_1", "cleo", "second_channel-2", now=b.NOW).body
    assert "Abrechnung" in messages.preview(ana, "case_1", "emil", "legal-4", now=b.NOW).body


def test_before_any_letter_the_first_one_is_next_and_past_the_ladder_nothing(told):
    quoted = b.case_after("off").conversations[0]
    assert next_step(told, quoted, b.NOW) == "request"
    ended = replace(told.conversations[0], rung=99)
    assert (next_step(told, ended, b.NOW), stands_next(told, ended)) == ("", None)
    assert chase_for(replace(told, terms=None), b.SUPPORT, b.NOW).office.zone == "UTC"


def stands_next(case, talk):
    return following.standing(case, talk, b.NOW).next_step


def test_before_anything_was_sent_it_is_our_turn():
    found = following.standing(b.case_after("off"), b.case_after("off").conversations[0], b.NOW)
    assert (found.turn, found.since) == ("ours", None)


def test_a_creators_hours_are_those_of_the_zone_in_their_deal(told):
    case = replace(told, deals=(Deal("emil", time_zone="Europe/Berlin"),))
    assert chase_for(case, b.EMIL, b.NOW).office.holidays_of == "DE"
    assert chase_for(case, b.CLEO, b.NOW).office.zone == "America/Los_Angeles"
