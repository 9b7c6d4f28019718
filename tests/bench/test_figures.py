"""A figure says its limit and whether it is kept."""

from __future__ import annotations

import time

import pytest

from unpromote.bench.figures import Figure, peak_memory, share, timed


@pytest.mark.parametrize(
    ("limits", "limit", "holds"),
    [
        ({"at_least": 3000}, ">= 3000", True),
        ({"at_least": 3000.1}, ">= 3000.1", False),
        ({"at_most": 3000}, "<= 3000", True),
        ({"at_most": 2999.9}, "<= 2999.9", False),
        ({}, "", None),
    ],
)
def test_a_limit_is_kept_up_to_its_very_value(limits, limit, holds):
    figure = Figure("quotes", 3000, "quotes/s", "counted", **limits)
    assert (figure.limit, figure.holds) == (limit, holds)


def test_the_written_figure_has_its_limit_beside_it():
    written = Figure("curve", 12.34567, "ms", "median of 3", at_most=40).to_json()
    limit = {"unit": "ms", "limit": "<= 40", "holds": True}
    assert written == {"name": "curve", "value": 12.346, **limit, "how": "median of 3"}
    assert Figure("curve", 1, "ms", "once").to_json()["limit"] is None


def test_what_was_not_measured_keeps_no_limit_and_breaks_none():
    figure = Figure("scan", None, "s", "not measured: OCR is needed", at_most=4)
    assert (figure.holds, figure.to_json()["value"]) == (None, None)


def test_a_share_of_nothing_is_none():
    assert (share(1, 4), share(0, 4), share(0, 0)) == (0.25, 0, None)


def test_sleep_takes_time_on_the_wall_and_none_of_the_processor():
    took = timed(lambda: time.sleep(0.05))
    assert took.wall >= 0.05
    assert took.cpu < 0.04


def test_the_peak_of_memory_grows_with_what_is_held_and_stays():
    before = peak_memory()
    assert 2**20 < before < 2**40
    held = bytearray(before)
    grown = peak_memory()
    assert grown > before + len(held) // 2
    del held
    assert peak_memory() > grown - 2**20  # the kernel counts in batches
