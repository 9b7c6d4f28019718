"""What speaks about leaving is found, with its score; a day is found by what stands around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from unpromote.reading.cues import Category
from unpromote.reading.findings import find_clauses, find_days
from unpromote.reading.preamble import find_parties
from unpromote.reading.units import split_units
from unpromote.reading.values import Document

CLAUSES = {
    Category.CONVENIENCE: "Either party may terminate this Agreement at any time without cause upon 30 days notice.",
    Category.LAW: "This Agreement shall be governed by the laws of the State of New York.",
    Category.FORCE_MAJEURE: "Neither party is liable for delay caused by acts of God, fire, flood or strikes.",
    Category.CAUSE: "Either party may terminate this Agreement if the other materially breaches it and fails to cure.",
    Category.NON_REFUNDABLE: "All fees paid hereunder are non-refundable.",
}


def opening(text: str) -> Document:
    return Document(Path("deal.txt"), "", text, (0,))


def day(text: str, category: Category) -> str:
    found = [finding for finding in find_days(opening(text)) if finding.category is category]
    return max(found, key=lambda finding: finding.score).quote


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("This agreement is made as of February 1, 2019 by the parties.", "February 1, 2019"),
        ("This agreement is dated the 5th day of March, 2020.", "5th day of March, 2020"),
        ("Entered into on 3/4/2021.", "3/4/2021"),
        ("Signed: 24 Oct 2011", "24 Oct 2011"),
    ],
)
def test_the_day_of_the_agreement_is_found(text: str, on: str) -> None:
    assert day(text, Category.AGREEMENT_DATE) == on


@pytest.mark.parametrize(
    "text",
    ["It takes effect, effective as of May 2, 2020.", "May 2, 2020 (the Effective Date)", "commencing May 2, 2020"],
)
def test_the_day_of_effect_is_found(text: str) -> None:
    assert day(text, Category.EFFECTIVE_DATE) == "May 2, 2020"


def test_a_day_far_into_the_agreement_is_not_its_date() -> None:
    text = "This agreement is made as of February 1, 2019. " + "It goes on and on. " * 700
    found = find_days(opening(text + "The goods are delivered before May 2, 2020 to the warehouse."))
    assert all(finding.score < 0.5 for finding in found if finding.quote == "May 2, 2020")


@pytest.mark.parametrize("category", CLAUSES)
def test_a_clause_that_says_it_outright_is_found_for_sure(category: Category) -> None:
    text = "\n\n".join(CLAUSES.values())
    found = find_clauses(opening(text), split_units(text, (0,)), find_parties(opening(text)))
    best = max((one for one in found if one.category is category), key=lambda one: one.score)
    assert best.quote == CLAUSES[category]
    assert best.score >= 0.5


def test_every_quote_is_the_words_of_the_text() -> None:
    text = "\n\n".join(CLAUSES.values()) + ' Made as of May 2, 2020 between Acme Inc. ("Acme") and Jo Doe ("Talent").'
    found = find_clauses(opening(text), split_units(text, (0,)), find_parties(opening(text)))
    assert found
    assert all(one.quote == text[one.start : one.end] and 0 <= one.score <= 1 for one in found)
