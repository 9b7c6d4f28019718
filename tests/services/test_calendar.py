"""What the store and the policies add to the deadlines of a case, and the tray in a calendar of one's own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import builders as b
from strays import some_strays, stray
from unpromote.domain.events import BillNoted
from unpromote.domain.payees import Method, Payee
from unpromote.services import calendar, messages, money, people, tray
from unpromote.services.chasing import next_steps
from unpromote.services.policies import ladder_for
from unpromote.services.record import record
from unpromote.store.models import CommandRow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cast(data):
    return b.cast()


def waits(person, case_id="case_1"):
    return {one.id: one for one in calendar.deadlines(person, case_id)}


def test_the_ladders_next_step_is_said(cast):
    b.saved_case("support told")
    assert waits(cast["ana"])["answer/support"].what.endswith("else reminder by email")


def test_past_the_ladder_a_person_decides():
    case = b.case_after("support told")
    last = len(ladder_for(case.contacts[0].counterpart).rungs)
    talks = tuple(b.replace(talk, rung=last) for talk in case.conversations)
    assert next_steps(b.replace(case, conversations=talks))["support"] == "a person decides"


def test_the_law_a_creator_lives_under_moves_the_day_to_pay(cast):
    b.saved_case("settling")
    before = waits(cast["ana"])["pay_by/cleo"]
    record("case_1", BillNoted(at=b.NOW, by="ana", bill=b.bill(party="creator:cleo", issued_on=date(2026, 10, 1))))
    payee = Payee("Cleo Marsh", Method.PAYPAL, email="cleo@creators.example", law="EU")
    money.note_payee(cast["ana"], "case_1", "cleo", payee, now=b.NOW)
    after = waits(cast["ana"])["pay_by/cleo"]
    assert before.on == date(2026, 12, 21) > after.on
    (cleo,) = [one for one in money.case_money(cast["ana"], "case_1").parties if one.name == "Cleo Marsh"]
    assert after.on == cleo.pay_day.on


def test_before_approval_only_the_quote_says_when_to_pay(cast):
    b.saved_case("quoted")
    assert waits(cast["ana"])["pay_by/cleo"].on == date(2026, 12, 21)


def test_every_clock_that_is_saved_comes_back_as_a_timer(cast):
    b.saved_case("support told")
    open_ = set(CommandRow.objects.filter(status="ready", due_at__gt=b.NOW).values_list("kind", flat=True))
    found = {type(one).__name__ for one in calendar.calendar.timers("case_1")}
    on_record = {"AskChanges", "HuntRestarts", "ReadBelow"}
    assert open_ == {"RemindCounterpart", "SampleSpend", "TellEveryone"} | on_record
    assert found == open_ | {"StopBatch"}  # due by now, and shown as a deadline only where it was put off


def written(person, at):
    token = calendar.make_feed(person, now=at).token
    return calendar.written_feed(token, now=at).decode()


def test_stray_mail_stands_in_the_calendar_of_those_who_may_see_it(cast):
    some_strays()
    assert "UID" in written(cast["ana"], b.NOW)
    assert written(cast["ana"], b.NOW).count("CATEGORIES:tray") == 1
    assert written(people.person("eve"), b.NOW).count("CATEGORIES:tray") == 2
    assert "CATEGORIES:tray" not in written(cast["dan"], b.NOW)


def test_sorted_mail_is_cancelled_for_thirty_days_and_then_gone(cast):
    b.saved_case("emil told")
    messages.take_mail(stray(), now=b.NOW, by="unpromote")
    (mail,) = tray.waiting(cast["ana"])
    assert "STATUS:CANCELLED" not in written(cast["ana"], b.NOW)
    tray.set_aside(cast["ana"], mail.id, "spam", now=b.NOW + timedelta(hours=1))
    assert "STATUS:CANCELLED" in written(cast["ana"], b.NOW + timedelta(days=2))
    assert "CATEGORIES:tray" not in written(cast["ana"], b.NOW + timedelta(days=32))


def test_a_calendar_of_one_case_leaves_the_tray_out(cast):
    some_strays()
    token = calendar.make_feed(cast["ana"], "case_1", now=b.NOW).token
    assert b"CATEGORIES:tray" not in calendar.written_feed(token, now=b.NOW)
