"""Gathering from the command line: against the emulator, from a file, and with nothing connected."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings

import builders as b
from emulator.desk import EU, TOKEN, open_desk, scenario_of
from unpromote.services import queries

CASE = "UP-ABCDEFGH"
WEEK = "Date,Cost (USD),Conversions\n2026-09-14,10.00,5\n2026-09-15,12.00,4\n"


@pytest.fixture
def opened(db, data):
    b.cast()
    return lambda: queries.case_at_work("case_1")


@pytest.fixture
def tiktok(opened, monkeypatch):
    """An account with one campaign of the case, its comments, and a platform that announced an outage."""
    with open_desk(scenario=scenario_of({"name": "Story"})) as desk:
        campaign = desk.named("Story")[0]["campaign_id"]
        b.saved_case("opened", targets=(replace(b.target(), advertiser_id=EU, external_id=campaign),))
        ad = desk.rows("ad")[0]["ad_id"]
        said = [{"act": "comment", "ad_id": ad, "text": text} for text in ("nice", "what a scam, @dan")]
        desk.control("hands", [*said, {"act": "incident", "title": "Slow reports", "text": "3 h late"}])
        monkeypatch.setitem(settings.UNPROMOTE, "tiktok_url", desk.running.url)
        monkeypatch.setitem(settings.UNPROMOTE, "tiktok_token", TOKEN)
        yield desk


@pytest.fixture
def week(tmp_path):
    path = tmp_path / "week.csv"
    path.write_text(WEEK)
    return path


def test_what_is_usual_for_the_reason_is_read_from_tiktok_and_kept(say, tiktok, opened, data):
    told = say("case", "gather", CASE)
    assert told.code == 0
    assert "g1 comments: read, from TikTok comment/list" in told.out
    assert "2 comments below 1 ad group: 2 public, 0 hidden" in told.out
    assert "EUR spent, " in told.out
    assert "kept as g1-1, which proves nothing until you say" in told.out
    files = {item.file: (data / item.path).read_text() for item in opened().evidence}
    assert "@…" in files["comments.json"]
    assert len(files) == 3


def test_an_outage_is_suggested_and_stated_by_a_persons_word(say, tiktok, opened):
    assert "might show outage (1): cause platform" in say("case", "gather", CASE, "--what=outages").out
    assert opened().promotion["facts"] == {}
    assert "taken as evidence for outage" in say("case", "take", CASE, "g1", "--suggestion=1").out
    assert opened().promotion["facts"]["outage"]["cause"] == "platform"


def test_decisions_of_the_review_are_told(say, tiktok):
    ad = tiktok.rows("ad")[0]["ad_id"]
    tiktok.control("hands", [{"act": "reject_ad", "ad_id": ad, "reason": "No audio"}])
    told = say("case", "gather", CASE, "--what=decisions").out
    assert "is UNAVAILABLE: No audio" in told
    assert "might show ad_rejected" in told


def test_a_newer_reading_stands_beside_the_older_one(say, tiktok):
    say("case", "gather", CASE, "--what=outages")
    newer = say("case", "gather", CASE, "--what=outages", "--json").json
    assert [one["id"] for one in newer] == ["g2"]
    assert [one["id"] for one in say("case", "gather", CASE, "--show", "--json").json] == ["g1", "g2"]


def test_comments_are_shown_likely_complaints_first_and_marked(say, tiktok, opened):
    say("case", "gather", CASE, "--what=comments")
    shown = say("case", "take", CASE, "g1").out.splitlines()
    assert "an order and no verdict" in shown[-3]
    assert "what a scam" in shown[-2]
    comment = shown[-2].split()[0]
    assert f"marked {comment}" in say("case", "take", CASE, "g1", f"--mark={comment}").out
    assert opened().gathered[0].marked == (comment,)


def test_of_many_comments_the_first_are_shown(say, tiktok):
    ad = tiktok.rows("ad")[0]["ad_id"]
    tiktok.control("hands", [{"act": "comment", "ad_id": ad, "text": f"number {n}"} for n in range(25)])
    say("case", "gather", CASE, "--what=comments")
    assert "and 7 more, in the file of g1" in say("case", "take", CASE, "g1").out


def test_an_exported_report_is_read_with_nothing_connected(say, opened, week):
    b.saved_case("opened")
    told = say("case", "gather", CASE, f"--file={week}")
    assert (told.code, "Spend per result rose from 2.00 USD" in told.out) == (0, True)
    assert "kept as g1-0, g1-1" in told.out


def test_with_nothing_connected_it_says_what_to_do(say, opened):
    b.saved_case("opened")
    told = say("case", "gather", CASE, "--what=comments")
    assert (told.code, "g1 comments: failed" in told.out) == (3, True)
    assert "hand in an exported report or a screenshot" in told.out
    assert say("case", "gather", CASE, "--show").code == 0


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["gather", CASE, "--show", "--what=spend"], "these do not go together"),
        (["take", CASE, "g7"], "nothing was gathered as 'g7'"),
    ],
)
def test_what_makes_no_sense_is_refused(say, opened, words, problem):
    b.saved_case("opened")
    refused = say("case", *words)
    assert (refused.code, problem in refused.err) == (2, True)


def test_before_anything_was_gathered_it_says_how(say, opened):
    b.saved_case("opened")
    assert f"Read it: unpromote case gather {CASE}" in say("case", "gather", CASE, "--show").out
