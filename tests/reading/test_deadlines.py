"""Which length is the notice and which the time to cure."""

from __future__ import annotations

import pytest

from unpromote.reading.deadlines import cure_length, ends_at_once, notice_length
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
        ("upon written notice to the other party of at least 3 months", 90, None),
        ("termination shall be effective thirty days after receipt of the notice", 30, None),
        ("it shall inform the other side three months in advance and terminate", 90, None),
        ("upon 60 days' written notice, unless within such period the party in default remedies the default", 60, 60),
        ("if it fails to comply within thirty days following delivery of written notice", None, 30),
        ("within 15 days if it fails to pay, or if any other breach is not cured within 30 days", None, 30),
        ("if it fails to pay and does not cure that within 5 days of notice", None, 5),
        ("if a force majeure event continues for more than sixty days", None, None),
        ("without prejudice to any other right or remedy, upon seven (7) days' written notice", 7, None),
        ("and shall continue until terminated by either party upon 30 days' notice", 30, None),
        ("if the parties fail to agree within 30 days after notice", None, None),
        ("for a term of two years", None, None),
        ("by notice, with the campaign running for 20 days", None, None),
    ],
)
def test_words_around_a_length_say_what_it_is(words: str, notice: int | None, cure: int | None) -> None:
    assert (days(notice_length(words)), days(cure_length(words))) == (notice, cure)


@pytest.mark.parametrize(
    ("words", "at_once"),
    [
        ("may terminate this agreement immediately if it is not cured within ten days", True),
        ("by either party, immediately, if the other party ceases to do business", True),
        ("may be cancelled, effective immediately upon receipt", True),
        ("may terminate it without notice", True),
        ("shall terminate automatically without notice", False),
        ("payments made shall become immediately due", False),
        ("may terminate this agreement", False),
    ],
)
def test_an_end_at_once_is_said(words: str, at_once: bool) -> None:  # noqa: FBT001 - a case of the table
    assert ends_at_once(words) is at_once
