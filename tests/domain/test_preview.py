"""Many promotions at a glance: what leaving costs now, and on the cheapest day."""

from __future__ import annotations

from hypothesis import given, settings

from quoting import ask, vectors
from unpromote.domain.choices import DecisionAsked
from unpromote.domain.options import CHEAPEST, options
from unpromote.domain.preview import preview as seen
from unpromote.domain.preview import preview_json
from unpromote.domain.quote import quote
from unpromote.domain.vectors import Ask, read_ask

# 2000 are left for 20 days: 100 a day. A fee of 900 in the first half of the flight falls to nothing on 16 June, when
# 500 more are spent and 100 run on that day: 1600 then, against 1000 + 100 + 900 now.
FALLING = {
    "terms__fees": [
        {
            "id": "F",
            "clause": "8.4",
            "calc": {
                "tiers": {"by": "days_elapsed", "bands": [{"min": None, "flat": "900.00"}, {"min": 15, "flat": "0.00"}]}
            },
        }
    ],
    "terms__rights__0__fees": ["F"],
}


def preview(**changes) -> dict:
    found = ask(**changes)
    return preview_json(seen(found.terms, found.promotion, found.request))


def test_the_cheapest_day_is_today_where_waiting_buys_nothing_but_delivery():
    assert preview() == {
        "promotion": "P1",
        "currency": "EUR",
        "permitted": True,
        "code": "OK",
        "run_total": "3000.00",
        "cost": "1100.00",
        "exit_cost": "100.00",
        "cheapest_on": "2026-06-11",
        "cheapest_cost": "1100.00",
    }


def test_a_fee_that_falls_makes_a_later_day_the_cheapest():
    found = preview(**FALLING)
    assert (found["cost"], found["cheapest_on"], found["cheapest_cost"]) == ("2000.00", "2026-06-16", "1600.00")


def test_where_no_right_opens_there_is_no_cheapest_day_and_the_cost_is_that_of_the_run():
    found = preview(request__by="media")
    assert (found["permitted"], found["code"], found["cost"]) == (False, "NO_OPEN_RIGHT", "3000.00")
    assert (found["exit_cost"], found["cheapest_on"], found["cheapest_cost"]) == (None, None, None)


@settings(max_examples=60, deadline=None)
@given(vectors().map(read_ask))
def test_the_preview_names_the_day_that_the_options_name(found: Ask) -> None:
    told = seen(found.terms, found.promotion, found.request)
    weighed = options(found.terms, found.promotion, found.request, DecisionAsked())
    (option,) = (each for each in weighed if each.name == CHEAPEST)
    assert told.cheapest_cost == (option.total_over_life if option.permitted else None)


def test_both_take_the_spend_as_stated_where_a_flight_has_begun_and_nobody_says_through_when() -> None:
    begun = {"start": "2026-01-01T00:00:00+01:00", "end": "2026-01-10T00:00:00+01:00"}
    found = ask(
        promotion__flight=begun,
        promotion__spent="0.00",
        promotion__spent_through=None,
        request__sent_at="2026-01-02T01:00:00+01:00",
    )
    told, now = seen(found.terms, found.promotion, found.request), quote(found.terms, found.promotion, found.request)
    weighed = {one.name: one for one in options(found.terms, found.promotion, found.request, DecisionAsked())}
    assert now.totals is not None
    assert told.cost == weighed["cancel_now"].total_over_life == now.totals.total_owed + now.totals.forfeited
    assert told.cheapest_cost == weighed[CHEAPEST].total_over_life
