"""The shipped presets: each has a source, a day and a mark, fits into terms, and quotes what was worked by hand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from moneyed import Money

from unpromote.domain.agreement import read_terms
from unpromote.domain.errors import BadInput
from unpromote.domain.shapes import leaves
from unpromote.services.presets import Mark, Preset, fragment, preset, preset_in, presets, with_preset

WORKED = json.loads((Path(__file__).parents[1] / "vectors" / "presets.json").read_text())["vectors"]
SILENT = {key: WORKED[0]["terms"][key] for key in ("currency", "time_zone", "calendar", "notice_receipt")}
NAMES = [each.name for each in presets()]
TEXT = """
title = "Usual"
source = "a tariff"
mark = "read"
checked_on = 2026-11-22
[[terms.rights]]
id = "leave"
clause = "4"
ground = "convenience"
holders = ["advertiser"]
notice = "null"
"""


@pytest.mark.parametrize("found", presets(), ids=NAMES)
def test_every_preset_tells_what_it_is_where_that_stands_and_when_it_was_checked(found: Preset) -> None:
    assert all((found.title, found.source, found.statements))
    assert found.checked_on >= date(2026, 11, 22)
    assert {known.mark for known in found.statements} <= {Mark.READ, Mark.GENERAL_KNOWLEDGE}


@pytest.mark.parametrize("found", presets(), ids=NAMES)
def test_every_field_that_a_preset_fills_rests_on_a_statement(found: Preset) -> None:
    quotes = {each.path: each.source.quote for each in with_preset({}, found).proposals if each.source}
    assert [path for path, quote in quotes.items() if quote == found.title and not path.endswith(".clause")] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_preset_names_an_amount_for_it_has_no_currency(name: str) -> None:
    terms = read_terms({**SILENT, "rights": [], **fragment(preset(name))})
    assert not [path for path, value in leaves(terms, "") if isinstance(value, Money)]


@pytest.mark.parametrize("vector", WORKED, ids=[vector["id"] for vector in WORKED])
def test_the_worked_quotes_stand_on_the_presets_as_shipped(vector: dict[str, Any]) -> None:
    own = [right for right in vector["terms"]["rights"] if right["id"] == "conv"]
    silent = SILENT | ({"rights": own} if own else {})
    assert with_preset(silent, preset(vector["id"].partition("/")[0])).terms == vector["terms"]


def test_every_preset_has_a_worked_quote() -> None:
    assert {vector["id"].partition("/")[0] for vector in WORKED} == set(NAMES)


def test_what_was_read_and_what_was_not_are_told_apart_within_one_preset() -> None:
    found = preset("iab-3.0")
    assert found.statement("rights[guaranteed].notice").mark is Mark.READ
    assert found.statement("rights[non-guaranteed].notice").mark is Mark.GENERAL_KNOWLEDGE


def test_two_presets_complete_each_other() -> None:
    terms = with_preset(with_preset(SILENT, preset("iab-3.0")).terms, preset("creator-25-50-100")).terms
    assert read_terms(terms).creators is not None
    assert len(terms["rights"]) == 7


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match=r"there is no preset 'iab' \(known: creator-25-50-100, firefly, iab-2\.0,"):
        preset("iab")


def test_the_text_null_stands_for_null() -> None:
    assert preset_in(TEXT, "usual").terms["rights"][0]["notice"] is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("title = ", "usual.toml: is no TOML"),
        (TEXT.replace("2026-11-22", '"lately"'), "usual.toml.checked_on: 'lately' does not fit"),
        (TEXT.replace('"read"', '"hearsay"'), "usual.toml.mark: unknown value 'hearsay'"),
        (TEXT.replace("notice", "notise"), "usual.toml: terms.rights[0]: unknown field 'notise'"),
        (TEXT + "[terms.calendar]", "usual.toml: terms.calendar: field 'weekend' is missing"),
        (TEXT + "[terms.payment]\nnet = 30\n", "usual.toml: terms: no preset says 'payment'"),
        (TEXT + '[[statements]]\nat = "x"\nsays = "y"\nmark = "read"', "usual.toml: statements[0].at: there is no 'x'"),
    ],
)
def test_a_file_edited_into_nonsense_is_refused_by_its_place(text: str, problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        preset_in(text, "usual")
    assert str(refused.value).startswith(f"policies/presets/{problem}")
