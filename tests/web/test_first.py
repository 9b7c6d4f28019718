"""The page behind a one-time link: a password is set once, and nobody else's link works."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

import builders as b
from unpromote.services import access

PASSWORD = "correct horse battery"


@pytest.fixture
def page(db):
    b.cast()
    return reverse("first-admin", args=[access.password_link("ana")])


def set_password(client, page, password=PASSWORD, again=PASSWORD):
    return client.post(page, {"password": password, "again": again})


def test_the_page_says_whose_password_it_is_and_is_kept_by_nobody(client, page):
    shown = client.get(page)
    assert (shown.status_code, "sign in as ana" in shown.text) == (200, True)
    assert "no-store" in shown.headers["Cache-Control"]


def test_a_good_password_leads_to_signing_in(client, page):
    done = set_password(client, page)
    assert (done.status_code, done.headers["Location"]) == (302, "/account/login/")
    assert client.login(username="ana", password=PASSWORD)


def test_looking_at_the_page_uses_nothing_up(client, page):
    client.get(page)
    assert set_password(client, page).status_code == 302


def test_the_link_works_once(client, page):
    set_password(client, page)
    again = set_password(client, page, "another horse battery", "another horse battery")
    assert (again.status_code, "no longer works" in again.text) == (410, True)
    assert User.objects.get(username="ana").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("password", "again", "told"),
    [(PASSWORD, "another", "The two differ"), ("password1234", "password1234", "too common"), ("", "", "required")],
)
def test_a_password_that_will_not_do_is_refused_on_the_page(client, page, password, again, told):
    refused = set_password(client, page, password, again)
    assert (refused.status_code, told in refused.text) == (422, True)
    assert not User.objects.get(username="ana").has_usable_password()


def test_an_invented_link_is_told_apart_from_nothing(client, db):
    assert client.get(reverse("first-admin", args=["1.abc"])).status_code == 410
