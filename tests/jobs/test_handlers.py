"""Each kind of command, done with parts that fail on order; and the whole story without a network."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import builders as b
from fakes import FakeInbox, FakeLedger, FakeOutbox, FakePacks, FakePlatform, fake_reader
from unpromote.domain import events as e
from unpromote.domain.case import State
from unpromote.domain.commands import kinds
from unpromote.domain.delivery import Route
from unpromote.domain.errors import BadInput, NotAllowed, OutsideFailed
from unpromote.domain.letters import Incoming, token_for
from unpromote.domain.messages import ConversationState
from unpromote.domain.sampling import correction_after
from unpromote.jobs import desk, schedule
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.tools import Tools
from unpromote.jobs.wiring import worker
from unpromote.services.record import record
from unpromote.store import cases, events, work
from unpromote.store.models import CommandRow

pytestmark = pytest.mark.django_db

FOUND = {
    "pages": 10,
    "findings": [{"category": "Termination For Convenience", "page": 7, "quote": "words", "score": 0.9, "sure": True}],
    "terms": b.TERMS,
    "proposals": [{"path": "currency", "value": None, "source": None, "confidence": 0.0, "status": "absent"}],
    "problems": ["no currency is named", {"problem": "no zone"}],
}


@pytest.fixture(autouse=True)
def people():
    return b.cast()


@pytest.fixture
def tools(clock):
    clock.now = b.NOW
    one, two = b.target(1).external_id, b.target(2).external_id
    return Tools(
        clock=clock,
        platform=FakePlatform(clock, **{one: "ENABLE", two: "ENABLE"}),
        reader=fake_reader(FOUND),
        outbox=FakeOutbox(),
        inbox=FakeInbox(),
        payouts=FakeLedger(),
        packs=FakePacks(),
    )


@pytest.fixture
def work_off(tools):
    return Embedded(worker(tools)).work_off


def events_named(name: str) -> e.Event:
    return dict(b.story())[name]


def test_an_agreement_is_read_in_the_background(work_off):
    b.saved_case("reading")
    work_off()
    case = cases.load("case_1")
    assert (case.state, case.readings[0].pages) == (State.REVIEW, 10)
    assert case.readings[0].problems == ("no currency is named", "no zone")


def test_an_unreadable_agreement_becomes_an_alarm(tools, clock):
    b.saved_case("reading")
    unreadable = fake_reader(BadInput("it is encrypted", place="agreement.pdf", mend="give the password"))
    Embedded(worker(Tools(**vars(tools) | {"reader": unreadable}))).work_off()
    assert cases.load("case_1").alarms == ("agreement.pdf: it is encrypted (give the password)",)


def test_a_document_taken_out_meanwhile_is_not_read(work_off):
    b.saved_case("reading")
    gone = e.AgreementUnreadable(at=b.NOW, by="x", document_id="doc_1", problem="wrong file")
    record("case_1", gone)
    work_off()
    assert cases.load("case_1").readings == ()


def test_approval_stops_everything_and_tells_everyone(work_off, tools):
    b.saved_case("stopping")
    work_off()
    assert len(tools.platform.writes) == 1
    assert [letter.to_name for letter, _ in tools.outbox.letters] == ["Cleo Marsh", "Emil Roth", "TikTok support"]
    assert {talk.state for talk in cases.load("case_1").conversations} == {ConversationState.WAITING}


def test_a_platform_that_is_down_is_tried_again_and_written_to_once(work_off, tools, clock):
    b.saved_case("stopping")
    tools.platform.fails = "before"
    work_off()
    tools.platform.fails = "after"
    clock.move(minutes=1)
    work_off()
    tools.platform.fails = ""
    clock.move(minutes=1)
    work_off()
    assert len(tools.platform.writes) == 1
    assert cases.load("case_1").told


def test_without_an_account_the_stop_ends_with_a_person(tools, clock):
    b.saved_case("stopping")
    Embedded(worker(Tools(**vars(tools) | {"platform": None}))).work_off()
    assert "no advertising account is connected" in cases.load("case_1").alarms[0]


def test_the_spend_is_watched_until_it_is_proven_and_corrected(work_off, clock):
    b.saved_case("stopping")
    for _ in range(7):
        work_off()
        clock.now = max(clock.now, work.next_due())
    clock.now = correction_after(b.NOW)
    work_off()
    assert cases.load("case_1").state is State.SETTLING
    assert not CommandRow.objects.exclude(status="done").filter(kind="SampleSpend").exists()


def test_silence_is_reminded_when_the_clock_says_so(work_off, tools, clock):
    b.saved_case("stopping")
    work_off()
    clock.move(days=3)
    work_off()
    reminders = [letter.subject for letter, _ in tools.outbox.letters if letter.automatic]
    assert len(reminders) == 3


def answer(who: str, **changes: str) -> Incoming:
    values = {
        "message_id": f"<{who}.answer@example>",
        "in_reply_to": "",
        "references": (),
        "token": token_for(f"case_1/{who}"),
        "sender": f"{who}@example",
        "subject": "Re",
        "body": "Agreed.",
        "sent_at": b.NOW,
        "automatic": False,
        "bounce": False,
        "sha256": "e" * 64,
        "path": f"/nowhere/{who}.eml",
    }
    return Incoming(**values | changes)


def test_mail_is_collected_again_and_again(work_off, tools, clock):
    b.saved_case("emil told")
    schedule.order_mail(clock.now, tools.mail_every)
    tools.inbox.mail.append(answer("support"))
    clock.move(minutes=2)
    work_off()
    assert tools.inbox.mail == []
    assert cases.load("case_1").conversations[0].state is ConversationState.ANSWERED
    assert CommandRow.objects.filter(kind="CollectMail", status="ready").count() == 1


def test_everyone_who_orders_the_next_look_for_mail_orders_the_same(clock):
    schedule.order_mail(clock.now, timedelta(minutes=5))
    schedule.order_mail(clock.move(seconds=30), timedelta(minutes=5))
    assert CommandRow.objects.filter(kind="CollectMail").count() == 1


@pytest.mark.parametrize(
    ("kind", "order"), [("CollectMail", schedule.order_mail), ("WatchDeadlines", schedule.order_watch)]
)
def test_what_recurs_leaves_no_pile_of_rows_and_clears_one_that_was_left(work_off, tools, clock, kind, order):
    old = [work.Order(f"{kind}/{n}", None, kind, {}, "desk", clock.now) for n in range(50)]
    work.order(old)
    CommandRow.objects.update(status="done")
    order(clock.now, tools.mail_every)
    for _ in range(5):
        clock.move(minutes=2)
        work_off()
        assert rows(kind, status="ready") == 1
    assert rows(kind) <= 2


def test_what_a_case_did_is_kept(work_off, tools, clock):
    b.saved_case("emil told")
    CommandRow.objects.update(status="done")
    before = CommandRow.objects.exclude(case=None).count()
    schedule.order_mail(clock.now, tools.mail_every)
    clock.move(minutes=2)
    work_off()
    assert CommandRow.objects.filter(case="case_1", status="done").count() >= before > 0


def test_a_letter_whose_fate_nobody_knows_is_left_to_a_person(work_off, tools, clock):
    b.saved_case("off")
    work.claim("a worker that died", clock.now, timedelta(seconds=1))
    CommandRow.objects.exclude(kind="SendMessage").update(status="done")
    CommandRow.objects.filter(kind="SendMessage").update(attempts=1, status="ready")
    tools.outbox.knows = False
    work_off()
    assert any("nobody can tell" in alarm for alarm in cases.load("case_1").alarms)
    assert tools.outbox.letters == []


def test_a_line_that_was_written_before_a_crash_is_accepted(work_off, tools, clock):
    b.saved_case("cleo released")
    clock.move(days=30)
    work_off()
    CommandRow.objects.filter(kind="RecordPayout").update(status="ready")
    work_off()
    assert [line.key for line in tools.payouts.lines] == ["case_1/cleo"]


def test_closing_leaves_a_pack_with_the_whole_story(work_off, tools, clock):
    b.saved_case("closed")
    clock.move(days=30)
    work_off()
    assert cases.load("case_1").packs[-1].path == "/nowhere/UP-ABCDEFGH"
    file = tools.packs.packs[-1]
    kinds_told = [type(event).__name__ for _, event in b.story()][:-1]
    assert ([entry.kind for entry in file.events][1 : len(kinds_told) + 1], file.case.state) == (kinds_told, "closed")
    assert (file.agreements[0].findings[0].page, file.citations[0].page) == (7, 7)


def test_what_waits_for_a_person_by_hand_sets_off_the_letters_at_once(work_off, tools):
    b.saved_case("signed once", targets=(b.target(1, route=Route.BY_HAND),))
    record("case_1", events_named("stopping"))
    work_off()
    assert tools.platform.writes == []
    assert len(tools.outbox.letters) == 3


@pytest.fixture
def boosted(tools):
    """A boosted post that TikTok shows as on, and that waits for Ana to end it."""
    post = replace(b.target(1, route=Route.BY_HAND), kind="promote")
    b.saved_case("signed once", targets=(post,))
    record("case_1", events_named("stopping"))
    return e.StoppedByHand(at=tools.clock(), by="ana", target_id="t1", proof="screenshot")


def test_what_a_person_stopped_is_looked_at_and_nothing_is_written(boosted, work_off, tools):
    record("case_1", boosted)
    work_off()
    case = cases.load("case_1")
    assert (tools.platform.writes, case.targets[0].state.value) == ([], "by_hand")
    assert "as ENABLE though it was said to have stopped" in case.alarms[0]


def test_without_an_account_the_person_is_believed(boosted, tools):
    record("case_1", boosted)
    Embedded(worker(replace(tools, platform=None))).work_off()
    case = cases.load("case_1")
    assert (case.alarms, case.targets[0].state.value) == ((), "proven")


def test_every_kind_of_command_has_a_hand():
    assert set(desk.HANDLERS) == set(kinds())


def test_a_release_that_cannot_do_what_waits_refuses_to_start(clock):
    desk.check_release()
    work.order([work.Order("k", None, "InventedLater", {}, "desk", clock.now)])
    with pytest.raises(NotAllowed, match="InventedLater"):
        desk.check_release()


class AwayInbox:
    """A mailbox whose server does not answer."""

    def unread(self):
        raise OutsideFailed("away")


def test_a_mailbox_that_fails_is_looked_at_again(work_off, tools, clock):
    desk_tools = replace(tools, inbox=AwayInbox())
    schedule.order_mail(clock.now, tools.mail_every)
    clock.move(minutes=2)
    Embedded(worker(desk_tools)).work_off()
    failed, following = CommandRow.objects.filter(kind="CollectMail").order_by("due_at")
    assert (failed.status, failed.result["problem"], following.status) == ("done", "away", "ready")
    assert following.due_at > clock.now


def rows(kind: str, **state: str) -> int:
    return CommandRow.objects.filter(kind=kind, **state).count()


def letters_to(tools: Tools, name: str) -> list[str]:
    return [letter.subject for letter, _ in tools.outbox.letters if letter.to_name == name]


@pytest.mark.parametrize("late", [timedelta(hours=12), timedelta(days=2)])
def test_a_clock_that_rings_while_they_are_closed_waits_for_their_hours(work_off, tools, clock, late):
    b.saved_case("stopping")
    work_off()
    clock.now += timedelta(days=3) + late  # the desk was down until that night, or that Saturday
    work_off()
    assert not [letter for letter, _ in tools.outbox.letters if letter.automatic]
    clock.now = CommandRow.objects.filter(kind="RemindCounterpart", status="ready").latest("due_at").due_at
    work_off()
    assert len([letter for letter, _ in tools.outbox.letters if letter.automatic]) == 3


def test_a_letter_put_off_by_a_failing_server_waits_for_their_hours_too(work_off, tools, clock):
    b.saved_case("stopping")
    work_off()
    clock.now = b.NOW + timedelta(days=3)
    tools.outbox.fails = "the server is down"
    work_off()
    tools.outbox.fails = ""
    clock.move(hours=12)
    work_off()
    assert not [letter for letter, _ in tools.outbox.letters if letter.automatic]


def test_an_answer_keeps_a_reminder_that_was_about_to_go(work_off, tools, clock):
    b.saved_case("stopping")
    work_off()
    clock.now = b.NOW + timedelta(days=3)
    tools.outbox.fails = "the server is down"
    work_off()
    tools.outbox.fails = ""
    tools.inbox.mail.append(answer("cleo"))
    clock.move(minutes=10)
    work_off()
    assert len(letters_to(tools, "Cleo Marsh")) == 1
    assert len(letters_to(tools, "Emil Roth")) == 2


def test_a_desk_that_was_down_reads_its_mail_before_it_reminds_anybody(work_off, tools, clock):
    b.saved_case("stopping")
    work_off()
    tools.inbox.mail.append(answer("cleo"))
    clock.now = b.NOW + timedelta(days=3, hours=2)
    work_off()
    assert len(letters_to(tools, "Cleo Marsh")) == 1
    assert len(letters_to(tools, "Emil Roth")) == 2


def test_a_timer_of_an_earlier_start_says_nothing(work_off, tools, clock):
    b.saved_case("stopping")
    work_off()
    case = cases.load("case_1")
    chase = b.CHASE
    until = b.NOW + timedelta(days=10)
    record("case_1", b.snoozed(until_at=until, conversation_id=case.conversations[0].id, chase=chase))
    clock.now = b.NOW + timedelta(days=3)
    work_off()
    assert len(letters_to(tools, case.conversations[0].contact.name)) == 1
    assert "ReminderDue" not in [entry["data"].get("event") for entry in events.chain("case_1")]


def test_a_task_that_nobody_does_raises_an_alarm_in_time(work_off, tools, clock):
    b.saved_case("stopping")
    for _ in range(4):
        work_off()
        clock.now = max(clock.now, CommandRow.objects.filter(status="ready").earliest("due_at").due_at)
    while not rows("WatchTask", status="done"):
        clock.now = max(clock.now, work.next_due())
        work_off()
    assert any("should have reached them" in alarm for alarm in cases.load("case_1").alarms)


def test_a_settlement_told_anew_goes_out_whatever_clock_runs(work_off, tools, clock):
    b.saved_case("stopping")
    work_off()
    record("case_1", b.adjusted())
    work_off()
    assert len(letters_to(tools, "Cleo Marsh")) == 2
    (cleo,) = [talk for talk in cases.load("case_1").conversations if talk.id == "cleo"]
    assert (cleo.messages[-1].step, cleo.state) == ("revision-2", ConversationState.WAITING)
    assert cleo.due_at == b.NOW + timedelta(days=3)
