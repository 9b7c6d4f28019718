"""Which facts are one: items of a list, pieces of a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from unpromote.reading.cues import Category
from unpromote.reading.joining import joined_facts
from unpromote.reading.units import Unit
from unpromote.reading.values import Fact, Finding

CAUSE, SURVIVAL = "terminate_for_event", "survival"
FIRST = "Acme may terminate this Agreement if Beta is late"


def fact(start: int, words: str, kind: str = CAUSE, **values: Any) -> Fact:
    return Fact(kind, values, (Finding(Category.CAUSE, start, start + len(words), 1, "5", words, 0.9),))


def piece(start: int, words: str) -> Unit:
    return Unit(start, start + len(words), 1, "5", words)


def starts(*facts: Fact, lead: Unit) -> list[list[int]]:
    leads = {one.findings[0].start: lead for one in facts if one.findings[0].start > lead.start}
    return [[finding.start for finding in one.findings] for one in joined_facts(facts, leads)]


def test_pieces_of_one_kind_are_one() -> None:
    told = fact(0, "the duty of secrecy survives;", SURVIVAL), fact(40, "and so does that to pay.", SURVIVAL)
    assert starts(*told, lead=piece(0, "the duty of secrecy survives;")) == [[0, 40]]


def test_a_piece_of_another_kind_stands_alone() -> None:
    told = fact(0, FIRST), fact(60, "and the duty to pay survives.", SURVIVAL)
    assert starts(*told, lead=piece(0, FIRST)) == [[0], [60]]


def test_a_piece_that_says_who_has_the_right_is_one_of_its_own() -> None:
    told = fact(0, FIRST, who="Acme"), fact(60, "or b. is absent"), fact(80, "c. by Beta, if Acme is late", who="Beta")
    assert starts(*told, lead=piece(0, FIRST)) == [[0, 60], [80]]


def test_a_proviso_goes_on_with_its_right_whatever_it_names() -> None:
    told = fact(0, FIRST, grounds=["morals"]), fact(60, "provided that Beta may terminate too", grounds=["other"])
    (one,) = joined_facts(told, {60: piece(0, FIRST)})
    assert one.values["grounds"] == ["morals"]


def test_a_piece_does_not_go_on_with_what_stands_before_its_sentence() -> None:
    told = fact(0, FIRST), fact(100, "or is absent")
    assert starts(*told, lead=piece(60, "The fee is due if Beta is late")) == [[0], [100]]


def test_what_is_paid_back_after_all_goes_on_with_what_is_not() -> None:
    told = fact(0, "No fee is repaid, except as follows:", "non_refundable"), fact(50, "half of the deposit", "refund")
    assert starts(*told, lead=piece(0, "No fee is repaid, except as follows:")) == [[0, 50]]


def test_a_list_is_for_events_and_for_breach_apart() -> None:
    lead = "Acme may terminate if Beta:"
    told = (
        fact(0, lead),
        fact(40, "is late;"),
        fact(60, "breaches;", "terminate_for_breach", grounds=["non_payment"], cure_days=5),
        fact(80, "is absent", "terminate_for_breach", grounds=["breach"], cure_days=9),
    )
    event, breach = joined_facts(told, {start: piece(0, lead) for start in (40, 60, 80)})
    assert [finding.start for finding in event.findings] == [0, 40]
    assert ([finding.start for finding in breach.findings], breach.values["cure_days"]) == ([0, 60, 80], 9)


def test_the_sentences_of_a_clause_on_force_majeure_are_one() -> None:
    told = fact(0, "Nobody is liable for a strike.", "force_majeure"), fact(40, "It is told.", "force_majeure")
    assert [len(one.findings) for one in joined_facts(told, {})] == [2]


def test_a_far_sentence_or_another_clause_is_none_of_them() -> None:
    first, far = fact(0, "Nobody is liable.", "force_majeure"), fact(900, "It is told.", "force_majeure")
    elsewhere = Fact("force_majeure", {}, (replace(far.findings[0], start=40, end=51, clause="6"),))
    assert len(joined_facts((first, far), {})) == len(joined_facts((first, elsewhere), {})) == 2
    assert len(joined_facts((replace(first, kind=SURVIVAL), replace(far, kind=SURVIVAL)), {})) == 2
