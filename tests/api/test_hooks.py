"""Mail that a program hands in: only signed, only now, only so large; then it is mail like any other."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from unpromote.adapters.mail.folder import Box, MailFolder
from unpromote.adapters.mail.incoming import FolderInbox
from unpromote.api import hooks

RAW = b"From: cleo@creators.example\r\nSubject: Hello\r\n\r\nWe agree.\r\n"
HOOK = "/hooks/mail"
OURS = "a shared secret"


@pytest.fixture
def secret(db, data, monkeypatch):
    monkeypatch.setitem(settings.UNPROMOTE, "hook_secret", OURS)
    return OURS


def post(raw: bytes = RAW, *, secret: str = OURS, late: int = 0, **said: str):
    at = str(int(timezone.now().timestamp()) - late)
    headers = {"X-Unpromote-Timestamp": at, "X-Unpromote-Signature": hooks.signature(secret, at, raw), **said}
    return Client().post(HOOK, raw, content_type="message/rfc822", headers=headers)


def test_signed_mail_is_filed_as_if_it_had_arrived(secret, data):
    answer = post()
    assert answer.status_code == 202
    (mail,) = FolderInbox(MailFolder(Path(data) / "mail")).unread()
    assert (mail.sha256, mail.body) == (answer.json()["sha256"], "We agree.")


def test_the_same_mail_twice_is_filed_once(secret, data):
    folder = MailFolder(Path(data) / "mail")
    for _ in range(2):
        post()
        FolderInbox(folder).unread()
    assert len(folder.messages(Box.NEW)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another"},
        {"late": 301},
        {"late": -301},
        {"X-Unpromote-Timestamp": "now"},
        {"X-Unpromote-Timestamp": "9" * 40},
        {"X-Unpromote-Signature": ""},
        {"X-Unpromote-Signature": "sha256=é"},
    ],
)
def test_mail_that_is_not_signed_now_is_refused_as_a_problem(secret, data, wrong):
    answer = post(**wrong)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"].startswith("Signature")
    assert not (Path(data) / "mail").exists()


def test_a_body_that_was_changed_on_the_way_is_refused(secret):
    at = str(int(timezone.now().timestamp()))
    headers = {"X-Unpromote-Timestamp": at, "X-Unpromote-Signature": hooks.signature(secret, at, RAW)}
    assert Client().post(HOOK, RAW + b"x", content_type="message/rfc822", headers=headers).status_code == 401


def test_mail_that_is_too_large_or_empty_is_refused(secret, monkeypatch):
    assert post(b" \r\n").status_code == 422
    monkeypatch.setattr(hooks, "LARGEST", 10)
    assert post().status_code == 413


def test_a_large_letter_within_the_limit_is_taken(secret):
    assert post(RAW + b"x" * 3 * 1024 * 1024).status_code == 202


def test_without_a_secret_there_is_no_such_door(db, data):
    assert post().status_code == 404


def test_only_post_is_answered(secret):
    answer = Client().get(HOOK)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_a_browsers_cookie_is_not_asked_for(secret):
    strict = Client(enforce_csrf_checks=True)
    at = str(int(timezone.now().timestamp()))
    headers = {"X-Unpromote-Timestamp": at, "X-Unpromote-Signature": hooks.signature(secret, at, RAW)}
    assert strict.generic("POST", HOOK, io.BytesIO(RAW).read(), headers=headers).status_code == 202
