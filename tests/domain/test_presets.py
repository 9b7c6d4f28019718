"""A preset fills what an agreement leaves open, nothing that it says, and never without its name on it."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from quoting import PLAIN, terms
from unpromote.domain.agreement import read_terms
from unpromote.domain.citing import handed_in
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput
from unpromote.domain.presets import Mark, Preset, Statement, check_preset, fragment, with_preset
from unpromote.domain.provenance import FieldStatus

RIGHT: dict[str, Any] = {
    "id": "leave",
    "clause": "4",
    "ground": "convenience",
    "holders": ["advertiser", "agency"],
    "for": {"reservation": ["guaranteed", "sponsorship"]},
    "notice": None,
    "fees": ["late"],
}
USUAL = Preset(
    name="usual",
    title="Usual terms",
    source="a tariff",
    mark=Mark.GENERAL_KNOWLEDGE,
    checked_on=date(2026, 11, 22),
    terms={
        "rights": [RIGHT],
        "fees": [
            {"id": "late", "clause": "5", "calc": {"rate": "0.25", "base": "budget"}},
            {"id": "spare", "clause": "6", "calc": {"rate": "1", "base": "budget"}},
        ],
        "creators": {"advance": "clawback", "kill": {"brand": {"briefed": "0.25"}, "fault": {"published": "1"}}},
        "refund": {"method": "original"},
    },
    statements=(
        Statement("rights[leave]", "One may leave.", Mark.READ),
        Statement("rights[leave].notice", "At once.", Mark.GENERAL_KNOWLEDGE),
    ),
)


def agreement(**parts: Any) -> dict[str, Any]:
    """An agreement that is silent but for these parts."""
    frame = {key: PLAIN["terms"][key] for key in ("currency", "time_zone", "calendar", "notice_receipt")}
    return copy.deepcopy(frame | parts)


def agreed(**parts: Any) -> dict[str, Any]:
    return {"id": "own", "clause": "8", "ground": "convenience", "holders": ["advertiser"], "notice": None} | parts


def paths(filled: Any) -> list[str]:
    return [proposal.path for proposal in filled.proposals]


def test_a_silent_agreement_takes_the_whole_preset_under_its_name() -> None:
    filled = with_preset(agreement(), USUAL)
    (right,), (fee,) = filled.terms["rights"], filled.terms["fees"]
    assert (right["id"], right["clause"], right["fees"]) == ("usual/leave", "preset usual: 4", ["usual/late"])
    assert (fee["id"], fee["clause"]) == ("usual/late", "preset usual: 5")
    assert filled.terms["creators"] == USUAL.terms["creators"] | {"clause": "preset usual"}
    assert read_terms(filled.terms).fee("usual/late").clause == "preset usual: 5"


def test_every_filled_field_is_proposed_as_a_default_with_its_words_and_its_mark() -> None:
    filled = with_preset(agreement(), USUAL)
    found = {proposal.path: proposal for proposal in filled.proposals}
    assert {proposal.status for proposal in filled.proposals} == {FieldStatus.DEFAULT}
    assert {proposal.source.document for proposal in filled.proposals if proposal.source} == {"preset usual"}
    said = {path: (found[path].source.quote, found[path].confidence) for path in found if found[path].source}
    assert said["rights[0].holders"] == ("One may leave.", "0.5")
    assert said["rights[0].notice"] == ("At once.", "0.25")
    assert said["refund.method"] == ("Usual terms", "0.25")
    assert {"creators.kill.brand", "creators.kill.fault", "creators.clause", "fees[0].calc"} <= found.keys()


def test_the_proposals_are_citations_of_the_confirmed_terms() -> None:
    filled = with_preset(agreement(), USUAL)
    citations = handed_in(filled.terms, encode(filled.proposals))
    assert [each.path for each in citations] == paths(filled)
    assert {(each.document, each.status, each.page) for each in citations} == {("preset usual", "default", None)}


@pytest.mark.parametrize(
    ("own", "left"),
    [
        ({}, None),
        ({"for": {"reservation": ["guaranteed", "sponsorship"]}}, None),
        ({"for": {"reservation": ["guaranteed"]}}, ["sponsorship"]),
        ({"for": {"reservation": ["auction"]}}, ["guaranteed", "sponsorship"]),
        ({"for": None}, None),
        ({"holders": ["never"]}, None),
        ({"holders": ["media"]}, ["guaranteed", "sponsorship"]),
        ({"ground": "breach"}, ["guaranteed", "sponsorship"]),
        ({"holders": None}, None),
        ({"ground": None}, None),
    ],
)
def test_a_right_is_added_only_where_the_agreement_gives_none(own: dict[str, Any], left: list[str] | None) -> None:
    rights = with_preset(agreement(rights=[agreed(**own)]), USUAL).terms["rights"]
    assert rights[0] == agreed(**own)
    assert [right["for"]["reservation"] for right in rights[1:]] == ([left] if left else [])


def test_a_fee_comes_only_with_the_right_that_charges_it() -> None:
    assert "fees" not in with_preset(agreement(rights=[agreed()]), USUAL).terms
    own = {"id": "F1", "clause": "9", "calc": {"flat": "10.00"}}
    filled = with_preset(agreement(fees=[own]), USUAL)
    assert [fee["id"] for fee in filled.terms["fees"]] == ["F1", "usual/late"]
    assert "fees[1].calc" in paths(filled)
    assert not any(path.startswith("fees[0]") for path in paths(filled))


def test_a_table_of_rates_stays_whole_and_the_clause_says_who_filled_the_rest() -> None:
    own = {"clause": "9.2", "kill": {"brand": {"approved": "1"}}, "advance": "forgive"}
    creators = with_preset(agreement(creators=own), USUAL).terms["creators"]
    assert creators["kill"] == {"brand": {"approved": "1"}, "fault": {"published": "1"}}
    assert (creators["advance"], creators["clause"]) == ("forgive", "preset usual beside 9.2")


def test_what_is_stated_as_nothing_counts_as_absent() -> None:
    stated = agreement(rights=None, refund=None, creators={"kill": None})
    assert with_preset(stated, USUAL) == with_preset(agreement(), USUAL)


def test_what_a_person_changed_in_a_preset_is_not_added_again() -> None:
    terms = with_preset(agreement(), USUAL).terms
    terms["fees"][0]["calc"]["rate"] = "0.10"
    terms["rights"][0]["ground"] = "breach"
    assert with_preset(terms, USUAL).terms == terms
    del terms["rights"]
    assert with_preset(terms, USUAL).terms["fees"] == terms["fees"]


@settings(max_examples=300, deadline=None)
@given(terms("EUR", "Europe/Paris"))
def test_whatever_an_agreement_says_stays_and_a_second_time_changes_nothing(written: dict[str, Any]) -> None:
    before = copy.deepcopy(written)
    filled = with_preset(written, USUAL)
    assert written == before
    assert filled.terms["rights"] == written["rights"]
    assert filled.terms["refund"]["method"] == written["refund"]["method"]
    assert filled.terms["creators"]["kill"]["brand"] == written["creators"]["kill"]["brand"]
    assert with_preset(filled.terms, USUAL).proposals == ()


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"rights": "any time"}, "rights: expected a list"),
        ({"rights": {}}, "rights: expected a list"),
        ({"rights": [agreed(holders="advertiser")]}, "rights.holders: expected a list"),
        ({"rights": [agreed(**{"for": "auction"})]}, "rights.for: expected an object"),
        ({"rights": [agreed(**{"for": {"reservation": "auction"}})]}, "rights.for.reservation: expected a list"),
        ({"fees": ["F1"]}, "fees[0]: expected an object"),
        ({"refund": "none"}, "refund: expected an object"),
        ({"creators": {"kill": ["1"]}}, "creators.kill: expected an object"),
    ],
)
def test_terms_of_another_shape_are_refused(parts: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        with_preset(agreement(**parts), USUAL)
    assert str(refused.value) == f"{problem} (see the fields of an agreement)"


def test_a_preset_says_nothing_of_currency_zone_and_ways_of_notice() -> None:
    for name in ("currency", "time_zone", "calendar", "notice_receipt", "windows"):
        with pytest.raises(BadInput, match=f"terms: no preset says '{name}'"):
            check_preset(replace(USUAL, terms={name: None}))


@pytest.mark.parametrize("at", ["rights[gone]", "rights[leave].fees.late", "refund.within", "fee[late]"])
def test_a_statement_about_nothing_is_refused(at: str) -> None:
    with pytest.raises(BadInput, match=r"statements\[0\]\.at: there is no"):
        check_preset(replace(USUAL, statements=(Statement(at, "So it is.", Mark.READ),)))


def test_a_statement_holds_for_what_lies_below_it_alone() -> None:
    check_preset(USUAL)
    assert USUAL.statement("rights[leave].for").says == "One may leave."
    assert USUAL.statement("rights[leaver].for").says == "Usual terms"
    assert fragment(USUAL)["rights"][0]["id"] == "usual/leave"
