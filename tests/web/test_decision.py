"""The ways on side by side: totals over the life, the cliffs ahead, and what a person wants weighed."""

from __future__ import annotations

from dataclasses import asdict

import pytest

import builders
from unpromote.web import formats
from unpromote.web.show.decision import cliffs, decision
from web import real
from web.pages import PAGE, every, tree, words
from web.test_strictness import everything

DECISION = f"{PAGE}decision/"
LA = formats.zone_of("America/Los_Angeles")
CLIFF = {
    "at": "2026-10-30T00:00:00-07:00",
    "still": False,
    "cost_before": "121200.00",
    "cost_after": "125400.00",
    "jump": "4200.00",
    "permitted_after": True,
    "why": "effect: cancels -> expires_first",
}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.UNPROMOTE = {**settings.UNPROMOTE, "data": tmp_path}


def test_every_way_stands_with_its_total_and_the_difference_to_the_cheapest(ana):
    real.quoted()
    rows = every(ana.get(DECISION), ".options > tbody > tr")
    assert rows[0].startswith("Let it run Nothing changes: all that was booked is delivered and paid.")
    assert rows[0].endswith("at the end of the flight $125,400.00 +$40,500.00")
    assert rows[3].endswith("sent 21 Sep 2026, off from 21 Nov 2026, 00:00 PST $84,900.00 the least")
    assert "Cancel at once" in rows[4]
    assert rows[4].endswith("Not here: no right has a fee in lieu of notice agreed.")


def test_the_rest_has_a_price_below_which_one_leaves(ana):
    real.quoted()
    told = words(ana.get(DECISION), "section[aria-labelledby=worth]")
    assert (
        "the $39,000.00 of delivery that you would give up, over 39 days, is worth less to you than $38,400.00" in told
    )
    assert "From 30 Oct 2026 on the notice outlasts the flight: cancelling saves nothing." in told


def test_a_harm_per_day_raises_the_bar_and_is_taken_off(ana):
    real.quoted()
    page = ana.get(DECISION, {"harm_per_day": "100"})
    assert "With a harm of $100.00 on each of the 39 days that fall away, the bar rises to $42,300.00." in words(page)
    assert every(page, ".options > tbody > tr")[1].endswith("$3,900.00 $83,100.00")
    assert tree(page).css_first("#harm_per_day").attributes["value"] == "100"


def test_waiting_until_a_day_is_split_into_delivery_and_the_rest(ana):
    real.quoted()
    told = words(ana.get(DECISION, {"until": "2026-10-01"}))
    assert "Waiting until 1 Oct 2026 costs $9,000.00: $10,000.00 of delivery bought meanwhile" in told
    assert "\N{MINUS SIGN}$1,000.00 of change in fees" in told


def test_cliffs_are_instants_with_the_jump_in_words(ana):
    real.quoted()
    (cliff,) = every(ana.get(DECISION), ".cliffs li")
    assert cliff.startswith("Cancel before 30 Oct 2026, 00:00 PDT, or $4,200.00 more.")
    assert every(ana.get(PAGE), ".cliffs li") == ["Cancel before 30 Oct 2026, 00:00 PDT, or $4,200.00 more."]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"still": True}, "Cancel up to 30 Oct 2026, 00:00 PDT, or $4,200.00 more."),
        ({"jump": "-10.00"}, "Wait until 30 Oct 2026, 00:00 PDT, and $10.00 less."),
        ({"jump": None}, "Act before 30 Oct 2026, 00:00 PDT, or it goes on; what that costs cannot be said."),
        ({"jump": "0.00"}, "At 30 Oct 2026, 00:00 PDT the outcome changes, not the sum."),
        (
            {"permitted_after": False},
            "Cancel before 30 Oct 2026, 00:00 PDT, or $4,200.00 more; after it cancelling is not allowed.",
        ),
    ],
)
def test_a_cliff_is_told_as_it_is(changes, told):
    (cliff,) = cliffs({"currency": "USD", "cliffs": [CLIFF | changes]}, LA)
    assert cliff.told == told
    assert cliff.day == "2026-10-30"


def test_the_chart_gets_the_cliffs_and_the_dead_zone(ana):
    real.quoted()
    curve = ana.get(f"{PAGE}curve.json").json()
    assert curve["dead_zone"] == "2026-10-30"
    assert [cliff["day"] for cliff in curve["cliffs"]] == ["2026-10-30"]


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"harm_per_day": "much"}, "decision.harm_per_day"),
        ({"until": "2030-01-01"}, "nothing can be said of waiting until 2030-01-01"),
        ({"until": "soon"}, "until"),
        ({"pause_from": "2026-10-09", "pause_to": "2026-10-01"}, "the pause ends before it starts"),
    ],
)
def test_what_cannot_be_weighed_is_said_beside_what_can(ana, asked, refusal):
    real.quoted()
    page = ana.get(DECISION, asked)
    assert page.status_code == 422
    assert refusal in words(page, "[role=alert]").lower()
    assert every(page, ".options > tbody > tr") != []


def test_without_a_quote_nothing_is_weighed(ana):
    builders.saved_case("ready")
    page = ana.get(DECISION)
    assert page.status_code == 409
    assert "take one first" in words(page, "[role=alert]")


def test_weighing_changes_nothing_and_dan_sees_nothing(ana, dan):
    real.quoted()
    before = everything()
    ana.get(DECISION, {"harm_per_day": "100", "until": "2026-10-01"})
    assert everything() == before
    assert dan.get(DECISION).status_code == 404


def test_a_decision_over_nothing_to_leave_says_less():
    found = {
        "currency": "USD",
        "options": [],
        "cliffs": [],
        "break_even": None,
        "harm": None,
        "waiting": None,
        "dead_zone_on": None,
    }
    shown = asdict(decision(found, LA))
    assert {name for name, value in shown.items() if value} == set()


def test_a_saving_of_nothing_is_no_reason_to_leave():
    even = {"value": "0.00", "per_unit": None, "undelivered": "10.00", "days_given_up": 1}
    found = {"currency": "USD", "options": [], "cliffs": [], "break_even": even, "harm": None, "dead_zone_on": None}
    told = decision({**found, "waiting": None}, LA).break_even
    assert told == "Cancelling now saves nothing; $10.00 of delivery over 1 day would be given up."
