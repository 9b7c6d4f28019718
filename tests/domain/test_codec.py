"""One strict reader: what it writes it reads back, and what does not fit is refused by its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moneyed import Money

from unpromote.domain.codec import amount_text, currency_named, decode, encode, fraction_text, minor_digits
from unpromote.domain.errors import BadInput, OutsideFailed


class Color(Enum):
    RED = "red"


@dataclass(frozen=True)
class Part:
    n: int
    from_: str = ""


@dataclass(frozen=True)
class Whole:
    name: str
    parts: tuple[Part, ...]
    fee: Money
    rate: Fraction
    at: datetime
    on: date
    opens: time
    color: Color
    anything: Any = None
    flag: bool = False
    limit: Money | None = None
    by_name: Mapping[str, Fraction] | None = None


WHOLE = Whole(
    "a",
    (Part(1, "x"),),
    Money("12.50", "EUR"),
    Fraction(1, 4),
    datetime(2026, 9, 1, tzinfo=UTC),
    date(2026, 9, 1),
    time(9),
    Color.RED,
    by_name={"half": Fraction(1, 2)},
)
WRITTEN = {
    "name": "a",
    "parts": [{"n": 1, "from": "x"}],
    "fee": "12.50 EUR",
    "rate": "0.25",
    "at": "2026-09-01T00:00:00+00:00",
    "on": "2026-09-01",
    "opens": "09:00",
    "color": "red",
    "anything": None,
    "flag": False,
    "limit": None,
    "by_name": {"half": "0.5"},
}


def test_a_value_is_written_plainly_and_read_back():
    assert encode(WHOLE) == WRITTEN
    assert decode(Whole, WRITTEN) == WHOLE


def test_amounts_are_bare_where_the_document_states_the_currency():
    assert encode(Money("5", "EUR"), currency="EUR") == "5.00"
    assert encode(Money("5", "USD"), currency="EUR") == "5.00 USD"
    assert decode(Money, "5.00", currency="EUR") == Money("5", "EUR")


@pytest.mark.parametrize(
    ("code", "digits", "text"), [("JPY", 0, "5"), ("USD", 2, "5.00"), ("KWD", 3, "5.000"), ("CLP", 0, "5")]
)
def test_amounts_have_exactly_their_currencys_digits(code, digits, text):
    assert minor_digits(currency_named(code)) == digits
    assert amount_text(Money("5", code)) == text


def test_zeros_behind_the_point_are_no_finer_amount():
    assert decode(Money, "7.00", currency="JPY") == Money(7, "JPY")


@given(st.fractions())
def test_every_fraction_survives_being_written(value):
    assert decode(Fraction, fraction_text(value)) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_every_amount_survives_being_written(amount):
    money = Money(Decimal(amount), "EUR")
    assert decode(Money, encode(money)) == money


@pytest.mark.parametrize(
    ("change", "place", "problem"),
    [
        ({"surprise": 1}, "case", "unknown field 'surprise'"),
        ({"name": 7}, "case.name", "expected text"),
        ({"parts": {}}, "case.parts", "expected a list"),
        ({"parts": [3]}, "case.parts[0]", "expected an object"),
        ({"parts": [{"n": True}]}, "case.parts[0].n", "expected a whole number"),
        ({"parts": [{}]}, "case.parts[0]", "'n' is missing"),
        ({"fee": 12.5}, "case.fee", "as text"),
        ({"fee": "12.50"}, "case.fee", "no currency"),
        ({"fee": "12.505 EUR"}, "case.fee", "finer than EUR allows"),
        ({"fee": "twelve EUR"}, "case.fee", "no amount"),
        ({"fee": "12 XXQ"}, "case.fee", "unknown currency"),
        ({"rate": 0.25}, "case.rate", "as text"),
        ({"rate": "1/0"}, "case.rate", "as text"),
        ({"at": "2026-09-01T00:00:00"}, "case.at", "has no zone"),
        ({"at": "tomorrow"}, "case.at", "no instant"),
        ({"on": "1.9.2026"}, "case.on", "does not fit"),
        ({"opens": 9}, "case.opens", "does not fit"),
        ({"color": "blue"}, "case.color", "unknown value 'blue'"),
        ({"flag": "yes"}, "case.flag", "true or false"),
        ({"by_name": []}, "case.by_name", "expected an object"),
        ({"by_name": {"half": None}}, "case.by_name.half", "as text"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_place(change, place, problem):
    with pytest.raises(BadInput) as refused:
        decode(Whole, WRITTEN | change, place="case")
    assert refused.value.place == place
    assert problem in refused.value.problem


def test_long_nonsense_is_shown_short():
    with pytest.raises(BadInput) as refused:
        decode(int, "x" * 500)
    assert len(str(refused.value)) < 120


def test_what_has_no_written_form_is_a_bug():
    with pytest.raises(TypeError, match="float"):
        encode({"rate": 0.1})


def test_a_class_may_have_a_form_of_its_own():
    class Own:
        def to_json(self, currency: str | None) -> str:
            return f"own {currency}"

        @classmethod
        def from_json(cls, data: Any, currency: str | None, place: str) -> str:
            return f"{data} {currency} {place}"

    assert encode(Own(), currency="EUR") == "own EUR"
    assert decode(Own, 1, currency="EUR", place="p") == "1 EUR p"


def test_a_refusal_says_what_where_and_how_to_mend_it():
    refused = BadInput("no rows", place="sheet", mend="add one").within("file.csv")
    assert str(refused) == "file.csv: sheet: no rows (add one)"
    assert BadInput("no rows").within("file.csv").place == "file.csv"


def test_an_outer_failure_names_its_reference():
    assert str(OutsideFailed("down", reference="req-1")) == "down [req-1]"
    assert str(OutsideFailed("down")) == "down"


def test_a_kind_of_text_or_number_of_its_own_is_written_as_what_it_is():
    class Word(str):
        __slots__ = ()

    assert encode(Word("word")) == "word"
