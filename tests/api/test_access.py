"""Who gets in: a session with its CSRF token, or a script's token; and what a reader of bodies refuses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

import builders as b
from unpromote.services import access

JSON = "application/json"
CASE = "/api/cases/UP-ABCDEFGH"
NOW = datetime.now(UTC)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_script_speaks_for_ana(client, token):
    assert client.get("/api/me", headers=bearer(token)).json() == {"name": "ana", "rights": {"northwind": False}}


def test_a_script_writes_without_a_csrf_token(token):
    b.saved_case("quoted")
    answer = Client(enforce_csrf_checks=True).post(f"{CASE}/packs", headers=bearer(token))
    assert answer.status_code == 202


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda _: "x:y:z", lambda _: "\N{BULLET}"])
def test_a_changed_token_is_worth_nothing(client, token, spoil):
    answer = client.get("/api/me", headers=bearer(spoil(token)))
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="unpromote"')


def test_a_barred_person_ends_their_tokens(client, token):
    User.objects.filter(username="ana").update(is_active=False)
    assert client.get("/api/me", headers=bearer(token)).status_code == 401


def test_a_new_password_ends_old_tokens(client, token):
    access.set_password(access.password_link("ana"), "correct horse battery")
    assert client.get("/api/me", headers=bearer(token)).status_code == 401


def test_a_session_reads(as_):
    assert as_("ben").get("/api/me").json()["rights"] == {"northwind": True}


def test_a_session_writes_only_with_its_csrf_token(people):
    b.saved_case("quoted")
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="ana"))
    refused = client.post(f"{CASE}/packs")
    client.cookies["csrftoken"] = "a" * 32
    taken = client.post(f"{CASE}/packs", headers={"X-CSRFToken": "a" * 32})
    assert (refused.status_code, taken.status_code) == (403, 202)


@pytest.mark.parametrize("body", ["{", '{"why": NaN}', '{"why": "\\ud800"}', b"\xff", "[]", '"x"', "", "[" * 20000])
def test_a_body_that_is_no_json_is_refused(client, token, body):
    b.saved_case("quoted")
    answer = client.post(f"{CASE}/drop", body, content_type=JSON, headers=bearer(token))
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")


def test_a_body_that_is_too_large_is_refused(client, token):
    b.saved_case("quoted")
    answer = client.post(f"{CASE}/drop", {"why": "x" * 3_000_000}, content_type=JSON, headers=bearer(token))
    assert answer.status_code == 413


def test_a_reference_that_cannot_be_one_is_refused(client, token):
    assert client.get("/api/cases/%00", headers=bearer(token)).status_code == 422
