"""Which words lead in a list item."""

from __future__ import annotations

from unpromote.reading.leads import lead_ins
from unpromote.reading.units import split_units

RIGHT = "Either party may terminate this Agreement if the other party:"


def led(text: str) -> dict[str, str]:
    """Return the last words of each item's lead-in by the item's first words."""
    units = split_units(text, (0,))
    leads = lead_ins(text, units)
    return {unit.words[:12]: leads[unit.start].words[-12:] for unit in units if unit.start in leads}


def test_items_stand_under_the_words_that_lead_them_in() -> None:
    found = led(f"5. {RIGHT}\n\n(a) Breaches a duty; or\n\n(b) Becomes insolvent.\n\n6. Notices are sent by post.")
    assert found == {"Breaches a d": "other party:", "Becomes inso": "other party:"}


def test_items_that_are_sentences_of_their_own_are_items_all_the_same() -> None:
    found = led(
        "5. It may be ended:\n\n(a) By Acme at once.\n\n(b) By Beta on ten days' notice.\n\nThe law of Spain applies."
    )
    assert list(found) == ["By Acme at o", "By Beta on t"]


def test_a_list_within_a_list_ends_before_the_outer_one_does() -> None:
    text = (
        "5. Acme may leave if:\n\n(1) Beta:\n\n(a) Fails to post; or\n\n(b) Posts late; or\n\n(2) The event is moved."
    )
    found = led(text)
    assert (found["Posts late; "], found["The event is"]) == ("Beta:", "ay leave if:")


def test_roman_numbers_and_letters_may_number_one_list() -> None:
    found = led("5. Acme may leave if:\n\n(h) Beta is late; or\n\n(i) Beta is absent; or\n\n(j) Beta is ill.")
    assert list(found) == ["Beta is late", "Beta is abse", "Beta is ill."]


def test_an_item_goes_on_where_it_was_cut() -> None:
    found = led("5. Acme may leave if:\n\n(a) Beta is late,\n\nor is absent; or\n\n(b) Beta is ill.\n\nAll else stays.")
    assert list(found) == ["Beta is late", "or is absent", "Beta is ill."]


def test_the_pieces_of_a_cut_sentence_go_on_from_its_first_piece() -> None:
    long = "which was agreed upon by both sides in the course of a year " * 12
    found = led(f"5. Acme may leave if (a) Beta is late with {long}up here; or (b) Beta is absent; or (c) Beta is ill.")
    assert found == {"or (b) Beta ": "ear up here;", "or (c) Beta ": "ear up here;"}


def test_what_follows_a_closed_list_stands_alone() -> None:
    assert led("5. Acme pays:\n\n(a) The fee.\n\nBeta posts.\n\n(b) The rest.") == {"The fee.": "Acme pays:"}


def test_a_list_does_not_reach_over_many_pages() -> None:
    far = "Beta posts what was agreed upon, " * 250
    assert "(b) It ends" not in led(f"5. Acme may leave if:\n\n(a) {far}\n\n(b) It ends.")
    assert "It ends." not in led(f"5. Acme may leave if:\n\n(a) {far}\n\n(b) It ends.")


def test_lists_may_be_numbered_in_many_ways() -> None:
    for one, two in (
        ("5.1", "5.2"),
        ("(ii)", "(iii)"),
        ("(A)", "(B)"),
        ("(1)", "(2)"),
        ("\u2022", "\u2022"),
        ("a.", "b."),
    ):
        text = f"Acme may leave if:\n\n{one} Beta is late.\n\n{two} Beta is absent."
        assert len(led(text)) == 2, one
