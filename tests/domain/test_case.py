"""The case's table, walked along its story, off its story and in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import builders as b
from unpromote.domain import commands as c
from unpromote.domain import events as e
from unpromote.domain import following as f
from unpromote.domain.case import TRANSITIONS, Case, State, advance, open_case, open_ends
from unpromote.domain.codec import decode, encode
from unpromote.domain.delivery import TRIES, Route, TargetState
from unpromote.domain.errors import NotAllowed
from unpromote.domain.messages import ConversationState, Outcome
from unpromote.domain.payout import SettlementState

HOUR = timedelta(hours=1)


def after(case: Case, *events: e.Event) -> Case:
    for event in events:
        case, _ = advance(case, event)
    return case


def ordered(case: Case, event: e.Event) -> tuple[c.Command, ...]:
    return advance(case, event)[1]


RECORDS = ["ReadBelow", "AskChanges", "HuntRestarts"]  # what TikTok has on record is asked for after a stop


def kinds(commands: Sequence[c.Command]) -> list[str]:
    return [type(command).__name__ for command in commands]


def test_the_story_goes_through_every_state():
    case, states = open_case(b.opened()), [State.OPENED]
    for _, event in b.story():
        case, _ = advance(case, event)
        states += [case.state] if case.state is not states[-1] else []
    assert states == list(State)
    assert case.packs[-1].manifest_sha256 == "f" * 64


def test_a_case_needs_something_to_stop():
    with pytest.raises(NotAllowed, match="at least one promotion"):
        open_case(b.opened(targets=()))


def test_every_event_counts_up_the_version():
    assert b.case_after("packed").version == len(b.story()) + 1


def test_every_moment_of_the_story_survives_being_written_down():
    for name, _ in b.story():
        case = b.case_after(name)
        assert decode(Case, encode(case)) == case


def test_a_received_agreement_is_ordered_to_be_read():
    commands = ordered(b.case_after("opened"), e.AgreementReceived(at=b.NOW, by="ana", document=b.document()))
    assert kinds(commands) == ["ReadAgreement"]
    assert commands[0].key == "case_1/ReadAgreement/doc_1"


def test_review_waits_for_every_document():
    second = e.AgreementReceived(at=b.NOW, by="ana", document=b.document(id="doc_2"))
    case = after(b.case_after("reading"), second, e.AgreementRead(at=b.NOW, by="x", reading=b.reading()))
    assert case.state is State.READING
    case = after(case, e.AgreementRead(at=b.NOW, by="x", reading=b.reading(document_id="doc_2")))
    assert case.state is State.REVIEW


def test_an_unreadable_document_leaves_an_alarm_and_the_case_as_it_was():
    unreadable = e.AgreementUnreadable(at=b.NOW, by="x", document_id="doc_1", problem="it is encrypted")
    case = after(b.case_after("reading"), unreadable)
    assert (case.state, case.documents, case.alarms) == (State.OPENED, (), ("it is encrypted",))


def test_a_document_is_read_once():
    with pytest.raises(NotAllowed, match="doc_9"):
        advance(b.case_after("reading"), e.AgreementRead(at=b.NOW, by="x", reading=b.reading(document_id="doc_9")))


def test_terms_can_be_entered_by_hand_without_a_document():
    case = after(b.case_after("opened"), e.TermsConfirmed(at=b.NOW, by="ana", terms=b.TERMS))
    assert case.state is State.READY


def test_nobody_has_to_wait_for_a_reading_that_never_comes():
    case = after(b.case_after("reading"), e.TermsConfirmed(at=b.NOW, by="ana", terms=b.TERMS))
    assert case.state is State.READY


def test_new_terms_void_the_quote_and_its_signatures():
    case = after(b.case_after("signed once"), e.TermsConfirmed(at=b.NOW, by="ana", terms=b.TERMS))
    assert (case.state, case.quote, case.approval, case.settlements) == (State.READY, None, None, ())


def test_a_new_quote_voids_the_signatures_of_the_old_one():
    fresh = e.QuoteTaken(at=b.NOW, by="ana", quote=b.taken_quote(hash="b" * 64), second_above=b.usd("5000"))
    case = after(b.case_after("signed once"), fresh)
    assert case.approval is not None
    assert case.approval.signatures == ()


def test_a_quote_without_a_right_cannot_be_approved():
    refused = e.QuoteTaken(at=b.NOW, by="ana", quote=b.taken_quote(permitted=False, settlements=()))
    case = after(b.case_after("ready"), refused)
    with pytest.raises(NotAllowed, match="no right to cancel"):
        advance(case, e.QuoteSigned(at=b.NOW, by="ben", quote_hash="a" * 64))


def test_approval_orders_the_stop_in_batches_of_twenty_and_sets_the_timer():
    targets = tuple(b.target(n, external_id=f"18{n:017}", id=f"t{n}") for n in range(1, 46))
    case = replace(b.case_after("signed once"), targets=targets)
    commands = ordered(case, e.QuoteSigned(at=b.NOW, by="bea", quote_hash="a" * 64))
    assert kinds(commands) == ["StopBatch", "StopBatch", "StopBatch", "TellEveryone"]
    assert [len(command.target_ids) for command in commands[:3]] == [20, 20, 5]
    assert commands[0].partition == "advertiser/7200000000000000011"


def test_batches_never_mix_accounts():
    targets = (b.target(1), b.target(2, advertiser_id="9"), b.target(3))
    case = replace(b.case_after("signed once"), targets=targets)
    commands = ordered(case, e.QuoteSigned(at=b.NOW, by="bea", quote_hash="a" * 64))
    assert [command.target_ids for command in commands[:2]] == [("t1", "t3"), ("t2",)]


def test_once_everything_is_off_everyone_is_told_and_the_spend_is_watched():
    commands = ordered(b.case_after("stopping"), b.stop_observed(b.target(1), b.target(2)))
    assert kinds(commands) == ["SampleSpend", "SendMessage", "SendMessage", "SendMessage", *RECORDS]
    assert commands[0].due == b.NOW + 2 * HOUR
    assert [command.step for command in commands[1:4]] == ["request", "notice", "notice"]


def test_what_is_stopped_by_hand_does_not_hold_back_the_notices():
    by_hand = (b.target(1, route=Route.BY_HAND), b.target(2, route=Route.BY_HAND))
    case = replace(b.case_after("signed once"), targets=by_hand)
    case, commands = advance(case, e.QuoteSigned(at=b.NOW, by="bea", quote_hash="a" * 64))
    assert kinds(commands) == ["TellEveryone", "SendMessage", "SendMessage", "SendMessage"]
    assert {t.state for t in case.targets} == {TargetState.BY_HAND}


def test_a_person_stops_by_hand_with_proof():
    case = replace(b.case_after("stopping"), targets=(b.target(1, state=TargetState.BY_HAND),), told=True)
    with pytest.raises(NotAllowed, match="proves"):
        advance(case, e.StoppedByHand(at=b.NOW, by="ana", target_id="t1", proof=" "))
    case = after(case, e.StoppedByHand(at=b.NOW, by="ana", target_id="t1", proof="screenshot 4"))
    assert (case.state, case.targets[0].proof) == (State.SETTLING, "screenshot 4")


def test_nobody_confirms_by_hand_what_is_proven():
    with pytest.raises(NotAllowed, match="waits for a person"):
        advance(b.case_after("settling"), e.StoppedByHand(at=b.NOW, by="ana", target_id="t1", proof="seen"))


def test_where_software_gives_up_a_person_takes_over_and_everyone_is_told():
    gave_up = e.CommandGaveUp(at=b.NOW, by="x", command="StopBatch", problem="no account", target_ids=("t1", "t2"))
    case, commands = advance(b.case_after("stopping"), gave_up)
    assert kinds(commands) == ["SendMessage"] * 3
    assert {t.state for t in case.targets} == {TargetState.STILL_ON}
    for target in ("t1", "t2"):
        case = after(case, e.StoppedByHand(at=b.NOW, by="ana", target_id=target, proof="screenshot"))
    assert case.state is State.SETTLING


def test_a_person_proves_what_the_platform_never_shows():
    case = b.case_after("off")
    for target in ("t1", "t2"):
        case = after(case, e.StoppedByHand(at=b.NOW, by="ana", target_id=target, proof="the final report"))
    assert not any("not yet proven" in end for end in open_ends(case))


def test_a_late_answer_of_the_platform_takes_no_proof_away():
    case = after(b.case_after("stopping"), e.StoppedByHand(at=b.NOW, by="ana", target_id="t1", proof="seen"))
    case = after(case, b.stop_observed(b.target(1), b.target(2)))
    assert [t.state for t in case.targets] == [TargetState.PROVEN, TargetState.OFF]


def test_what_stays_on_is_tried_again_and_then_left_to_a_person():
    case = b.case_after("stopping")
    for nth in range(2, TRIES + 1):
        case, commands = advance(case, b.stop_observed(*case.targets, status="ENABLE"))
        assert [(type(o).__name__, o.nth) for o in commands] == [("StopBatch", nth)]
    case, commands = advance(case, b.stop_observed(*case.targets, status="ENABLE"))
    assert "a person has to stop it" in case.alarms[0]
    assert kinds(commands) == ["SendMessage"] * 3


def test_the_timer_tells_everyone_even_if_something_would_not_stop():
    case, commands = advance(b.case_after("stopping"), e.NoticesDue(at=b.NOW, by="unpromote"))
    assert kinds(commands) == ["SendMessage"] * 3
    assert case.told


def test_nobody_is_told_twice():
    case = after(b.case_after("stopping"), e.NoticesDue(at=b.NOW, by="unpromote"))
    with pytest.raises(NotAllowed, match="told already"):
        advance(case, e.NoticesDue(at=b.NOW, by="unpromote"))
    commands = ordered(case, b.stop_observed(b.target(1), b.target(2)))
    assert kinds(commands) == ["SampleSpend", *RECORDS]


def test_spend_that_grows_after_the_stop_raises_an_alarm_and_is_watched_on():
    case = b.case_after("settling")
    grown = b.spend_sampled(b.target(1), b.target(2), at=b.NOW + timedelta(days=1), spend="10000.01", nth=3)
    case, commands = advance(case, grown)
    assert "grew after the stop" in case.alarms[0]
    assert kinds(commands) == ["SampleSpend", "AskChanges"]
    assert {t.state for t in case.targets} == {TargetState.OFF}


def test_watching_ends_with_a_person_where_the_platform_never_shows_a_figure():
    blind = replace(b.spend_sampled(b.target(1), at=b.NOW + 5 * HOUR), samples=(), nth=48)
    case, (daily,) = advance(b.case_after("off"), blind)
    assert (daily.due, daily.nth) == (blind.at + 24 * HOUR, 49)
    assert "cannot be proven flat" in case.alarms[0]


def test_a_sent_letter_starts_the_clock_on_their_silence():
    sent = e.MessageSent(at=b.NOW, by="x", conversation_id="support", message=b.message("support"), chase=b.CHASE)
    (reminder,) = ordered(b.case_after("off"), sent)
    assert (type(reminder), reminder.due) == (c.RemindCounterpart, b.NOW + timedelta(days=3))


def test_a_reminder_that_lost_the_race_is_refused():
    with pytest.raises(NotAllowed, match="moot"):
        advance(b.case_after("support answered"), b.reminder_due())


def test_a_refusal_keeps_the_conversation_open_and_the_clock_running():
    refused = e.AnswerJudged(
        at=b.NOW, by="ana", conversation_id="support", outcome=Outcome.REFUSED, note="no", chase=b.CHASE
    )
    case, commands = advance(b.case_after("support answered"), refused)
    assert case.conversations[0].state is ConversationState.WAITING
    assert kinds(commands) == ["RemindCounterpart"]


def test_an_unknown_conversation_or_creator_is_refused():
    case = b.case_after("settling")
    with pytest.raises(NotAllowed, match="nobody"):
        advance(case, e.AnswerJudged(at=b.NOW, by="ana", conversation_id="nobody", outcome=Outcome.CONFIRMED))
    with pytest.raises(NotAllowed, match="nobody"):
        advance(case, e.CreatorAnswered(at=b.NOW, by="ana", creator_id="nobody", accepted=True))


def test_a_released_settlement_becomes_one_line_to_write():
    case = b.case_after("cleo agreed")
    case, commands = advance(case, e.SettlementReleased(at=b.NOW, by="ben", creator_id="cleo"))
    assert [command.key for command in commands] == ["case_1/RecordPayout/cleo"]


def test_where_no_money_moves_release_settles():
    even = b.settlement("cleo", direction="none", balance=b.usd("0"))
    case = replace(b.case_after("settling"), settlements=(even,))
    case, commands = advance(case, e.SettlementReleased(at=b.NOW, by="ben", creator_id="cleo", why="nothing due"))
    assert (commands, case.settlements[0].state) == ((), SettlementState.SETTLED)


def test_a_case_with_open_ends_cannot_be_closed_and_names_them():
    with pytest.raises(NotAllowed) as refused:
        advance(b.case_after("settling"), e.CaseClosed(at=b.NOW, by="ana"))
    for name in ("Arena autumn 1", "TikTok support", "Cleo Marsh"):
        assert name in str(refused.value)


def test_an_alarm_has_to_be_answered_before_closing():
    case = replace(b.case_after("emil settled"), alarms=("call them",))
    assert open_ends(case) == ("alarm: call them",)
    with pytest.raises(NotAllowed, match="say what was done"):
        advance(case, e.AlarmAnswered(at=b.NOW, by="ana", alarm="call them", note=""))
    case = after(case, e.AlarmAnswered(at=b.NOW, by="ana", alarm="call them", note="called, they know"))
    assert open_ends(case) == ()


def test_closing_orders_the_pack():
    commands = ordered(b.case_after("emil settled"), e.CaseClosed(at=b.NOW, by="ana"))
    assert kinds(commands) == ["BuildPack"]


def test_a_pack_can_be_ordered_at_any_time_and_each_order_is_its_own():
    case = b.case_after("quoted")
    case, first = advance(case, e.PackOrdered(at=b.NOW, by="ana"))
    _, second = advance(case, e.PackOrdered(at=b.NOW, by="ana"))
    assert first[0].key != second[0].key


def test_a_promotion_that_goes_on_closes_the_case_with_the_reason():
    with pytest.raises(NotAllowed, match="why"):
        advance(b.case_after("quoted"), e.CaseDropped(at=b.NOW, by="ana", why=""))
    case = after(b.case_after("quoted"), e.CaseDropped(at=b.NOW, by="ana", why="running on is cheaper"))
    assert (case.state, case.closed_why) == (State.CLOSED, "running on is cheaper")


def test_a_reply_after_closing_is_kept_and_raises_an_alarm():
    late = b.message("support", "reply", message_id="<late@platform.example>")
    case = after(b.case_after("closed"), e.ReplyReceived(at=b.NOW, by="x", conversation_id="support", message=late))
    assert case.state is State.CLOSED
    assert "after the case was closed" in case.alarms[0]


def test_a_command_that_gave_up_is_an_alarm_once():
    gave_up = e.CommandGaveUp(at=b.NOW, by="x", command="SendMessage", problem="mailbox unknown")
    case = after(b.case_after("off"), gave_up, gave_up)
    assert case.alarms == ("SendMessage failed: mailbox unknown",)


def test_every_kind_of_event_but_the_first_has_a_place_in_the_table():
    assert {kind for _, kind in TRANSITIONS} == set(e.kinds().values()) - {e.CaseOpened}


EVENTS = [event for _, event in b.story()] + [
    e.CaseDropped(at=b.NOW, by="ana", why="cheaper"),
    e.NoticesDue(at=b.NOW, by="x"),
    b.reminder_due(),
    b.logged(),
    b.snoozed(),
    f.TaskOverdue(at=b.NOW, by="x", conversation_id="support", task_id="second_channel-2", clock=3),
    f.ContactStated(at=b.NOW, by="ana", contact=b.SUPPORT, chase=b.CHASE),
    f.ReplyWritten(at=b.NOW, by="ana", conversation_id="support", step="answer-1", subject="Our view", body="No fee."),
    e.CreatorAnswered(at=b.NOW, by="ana", creator_id="cleo", accepted=False, note="too little"),
    e.StoppedByHand(at=b.NOW, by="ana", target_id="t1", proof="seen"),
    b.stop_observed(b.target(1), status="ENABLE"),
    b.fact_stated(),
    b.evidence_added(),
    e.FactConfirmed(at=b.NOW, by="ben", name="breach"),
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(EVENTS), max_size=60))
def test_any_order_of_events_stays_inside_the_table_and_a_refusal_changes_nothing(events):
    case = open_case(b.opened())
    for event in events:
        before = encode(case)
        try:
            case, commands = advance(case, event)
        except NotAllowed:
            assert encode(case) == before
        else:
            assert (case.state, case.version) != (None, before["version"])
            assert len({command.key for command in commands}) == len(commands)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_order_of_events_moves_money_twice(data):
    case = b.case_after("settling")
    money = [event for name, event in b.story() if name.split()[0] in ("cleo", "emil")]
    lines = []
    for event in data.draw(st.lists(st.sampled_from(money), max_size=30)):
        try:
            case, commands = advance(case, event)
        except NotAllowed:
            continue
        lines += [command.key for command in commands if isinstance(command, c.RecordPayout)]
    assert len(lines) == len(set(lines))
