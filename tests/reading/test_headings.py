"""Findings under headings: what decides whether one may leave first, duties party by party at the end."""

from __future__ import annotations

from unpromote.reading.cues import Category
from unpromote.reading.headings import HEADINGS, grouped


def groups(*found):
    rows = ({"category": category, "score": score, "who": who} for category, score, who in found)
    return [(each.heading, [row["score"] for row in each.findings]) for each in grouped(rows, lambda row: row)]


def duties(*whose):
    return [heading for heading, _ in groups(*(("Duties And Rights", 0.5, who) for who in whose))]


def test_every_kind_that_is_found_has_a_heading():
    assert set(HEADINGS) == {category.value for category in Category}


def test_the_way_out_stands_before_its_price_and_the_surest_of_each_first():
    found = (("Termination Fee", 0.7, ""), ("Termination For Cause", 0.2, ""), ("Termination For Cause", 0.9, ""))
    assert groups(*found) == [("Leaving for a cause", [0.9, 0.2]), ("Fees for leaving", [0.7])]


def test_scores_in_words_are_put_in_order_as_numbers():
    found = (("Survival", "1E-3", ""), ("Survival", "0.5", ""))
    assert groups(*found) == [("What outlasts it", ["0.5", "1E-3"])]


def test_what_bears_on_leaving_and_its_price_is_at_hand():
    rows = [{"category": category, "score": 1.0} for category in ("Morals", "Parties", "Duties And Rights")]
    assert [each.is_at_hand for each in grouped(rows, lambda row: row)] == [True, False, False]


def test_duties_stand_party_by_party_who_has_most_first():
    assert duties("Agency", "the Brand", "The Brand") == ["Duties and rights of Brand", "Duties and rights of Agency"]


def test_duties_of_both_or_of_nobody_named_stand_together_at_the_end():
    assert duties("Each party", "", "both parties", "Brand") == [
        "Duties and rights of Brand",
        "Duties and rights of both sides, or of nobody named",
    ]


def test_duties_stay_in_the_order_of_the_agreement():
    found = (("Duties And Rights", 0.1, "Brand"), ("Duties And Rights", 0.9, "Brand"))
    assert groups(*found) == [("Duties and rights of Brand", [0.1, 0.9])]
