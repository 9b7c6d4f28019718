"""What a whole agreement answers, each answer with the words it comes from; contradictions are kept, not settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from unpromote.reading.answers import answer, governing_law
from unpromote.reading.cues import Category
from unpromote.reading.preamble import Party
from unpromote.reading.proposing import Proposal
from unpromote.reading.values import Finding, Reading

AGREED = (Category.AGREEMENT_DATE, "January 15, 2019")
TERM = (Category.EXPIRATION, "The initial term is three (3) years from the date hereof.")
RENEWAL = (Category.RENEWAL, "It shall automatically renew for successive one (1) year periods.")


def findings(clauses: Iterable[tuple[Category, str]], *scores: float) -> tuple[Finding, ...]:
    surely = (*scores, *[1.0] * len(list(clauses)))
    return tuple(
        Finding(category, 1000 * rank, 1000 * rank + len(words), 1, "", words, surely[rank])
        for rank, (category, words) in enumerate(clauses)
    )


def answered(path: str, *clauses: tuple[Category, str], scores: tuple[float, ...] = ()) -> Proposal | None:
    return next((one for one in answer(findings(clauses, *scores)) if one.path == path), None)


def value(path: str, *clauses: tuple[Category, str], scores: tuple[float, ...] = ()) -> Any:
    found = answered(path, *clauses, scores=scores)
    assert found is not None
    return found.value


def test_every_answer_of_an_agreement_is_given_with_its_words() -> None:
    clauses = (
        AGREED,
        (Category.EFFECTIVE_DATE, "effective as of February 1, 2019"),
        TERM,
        RENEWAL,
        (Category.RENEWAL_NOTICE, "unless a party gives notice thirty (30) days prior to the end"),
        (Category.LAW, "This is governed by the laws of the State of Kansas."),
    )
    shown = {one.path: one.finding.quote for one in answer(findings(clauses)) if one.finding}
    paths = ("agreement_date", "effective_date", "expiration", "renewal", "renewal_notice", "governing_law")
    assert tuple(shown) == paths
    assert tuple(shown.values()) == tuple(words for _, words in clauses)


def test_nothing_is_answered_where_no_clause_answers() -> None:
    assert answer(findings([(Category.EXPIRATION, "It ends when the campaign ends."), (Category.LAW, "by law")])) == ()


def test_the_end_is_reckoned_with_its_formula_and_asks_to_be_looked_at() -> None:
    found = answered("expiration", AGREED, TERM)
    assert found is not None
    assert found.value == {
        "on": "2022-01-15",
        "length": {"n": 3, "unit": "years"},
        "after": "agreement date",
        "formula": "2019-01-15 (agreement date) + 3 years = 2022-01-15",
    }
    assert (found.status.value, found.note) == ("inferred", found.value["formula"])


def test_a_named_end_is_stated() -> None:
    found = answered("expiration", (Category.EXPIRATION, "It ends on March 31, 2021."))
    assert found is not None
    assert (found.value, found.status.value) == ({"on": "2021-03-31"}, "stated")


def test_a_second_end_is_asked_about() -> None:
    found = answered("expiration", (Category.EXPIRATION, "It ends on the later of March 31, 2021 and delivery."))
    assert found is not None
    assert (found.value["on"], found.status.value) == ("2021-03-31", "inferred")
    assert "which one comes first?" in found.note


def test_a_length_without_a_start_gives_no_day() -> None:
    assert value("expiration", TERM) == {"length": {"n": 3, "unit": "years"}, "after": "agreement date"}


def test_a_clause_that_names_a_length_goes_before_one_that_names_none() -> None:
    endless = (Category.EXPIRATION, "It continues until terminated by the parties.")
    assert value("expiration", endless, AGREED, TERM)["on"] == "2022-01-15"
    assert value("expiration", endless) == {"perpetual": True}


def test_an_unsure_clause_does_not_take_the_place_of_a_sure_one() -> None:
    endless = (Category.EXPIRATION, "It continues until terminated by the parties.")
    assert value("expiration", endless, TERM, scores=(0.9, 0.5)) == {"perpetual": True}


def test_the_surest_clause_is_asked_first() -> None:
    other = (Category.EXPIRATION, "It ends on May 1, 2030.")
    later = (Category.EXPIRATION, "It ends on May 1, 2031.")
    assert value("expiration", other, later, scores=(0.5, 0.9)) == {"on": "2031-05-01"}


def test_clauses_that_are_as_sure_and_differ_are_both_kept() -> None:
    first, other = ((Category.EXPIRATION, f"It ends on May 1, {year}.") for year in (2030, 2031))
    found = answered("expiration", first, other, scores=(0.9, 0.87))
    assert found is not None
    assert (found.status.value, found.alternatives) == ("conflicting", ({"on": "2030-05-01"}, {"on": "2031-05-01"}))
    assert value("expiration", first, other, scores=(0.9, 0.8)) == {"on": "2030-05-01"}
    assert value("expiration", first, first) == {"on": "2030-05-01"}


def test_two_renewed_terms_of_different_length_conflict_however_often_they_come() -> None:
    two = (Category.RENEWAL, "It shall automatically renew for successive two (2) year periods.")
    once = (Category.RENEWAL, "It will renew for one (1) additional one (1) year term.")
    found = answered("renewal", RENEWAL, two)
    assert found is not None
    assert (found.status.value, [way["n"] for way in found.alternatives]) == ("conflicting", [1, 2])
    assert value("renewal", RENEWAL, once) == {"n": 1, "unit": "years", "times": None}


def test_a_clause_without_a_value_of_the_kind_contradicts_none() -> None:
    event = (Category.EXPIRATION, "It shall continue for one (1) year following the Launch Date.")
    named = (Category.EXPIRATION, "It ends on May 1, 2030.")
    assert value("expiration", named, event) == {"on": "2030-05-01"}
    assert value("renewal", RENEWAL, (Category.RENEWAL, "Thereafter it continues indefinitely."))["n"] == 1


def test_the_renewed_term_takes_no_length_from_ends_that_differ() -> None:
    ends = ((Category.EXPIRATION, f"It ends on May 1, {year}.") for year in (2030, 2031))
    assert answered("renewal", *ends, (Category.RENEWAL, "It shall renew for terms of the same duration.")) is None


def test_the_day_of_effect_is_that_of_the_agreement_where_the_words_say_so() -> None:
    found = answered(
        "effective_date", AGREED, (Category.EFFECTIVE_DATE, "effective as of the date first written above")
    )
    assert found is not None
    assert (found.value, found.status.value) == ("2019-01-15", "inferred")
    assert answered("effective_date", AGREED, (Category.EFFECTIVE_DATE, "effective on delivery")) is None
    assert answered("effective_date", (Category.EFFECTIVE_DATE, "effective as of the date first above")) is None


def test_a_day_on_which_something_ends_is_no_day_of_effect() -> None:
    words = "It begins on the date hereof and continues until the earlier of December 31, 2022 and delivery."
    assert value("effective_date", AGREED, (Category.EFFECTIVE_DATE, words)) == "2019-01-15"


def test_a_renewal_says_how_often() -> None:
    assert value("renewal", RENEWAL) == {"n": 1, "unit": "years", "times": None}
    once = (Category.RENEWAL, "It will renew for one (1) additional two (2) year term.")
    assert value("renewal", once) == {"n": 2, "unit": "years", "times": 1}


def test_a_renewal_without_an_end_is_perpetual() -> None:
    assert value("renewal", (Category.RENEWAL, "Thereafter it continues indefinitely.")) == {"perpetual": True}


def test_a_renewal_as_long_as_the_term_takes_its_length() -> None:
    same = (Category.RENEWAL, "It shall renew for successive terms of the same duration.")
    found = answered("renewal", TERM, same)
    assert found is not None
    assert (found.value, found.status.value) == ({"n": 3, "unit": "years", "times": None}, "inferred")
    assert answered("renewal", same) is None
    assert answered("renewal", (Category.RENEWAL, "It is not renewed.")) is None


@pytest.mark.parametrize(
    ("category", "path", "words"),
    [
        (Category.RENEWAL, "renewal", "It shall renew for successive terms of two (3) years each."),
        (Category.RENEWAL_NOTICE, "renewal_notice", "unless two (3) days prior notice is given"),
    ],
)
def test_words_against_figures_are_both_kept(category: Category, path: str, words: str) -> None:
    found = answered(path, (category, words))
    assert found is not None
    assert (found.value, found.status.value) == (None, "conflicting")
    assert [way["n"] for way in found.alternatives] == [2, 3]


def test_two_notices_are_both_kept() -> None:
    words = "Ana gives notice sixty (60) days prior to the end, Ben ninety (90) days prior to it"
    found = answered("renewal_notice", (Category.RENEWAL_NOTICE, words))
    assert found is not None
    assert (found.status.value, [way["n"] for way in found.alternatives]) == ("conflicting", [60, 90])


def test_no_notice_is_answered_where_the_clause_names_none() -> None:
    assert answered("renewal_notice", (Category.RENEWAL_NOTICE, "unless cancelled in time")) is None


def law(*words: str, scores: tuple[float, ...] = ()) -> list[tuple[str, Any, tuple[Any, ...]]]:
    found = governing_law(findings([(Category.LAW, each) for each in words], *scores))
    return [(one.status.value, one.value, one.alternatives) for one in found]


def test_the_law_stands_in_the_agreements_own_words() -> None:
    assert law("governed by the laws of the State of California, USA") == [("stated", "State of California", ())]
    assert law("governed by English law") == [("stated", "England", ())]


def test_two_laws_conflict() -> None:
    assert law("the laws of Ohio", "the laws of Texas") == [("conflicting", None, ("Ohio", "Texas"))]


def test_an_unsure_clause_contradicts_no_sure_one() -> None:
    assert law("the laws of Ohio", "the laws of Texas", scores=(0.9, 0.3)) == [("stated", "Ohio", ())]


def test_the_federal_law_of_another_clause_adds_none() -> None:
    assert law("the laws of the United States", "the laws of New York") == [("stated", "New York", ())]


def test_the_only_place_in_the_clause_is_meant_by_the_laws_thereof() -> None:
    words = "made in the State of California and governed by the laws thereof"
    assert law(words) == [("inferred", "State of California", ())]
    assert law("made in Ohio, read in Texas, governed by the laws thereof") == []


def test_the_parties_keep_their_own_words() -> None:
    (clause,) = findings([(Category.PARTIES, "Ana Media Inc.")])
    party = Party("Ana", "Ana\nMedia Inc.", clause.start, clause.end)
    (found,) = answer((clause,), [party])
    assert (found.path, found.value) == ("parties[0]", {"name": "Ana Media Inc.", "short": "Ana"})
    assert found.finding == clause


def test_a_reading_carries_its_values_with_page_and_words(read: Callable[[str], Reading]) -> None:
    reading = read(
        "This agreement is made as of February 1, 2019 by the parties.\n\n"
        "The initial term of this Agreement shall be for a period of two (2) years from the date hereof.\n\n"
        "This Agreement shall be governed by the laws of the State of Ohio.\n"
    )
    shown = {one["path"]: (one["value"], one["source"]["quote"]) for one in reading.values}
    assert shown["governing_law"][0] == "State of Ohio"
    end, quote = shown["expiration"]
    assert (end["on"], quote.startswith("The initial term")) == ("2021-02-01", True)
