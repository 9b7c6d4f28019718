"""What lawyers answered and what reading states are brought to one form, and only then compared."""

from __future__ import annotations

from typing import Any

import pytest

from unpromote.bench.value_scores import (
    ASKED,
    REQUIRED,
    Judged,
    canonical_answer,
    clauses_given,
    judge,
    stated_in,
    value_figures,
)

LAW = "This Agreement is governed by the laws of the State of Kansas."
TERM = "It is made on May 1, 2019. The term of this Agreement shall be two (2) years from the date hereof."
RENEWAL = (
    "It shall automatically renew for successive one (1) year periods unless notice is given thirty (30) days before."
)


def contract(text: str, answers: dict[str, str], **spans: list[list[int]]) -> dict[str, Any]:
    """A contract in the form of the set; its spans are named by the reading's paths."""
    marked = {ASKED[path]: places for path, places in spans.items()}
    return {
        "contract_id": "deal-1",
        "sha256": "",
        "text": text,
        "page_starts": [0],
        "spans": marked,
        "answers": {ASKED[path]: said for path, said in answers.items()},
    }


def proposal(path: str, value: Any, *alternatives: Any) -> dict[str, Any]:
    return {"path": path, "value": value, "alternatives": list(alternatives)}


def reading(*values: dict[str, Any], finds: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    found = [{"category": ASKED[path], "quote": quote} for path, quote in finds]
    return {"values": list(values), "findings": found}


@pytest.mark.parametrize(
    ("answer", "form"),
    [
        ("30 days", {"30 days"}),
        ("60) days", {"60 days"}),
        ("(6) months", {"6 months"}),
        ("3 Months", {"3 months"}),
        ("1 year", {"12 months"}),
        ("12 months", {"12 months"}),
        ("6 weeks", {"42 days"}),
        ("60 days; 180 days", {"60 days", "180 days"}),
        ("180 days / 6 months", {"180 days/6 months"}),
        ("[] days", set()),
        ("", set()),
        ("as agreed", set()),
    ],
)
def test_a_notice_is_so_many_days_or_months(answer: str, form: set[str]) -> None:
    assert canonical_answer("renewal_notice", answer) == form


@pytest.mark.parametrize(
    ("answer", "form", "repeats"),
    [
        ("successive 1 year", {"12 months"}, {"again"}),
        ("succesive 1 year", {"12 months"}, {"again"}),
        ("2 5 years", {"60 months"}, {"again"}),
        ("three (3) years", {"36 months"}, {"once"}),
        ("0.5 year", {"6 months"}, {"once"}),
        ("5 years; 2 years", {"60 months", "24 months"}, {"once"}),
        ("perpetual", {"perpetual"}, set()),
        ("successive [] years", set(), set()),
    ],
)
def test_a_renewals_length_is_told_apart_from_how_often(answer: str, form: set[str], repeats: set[str]) -> None:
    assert canonical_answer("renewal", answer) == form
    assert canonical_answer("renewal_repeats", answer) == repeats


@pytest.mark.parametrize(
    ("answer", "form"),
    [
        ("1/18/2022", {"2022-01-18"}),
        ("31/01/2025", {"2025-01-31"}),
        ("12/31/1930", {"2030-12-31"}),
        ("12/31/1997", {"1997-12-31"}),
        ("Perpetual", {"perpetual"}),
        ("09/05/2019; perpetual", {"2019-09-05", "perpetual"}),
        ("10/[]/2006", set()),
        ("[]/[]/[]", set()),
    ],
)
def test_a_day_is_a_day_of_the_calendar(answer: str, form: set[str]) -> None:
    assert canonical_answer("expiration", answer) == form


@pytest.mark.parametrize(
    ("answer", "form"),
    [
        ("New York", {"New York"}),
        ("Province of Ontario, Canada", {"Ontario"}),
        ("British Columbia,Canada", {"British Columbia"}),
        ("England; Wales", {"England and Wales"}),
        ("England and Wales, UK", {"England and Wales"}),
        ("England", {"England and Wales"}),
        ("Massachusetts; Netherlands", {"Massachusetts", "Netherlands"}),
        ("New York; Massachussets", {"New York", "Massachusetts"}),
        ("Federal Republic of Germany", {"Germany"}),
        ("People's Republic of China", {"China"}),
        ("[]", set()),
    ],
)
def test_a_law_is_the_place_itself(answer: str, form: set[str]) -> None:
    assert canonical_answer("governing_law", answer) == form


def test_parties_are_their_names_without_dress() -> None:
    answer = 'Ana Media, Inc. ("Ana"); The Ben Company ("Ben", "Buyer"); (each a "Party")'
    assert canonical_answer("parties", answer) == {"ana media", "ben"}


@pytest.mark.parametrize(
    ("path", "value", "form"),
    [
        ("renewal_notice", {"n": 1, "unit": "years"}, {"12 months"}),
        ("renewal_notice", {"n": 10, "unit": "business_days"}, {"10 business days"}),
        ("renewal", {"perpetual": True}, {"perpetual"}),
        ("renewal_repeats", {"perpetual": True}, set()),
        ("renewal_repeats", {"n": 1, "unit": "years", "times": None}, {"again"}),
        ("renewal_repeats", {"n": 1, "unit": "years", "times": 1}, {"once"}),
        ("expiration", {"on": "2022-01-18", "formula": "as reckoned"}, {"2022-01-18"}),
        ("expiration", {"length": {"n": 1, "unit": "years"}, "after": "the Launch Date"}, set()),
        ("agreement_date", "2019-01-15", {"2019-01-15"}),
        ("governing_law", "State of New York", {"New York"}),
    ],
)
def test_what_is_stated_takes_the_same_form(path: str, value: Any, form: set[str]) -> None:
    said = proposal(path.removesuffix("_repeats"), value)
    assert stated_in(reading(said), path) == form


def test_what_conflicts_states_every_way_to_read_it() -> None:
    said = proposal("governing_law", None, "Ohio", "Texas")
    assert stated_in(reading(said), "governing_law") == {"Ohio", "Texas"}


def test_parties_are_stated_one_by_one() -> None:
    said = [proposal(f"parties[{n}]", {"name": name}) for n, name in enumerate(("Ana Media Inc.", "Ben Co."))]
    assert stated_in(reading(*said), "parties") == {"ana media", "ben"}


def judged(answered: set[str], stated: set[str]) -> bool:
    return Judged("renewal_notice", "deal-1", frozenset(answered), frozenset(stated), found=True).is_exact


def test_only_the_whole_answer_is_exact() -> None:
    assert judged({"30 days"}, {"30 days"})
    assert not judged({"30 days"}, {"60 days"})
    assert not judged({"30 days"}, set())
    assert not judged({"30 days", "60 days"}, {"30 days"})
    assert not judged({"30 days"}, {"30 days", "60 days"})


def test_an_answer_in_two_ways_is_met_by_either() -> None:
    assert judged({"180 days/6 months"}, {"6 months"})
    assert judged({"180 days/6 months"}, {"180 days"})
    assert not judged({"180 days/6 months"}, {"5 months"})


def test_a_clause_counts_as_found_from_half_of_its_words_on() -> None:
    row = contract(LAW, {"governing_law": "Kansas"}, governing_law=[[0, len(LAW)]])
    half, less = " ".join(LAW.split()[:6]), " ".join(LAW.split()[:3])
    assert [one.found for one in judge(reading(finds=(("governing_law", half),)), row)] == [True]
    assert [one.found for one in judge(reading(finds=(("governing_law", less),)), row)] == [False]
    assert [one.found for one in judge(reading(finds=(("renewal", LAW),)), row)] == [False]


def test_what_the_set_does_not_answer_or_mark_is_left_aside() -> None:
    unmarked = contract(LAW, {"governing_law": "Kansas"})
    unanswered = contract(LAW, {}, governing_law=[[0, len(LAW)]])
    blank = contract(LAW, {"governing_law": "[]"}, governing_law=[[0, len(LAW)]])
    assert [list(judge(reading(), row)) for row in (unmarked, unanswered, blank)] == [[], [], []]


def test_with_the_clauses_given_the_rules_alone_are_measured() -> None:
    start = TERM.index("The term")
    row = contract(
        TERM,
        {"expiration": "5/1/2021", "agreement_date": "5/1/2019"},
        expiration=[[start, len(TERM)]],
        agreement_date=[[14, 25]],
    )
    assert all(one.found and one.is_exact for one in judge(clauses_given(row), row))
    assert len(list(judge(clauses_given(row), row))) == 2


def test_the_figures_count_what_is_exact_where_the_clause_was_found() -> None:
    law = contract(LAW, {"governing_law": "Kansas"}, governing_law=[[0, len(LAW)]])
    wrong = contract(LAW, {"governing_law": "Ohio"}, governing_law=[[0, len(LAW)]])
    rows = [law, wrong, wrong]
    readings = [clauses_given(law), clauses_given(wrong), reading()]  # in the third nothing is found
    figures = {figure.name: figure for figure in value_figures(readings, rows)}
    assert figures["governing_law exact"].value == 50
    assert (
        figures["governing_law exact"].how
        == "1 of 2 whose clause was found, 1 stated otherwise, 0 not stated; 3 are answered"
    )
    assert figures["governing_law exact"].limit == ""


def test_what_is_stated_wrongly_is_told_apart_from_what_is_not_stated() -> None:
    row = contract(LAW, {"governing_law": "Kansas"}, governing_law=[[0, len(LAW)]])
    silent = reading(finds=(("governing_law", LAW),))
    wrong = reading(proposal("governing_law", "Ohio"), finds=(("governing_law", LAW),))
    (law, _) = value_figures([silent, wrong, silent], [row, row, row])
    assert law.how == "0 of 3 whose clause was found, 1 stated otherwise, 2 not stated; 3 are answered"


def test_the_required_values_have_their_limit_together() -> None:
    whole = [[0, len(RENEWAL)]]
    answers = {"renewal": "successive 1 year", "renewal_notice": "30 days"}
    row = contract(RENEWAL, answers, renewal=whole, renewal_notice=whole)
    figures = {figure.name: figure for figure in value_figures([clauses_given(row)], [row])}
    required = figures["required values exact"]
    assert (required.value, required.limit, required.holds) == (100, ">= 90", True)
    assert "renewal_repeats" not in REQUIRED
    assert "renewal_repeats exact" in figures


def test_nothing_is_said_about_values_that_nobody_found() -> None:
    row = contract(LAW, {"governing_law": "Kansas"}, governing_law=[[0, len(LAW)]])
    assert list(value_figures([reading()], [row])) == []


def test_each_reading_needs_its_contract() -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(value_figures([reading()], []))
