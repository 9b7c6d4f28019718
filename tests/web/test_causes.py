"""What the platform shows, on the page of a case: ordered, drawn, marked, and taken by a person's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

import builders as b
from fakes import FakeCauses
from gathering import AT, REPORT, ROW, SAID, showing, work_off
from unpromote.domain.causes import Found
from unpromote.services import queries
from web.pages import PAGE, every, tree, words

SECTION = "section[aria-labelledby=evidence]"


def now():
    return queries.case_at_work("case_1")


@pytest.fixture
def desk(ana, data):
    b.saved_case("opened")
    return ana


@pytest.fixture
def gather(desk):
    def read(*what, platform=None):
        desk.post(f"{PAGE}causes/", {"what": what})
        return work_off(timezone.now, platform or showing())

    return read


def page(desk):
    return words(desk.get(PAGE), SECTION)


def report(*rows, step="day"):
    last = max((row.starts_at.date() for row in rows), default=REPORT.last_on)
    return FakeCauses(reports=Found((replace(REPORT, rows=rows, step=step, last_on=last),), "TikTok report"))


def test_what_is_usual_for_the_reason_is_chosen_already(desk):
    chosen = tree(desk.get(PAGE)).css("input[name=what][checked]")
    assert [box.attributes["value"] for box in chosen] == ["spend", "comments"]


def test_an_order_is_said_and_shown_as_being_read(desk):
    answer = desk.post(f"{PAGE}causes/", {"what": ["comments"]}, follow=True)
    assert "It is being read" in words(answer)
    assert "Comments below the ads Being read" in words(answer, SECTION)


def test_nothing_chosen_is_refused_and_an_unknown_word_too(desk):
    assert desk.post(f"{PAGE}causes/").status_code == 422
    assert desk.post(f"{PAGE}causes/", {"what": ["the weather"]}).status_code == 422
    assert now().gathered == ()


def test_spend_is_told_in_words_drawn_and_listed(desk, gather):
    second = replace(ROW, starts_at=AT + timedelta(days=1), spend=b.usd("20.00"), results=Fraction(5))
    gather("spend", platform=report(ROW, second))
    shown = desk.get(PAGE)
    assert "Spend per result rose from 2.00 USD (2026-09-14) to 4.00 USD (2026-09-15)." in words(shown, SECTION)
    bars = [(bar.attributes["x"], bar.attributes["height"]) for bar in tree(shown).css(".spent rect")]
    assert bars == [("0", "80"), ("360", "160")]
    assert tree(shown).css_first(".spent polyline").attributes["points"] == "180,80 540,0"
    assert every(shown, ".spent tbody td") == ["$10.00", "5", "$2.00", "$20.00", "5", "$4.00"]


def test_where_the_report_is_silent_the_line_breaks_and_no_figure_is_made_up(desk, gather):
    silent = replace(ROW, starts_at=AT + timedelta(days=1), spend=None, results=None)
    after = replace(ROW, starts_at=AT + timedelta(days=2))
    gather("spend", platform=report(ROW, silent, after))
    shown = desk.get(PAGE)
    assert len(tree(shown).css(".spent polyline")) == 2
    assert every(shown, ".spent tbody tr:nth-child(2) td") == ["not told"] * 3


def test_a_day_that_the_report_does_not_tell_leaves_a_gap(desk, gather):
    gather("spend", platform=report(ROW, replace(ROW, starts_at=AT + timedelta(days=3))))
    shown = tree(desk.get(PAGE))
    assert [bar.attributes["x"] for bar in shown.css(".spent rect")] == ["0", "540"]
    assert len(shown.css(".spent polyline")) == 2
    assert "a gap is what the report does not tell" in shown.css_first(".spent figcaption").text()


def test_hours_are_named_by_the_clock_and_a_free_hour_has_no_height(desk, gather):
    gather("spend", platform=report(replace(ROW, spend=b.usd("0.00"), results=None), step="hour"))
    shown = desk.get(PAGE)
    assert every(shown, ".spent tbody th") == ["09:30"]
    assert tree(shown).css_first(".spent rect").attributes["height"] == "0"


def test_a_report_without_rows_is_told_and_not_drawn(desk, gather):
    gather("spend", platform=report())
    assert "which is not the same as no spend" in page(desk)
    assert tree(desk.get(PAGE)).css(".spent") == []


def test_comments_are_marked_and_those_off_the_page_stay_marked(desk, gather):
    many = [replace(SAID, id=f"c{n}", likes=100 - n, hidden=n == 1, is_reply=n == 1) for n in range(40)]
    gather("comments", platform=FakeCauses(remarks=Found(tuple(many), "TikTok comment/list")))
    assert "10 more stand in the file of g1" in page(desk)
    assert "99 likes, hidden, a reply" in page(desk)
    desk.post(f"{PAGE}causes/comments/", {"gathering": "g1", "comment": ["c39"]})
    desk.post(f"{PAGE}causes/comments/", {"gathering": "g1", "listed": ["c0", "c1"], "comment": ["c1"]})
    assert now().gathered[0].marked == ("c39", "c1")
    checked = tree(desk.get(PAGE)).css("input[name=comment][checked]")
    assert sorted(box.attributes["value"] for box in checked) == ["c1", "c39"]


def test_marking_in_what_was_never_gathered_is_refused(desk):
    answer = desk.post(f"{PAGE}causes/comments/", {"gathering": "g9"})
    assert (answer.status_code, "Nothing was gathered as 'g9'" in words(answer)) == (409, True)


def test_comments_whose_file_is_gone_do_not_take_the_page_with_them(desk, gather, data):
    case = gather("comments")
    (data / case.evidence[0].path).unlink()
    assert "the file of the comments is gone" in page(desk)


def test_a_suggestion_is_stated_only_by_the_button(desk, gather):
    gather("outages")
    assert "It might show Outage: the platform's feed announced “Slow reports”" in page(desk)
    assert "Began 14 Sep 2026, 09:30" in page(desk)
    assert now().promotion["facts"] == {}
    desk.post(f"{PAGE}causes/take/", {"gathering": "g1", "suggestion": "1"})
    assert now().promotion["facts"]["outage"]["cause"] == "platform"
    assert "Taken as evidence for outage" in page(desk)


def test_a_reading_is_taken_for_a_fact_that_is_named(desk, gather):
    gather("decisions")
    desk.post(f"{PAGE}causes/take/", {"gathering": "g1", "fact": "breach", "suggestion": "no number"})
    assert (now().evidence[0].proves, now().promotion["facts"]) == (("breach",), {})


def test_what_proves_nothing_yet_is_not_listed_as_evidence_for_facts(desk, gather):
    gather("outages")
    assert "Evidence for what nobody states" not in page(desk)


def test_a_failure_is_said_and_the_newer_reading_goes_before_the_older(desk, gather):
    gather("outages", platform=FakeCauses(incidents=Found((), "feed", raw=b"<rss/>")))
    gather("comments", platform=FakeCauses(remarks=ValueError("bug")))
    gather("outages")
    told = page(desk)
    assert told.index("g3,") < told.index("Earlier readings")
    assert "announces no incident" in told[told.index("Earlier readings") :]


def test_an_exported_report_is_handed_in(desk):
    week = SimpleUploadedFile("week.csv", b"Date,Cost\n2026-09-14,10.00\n")
    desk.post(f"{PAGE}causes/report/", {"file": week})
    work_off(timezone.now)
    assert "1 promotion of the file, 2026-09-14 (UTC): 10.00 USD spent" in page(desk)
    assert desk.post(f"{PAGE}causes/report/").status_code == 422


def test_without_an_account_the_page_says_what_to_do(desk):
    desk.post(f"{PAGE}causes/", {"what": ["decisions"]})
    work_off(timezone.now)
    assert "Could not be read" in page(desk)
    assert "No advertising account is connected: set UNPROMOTE_TIKTOK_TOKEN" in page(desk)


def test_a_closed_case_reads_no_more(desk, gather):
    gather("comments")
    b.record("case_1", b.e.CaseDropped(at=b.NOW, by="ana", why="it calmed down"))
    shown = desk.get(PAGE)
    assert tree(shown).css("input[name=what]") == []
    assert tree(shown).css("input[name=comment][disabled]") != []
    assert "Take g1 as evidence" not in words(shown, SECTION)
