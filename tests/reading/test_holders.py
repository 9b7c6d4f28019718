"""Which part each party plays, and which parts hold a right."""

from __future__ import annotations

import pytest

from unpromote.reading.holders import holders_of, parts_played
from unpromote.reading.preamble import Party

TWO = {"Newegg": "advertiser", "Allied": "media"}


def party(name: str) -> Party:
    return Party(name, f"{name} Inc.", 0, 1)


@pytest.mark.parametrize(
    ("who", "holders"),
    [
        ("Each Party", ("advertiser", "media")),
        ("the non-breaching party", ("advertiser", "media")),
        ("Newegg", ("advertiser",)),
        ("The Sponsor", ("advertiser",)),
        ("Influencer", ("creator",)),
        ("a party", ("advertiser", "media")),
        ("the Party not in default", ("advertiser", "media")),
        ("Newegg or Allied", ("advertiser", "media")),
        ("automatic", ()),
        ("Licensor", ()),
        ("", ()),
    ],
)
def test_nobody_holds_a_right_by_a_guess(who: str, holders: tuple[str, ...]) -> None:
    assert holders_of(who, TWO) == holders


def test_either_party_means_both_sides_where_no_parts_are_named() -> None:
    assert holders_of("Either Party", {}) == ("advertiser", "media")


def test_a_name_that_tells_its_part_gives_the_other_party_the_other_side() -> None:
    assert parts_played((party("Sponsor"), party("Racing Club")), "") == {
        "Sponsor": "advertiser",
        "Racing Club": "media",
    }
    assert parts_played((party("Influencer"), party("Acme")), "") == {"Influencer": "creator", "Acme": "advertiser"}


def test_who_pays_the_sponsorship_is_the_advertiser() -> None:
    text = "Acme shall pay the Club the Sponsorship Fee."
    assert parts_played((party("Acme"), party("Club")), text) == {"Acme": "advertiser", "Club": "media"}


def test_parties_whose_part_is_not_shown_stay_open() -> None:
    assert parts_played((party("Acme"), party("Beta")), "Acme and Beta agree.") == {}


def test_a_full_name_alone_tells_no_part() -> None:
    assert parts_played([Party("Ana Media Inc.", "Ana Media\nInc.", 0, 1), party("Ben")], "") == {}
