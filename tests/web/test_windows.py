"""A page shows some of ten thousand at a time, says of how many, and leads to the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from unpromote.domain.duties import DutyTask
from unpromote.domain.messages import Contact, ConversationState, Counterpart
from unpromote.services.recipients import Told
from unpromote.services.record import open_
from unpromote.web.show import answer, creators, messages, quote, settlement
from unpromote.web.show.windows import SIZE, window
from unpromote.web.views import page
from web.pages import PAGE, every, words

ANA = b.people.Person("ana", {b.opened().client: False})


def crowd(count):
    return tuple(Contact(f"c{n}", Counterpart.CREATOR, f"Creator {n}", f"c{n}@creators.example") for n in range(count))


@pytest.mark.parametrize(
    ("asked", "nth", "first", "last", "before", "after"),
    [
        ("", 1, 1, 25, 0, 2),
        ("2", 2, 26, 50, 1, 3),
        ("3", 3, 51, 60, 2, 0),
        ("99", 3, 51, 60, 2, 0),
        ("0", 1, 1, 25, 0, 2),
        ("-1", 1, 1, 25, 0, 2),
        ("all", 1, 1, 25, 0, 2),
    ],
)
def test_a_window_shows_the_page_asked_for_or_the_nearest(asked, nth, first, last, before, after):
    shown = window("talks", range(1, 61), asked)
    assert (shown.nth, shown.first, shown.last, shown.before, shown.after) == (nth, first, last, before, after)
    assert list(shown.items) == list(range(first, last + 1))


def test_nothing_is_one_empty_page():
    assert (window("talks", (), "").pages, window("talks", (), "7").items) == (1, ())


def test_the_page_leads_through_all_recipients(ana):
    open_(b.opened(contacts=(*b.opened().contacts, *crowd(60))))
    first, second = ana.get(PAGE), ana.get(PAGE + "?planned=2")
    shown = [every(one, "section[aria-labelledby=messages] ul.plain li") for one in (first, second)]
    assert [len(one) for one in shown] == [SIZE, SIZE]
    assert not set(shown[0]) & set(shown[1])
    assert "26 to 50 of 63" in words(second, "section[aria-labelledby=messages] nav")


def test_the_page_says_how_far_the_telling_is(ana):
    b.saved_case("settling")
    assert "Told so far: " in words(ana.get(PAGE), "section[aria-labelledby=messages] .hint")


def test_progress_is_told_in_words():
    assert messages.progress({Told.FAILED: 2, Told.SENT: 9_880}) == "2 failed, 9,880 sent"


def test_of_many_conversations_those_that_wait_for_a_person_come_first():
    case = b.case_after("settling")
    talk = replace(case.conversations[0], state=ConversationState.WAITING)
    many = [replace(talk, id=f"t{n}") for n in range(30)]
    many[29] = replace(many[29], state=ConversationState.ANSWERED)
    shown = messages.talks(replace(case, conversations=tuple(many)), ANA, b.NOW)
    assert (shown.items[0].id, shown.items[1].id, shown.total) == ("t29", "t0", 30)


def test_settlements_are_shown_page_by_page():
    case = b.case_after("settling")
    many = tuple(replace(case.settlements[0], creator_id=f"c{n}") for n in range(30))
    shown = settlement.settlements(replace(case, settlements=many), ANA, "2")
    assert [one.id for one in shown.items] == ["c25", "c26", "c27", "c28", "c29"]


def test_of_many_ends_the_first_are_named_and_the_rest_counted():
    assert page._first(("a", "b")) == ["a", "b"]
    assert page._first([str(n) for n in range(60)])[-2:] == ["49", "and 10 more"]


def test_what_each_creator_is_due_by_the_quote_is_shown_page_by_page():
    case = b.case_after("quoted")
    one = {"id": "cleo", "due": "10.00", "paid": "0.00", "balance": "10.00", "direction": "pay", "workings": []}
    many = case.quote.quote | {"creators": [one | {"id": f"c{n}"} for n in range(30)]}
    shown = quote.quote(replace(case, quote=replace(case.quote, quote=many)), "2")
    assert [line.name for line in shown.creators.items] == [f"Creator c{n}" for n in range(25, 30)]
    assert shown.creators.items[0].anchor == f"line-{len(shown.lines) + 26}"


def test_duties_are_shown_page_by_page():
    case = b.case_after("settling")
    task = DutyTask("d", "takedown", "creator", "take the video down")
    many = replace(case, duties=tuple(replace(task, id=f"d{n}") for n in range(30)))
    shown = creators.duties(many, "2")
    assert [(one.id, one.ref) for one in shown.items] == [(f"d{n}", n + 1) for n in range(25, 30)]


def test_while_it_is_settled_the_open_ends_say_what_is_next():
    case = b.case_after("settling")
    assert "2 things still open" in answer.answer(case, ("one", "two"))
    assert answer.next_step(case, ANA, ("one",)) != answer.next_step(case, ANA, ()) == "Close the case."
