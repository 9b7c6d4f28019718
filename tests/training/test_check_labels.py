"""Kept labels are checked against the list, the codebook's names and the contracts' own words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from training import check_labels, passes
from training.contracts import NEVER, ONCE, Chosen, read_list
from training.passes import Label
from unpromote.domain.errors import BadInput

CHOSEN = {"cuad-001": Chosen("cuad-001", "train", 200, "Endorsement")}


@pytest.fixture
def made(answered):
    return answered("norefund | 1 All fees")


def _with(made, **change):
    (label,) = made.labels
    return replace(made, labels=(replace(label, **change),))


def test_what_the_tool_made_is_sound(made, contract):
    assert list(check_labels.problems([made], CHOSEN)) == []
    assert list(check_labels.misquotes([made], {"cuad-001": contract})) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"category": "Weather"}, "unknown category 'Weather'"),
        ({"quote": "All fees"}, "not as long as its quote"),
        ({"start": -1}, "not as long as its quote"),
        ({"quote": " All fees are non-refundable"}, "begins or ends with a blank"),
        ({"facts": {"weather": "fine"}}, "unknown fact 'weather'"),
    ],
)
def test_an_unsound_label_is_named_with_its_place(made, change, why):
    (first, *_) = check_labels.problems([_with(made, **change)], CHOSEN)
    assert first.startswith("A/cuad-001, ")
    assert why in first


def test_contracts_that_are_not_of_the_list_are_refused(made):
    assert list(check_labels.problems([made], {})) == ["A/cuad-001: the contract is not of the list"]


@pytest.mark.parametrize("contract_id", sorted(NEVER))
def test_near_copies_of_the_test_part_are_refused_even_if_listed(made, contract_id):
    stray = replace(made, contract_id=contract_id)
    listed = {contract_id: replace(CHOSEN["cuad-001"], id=contract_id)}
    assert list(check_labels.problems([stray], listed)) == [f"A/{contract_id}: the contract is not of the list"]


def test_a_label_that_stands_twice_is_named(made):
    twice = replace(made, labels=made.labels * 2)
    assert "stands 2 times" in next(check_labels.problems([twice], CHOSEN))


def test_an_unknown_pass_is_named(made):
    assert "no such pass" in next(check_labels.problems([replace(made, name="D")], CHOSEN))


def test_a_quote_that_is_not_the_texts_is_found(made, contract):
    changed = _with(made, quote="All fees are not refundable.")
    assert list(check_labels.misquotes([changed], {"cuad-001": contract})) != []


def test_labels_of_another_text_are_found(made, contract):
    other = replace(contract, sha256="0")
    assert list(check_labels.misquotes([made], {"cuad-001": other})) == ["A/cuad-001: made from another text"]
    assert list(check_labels.misquotes([made], {})) == ["A/cuad-001: made from another text"]


def test_a_pass_that_is_missing_is_named(made):
    assert list(check_labels.missing([made], CHOSEN)) == ["B/cuad-001: not labelled yet"]


def test_a_contract_that_is_read_once_needs_no_second_pass(made):
    once = {name: replace(one, part=ONCE) for name, one in CHOSEN.items()}
    assert not list(check_labels.missing([made], once))
    assert list(check_labels.missing([], once)) == ["A/cuad-001: not labelled yet"]


def test_cuads_own_labels_are_a_yardstick(make_contract):
    known = make_contract(spans={"Termination For Convenience": ((3, 9),), "Parties": ((0, 2),)})
    (label,) = check_labels.as_labelled_by_cuad({"cuad-001": known})["cuad-001"]
    assert label == Label("Termination For Convenience", 3, 9, "Either")


@pytest.fixture
def command(tmp_path, listed):
    """Runs the check on a folder of labels."""
    app = Typer()
    app.command()(check_labels.main)

    def run(*kept, options=()):
        for one in kept:
            passes.write_pass(one, tmp_path / "labels")
        where = ["--labels", str(tmp_path / "labels"), "--list", str(listed("cuad-001"))]
        return CliRunner().invoke(app, [*where, *map(str, options)])

    return run


def test_sound_labels_pass_and_the_figures_are_printed(command, made, corpus, contract):
    result = command(made, replace(made, name="B"), options=["--complete", "--corpus", corpus(contract)])
    assert result.exit_code == 0, result.output
    assert "1 contracts in pass A, 1 in B, 1 in both" in result.output
    assert "| Non-Refundable | 1 + 1 | 1.00 | 1, 0, 0, 0 | - | 0 of 0 |" in result.output


def test_without_the_corpus_the_form_is_checked_all_the_same(command, made):
    assert command(made).exit_code == 0
    assert command(_with(made, category="Weather")).exit_code == 1


def test_a_misquote_fails_the_check(command, made, corpus, contract):
    result = command(_with(made, quote="All fees are not refundable."), options=["--corpus", corpus(contract)])
    assert result.exit_code == 1


def test_a_missing_pass_fails_only_where_completeness_is_wanted(command, made):
    assert command(made).exit_code == 0
    assert command(made, options=["--complete"]).exit_code == 1


def test_what_only_one_pass_has_is_listed_for_whoever_settles_it(command, made):
    bens = replace(made, name="B", labels=())
    told = "only A, cuad-001, 128: Non-Refundable: All fees are non-refundable."
    assert told in command(made, bens, options=["--differ"]).output
    assert "only A" not in command(made, bens).output


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": "B"}, "holds pass B of cuad-001"),
        ({"contract_id": "cuad-002"}, "holds pass A of cuad-002"),
        ({"labels": 7}, "expected a list"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(made, tmp_path, change, why):
    path = passes.write_pass(made, tmp_path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(BadInput, match=f"A/cuad-001.json: .*{why}"):
        passes.read_passes(tmp_path)


def test_a_file_that_is_no_json_is_refused(made, tmp_path):
    passes.write_pass(made, tmp_path).write_text("{")
    with pytest.raises(BadInput, match=r"A/cuad-001\.json: .*training\.label"):
        passes.read_passes(tmp_path)


def test_the_labels_of_the_repository_are_sound():
    kept = passes.read_passes()
    assert kept
    assert list(check_labels.problems(kept, read_list())) == []


def test_the_list_says_where_a_line_is_wrong(tmp_path):
    path: Path = tmp_path / "contracts.txt"
    path.write_text("# head\ncuad-001 learn 200 Endorsement\n")
    with pytest.raises(BadInput, match=r"contracts\.txt: line 2: not a contract"):
        read_list(path)
