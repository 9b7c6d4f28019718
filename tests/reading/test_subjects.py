"""Who a clause speaks of."""

from __future__ import annotations

import pytest

from unpromote.reading.subjects import who_acts, who_may_end


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Each Party may also terminate the Agreement for convenience", "Each Party"),
        ("Either Party may terminate this Agreement", "Either Party"),
        ("In the event that the Company desires to terminate the Agreement", "Company"),
        ("provided however, that Tickets may terminate this Agreement", "Tickets"),
        ("the nondefaulting party may terminate this Agreement as follows", "the nondefaulting party"),
        ("deemed a breach of this Agreement and Newegg shall have the right to terminate it if Allied fails", "Newegg"),
        ("Notwithstanding Section 1, the Sponsor shall have the right at any time to terminate", "Sponsor"),
        ("If Company shall breach, Licensor may, at its option, terminate", "Licensor"),
        ("If the Sponsor objects to the change, it may cancel the order", "Sponsor"),
        ("the Party not affected by the delay may terminate this Agreement", "the Party not affected by the delay"),
        ("Either of Acme or Beta may terminate this Agreement", "Either of Acme or Beta"),
        ("the publisher shall be entitled to cancel the campaign", "the publisher"),
        ("Acme will have the option of (a) repeating the test; or (b) terminating this Agreement", "Acme"),
    ],
)
def test_the_subject_of_may_terminate_holds_the_right(words: str, who: str) -> None:
    assert who_may_end(words) == who


@pytest.mark.parametrize(
    ("words", "who"),
    [
        (
            "It may be terminated at any time by the Board of Trustees of the Trust, or by the Sponsor",
            "Board of Trustees of the Trust or Sponsor",
        ),
        ("This Agreement may be terminated at the option of Licensor", "Licensor"),
        ("This Agreement may be terminated by either party on notice", "either party"),
        ("By either Party, immediately, if the other Party ceases to do business", "either Party"),
        ("This Agreement may be ended at Acme's sole discretion", "Acme"),
        ("until Acme gives the other side written notice of termination", "Acme"),
        ("such a failure shall entitle Acme, in its sole discretion, to terminate this Agreement", "Acme"),
        ("This Agreement shall terminate upon notice if either party becomes insolvent", "either party"),
        ("b. by Acme, if Beta is late for the second time", "Acme"),
        ("It shall automatically continue until terminated by either party on notice", "either party"),
        ("such failure shall be a ground to terminate this Agreement by Beta.", "Beta"),
    ],
)
def test_whoever_ends_it_may_also_stand_behind_the_verb(words: str, who: str) -> None:
    assert who_may_end(words) == who


@pytest.mark.parametrize(
    "words",
    [
        "This Agreement shall terminate immediately",
        "This Agreement shall automatically terminate upon the bankruptcy of Acme",
        "The JV Agreement shall terminate in its entirety as of the Closing",
    ],
)
def test_what_ends_by_itself_is_ended_by_nobody(words: str) -> None:
    assert who_may_end(words) == "automatic"


@pytest.mark.parametrize("words", ["Section 4 applies.", "if the other side ceases to do business;"])
def test_words_without_a_subject_name_nobody(words: str) -> None:
    assert who_may_end(words) == ""


def test_the_subject_of_a_duty_is_its_last_name() -> None:
    assert who_acts("Upon termination of this Agreement, the Company shall cease all use") == "Company"
    assert who_acts("No words of duty") == ""


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Beta is obliged to cover what Acme has spent", "Beta"),
        ("Neither party shall be liable for a delay", "Neither party"),
        ("Acme reserves the right to remove the posts", "Acme"),
        ("Beta has no right to the posts", "Beta"),
        ("Upon termination of this Agreement Beta shall remove the posts", "Beta"),
        ("Such Penalty shall not be owed", ""),
        ("The Following shall apply", ""),
    ],
)
def test_duties_are_told_in_many_words(words: str, who: str) -> None:
    assert who_acts(words) == who
