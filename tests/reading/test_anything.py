"""Whatever stands in a document: reading ends, quotes are exact, and nothing is proposed without words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unpromote.reading.agreement import read_text, reading_json
from unpromote.reading.proposing import Proposal, absent, by_default, conflicting, inferred, stated, terms_of
from unpromote.reading.values import Document, Reading

PIECES = [
    "either party may terminate",
    "for any reason",
    "upon",
    "thirty (30) days",
    "written notice",
    "if",
    "breach",
    "fails to cure\n",
    "the Sponsor",
    "Acme Inc.",
    '("Acme")',
    "between",
    "$1 000",
    "US$5",
    "ten percent (12%)",
    "of the budget",
    "kill fee",
    "once briefed",
    "refund",
    "14.2",
    "(a)",
    "\x0c\n",
    ". ",
    "; ",
    "May 2 2020",
    "shall",
    "not",
    "renew",
    "until",
    "governed by the laws of Ohio",
    "[***]",
    "\u2019",
    "\ufffd",
    "\n",
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=60).map(" ".join)


def read(text: str) -> Reading:
    starts = (0, *(place + 1 for place, letter in enumerate(text) if letter == "\f" and place + 1 < len(text)))
    return read_text(Document(Path("any.txt"), "", text, starts))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_quote_is_cut_from_the_text_and_on_its_page(text: str) -> None:
    reading = read(text)
    for finding in reading.findings:
        assert finding.quote == text[finding.start : finding.end]
        assert finding.page == 1 + text[: finding.start].count("\f")


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_no_term_stands_without_a_proposal_that_shows_it(text: str) -> None:
    reading = read(text)
    json.dumps(reading_json(reading))
    shown = {proposal["path"] for proposal in reading.proposals if proposal["value"] is not None}
    for rank, right in enumerate(reading.terms.get("rights", [])):
        assert {f"rights[{rank}].{name}" for name, value in right.items() if value is not None} <= shown


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_what_is_absent_or_conflicting_has_no_value_and_a_question(text: str) -> None:
    for proposal in read(text).proposals:
        if proposal["status"] in ("absent", "conflicting"):
            assert proposal["value"] is None
            assert proposal["note"]


def test_terms_are_made_of_proposals_alone() -> None:
    made = [
        stated("currency", "EUR", None),
        inferred("rights[0].id", "conv", None),
        by_default("rights[0].notice", {"n": 3}, None),
        by_default("rights[0].notice.count", "exclusive", None),
        stated("rights[1].id", "breach", None),
        absent("time_zone", None, "ask"),
    ]
    notice = {"n": 3, "count": "exclusive"}
    assert terms_of(made) == {"currency": "EUR", "rights": [{"id": "conv", "notice": notice}, {"id": "breach"}]}


def test_a_conflict_stays_out_of_the_terms() -> None:
    finding = read("The Sponsor may cancel for any reason.").findings[0]
    assert terms_of([conflicting("currency", finding, "ask", ("EUR", "USD"))]) == {}


@pytest.mark.parametrize(("make", "share"), [(stated, 1.0), (inferred, 0.7), (by_default, 0.5)])
def test_confidence_falls_with_the_distance_from_the_words(make: type[Proposal], share: float) -> None:
    finding = read("The Sponsor may cancel for any reason.").findings[0]
    assert make("path", "value", finding).confidence == round(finding.score * share, 2)
