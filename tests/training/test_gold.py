"""The held-out contracts are written down with our own labels beside CUAD's."""

from __future__ import annotations

from typer import Typer
from typer.testing import CliRunner

from training import gold
from training.contracts import Chosen
from unpromote.bench.gold import read_gold


def test_held_out_contracts_stand_in_the_gold_file_with_both_kinds_of_marks(
    make_contract, corpus, answered, tmp_path, monkeypatch
):
    kept = make_contract("cuad-001", spans={"Governing Law": ((0, 9),)})
    monkeypatch.setattr(gold, "read_list", lambda: {name: Chosen(name, part, 200, "Service") for name, part in PARTS})
    monkeypatch.setattr(gold, "read_passes", lambda: (answered("norefund | 1 All fees are"),))
    app, file = Typer(), tmp_path / "own.jsonl"
    app.command()(gold.main)
    told = CliRunner().invoke(app, [str(corpus(kept, make_contract("cuad-002"))), str(file)])
    (one,) = read_gold(file)
    assert told.output == "own.jsonl: 1 contracts\n"
    assert one.spans["Governing Law"] == ((0, 9),)
    assert [one.text[slice(*each)] for each in one.spans["Non-Refundable"]] == ["All fees are non-refundable."]
    assert one.spans["Morals"] == ()


PARTS = (("cuad-001", "held-out"), ("cuad-002", "train"))
