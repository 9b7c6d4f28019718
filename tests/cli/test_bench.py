"""`unpromote bench`: figures with their limits, for programs and for people."""

from __future__ import annotations

import io

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
    assert (told.code, told.err) == (2, "unpromote: there is no bench 'love' (known here: quote, cases, stop)\n")
