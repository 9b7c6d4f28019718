"""A calendar over time: the sequence only rises, what is gone is cancelled for thirty days, then no longer shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import builders as b
from unpromote.domain.deadlines import CaseDeadline, Kind
from unpromote.domain.feed import Noted, note, of_tray, shown
from unpromote.domain.tray import StrayMail, TrayState

DAY = timedelta(days=1)
ONE = CaseDeadline("renewal", Kind.RENEWAL, "refuse it", b.NOW + 9 * DAY, None, b.NOW + 9 * DAY, "ana")
MOVED = replace(ONE, at=b.NOW + 8 * DAY, over_at=b.NOW + 8 * DAY)
FIRST = Noted(ONE, 3, b.NOW)


def test_a_new_deadline_is_noted_at_the_cases_version():
    assert note((), (ONE,), 3, b.NOW) == (FIRST,)


def test_one_that_was_moot_from_the_first_is_not_noted():
    assert note((), (replace(ONE, moot=True),), 3, b.NOW) == ()


def test_what_stays_as_it_was_keeps_its_sequence():
    assert note((FIRST,), (ONE,), 7, b.NOW + DAY) == (FIRST,)


def test_one_that_moved_has_a_higher_sequence():
    assert note((FIRST,), (MOVED,), 7, b.NOW + DAY) == (Noted(MOVED, 7, b.NOW + DAY),)


def test_one_that_became_moot_is_cancelled_then_and_stays_so():
    over = replace(ONE, moot=True)
    (gone,) = note((FIRST,), (over,), 7, b.NOW + DAY)
    assert (gone.sequence, gone.moot_at) == (7, b.NOW + DAY)
    (again,) = note((gone,), (replace(over, what="other words"),), 8, b.NOW + 2 * DAY)
    assert (again.sequence, again.moot_at) == (8, b.NOW + DAY)


def test_one_that_is_no_longer_there_is_cancelled_once():
    (gone,) = note((FIRST,), (), 7, b.NOW + DAY)
    assert (gone.deadline.moot, gone.sequence, gone.moot_at) == (True, 7, b.NOW + DAY)
    assert note((gone,), (), 9, b.NOW + 2 * DAY) == (gone,)


def test_one_that_comes_back_matters_again():
    (gone,) = note((FIRST,), (), 7, b.NOW + DAY)
    assert note((gone,), (ONE,), 9, b.NOW + 2 * DAY) == (Noted(ONE, 9, b.NOW + 2 * DAY),)


def test_what_was_cancelled_is_shown_for_thirty_days():
    (gone,) = note((FIRST,), (), 7, b.NOW)
    assert shown((FIRST, gone), b.NOW + 30 * DAY - timedelta(seconds=1)) == (FIRST, gone)
    assert shown((FIRST, gone), b.NOW + 30 * DAY) == (FIRST,)


def test_stray_mail_is_an_entry_until_somebody_sorts_it_and_cancelled_then():
    mail = StrayMail("7", "<m@x>", b.NOW, "cleo@creators.example", "About Arena", "/nowhere/stray.eml")
    entry = of_tray(mail)
    assert (entry.reference, entry.title, entry.path) == ("Tray", "About Arena", "/tray/7/")
    assert (entry.noted.sequence, entry.noted.changed_at, entry.noted.moot_at) == (0, b.NOW, None)
    sorted_ = of_tray(replace(mail, state=TrayState.SET_ASIDE, settled_at=b.NOW + DAY)).noted
    assert (sorted_.sequence, sorted_.moot_at, sorted_.deadline.moot) == (1, b.NOW + DAY, True)
    assert of_tray(replace(mail, automatic=True)) is None
