"""Where a sentence of an agreement ends, and which clause it stands in."""

from __future__ import annotations

import pytest

from unpromote.reading.units import split_units


def words(text: str) -> list[str]:
    return [unit.words for unit in split_units(text, (0,))]


def clauses(text: str) -> list[str]:
    return [unit.clause for unit in split_units(text, (0,))]


def test_a_text_without_pages_is_split_as_one_that_has_them() -> None:
    text = "It ends here. It goes on there."
    assert [unit.words for unit in split_units(text, ())] == words(text)


def test_a_sentence_is_a_unit() -> None:
    assert words("It ends here. It goes on there.") == ["It ends here.", "It goes on there."]


@pytest.mark.parametrize(
    "text", ["Newegg Inc. (the sponsor) pays.", "The fee of No. 7 is due.", "At 9 a.m. Pacific time."]
)
def test_an_abbreviation_does_not_end_a_sentence(text: str) -> None:
    assert words(text) == [text]


def test_a_line_end_inside_a_sentence_is_a_blank() -> None:
    assert words("Either party may\nterminate this\nAgreement.") == ["Either party may terminate this Agreement."]


def test_a_section_number_opens_a_unit_and_is_kept_as_the_clause() -> None:
    units = split_units("14.2 Either party may leave.\n(a) On notice.\n15. Law. It is that of Ohio.", (0,))
    assert [(unit.clause, unit.words) for unit in units] == [
        ("14.2", "Either party may leave."),
        ("14.2(a)", "On notice."),
        ("15", "Law."),
        ("15", "It is that of Ohio."),
    ]


def test_a_section_number_in_the_line_opens_a_unit_even_without_a_full_stop() -> None:
    assert clauses("14.2 It may end on such termination 14.3 Except as said, it goes on.") == ["14.2", "14.3"]


def test_a_reference_to_a_section_opens_none() -> None:
    assert len(words("This is subject to Section 14.3 Except as said and 14.4 As well.")) == 1


def test_a_wrapped_reference_at_a_line_start_opens_none() -> None:
    assert len(words("the provisions in Section\n14.1 and be discharged.")) == 1


def test_a_blank_line_ends_a_unit() -> None:
    assert words("HEADING\n\nSentence") == ["HEADING", "Sentence"]


def test_only_a_long_unit_is_cut_at_semicolons() -> None:
    short, long = "(i) one; (ii) two", "It ends if: (i) " + "one " * 150 + "; (ii) two"
    assert len(words(short)) == 1
    assert len(words(long)) == 3


def test_no_unit_crosses_a_page() -> None:
    text = "It begins here\n\nand ends there."
    assert [unit.page for unit in split_units(text, (0, text.index("and")))] == [1, 2]


def test_a_stretch_without_letters_is_no_unit() -> None:
    assert words("* * *\n\n12\n\nEnd") == ["End"]


def test_units_are_quoted_by_their_offsets() -> None:
    text = "  1. Either party\n may leave. (b) So be it.  "
    assert [" ".join(text[unit.start : unit.end].split()) for unit in split_units(text, (0,))] == words(text)


def test_an_empty_last_page_is_no_harm() -> None:
    text = "Fees are due and"
    assert [unit.words for unit in split_units(text, (0, len(text)))] == [text]
