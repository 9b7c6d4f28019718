"""Who may leave, and which part each party plays."""

from __future__ import annotations

import pytest

from unpromote.reading.holders import holders_of, parts_played, who_acts, who_may_end
from unpromote.reading.preamble import Party

TWO = {"Newegg": "advertiser", "Allied": "media"}


def party(name: str) -> Party:
    return Party(name, f"{name} Inc.", 0, 1)


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Each Party may also terminate the Agreement for convenience", "Each Party"),
        ("Either Party may terminate this Agreement", "Either Party"),
        ("In the event that the Company desires to terminate the Agreement", "Company"),
        (
            "It may be terminated at any time by the Board of Trustees of the Trust, or by the Sponsor",
            "Board of Trustees of the Trust or Sponsor",
        ),
        ("provided however, that Tickets may terminate this Agreement", "Tickets"),
        ("the nondefaulting party may terminate this Agreement as follows", "the nondefaulting party"),
        ("deemed a breach of this Agreement and Newegg shall have the right to terminate it if Allied fails", "Newegg"),
        ("Notwithstanding Section 1, the Sponsor shall have the right at any time to terminate", "Sponsor"),
        ("If Company shall breach, Licensor may, at its option, terminate", "Licensor"),
        ("This Agreement shall terminate immediately", ""),
        ("This Agreement may be terminated at the option of Licensor", "Licensor"),
    ],
)
def test_the_subject_of_may_terminate_holds_the_right(words: str, who: str) -> None:
    assert who_may_end(words) == who


def test_the_subject_of_a_duty_is_its_last_name() -> None:
    assert who_acts("Upon termination of this Agreement, the Company shall cease all use") == "Company"
    assert who_acts("No words of duty") == ""


@pytest.mark.parametrize(
    ("who", "holders"),
    [
        ("Each Party", ("advertiser", "media")),
        ("the non-breaching party", ("advertiser", "media")),
        ("Newegg", ("advertiser",)),
        ("The Sponsor", ("advertiser",)),
        ("Influencer", ("creator",)),
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
