"""Which length is the notice and which the time to cure."""

from __future__ import annotations

import pytest

from unpromote.reading.deadlines import cure_length, notice_length
from unpromote.reading.quantities import Length


def days(length: Length | None) -> int | None:
    return None if length is None else length.days


@pytest.mark.parametrize(
    ("words", "notice", "cure"),
    [
        ("upon thirty (30) days' prior written notice", 30, None),
        ("by providing written notice at least sixty (60) calendar days prior to the effective date", 60, None),
        ("on not less than 60 days' written notice to the other party", 60, None),
        ("shall provide it with at least 60 days prior written notice", 60, None),
        ("if it fails to cure the breach within fifteen (15) days following written notice", None, 15),
        ("which remains uncured after thirty days written notice thereof", None, 30),
        ("if not cured within ten days of notice, on five (5) days' written notice", 5, 10),
        ("has ten days after notice to remedy it", None, 10),
        ("upon 45 days in writing notice", 45, None),
        ("by giving at least 3 months' clear and signed notice", 90, None),
        ("for a term of two years", None, None),
        ("by notice, with the campaign running for 20 days", None, None),
    ],
)
def test_words_around_a_length_say_what_it_is(words: str, notice: int | None, cure: int | None) -> None:
    assert (days(notice_length(words)), days(cure_length(words))) == (notice, cure)
