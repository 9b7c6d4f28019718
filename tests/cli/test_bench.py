"""`unpromote bench`: figures with their limits, for programs and for people."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from unpromote.bench.figures import Figure
from unpromote.cli import bench

QUICK = (Figure("quotes", 4000, "quotes/s", "counted", at_least=3000), Figure("size", 3, "MiB", "weighed"))
SLOW = (Figure("curve", 50, "ms", "median", at_most=40),)


@pytest.fixture
def benches(monkeypatch):
    known = {"quick": lambda _: QUICK, "slow": lambda part: [*SLOW, Figure("part", part, "of it", "asked")]}
    monkeypatch.setattr(bench, "BENCHES", known)


def test_programs_read_each_figure_with_its_limit(say, benches):
    told = say("bench", "quick").json
    assert (told["bench"], told["holds"], told["part"]) == ("quick", True, 1.0)
    assert [(each["value"], each["limit"], each["holds"]) for each in told["figures"]] == [
        (4000, ">= 3000", True),
        (3, None, None),
    ]


def test_a_limit_that_is_missed_is_said_and_part_of_the_work_is_enough(say, benches):
    told = say("bench", "slow", "--part", "0.5", "--json")
    assert (told.code, told.json["holds"], told.json["figures"][1]["value"]) == (0, False, 0.5)


def test_people_see_a_table(say, benches, monkeypatch):
    page = io.StringIO()
    terminal = Console(file=page, force_terminal=True, no_color=True, width=120)
    monkeypatch.setattr(bench, "Console", lambda: terminal)
    assert say("bench", "slow").out == ""
    assert "curve" in page.getvalue()
    assert "<= 40" in page.getvalue()


def test_an_unknown_bench_is_refused_with_the_known_ones(say):
    told = say("bench", "love")
    assert (told.code, told.err) == (2, "unpromote: there is no bench 'love' (known here: quote, cases, stop, read)\n")


def test_a_figure_that_was_not_taken_is_said_to_be_none(say, monkeypatch):
    nothing = Figure("scan", None, "s", "not measured: OCR is needed", at_most=4)
    monkeypatch.setattr(bench, "BENCHES", {"quick": lambda _: [nothing]})
    told = say("bench", "quick").json
    assert (told["holds"], told["figures"][0]["value"], told["figures"][0]["holds"]) == (True, None, None)
    assert bench._table((nothing,)).row_count == 1


# --- read, which is given what it reads -------------------------------------------------------


@pytest.fixture
def deals(tmp_path):
    """A folder with one agreement, and the file that marks it."""
    law = "This Agreement shall be governed by the laws of the State of Kansas."
    text = f"1. Fees. The Sponsor pays the invoices of the Owner.\n\n2. Law. {law}\n"
    (tmp_path / "deals").mkdir()
    (tmp_path / "deals" / "deal-1.txt").write_text(text)
    marked = {"contract_id": "deal-1", "text": text, "spans": {"Governing Law": [[text.index(law), len(text) - 1]]}}
    (tmp_path / "gold.jsonl").write_text(json.dumps(marked))
    return tmp_path / "deals", tmp_path / "gold.jsonl"


def test_reading_is_measured_on_what_is_given(say, deals):
    told = say("bench", "read", "--agreements", deals[0], "--gold", deals[1], "--part", "1")
    figures = {each["name"]: each["value"] for each in told.json["figures"]}
    assert (told.code, told.json["bench"], figures["macro AUPR"]) == (0, "read", 1)


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ((), "--agreements and --gold"),
        (("--agreements", "."), "--gold"),
        (("--gold", "g", "--facts", "f"), "--agreements"),
    ],
)
def test_reading_is_refused_without_what_it_reads(say, options, missing):
    told = say("bench", "read", *options)
    mend = "give `read` a folder of documents and the file that marks them"
    assert (told.code, told.err) == (2, f"unpromote: missing: {missing} ({mend})\n")


@pytest.mark.parametrize("option", ["--agreements", "--gold", "--facts"])
def test_other_benches_take_nothing_to_read(say, benches, option):
    told = say("bench", "quick", option, "x")
    assert told.code == 2
    assert "quick brings its own work" in told.err


def test_a_gold_file_that_is_none_is_refused_with_its_line(say, deals):
    deals[1].write_text("no JSON")
    told = say("bench", "read", "--agreements", deals[0], "--gold", deals[1])
    assert told.code == 2
    assert "gold.jsonl: line 1: the line is no marked agreement" in told.err
