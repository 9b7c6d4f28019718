"""Letters while terms are unclear: both ends of the range, the points to settle, and never one reading as if agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

import agreed
import builders as b
from unpromote.domain.errors import NotAllowed
from unpromote.services.agreement import confirm_terms
from unpromote.services.approval import sign_quote
from unpromote.services.messages import preview
from unpromote.services.people import person
from unpromote.services.quote import take_quote
from unpromote.services.readings import settle_reading

pytestmark = pytest.mark.django_db

SENT = datetime.fromisoformat("2026-09-21T10:00:00-07:00")


@pytest.fixture
def ana():
    return b.cast()["ana"]


def stopping(ana, *fields, **changes):
    b.saved_case("review", **changes)
    confirm_terms(ana, "case_1", agreed.unclear(*fields), now=b.NOW)
    quote_hash = take_quote(ana, "case_1", method="email", sent_at=SENT, now=b.NOW).quote.hash
    for name in ("ben", "bea"):
        sign_quote(person(name), "case_1", quote_hash, now=b.NOW)


def written(ana, who, step):
    return preview(ana, "case_1", who, step, now=b.NOW).body


def test_the_request_names_both_ends_and_asks_what_is_open(ana):
    stopping(ana)
    body = written(ana, "support", "request")
    assert "with effect from Thursday, October 22, 2026" in body
    assert "Saturday, November 21, 2026" in body
    assert "- Thirty days or sixty? (14.2)\n- Ten percent of what? (Order 3)\n" in body
    assert "we keep our rights under each reading" in body
    assert "We do not take silence for an answer" in body


def test_where_readings_agree_on_the_day_one_day_is_named(ana):
    stopping(ana, agreed.BASE | {"clause": None})
    body = written(ana, "support", "request")
    assert ("at the latest" in body, "- Ten percent of what?\n" in body) == (False, True)


def test_in_german_as_well(ana):
    stopping(ana, contacts=(replace(b.SUPPORT, language="de"), b.CLEO, b.EMIL))
    body = written(ana, "support", "request")
    assert "Was unsere Vereinbarung offen lässt\n\n- Thirty days or sixty? (14.2)" in body
    assert "je nach Lesart eines der Punkte unten spätestens ab" in body


def test_a_creator_whose_figure_is_open_gets_no_letter_and_the_others_do(ana):
    stopping(ana, agreed.KILL, agreed.NOTICE)
    assert "600.00" in preview(ana, "case_1", "emil", "notice", now=b.NOW).body.replace(",", ".")
    with pytest.raises(NotAllowed, match="cleo has no settlement"):
        written(ana, "cleo", "notice")


def test_after_the_reading_letters_follow_the_quote_anew(ana):
    stopping(ana, agreed.KILL, agreed.NOTICE)
    settle_reading(ana, "case_1", agreed.NOTICE["path"], agreed.NOTICES[1], because="their mail", now=b.NOW)
    settle_reading(ana, "case_1", agreed.KILL["path"], "0.75", because="their mail", now=b.NOW)
    assert "2,250.00 USD" in written(ana, "cleo", "notice")
    body = written(ana, "support", "request")
    assert ("October 22" in body, "leaves open" in body) == (True, False)
