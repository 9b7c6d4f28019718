"""The cost curve as it is drawn: lines in the unit square, round ticks, the asked day, cliffs and the dead zone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from builders import QUOTE, taken_quote
from unpromote.adapters.files.report_chart import chart

ZONE = ZoneInfo("America/Los_Angeles")


REFUSED = {"permitted": False, "code": "NO_OPEN_RIGHT", "lines": [], "totals": None, "blocked": []}


def point(number: int, cost: int | None, exit_cost: int = 0, **more: Any) -> dict[str, Any]:
    """One day of a curve over a total of 10,000; without a cost, leaving is not permitted on it."""
    on = (date(2026, 9, 21) + timedelta(days=number)).isoformat()
    if cost is None:
        return {"date": on, "permitted": False, "code": "NO_OPEN_RIGHT", **more}
    saving = {"saving": f"{10_000 - cost}.00", "exit_cost": f"{exit_cost}.00", "total_owed": f"{cost}.00"}
    return {"date": on, "permitted": True, "effective_at": f"{on}T00:00:00Z", **saving, **more}


def drawn(*points: dict[str, Any], **changes: Any) -> dict[str, Any] | None:
    quote = {**QUOTE, "totals": {**QUOTE["totals"], "run_total": "10000.00"}, **changes}
    return chart(taken_quote(quote=quote, curve=points), ZONE)


def test_a_curve_fills_the_unit_square() -> None:
    made = drawn(point(0, 2000, 1000), point(1, 4000, 900), point(2, 8000, 800))
    assert made is not None
    assert made["cost"] == [[0.0, 0.16667], [0.5, 0.33333], [1.0, 0.66667]]
    assert made["exit"] == [[[0.0, 0.08333], [0.5, 0.075], [1.0, 0.06667]]]
    assert made["run_total"] == 0.83333


def test_the_axes_have_round_ticks() -> None:
    made = drawn(*(point(n, 2000 + 50 * n) for n in range(100)))
    assert made is not None
    assert [tick["label"] for tick in made["money_ticks"]] == [
        "0",
        "2,000",
        "4,000",
        "6,000",
        "8,000",
        "10,000",
        "12,000",
    ]
    assert [tick["label"] for tick in made["date_ticks"]] == [
        "21 Sep",
        "7 Oct",
        "24 Oct",
        "9 Nov",
        "26 Nov",
        "12 Dec",
        "29 Dec",
    ]


@pytest.mark.parametrize(
    ("total", "labels"),
    [
        ("3", ["0", "1", "2", "3", "4"]),
        ("0.05", ["0", "0.01", "0.02", "0.03", "0.04", "0.05", "0.06"]),
        ("12", ["0", "2.5", "5", "7.5", "10", "12.5"]),
        ("987656", ["0", "200,000", "400,000", "600,000", "800,000", "1,000,000"]),
        ("0", ["0", "0.2"]),
    ],
)
def test_axes_fit_any_amount(total: str, labels: list[str]) -> None:
    made = drawn(point(0, None), point(1, None), totals={"run_total": total})
    assert made is not None
    assert [tick["label"] for tick in made["money_ticks"]] == labels
    assert 0 <= made["run_total"] <= made["money_ticks"][-1]["at"] == 1


def test_the_day_that_was_asked_for_is_marked_with_its_figures() -> None:
    made = drawn(point(-1, 1000, 500), point(0, 2000, 1000), point(1, 4000, 900))
    assert made is not None
    assert made["asked"] == {"at": 0.5, "label": "asked 21 Sep: 2,000.00 and 1,000.00", "values": [0.16667, 0.08333]}


def test_a_day_outside_the_curve_is_not_marked() -> None:
    made = drawn(point(1, 2000), point(2, 4000))
    assert made is not None
    assert made["asked"] is None


def test_the_price_breaks_off_where_leaving_is_not_permitted() -> None:
    made = drawn(point(0, None), point(1, 2000, 500), point(2, None), point(3, 3000, 500))
    assert made is not None
    assert [len(part) for part in made["exit"]] == [1, 1]
    assert [y for _, y in made["cost"]] == [0.83333, 0.16667, 0.83333, 0.25]
    assert made["asked"] == {"at": 0.0, "label": "asked 21 Sep: 10,000.00", "values": [0.83333]}


def test_the_dead_zone_begins_when_no_later_day_saves_anything() -> None:
    made = drawn(point(0, 2000), point(1, 10_000), point(2, 9000), point(3, 10_000), point(4, 10_000))
    assert made is not None
    assert made["dead"] == {"at": 0.75, "label": "from 24 Sep leaving saves nothing"}


def test_without_a_dead_zone_none_is_drawn() -> None:
    made = drawn(point(0, 2000), point(1, 3000))
    assert made is not None
    assert made["dead"] is None


def test_days_after_the_end_are_not_drawn() -> None:
    made = drawn(point(0, 2000), point(1, 3000), point(2, None, code="ALREADY_ENDED"))
    assert made is not None
    assert len(made["cost"]) == 2


def key_days(*points: dict[str, Any]) -> list[str]:
    made = drawn(*points)
    assert made is not None
    return [row["date"][:6] for row in made["key_days"]]


def test_the_table_shows_a_cliff_with_the_day_before_it() -> None:
    rising = [point(n, 2000 + 100 * n) for n in range(5)]
    cheaper = [point(n, 100 * n) for n in range(5, 10)]
    assert key_days(*rising, *cheaper) == ["21 Sep", "25 Sep", "26 Sep", "30 Sep"]


def test_every_step_of_a_tariff_is_a_cliff() -> None:
    steps = [point(n, 1000 * (1 + n // 4)) for n in range(12)]
    assert key_days(*steps) == ["21 Sep", "24 Sep", "25 Sep", "28 Sep", "29 Sep", "2 Oct "]


def test_a_steady_rise_has_no_cliff_but_its_dead_zone() -> None:
    rising = [point(n, min(10_000, 2000 + 1000 * n)) for n in range(20)]
    assert key_days(*rising) == ["21 Sep", "29 Sep", "10 Oct"]


@pytest.mark.parametrize("points", [[], [point(0, 2000)], [point(0, 1), point(1, None, code="ALREADY_ENDED")]])
def test_fewer_than_two_days_are_no_curve(points: list[dict[str, Any]]) -> None:
    assert drawn(*points) is None


def test_a_refused_quote_still_shows_later_days() -> None:
    later = (point(0, None), point(1, 2000, 500, forfeited="100.00"), point(2, 3000, 500))
    made = chart(taken_quote(quote=REFUSED, curve=later), ZONE)
    assert made is not None
    assert made["run_label"] == "let it run: 10,100.00"


def test_a_refused_quote_without_any_open_day_has_no_curve() -> None:
    assert chart(taken_quote(quote=REFUSED, curve=(point(0, None), point(1, None))), ZONE) is None
    assert chart(None, ZONE) is None
