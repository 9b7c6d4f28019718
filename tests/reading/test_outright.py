"""Wordings that say outright what a clause is about, though its sentence resembles few that were learned from."""

from __future__ import annotations

import pytest

from unpromote.reading.cues import Category
from unpromote.reading.outright import is_outright

SCORE = 0.2


@pytest.mark.parametrize(
    ("category", "words"),
    [
        (Category.PAYMENT, "no trail commissions are paid after termination of this agreement"),
        (
            Category.PAYMENT,
            "such termination shall relieve acme of its obligation to provide any further consideration",
        ),
        (Category.TAKE_DOWN, "acme's rights to use the name shall end immediately should this agreement be terminated"),
        (
            Category.TAKE_DOWN,
            "the company shall not use or sell anything with the logo following the termination of it",
        ),
        (
            Category.POST_TERMINATION,
            "for a year after termination of this agreement acme may sell what it has in stock",
        ),
        (Category.SURVIVAL, "this provision shall not be impaired by termination of this agreement"),
        (Category.SURVIVAL, "termination shall be without prejudice to any rights that acme may have"),
        (Category.SURVIVAL, "a right of termination shall be without prejudice to any other right or remedy"),
        (Category.CAUSE, "if the launch has not occurred by may, acme shall be entitled to terminate this agreement"),
    ],
)
def test_what_says_outright_what_it_is_about_is_that(category: Category, words: str) -> None:
    assert is_outright(category, SCORE, words)
    assert not is_outright(category, 0.01, words)


@pytest.mark.parametrize(
    ("category", "words"),
    [
        (Category.PAYMENT, "all payment obligations hereunder shall survive the termination of this agreement"),
        (Category.PAYMENT, "acme pays each invoice within thirty days"),
        (Category.TAKE_DOWN, "upon termination each party shall return all confidential information"),
        (Category.SURVIVAL, "this agreement shall remain in effect until terminated by the parties"),
        (Category.CAUSE, "either party may terminate this agreement for any reason if it gives notice"),
        (Category.CONVENIENCE, "acme may terminate this agreement at any time"),
    ],
)
def test_what_does_not_say_it_is_not(category: Category, words: str) -> None:
    assert not is_outright(category, SCORE, words)
