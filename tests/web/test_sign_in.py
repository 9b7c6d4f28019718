"""Signing in and out, and that nobody makes an account by themselves."""

from __future__ import annotations

import pytest

from web.conftest import PASSWORD
from web.pages import words

LOGIN = "/account/login/"
pytestmark = pytest.mark.usefixtures("cast")


def test_ana_signs_in_and_comes_to_her_cases(client):
    answer = client.post(LOGIN, {"login": "ana", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert words(answer, "h1") == "Cases"
    assert "Successfully" not in words(answer)


def test_she_comes_to_the_page_that_she_wanted(client):
    answer = client.post(f"{LOGIN}?next=/cases/UP-X/", {"login": "ana", "password": PASSWORD, "next": "/cases/UP-X/"})
    assert answer.url == "/cases/UP-X/"


def test_a_wrong_password_is_said_and_lets_nobody_in(client):
    answer = client.post(LOGIN, {"login": "ana", "password": "guessed"})
    assert "not correct" in words(answer, "[role=alert]")
    assert client.get("/").status_code == 302


def test_guessing_is_slowed_down(client):
    for _ in range(10):
        client.post(LOGIN, {"login": "ana", "password": "guessed"})
    answer = client.post(LOGIN, {"login": "ana", "password": PASSWORD})
    assert "Too many failed login attempts" in words(answer)
    assert client.get("/").status_code == 302


def test_signing_out_takes_a_button_not_a_look(ana):
    assert words(ana.get("/account/logout/"), "h1") == "Sign out?"
    assert ana.get("/").status_code == 200
    ana.post("/account/logout/")
    assert ana.get("/").status_code == 302


@pytest.mark.parametrize("page", ["/account/signup/", "/account/password/reset/"])
def test_nobody_makes_an_account_or_a_password_alone(client, page):
    assert "Ask whoever runs this desk" in words(client.get(page))


def test_a_sign_up_that_is_sent_anyway_makes_nobody(client, django_user_model):
    before = django_user_model.objects.count()
    client.post("/account/signup/", {"username": "eve", "password1": PASSWORD, "password2": PASSWORD})
    assert django_user_model.objects.count() == before


def test_ana_changes_her_password(ana, client):
    form = {"oldpassword": PASSWORD, "password1": "another long one", "password2": "another long one"}
    answer = ana.post("/account/password/change/", form, follow=True)
    assert "Password successfully changed" in words(answer, "[role=status]")
    assert client.post(LOGIN, {"login": "ana", "password": "another long one"}).status_code == 302


def test_an_easy_password_is_refused_beside_its_field(ana):
    form = {"oldpassword": PASSWORD, "password1": "password", "password2": "password"}
    assert "too common" in words(ana.post("/account/password/change/", form))
