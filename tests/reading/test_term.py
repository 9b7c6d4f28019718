"""How long an agreement runs, as its words say it, with the arithmetic where there is any."""

from __future__ import annotations

from datetime import date

import pytest

from unpromote.reading.quantities import Length
from unpromote.reading.term import Starts, Term, end_of, read_term

STARTS = Starts(date(2019, 2, 1), date(2019, 1, 15))


def term(words: str, starts: Starts = STARTS) -> Term:
    found = read_term(words, starts)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("This Agreement shall continue until January 18, 2022.", "2022-01-18"),
        ("effective as of August 1, 2014, and shall terminate on July 31, 2019, unless extended", "2019-07-31"),
        ("shall commence on January 1, 2020 and concluding December 31, 2023", "2023-12-31"),
        ("effective through and including March 31, 2024", "2024-03-31"),
        ('"Expiration Date" means March 31, 2020.', "2020-03-31"),
        ("will terminate on the earlier of (i) December 31, 2022 and (ii) the end of the lease", "2022-12-31"),
        ("1 April 2029", "2029-04-01"),
        ("12 weeks from February 8, 2018 to May 3, 2018", "2018-05-03"),
        ("and shall end as of December 31, 2020", "2020-12-31"),
        ("the end of the two year period from the Effective Date to 31 July 2021", "2021-07-31"),
        ("ends five (5) years after the launch, but in no event later than February 28, 2023", "2023-02-28"),
    ],
)
def test_a_named_day_is_the_end(words: str, on: str) -> None:
    found = term(words)
    assert (found.on, found.length, found.formula) == (date.fromisoformat(on), None, "")


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("shall be in effect for an initial term of three (3) years from the Effective Date", "2022-02-01"),
        ("The term of this Agreement is twenty-four (24) months.", "2021-02-01"),
        ("shall commence on the Effective Date and end fifteen months therefrom.", "2020-05-01"),
        ("will continue until the fifth (5th) anniversary of the Effective Date", "2024-02-01"),
        ("ending on the tenth (10t h) anniversary thereof", "2029-02-01"),
        ("will end automatically upon the end of Year 3.", "2022-02-01"),
        ("shall continue for ten (10) Contract Years", "2029-02-01"),
        ("shall continue for twelve (12) full calendar months", "2020-02-01"),
        ("remains valid for 6 weeks", "2019-03-15"),
        ("shall extend for an initial term of two (2) years.", "2021-02-01"),
        ("shall extend for three (3) years thereafter, with a renewal for an indefinite time", "2022-02-01"),
        ("shall continue in effect for one (I) year, unless ended", "2020-02-01"),
        ("until the twenty-fifth anniversary of the Effective Date", "2044-02-01"),
    ],
)
def test_a_length_runs_from_the_day_of_effect(words: str, on: str) -> None:
    found = term(words)
    assert (found.on, found.after) == (date.fromisoformat(on), "effective date")


def test_the_arithmetic_is_shown() -> None:
    found = term("an initial period of five (5) years from the Effective Date")
    assert found.formula == "2019-02-01 (effective date) + 5 years = 2024-02-01"


@pytest.mark.parametrize(
    "words",
    [
        "The term shall be one year from the date hereof.",
        "a term of one (1) year from the date first above written",
        "shall be one year from the date of execution",
        "shall end on the first anniversary of the date of this Agreement",
    ],
)
def test_a_length_from_signing_runs_from_the_day_of_the_agreement(words: str) -> None:
    found = term(words)
    assert (found.on, found.after) == (date(2020, 1, 15), "agreement date")


def test_a_day_named_as_the_start_goes_before_all_others() -> None:
    found = term("shall be for one year commencing on the 1st day of May, 2026")
    assert found.formula == "2026-05-01 (named day) + 1 year = 2027-05-01"
    assert term("It commences on July 1, 2026 and is valid for 2 years").on == date(2028, 7, 1)


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("shall continue for one (1) year following the Launch Date, unless earlier ended", "the Launch Date"),
        ("for a period of ten years from the First Commercial Sale", "the First Commercial Sale"),
        ("commences on the Launch Date and continues for two years", "the Launch Date"),
        ("for a term of two years following (a) delivery and (b) payment", ""),
        ("for a term of three (3) business days from the Effective Date", "effective date"),
    ],
)
def test_a_length_from_an_event_gives_no_day(words: str, event: str) -> None:
    found = term(words)
    assert (found.on, found.after) == (None, event)
    assert found.length is not None
    assert not found.is_endless


def test_a_length_gives_no_day_where_no_start_is_known() -> None:
    found = term("an initial term of three (3) years", Starts())
    assert (found.on, found.formula) == (None, "")


def test_the_other_day_stands_in_where_one_is_unknown() -> None:
    assert term("two years from the date hereof: the term of it", Starts(date(2019, 2, 1))).after == "effective date"
    assert term("a term of two years", Starts(agreed_on=date(2019, 1, 15))).after == "agreement date"


@pytest.mark.parametrize(
    "words",
    [
        "will continue until termination as provided below.",
        "shall continue indefinitely.",
        "shall continue in perpetuity, unless terminated earlier",
        "is entered into for an unlimited period of time.",
        "shall remain in effect until terminated by the Parties.",
        "shall continue unless and until either party gives notice to the other",
        "shall become effective today and shall govern the relations thereafter, unless terminated as set forth in it",
    ],
)
def test_what_nothing_ends_runs_until_somebody_ends_it(words: str) -> None:
    assert term(words).is_endless


@pytest.mark.parametrize(
    "words",
    [
        "shall continue until the expiration of the Royalty Term.",
        "unless terminated earlier, shall continue until completion of the Research Program",
        "Unless sooner terminated, it will expire upon the end of the season.",
        "will continue for the duration of the Lease, unless terminated",
        "Ana may object within ten (10) days after notice.",
        "a period of [***] years",
        "either party may terminate on thirty (30) days prior written notice",
        "renews for successive periods of one year",
        "Ana may extend it for two (2) years",
        "it was extended for two (2) years",
        "from 1.5t January 2013 to 315t December 2013 or until terminated",
        "nothing of the kind",
        "ends on the anniversary of nothing",
        "for zero (0) days",
        "closing hours: for 24 hours",
    ],
)
def test_words_that_name_no_end_say_nothing(words: str) -> None:
    assert read_term(words, STARTS) is None


def test_a_second_end_beside_the_first_is_asked_about() -> None:
    found = term("until the later of (a) July 31, 2021 or (b) the date of delivery")
    assert "second end" in found.note
    assert not term("until July 31, 2021").note


def test_a_calendar_year_ends_with_december() -> None:
    found = term("shall remain in effect until the end of the current calendar year")
    assert (found.on, found.formula) == (
        date(2019, 12, 31),
        "the year of 2019-02-01 (effective date) ends on 2019-12-31",
    )
    assert read_term("shall run until the end of the calendar year", Starts()) is None


def test_the_day_of_effect_is_no_end() -> None:
    assert read_term("effective through February 1, 2019", STARTS) is None


@pytest.mark.parametrize(
    ("n", "unit", "on"),
    [
        (1, "months", date(2024, 2, 29)),
        (1, "years", date(2025, 1, 31)),
        (10, "days", date(2024, 2, 10)),
        (2, "weeks", date(2024, 2, 14)),
        (3, "business_days", None),
        (100, "years", None),
        (99999, "weeks", None),
    ],
)
def test_months_end_with_their_last_day_and_nothing_is_reckoned_from_a_misreading(
    n: int, unit: str, on: date | None
) -> None:
    assert end_of(date(2024, 1, 31), Length(n, unit, 0, 1)) == on
