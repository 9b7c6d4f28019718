"""Telling the desk's people: in time, once, never in quiet hours, by real SMTP and a real webhook."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

import builders as b
from adapters.mail_desk import working_room
from fakes import FakeOutbox
from hooks import HookServer, hook_server
from strays import some_strays
from unpromote.adapters.mail.folder import Box
from unpromote.adapters.notices.hooks import Hooks
from unpromote.domain import events as e
from unpromote.domain.errors import BadInput, NotAllowed, OutsideFailed
from unpromote.domain.notices import Channel, ClientNotices, PersonNotices
from unpromote.jobs import schedule
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.tools import Tools
from unpromote.jobs.wiring import worker
from unpromote.services import notices
from unpromote.services.record import record
from unpromote.store.models import CommandRow, DeadlineRow, Membership, NoticeRow

pytestmark = pytest.mark.django_db

ALARMS = PersonNotices("ana@desk.example", alarms=True)
MORNING = PersonNotices("ana@desk.example", "Europe/Berlin", digest_at=time(8))
NIGHT = {"quiet_from": time(18), "quiet_until": time(6)}  # UTC; the clock stands at 17:00


@pytest.fixture(autouse=True)
def people():
    return b.cast()


@pytest.fixture
def work_off(tools):
    return Embedded(worker(tools)).work_off


@pytest.fixture
def slack(tmp_path):
    with hook_server(tmp_path, 200) as server:
        yield server


def look(clock: Any) -> None:
    notices.watch(clock())


def alarm(*, spend: bool = False) -> None:
    """Raise an alarm in a new case: that spend grew again, or that a letter failed."""
    b.saved_case("sampled")
    grown = b.spend_sampled(b.target(1), at=b.NOW + timedelta(hours=3), spend="10900.00", nth=2)
    record("case_1", grown if spend else b.gave_up())
    leave_only_notices()


def leave_only_notices() -> None:
    CommandRow.objects.exclude(case=None).delete()


def join(server: HookServer, tools: Tools, person: Any, **how: Any) -> Embedded:
    """Connect the client's Slack channel to that server; give an executor that reaches it."""
    notices.set_channels(person, b.BRAND, ClientNotices(**how), {Channel.SLACK: server.url})
    return Embedded(worker(replace(tools, hooks=Hooks(private=True, trust=server.trust))))


def statuses() -> list[str]:
    return list(NoticeRow.objects.order_by("key").values_list("status", flat=True))


def test_an_alarm_is_mailed_once_to_those_who_asked(tools, work_off, people, clock):
    notices.want(people["ana"], ALARMS)
    notices.want(people["dan"], replace(ALARMS, address="dan@desk.example"))
    alarm()
    for _ in range(2):
        look(clock)
        work_off()
    told = [letter for letter, _ in tools.outbox.letters if letter.to_address.endswith("desk.example")]
    assert [(one.to_address, one.automatic) for one in told] == [("ana@desk.example", True)]
    assert "UP-ABCDEFGH" in told[0].subject
    assert "http://127.0.0.1:8000/cases/UP-ABCDEFGH/" in told[0].body
    assert statuses() == ["sent"]


def test_an_alarm_that_was_told_is_not_told_again_when_the_case_moves_on(people, clock):
    notices.want(people["ana"], ALARMS)
    alarm()
    look(clock)
    record("case_1", e.PackOrdered(at=b.late(), by="ana"))
    look(clock)
    assert statuses() == ["waiting"]


def test_looking_notes_the_deadlines_and_orders_the_next_look(work_off, clock):
    b.saved_case("quoted")
    leave_only_notices()
    schedule.order_watch(clock() - timedelta(minutes=1), timedelta(minutes=1))
    work_off()
    assert DeadlineRow.objects.filter(case_id="case_1").exists()
    assert CommandRow.objects.get(kind="WatchDeadlines", status="ready").due_at > clock()


def test_in_quiet_hours_an_alarm_waits_for_the_morning(tools, work_off, people, clock):
    notices.want(people["ana"], replace(ALARMS, **NIGHT))
    alarm()
    clock.move(hours=2)
    look(clock)
    work_off()
    assert (mailed(tools), statuses()) == ([], ["waiting"])
    clock.now = datetime(2026, 9, 22, 6, 0, tzinfo=UTC)
    work_off()
    assert mailed(tools) == ["ana@desk.example"]


def mailed(tools: Tools) -> list[str]:
    return [one.to_address for one, _ in tools.outbox.letters if one.to_address.endswith("desk.example")]


@pytest.mark.parametrize(("spend", "wake", "sent"), [(True, True, 1), (True, False, 0), (False, True, 0)])
def test_spend_that_grows_again_wakes_those_who_want_it(tools, work_off, people, clock, spend, wake, sent):
    notices.want(people["ana"], replace(ALARMS, wake_me=wake, **NIGHT))
    alarm(spend=spend)
    clock.move(hours=3)
    look(clock)
    work_off()
    assert len(mailed(tools)) == sent


def test_a_clients_quiet_hours_hold_for_its_channel_too(slack, tools, people, clock):
    executor = join(slack, tools, people["ben"], **NIGHT)
    alarm(spend=True)
    clock.move(hours=3)
    look(clock)
    executor.work_off()
    assert slack.seen == []
    notices.set_channels(people["ben"], b.BRAND, ClientNotices(wake_us=True, **NIGHT), {})
    clock.now = datetime(2026, 9, 22, 6, 0, tzinfo=UTC)
    executor.work_off()
    assert len(slack.seen) == 1


def test_a_channel_that_fails_first_is_told_once_in_the_end(slack, tools, people, clock):
    slack.answers[:] = [500, 200]
    executor = join(slack, tools, people["ben"])
    alarm()
    look(clock)
    executor.work_off()
    assert statuses() == ["waiting"]
    clock.move(minutes=1)
    executor.work_off()
    clock.move(hours=1)
    executor.work_off()
    assert (len(slack.seen), statuses()) == (2, ["sent"])
    assert "Alarm: SendMessage failed: mailbox unknown" in slack.seen[1]["text"]


def test_a_call_that_was_cut_off_is_unknown_and_never_repeated(slack, tools, people, clock):
    slack.answers[:] = [0, 200]
    executor = join(slack, tools, people["ben"])
    alarm()
    look(clock)
    for _ in range(3):
        executor.work_off()
        clock.move(hours=1)
    assert (len(slack.seen), statuses()) == (1, ["unknown"])


def test_a_worker_that_died_in_the_middle_of_a_call_leaves_it_unknown(slack, tools, people, clock):
    executor = join(slack, tools, people["ben"])
    alarm()
    look(clock)
    NoticeRow.objects.update(status="sending")
    executor.work_off()
    assert (slack.seen, statuses()) == ([], ["unknown"])


def test_a_channel_that_is_gone_is_given_up_without_disturbing_the_case(slack, tools, people, clock):
    slack.answers[:] = [404]
    executor = join(slack, tools, people["ben"])
    alarm()
    look(clock)
    executor.work_off()
    row = NoticeRow.objects.get()
    assert (row.status, row.problem) == ("failed", "localhost said 404")


def test_a_channel_that_was_taken_away_is_told_nothing(slack, tools, people, clock):
    executor = join(slack, tools, people["ben"])
    alarm()
    look(clock)
    notices.set_channels(people["ben"], b.BRAND, ClientNotices(), {Channel.SLACK: ""})
    executor.work_off()
    assert (slack.seen, statuses()) == ([], ["nothing"])


def test_an_address_sealed_by_another_installation_is_asked_for_again(slack, tools, people, clock, settings):
    executor = join(slack, tools, people["ben"])
    alarm()
    look(clock)
    settings.SECRET_KEY = "another"
    executor.work_off()
    assert statuses() == ["failed"]


def test_a_mail_server_that_fails_is_asked_again_and_the_mail_goes_once(tools, people, clock):
    notices.want(people["ana"], ALARMS)
    outbox = Failing()
    executor = Embedded(worker(replace(tools, outbox=outbox)))
    alarm()
    look(clock)
    for _ in range(3):
        executor.work_off()
        clock.move(minutes=5)
    assert (outbox.sent_to("ana@desk.example"), statuses()) == (1, ["sent"])


class Failing(FakeOutbox):
    """Accepts the first mail to the desk and then says that it failed."""

    def send(self, letter: Any, envelope: Any) -> Any:
        first = not self.letters
        sent = super().send(letter, envelope)
        if first:
            raise OutsideFailed("the connection was lost")
        return sent

    def sent_to(self, address: str) -> int:
        return sum(letter.to_address == address for letter, _ in self.letters)


def test_a_mail_of_which_nobody_knows_whether_it_went_is_not_repeated(tools, work_off, people, clock):
    notices.want(people["ana"], ALARMS)
    alarm()
    look(clock)
    NoticeRow.objects.update(status="sending")
    tools.outbox.knows = False
    work_off()
    assert (mailed(tools), statuses()) == ([], ["unknown"])


def test_a_mail_that_was_being_sent_and_did_not_go_goes_now(tools, work_off, people, clock):
    notices.want(people["ana"], ALARMS)
    alarm()
    look(clock)
    NoticeRow.objects.update(status="sending")
    work_off()
    assert mailed(tools) == ["ana@desk.example"]


def test_who_lost_the_right_meanwhile_is_told_nothing(tools, work_off, people, clock):
    notices.want(people["ana"], ALARMS)
    alarm()
    look(clock)
    Membership.objects.filter(user__username="ana").delete()
    work_off()
    assert (mailed(tools), statuses()) == ([], ["nothing"])


def test_a_notice_that_no_command_stands_for_any_more_is_no_secret(people, clock):
    notices.want(people["ana"], ALARMS)
    alarm()
    look(clock)
    CommandRow.objects.filter(kind="SendNotice").update(status="done")
    look(clock)
    assert statuses() == ["failed"]


# --- digests ----------------------------------------------------------------------------------


def test_a_digest_goes_by_real_smtp_at_its_hour_every_day(tools, people, clock, data):
    notices.want(people["ana"], MORNING)
    b.saved_case("review")
    leave_only_notices()
    with desk(data, tools) as executor:
        for _ in range(3):
            look(clock)
            clock.move(days=1)
            executor.work_off()
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sent(data)]
    assert [mail["Subject"] for mail in mails] == ["Unpromote: Deadlines and what waits for you"] * 3
    assert "Waiting for you\n- UP-ABCDEFGH the terms are to be confirmed" in mails[0].get_content().replace(
        "\r\n", "\n"
    )
    assert mails[0]["Auto-Submitted"].startswith("auto")


def sent(data: Path) -> list[Path]:
    return sorted((data / "mail" / Box.OUTGOING.value).rglob("*.eml"))


@contextmanager
def desk(data: Path, tools: Tools) -> Iterator[Embedded]:
    """An executor that mails through the desk's own mail room."""
    with working_room(data / "mail") as (outbox, _, _):
        yield Embedded(worker(replace(tools, outbox=outbox)))


def test_the_digest_comes_at_eight_in_berlin_also_after_the_clocks_change(people, clock):
    notices.want(people["ana"], MORNING)
    hours = []
    for day in (24, 25):
        clock.now = datetime(2026, 10, day - 1, 12, tzinfo=UTC)
        look(clock)
        hours.append(NoticeRow.objects.latest("due_at").due_at.hour)
    assert hours == [6, 7]


def test_nothing_to_say_is_no_mail(tools, work_off, people, clock):
    notices.want(people["dan"], replace(MORNING, address="dan@desk.example"))
    look(clock)
    clock.move(days=1)
    work_off()
    assert (mailed(tools), statuses()) == ([], ["nothing"])


def test_a_digest_asked_for_at_another_hour_comes_then_and_once(tools, work_off, people, clock):
    notices.want(people["ana"], MORNING)
    b.saved_case("review")
    leave_only_notices()
    look(clock)
    notices.want(people["ana"], replace(MORNING, digest_at=time(9)))
    look(clock)
    clock.now = datetime(2026, 9, 22, 6, 30, tzinfo=UTC)
    work_off()
    assert mailed(tools) == []
    clock.move(hours=1)
    work_off()
    notices.want(people["ana"], replace(MORNING, digest_at=time(11)))
    look(clock)
    clock.move(hours=3)
    work_off()
    assert len(mailed(tools)) == 1


def test_who_wants_no_digest_any_more_gets_none(tools, work_off, people, clock):
    notices.want(people["ana"], MORNING)
    b.saved_case("review")
    leave_only_notices()
    look(clock)
    notices.want(people["ana"], replace(MORNING, digest_at=None))
    look(clock)
    clock.move(days=1)
    work_off()
    assert mailed(tools) == []


def test_a_channel_gets_its_digest_at_its_hour_once_a_day(slack, tools, people, clock):
    executor = join(slack, tools, people["ben"], time_zone="Europe/Berlin", digest_at=time(8))
    b.saved_case("review")
    leave_only_notices()
    hours = []
    for _ in range(2):
        look(clock)
        look(clock)
        hours.append(NoticeRow.objects.latest("due_at").due_at.hour)
        clock.move(days=1)
        executor.work_off()
    assert (hours, statuses()) == ([6, 6], ["sent", "sent"])
    assert "Waiting for somebody\n- UP-ABCDEFGH the terms are to be confirmed" in slack.seen[0]["text"]
    assert [one.status for one in notices.latest_to_channels(people["ana"], b.BRAND)] == ["sent", "sent"]


def test_a_channels_digest_waits_for_the_end_of_its_quiet_hours(slack, tools, people, clock):
    executor = join(slack, tools, people["ben"], digest_at=time(5), **NIGHT)
    b.saved_case("review")
    leave_only_notices()
    look(clock)
    clock.now = datetime(2026, 9, 22, 5, 30, tzinfo=UTC)
    executor.work_off()
    assert slack.seen == []
    clock.now = datetime(2026, 9, 22, 6, 0, tzinfo=UTC)
    executor.work_off()
    assert len(slack.seen) == 1


def test_a_channel_with_nothing_to_say_or_that_wants_no_digest_any_more_is_told_nothing(slack, tools, people, clock):
    executor = join(slack, tools, people["ben"], digest_at=time(8))
    look(clock)
    clock.move(days=1)
    executor.work_off()
    b.saved_case("review")
    leave_only_notices()
    look(clock)
    notices.set_channels(people["ben"], b.BRAND, ClientNotices(), {})
    clock.move(days=1)
    executor.work_off()
    assert (slack.seen, statuses()) == ([], ["nothing", "nothing"])


def test_a_channels_digest_tells_of_stray_mail_of_its_client_alone(slack, tools, people, clock, data):
    executor = join(slack, tools, people["ben"], digest_at=time(8))
    some_strays()
    leave_only_notices()
    look(clock)
    clock.move(days=1)
    executor.work_off()
    (said,) = slack.seen
    assert "cleo@creators.example" in said["text"]
    assert "robin@elsewhere.example" not in said["text"]


def test_a_person_named_like_a_client_is_not_shown_its_channels_notices(slack, tools, people, clock):
    executor = join(slack, tools, people["ben"])
    alarm()
    look(clock)
    executor.work_off()
    assert notices.latest(replace(people["ana"], name=b.BRAND)) == ()
    with pytest.raises(NotAllowed, match="does not work for"):
        notices.latest_to_channels(people["dan"], b.BRAND)


# --- how to be told ---------------------------------------------------------------------------


def test_a_channels_address_is_kept_sealed_and_never_shown_whole(people):
    url = "https://hooks.example/services/T0/B0/secret-part"
    kept = notices.set_channels(people["ben"], b.BRAND, ClientNotices(), {Channel.SLACK: url})
    assert "secret" not in kept.slack
    assert notices.masked(kept.slack) == "https://hooks.example/…part"
    assert notices.channels(people["ana"], b.BRAND) == kept


def test_one_channel_is_set_and_taken_away_and_the_rest_stays(people):
    notices.set_channels(
        people["ben"], b.BRAND, ClientNotices(digest_at=time(8)), {Channel.SLACK: "https://a.example/x"}
    )
    both = notices.set_channel(people["ben"], b.BRAND, Channel.TEAMS, "https://b.example/y")
    assert (both.hooks.keys(), both.digest_at) == ({Channel.SLACK, Channel.TEAMS}, time(8))
    left = notices.set_channel(people["ben"], b.BRAND, Channel.SLACK, "")
    assert (list(left.hooks), left.digest_at) == ([Channel.TEAMS], time(8))


def test_only_who_may_approve_sets_a_clients_channels_and_dan_does_not_see_them(people):
    with pytest.raises(NotAllowed, match="may not approve"):
        notices.set_channels(people["ana"], b.BRAND, ClientNotices(), {})
    with pytest.raises(NotAllowed, match="does not work for"):
        notices.channels(people["dan"], b.BRAND)


@pytest.mark.parametrize("url", ["http://hooks.example/x", "https://", "https://me@hooks.example/x", "x"])
def test_an_address_that_is_none_over_https_is_refused(people, url):
    with pytest.raises(BadInput, match="over https"):
        notices.set_channels(people["ben"], b.BRAND, ClientNotices(), {Channel.TEAMS: url})


def test_a_person_sees_what_became_of_their_notices(work_off, people, clock):
    notices.want(people["ana"], ALARMS)
    alarm()
    look(clock)
    work_off()
    assert [one.status for one in notices.latest(people["ana"])] == ["sent"]
    assert notices.latest(people["dan"]) == ()
    assert notices.wanted(people["ana"]) == ALARMS


def test_somebody_without_rights_has_nothing_to_be_told(people):
    with pytest.raises(NotAllowed, match="nothing to be told"):
        notices.want(replace(people["ana"], rights={}), ALARMS)


def test_a_deadline_is_said_as_met_by_a_person(people):
    b.saved_case("quoted")
    met = notices.calendar.meet(people["ana"], "case_1", "pay_by/cleo", "paid by hand", now=b.NOW)
    assert met.met == ("pay_by/cleo",)
    with pytest.raises(NotAllowed, match="is open"):
        notices.calendar.meet(people["ana"], "case_1", "pay_by/cleo", "again", now=b.NOW)


def test_a_closed_case_still_waits_for_what_outlives_it(people, clock):
    b.saved_case("closed")
    assert [case.id for case, _ in notices.calendar.upcoming(people["ana"], b.late())] == ["case_1"]
    assert notices.calendar.upcoming(people["dan"], b.late()) == ()
    assert isinstance(record("case_1", e.PackOrdered(at=b.late(), by="ana")).version, int)
