"""Two evaluators, written apart from the same rules, agree on thousands of drawn agreements, on every field."""

from __future__ import annotations

from collections import Counter

import pytest

from naive.compare import differences
from naive.drawn import drawn, drawn_curve
from naive.quote import answer as naive_answer
from unpromote.domain.vectors import answer, read_ask

QUOTES, AT_ONCE = 5000, 250
CURVES, CURVES_AT_ONCE, FIRST_CURVE = 300, 30, 100_000
OUTCOMES = {"OK", "ALREADY_CANCELLED", "NOTICE_FORM_INVALID", "ALREADY_ENDED", "NO_OPEN_RIGHT"}
OBSTACLES = {
    "NOT_HOLDER",
    "FACT_MISSING",
    "CONDITION_NOT_MET",
    "CONDITION_ENDED",
    "NOT_YET",
    "CURED",
    "CURE_RUNNING",
    "NON_CANCELLABLE_WINDOW",
    "TOO_LATE",
}
LINES = {
    "delivered",
    "custom_material",
    "notice_delivery",
    "fee",
    "cap_adjustment",
    "short_rate",
    "shortfall",
    "credit",
}
DIRECTIONS = {"pay", "clawback", "forgive", "credit", "none"}


def disagreement(ask):
    return list(differences(naive_answer(ask), answer(read_ask(ask))))


def disagreements(draw, seeds):
    return {seed: found for seed in seeds if (found := disagreement(draw(seed)))}


@pytest.mark.parametrize("first", range(0, QUOTES, AT_ONCE))
def test_both_give_the_same_quote(first):
    assert disagreements(drawn, range(first, first + AT_ONCE)) == {}


@pytest.mark.parametrize("first", range(FIRST_CURVE, FIRST_CURVE + CURVES, CURVES_AT_ONCE))
def test_both_give_the_same_cost_curve(first):
    assert disagreements(drawn_curve, range(first, first + CURVES_AT_ONCE)) == {}


def told(seeds):
    """How often each thing is said in the drawn quotes."""
    counted = Counter()
    for quote in (naive_answer(drawn(seed)) for seed in seeds):
        counted.update([quote["code"], *(right["code"] for right in quote["blocked"])])
        counted.update(line["code"].partition(":")[0] for line in quote.get("lines", []))
        counted.update(f"creator {creator['direction']}" for creator in quote.get("creators", []))
        counted.update([quote.get("effect"), f"refund {(quote.get('refund') or {}).get('method')}"])
    return counted


def test_at_least_half_may_be_cancelled_and_every_outcome_obstacle_line_and_direction_is_drawn_often():
    found = told(range(QUOTES))
    expected = OUTCOMES | OBSTACLES | LINES | {f"creator {direction}" for direction in DIRECTIONS}
    expected |= {"cancels", "expires_first", "refund original", "refund account_credit", "refund none"}
    assert {what: found[what] for what in expected if found[what] < 20} == {}
    assert found["OK"] >= QUOTES / 2


def test_a_seed_draws_the_same_agreement_again():
    assert drawn(7) == drawn(7)
    assert drawn_curve(FIRST_CURVE) == drawn_curve(FIRST_CURVE)
