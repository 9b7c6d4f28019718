"""Budgets: by the day or whole. One by the day is worth its days; without an end nobody knows what it is in all."""

from __future__ import annotations

from datetime import date
from enum import Enum

from moneyed import Money

from unpromote.domain.errors import BadInput


class Mode(Enum):
    """What a budget's amount is for."""

    DAY = "day"
    FLIGHT = "flight"


def over_days(a_day: Money, start: date, end: date) -> Money:
    """Return what a budget by the day comes to on the days [start, end).

    Raises:
        BadInput: there is no such day.
    """
    if end <= start:
        problem = f"the end {end} is not after the start {start}"
        raise BadInput(problem, place="flight", mend="the end is the first day on which it no longer runs")
    return a_day * (end - start).days
