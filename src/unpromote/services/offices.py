"""Offices: a counterpart's hours and holidays, looked up for the place where they work.

Holidays come from the `holidays` library, whose dates are those by law; what is left unstated follows from the zone:
its country by the zone table of IANA, and that country's usual weekend.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

import holidays

from unpromote.domain.checks import zone_named
from unpromote.domain.dates import WEEKDAYS, Calendar, Weekday, civil_date
from unpromote.domain.errors import BadInput
from unpromote.domain.offices import FIVE_DAYS, Office, Place
from unpromote.services.policies import chasing
from unpromote.services.versions import installed

AHEAD = timedelta(days=120)  # further than the longest wait of a ladder; every new start of a clock looks again


def office_at(place: Place, now: datetime) -> Office:
    """Return the office at a place, with the holidays of the next months.

    Raises:
        BadInput: the zone is unknown, the hours are none, or the region is not one of the country.
    """
    zone = zone_named(place.zone, place="office.zone")
    country = place.country or country_of(place.zone)
    weekend, dates = _days_off(country, place.region, civil_date(now, zone))
    usual = chasing().office
    calendar = Calendar(
        weekend=weekend if place.weekend is None else place.weekend,
        holidays=dates,
        open=place.opens or usual.opens,
        close=place.closes or usual.closes,
        source=f"holidays {installed().holidays}" if dates else None,
    )
    known = "-".join(filter(None, (country, place.region))) if country in _countries() else ""
    return Office(zone=place.zone, worked=calendar, holidays_of=known)


def country_of(zone: str) -> str:
    """Return the country that a zone belongs to, "" where it belongs to none or to several."""
    return _zones().get(zone, "")


@cache
def _zones() -> dict[str, str]:
    """Return the country of each zone, from IANA's own table: lines of country, coordinates, zone, remark."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


@cache
def _countries() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries())


def _days_off(country: str, region: str, today: date) -> tuple[tuple[Weekday, ...], tuple[date, ...]]:
    if country not in _countries():
        if region:
            raise BadInput(
                f"no holidays are known for {country!r}", place="office.country", mend="leave the region out"
            )
        return FIVE_DAYS.weekend, ()
    until = today + AHEAD
    weekend, dates = _of_years(country, region, today.year, until.year)
    return weekend, tuple(day for day in dates if today <= day <= until)


@cache
def _of_years(country: str, region: str, first: int, last: int) -> tuple[tuple[Weekday, ...], tuple[date, ...]]:
    try:
        found = holidays.country_holidays(country, subdiv=region or None, years=range(first, last + 1))
    except NotImplementedError:
        known = ", ".join(sorted(holidays.list_supported_countries()[country])) or "none"
        raise BadInput(
            f"unknown region {region!r} of {country}", place="office.region", mend=f"known: {known}"
        ) from None
    return tuple(WEEKDAYS[day] for day in sorted(found.weekend)), tuple(sorted(found))
