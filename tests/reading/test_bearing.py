"""Whether a clause that looks like one of a kind says what makes it one."""

from __future__ import annotations

import pytest

from unpromote.reading.bearing import is_borne_out
from unpromote.reading.cues import Category
from unpromote.reading.values import Finding

DOUBTFUL, PLAIN = 0.7, 0.9


def found(words: str, score: float = DOUBTFUL) -> Finding:
    return Finding(Category.PAYMENT, 0, len(words), 1, "5", words, score)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("refund", "Acme repays what an audit shows to be too much"),
        ("payment_on_termination", "Beta pays each invoice within a month"),
        ("post_termination_duty", "Beta keeps the posts on its page"),
        ("survival", "Each party keeps the terms secret"),
    ],
)
def test_a_doubtful_clause_must_speak_of_the_end(kind: str, words: str) -> None:
    assert not is_borne_out(kind, found(words), "")
    assert is_borne_out(kind, found(words, PLAIN), "")
    assert is_borne_out(kind, found(words), "following termination of this agreement:")


def test_force_majeure_is_not_what_names_it_in_passing() -> None:
    words = "Acme is not liable for acts of God"
    assert is_borne_out("force_majeure", found(words), "")
    assert not is_borne_out("force_majeure", found(words, 0.1), "")
    assert not is_borne_out("force_majeure", found("Force Majeure has the meaning set out in Section 9"), "")


@pytest.mark.parametrize("kind", ["terminate_for_breach", "terminate_for_event"])
def test_a_right_that_next_to_nothing_speaks_for_is_none(kind: str) -> None:
    assert not is_borne_out(kind, found("A court settles any breach or termination", 0.1), "")
    assert is_borne_out(kind, found("Termination for a breach is in writing", 0.3), "")
    assert is_borne_out(kind, found("Acme may terminate upon a breach", 0.01), "")


def test_not_to_renew_is_no_right_to_leave() -> None:
    kind = "terminate_without_cause"
    assert not is_borne_out(kind, found("It is renewed unless a party gives notice of non-renewal"), "")
    assert is_borne_out(kind, found("It is renewed yearly until terminated by a party on notice"), "")


def test_what_a_breach_brings_besides_an_end_is_no_right_to_leave() -> None:
    words = found("If Acme breaches this agreement, it is liable for all damages", PLAIN)
    assert not is_borne_out("terminate_for_breach", words, "")
    assert is_borne_out("terminate_for_breach", words, "beta may terminate this agreement:")
    assert is_borne_out("terminate_for_breach", found("Acme fails to pay an invoice in time", PLAIN), "")


@pytest.mark.parametrize("kind", ["term", "auto_renewal", "renewal_option"])
def test_a_term_that_next_to_nothing_speaks_for_is_none(kind: str) -> None:
    assert not is_borne_out(kind, found("The warranty is renewed until the term ends", 0.05), "")
    assert is_borne_out(kind, found("The warranty is renewed until the term ends", 0.2), "")


def test_a_name_for_a_day_is_no_term() -> None:
    assert not is_borne_out("term", found("The Effective Date of this agreement is May 3, 2020", PLAIN), "")
    assert not is_borne_out("term", found("Each year of it shall be known as a Contract Year", PLAIN), "")


def test_that_a_right_is_not_waived_gives_none() -> None:
    words = "A failure to terminate for a breach shall not be a waiver of the right to terminate for it later"
    assert not is_borne_out("terminate_for_breach", found(words), "")
