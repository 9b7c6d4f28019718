"""On which grounds a clause lets somebody leave."""

from __future__ import annotations

import pytest

from unpromote.reading.grounds import grounds_of


@pytest.mark.parametrize(
    ("words", "grounds"),
    [
        ("if the other party commits a material breach", {"breach"}),
        ("if acme fails to perform its duties", {"breach"}),
        ("if the breaching party has not put it right", {"breach"}),
        ("upon a second breach of the same duty", {"breach", "repeat_breach"}),
        ("if the sponsor fails to pay any invoice when due", {"non_payment"}),
        ("if an invoice is overdue by ten days", {"non_payment"}),
        ("if the other side becomes insolvent or makes an assignment for the benefit of creditors", {"insolvency"}),
        ("upon a change of control of the publisher", {"change_of_control"}),
        ("if the creator falls into public disrepute or is convicted of a felony", {"morals"}),
        ("if a force majeure event lasts for thirty days", {"force_majeure"}),
        ("if a new law prohibits the advertising", {"legal_order"}),
        ("if the product is recalled", {"product_recall"}),
        ("if the content violates the policies of the platform", {"breach", "policy_violation"}),
        ("after an outage of two days", {"platform_outage"}),
        ("if the creative is rejected", {"ad_rejected"}),
        ("if the advertiser does not accept the change of the rate card", {"material_change"}),
        ("upon the death of the creator", {"other"}),
        ("if the launch has been moved", {"other"}),
    ],
)
def test_a_clause_names_its_grounds(words: str, grounds: set[str]) -> None:
    assert set(grounds_of(words)) == grounds


@pytest.mark.parametrize(
    ("words", "not_named"),
    [
        ("the non-breaching party may terminate upon a change of control", "breach"),
        ("if it is unable to pay its debts as they fall due", "non_payment"),
        ("if the launch is late, other than because of a force majeure event", "force_majeure"),
        ("if a force majeure event keeps a party from its duties, the failure to perform excuses it", "breach"),
        ("if the parties fail to agree on a date", "breach"),
    ],
)
def test_words_that_only_seem_to_name_a_ground_name_none(words: str, not_named: str) -> None:
    assert not_named not in grounds_of(words)


def test_a_list_may_name_several() -> None:
    words = "if the other party breaches this agreement, becomes insolvent or is dissolved"
    assert set(grounds_of(words)) == {"breach", "insolvency", "other"}
