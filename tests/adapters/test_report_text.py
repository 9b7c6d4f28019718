"""What anybody may have typed is drawn, shown as its code point, or broken: never dropped, never hidden."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from builders import NOW
from unpromote.adapters.files.report_text import bare, capital, day, instant, money, printable, said

ZONE = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        (
            "Łódź, Ελλάδα, Москва, עברית, حملة, हिंदी, 1 234 €",
            "Łódź, Ελλάδα, Москва, עברית, حملة, हिंदी, 1 234 €",
        ),
        ("夏🎉", "<U+590F><U+1F389>"),
        ("a\x00b\x1b", "a<U+0000>b<U+001B>"),
        ("\ufeff" * 4, "\u200b".join(["<U+FEFF>"] * 4)),
        ("safe\u202egnp.exe", "safe<U+202E>gnp.exe"),
        ("\ud83c", "<U+D83C>"),
        ("a\r\nb\tc\n", "a\nb c\n"),
    ],
)
def test_what_cannot_be_drawn_is_written_as_its_code_point(typed: str, drawn: str) -> None:
    assert printable(typed) == drawn


def test_handed_over_typefaces_are_trusted_with_letters_but_not_with_what_is_invisible() -> None:
    assert printable(["夏\u202e"], any_letter=True) == ["夏<U+202E>"]


def test_a_long_word_may_break_but_a_hash_may_not() -> None:
    assert printable({"a": "x" * 30}) == {"a": "\u200b".join(["x" * 12, "x" * 12, "x" * 6])}
    assert printable("ab" * 32) == "ab" * 32


def test_amounts_days_and_instants_are_written_for_people() -> None:
    assert money("61000.00", "USD") == "61,000.00 USD"
    assert bare("-404355") == "\u2212404,355"
    assert (day("2026-09-01"), day(date(2026, 12, 31))) == ("1 Sep 2026", "31 Dec 2026")
    assert instant("2026-11-21T08:00:00+00:00", ZONE) == "21 Nov 2026, 00:00 PST"
    assert instant(NOW, ZoneInfo("UTC")) == "21 Sep 2026, 17:00 UTC"
    assert capital(said("negative_feedback")) == "Negative feedback"


def test_an_amount_in_another_currency_keeps_its_name() -> None:
    assert bare("-1200.50 USD") == "\u22121,200.50 USD"
