"""The queue of points as Ana types and reads it: the next one, decided, until the terms are confirmed."""

from __future__ import annotations

import pytest

import builders as b
import reviewing
from reviewing import NO_ZONE, SAID, ZONE, says

CASE = "UP-ABCDEFGH"
SENT = "--sent-at=2026-09-21T10:00:00-07:00"


@pytest.fixture
def read(db, data, tmp_path):
    """A function that hands over what was read."""
    b.cast()
    return lambda *said, **changes: reviewing.handed(tmp_path, *said, **changes)


def test_the_next_point_is_shown_with_its_words_and_what_it_decides(say, read):
    read()
    told = say("case", "queue", CASE, "--next", SENT).out
    assert "0 of 6 looked at; 4 of the rest decide money." in told
    assert 'rights[0].notice = {"n": 60, "unit": "days", "count": "exclusive"}  decides 54000.00 USD' in told
    assert "“cancel upon sixty (60) days notice” deal.txt, page 1" in told
    assert "without it: 33000.00 USD" in told
    assert "2 change nothing each: unpromote case decide CASE --rest" in told
    assert "governing_law" not in told


def test_the_whole_list_says_what_is_assumed_open_and_in_no_figure(say, read):
    gap = says("fees[1].calc", None, "absent", note="no figure [yet]", source=None)
    fees = [*b.TERMS["fees"], {"id": "late", "clause": "9"}]
    read(NO_ZONE, *SAID, gap, unclear=(ZONE,), time_zone=None, currency=None, fees=fees)
    told = say("case", "queue", CASE, SENT).out
    for words in (
        "Figures stand on: currency USD.",
        "In no figure: fees[1]",
        "fees[1].calc = ?  in no figure  (absent)",
        "  no figure [yet]",
        'governing_law = "State of California"  changes nothing  (stated)',
        "leaving not permitted",
    ):
        assert words in told


def test_why_nothing_can_be_quoted_is_said(say, read):
    read(time_zone="Mars/Olympus")
    assert "No quote can be computed yet: " in say("case", "queue", CASE).out


def test_ana_decides_until_all_was_looked_at_and_confirms(say, read):
    read(NO_ZONE, *SAID, unclear=(ZONE,), time_zone=None)
    assert say("case", "decide", CASE, "time_zone", "--open").code == 0
    assert say("case", "decide", CASE, "time_zone", "--is", '"UTC"').code == 0
    corrected = say(
        "case",
        "decide",
        CASE,
        "rights[0].notice",
        "--is",
        '{"n": 30, "unit": "days"}',
        "--words",
        "sixty (60) days",
        "--on=deal.txt:1",
        "--json",
    )
    assert corrected.json["decided"][-1]["words"]["page"] == 1
    assert say("case", "decide", CASE, "--rest").code == 0
    assert say("case", "decide", CASE, "fees[0]", "--reject").code == 0
    assert say("case", "confirm", CASE, "--decided").code == 1
    say("case", "decide", CASE, "rights[0]", "--accept")
    last = say("case", "decide", CASE, "rights[0].holders", "--accept")
    assert "Every point was looked at: unpromote case confirm CASE --decided" in last.out
    assert "Confirmed 1 rights." in say("case", "confirm", CASE, "--decided").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["rights[0]"], "say one thing of one point"),
        (["rights[0]", "--accept", "--reject"], "say one thing of one point"),
        (["--accept"], "say one thing of one point"),
        (["rights[0]", "--rest"], "say one thing of one point"),
        (["rights[0].notice", "--is", "null", "--words=at once", "--on=deal.txt"], "not on page 1 of deal.txt"),
        (["rights[0].notice", "--is", "null", "--words=at once", "--on=other.txt:1"], "no document 'other.txt'"),
    ],
)
def test_what_makes_no_sense_is_refused(say, read, words, told):
    read()
    refused = say("case", "decide", CASE, *words)
    assert (refused.code, told in refused.err) == (2, True)


def test_terms_come_from_a_file_or_from_the_decisions_not_from_both(say, read):
    read()
    assert "both name the terms" in say("case", "confirm", CASE, "--decided", "--terms=x.json").err


def test_the_queue_is_there_for_programs(say, read):
    read()
    assert say("case", "queue", CASE, "--json").json["total"] == 6


def test_what_people_made_of_a_reading_is_printed_as_labelled_words(say, read):
    read()
    say("case", "decide", CASE, "governing_law", "--reject")
    line = say("case", "examples", CASE).json
    assert sorted(line) == ["contract_id", "labels", "name", "sha256"]
    (label,) = line["labels"]
    assert (label["quote"], label["facts"]["made"]) == (reviewing.QUOTE, "rejected")
