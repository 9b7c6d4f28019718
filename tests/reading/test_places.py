"""Whose law a clause chooses: the place itself, not where the parties were founded, sit or sue."""

from __future__ import annotations

import pytest

from unpromote.reading.places import governing, places, without_countries


def named(words: str) -> list[tuple[str, str]]:
    return [(place.name, place.country) for place in places(words)]


def chosen(words: str) -> list[str]:
    return [place.name for place in governing(words)]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("the State of New York", ("New York", "United States")),
        ("THE STATE OF NEW YORK", ("New York", "United States")),
        ("New  York", ("New York", "United States")),
        ("West Virginia", ("West Virginia", "United States")),
        ("the Commonwealth of Massachusetts", ("Massachusetts", "United States")),
        ("the State of Georgia", ("Georgia", "United States")),
        ("the Province of Ontario", ("Ontario", "Canada")),
        ("Victoria", ("Victoria", "Australia")),
        ("the People's Republic of China", ("China", "China")),
        ("the PRC", ("China", "China")),
        ("the R.O.C.", ("Taiwan", "Taiwan")),
        ("Hong Kong", ("Hong Kong", "Hong Kong")),
        ("the Federal Republic of Germany", ("Germany", "Germany")),
        ("Papua New Guinea", ("Papua New Guinea", "Papua New Guinea")),
        ("the United States of America", ("United States", "United States")),
        ("Côte d'Ivoire", ("Côte d'Ivoire", "Côte d'Ivoire")),
    ],
)
def test_a_place_is_known_by_the_names_that_contracts_use(words: str, place: tuple[str, str]) -> None:
    assert named(words) == [place]


def test_a_place_stands_with_its_style() -> None:
    words = "under the laws of the State of Ohio"
    (place,) = places(words)
    assert words[place.start : place.end] == "State of Ohio"


@pytest.mark.parametrize("words", ["the English language", "us", "Ohioans", "a German company"])
def test_no_place_is_seen_in_other_words(words: str) -> None:
    assert named(words) == []


@pytest.mark.parametrize(
    ("words", "law"),
    [
        ("governed by the laws of the State of Kansas.", "Kansas"),
        ("governed by the law of Tennessee.", "Tennessee"),
        ("the internal laws, and not the laws of conflicts, of the State of Ohio", "Ohio"),
        ("by the laws, other than choice of law rules, of the state of Florida", "Florida"),
        (
            "subject to the laws (exclusive of conflicts) and decisions of the courts of the State of Illinois",
            "Illinois",
        ),
        ("in accordance with Ohio law", "Ohio"),
        ("in accordance with English law", "England"),
        ("the application of the Italian Law", "Italy"),
        ("the laws of the State of California, USA", "California"),
        ("the laws of the Province of Ontario and the federal laws of Canada applicable therein", "Ontario"),
        ("the laws of the State of New York and of the United States of America", "New York"),
        ("the laws of England and Wales", "England and Wales"),
        ("the laws in force in the Netherlands", "Netherlands"),
        ("the statutes of Texas", "Texas"),
    ],
)
def test_one_law_is_chosen(words: str, law: str) -> None:
    assert chosen(words) == [law]


def test_where_a_party_was_founded_chooses_no_law() -> None:
    words = "governed by the laws of Florida; Ben's company is formed under the laws of the Republic of Poland"
    assert chosen(words) == ["Florida"]


def test_where_one_may_sue_chooses_no_law() -> None:
    assert chosen("governed by the laws of Texas; any suit is brought in Tarrant County, Nevada.") == ["Texas"]


def test_two_laws_are_both_kept() -> None:
    assert chosen("the laws of the State of California and the laws of Hong Kong") == ["California", "Hong Kong"]
    assert chosen("the laws of Delaware or Nevada") == ["Delaware", "Nevada"]


def test_a_law_named_twice_is_one() -> None:
    assert chosen("the laws of Ohio apply, as the laws of Ohio stand today") == ["Ohio"]


def test_no_law_is_chosen_where_only_places_stand() -> None:
    assert chosen("made in the State of California and governed by the laws thereof") == []


def test_a_country_beside_its_part_is_dropped() -> None:
    assert [place.name for place in without_countries(places("Nova Scotia, Canada; Spain"))] == ["Nova Scotia", "Spain"]


def test_england_alone_stays_england() -> None:
    assert [place.name for place in without_countries(places("England"))] == ["England"]
