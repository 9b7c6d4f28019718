"""Letters go through real SMTP conversations; whatever the server does, the outbox says truly whether one went."""

from __future__ import annotations

import ssl
import subprocess
import sys
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from hashlib import sha256
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from adapters.mail_desk import DESK, SENT_AT, awkward, envelope, letter, outbox_to, working_room
from unpromote.adapters.mail.folder import Box, MailFolder
from unpromote.adapters.mail.outbox import SmtpOutbox
from unpromote.adapters.mail.relay import relay_at
from unpromote.adapters.mail.room import LoopbackController
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.letters import Attachment

ID = envelope().message_id


def test_what_is_previewed_is_what_is_sent_kept_and_received(tmp_path: Path) -> None:
    with working_room(tmp_path) as (outbox, _, folder):
        preview = outbox.preview(letter(), envelope())
        sent = outbox.send(letter(), envelope())
    (received,) = folder.messages(Box.OUTGOING)
    assert Path(sent.path).read_bytes() == received.read_bytes() == preview
    assert (sent.message_id, sent.sent_at, sent.sha256) == (ID, SENT_AT, sha256(preview).hexdigest())


def test_the_words_arrive_as_written(tmp_path: Path) -> None:
    with working_room(tmp_path) as (outbox, _, _folder):
        sent = outbox.send(letter(body="Grüße\n\n.\n..\nFrom x\n"), envelope())
    words = message_from_bytes(Path(sent.path).read_bytes(), policy=default).get_content()
    assert words.replace("\r\n", "\n") == "Grüße\n\n.\n..\nFrom x\n"


def test_a_letter_went_once_it_is_sent_and_not_before(tmp_path: Path) -> None:
    with working_room(tmp_path) as (outbox, _, _folder):
        before = outbox.was_sent(ID)
        outbox.send(letter(), envelope())
        assert (before, outbox.was_sent(ID), outbox.was_sent("<other@desk.example>")) == (False, True, False)


def test_a_letter_that_went_is_not_sent_again(tmp_path: Path) -> None:
    with working_room(tmp_path) as (outbox, room, _):
        first = outbox.send(letter(), envelope())
        again = outbox.send(letter(body="other words\n"), envelope(at=SENT_AT + timedelta(days=1)))
    assert (again, room.accepted) == (first, 1)


def test_a_letter_that_only_the_mail_room_has_filed_is_taken_as_sent(tmp_path: Path) -> None:
    with working_room(tmp_path) as (outbox, room, folder):
        first = outbox.send(letter(), envelope())
        Path(first.path).unlink()
        assert outbox.was_sent(ID)
        assert outbox.send(letter(), envelope()).sha256 == first.sha256
        assert (room.accepted, len(folder.messages(Box.SENT))) == (1, 1)


def test_a_letter_of_another_with_our_message_id_in_the_inbox_proves_nothing(tmp_path: Path) -> None:
    with working_room(tmp_path) as (outbox, _, folder):
        folder.deliver(f"Message-ID: {ID}\r\n\r\nfake".encode())
        assert outbox.was_sent(ID) is False


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(("reply", "permanent"), [("451 try later", False), ("550 5.1.1 no such user", True)])
def test_a_refusal_is_told_with_the_servers_words_and_nothing_went(
    tmp_path: Path, step: str, reply: str, *, permanent: bool
) -> None:
    with awkward(**{step: reply}) as (_, url), pytest.raises(OutsideFailed, match=reply[:3]) as failure:
        outbox_to(url, tmp_path).send(letter(), envelope())
    assert failure.value.permanent is permanent
    assert outbox_to(url, tmp_path).was_sent(ID) is False
    assert MailFolder(tmp_path).messages(Box.SENT) == ()


def test_after_a_refusal_the_letter_can_go_another_time(tmp_path: Path) -> None:
    with awkward(DATA="452 disk full") as (server, url):
        outbox = outbox_to(url, tmp_path)
        with pytest.raises(OutsideFailed):
            outbox.send(letter(), envelope())
        server.replies.clear()
        assert outbox.send(letter(), envelope()).message_id == ID


def test_when_the_server_hangs_up_over_the_letter_nobody_knows_whether_it_went(tmp_path: Path) -> None:
    with awkward(**{"hang up": "yes"}) as (_, url):
        outbox = outbox_to(url, tmp_path)
        with pytest.raises(OutsideFailed, match="not known") as failure:
            outbox.send(letter(), envelope())
    assert (failure.value.permanent, failure.value.reference, outbox.was_sent(ID)) == (False, ID, None)


def test_a_letter_whose_fate_was_unknown_is_known_once_it_goes(tmp_path: Path) -> None:
    with awkward(**{"hang up": "yes"}) as (server, url):
        outbox = outbox_to(url, tmp_path)
        with pytest.raises(OutsideFailed):
            outbox.send(letter(), envelope())
        server.replies.clear()
        outbox.send(letter(), envelope())
    assert outbox.was_sent(ID) is True
    assert not MailFolder(tmp_path).is_sending(ID)


def test_a_server_that_is_not_there_got_nothing(tmp_path: Path) -> None:
    with awkward() as (_, url):
        outbox = outbox_to(url, tmp_path)
    with pytest.raises(OutsideFailed, match="could not be handed over") as failure:
        outbox.send(letter(), envelope())
    assert (failure.value.permanent, outbox.was_sent(ID)) == (False, False)


def test_a_server_that_leaves_without_a_farewell_still_took_the_letter(tmp_path: Path) -> None:
    with awkward(rude="yes") as (server, url):
        outbox = outbox_to(url, tmp_path)
        outbox.send(letter(), envelope())
    assert (outbox.was_sent(ID), len(server.seen)) == (True, 1)


CHILD = """
import sys
from pathlib import Path
from adapters.mail_desk import envelope, letter, outbox_to
outbox = outbox_to(sys.argv[1], Path(sys.argv[2]))
sys.stdin.readline()
outbox.send(letter(), envelope())
"""


def test_a_sender_killed_while_the_server_decides_leaves_the_question_open(tmp_path: Path) -> None:
    with awkward() as (server, url):
        tests = str(Path(__file__).parents[1])
        command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {tests!r})\n{CHILD}", url, str(tmp_path)]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as child:
            server.kills = child.pid
            child.communicate(b"go\n", timeout=30)
        assert (child.returncode, len(server.seen)) == (-9, 1)
    assert outbox_to(url, tmp_path).was_sent(ID) is None


def test_an_address_in_another_script_goes_to_a_server_that_can(tmp_path: Path) -> None:
    written = letter(to_address="zoë@creators.example")
    with working_room(tmp_path) as (outbox, _, _folder):
        sent = outbox.send(written, envelope())
    assert "zoë@creators.example".encode() in Path(sent.path).read_bytes()


def test_an_address_in_another_script_is_refused_by_a_server_that_cannot(tmp_path: Path) -> None:
    controller = LoopbackController(object(), hostname="127.0.0.1", port=0, enable_SMTPUTF8=False)
    controller.start()
    try:
        outbox = outbox_to(f"smtp://127.0.0.1:{controller.port}", tmp_path)
        with pytest.raises(OutsideFailed, match="lacks") as failure:
            outbox.send(letter(to_address="zoë@creators.example"), envelope())
    finally:
        controller.stop()
    assert (failure.value.permanent, outbox.was_sent(ID)) == (True, False)


def pdf(content: bytes) -> Attachment:
    return Attachment("report.pdf", "application/pdf", "report.pdf", sha256(content).hexdigest())


def test_an_attachment_goes_along(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF")
    with awkward() as (server, url):
        outbox_to(url, tmp_path, files=tmp_path).send(letter(attachments=(pdf(b"%PDF"),)), envelope())
    (part,) = message_from_bytes(server.seen[0], policy=default).iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("report.pdf", b"%PDF")


@pytest.mark.parametrize(
    ("content", "problem"), [(b"changed", "not the file that was chosen"), (None, "cannot be read")]
)
def test_an_attachment_that_is_not_as_it_was_chosen_stops_the_letter(
    tmp_path: Path, content: bytes | None, problem: str
) -> None:
    if content:
        (tmp_path / "report.pdf").write_bytes(content)
    with awkward() as (server, url), pytest.raises(OutsideFailed, match=problem) as failure:
        outbox_to(url, tmp_path, files=tmp_path).send(letter(attachments=(pdf(b"%PDF"),)), envelope())
    assert (failure.value.permanent, server.seen) == (True, [])


def certificate(folder: Path) -> Path:
    """Make a certificate for localhost that signs itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(SENT_AT - timedelta(days=3650))
    made = made.not_valid_after(SENT_AT + timedelta(days=3650))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "localhost.pem"
    path.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem) + secret)
    return path


def only_ana(_server: SMTP, _session: object, _mail: object, _how: str, data: LoginPassword) -> AuthResult:
    return AuthResult(success=data.login == b"ana" and data.password == b"secret", handled=False)


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
@pytest.mark.parametrize(("password", "goes"), [("secret", True), ("wrong", False)])
def test_a_letter_goes_encrypted_and_signed_in_or_not_at_all(
    tmp_path: Path, scheme: str, password: str, *, goes: bool
) -> None:
    pem = certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem)
    safety = {"ssl_context": tls} if scheme == "smtps" else {"tls_context": tls, "require_starttls": True}
    how = {"authenticator": only_ana, "auth_require_tls": scheme != "smtps"}
    folder = MailFolder(tmp_path)
    controller = LoopbackController(object(), hostname="localhost", port=0, **safety, **how)
    controller.start()
    try:
        url = f"{scheme}://ana:{password}@localhost:{controller.port}"
        relay = relay_at(url, tls=ssl.create_default_context(cafile=str(pem)), patience=5)
        outbox = SmtpOutbox(relay, desk=DESK, folder=folder)
        if goes:
            outbox.send(letter(), envelope())
        else:
            with pytest.raises(OutsideFailed, match="535") as failure:
                outbox.send(letter(), envelope())
            assert failure.value.permanent
    finally:
        controller.stop()
    assert outbox.was_sent(ID) is goes


def test_a_server_with_a_certificate_that_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate(tmp_path))
    controller = LoopbackController(object(), hostname="localhost", port=0, ssl_context=tls)
    controller.start()
    try:
        outbox = outbox_to(f"smtps://localhost:{controller.port}", tmp_path)
        with pytest.raises(OutsideFailed, match="could not be handed over"):
            outbox.send(letter(), envelope())
    finally:
        controller.stop()
    assert outbox.was_sent(ID) is False
