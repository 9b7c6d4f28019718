"""Opening a case on what files listed: a budget by the day is not taken for the whole one, and nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest
from moneyed import Money

import builders as b
from listings import ACCOUNT, HEADER, ONE, ROW, TWO, asked, csv_file, looked, read, told
from services.test_imports import handed_in
from unpromote.domain.budgets import Mode, over_days
from unpromote.domain.errors import BadInput
from unpromote.domain.imports import Listed
from unpromote.services.listed import booked
from unpromote.services.policies import budget_mode
from unpromote.store.models import ListedRow

EXPORT = "Campaign ID,Campaign name,Account ID,kind,Budget,Budget type,Cost,Currency,Start time,End time"
DAILY = f"{ONE},Arena,{ACCOUNT},campaign,40.00,Daily,300.00,USD,2026-09-01 00:00:00,2026-10-01 00:00:00"


@pytest.fixture
def ana(db, data):
    return b.cast()["ana"]


def take_in(ana, tmp_path, *lines, **answers):
    return handed_in(ana, csv_file(tmp_path, *lines), apply=True, **({"answers": answers} if answers else {}))


def test_a_case_is_opened_on_what_a_file_listed(ana, tmp_path):
    take_in(ana, tmp_path, HEADER, ROW)
    (one,) = booked(ana, b.BRAND, [ONE, ONE])
    assert (one.budget, one.start, one.end) == (Money("1200.00", "USD"), date(2026, 9, 1), date(2026, 10, 1))
    assert (one.prepaid, one.spent_through) == (Money(0, "USD"), None)


def test_what_a_case_needs_and_no_file_says_is_named(ana, tmp_path):
    take_in(ana, tmp_path, "campaign_id,name,advertiser_id,kind", f"{ONE},A,{ACCOUNT},campaign")
    with pytest.raises(BadInput, match="no file says: budget, spent, start, end"):
        booked(ana, b.BRAND, [ONE])
    with pytest.raises(BadInput, match="no file has listed it"):
        booked(ana, b.BRAND, [TWO])


def test_a_case_has_one_currency_and_one_flight(ana, tmp_path):
    take_in(ana, tmp_path, HEADER, ROW, ROW.replace(ONE, TWO).replace("USD", "EUR"))
    with pytest.raises(BadInput, match="differ in currency or days"):
        booked(ana, b.BRAND, [ONE, TWO])


def test_a_daily_budget_counts_for_each_day_of_the_flight(ana, tmp_path):
    take_in(ana, tmp_path, EXPORT, DAILY)
    (one,) = booked(ana, b.BRAND, [ONE])
    assert (one.budget, one.spent) == (Money("1200.00", "USD"), Money("300.00", "USD"))


def test_a_daily_budget_without_an_end_is_open_and_said_to_be(ana, tmp_path):
    take_in(ana, tmp_path, EXPORT, DAILY.replace("2026-10-01 00:00:00", ""))
    with pytest.raises(BadInput, match="without an end: nobody knows its whole budget"):
        booked(ana, b.BRAND, [ONE])
    (one,) = booked(ana, b.BRAND, [ONE], ends_on=date(2026, 9, 11))
    assert (one.budget, one.end) == (Money("400.00", "USD"), date(2026, 9, 11))


@pytest.mark.parametrize(("answer", "whole"), [("day", "1200.00"), ("flight", "40.00")])
def test_an_export_that_does_not_say_which_is_asked_about(ana, tmp_path, answer, whole):
    lines = EXPORT.replace(",Budget type", ""), DAILY.replace(",Daily", "")
    path = csv_file(tmp_path, *lines)
    assert (asked(path), asked(path, budgets=answer)) == (["budgets"], [])
    assert "Is '40.00' in row 2, column Budget a budget for each day" in looked(path).questions[0].words
    take_in(ana, tmp_path, *lines, budgets=answer)
    assert booked(ana, b.BRAND, [ONE])[0].budget == Money(whole, "USD")


def test_words_that_nobody_knows_are_asked_about_too(tmp_path):
    path = csv_file(tmp_path, EXPORT, DAILY.replace("Daily", "Accelerated"))
    assert asked(path) == ["budgets"]
    (row,) = read(path, budgets="day")
    assert (row.listed.budget_type, row.listed.budget_mode, told(row)) == ("Accelerated", "day", "")


def test_a_budget_without_limit_has_no_mode(tmp_path):
    (row,) = read(csv_file(tmp_path, EXPORT, DAILY.replace("40.00", "No limit")))
    assert (row.listed.budget, row.listed.budget_mode) == (None, "")


def test_the_templates_budget_is_whole_unless_it_says_daily(tmp_path):
    header = HEADER + ",budget_type"
    daily, whole = read(csv_file(tmp_path, header, f"{ROW},daily", f"{ROW.replace(ONE, TWO)},"))
    assert (daily.listed.budget_mode, whole.listed.budget_mode) == ("day", "flight")


def known_before(ana, **changes):
    """A promotion as files of before that was asked left it."""
    (row,) = ListedRow.objects.all()
    row.data = {**{key: value for key, value in row.data.items() if key != "budget_mode"}, **changes}
    row.save()


def test_a_file_of_before_is_understood_by_its_words_or_asked_about(ana, tmp_path):
    take_in(ana, tmp_path, EXPORT, DAILY)
    known_before(ana)
    assert booked(ana, b.BRAND, [ONE])[0].budget == Money("1200.00", "USD")
    known_before(ana, budget_type="Accelerated")
    with pytest.raises(BadInput, match="nobody knows what a budget 'Accelerated' is for"):
        booked(ana, b.BRAND, [ONE])
    assert booked(ana, b.BRAND, [ONE], budgets=Mode.DAY)[0].budget == Money("1200.00", "USD")
    known_before(ana, budget_type="")
    assert booked(ana, b.BRAND, [ONE])[0].budget == Money("40.00", "USD")


def test_budgets_are_known_in_every_language_by_their_words():
    words = ("Tagesbudget", "budget quotidien", "日预算", "BUDGET_MODE_DAY", "Lifetime", "?")
    assert [budget_mode(one) for one in words] == ["day", "day", "day", "day", "flight", ""]


def test_days_that_do_not_exist_cost_nothing_and_are_refused():
    with pytest.raises(BadInput, match="is not after the start"):
        over_days(Money("1.00", "USD"), date(2026, 9, 2), date(2026, 9, 2))
    assert Listed("1", "2", "campaign", "n").budget_mode == ""
