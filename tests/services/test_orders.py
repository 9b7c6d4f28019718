"""TikTok One orders from files to cases: the stage is asked, the rule of the day is kept with the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

import builders as b
from listings import ACCOUNT, HEADER, ONE, ROW, csv_file, read, told
from services.test_imports import handed_in
from services.test_inventory import AUTUMN, EU, WHO, FakeSurveyor, survey
from unpromote.adapters.files.sheets import read_promotions
from unpromote.domain.errors import BadInput
from unpromote.services import booking, inventory
from unpromote.services.listed import booked
from unpromote.services.orders import order_of
from unpromote.services.policies import order_rules
from unpromote.services.stop_plan import plan_of

BERLIN = ZoneInfo("Europe/Berlin")
WITH_STAGE = f"{HEADER},stage,submitted_on"
ORDER = f"{ROW.replace('campaign,', 'tiktok_one,')},submitted,2026-09-10"


@pytest.fixture
def ana(db, data):
    return b.cast()["ana"]


@pytest.mark.parametrize(
    ("stage", "back"),
    [("not_ordered", Fraction(1)), ("ordered", Fraction(1)), ("submitted", Fraction(9, 10)), ("approved", None)],
)
def test_each_stage_gives_back_what_the_policy_says(stage, back):
    order = order_of("tiktok_one", stage, date(2026, 9, 10), BERLIN)
    assert (order.back, order.checked_on) == (back, order_rules().checked_on)
    assert (order.silence_at is not None) == (stage == "submitted")


def test_other_kinds_are_no_orders():
    assert order_of("campaign", "", None, BERLIN) is None


def test_an_imported_order_becomes_a_target_with_its_deadline(ana, tmp_path):
    handed_in(ana, csv_file(tmp_path, WITH_STAGE, ORDER), apply=True)
    (target,) = booking.targets_of(booked(ana, b.BRAND, [ONE]), "Europe/Berlin")
    assert target.order.silence_at == datetime(2026, 9, 23, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("end", "why"),
    [(",,", "stage: '' is no stage"), (",done,", "stage: 'done'"), (",submitted,", "submitted_on: nobody says when")],
)
def test_an_order_without_its_stage_is_refused_with_its_row(tmp_path, end, why):
    (row,) = read(csv_file(tmp_path, WITH_STAGE, ORDER.replace(",submitted,2026-09-10", end)))
    assert (row.findings != (), why in told(row)) == (True, True)


def test_a_sheet_of_a_new_case_states_stages_and_daily_budgets_too(tmp_path):
    columns = "kind,advertiser_id,campaign_id,name,budget,spent,currency,start,end,budget_type,stage,submitted_on"
    order = f"tiktok_one,{ACCOUNT},{ONE},Boots,40.00,300.00,USD,2026-09-01,2026-10-01,daily,ordered,"
    (row,) = read_promotions(csv_file(tmp_path, columns, order)).rows
    assert (row.budget, row.stage, row.submitted_on) == (b.usd("1200.00"), "ordered", None)
    odd = read_promotions(csv_file(tmp_path, columns, order.replace("daily", "sometimes"))).problems
    assert "nobody knows what a budget 'sometimes' is for" in str(odd[0])
    with pytest.raises(BadInput, match="is no stage of an order"):
        booking.targets_of([replace(row, stage="")])


def test_an_order_of_the_inventory_opens_a_case_whose_plan_says_what_comes_back(ana, tmp_path):
    handed_in(ana, csv_file(tmp_path, WITH_STAGE, ORDER), apply=True)
    taken = inventory.read(ana, b.BRAND, inventory.Scope((EU,)), FakeSurveyor(survey()), now=b.NOW)
    case = inventory.open_from(ana, taken.id, [ONE], AUTUMN, WHO, now=b.NOW)
    (step,) = plan_of(case).by_hand
    assert step.told == (
        "Arena: submitted: 90 % of the payment comes back, once both sides have accepted in TikTok One",
    )
    assert "both sides have accepted" in step.route.how
