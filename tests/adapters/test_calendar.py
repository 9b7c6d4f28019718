"""Deadlines as an iCalendar file, read again by the library, by a second reader, and by the rules of RFC 5545."""

from __future__ import annotations

import warnings
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import vobject
from icalendar import Calendar

import builders as b
from unpromote.adapters.notices.calendar import write_calendar
from unpromote.domain.deadlines import CaseDeadline, Kind
from unpromote.domain.feed import Entry, Noted

DUE = datetime(2026, 10, 1, 7, 0, 0, 999_999, tzinfo=UTC)
RENEWAL = CaseDeadline(
    "renewal", Kind.RENEWAL, "refuse it; else: 90,000 \\ a year", DUE, None, DUE, "ana", "Agreement 2"
)
LONG = "über " * 40 + "\N{MUSICAL SYMBOL G CLEF}" * 30
PAY = CaseDeadline("pay_by/cleo", Kind.PAY_BY, LONG, None, date(2026, 12, 21), DUE + timedelta(days=81), "Cleo")


def entry(deadline: CaseDeadline = RENEWAL, **noted: Any) -> Entry:
    return Entry("case_1", "UP-ABCDEFGH", "Arena autumn\nline two", Noted(deadline, 7, b.NOW, **noted))


def written(*entries: Entry) -> bytes:
    return write_calendar("Unpromote deadlines", entries, "https://desk.example")


def events(raw: bytes) -> list[Any]:
    return Calendar.from_ical(raw).walk("VEVENT")


def test_an_instant_is_in_utc_to_the_second():
    (event,) = events(written(entry()))
    assert event["dtstart"].dt == DUE.replace(microsecond=0)
    assert b"DTSTART:20261001T070000Z\r\n" in written(entry())
    assert event["transp"] == "TRANSPARENT"


def test_a_day_is_a_whole_day():
    assert b"DTSTART;VALUE=DATE:20261221\r\n" in written(entry(PAY))
    (event,) = events(written(entry(PAY)))
    assert event["dtstart"].dt == date(2026, 12, 21)


def test_words_come_back_as_they_were():
    first, second = events(written(entry(), entry(PAY)))
    assert str(first["summary"]) == "UP-ABCDEFGH: refuse it; else: 90,000 \\ a year"
    assert str(second["summary"]) == f"UP-ABCDEFGH: {LONG}".strip() or LONG.strip() in str(second["summary"])
    assert "Arena autumn\nline two\n" in str(first["description"])
    assert "Clause: Agreement 2" in str(first["description"])
    assert first["url"] == "https://desk.example/cases/UP-ABCDEFGH/"


def test_lines_are_folded_at_75_octets_and_text_is_escaped():
    raw = written(entry(), entry(PAY))
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    unfolded = raw.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:UP-ABCDEFGH: refuse it\\; else: 90\\,000 \\\\ a year\r\n" in unfolded
    assert "DESCRIPTION:Arena autumn\\nline two\\n" in unfolded


def test_every_event_has_what_the_standard_asks_for():
    raw = written(entry(), entry(PAY))
    found = Calendar.from_ical(raw)
    assert {"VERSION", "PRODID"} <= set(found)
    assert all({"UID", "DTSTAMP", "DTSTART", "SEQUENCE"} <= set(event) for event in events(raw))
    assert len({str(event["uid"]) for event in events(raw)}) == 2
    assert raw.count(b"DTSTAMP:20260921T170000Z\r\n") == 2


def test_a_deadline_that_moved_keeps_its_uid_and_has_a_higher_sequence():
    (before,) = events(written(entry()))
    moved = Entry("case_1", "UP-ABCDEFGH", "Arena", Noted(replace(RENEWAL, at=b.NOW, over_at=b.NOW), 9, b.NOW))
    (after,) = events(written(moved))
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (7, 9)


def test_what_is_moot_is_cancelled_and_rings_no_more():
    (live,), (gone,) = events(written(entry())), events(written(entry(moot_at=b.NOW)))
    assert (live["status"], gone["status"]) == ("CONFIRMED", "CANCELLED")
    assert (len(live.walk("VALARM")), len(gone.walk("VALARM"))) == (1, 0)


def test_an_alarm_rings_a_day_before_an_instant_and_the_morning_before_a_day():
    rings = [event.walk("VALARM")[0]["trigger"].dt for event in events(written(entry(), entry(PAY)))]
    assert rings == [timedelta(days=-1), timedelta(hours=-15)]


def test_the_same_entries_give_the_same_bytes_in_any_order():
    assert written(entry(), entry(PAY)) == written(entry(PAY), entry())


def test_an_empty_calendar_is_one_still():
    assert events(written()) == []


def test_a_second_reader_reads_the_same():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the reader's own, about the standard library
        found = vobject.readOne(written(entry(), entry(PAY)).decode())
    first, second = found.vevent_list
    assert (first.dtstart.value, second.dtstart.value) == (DUE.replace(microsecond=0), date(2026, 12, 21))
    assert first.summary.value == "UP-ABCDEFGH: refuse it; else: 90,000 \\ a year"
    assert first.valarm.trigger.value == timedelta(days=-1)
