"""The cost curve: exact figures for the chart, the same as a table, and what it shows in words."""

from __future__ import annotations

import pytest

import builders
from unpromote.domain.events import QuoteTaken
from unpromote.services.record import record
from web.pages import PAGE, every, words

DEAD = {"permitted": True, "total_owed": "125400.00", "exit_cost": "60000.00", "saving": "0.00"}
OVER = {"permitted": False, "code": "ALREADY_ENDED"}


def take(curve, **changes):
    case = builders.saved_case("ready")
    taken = builders.taken_quote(curve=tuple(curve), **changes)
    record(case.id, QuoteTaken(at=builders.NOW, by="ana", quote=taken))


def test_figures_come_as_exact_text_with_their_shown_form(ana):
    builders.saved_case("quoted")
    curve = ana.get(f"{PAGE}curve.json").json()
    assert curve["run"] == "125400.00"
    assert curve["points"][1] == {
        "date": "2026-09-22",
        "day": "22 Sep 2026",
        "permitted": True,
        "total": "87900.00",
        "exit": "66900.00",
        "saving": "37500.00",
        "total_shown": "$87,900.00",
        "exit_shown": "$66,900.00",
        "saving_shown": "$37,500.00",
    }


def test_the_same_figures_stand_in_a_table(ana):
    builders.saved_case("quoted")
    rows = every(ana.get(PAGE), ".curve-table tbody tr")
    assert len(rows) == 30
    assert rows[0] == "21 Sep 2026 $87,000.00 $67,000.00 $38,400.00"


def test_a_case_without_a_quote_has_no_curve(ana):
    builders.saved_case("ready")
    assert ana.get(f"{PAGE}curve.json").status_code == 404
    assert "Cost by day" not in words(ana.get(PAGE))


def test_a_day_without_a_right_costs_what_letting_it_run_costs(ana):
    take([*builders.curve()[:2], {"date": "2026-12-30", **OVER}])
    page = ana.get(PAGE)
    assert every(page, ".curve-table tbody tr")[2] == "30 Dec 2026 not allowed $125,400.00 \N{EN DASH} $0.00"


@pytest.mark.parametrize(
    ("curve", "told"),
    [
        (builders.curve(), "The first day is the cheapest."),
        (
            [*builders.curve()[:3], {"date": "2026-09-24", **DEAD}, {"date": "2026-09-25", **DEAD}],
            "From 24 Sep 2026 on, leaving saves nothing.",
        ),
        (
            [*builders.curve()[:3], {**builders.curve()[3], "cost": "30000.00"}],
            "The cheapest day is 24 Sep 2026: $30,000.00.",
        ),
    ],
)
def test_the_curve_is_told_in_words(ana, curve, told):
    take(curve)
    assert told in words(ana.get(PAGE), "section[aria-labelledby=curve]")


def test_a_curve_without_any_figure_says_so(ana):
    refused = {"permitted": False, "code": "NO_OPEN_RIGHT", "blocked": []}
    take([{"date": "2026-09-21", **OVER}], permitted=False, price=builders.usd("0"), quote=refused, settlements=())
    page = ana.get(PAGE)
    assert "On none of these days can anything be said about the cost." in words(page)
    assert every(page, ".curve-table tbody tr") == ["21 Sep 2026 not allowed \N{EN DASH} \N{EN DASH} $0.00"]


def test_without_a_right_no_day_is_called_the_cheapest_just_for_being_first(ana):
    refused = {"permitted": False, "code": "NO_OPEN_RIGHT", "blocked": []}
    days = [{"date": f"2026-09-2{n}", "cost": "9.00", **OVER} for n in range(2)]
    take(days, permitted=False, price=builders.usd("0"), quote=refused, settlements=())
    told = words(ana.get(PAGE), "section[aria-labelledby=curve]")
    assert "cheapest" not in told
    assert "saves nothing" not in told
