"""`unpromote preset`: what there is, what each says and rests on, and filling in what an agreement leaves open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from quoting import PLAIN, written_ask
from unpromote.cli.preset import app
from unpromote.domain.errors import BadInput
from unpromote.domain.vectors import answer, read_ask


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture
def silent(tmp_path: Path) -> Path:
    file = tmp_path / "terms.json"
    file.write_text(json.dumps({key: value for key, value in PLAIN["terms"].items() if key != "rights"}))
    return file


def test_the_list_names_each_with_its_mark_and_day() -> None:
    lines = run("list").stdout.splitlines()
    (iab,) = [line for line in lines if line.startswith("iab-3.0")]
    assert iab.split()[-3:] == ["general", "knowledge", "2026-11-22"]
    listed = json.loads(run("list", "--json").stdout)
    assert next(each["name"] for each in listed if each["mark"] == "general_knowledge") == "creator-25-50-100"
    assert len(listed) == 11


def test_a_preset_is_shown_with_its_source_its_statements_and_what_it_leaves_out() -> None:
    shown = " ".join(run("show", "tiktok-one").stdout.split())
    assert "preset tiktok-one: TikTok One order" in shown
    assert "source TikTok for Business help center" in shown
    assert "checked 2026-11-22, read" in shown
    assert "rights[brand] Cancelling counts when both sides have accepted it. read" in shown
    assert "that nothing comes back after approval was not)" in shown
    assert "left out The whole price is paid in advance" in shown


def test_the_fragment_bears_the_presets_name() -> None:
    found = json.loads(run("show", "kapital", "--json").stdout)
    assert (found["rights"][0]["fees"], found["fees"][0]["clause"]) == (["kapital/tariff"], "preset kapital: tariff")


def test_filled_terms_can_be_quoted_and_every_line_names_the_preset(silent: Path) -> None:
    filled = json.loads(run("fill", "kapital", silent).stdout)
    quoted = answer(read_ask(written_ask(terms=filled["terms"])))
    assert [line["clause"] for line in quoted["lines"][1:]] == ["preset kapital: tariff"] * 2
    assert {proposal["status"] for proposal in filled["proposals"]} == {"default"}


def test_a_second_preset_completes_the_first_and_keeps_its_proposals(silent: Path) -> None:
    first = json.loads(run("fill", "iab-3.0", silent).stdout)
    silent.write_text(json.dumps(first))
    both = json.loads(run("fill", "creator-25-50-100", silent).stdout)
    assert both["proposals"][: len(first["proposals"])] == first["proposals"]
    assert both["terms"]["rights"] == first["terms"]["rights"]
    assert both["terms"]["creators"]["clause"] == "preset creator-25-50-100"


@pytest.mark.parametrize(
    ("text", "problem"),
    [(None, "cannot be read: No such file"), ("{", "is no JSON"), ("[]", "is no object"), ("\xff", "is no JSON")],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, text: str | None, problem: str) -> None:
    file = tmp_path / "terms.json"
    if text is not None:
        file.write_text(text, encoding="latin-1")
    refused = run("fill", "kapital", file).exception
    assert isinstance(refused, BadInput)
    assert str(refused).startswith(f"{file}: {problem}")


def test_terms_that_are_no_object_are_refused(silent: Path) -> None:
    silent.write_text('{"terms": []}')
    assert str(run("fill", "kapital", silent).exception).startswith("terms: expected an object")


def test_an_unknown_preset_is_bad_input() -> None:
    assert str(run("show", "none").exception).startswith("there is no preset 'none' (known: ")
