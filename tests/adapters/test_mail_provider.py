"""Letters through providers' own interfaces: what arrives there is the preview, part by part; none goes twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from adapters.mail_desk import DESK, KEY, SENT_AT, envelope, letter
from hooks import hook_server
from imapserver import dovecot
from mailproviders import KEY as ACCOUNT_KEY
from mailproviders import FakeProvider, provider_server
from unpromote.adapters.mail.folder import Box, MailFolder
from unpromote.adapters.mail.mailbox import mailbox_at
from unpromote.adapters.mail.provider_outbox import ProviderOutbox
from unpromote.adapters.mail.providers import PROVIDERS, account_at
from unpromote.domain.errors import BadInput, OutsideFailed
from unpromote.domain.letters import Attachment

ID = envelope().message_id
ALL = tuple(PROVIDERS)
CAN_BE_ASKED = ("postmark", "mailgun")
FILES = (
    ("report.pdf", "application/pdf", bytes(range(256)) * 20),
    ("Zahlungsübersicht.csv", "text/csv", "Name;Betrag\r\nZoë;1.234,50 €\r\n".encode()),
)
OLD_FILE = ("alt.csv", "text/csv", "Zoë;1\r\n".encode("latin-1"))


def outbox_to(provider: FakeProvider, root: Path, **how: Any) -> ProviderOutbox:
    account = account_at(provider.option, ACCOUNT_KEY, domain=DESK.domain, patience=2)
    return ProviderOutbox(account, desk=DESK, folder=MailFolder(root), **how)


def attached(root: Path, *files: tuple[str, str, bytes]) -> tuple[Attachment, ...]:
    for name, _, content in files:
        (root / name).write_bytes(content)
    return tuple(Attachment(name, kind, name, sha256(content).hexdigest()) for name, kind, content in files)


def long_ago(root: Path, ago: timedelta) -> None:
    """Have the letter set out long ago."""
    (mark,) = (root / "sending").iterdir()
    os.utime(mark, (time.time() - ago.total_seconds(),) * 2)


def plain(text: str) -> str:
    return text.replace("\r\n", "\n")


@pytest.mark.parametrize("name", ALL)
def test_what_arrives_at_the_provider_is_the_preview_part_by_part(name: str, tmp_path: Path) -> None:
    written = letter(
        to_name="Zoë, Marsh & Söhne",
        subject="[UP] Kündigung: „Arena“ 5 €",
        body="Grüße,\n\n.\nFrom x\n100 % %40 {{x}}\n",
        attachments=attached(tmp_path, *FILES),
        automatic=True,
    )
    answers = envelope(in_reply_to="<a@tiktok.example>", references=("<b@tiktok.example>", "<a@tiktok.example>"))
    with provider_server(name) as provider:
        outbox = outbox_to(provider, tmp_path, files=tmp_path)
        shown = message_from_bytes(outbox.preview(written, answers), policy=default)
        outbox.send(written, answers)
    (arrived,) = provider.seen
    body = shown.get_body(("plain",))
    assert (arrived.text, arrived.html) == (body.get_content(), "")
    assert plain(arrived.text) == written.body
    assert (arrived.sender, arrived.subject) == (shown["From"], shown["Subject"])
    assert addresses(arrived.to) == addresses(shown["To"]) == [("Zoë, Marsh & Söhne", "cleo@creators.example")]
    assert addresses(arrived.reply_to) == addresses(shown["Reply-To"])
    sent = {name.lower(): value for name, value in arrived.headers.items()}
    for header in (
        "Message-ID",
        "In-Reply-To",
        "References",
        "Auto-Submitted",
        "Precedence",
        "X-Auto-Response-Suppress",
    ):
        assert sent.pop(header.lower()) == shown[header]
    assert sent.pop("content-language") == body["Content-Language"]
    assert sent == {name.lower(): value for name, value in PROVIDERS[name].headers.items()}
    files = [(part.get_filename(), part.get_payload(decode=True)) for part in shown.iter_attachments()]
    assert [(name, content) for name, _, content in arrived.files] == files == [(n, c) for n, _, c in FILES]
    assert arrived.key == ACCOUNT_KEY


def addresses(header: str) -> list[tuple[str, str]]:
    read = default.header_factory("To", header)
    return [(one.display_name, one.addr_spec) for one in read.addresses]


@pytest.mark.parametrize("name", CAN_BE_ASKED)
def test_types_of_files_arrive_and_links_are_left_alone_where_the_provider_can_be_told(
    name: str, tmp_path: Path
) -> None:
    with provider_server(name) as provider:
        written = letter(attachments=attached(tmp_path, *FILES))
        outbox_to(provider, tmp_path, files=tmp_path).send(written, envelope())
    (arrived,) = provider.seen
    assert [kind.partition(";")[0] for _, kind, _ in arrived.files] == [kind for _, kind, _ in FILES]
    assert arrived.tracks in (("None", False), ("no", "no"))


@pytest.mark.parametrize("name", ALL)
def test_a_text_file_in_an_old_charset_arrives_byte_for_byte(name: str, tmp_path: Path) -> None:
    with provider_server(name) as provider:
        outbox = outbox_to(provider, tmp_path, files=tmp_path)
        outbox.send(letter(attachments=attached(tmp_path, OLD_FILE)), envelope())
    assert [content for _, _, content in provider.seen[0].files] == [OLD_FILE[2]]


@pytest.mark.parametrize("name", ALL)
def test_a_letter_goes_once_and_its_message_is_kept(name: str, tmp_path: Path) -> None:
    with provider_server(name) as provider:
        outbox = outbox_to(provider, tmp_path)
        before = outbox.was_sent(ID)
        first, again = (outbox.send(letter(), envelope()) for _ in range(2))
        assert (before, outbox.was_sent(ID), first) == (False, True, again)
    assert Path(first.path).read_bytes() == outbox.preview(letter(), envelope())
    assert (first.message_id, first.sent_at, len(provider.seen)) == (ID, SENT_AT, 1)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("status", [400, 401, 422])
def test_a_refusal_goes_to_a_person_in_the_providers_words(name: str, status: int, tmp_path: Path) -> None:
    body = '{"ErrorCode": 300, "Message": "Sender not verified", "message": "Sender not verified"}'
    with provider_server(name, (status, {}, body)) as provider:
        outbox = outbox_to(provider, tmp_path)
        with pytest.raises(OutsideFailed, match=f"{name} said {status} Sender not verified") as failure:
            outbox.send(letter(), envelope())
        assert (failure.value.permanent, failure.value.reference, outbox.was_sent(ID)) == (True, "", False)
    assert provider.asked == []


def test_an_address_that_bounced_before_goes_to_a_person(tmp_path: Path) -> None:
    words = "Found inactive addresses: cleo@creators.example. Inactive recipients are ones that bounced."
    body = json.dumps({"ErrorCode": 406, "Message": words})
    with provider_server("postmark", (422, {}, body)) as provider:
        outbox = outbox_to(provider, tmp_path)
        with pytest.raises(OutsideFailed, match="inactive addresses") as failure:
            outbox.send(letter(), envelope())
        assert (failure.value.permanent, outbox.was_sent(ID)) == (True, False)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "90"}, 90),
        ({"Retry-After": format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True)}, 0),
        ({"x-sib-ratelimit-reset": "17"}, 17),
        ({"Retry-After": "soon"}, 60),
        ({}, 60),
    ],
)
@pytest.mark.parametrize("name", ALL)
def test_where_the_provider_asks_to_wait_the_letter_goes_after_the_time_it_names(
    name: str, headers: dict[str, str], seconds: int, tmp_path: Path
) -> None:
    with provider_server(name, (429, headers, "slow down")) as provider:
        outbox = outbox_to(provider, tmp_path)
        with pytest.raises(OutsideFailed, match="429 slow down") as failure:
            outbox.send(letter(), envelope())
        assert (failure.value.wait, failure.value.permanent) == (timedelta(seconds=seconds), False)
        assert outbox.was_sent(ID) is False
        assert outbox.send(letter(), envelope()).message_id == ID


UNSURE = ["lost", "silent", "garbled", (500, {}, "oops"), (503, {}, "{}"), (408, {}, ""), (302, {}, "")]


@pytest.mark.parametrize("fault", UNSURE, ids=str)
def test_where_nobody_can_be_asked_a_lost_answer_is_unknown(fault: Any, tmp_path: Path) -> None:
    with provider_server("brevo", fault) as provider:
        outbox = outbox_to(provider, tmp_path)
        with pytest.raises(OutsideFailed, match="not known") as failure:
            outbox.send(letter(), envelope())
        assert (failure.value.permanent, failure.value.reference, outbox.was_sent(ID)) == (False, ID, None)
    assert MailFolder(tmp_path).messages(Box.SENT) == ()


@pytest.mark.parametrize("fault", UNSURE[:3], ids=str)
@pytest.mark.parametrize("name", CAN_BE_ASKED)
def test_a_letter_that_the_provider_has_is_not_sent_again_and_kept_as_it_was_handed_over(
    name: str, fault: str, tmp_path: Path
) -> None:
    with provider_server(name, fault) as provider:
        outbox = outbox_to(provider, tmp_path)
        with pytest.raises(OutsideFailed, match="not known"):
            outbox.send(letter(), envelope())
        assert outbox.was_sent(ID) is True
        sent = outbox.send(letter(body="other words\n"), envelope(at=SENT_AT + timedelta(days=1)))
    assert Path(sent.path).read_bytes() == outbox.preview(letter(), envelope())
    assert (len(provider.seen), MailFolder(tmp_path).is_sending(ID)) == (1, False)


@pytest.mark.parametrize("name", CAN_BE_ASKED)
def test_a_letter_that_the_provider_does_not_have_goes_again_once_it_would_show(name: str, tmp_path: Path) -> None:
    with provider_server(name, (500, {}, "oops")) as provider:
        outbox = outbox_to(provider, tmp_path)
        for match in ("not known", "may not show"):
            with pytest.raises(OutsideFailed, match=match) as failure:
                outbox.send(letter(), envelope())
        assert timedelta() < failure.value.wait <= PROVIDERS[name].shows_after
        long_ago(tmp_path, PROVIDERS[name].shows_after)
        assert outbox.was_sent(ID) is False
        outbox.send(letter(), envelope())
    assert len(provider.seen) == 1


@pytest.mark.parametrize("name", CAN_BE_ASKED)
def test_what_a_provider_has_forgotten_says_nothing(name: str, tmp_path: Path) -> None:
    with provider_server(name, (500, {}, "oops")) as provider:
        outbox = outbox_to(provider, tmp_path)
        with pytest.raises(OutsideFailed):
            outbox.send(letter(), envelope())
        long_ago(tmp_path, PROVIDERS[name].forgets_after)
        assert outbox.was_sent(ID) is None


@pytest.mark.parametrize("name", CAN_BE_ASKED)
@pytest.mark.parametrize("status", [401, 500])
def test_a_provider_that_does_not_say_is_asked_again(name: str, status: int, tmp_path: Path) -> None:
    with provider_server(name, "lost") as provider:
        outbox = outbox_to(provider, tmp_path)
        with pytest.raises(OutsideFailed):
            outbox.send(letter(), envelope())
        provider.ask_status = status
        with pytest.raises(OutsideFailed, match=f"does not say .* {status}") as failure:
            outbox.was_sent(ID)
    assert not failure.value.permanent
    with pytest.raises(OutsideFailed, match="cannot be asked"):
        outbox.was_sent(ID)


@pytest.mark.parametrize("name", ALL)
def test_a_provider_that_is_not_there_got_nothing(name: str, tmp_path: Path) -> None:
    with provider_server(name) as provider:
        outbox = outbox_to(provider, tmp_path)
    with pytest.raises(OutsideFailed, match="cannot be reached") as failure:
        outbox.send(letter(), envelope())
    assert (failure.value.permanent, outbox.was_sent(ID)) == (False, False)


def test_a_provider_whose_certificate_nobody_vouches_for_got_nothing(tmp_path: Path) -> None:
    with hook_server(tmp_path) as stranger:
        outbox = outbox_to(FakeProvider("postmark", stranger.url), tmp_path)
        with pytest.raises(OutsideFailed, match="cannot be reached"):
            outbox.send(letter(), envelope())
    assert (stranger.seen, outbox.was_sent(ID)) == ([], False)


def test_an_encrypted_line_that_breaks_over_the_letter_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hook_server(tmp_path, 0) as stranger:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "hook.pem"))
        with pytest.raises(OutsideFailed, match="not known"):
            outbox_to(FakeProvider("brevo", stranger.url), tmp_path).send(letter(), envelope())
    assert len(stranger.seen) == 1


def test_what_a_provider_cannot_carry_goes_to_a_person_unsent(tmp_path: Path) -> None:
    with provider_server("brevo") as provider:
        outbox = outbox_to(provider, tmp_path)
        with pytest.raises(OutsideFailed, match=r"cannot take the letter.*non-ASCII") as failure:
            outbox.send(letter(), envelope(in_reply_to=r"<\u00fc@tiktok.example>"))
    assert (failure.value.permanent, outbox.was_sent(ID), provider.seen) == (True, False, [])


CHILD = """
import sys
from pathlib import Path
from adapters.mail_desk import envelope, letter
from adapters.test_mail_provider import outbox_to
from mailproviders import FakeProvider
outbox = outbox_to(FakeProvider(sys.argv[1], sys.argv[2]), Path(sys.argv[3]))
sys.stdin.readline()
outbox.send(letter(), envelope())
"""


@pytest.mark.parametrize(("name", "known"), [("postmark", True), ("mailgun", True), ("brevo", None)])
def test_a_sender_killed_while_the_provider_has_the_letter_never_sends_it_blindly(
    name: str, known: object, tmp_path: Path
) -> None:
    tests = str(Path(__file__).parents[1])
    program = f"import sys; sys.path.insert(0, {tests!r})\n{CHILD}"
    with provider_server(name) as provider:
        command = [sys.executable, "-c", program, name, provider.url, str(tmp_path)]
        env = os.environ | {"DJANGO_SETTINGS_MODULE": "unpromote.conf.settings"}
        with subprocess.Popen(command, stdin=subprocess.PIPE, env=env) as child:
            provider.kills = child.pid
            child.communicate(b"go\n", timeout=30)
        assert (child.returncode, len(provider.seen)) == (-9, 1)
        assert outbox_to(provider, tmp_path).was_sent(ID) is known


def test_a_copy_is_filed_in_the_desks_sent_folder(tmp_path: Path) -> None:
    with provider_server("postmark") as provider, dovecot() as server:
        mailbox = mailbox_at(server.url)
        sent = outbox_to(provider, tmp_path, mailbox=mailbox).send(letter(), envelope())
        with mailbox.open() as opened:
            assert opened.sent_copy(ID) == Path(sent.path).read_bytes()


@pytest.mark.parametrize(
    ("said", "key", "problem"),
    [
        ("pigeon", "k", "names no provider .*postmark"),
        ("postmark://x", "k", "names no provider"),
        ("postmark#x", "k", "names no provider"),
        ("postmark?sender_domain=x", "k", "has no 'sender_domain' .*api_url"),
        ("postmark", "", "needs a key"),
        ("postmark?api_url=http://api.example", "k", "in the clear"),
        ("postmark?api_url=x", "k", "in the clear"),
    ],
)
def test_an_account_that_cannot_be_used_is_refused_with_how_to_mend_it(said: str, key: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        account_at(said, key, domain="desk.example")


def test_an_account_takes_what_its_provider_knows_and_shows_no_key() -> None:
    account = account_at("mailgun?sender_domain=mg.desk.example", "the key", domain="desk.example")
    assert account_at("mailgun", "k", domain="desk.example").options == {"sender_domain": "desk.example"}
    assert (account.backend().sender_domain, account.backend().timeout) == ("mg.desk.example", 30)
    assert "the key" not in repr(account)
    assert KEY not in repr(account)
