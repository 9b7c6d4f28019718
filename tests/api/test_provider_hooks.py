"""What a mail provider calls about: only with its signature; then bounces are bounces and answers are answers."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from unpromote.adapters.mail.folder import Box, MailFolder
from unpromote.adapters.mail.incoming import FolderInbox
from unpromote.api import hooks
from unpromote.domain.letters import Incoming, message_id_for, token_for

EVENTS, ANSWERS = "/hooks/mail/events", "/hooks/mail/answers"
SECRET = "desk:a shared secret"
OURS = message_id_for("case_1/SendMessage/cleo/notice", "desk.invalid")
KEY = OURS[1:33]
CLEO = "cleo@creators.example"
AT = 1790000000
TOKEN = token_for("case_1/cleo")

POSTMARK = {
    "failed": {"RecordType": "Bounce", "Type": "HardBounce", "ID": 7, "Email": CLEO, "Details": "550 5.1.1 unknown"},
    "delayed": {"RecordType": "Bounce", "Type": "Transient", "ID": 8, "Email": CLEO, "Details": "451 later"},
    "delivered": {"RecordType": "Delivery", "Recipient": CLEO, "DeliveredAt": "2026-09-22T09:00:00Z"},
    "complaint": {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "ID": 9, "Email": CLEO},
    "": {"RecordType": "Open", "Recipient": CLEO},
}
MAILGUN = {
    "failed": {"event": "failed", "severity": "permanent", "recipient": CLEO},
    "delayed": {"event": "failed", "severity": "temporary", "recipient": CLEO},
    "delivered": {"event": "delivered", "recipient": CLEO},
    "complaint": {"event": "complained", "recipient": CLEO},
    "": {"event": "clicked", "recipient": CLEO},
}
BREVO = {
    "failed": {"event": "hard_bounce", "email": CLEO, "reason": "550 5.1.1 unknown"},
    "delayed": {"event": "deferred", "email": CLEO},
    "delivered": {"event": "delivered", "email": CLEO},
    "complaint": {"event": "spam", "email": CLEO},
    "": {"event": "unique_opened", "email": CLEO},
}
FATES = {"postmark": POSTMARK, "mailgun": MAILGUN, "brevo": BREVO}


@pytest.fixture(autouse=True)
def _database(db, data):
    """Calls are filed in the data folder, and order a look for mail."""


def use(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(settings.UNPROMOTE, "mail_provider", name)
    monkeypatch.setitem(settings.UNPROMOTE, "mail_provider_secret", SECRET)


def signed(at: int = AT, secret: str = SECRET) -> dict[str, str]:
    """A signature as Mailgun makes it."""
    said = hmac.new(secret.encode(), f"{at}t0ken".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": str(at), "token": "t0ken", "signature": said}


def call(name: str, fate: str, *, key: str = KEY, secret: str = SECRET) -> Any:
    """Call as the provider does."""
    told: dict[str, Any] = dict(FATES[name][fate])
    if name == "postmark":
        told |= {"Metadata": {"unpromote": key}, "MessageID": "pm-1"}
    if name == "brevo":
        told |= {"X-Mailin-custom": json.dumps({"unpromote": key}), "ts_epoch": AT * 1000}
    if name == "mailgun":
        told |= {"user-variables": {"unpromote": key}, "timestamp": AT}
        told = {"signature": signed(secret=secret), "event-data": told}
    basic = {} if name == "mailgun" else {"Authorization": f"Basic {b64encode(secret.encode()).decode()}"}
    return Client(enforce_csrf_checks=True).post(EVENTS, json.dumps(told), "application/json", headers=basic)


def arrived() -> tuple[Incoming, ...]:
    return FolderInbox(MailFolder(Path(settings.UNPROMOTE["data"]) / "mail")).unread()


@pytest.mark.parametrize("name", FATES)
def test_a_letter_that_came_back_is_a_bounce_of_that_letter(name, monkeypatch):
    use(monkeypatch, name)
    assert call(name, "failed").status_code == 202
    (mail,) = arrived()
    assert (mail.in_reply_to, mail.bounce, mail.automatic) == (OURS, True, True)
    assert CLEO in mail.body


@pytest.mark.parametrize("name", FATES)
@pytest.mark.parametrize("fate", ["delayed", "delivered", "complaint"])
def test_what_else_befell_a_letter_is_noted_and_no_answer(name, fate, monkeypatch):
    use(monkeypatch, name)
    call(name, fate)
    (mail,) = arrived()
    assert (mail.in_reply_to, mail.bounce, mail.automatic) == (OURS, False, True)
    assert mail.body.startswith(f"{name} reports: {fate}, {CLEO}")


@pytest.mark.parametrize("name", FATES)
def test_opened_letters_and_those_of_others_are_nobodys_business(name, monkeypatch):
    use(monkeypatch, name)
    said = [call(name, ""), call(name, "failed", key=""), call(name, "failed", key="../../etc/passwd")]
    assert [(answer.status_code, answer.json()) for answer in said] == [(202, {"filed": 0})] * 3
    assert arrived() == ()


@pytest.mark.parametrize("name", FATES)
def test_the_same_event_told_twice_is_filed_once(name, monkeypatch):
    use(monkeypatch, name)
    for _ in range(2):
        call(name, "failed")
        arrived()
    assert len(MailFolder(Path(settings.UNPROMOTE["data"]) / "mail").messages(Box.NEW)) == 1


@pytest.mark.parametrize("name", FATES)
def test_a_call_that_is_not_signed_is_refused_and_leaves_nothing(name, monkeypatch):
    use(monkeypatch, name)
    answer = call(name, "failed", secret="desk:another")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"].startswith("Basic")
    assert arrived() == ()


def post(content: str | bytes, door: str = EVENTS, kind: str = "application/json") -> Any:
    basic = f"Basic {b64encode(SECRET.encode()).decode()}"
    return Client().post(door, content, kind, headers={"Authorization": basic})


@pytest.mark.parametrize(
    "nonsense", ["", "[]", "7", "{", '{"RecordType": "Inbound"}', '{"RecordType": [], "Metadata": 3}']
)
def test_what_makes_no_sense_is_refused_with_words(nonsense, monkeypatch):
    use(monkeypatch, "postmark")
    answer = post(nonsense)
    assert (answer.status_code, answer.json()["detail"][:22]) == (422, "events: postmark's call"[:22])


def test_without_a_provider_or_its_secret_there_is_no_such_door(monkeypatch):
    use(monkeypatch, "postmark")
    for missing in ("mail_provider", "mail_provider_secret"):
        with monkeypatch.context() as only:
            only.setitem(settings.UNPROMOTE, missing, "")
            assert post("{}").status_code == 404


def test_only_calls_of_a_sensible_size_by_post_are_taken(monkeypatch):
    use(monkeypatch, "postmark")
    assert Client().get(EVENTS).status_code == 405
    monkeypatch.setattr(hooks, "LARGEST_CALL", 10)
    assert post(" " * 11).status_code == 413


def test_an_answer_with_a_large_file_comes_through_json(monkeypatch):
    use(monkeypatch, "postmark")
    file = {"Name": "all.pdf", "ContentType": "application/pdf", "Content": b64encode(b"%PDF" * 10**6).decode()}
    said = {
        "FromFull": {"Email": CLEO, "Name": "Cleo"}, "ToFull": [{"Email": "desk@desk.invalid", "Name": ""}],
        "OriginalRecipient": f"desk+{TOKEN.lower()}@desk.invalid", "Subject": "Re: The promotion ends",
        "Headers": [{"Name": "Message-ID", "Value": "<a@creators.example>"}, {"Name": "In-Reply-To", "Value": OURS}],
        "TextBody": "We agree.", "Attachments": [file],
    }  # fmt: skip
    assert post(json.dumps(said), ANSWERS).status_code == 202
    (mail,) = arrived()
    assert (mail.sender, mail.in_reply_to, mail.address_token, mail.body) == (CLEO, OURS, TOKEN, "We agree.")
    assert (mail.automatic, [(one.name, len(one.content)) for one in mail.enclosures]) == (
        False,
        [("all.pdf", 4 * 10**6)],
    )


def test_an_answer_comes_as_a_form_too(monkeypatch):
    use(monkeypatch, "mailgun")
    headers = [["From", CLEO], ["Subject", f"Re: [{TOKEN}]"], ["Message-Id", "<a@creators.example>"]]
    form = signed() | {"recipient": "desk@desk.invalid\r\nX: y", "body-plain": "We agree.", "attachment-count": "1"}
    form |= {"message-headers": json.dumps(headers), "attachment-1": SimpleUploadedFile("a.pdf", b"%PDF" * 10**6)}
    assert Client().post(ANSWERS, form).status_code == 202
    (mail,) = arrived()
    assert (mail.token, mail.body, mail.address_token) == (TOKEN, "We agree.", "")
    assert [len(one.content) for one in mail.enclosures] == [4 * 10**6]


def test_a_form_whose_words_are_too_large_is_refused_as_such(monkeypatch):
    use(monkeypatch, "mailgun")
    form = signed() | {"body-mime": "x" * 3 * 1024**2}
    assert Client().post(ANSWERS, form).status_code == 413


def test_answers_are_not_taken_where_they_would_have_to_be_fetched(monkeypatch):
    use(monkeypatch, "brevo")
    answer = post('{"items": []}', ANSWERS)
    assert answer.status_code == 422
    assert "sent to a mailbox" in answer.json()["detail"]
