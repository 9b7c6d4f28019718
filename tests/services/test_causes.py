"""Gathering: ordered by a person, read by a job, kept as files of the case, and evidence only by a person's word."""

from __future__ import annotations

import hashlib
import json
from functools import partial

import pytest

import builders as b
import gathering
from fakes import FakeCauses
from gathering import AT, FEED, showing
from unpromote.domain.causes import Found, GatherState, What
from unpromote.domain.errors import BadInput, NotAllowed, OutsideFailed
from unpromote.services import causes, queries
from unpromote.store import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return b.cast()


@pytest.fixture
def opened(cast, data):
    return b.saved_case("opened")


@pytest.fixture
def platform():
    return showing()


@pytest.fixture
def work_off(clock):
    clock.now = b.NOW
    return partial(gathering.work_off, clock)


def order(cast, *what):
    return causes.order(cast["ana"], "case_1", what, now=b.NOW)


def content(data, case, file):
    item = next(item for item in case.evidence if item.file == file)
    kept = (data / item.path).read_bytes()
    assert item.sha256 == hashlib.sha256(kept).hexdigest()
    return kept.decode()


# --- ordering and reading


def test_what_is_usual_for_the_reason_is_gathered_unless_something_is_named(cast, opened, work_off, platform):
    assert [one.what for one in order(cast).gathered] == [What.COMMENTS, What.SPEND]
    work_off(platform)
    assert sorted(platform.asked) == ["remarks", "reports"]
    assert [one.what for one in order(cast, What.OUTAGES).gathered[2:]] == [What.OUTAGES]


def test_spend_is_kept_as_a_table_with_its_source_and_what_it_shows(cast, opened, work_off, platform, data):
    order(cast, What.SPEND)
    case = work_off(platform)
    table = content(data, case, "spend-1-72-by-day-2026-09-14-2026-09-14.csv").splitlines()
    assert table[1] == "2026-09-14T09:30:00+00:00,72,180,'=HYPERLINK(1),10.00,USD,1000,20,5,conversions,req-1"
    assert table[2] == "2026-09-14T09:30:00+00:00,72,180,Autumn,,USD,,,,conversions,req-1"
    assert case.gathered[0].showing.says[0].endswith("10.00 USD spent, 5 conversions")
    assert (case.gathered[0].source, case.gathered[0].evidence) == ("TikTok report", ("g1-1",))


def test_what_was_gathered_proves_nothing_and_states_nothing(cast, opened, work_off, platform):
    order(cast, *What)
    case = work_off(platform)
    assert [(item.kind.value, item.proves, item.by) for item in case.evidence] == [
        (kind, (), "unpromote") for kind in ("export", "export", "status_page", "decision")
    ]
    assert case.promotion["facts"] == {}


def test_a_newer_reading_stands_beside_the_older_one(cast, opened, work_off, platform, clock):
    order(cast, What.OUTAGES)
    work_off(platform)
    order(cast, What.OUTAGES)
    case = work_off(feed=FakeCauses(incidents=Found((), "status feed", raw=b"<rss></rss>")))
    assert [len(one.showing.suggests) for one in case.gathered] == [1, 0]
    assert [item.id for item in case.evidence] == ["g1-1", "g2-1"]


def test_the_feed_is_kept_as_it_was_received_and_needs_no_account(cast, opened, work_off, data):
    order(cast, What.OUTAGES)
    case = work_off(feed=FakeCauses(incidents=FEED))
    assert content(data, case, "status-feed.xml") == "<rss/>"
    assert case.gathered[0].showing.says == ("“Slow reports”, announced 2026-09-14 09:30 UTC: 3 h late",)


def test_decisions_are_kept_with_the_platforms_words(cast, opened, work_off, platform, data):
    order(cast, What.DECISIONS)
    (ruling,) = json.loads(content(data, work_off(platform), "decisions.json"))
    assert (ruling["external_id"], ruling["reasons"]) == ("7", ["No audio"])


# --- failure


@pytest.mark.parametrize("what", [What.SPEND, What.COMMENTS, What.DECISIONS])
def test_without_an_account_it_is_said_what_to_do_and_the_order_may_be_given_again(cast, opened, work_off, what):
    order(cast, what)
    (one,) = work_off().gathered
    assert one.state is GatherState.FAILED
    assert one.problem.startswith("no advertising account is connected: set UNPROMOTE_TIKTOK_TOKEN, or hand in")
    assert len(order(cast, what).gathered) == 2


def test_without_a_feed_that_is_said(cast, opened, work_off):
    order(cast, What.OUTAGES)
    assert "set UNPROMOTE_STATUS_FEED_URL" in work_off().gathered[0].problem


def test_what_may_pass_is_tried_once_more_before_a_person_is_told(cast, opened, work_off, clock):
    order(cast, What.COMMENTS)
    down = FakeCauses(remarks=OutsideFailed("TikTok is down", reference="request_id=r1"))
    assert work_off(down).gathered[0].state is GatherState.ORDERED
    clock.move(seconds=10)
    assert work_off(down).gathered[0].problem == "TikTok is down [request_id=r1]"
    assert (down.asked, cases.load("case_1").alarms) == (["remarks", "remarks"], ())


def test_a_case_that_closed_meanwhile_takes_nothing_more(cast, opened, work_off, platform):
    order(cast, What.COMMENTS)
    b.record(opened.id, b.e.CaseDropped(at=b.NOW, by="ana", why="it calmed down"))
    assert work_off(platform).evidence == ()


# --- a report that was handed in


def test_an_exported_report_is_read_in_place_of_the_platform(cast, opened, work_off, tmp_path, data):
    path = tmp_path / "week.csv"
    path.write_text("Date,Campaign ID,Cost (USD),Conversions\n2026-09-14,180123,10.00,5\n2026-09-15,180123,12.00,4\n")
    causes.hand_in_report(cast["ana"], "case_1", path, now=b.NOW)
    case = work_off()
    assert case.gathered[0].showing.says[1] == (
        "Spend per result rose from 2.00 USD (2026-09-14) to 3.00 USD (2026-09-15)"
    )
    assert [(item.id, item.by) for item in case.evidence] == [("g1-0", "ana"), ("g1-1", "unpromote")]
    assert content(data, case, "week.csv").startswith("Date")


def test_a_file_that_is_no_report_says_what_is_wrong_with_it(cast, opened, work_off, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Campaign ID,Cost\n180123,10.00\n")
    causes.hand_in_report(cast["ana"], "case_1", path, now=b.NOW)
    assert "it is no report by day" in work_off().gathered[0].problem


def test_the_zone_of_a_file_is_that_of_the_terms(cast, data, work_off, tmp_path):
    b.saved_case("ready")
    path = tmp_path / "week.csv"
    path.write_text("Date,Cost\n2026-09-14,10.00\n")
    causes.hand_in_report(cast["ana"], "case_1", path, now=b.NOW)
    assert work_off().gathered[0].showing.curves[0].zone == "America/Los_Angeles"


# --- comments


def test_comments_are_listed_with_likely_complaints_first_and_marked(cast, opened, work_off, platform):
    order(cast, What.COMMENTS)
    case = work_off(platform)
    assert [one.id for one in causes.remarks(case, "g1")] == ["c2", "c1"]
    marked = causes.mark(cast["ana"], "case_1", "g1", ["c2", "c2"], now=b.NOW)
    assert marked.gathered[0].marked == ("c2",)


def test_only_comments_that_are_there_can_be_marked(cast, opened, work_off, platform):
    order(cast, What.COMMENTS, What.SPEND)
    before = work_off(platform)
    with pytest.raises(BadInput, match="there is no comment 'c9'"):
        causes.mark(cast["ana"], "case_1", "g1", ["c9"], now=b.NOW)
    with pytest.raises(NotAllowed, match="g2 has no comments to choose from"):
        causes.mark(cast["ana"], "case_1", "g2", [], now=b.NOW)
    assert cases.load("case_1") == before
    assert causes.remarks(before, "g9") == ()


def test_where_the_file_of_the_comments_is_gone_that_is_said(cast, opened, work_off, platform, data):
    order(cast, What.COMMENTS)
    case = work_off(platform)
    (data / case.evidence[0].path).unlink()
    with pytest.raises(BadInput, match="the file of the comments is gone"):
        causes.remarks(case, "g1")


# --- a person's word


def test_a_suggestion_that_is_taken_states_the_fact_over_its_evidence(cast, opened, work_off, platform):
    order(cast, What.OUTAGES)
    work_off(platform)
    case = causes.take(cast["ana"], "case_1", "g1", suggestion=1, now=b.NOW)
    assert case.promotion["facts"]["outage"] == {"cause": "platform", "began_at": AT.isoformat()}
    assert (case.evidence[0].proves, case.gathered[0].took) == (("outage",), ("outage",))


def test_a_fact_that_is_named_gets_the_evidence_and_is_not_stated(cast, opened, work_off, platform):
    order(cast, What.COMMENTS)
    work_off(platform)
    case = causes.take(cast["ana"], "case_1", "g1", fact="misconduct", now=b.NOW)
    assert (case.evidence[0].proves, case.promotion["facts"]) == (("misconduct",), {})


@pytest.mark.parametrize(
    ("how", "problem"),
    [
        ({"suggestion": 2}, "there is no suggestion 2"),
        ({"suggestion": -1}, "there is no suggestion -1"),
        ({"fact": "bad weather"}, "there is no fact 'bad weather'"),
        ({}, "there is no fact ''"),
    ],
)
def test_what_nobody_suggested_is_not_taken(cast, opened, work_off, platform, how, problem):
    order(cast, What.OUTAGES)
    before = work_off(platform)
    with pytest.raises(BadInput, match=problem):
        causes.take(cast["ana"], "case_1", "g1", now=b.NOW, **how)
    assert cases.load("case_1") == before


def test_a_fact_that_cannot_be_stated_any_more_leaves_the_evidence_as_it_was(cast, data, work_off, platform):
    b.saved_case("settling")
    order(cast, What.OUTAGES)
    before = work_off(platform)
    with pytest.raises(NotAllowed, match="FactStated cannot happen while the case is settling"):
        causes.take(cast["ana"], "case_1", "g1", suggestion=1, now=b.NOW)
    assert cases.load("case_1") == before


@pytest.mark.parametrize(
    "act",
    [
        lambda dan: causes.order(dan, "case_1", now=b.NOW),
        lambda dan: causes.mark(dan, "case_1", "g1", (), now=b.NOW),
        lambda dan: causes.take(dan, "case_1", "g1", fact="breach", now=b.NOW),
    ],
)
def test_for_dan_there_is_no_such_case(cast, opened, act):
    with pytest.raises(NotAllowed, match="there is no case"):
        act(cast["dan"])
    assert queries.case(cast["ana"], "case_1") == opened
