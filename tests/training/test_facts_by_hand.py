"""The facts that were read by hand in held-out contracts, as `unpromote bench read --facts` takes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import training
from training.contracts import PARTS, read_list
from unpromote.bench.gold import read_facts
from unpromote.reading.brief import in_short

FOLDER = Path(training.__file__).parent / "facts"
FILES = ("first", "second")


@pytest.mark.parametrize("name", FILES)
def test_each_is_of_a_held_out_contract_and_quotes_as_many_letters_as_it_spans(name):
    chosen = read_list()
    for row in json.loads((FOLDER / f"{name}.json").read_text("utf-8")):
        assert chosen[row["contract_id"]].part == PARTS[1]
        for fact in row["facts"]:
            assert fact["who"]
            assert [len(quote) for quote in fact["quotes"]] == [end - start for start, end in fact["spans"]]
            assert fact["pages"]
            assert 1 <= min(fact["pages"]) <= max(fact["pages"]) <= row["n_pages"]


@pytest.mark.parametrize("name", FILES)
def test_every_kind_that_people_noted_can_be_told_in_short(name):
    for row in json.loads((FOLDER / f"{name}.json").read_text("utf-8")):
        told = in_short(row["facts"])
        assert len(told) == len(row["facts"])
        assert all(one.heading and one.words for one in told)


def test_the_two_files_share_no_contract_and_the_bench_reads_them():
    first, second = (read_facts(FOLDER / f"{name}.json") for name in FILES)
    assert not first.keys() & second.keys()
    assert [len(facts) for facts in (first, second)] == [14, 14]
    assert sum(map(len, (*first.values(), *second.values()))) == 320
