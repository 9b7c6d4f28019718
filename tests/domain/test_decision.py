"""Run, leave now or leave later: cliffs are instants with a price, the dead zone has a first day."""

from __future__ import annotations

from typing import Any

import pytest

from quoting import ask
from unpromote.domain.decision import decide, decision_json

FEE = {"id": "F", "clause": "8.4"}
CONV = {"id": "conv", "clause": "8.1", "ground": "convenience", "holders": ["advertiser"], "notice": None}
CAUSE = {**CONV, "id": "cause", "ground": "breach", "cure": {"n": 5, "unit": "days"}}


def decided(**changes: Any) -> dict[str, Any]:
    found = ask(**changes)
    return decision_json(decide(found.terms, found.promotion, found.request))


def before_start(**changes: Any) -> dict[str, Any]:
    booked = {"promotion__spent": "0.00", "promotion__spent_through": None}
    return decided(**booked, request__sent_at="2026-05-28T10:00:00+02:00", **changes)


def tiers(by: str, *bands: tuple[int | None, str]) -> dict[str, Any]:
    steps = [{"min": bound, "rate": rate} for bound, rate in bands]
    fee = {**FEE, "calc": {"sum": [{"tiers": {"by": by, "bands": steps, "base": "budget"}}]}}
    return {"terms__fees": [fee], "terms__rights__0__fees": ["F"]}


def cliff(found: dict[str, Any], n: int = 0) -> tuple[str, bool, str]:
    each = found["cliffs"][n]
    return each["at"], each["still"], each["jump"]


def test_a_tier_by_days_falls_at_midnight() -> None:
    found = before_start(**tiers("days_before_start", (3, "0"), (None, "0.5")))
    assert cliff(found) == ("2026-05-30T00:00:00+02:00", False, "1500.00")
    assert found["cliffs"][0]["why"] == "fee:F band: from 3 -> below the others"


def test_a_tier_by_hours_falls_just_after_its_instant() -> None:
    found = before_start(**tiers("hours_before_start", (30, "0.1"), (None, "0.5")))
    assert cliff(found) == ("2026-05-30T18:00:00+02:00", True, "1200.00")


def test_closing_time_is_a_cliff_where_receipt_depends_on_it() -> None:
    rule = {"email": {"rule": "business_hours"}}
    found = before_start(terms__notice_receipt=rule, **tiers("days_before_start", (3, "0"), (None, "0.5")))
    # Received on Monday, the first flight day: the fee of 1500 and a day of service.
    assert cliff(found) == ("2026-05-29T17:00:00+02:00", True, "1600.00")


def test_a_window_shuts_and_opens() -> None:
    edges = {"from": {"anchor": "start", "offset_days": 14}, "to": {"anchor": "start", "offset_days": 16}}
    found = decided(terms__windows=[{"id": "W", "clause": "4", "blocks": ["convenience"], **edges}])
    assert [each["permitted_after"] for each in found["cliffs"]] == [False, True]
    assert [each["at"][:10] for each in found["cliffs"]] == ["2026-06-15", "2026-06-17"]


def test_the_last_moment_of_a_right_still_counts() -> None:
    until = {"until": {"anchor": "start", "offset_days": 14}}
    found = decided(terms__rights=[{**CONV, "available": until}])
    assert cliff(found) == ("2026-06-15T00:00:00+02:00", True, "1600.00")


def test_a_cure_that_runs_out_makes_leaving_cheaper() -> None:
    notice = {"n": 10, "unit": "days"}
    found = decided(
        terms__rights=[{**CONV, "notice": notice}, CAUSE],
        promotion__facts={"breach": {"by": "media", "notice_received_at": "2026-06-10T10:00:00+02:00"}},
        request__reason="counterparty_breach",
    )
    assert cliff(found) == ("2026-06-16T00:00:00+02:00", False, "-1000.00")
    assert found["waiting"] == {"until": "2026-06-16", "cost": "-500.00", "delivery": "-500.00", "other": "0.00"}
    assert [each["name"] for each in found["options"]][:3] == ["run", "cancel_now", "cancel_on_cheapest_day"]
    assert found["options"][2]["cost"] == "1600.00"


def test_force_majeure_matures_at_an_instant() -> None:
    needs = {"fact": "force_majeure", "lasting": {"n": 48, "unit": "hours"}}
    found = decided(
        terms__rights=[{**CONV, "ground": "force_majeure", "needs": needs}],
        promotion__facts={"force_majeure": {"began_at": "2026-06-11T09:30:00+02:00"}},
        request__reason="force_majeure",
    )
    assert (cliff(found)[0], found["options"][0]["cost"]) == ("2026-06-13T09:30:00+02:00", "3000.00")
    assert found["break_even"] is None
    assert found["waiting"] is None


def test_silence_that_approves_a_draft_is_a_cliff() -> None:
    video = {"id": "v", "price": "100.00", "stage": "draft_submitted", "submitted_at": "2026-06-10T10:00:00+02:00"}
    found = decided(
        terms__creators={"kill": {"brand": {"approved": "1"}}, "deemed_approval": {"n": 3, "unit": "days"}},
        promotion__creators=[{"id": "cleo", "deliverables": [video], "advance_paid": "0.00"}],
    )
    assert cliff(found) == ("2026-06-14T00:00:00+02:00", False, "100.00")


def test_from_the_dead_zone_on_leaving_saves_nothing() -> None:
    found = decided(terms__rights__0__notice={"n": 10, "unit": "days"})
    assert found["dead_zone_on"] == "2026-06-20"
    savings = {point["saving"] for point in found["curve"] if point["date"] >= "2026-06-20" and point["permitted"]}
    assert savings == {"0.00"}


def test_the_break_even_is_what_the_rest_must_be_worth() -> None:
    found = decided(**tiers("days_before_start", (None, "0.1")))
    assert found["break_even"] == {
        "value": "1600.00",
        "per_unit": "0.8421",
        "undelivered": "1900.00",
        "days_given_up": 19,
    }


def test_before_the_start_every_day_is_given_up() -> None:
    assert before_start()["break_even"]["days_given_up"] == 30


def test_with_nothing_left_there_is_no_price_per_unit() -> None:
    found = decided(promotion__spent="3000.00")
    assert found["break_even"]["per_unit"] is None


@pytest.mark.parametrize("status", ["cancelled", "completed"])
def test_what_is_over_leaves_only_the_run(status: str) -> None:
    found = decided(promotion__status=status)
    assert [each["name"] for each in found["options"] if each["permitted"]] == ["run"]
    assert found["cliffs"] == []


def test_each_tariff_in_a_sum_has_cliffs_of_its_own() -> None:
    bands = [
        [{"min": 3, "rate": "0"}, {"min": None, "rate": "0.1"}],
        [{"min": 2, "rate": "0"}, {"min": None, "rate": "0.2"}],
    ]
    parts = [{"tiers": {"by": "days_before_start", "bands": steps, "base": "budget"}} for steps in bands]
    found = before_start(terms__fees=[{**FEE, "calc": {"sum": parts}}], terms__rights__0__fees=["F"])
    assert [cliff(found, n)[0][:10] for n in range(2)] == ["2026-05-30", "2026-05-31"]
