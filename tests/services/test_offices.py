"""Where somebody works: what is left unstated follows from the zone, and holidays are those of that place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from unpromote.domain.dates import Weekday
from unpromote.domain.errors import BadInput
from unpromote.domain.offices import Place
from unpromote.services.offices import country_of, office_at

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("zone", "country"), [("Europe/Berlin", "DE"), ("Asia/Kolkata", "IN"), ("UTC", "")])
def test_a_zone_belongs_to_a_country(zone, country):
    assert country_of(zone) == country


def test_the_holidays_of_the_country_come_along():
    office = office_at(Place("America/New_York"), NOW)
    assert {date(2026, 11, 26), date(2026, 12, 25), date(2027, 1, 1)} <= set(office.worked.holidays)
    assert (office.holidays_of, office.worked.open, office.worked.close) == ("US", time(9), time(17))
    assert office.worked.source.startswith("holidays ")


def test_a_region_has_holidays_of_its_own():
    epiphany = date(2027, 1, 6)
    assert epiphany in office_at(Place("Europe/Berlin", region="BY"), NOW).worked.holidays
    assert epiphany not in office_at(Place("Europe/Berlin"), NOW).worked.holidays
    assert office_at(Place("Europe/Berlin", region="BY"), NOW).holidays_of == "DE-BY"


def test_a_weekend_is_the_countrys_unless_somebody_says_otherwise():
    assert office_at(Place("Africa/Cairo"), NOW).worked.weekend == (Weekday.FRI, Weekday.SAT)
    assert office_at(Place("Africa/Cairo", weekend=(Weekday.SUN,)), NOW).worked.weekend == (Weekday.SUN,)


def test_where_nobody_knows_the_country_no_holidays_are_claimed():
    office = office_at(Place("UTC"), NOW)
    assert (office.holidays_of, office.worked.holidays, office.worked.source) == ("", (), None)


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        (Place("Mars/Olympus"), "time zone"),
        (Place("Europe/Berlin", region="XX"), "unknown region"),
        (Place("Europe/Berlin", "ZZ", "BY"), "no holidays are known"),
        (Place("Europe/Berlin", opens=time(18)), "office"),
    ],
)
def test_a_place_that_is_none_is_refused(place, problem):
    with pytest.raises(BadInput, match=problem):
        office_at(place, NOW)
