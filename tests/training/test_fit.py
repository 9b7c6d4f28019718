"""Weights are learned from marked contracts, the same each time, and never from what is held out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer import Typer
from typer.testing import CliRunner

from training import examples, fit, measure, table
from training.contracts import Chosen, Contract
from training.passes import Label, Pass, write_pass
from unpromote.reading.scorer import read_scorer

LEAVE = "Either party may terminate this Agreement at any time for any reason."
CURE = "A party that is in breach has ten days to cure that breach after notice."
OTHER = "The blue sky is wide above the city until June 1, 2017 and the river runs by it."
TASK = fit.Task("clauses", ("Termination For Convenience", "Cure Period"), 10.0)


def written(nth):
    """An agreement of which every other one may be left, and every third one knows a cure."""
    parts = [f"This Agreement is made as of May {1 + nth}, 2016 by Ana.", OTHER]
    parts += [LEAVE] * (nth % 2) + [CURE] * (nth % 3 == 0)
    return "\n\n".join(parts)


@pytest.fixture
def contracts():
    found = []
    for nth in range(30):
        text = written(nth)
        date = f"May {1 + nth}, 2016"
        spans = {"Agreement Date": ((text.index(date), text.index(date) + len(date)),)}
        if LEAVE in text:
            spans["Termination For Convenience"] = ((text.index(LEAVE), text.index(LEAVE) + len(LEAVE)),)
        found.append(Contract(f"cuad-{nth:03d}", "Service", text, (0,), "", spans, f"Company{nth}_contract"))
    return found


@pytest.fixture
def chosen(contracts):
    return {
        one.id: Chosen(one.id, "held-out" if nth >= 24 else "train", len(one.text), one.kind)
        for nth, one in enumerate(contracts)
    }


@pytest.fixture
def labels(contracts, tmp_path):
    for one in contracts:
        start = one.text.find(CURE)
        found = (Label("Cure Period", start, start + len(CURE), CURE),) if start >= 0 else ()
        write_pass(Pass(one.id, "A", "", found), tmp_path)
    return tmp_path


@pytest.fixture
def read(contracts, chosen, labels):
    return table.table_of(examples.sentences(contracts, chosen, labels))


def everything(read):
    return np.ones(len(read.owner), bool)


def test_what_was_learned_tells_the_clauses_apart(read, contracts):
    scorer = fit.learned(TASK, read, everything(read))
    odds = scorer.sums(list(examples.features_of(contracts[3].text, contracts[3].units)))
    assert list(odds.argmax(axis=0)) == [2, 3]


def test_the_same_contracts_give_the_same_weights(read):
    one, other = (fit.learned(TASK, read, everything(read)) for _ in range(2))
    assert np.array_equal(one.weights, other.weights)


def test_our_categories_are_not_learned_from_what_is_held_out(read):
    rows = fit.learnable(read, "Cure Period")
    assert {read.contracts[owner].contract.id for owner in read.owner[~rows]} == {
        f"cuad-{n:03d}" for n in range(24, 30)
    }
    assert fit.learnable(read, "Termination For Convenience").all()


def test_what_nobody_looked_for_is_no_example(contracts, chosen, tmp_path):
    read = table.table_of(examples.sentences(contracts, chosen, tmp_path))
    assert not fit.learnable(read, "Cure Period").any()


def test_a_contract_is_scored_by_weights_that_never_saw_its_company(read, monkeypatch):
    seen = []
    plain = fit.learned
    monkeypatch.setattr(fit, "learned", lambda task, read, rows: seen.append(rows) or plain(task, read, rows))
    fit.out_of_fold(TASK, read)
    assert [set(read.fold[~rows]) for rows in seen] == [{fold} for fold in range(examples.FOLDS)]
    assert all(set(read.fold[rows]).isdisjoint(set(read.fold[~rows])) for rows in seen)


def test_a_score_of_a_half_is_where_most_contracts_are_judged_rightly(read):
    sums = fit.out_of_fold(TASK, read)
    scorer = fit.calibrated(fit.learned(TASK, read, everything(read)), read, sums)
    odds = scorer.slopes * sums + scorer.shifts
    marked = read.marked("Termination For Convenience")
    assert ((odds[:, 0] > 0) == marked).all()


def test_pruning_keeps_what_weighs_most(read):
    scorer = fit.learned(TASK, read, everything(read))
    small = fit.pruned(scorer, 20)
    assert len(small.vocabulary.names) == len(small.weights) == 20
    kept = np.abs(small.weights).max(axis=1) * small.vocabulary.rarity
    assert kept.min() >= np.sort(np.abs(scorer.weights).max(axis=1) * scorer.vocabulary.rarity)[-20]


@pytest.mark.parametrize(("odds", "there", "between"), [([3, 2, 1, 0], [1, 1, 0, 0], (1, 2)), ([3, 1], [1, 1], (1, 1))])
def test_the_threshold_lies_between_those_that_have_it_and_the_others(odds, there, between):
    found = fit.best_threshold(np.array(odds, np.float32), np.array(there, bool))
    assert between[0] <= found <= between[1]


def test_kept_labels_of_pass_c_come_before_those_of_pass_a():
    label = Label("Cure Period", 0, 4, "cure")
    passes = (Pass("cuad-001", "C", "", ()), Pass("cuad-001", "A", "", (label,)), Pass("cuad-001", "B", "", (label,)))
    assert examples.settled(passes)["cuad-001"]["Cure Period"] == ()


def test_a_date_is_marked_by_its_words_and_a_party_by_its_sentence(contracts, chosen):
    named = replace(
        contracts[0], spans={"Parties": ((contracts[0].text.index("Ana"), contracts[0].text.index("Ana") + 3),)}
    )
    (read,) = examples.sentences([named], chosen)
    assert [sorted(marks) for marks in read.marks] == [["Parties"], [], []]
    (of_dates,) = examples.dates([contracts[0]], chosen)
    assert of_dates.marks == (frozenset({"Agreement Date"}), frozenset())


@pytest.fixture
def small(contracts, corpus, tmp_path, monkeypatch):
    """Fits two categories on the small agreements, and returns where corpus, weights and sums lie."""
    for name, category in (("CLAUSES", "Termination For Convenience"), ("DAYS", "Agreement Date")):
        monkeypatch.setattr(fit, name, replace(getattr(fit, name), categories=(category,)))
    monkeypatch.setattr(measure, "CUADS", ("Agreement Date", "Termination For Convenience"))
    monkeypatch.setattr(measure, "OWN", ())
    places = [str(corpus(*contracts)), str(tmp_path / "weights"), str(tmp_path / "sums.npz")]
    result = run(fit.main, places[0], "--into", places[1], "--sums", places[2])
    assert result.exit_code == 0, result.output
    return places


def run(command, *words):
    app = Typer()
    app.command()(command)
    return CliRunner().invoke(app, words)


def test_weights_of_clauses_and_of_dates_are_written(small):
    with Path(small[1], "dates.npz").open("rb") as file:
        assert read_scorer(file).categories == ("Agreement Date",)
    assert Path(small[1], "clauses.npz").stat().st_size


def test_what_was_learned_is_measured_on_strangers(small):
    result = run(measure.main, small[0], small[2], "--weights", small[1])
    assert "| Agreement Date | 1.000 | 1.000 | 1.000 |" in result.output
    assert "| Termination For Convenience | 1.000 | 1.000 | 1.000 |" in result.output


def test_a_closer_look_is_measured_beside_the_other_on_the_fold_that_was_left_out(small, tmp_path, monkeypatch):
    monkeypatch.setattr(measure, "TOLD", ("Termination For Convenience",))
    with np.load(small[2]) as sums:
        turned = -5 * sums["clauses"]
    np.savez(tmp_path / "seen.npz", rows=np.arange(len(turned)), sums=turned, threshold=0.0)
    result = run(measure.main, small[0], small[2], "--weights", small[1], "--seen", str(tmp_path / "seen.npz"))
    assert "| Agreement Date | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 |" in result.output
    (line,) = [line for line in result.output.splitlines() if line.startswith("| Termination For Convenience")]
    plain, looked_at = line.split(" | ")[1:3]
    assert (plain, float(looked_at) < 0.5) == ("1.000", True)
