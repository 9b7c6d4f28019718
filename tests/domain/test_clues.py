"""A stray message points at cases by addresses, ids and titles; the guess says why."""

from __future__ import annotations

from dataclasses import replace

import builders as b
from unpromote.domain.clues import MOST_SUGGESTED, Clue, Found, Sign, clues_of, guesses, named_titles, sought
from unpromote.domain.messages import Contact, Counterpart


def test_a_case_is_known_by_its_reference_people_objects_and_accounts():
    found = {(clue.sign, clue.value, clue.conversation) for clue in clues_of(b.case_after("opened"))}
    assert {
        (Sign.REFERENCE, "UP-ABCDEFGH", ""),
        (Sign.ADDRESS, "cleo@creators.example", "cleo"),
        (Sign.DOMAIN, "platform.example", "support"),
        (Sign.OBJECT, "1801230000000000101", ""),
        (Sign.ACCOUNT, "7200000000000000011", ""),
    } <= found


def test_a_domain_where_anybody_has_an_address_is_no_clue():
    contact = Contact("cleo", Counterpart.CREATOR, "Cleo", "Cleo.Marsh@Gmail.com")
    values = {clue.value for clue in clues_of(b.case_after("opened", contacts=(b.SUPPORT, contact)))}
    assert "cleo.marsh@gmail.com" in values
    assert "gmail.com" not in values


def test_the_ticket_that_they_answered_under_is_a_clue():
    case = b.case_after("support answered")
    reply = b.message("support", "reply", subject="[# 4711] Re: your request, case ABC-2041")
    talk = replace(case.conversations[0], messages=(reply,))
    found = {clue.value for clue in clues_of(replace(case, conversations=(talk,))) if clue.sign is Sign.TICKET}
    assert found == {"#4711", "ABC-2041"}


def test_what_may_name_a_case_is_sought_in_the_whole_message():
    values = sought("Ops@Platform.Example", "About up-abcdefgh and 1801230000000000101, ticket #4711; call 12345")
    assert values == ("ops@platform.example", "platform.example", "UP-ABCDEFGH", "1801230000000000101", "#4711")
    assert sought("", "") == ()


def test_a_title_counts_where_it_is_long_enough_to_mean_something():
    titles = (("case_1", "Arena autumn"), ("case_2", "Now"))
    (found,) = named_titles("about ARENA AUTUMN now", titles)
    assert (found.case_id, found.clue.sign) == ("case_1", Sign.TITLE)


def found(case_id: str, sign: Sign, value: str, talk: str = "") -> Found:
    return Found(case_id, Clue(sign, value, talk))


def test_the_likeliest_case_comes_first_and_says_why():
    domain = [found(name, Sign.DOMAIN, "platform.example", "support") for name in ("case_9", "case_1")]
    first, second = guesses([*domain, found("case_1", Sign.OBJECT, "1801230000000000101")])
    assert (first.case_id, first.conversation, second.case_id) == ("case_1", "support", "case_9")
    assert first.reasons == (
        "it names 1801230000000000101, which the case stops",
        "the sender writes from platform.example, as one of its counterparts does",
    )


def test_an_address_says_who_wrote_and_a_shared_domain_does_not():
    both = [found("case_1", Sign.DOMAIN, "creators.example", who) for who in ("cleo", "emil")]
    assert guesses(both)[0].conversation == ""
    assert guesses([*both, found("case_1", Sign.ADDRESS, "cleo@creators.example", "cleo")])[0].conversation == "cleo"


def test_no_more_than_a_few_cases_are_suggested():
    assert len(guesses([found(f"case_{n}", Sign.DOMAIN, "x.example") for n in range(9)])) == MOST_SUGGESTED
