"""Tariffs by days before the start: where each step begins, and what the words leave open about it."""

from __future__ import annotations

import pytest

from unpromote.reading.tariffs import read_tariff

DEFINITE = [
    ("25% if cancelled less than 30 days before the start", "days_before_start", [(None, "0.25"), (30, "0")]),
    ("25% if cancelled 30 days or less before the start", "days_before_start", [(None, "0.25"), (31, "0")]),
    (
        "within 10 days before the start 50%; at least 10 days before the start 25%",
        "days_before_start",
        [(None, "0.5"), (10, "0.25")],
    ),
    (
        "50% within 10 days before the start, 25% more than 10 days before the start",
        "days_before_start",
        [(None, "0.5"), (11, "0.25")],
    ),
    (
        "25% between 30 and 10 days before the event, 100% less than 10 days before the event",
        "days_before_start",
        [(None, "1"), (10, "0.25"), (31, "0")],
    ),
    ("50% within 48 hours of the first airing", "hours_before_start", [(None, "0.5"), (48, "0")]),
    (
        "50% if cancelled 14 to 30 days before the start, 100% within 14 days.",
        "days_before_start",
        [(None, "1"), (14, "0.5"), (31, "0")],
    ),
    ("20% less than two weeks prior to the launch", "days_before_start", [(None, "0.2"), (14, "0")]),
    (
        "50% 10 days or more before the start, 100% under 10 days before the start",
        "days_before_start",
        [(None, "1"), (10, "0.5")],
    ),
]


@pytest.mark.parametrize(("words", "by", "bands"), DEFINITE)
def test_a_step_begins_where_the_words_say(words, by, bands):
    tariff = read_tariff(words)
    assert tariff.by == by
    assert [[(band["min"], band["rate"]) for band in table] for table in tariff.tables] == [bands]


def test_a_boundary_that_is_left_open_gives_two_tables():
    tariff = read_tariff("50% if cancelled within 10 business days before the campaign starts")
    assert tariff.by == "business_days_before_start"
    assert [table[1]["min"] for table in tariff.tables] == [10, 11]


@pytest.mark.parametrize(
    "words",
    [
        "25% of the fee",
        "25% between 30 and 10 days before the start",  # and later?
        "50% less than 5 days before the start, 25% more than 10 days before the start",  # and between?
        "25% at least 30 days before the start",
        "50% less than 5 days before the start, 25% less than 48 hours before the start",
        "ten percent (15%) less than 5 days before the start",
        "50% less than 5 days before the start, and 25% otherwise",
        "25% after 10 days before the start",
        "25% within 30 days of the invoice",
    ],
)
def test_a_table_with_a_hole_is_none(words):
    assert read_tariff(words) is None
