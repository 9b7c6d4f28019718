"""The opening of an agreement: between whom it was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from unpromote.reading.preamble import find_names, find_parties
from unpromote.reading.values import Document


def opening(text: str) -> Document:
    return Document(Path("deal.txt"), "", text, (0,))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            'between Acme Inc. ("Acme"), a Delaware corporation, and Beta Media, LLC ("Beta").',
            [("Acme", "Acme Inc."), ("Beta", "Beta Media, LLC")],
        ),
        (
            "by Acme Stores (the \u201cSponsor\u201d) and Jo Doe, an individual (hereinafter \u201cTalent\u201d).",
            [("Sponsor", "Acme Stores"), ("Talent", "Jo Doe")],
        ),
        ('between Acme Inc. ("Acme") and Acme Inc. ("Acme").', [("Acme", "Acme Inc.")]),
        ('This agreement (the "Agreement") is effective May 2, 2020 (the "Effective Date").', []),
        ('("Acme") alone.', []),
        ('between and ("9 Lives")', []),
    ],
)
def test_parties_are_found_by_short_and_full_name(text: str, names: list[tuple[str, str]]) -> None:
    assert [(party.short, party.full) for party in find_parties(opening(text))] == names


def test_both_names_of_a_party_are_findings() -> None:
    names = find_names(opening('between Acme Inc. ("Acme") and nobody.'))
    assert [finding.quote for finding in names] == ["Acme Inc.", "Acme"]


NAMES = 'This agreement is between Ana Media, a corporation of Colorado ("Ana"), and Ben Shoes Inc. ("Ben").'


def test_where_a_party_was_founded_is_not_its_name() -> None:
    assert [party.full for party in find_parties(opening(NAMES))] == ["Ana Media", "Ben Shoes Inc."]


def test_a_company_named_after_a_place_is_one() -> None:
    parties = find_parties(opening('This agreement is made by and between Ohio Shoes Inc. ("Ohio").'))
    assert [party.full for party in parties] == ["Ohio Shoes Inc."]


@pytest.mark.parametrize(
    "defined",
    [
        'and Whereas Ana desires to sell ("Sale")',
        "x" * 800 + ' and Cleo Films ("Cleo")',
    ],
)
def test_what_a_sentence_or_a_later_clause_defines_is_no_party(defined: str) -> None:
    assert [party.short for party in find_parties(opening(f"{NAMES} {defined}"))] == ["Ana", "Ben"]


def test_a_name_that_is_too_long_for_one_is_none() -> None:
    assert find_parties(opening(f'This agreement is between {"Ana" * 40} ("Ana").')) == ()
