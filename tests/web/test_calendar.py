"""The calendar behind a signed address: one person's cases, read only, taken back at will."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from icalendar import Calendar

import builders as b
from unpromote.domain import events as e
from unpromote.domain.errors import NotAllowed
from unpromote.services import calendar
from unpromote.services.notices import watch
from unpromote.services.record import record
from unpromote.store.models import DeadlineRow, Membership, WatchRow

NOW = datetime.now(UTC)


@pytest.fixture
def case(cast):
    return b.saved_case("quoted")


@pytest.fixture
def address(case, cast):
    return f"/calendar/{calendar.make_feed(cast['ana'], now=NOW).token}.ics"


def events(response: Any) -> dict[str, Any]:
    return {str(one["summary"]): one for one in Calendar.from_ical(response.content).walk("VEVENT")}


def paid(response: Any) -> Any:
    return next(one for name, one in events(response).items() if "Cleo Marsh" in name)


def test_a_program_fetches_it_without_signing_in(address):
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer["Cache-Control"] == "private, no-cache"
    assert "UP-ABCDEFGH: 500.00 USD to Cleo Marsh" in events(answer)


def test_it_changes_nothing_and_is_not_written_to(address):
    Client().get(address)
    assert (DeadlineRow.objects.count(), WatchRow.objects.count()) == (0, 0)
    assert Client().post(address).status_code == 405


def test_what_did_not_change_is_not_sent_again(address):
    first = Client().get(address)
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    watch(NOW)
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_deadline_that_moves_keeps_its_uid_with_a_higher_sequence(address, case):
    before = paid(Client().get(address))
    watch(NOW)
    later = b.settlement("cleo", pay_by=b.NOW.date() + timedelta(days=120))
    record(case.id, e.QuoteTaken(at=b.NOW, by="ana", quote=b.taken_quote(settlements=(later,))))
    after = paid(Client().get(address))
    assert after["uid"] == before["uid"]
    assert after["dtstart"].dt > before["dtstart"].dt
    assert after["sequence"] > before["sequence"]


def test_a_deadline_that_is_gone_is_cancelled_for_thirty_days(address, case, cast):
    watch(NOW)
    record(case.id, e.QuoteTaken(at=NOW, by="ana", quote=b.taken_quote(settlements=())))
    assert paid(Client().get(address))["status"] == "CANCELLED"
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    assert b"Cleo" not in calendar.written_feed(token, now=NOW + timedelta(days=31))


def test_dan_sees_his_own_cases_only(case, cast):
    token = calendar.make_feed(cast["dan"], now=NOW).token
    assert events(Client().get(f"/calendar/{token}.ics")) == {}
    with pytest.raises(NotAllowed, match="no case"):
        calendar.make_feed(cast["dan"], case.id, now=NOW)


def test_a_calendar_of_one_case_shows_that_case(case, cast):
    b.saved_case("quoted", case_id="case_2", reference="UP-22222222")
    token = calendar.make_feed(cast["ana"], case.id, now=NOW).token
    assert all(name.startswith("UP-ABCDEFGH") for name in events(Client().get(f"/calendar/{token}.ics")))


def test_a_calendar_that_was_taken_back_answers_nothing(address, cast):
    (feed,) = calendar.feeds(cast["ana"])
    with pytest.raises(NotAllowed):
        calendar.revoke_feed(cast["ben"], feed.id, now=NOW)
    calendar.revoke_feed(cast["ana"], feed.id, now=NOW)
    assert Client().get(address).status_code == 404
    assert calendar.feeds(cast["ana"]) == ()


def test_who_is_barred_or_works_for_the_client_no_more_sees_nothing(case, cast, address):
    of_case = f"/calendar/{calendar.make_feed(cast['ana'], case.id, now=NOW).token}.ics"
    Membership.objects.filter(user__username="ana").delete()
    assert (Client().get(of_case).status_code, events(Client().get(address))) == (404, {})
    get_user_model().objects.filter(username="ana").update(is_active=False)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("token", ["x", "abc.def", "%00"])
def test_an_address_that_was_made_up_is_unknown(db, token):
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_whoever_fetches_too_often_is_told_to_wait(address):
    answers = [Client().get(address).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]


def test_somebody_without_rights_has_no_calendar(cast):
    with pytest.raises(NotAllowed, match="works for no client"):
        calendar.make_feed(calendar.people.person("nobody"), now=NOW)
