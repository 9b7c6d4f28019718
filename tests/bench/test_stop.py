"""A handful of campaigns stopped as thousands would be: each step a real process, against a real emulator."""

from __future__ import annotations

import pytest

from unpromote.bench import stop
from unpromote.domain.errors import OutsideFailed


@pytest.fixture(scope="module")
def figures():
    return {figure.name: figure for figure in stop.figures(0.03)}


def test_nothing_stays_on_and_nothing_is_said_to_be_off_that_is_on(figures):
    told = {name: figure.value for name, figure in figures.items() if "still on" in name or "falsely" in name}
    assert len(told) == 6
    assert set(told.values()) == {0}


def test_every_size_is_measured_against_what_tiktok_allows(figures):
    limits = {name: figure.at_most for name, figure in figures.items() if "accepted" in name or "read back" in name}
    assert sorted(set(limits.values())) == [1.1, 1.15, 1.25, 1.35, 1.4]
    assert figures["1 campaign"].at_most == 1.5
    assert all(figures[name].value > 0 for name in ("1 campaign", *limits))


def test_the_order_by_money_saves(figures):
    assert figures["avoided by the order"].value > 0
    assert 0 < figures["spent until the stop"].value < figures["spent until a rule's poll"].value


def test_the_sdk_is_measured_beside_it(figures):
    assert 0 < figures["SDK, 20 ids a call"].value < figures["SDK, 1 id a call"].value


def test_budgets_differ_as_in_practice():
    written = stop._promotions(11, {})
    assert sum(one["count"] for one in written) == 11
    assert {one["daily_budget"] for one in written} >= {"20.00", "2560.00"}


def test_what_was_spent_follows_from_when_each_stopped():
    assert stop._spent({"1": 86_400.0, "2": 8_640.0}, {"1": 1.0, "2": 10.0}) == 2.0


def test_without_the_sdk_it_is_left_out(monkeypatch):
    monkeypatch.setattr(stop, "find_spec", lambda _: None)
    assert list(stop._beside(20)) == []


def test_a_step_that_fails_is_told(capfd):
    with pytest.raises(OutsideFailed, match="ended with 1"):
        stop._child("sdk 1", "http://127.0.0.1:1")
    assert "Error" in capfd.readouterr().err
