"""What a digest and an alarm say, and how people want to be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

import builders as b
from unpromote.domain.case import Case
from unpromote.domain.codec import decode, encode
from unpromote.domain.deadlines import CaseDeadline, Kind
from unpromote.domain.delivery import TargetState
from unpromote.domain.errors import BadInput
from unpromote.domain.notices import (
    Channel,
    ClientNotices,
    Digest,
    PersonNotices,
    Reader,
    Watched,
    alarm_text,
    awaits,
    breaks_quiet,
    digest,
    digest_text,
    hook_payload,
)
from unpromote.domain.tray import StrayMail

DAY = timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
ANA = PersonNotices("ana@desk.example", "Europe/Berlin", time(8), alarms=True, quiet_from=time(20), quiet_until=time(7))


def due(in_days: float, **changes: object) -> CaseDeadline:
    at = b.NOW + in_days * DAY
    return replace(CaseDeadline(f"d{in_days}", Kind.DUTY, "delete the data", at, None, at, "ana"), **changes)


def told(
    *deadlines: CaseDeadline, case: Case | None = None, may_approve: bool = False, strays: tuple[StrayMail, ...] = ()
) -> Digest:
    watched = Watched(case or b.case_after("opened"), deadlines, may_approve)
    return digest([watched], strays, b.NOW, Reader("ben", BERLIN, "https://desk.example"))


def test_nothing_to_say_is_an_empty_digest():
    assert not told()
    assert not told(due(8), due(1, moot=True))


def test_late_and_soon_are_told_in_the_order_of_time_with_a_link():
    found = told(due(6), due(-1), due(-2), due(7))
    assert [len(found.late), len(found.soon), len(found.waiting)] == [2, 2, 0]
    link = "https://desk.example/cases/UP-ABCDEFGH/"
    assert found.late[0] == f"UP-ABCDEFGH 2026-09-19 19:00 CEST: delete the data (ana) {link}"


def test_a_day_is_told_as_a_day():
    assert "2026-09-22: delete" in told(due(1, at=None, on=date(2026, 9, 22))).soon[0]


def test_a_line_is_one_line_and_not_endless():
    (line,) = told(due(1, what="a\nb" + "c" * 500)).soon
    assert "\n" not in line
    assert "a bccc" in line
    assert "…" in line


@pytest.mark.parametrize(
    ("moment", "name", "may", "waits"),
    [
        ("review", "ana", False, ["the terms are to be confirmed"]),
        ("quoted", "ana", False, []),
        ("quoted", "ben", True, ["the quote is to be read and approved"]),
        ("signed once", "ben", True, []),
        ("signed once", "bea", True, ["the quote is to be read and approved"]),
        ("support answered", "ana", False, ["the answer of TikTok support is to be judged"]),
        ("closed", "ana", False, []),
    ],
)
def test_a_digest_says_what_waits_for_this_person(moment, name, may, waits):
    assert list(awaits(b.case_after(moment), name, may_approve=may)) == waits


def test_a_quote_that_forbids_leaving_waits_for_nobodys_signature():
    case = replace(b.case_after("quoted"), approval=None)
    assert list(awaits(case, "ben", may_approve=True)) == []


def test_alarms_and_targets_to_stop_by_hand_wait_too():
    by_hand = replace(b.target(1), state=TargetState.BY_HAND)
    case = replace(b.case_after("stopping"), targets=(by_hand,), alarms=("look",))
    assert list(awaits(case, "ana", may_approve=False)) == ["alarm: look", "Arena autumn 1 is to be stopped by hand"]
    assert told(case=case)


def mail(hours: float, **changes: object) -> StrayMail:
    made = StrayMail("7", "<m@x>", b.NOW - timedelta(hours=hours), "cleo@creators.example", "About Arena", "/x.eml")
    return replace(made, **changes)


def test_stray_mail_is_due_within_a_day_and_late_after_it():
    found = told(strays=(mail(1), mail(25, subject="Old")))
    assert found.soon[0].startswith("Tray 2026-09-22 18:00 CEST: say where the mail of cleo@creators.example belongs")
    assert found.late[0].endswith(": Old (the desk) https://desk.example/tray/7/")


def test_machines_mail_in_the_tray_is_counted():
    found = told(strays=(mail(1, automatic=True), mail(2, automatic=True)))
    assert found.waiting == ("Tray machines' mail to be looked through: 2 https://desk.example/tray/",)
    assert (found.late, found.soon) == ((), ())


def test_a_long_digest_says_how_many_lines_more_there_are():
    text = digest_text(told(*(due(n / 10) for n in range(1, 5))), waiting="Waiting for somebody", most=3)
    assert text.count("\n- UP-ABCDEFGH") == 3
    assert text.endswith("\n- and 1 more\n")


def test_a_mail_has_a_heading_for_each_part_that_is_there():
    text = digest_text(told(due(-1), case=b.case_after("review")))
    assert text.startswith("Late\n- UP-ABCDEFGH")
    assert "\n\nWaiting for you\n- UP-ABCDEFGH the terms are to be confirmed" in text
    assert "seven" not in text


def test_only_spend_that_grows_again_breaks_the_quiet():
    assert breaks_quiet("the spend of Arena grew after the stop")
    assert not breaks_quiet("support stays silent")


def test_slack_gets_text_that_calls_nobody():
    text = alarm_text("UP-ABCDEFGH", "A & <!channel>", "it failed", "https://desk.example")
    said = hook_payload(Channel.SLACK, text)["text"]
    assert said.startswith("UP-ABCDEFGH A &amp; &lt;!channel&gt;\nAlarm: it failed\n")


def test_teams_gets_a_card():
    (attached,) = hook_payload(Channel.TEAMS, "one\ntwo")["attachments"]
    assert attached["content"]["body"][0]["text"] == "one\n\ntwo"


def test_how_to_be_told_is_kept_as_it_was_said():
    assert decode(PersonNotices, encode(ANA)) == ANA
    assert decode(PersonNotices, {}) == PersonNotices()
    client = ClientNotices("sealed", "", "Europe/Berlin", time(20), time(7), wake_us=True, digest_at=time(8))
    assert decode(ClientNotices, {"slack": "sealed"}).digest_at is None
    assert decode(ClientNotices, encode(client)) == client
    assert client.hooks == {Channel.SLACK: "sealed"}


def test_quiet_hours_are_those_of_the_zone():
    assert ANA.quiet[0].until == time(7)
    assert (PersonNotices().quiet, ClientNotices().quiet) == ((), ())


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"alarms": True}, "without an address"),
        ({"digest_at": time(8)}, "without an address"),
        ({"address": "ana"}, "no mail address"),
        ({"quiet_from": time(8)}, "a beginning and an end"),
        ({"time_zone": "Mars"}, "unknown time zone"),
    ],
)
def test_what_cannot_be_meant_is_refused(wrong, told):
    with pytest.raises(BadInput, match=told):
        PersonNotices(**wrong)
