"""Sentences that list their grounds, cut into what leads them in and their items."""

from __future__ import annotations

from pathlib import Path

import pytest

from unpromote.reading.cues import Category
from unpromote.reading.inline import listed_in
from unpromote.reading.values import Document, cut


def listed(words: str, before: str = "", *, page_starts: tuple[int, ...] = (0,)) -> tuple[list[str], list[str]]:
    document = Document(Path("deal.txt"), "", f"{before}{words}", page_starts)
    finding = cut(document, Category.CAUSE, len(before), len(before) + len(words), 0.9, clause="5")
    lead, items = listed_in(document, finding)
    assert all(one.clause == "5" and one.score == finding.score for one in (*lead, *items))
    return [one.quote for one in lead], [one.quote for one in items]


@pytest.mark.parametrize("marks", [("(i)", "(ii)"), ("(a)", "(b)"), ("(A)", "(B)"), ("(1)", "(2)"), ("1)", "2)")])
def test_items_of_every_numbering(marks: tuple[str, str]) -> None:
    one, two = marks
    lead, items = listed(f"Acme may end it if Beta {one} is late, or {two} is gone.")
    assert (lead, items) == (["Acme may end it if Beta"], [f"{one} is late, or", f"{two} is gone."])


def test_what_begins_with_an_item_has_no_lead_in() -> None:
    lead, items = listed("Beta is late, or (ii) Beta is gone.", before="5.1 (i) ")
    assert (lead, items) == ([], ["Beta is late, or", "(ii) Beta is gone."])


@pytest.mark.parametrize(
    "words",
    [
        "Acme may end it if Beta is late.",
        "Acme may end it as section (a) and paragraph (b) say.",
        "Acme may end it on ten (10) days of notice, within three (3) months.",
        "Acme may end it if Beta (b) is late.",
    ],
)
def test_a_sentence_without_a_list_has_no_items(words: str) -> None:
    assert listed(words) == ([], [])


def test_a_number_of_days_is_no_item() -> None:
    _, items = listed("If (1) it is late by two (2) days, or (2) it is gone.")
    assert items == ["(1) it is late by two (2) days, or", "(2) it is gone."]


def test_an_item_on_the_next_page_says_so() -> None:
    words = "If (a) it is late or (b) it is gone."
    document = Document(Path("deal.txt"), "", words, (0, words.index("(b)")))
    _, items = listed_in(document, cut(document, Category.CAUSE, 0, len(words), 0.9))
    assert [one.page for one in items] == [1, 2]


def test_a_list_within_an_item_is_the_items() -> None:
    _, items = listed("It ends if (a) Beta is late, (b) Beta (i) is gone, (ii) is sold or (iii) is ill.")
    assert items == ["(a) Beta is late,", "(b) Beta (i) is gone, (ii) is sold or (iii) is ill."]
