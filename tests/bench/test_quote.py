"""The bench of quotes measures the agreements that the vectors work out, and all of what it says it does."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from unpromote.bench.quote import figures

SHARED = Path(__file__).parents[1] / "vectors" / "shared.json"


def test_the_workload_is_the_agreements_of_the_shared_vectors():
    shipped = [json.loads(line) for line in (files("unpromote.bench") / "quotes.jsonl").read_text().splitlines()]
    asked = json.loads(SHARED.read_text())["vectors"]
    assert shipped == [{key: each[key] for key in ("id", "terms", "promotion", "request")} for each in asked]


def test_every_figure_is_measured():
    found = {figure.name: figure for figure in figures(0.002)}
    assert all(figure.value > 0 for figure in found.values())
    limits = {name: figure.limit for name, figure in found.items() if figure.limit}
    assert limits == {
        "20 promotions previewed": "<= 30",
        "memory, ten times the promotions": "<= 1.1",
        "single quotes": ">= 3000",
        "curve of 365 days": "<= 40",
    }
    assert found["single quotes"].how.startswith("44 quotes")
    assert found["curve of 365 days"].how.startswith("median of 11 curves")
