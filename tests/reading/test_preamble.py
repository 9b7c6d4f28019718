"""The opening of an agreement: between whom it was made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from unpromote.reading.preamble import find_names, find_parties
from unpromote.reading.values import Document, Finding


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


def named(document: Document) -> Iterable[Finding]:
    return find_names(document, find_parties(document))


def test_both_names_of_a_party_are_findings() -> None:
    names = named(opening('between Acme Inc. ("Acme") and nobody.'))
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


def full_names(text: str) -> list[str]:
    return [party.full for party in find_parties(opening(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (  # a date before the row is none of it
            'is made as of March 30, 2019 (the "Effective Date") by and between Ana Inc. ("Ana") and Ben Ltd. ("Ben").',
            ["Ana Inc.", "Ben Ltd."],
        ),
        (  # a sentence behind the row is none of it
            'between Ana Inc. ("Ana") and Ben Ltd. ("Ben"). Ana and Ben have entered into a deal (the "Deal").',
            ["Ana Inc.", "Ben Ltd."],
        ),
        (  # upper case, and the short name before the rest
            'BETWEEN ANA SHOES CORPORATION ("Ana"), a Texas corporation, 1 King Street, and BEN FILM, INC. ("Ben").',
            ["ANA SHOES CORPORATION", "BEN FILM, INC."],
        ),
        (  # a numbered list
            'BETWEEN: (1) Ana plc, a company of 1 King Street ("Ana"); and (2) Jo Doe of 2 High Street (the "Talent").',
            ["Ana plc", "Jo Doe"],
        ),
        (  # over the ends of lines
            'between\n\nAna Inc. ("Ana")\n\n- and -\n\nBen Music\nGroup, LLC ("Ben")',
            ["Ana Inc.", "Ben Music\nGroup, LLC"],
        ),
        (  # names of one word, and of letters that companies like
            'between theana.com, inc. ("Ana"), i3 Ben LLC ("Ben") and Cleo ("Cleo").',
            ["theana.com, inc.", "i3 Ben LLC", "Cleo"],
        ),
        (  # "and" within a name
            'between Ana Film and Music Company, a Texas corporation ("Ana"), and Ben Inc. ("Ben").',
            ["Ana Film and Music Company", "Ben Inc."],
        ),
        (
            'between Ana Inc. ("Ana") and Ben Life Insurance and Annuity Company ("Ben").',
            ["Ana Inc.", "Ben Life Insurance and Annuity Company"],
        ),
        (  # who trades by another name
            'between Ana Inc., d/b/a Shoes of Ana ("Ana"), and Ben LLC dba Ben Films, a Texas company ("Ben").',
            ["Ana Inc., d/b/a Shoes of Ana", "Ben LLC dba Ben Films"],
        ),
        (  # whom a party belongs to is no party
            'between Ana Inc., a subsidiary of Dan Corp. ("Ana"), and Ben LLC and its affiliates ("Ben").',
            ["Ana Inc.", "Ben LLC"],
        ),
        (  # a town in an address is none either
            'between Ana Inc. ("Ana") and Ben AG, having offices in Berlin and Cologne ("Ben").',
            ["Ana Inc.", "Ben AG"],
        ),
        (
            "by and among Ana Inc., Ben & Co. KG, and Cleo (UK) Limited.",
            ["Ana Inc.", "Ben & Co. KG", "Cleo (UK) Limited"],
        ),
        ("between Ana Texas Corp., Texas Corporation and Ben Ltd.", ["Ana Texas Corp.", "Ben Ltd."]),
        ('between Ana Inc. and Ana Inc. ("Ana") of Texas', ["Ana Inc."]),
        ("lies between Ana and Ben.", []),
        ('with Cleo ("Cleo") on Monday', []),
        (
            'between Ana (S) Pte Ltd, a company ("Ana"), and e.l.f. Ben, Inc. ("Ben")',
            ["Ana (S) Pte Ltd", "e.l.f. Ben, Inc."],
        ),
    ],
)
def test_the_parties_of_a_row_are_found_by_their_full_names(text: str, names: list[str]) -> None:
    assert full_names(text) == names


@pytest.mark.parametrize(
    ("defined", "short"),
    [
        ('(hereinafter referred to as the "Sponsor")', "Sponsor"),
        ('hereinafter referred to as "Sponsor"', "Sponsor"),
        ('referred to in this Agreement as "Sponsor"', "Sponsor"),
        ("(the Sponsor)", "Sponsor"),
        ("(hereinafter Sponsor)", "Sponsor"),
        ('("Sponsor)', "Sponsor"),
        ("(the ''Sponsor\")", "Sponsor"),
        ("of Texas", "Ana Inc."),
    ],
)
def test_short_names_are_defined_in_many_ways(defined: str, short: str) -> None:
    found = find_parties(opening(f'between Ana Inc. {defined}, and Ben Ltd. ("Ben").'))
    assert [party.short for party in found] == [short, "Ben"]


def test_a_party_without_a_short_name_is_one_finding() -> None:
    names = named(opening("between Ana Inc. and Ben Ltd. alone. Ana Inc. pays."))
    assert [finding.quote for finding in names] == ["Ana Inc.", "Ben Ltd."]


def test_parties_behind_labels_are_called_by_them() -> None:
    found = find_parties(
        opening("Party A (Shipper): Ana Co., Ltd.\nParty B: Ben Ltd. Party A is paid. Party A: Dan Ltd.")
    )
    assert [(party.short, party.full) for party in found] == [("Party A", "Ana Co., Ltd."), ("Party B", "Ben Ltd.")]


def test_a_label_without_a_name_names_nobody() -> None:
    assert find_parties(opening("Party A: ____ Party B: of Texas")) == ()


def test_a_table_of_contents_may_go_before_the_parties() -> None:
    contents = "1. Between seasons 4\n" * 5 + "2. Money 5\n" * 700
    assert full_names(f'{contents} made between Ana Inc. ("Ana") and Ben Ltd. ("Ben").') == ["Ana Inc.", "Ben Ltd."]


def test_the_parties_of_a_letter_open_it() -> None:
    letter = (
        'May 2, 2020\n\nAna Inc., a Texas company (the "Sponsor"), is glad to work with Jo Doe ("Talent") this year.'
    )
    assert "Ana Inc." in full_names(letter)


@pytest.mark.parametrize(
    "text", ["between " + "Acme " * 9000, ("Acme" + " " * 39) * 1000, "between Acme (" + "a " * 9000]
)
def test_endless_names_are_none(text: str) -> None:
    assert find_parties(opening(text)) == ()
