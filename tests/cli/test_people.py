"""Clients, people, links and tokens from the command line."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

import builders as b
from unpromote.services import access, people


@pytest.fixture
def cast(db):
    return b.cast()


def test_a_client_may_ask_for_a_second_signature(say):
    told = say("people", "client", "acme", "Acme Ltd", "--second-above=5000.00 EUR")
    assert told.out == "Acme Ltd (acme): above 5000.00 EUR two people sign.\n"
    assert str(people.second_person_above("acme").amount) == "5000.00"


def test_without_a_limit_one_person_signs(say):
    assert say("people", "client", "acme", "Acme Ltd").out.endswith("one person signs.\n")


@pytest.mark.parametrize("amount", ["5000", "5000 EURO", "much EUR"])
def test_a_limit_that_is_no_amount_is_refused(say, amount):
    assert say("people", "client", "acme", "Acme Ltd", f"--second-above={amount}").code == 2
    assert say("people", "add", "zoe", "--client=acme").code == 1


def test_a_person_is_given_rights(say, cast):
    added = say("people", "add", "zoe", f"--client={b.BRAND}", "--may-approve", "--json")
    assert added.json == {"name": "zoe", "rights": {"northwind": True}}
    assert say("people", "show", "zoe").out == "zoe works for northwind and may approve.\n"
    assert say("people", "show", "ana").out == "ana works for northwind.\n"


def test_a_stranger_works_for_nobody(say, cast):
    assert say("people", "show", "nobody").out == "nobody works for no client.\n"


def test_a_link_sets_zoes_password_once(say, cast, client):
    link = say("people", "link", "dan", "--address=https://desk.example/").out.strip()
    assert link.startswith("https://desk.example/account/first/")
    access.set_password(link.rstrip("/").rpartition("/")[2], "correct horse battery")
    assert User.objects.get(username="dan").check_password("correct horse battery")


def test_a_token_opens_the_api(say, cast, client, settings):
    settings.SECRET_KEY = "the test's own"
    token = say("people", "token", "ana", "--days=1").out.strip()
    assert client.get("/api/me", headers={"Authorization": f"Bearer {token}"}).json()["name"] == "ana"


@pytest.mark.parametrize("verb", ["link", "token"])
def test_a_stranger_gets_neither_link_nor_token(say, cast, verb):
    assert say("people", verb, "nobody").err == "unpromote: there is no person 'nobody': add them first\n"


@pytest.mark.parametrize("days", [0, 367])
def test_a_token_holds_for_a_year_at_most(say, cast, days):
    assert say("people", "token", "ana", f"--days={days}").code == 2
