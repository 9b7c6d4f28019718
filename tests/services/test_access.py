"""Links that set a password once, tokens that end: neither outlives what it stands for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

import builders as b
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.services import access

NOW = datetime(2026, 9, 21, tzinfo=UTC)
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def cast(db):
    return b.cast()


def test_nobody_can_sign_in_until_a_password_is_set():
    assert access.nobody_can_sign_in()
    access.set_password(access.password_link("ana"), PASSWORD)
    assert not access.nobody_can_sign_in()


def test_a_link_names_its_person_and_works_once():
    link = access.password_link("ana")
    assert access.person_of_link(link).name == "ana"
    assert access.set_password(link, PASSWORD).rights == {b.BRAND: False}
    with pytest.raises(NotAllowed, match="used already"):
        access.person_of_link(link)


@pytest.mark.parametrize("link", ["", "1", "x.y", "999.abc", "1.abc", f"{10**30}.abc"])
def test_a_link_of_somebody_elses_making_names_nobody(link):
    with pytest.raises(NotAllowed):
        access.set_password(link, PASSWORD)


def test_a_password_that_is_easily_guessed_leaves_the_link_usable():
    link = access.password_link("ana")
    with pytest.raises(BadInput, match="too common"):
        access.set_password(link, "password1234")
    assert access.set_password(link, PASSWORD).name == "ana"


def test_strangers_get_neither_link_nor_token():
    with pytest.raises(NotAllowed, match="add them first"):
        access.password_link("nobody")
    with pytest.raises(NotAllowed, match="add them first"):
        access.script_token("nobody", days=1, now=NOW)


def test_a_token_ends_on_its_day():
    token = access.script_token("ana", days=2, now=NOW)
    assert access.person_of_token(token, now=NOW + timedelta(days=1, hours=23)).name == "ana"
    assert access.person_of_token(token, now=NOW + timedelta(days=2)) is None


@pytest.mark.parametrize("days", [0, 367])
def test_a_token_for_no_time_or_for_ever_is_refused(days):
    with pytest.raises(BadInput):
        access.script_token("ana", days=days, now=NOW)


def test_a_token_ends_with_the_password_and_with_the_person():
    token = access.script_token("ana", days=2, now=NOW)
    access.set_password(access.password_link("ana"), PASSWORD)
    assert access.person_of_token(token, now=NOW) is None
    later = access.script_token("ana", days=2, now=NOW)
    User.objects.filter(username="ana").update(is_active=False)
    assert access.person_of_token(later, now=NOW) is None


@pytest.mark.parametrize("text", ["", "a", "a:b:c", "\N{BULLET}:x:y"])
def test_a_text_that_is_no_token_speaks_for_nobody(text):
    assert access.person_of_token(text, now=NOW) is None
