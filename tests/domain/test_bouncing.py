"""A letter that came back leads on at once; what software is unsure of waits for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import builders as b
from unpromote.domain import commands as c
from unpromote.domain import events as e
from unpromote.domain import following as f
from unpromote.domain.bouncing import never_arrived
from unpromote.domain.case import Case, advance
from unpromote.domain.codec import decode, encode
from unpromote.domain.conversing import timer_of
from unpromote.domain.errors import NotAllowed
from unpromote.domain.ladders import Channel, Chase, Ladder, Log, Rung, Way
from unpromote.domain.messages import Conversation, ConversationState, Message, dead_addresses, next_way

DAY = timedelta(days=1)
REQUEST = "<support.request@desk.invalid>"
FINANCE = Way("finance", "Accounts", "accounts@platform.example")
BY_MAIL = Chase(b.OFFICE, Ladder((b.LADDER.rungs[0], b.LADDER.rungs[2])))


def support(case: Case) -> Conversation:
    return case.conversations[0]


def after(case: Case, *events: e.Event) -> Case:
    for event in events:
        case, _ = advance(case, event)
    return case


def bounce(*named: str, **changes) -> Message:
    return b.message("support", "reply", automatic=True, bounce=True, returned=named or (REQUEST,), **changes)


def came_back(message: Message, *, at=b.NOW, chase: Chase | None = b.CHASE) -> e.ReplyReceived:
    return e.ReplyReceived(at=at, by="x", conversation_id="support", message=message, chase=chase)


def sent(step: str, *, at=b.NOW + 3 * DAY, **changes) -> e.MessageSent:
    message = b.message("support", step, at=at, **changes)
    return e.MessageSent(at=at, by="x", conversation_id="support", message=message, chase=b.CHASE)


def told(**changes) -> Case:
    case = b.case_after("support told")
    contact = replace(support(case).contact, **changes)
    return replace(case, conversations=(replace(support(case), contact=contact), *case.conversations[1:]))


def test_a_bounce_stops_the_clock_and_calls_for_a_person_at_once():
    case, (watch,) = advance(told(), came_back(bounce()))
    talk = support(case)
    assert (talk.state, talk.open_task.channel, talk.silent_since) == (ConversationState.BY_HAND, Channel.PHONE, None)
    assert (type(watch), watch) == (c.WatchTask, timer_of(case, talk))
    assert talk.due_at == b.NOW + DAY
    assert "came back" in case.alarms[0]
    with pytest.raises(NotAllowed, match="moot"):
        advance(case, b.reminder_due())


def test_where_another_address_is_known_the_next_letter_goes_there_at_once():
    case, (send,) = advance(told(ways=(FINANCE,)), came_back(bounce(), chase=BY_MAIL))
    assert (send.key, send.due) == ("case_1/SendMessage/support/finance-1", b.NOW)
    assert (support(case).state, support(case).due_at) == (ConversationState.WAITING, None)


def test_where_no_other_way_is_left_the_alarm_alone_calls_a_person():
    case, commands = advance(told(), came_back(bounce(), chase=Chase(b.OFFICE)))
    assert (commands, timer_of(case, support(case)), support(case).due_at) == ((), None, None)
    assert len(case.alarms) == 1


def test_a_bounce_of_an_older_release_that_named_no_clock_still_stops_it():
    case, commands = advance(told(), came_back(bounce(), chase=None))
    assert (commands, timer_of(case, support(case))) == ((), None)


def test_a_bounce_that_is_there_before_we_noted_the_letter_counts_once_it_is_noted():
    early = after(b.case_after("off"), came_back(bounce()))
    assert support(early).state is ConversationState.PLANNED
    case, (watch,) = advance(early, sent("request", at=b.NOW))
    assert (support(case).state, type(watch)) == (ConversationState.BY_HAND, c.WatchTask)


def test_a_late_bounce_of_the_first_letter_stops_the_clock_of_a_reminder_to_the_same_address():
    case = after(told(), b.reminder_due(), sent("reminder-1"))
    moved = after(case, came_back(bounce(), at=b.NOW + 4 * DAY))
    assert support(moved).open_task.channel is Channel.PHONE


def test_a_bounce_of_a_letter_to_another_address_leaves_the_clock_alone():
    case = after(told(), b.reminder_due(), sent("reminder-1", to_address="new@platform.example"))
    moved, commands = advance(case, came_back(bounce(), at=b.NOW + 4 * DAY))
    assert (commands, support(moved).due_at) == ((), support(case).due_at)


def test_after_a_call_a_bounce_is_an_alarm_and_the_call_still_waits_for_its_answer():
    case = after(told(), b.logged(at=b.NOW + DAY))
    moved, commands = advance(case, came_back(bounce(), at=b.NOW + 2 * DAY))
    assert (commands, support(moved).due_at, len(moved.alarms)) == ((), support(case).due_at, 1)


def test_an_answer_that_is_there_is_not_undone_by_a_bounce():
    case = b.case_after("support answered")
    moved, commands = advance(case, came_back(bounce(message_id="<late@mx>")))
    assert (commands, support(moved).state) == ((), ConversationState.ANSWERED)
    assert not never_arrived(b.case_after("off").conversations[0])


def test_a_second_bounce_of_a_letter_that_was_dealt_with_opens_no_second_task():
    case = after(told(), came_back(bounce()))
    moved, commands = advance(case, came_back(bounce(message_id="<again@mx>")))
    assert (commands, support(moved).tasks) == ((), support(case).tasks)


def test_a_bounce_that_names_nothing_is_about_the_last_letter():
    talk = support(after(told(), came_back(bounce("<nobody@knows>"))))
    assert (talk.state, dead_addresses(talk)) == (ConversationState.BY_HAND, {b.SUPPORT.address})
    nothing = replace(talk, messages=(bounce("<nobody@knows>"),))
    assert dead_addresses(nothing) == frozenset()


def test_silence_later_goes_round_an_address_that_takes_no_mail():
    rungs = (Rung("call", 1, Channel.PHONE, "call_sheet"), *b.LADDER.rungs)
    talk = replace(support(after(told(), came_back(bounce()))), rung=0)
    assert next_way(talk, Chase(b.OFFICE, Ladder(rungs))) == 0
    assert next_way(replace(talk, rung=1), Chase(b.OFFICE, Ladder(rungs))) == 2
    assert next_way(replace(talk, rung=9), Chase(b.OFFICE, Ladder(rungs))) == 9


def test_who_answers_from_an_address_can_be_written_to_there_again():
    back = support(after(told(), came_back(bounce())))
    answer = b.message("support", "reply", message_id="<here@platform>")
    assert dead_addresses(replace(back, messages=(*back.messages, answer))) == frozenset()


def test_bounces_from_every_address_write_no_more_than_a_few_letters_a_day():
    letters = [sent(f"reminder-{nth}", message_id=f"<{nth}@d>", at=b.NOW).message for nth in range(2)]
    case = told(ways=(FINANCE,))
    talk = replace(support(case), messages=(*support(case).messages, *letters))
    flooded = replace(case, conversations=(talk, *case.conversations[1:]))
    moved, commands = advance(flooded, came_back(bounce("<1@d>"), chase=BY_MAIL))
    assert (commands, "look why" in moved.alarms[-1]) == ((), True)


RECEIPT = b.message("support", "reply", message_id="<ticket@platform>", automatic=True)


def ticketed() -> Case:
    return after(told(), came_back(RECEIPT))


def taken(message_id: str = "<ticket@platform>") -> f.TakenAsAnswer:
    return f.TakenAsAnswer(at=b.NOW, by="ana", conversation_id="support", message_id=message_id)


def test_an_automatic_reply_is_an_answer_once_a_person_says_so():
    case, commands = advance(ticketed(), taken())
    talk = support(case)
    assert (talk.state, talk.messages[-1].counted, talk.due_at, commands) == (
        ConversationState.ANSWERED,
        True,
        None,
        (),
    )
    assert decode(Case, encode(case)) == case


@pytest.mark.parametrize(
    ("message_id", "why"),
    [
        ("<nowhere@x>", "no message"),
        (REQUEST, "no message"),
        ("<back@mx>", "came back"),
        ("<said@x>", "answer already"),
    ],
)
def test_what_cannot_be_an_answer_is_refused(message_id, why):
    said = b.message("support", "reply", message_id="<said@x>")
    case = after(told(), came_back(bounce(message_id="<back@mx>")), came_back(said))
    with pytest.raises(NotAllowed, match=why):
        advance(case, taken(message_id))


def test_in_a_closed_conversation_nothing_becomes_an_answer():
    case = ticketed()
    over = replace(support(case), state=ConversationState.CLOSED)
    with pytest.raises(NotAllowed, match="closed"):
        advance(replace(case, conversations=(over, *case.conversations[1:])), taken())


def gave_up(step: str = "request") -> e.CommandGaveUp:
    problem = "the mail server said 550 no such user"
    return e.CommandGaveUp(
        at=b.NOW, by="x", command="SendMessage", problem=problem, conversation_id="support", step=step
    )


def again(step: str = "request") -> f.RepeatOrdered:
    return f.RepeatOrdered(at=b.NOW, by="ana", conversation_id="support", step=step)


def stuck() -> Case:
    return after(b.case_after("off"), gave_up())


def test_a_letter_that_was_refused_names_whom_it_was_for_and_waits_for_a_person():
    case = stuck()
    assert support(case).stuck == "request"
    assert case.alarms == (
        f"the letter to {b.SUPPORT.name} <{b.SUPPORT.address}> (request) waits: the mail server said 550 no such user",
    )


def test_a_stuck_letter_goes_again_under_a_key_of_its_own_and_only_once():
    case, (send,) = advance(stuck(), again())
    assert (send.key, support(case).stuck) == ("case_1/SendMessage/support/request/2", "")
    with pytest.raises(NotAllowed, match="waits for your decision"):
        advance(case, again())
    _, (third,) = advance(after(case, gave_up()), again())
    assert third.key == "case_1/SendMessage/support/request/3"


def test_a_stuck_first_letter_that_did_go_is_logged_and_starts_the_clock():
    log = Log(Channel.EMAIL, "support", "It lies in their inbox.")
    case, (remind,) = advance(stuck(), b.logged(at=b.NOW, log=log))
    assert (support(case).state, support(case).stuck) == (ConversationState.WAITING, "")
    assert type(remind) is c.RemindCounterpart
    with pytest.raises(NotAllowed, match="planned"):
        advance(b.case_after("off"), b.logged(at=b.NOW, log=log))


def test_a_letter_that_went_after_all_is_not_stuck():
    assert support(after(told(), gave_up())).stuck == ""
    assert support(after(stuck(), sent("request", at=b.NOW))).stuck == ""
    assert support(after(stuck(), sent("answer-1", at=b.NOW))).stuck == ""  # its clock runs now


def test_a_failure_of_many_letters_is_two_alarms_and_deciding_about_the_letters_ends_them():
    creators = [replace(gave_up("notice"), conversation_id=who) for who in ("cleo", "emil")]
    case = after(stuck(), *creators, creators[0])
    assert [alarm.partition(":")[0] for alarm in case.alarms] == [
        f"the letter to {b.SUPPORT.name} <{b.SUPPORT.address}> (request) waits",
        "more letters wait",
    ]
    for who, step in (("support", "request"), ("cleo", "notice")):
        case = after(case, replace(again(step), conversation_id=who))
    assert len(case.alarms) == 1
    said = b.message("emil", "email-1", log=Log(Channel.EMAIL, "Emil", "It lies in his inbox."))
    told_him = b.logged(conversation_id="emil", message=said, log=said.log)
    assert after(case, told_him).alarms == ()


ALL_AGAIN = f.UnsentRepeated(at=b.NOW, by="ana")


def test_all_stuck_letters_go_again_in_one_go_and_only_where_they_surely_did_not():
    creators = [replace(gave_up("notice"), conversation_id=who) for who in ("cleo", "emil")]
    case, sends = advance(after(stuck(), *creators), ALL_AGAIN)
    assert [(one.key, one.if_unsent) for one in sends] == [
        ("case_1/SendMessage/support/request/2", True),
        ("case_1/SendMessage/cleo/notice/2", True),
        ("case_1/SendMessage/emil/notice/2", True),
    ]
    assert (case.alarms, {talk.stuck for talk in case.conversations}) == ((), {""})


def test_other_alarms_and_letters_are_left_alone():
    other = b.gave_up()
    case, sends = advance(after(stuck(), other), ALL_AGAIN)
    assert case.alarms == (f"{other.command} failed: {other.problem}",)
    assert [one.conversation_id for one in sends] == ["support"]


def test_where_no_letter_waits_none_goes_again():
    with pytest.raises(NotAllowed, match="no letter waits"):
        advance(b.case_after("off"), ALL_AGAIN)


def test_a_letter_knows_the_commands_before_it():
    third = c.SendMessage(case_id="1", due=b.NOW, conversation_id="cleo", step="notice", nth=3)
    assert [one.key for one in third.earlier] == ["1/SendMessage/cleo/notice", "1/SendMessage/cleo/notice/2"]
