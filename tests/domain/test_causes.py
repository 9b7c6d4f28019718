"""What readings say: curves in words, comments counted, incidents of the promotion's time, decisions; never a fact."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from moneyed import Money

from unpromote.domain import cause_readings as readings
from unpromote.domain.cause_curves import curve_of, per_result, showing_of
from unpromote.domain.causes import (
    Found,
    Incident,
    Remark,
    Report,
    ReportRow,
    Ruling,
    Showing,
    What,
    span_of,
    usual_for,
)
from unpromote.domain.codec import decode, encode

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 9, 21, 17, 0, tzinfo=UTC)
FLIGHT = {"start": "2026-09-01T00:00:00+02:00", "end": "2026-10-01T00:00:00+02:00"}


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def row(day: int, spend: str | None = "10.00", results: int | None = 5, **changes: Any) -> ReportRow:
    made = ReportRow(
        external_id="1",
        name="Autumn",
        starts_at=datetime(2026, 9, day, tzinfo=ZONE),
        spend=None if spend is None else eur(spend),
        impressions=1000,
        clicks=20,
        results=None if results is None else Fraction(results),
    )
    return replace(made, **changes)


def report(*rows: ReportRow, ids: tuple[str, ...] = ("1",), days: int = 4, step: str = "day") -> Report:
    return Report("73", "EUR", "Europe/Berlin", step, date(2026, 9, 1), date(2026, 9, days), ids, "conversions", rows)


def shown(*rows: ReportRow, **how: Any) -> Showing:
    return showing_of([curve_of(report(*rows, **how))], "TikTok report")


def figures(showing: Showing) -> dict[str, str]:
    return {one.name: one.value for one in showing.figures}


# --- curves


def test_a_dearer_result_is_said_with_both_halves_and_their_days():
    told = shown(row(1), row(2), row(3, results=4), row(4, results=2))
    assert told.says == (
        "1 promotion of account 73, 2026-09-01 to 2026-09-04 (Europe/Berlin): 40.00 EUR spent, 16 conversions",
        "Spend per result rose from 2.00 EUR (2026-09-01 to 2026-09-02) to 3.33 EUR (2026-09-03 to 2026-09-04)",
    )
    assert told.missing == ()


@pytest.mark.parametrize(
    ("results", "said"),
    [((2, 5), "fell from 5.00 EUR (2026-09-01) to 2.00 EUR"), ((5, 5), "stayed 2.00 EUR (2026-09-02)")],
)
def test_a_cheaper_and_an_equal_result_are_said_too(results, said):
    assert said in shown(row(1, results=results[0]), row(2, results=results[1]), days=2).says[1]


@pytest.mark.parametrize(
    "rows",
    [
        (row(1),),
        (row(1, results=None), row(2, results=None)),
        (row(1, results=0), row(2)),
        (row(1), row(2, spend=None)),
    ],
)
def test_how_spend_per_result_moved_is_said_only_where_the_report_tells_enough(rows):
    told = shown(*rows, days=len(rows))
    assert len(told.says) == 1
    assert "how spend per result moved cannot be told" in told.missing[-1]


def test_a_row_that_is_missing_is_not_zero():
    told = shown(row(1), row(3), ids=("1", "2"))
    assert told.missing[0].endswith("the report has no row for 6 days of a promotion; missing is not zero")
    assert figures(told)["spend"] == "20.00 EUR"


def test_one_row_that_is_missing_is_one():
    assert "no row for 1 day of a promotion" in shown(row(1), row(2), days=3).missing[0]


def test_a_report_without_rows_says_so_and_draws_nothing():
    told = shown()
    assert told.says[0].endswith("the report has no row at all, which is not the same as no spend")
    assert (told.curves[0].slots, figures(told)) == ((), {"spend": "0.00 EUR"})


def test_where_there_is_no_report_that_is_said():
    assert showing_of([], "TikTok").says == ("No report tells anything of these promotions",)


def test_promotions_of_one_day_are_one_slot():
    curve = curve_of(report(row(1), row(1, "2.50", None, external_id="2", clicks=None), ids=("1", "2"), days=1))
    (slot,) = curve.slots
    assert (slot.spend, slot.results, slot.clicks, slot.impressions) == (eur("12.50"), Fraction(5), 20, 2000)
    assert curve.gaps == 0


def test_hours_count_twenty_four_a_day_and_tell_no_figures():
    told = shown(row(1), days=1, step="hour")
    assert "by hour, 2026-09-01 (Europe/Berlin)" in told.says[0]
    assert told.missing[0].endswith("the report has no row for 23 hours of a promotion; missing is not zero")
    assert told.figures == ()


def test_figures_name_what_they_were_read_from():
    told = shown(row(1), row(2), days=2)
    assert figures(told) == {
        "spend": "20.00 EUR",
        "impressions": "2000",
        "clicks": "40",
        "conversions": "10",
        "spend per result": "2.00 EUR",
    }
    assert told.figures[0].source.startswith("TikTok report, 1 promotion of account 73")


def test_without_a_result_there_is_no_spend_per_result():
    assert per_result(curve_of(report(row(1, results=0))).slots, "EUR") is None
    silent = shown(row(1, None, None, impressions=None, clicks=None), days=1)
    assert figures(silent) == {"spend": "0.00 EUR"}


def test_a_file_that_names_no_account_is_called_the_file():
    of_file = replace(report(row(1)), advertiser_id="")
    assert "of the file," in showing_of([curve_of(of_file)], "x").says[0]


def test_a_showing_is_written_and_read_back_whole():
    told = shown(row(1), row(2, spend=None))
    assert decode(Showing, encode(told)) == told


# --- comments

SAID = Remark("c1", "7", "8", "Nice shoes", 3, 0, hidden=False, is_reply=False, written_at=NOW)


def test_comments_are_counted_and_open_nothing_by_themselves():
    found = Found((SAID, replace(SAID, id="c2", hidden=True, is_reply=True, likes=1)), "TikTok comment/list", ("x",))
    told = readings.of_remarks(found)
    assert told.says[0] == "2 comments below 1 ad group: 1 public, 1 hidden, 1 of them replies, 4 likes in all"
    assert told.says[1].startswith("Comments open no right by themselves")
    assert figures(told) == {"comments": "2", "hidden": "1", "replies": "1", "likes": "4"}
    assert (told.missing, told.suggests) == (("x",), ())


def test_no_comment_is_said_in_words():
    told = readings.of_remarks(Found((), "TikTok comment/list"))
    assert told.says[0] == "There is no comment in that time where comments could be read"


def test_likely_complaints_stand_first_then_the_most_liked():
    scam = replace(SAID, id="c2", content="What a SCAM", likes=0)
    liked = replace(SAID, id="c3", likes=9)
    older = replace(SAID, id="c4", written_at=NOW - timedelta(days=1))
    ordered = readings.likely_first([SAID, liked, scam, older], ["scam"])
    assert [one.id for one in ordered] == ["c2", "c3", "c4", "c1"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [("Ask @cleo.marsh why", "Ask @… why"), ("5 @ 3", "5 @ 3"), ("@名前 これ", "@… これ"), ("plain", "plain")],
)
def test_the_names_that_a_comment_calls_are_left_out(said, kept):
    assert readings.without_handles(said) == kept


# --- outages

DOWN = Incident("Slow reports", "Reports lag by 3 h", datetime(2026, 9, 14, 9, 30, tzinfo=UTC))
SPAN = (datetime(2026, 9, 1, tzinfo=UTC), NOW)


def test_an_incident_while_it_ran_is_told_in_the_feeds_words_and_suggests_an_outage():
    told = readings.of_incidents(Found((DOWN,), "status feed"), SPAN)
    assert told.says == ("“Slow reports”, announced 2026-09-14 09:30 UTC: Reports lag by 3 h",)
    (outage,) = told.suggests
    assert (outage.fact, outage.fields) == ("outage", {"cause": "platform", "began_at": "2026-09-14T09:30:00+00:00"})
    assert "how long it lasted" in outage.because


def test_what_was_announced_before_or_after_is_counted_and_suggests_nothing():
    before = replace(DOWN, published_at=SPAN[0] - timedelta(seconds=1))
    told = readings.of_incidents(Found((before, replace(DOWN, published_at=SPAN[1])), "status feed"), SPAN)
    assert told.says == ("The status feed announces no incident from 2026-09-01 00:00 UTC to 2026-09-21 17:00 UTC",)
    assert (figures(told)["incidents in the feed"], told.suggests) == ("2", ())


def test_an_incident_without_a_time_is_named_as_such():
    told = readings.of_incidents(Found((replace(DOWN, published_at=None, text=""),), "status feed"), SPAN)
    assert told.missing == ("“Slow reports” names no time, so nobody can say when it was",)


# --- decisions

REJECTED = Ruling("ad group", "7", "Group", "UNAVAILABLE", ("No audio",), "", "NOT_APPEALED", NOW)


def test_a_rejection_is_told_and_suggests_what_still_has_to_be_shown():
    told = readings.of_rulings(Found((REJECTED,), "TikTok"))
    assert told.says == ("Ad group Group (7) is UNAVAILABLE, decided 2026-09-21 17:00 UTC: No audio",)
    rejected, violation = told.suggests
    assert rejected.fields == {"rejected_at": NOW.isoformat(), "reason": "No audio", "appeal": "NOT_APPEALED"}
    assert "nobody appealed yet, and only a final rejection counts" in rejected.because
    assert violation.fields == {"decided_at": NOW.isoformat(), "policy": "No audio"}
    assert "by" not in violation.fields


def test_an_appeal_under_way_is_said():
    told = readings.of_rulings(Found((replace(REJECTED, appeal="APPEALING"),), "TikTok"))
    assert told.says[0].endswith("(appeal: APPEALING)")
    assert "its appeal stands at APPEALING" in told.suggests[0].because


def test_an_ad_without_reason_and_time_suggests_only_that_it_was_rejected():
    bare = Ruling("ad", "8", "", "AD_STATUS_AUDIT_DENY")
    told = readings.of_rulings(Found((bare,), "TikTok"))
    assert told.says == ("Ad 8 is AD_STATUS_AUDIT_DENY, no reason told",)
    assert [(one.fact, one.fields) for one in told.suggests] == [("ad_rejected", {})]


def test_a_limited_account_suggests_a_violation_and_no_rejected_ad():
    told = readings.of_rulings(Found((Ruling("account", "73", "Shop", "STATUS_LIMIT"),), "TikTok"))
    assert [one.fact for one in told.suggests] == ["policy_violation"]
    assert figures(told) == {"decisions about accounts": "1"}


def test_where_nothing_was_decided_that_is_said():
    assert readings.of_rulings(Found((), "TikTok")).says == ("The platform shows no rejection and no limit",)


# --- what is gathered, and for which time


@pytest.mark.parametrize(
    ("reason", "what"),
    [
        ("negative_feedback", (What.COMMENTS, What.SPEND)),
        ("technical_issue", (What.OUTAGES, What.SPEND)),
        ("ad_rejected", (What.DECISIONS,)),
        ("financial_constraints", (What.SPEND,)),
        ("of another release", (What.SPEND,)),
    ],
)
def test_what_is_gathered_follows_the_reason(reason, what):
    assert usual_for(reason) == what


def test_a_running_promotion_is_looked_at_from_its_start_until_now():
    assert span_of({"flight": FLIGHT}, NOW) == (datetime.fromisoformat(FLIGHT["start"]), NOW)


def test_one_that_is_over_is_looked_at_until_its_end():
    assert span_of({"flight": FLIGHT}, NOW + timedelta(days=90))[1] == datetime.fromisoformat(FLIGHT["end"])


@pytest.mark.parametrize(
    "flight", [None, {}, {"start": "soon"}, {"start": "2026-09-01T00:00:00"}, {"start": "2026-09-21T16:00:00Z"}]
)
def test_one_whose_start_tells_nothing_is_looked_at_over_thirty_days(flight):
    assert span_of({"flight": flight}, NOW) == (NOW - timedelta(days=30), NOW)


def test_nobody_looks_back_more_than_a_year():
    old = FLIGHT | {"start": "2024-01-01T00:00:00Z"}
    assert span_of({"flight": old}, NOW)[0] == NOW - timedelta(days=365)
