"""Messages in files: whole or not there, found by Message-ID, never named by foreign text."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from unpromote.adapters.mail.folder import Box, MailFolder, has_content, message_id_of

LETTER = b"Subject: x\r\nMessage-ID: <a@desk.example>\r\n\r\nMessage-ID: <b@desk.example>\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> MailFolder:
    return MailFolder(tmp_path)


def test_a_delivered_message_is_there_byte_for_byte(folder: MailFolder) -> None:
    assert folder.deliver(LETTER).read_bytes() == LETTER
    assert not list((folder.root / "tmp").iterdir())


def test_a_message_is_found_by_its_own_id_and_in_its_own_box(folder: MailFolder) -> None:
    path = folder.deliver(LETTER, Box.SENT)
    assert folder.find("<a@desk.example>", Box.SENT) == path
    assert folder.find("<b@desk.example>", Box.SENT) is None
    assert folder.find("<a@desk.example>", Box.OUTGOING) is None


def test_the_same_message_twice_is_two_files(folder: MailFolder) -> None:
    first, second = folder.deliver(LETTER), folder.deliver(LETTER)
    assert folder.new_messages() == (first, second)
    assert folder.find("<a@desk.example>", Box.NEW) == first


@pytest.mark.parametrize("evil", [b"<../../../etc/passwd@x>", b"<*@x>", b"<a\0b@x>", "<ü@x>".encode()])
def test_a_strange_message_id_never_becomes_a_path(folder: MailFolder, evil: bytes) -> None:
    path = folder.deliver(b"Message-ID: " + evil + b"\n\nhi")
    assert path.parent == folder.root / Box.NEW
    assert folder.find(evil.decode(), Box.NEW) == path


def test_a_file_is_known_by_its_content(folder: MailFolder) -> None:
    path = folder.deliver(LETTER)
    assert has_content(path, hashlib.sha256(LETTER).hexdigest())
    assert not has_content(path, hashlib.sha256(b"other").hexdigest())


def test_a_message_is_marked_as_seen_once_and_for_all(folder: MailFolder) -> None:
    path = folder.deliver(LETTER)
    assert folder.mark_seen(path) == folder.mark_seen(path) == folder.seen_path(path)
    assert folder.new_messages() == ()
    assert folder.messages(Box.SEEN) == (folder.seen_path(path),)


def test_a_letter_on_its_way_is_noted_until_its_fate_is_known(folder: MailFolder) -> None:
    folder.mark_sending("<a@b>")
    assert (folder.is_sending("<a@b>"), folder.is_sending("<b@b>")) == (True, False)
    folder.unmark_sending("<a@b>")
    folder.unmark_sending("<a@b>")
    assert not folder.is_sending("<a@b>")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"MESSAGE-ID:\r\n <a@b>\r\n\r\n", "<a@b>"),
        (b"X-Message-ID: <a@b>\r\n\r\n", ""),
        (b"\r\nMessage-ID: <a@b>", ""),
        (b"", ""),
    ],
)
def test_the_id_is_read_from_the_messages_own_headers(raw: bytes, expected: str) -> None:
    assert message_id_of(raw) == expected


def test_the_oldest_of_two_letters_with_one_id_is_found(folder: MailFolder) -> None:
    first, _ = folder.deliver(LETTER, Box.OUTGOING), folder.deliver(LETTER, Box.OUTGOING)
    assert folder.find("<a@desk.example>", Box.OUTGOING) == first


def test_letters_of_an_older_release_are_found(folder: MailFolder) -> None:
    first, _ = folder.deliver(LETTER, Box.SENT), folder.deliver(LETTER, Box.SENT)
    shutil.rmtree(folder.root / "places")
    assert MailFolder(folder.root).find("<a@desk.example>", Box.SENT) == first


def test_two_processes_may_note_older_letters_at_once(folder: MailFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder.deliver(LETTER, Box.SENT)
    monkeypatch.setattr(Path, "exists", lambda _: False)
    slower = MailFolder(folder.root)
    monkeypatch.undo()
    assert slower.find("<a@desk.example>", Box.SENT) == path
    assert not list((folder.root / "tmp").iterdir())


def test_a_letter_whose_place_was_lost_in_a_crash_is_still_found(folder: MailFolder) -> None:
    path = folder.deliver(LETTER, Box.SENT)
    (place,) = (folder.root / "places" / "sent").iterdir()
    place.unlink()
    place.symlink_to("never-written.eml")
    assert folder.find("<a@desk.example>", Box.SENT) == path


def test_a_crash_before_the_letter_was_there_leaves_room_for_the_next_try(folder: MailFolder) -> None:
    folder.deliver(LETTER, Box.SENT).unlink()
    assert folder.find("<a@desk.example>", Box.SENT) is None
    again = folder.deliver(LETTER, Box.SENT)
    assert folder.find("<a@desk.example>", Box.SENT) == again
