"""500 letters and hundreds of takings killed with -9 at seeded instants: none is lost, none goes or is taken twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.mail_desk import LoopbackController
from imapserver import Dovecot, dovecot
from mailproviders import provider_server
from unpromote.adapters.mail.folder import Box, MailFolder, message_id_of

TESTS = Path(__file__).parent.parent


class FilingServer:
    """A mail server that, like the large providers, files what it accepts in the Sent folder before it says so."""

    def __init__(self, files_in: Dovecot | None) -> None:
        self.accepted: list[str] = []
        self._files_in = files_in

    async def handle_DATA(self, _server, _session, mail) -> str:  # noqa: N802
        self.accepted.append(message_id_of(bytes(mail.content)))
        if self._files_in:
            self._files_in.deliver(bytes(mail.content), "Sent")
        return "250 OK"


@contextmanager
def serving(server: FilingServer) -> Iterator[str]:
    controller = LoopbackController(server, hostname="127.0.0.1", port=0, server_hostname="mail.example")
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


def run(**asked) -> list[dict]:
    command = [sys.executable, "-m", "journeys.mail_kills", json.dumps(asked | {"root": str(asked["root"])})]
    path = os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("seed", range(8))
def test_killed_letters_go_exactly_once_where_the_sent_folder_can_be_asked(tmp_path, seed):
    with dovecot() as mailbox, serving(server := FilingServer(mailbox)) as smtp:
        place = f"{mailbox.url}?copies=server"
        found = run(what="send", smtp=smtp, imap=place, root=tmp_path, seed=seed, runs=50)
        filed = [message_id_of(raw) for raw in mailbox.messages("Sent")]
    assert sum(one["kills"] for one in found) > 0  # how many depends on the machine's pace
    assert not any(one["unknown"] for one in found)
    assert set(Counter(server.accepted).values()) == {1}
    assert sorted(server.accepted) == sorted(filed)
    assert len(server.accepted) == len(MailFolder(tmp_path).messages(Box.SENT)) == 50


@pytest.mark.parametrize("seed", range(2))
def test_killed_letters_are_never_repeated_blindly_where_nobody_can_be_asked(tmp_path, seed):
    with dovecot() as mailbox, serving(server := FilingServer(None)) as smtp:
        found = run(what="send", smtp=smtp, imap=mailbox.url, root=tmp_path, seed=seed, runs=50)
    unknown = sum(one["unknown"] for one in found)
    assert set(Counter(server.accepted).values()) == {1}
    assert 50 - unknown <= len(server.accepted) <= 50


@pytest.mark.parametrize(("name", "seed"), [("postmark", 0), ("mailgun", 1)])
def test_killed_letters_go_exactly_once_where_the_provider_can_be_asked(tmp_path, name, seed):
    with provider_server(name) as provider:
        found = run(what="send", provider=provider.option, root=tmp_path, seed=seed, runs=50)
    assert sum(one["kills"] for one in found) > 0
    assert not any(one["unknown"] for one in found)
    times = Counter(arrived.metadata["unpromote"] for arrived in provider.seen)
    assert (len(times), set(times.values())) == (50, {1})
    assert len(MailFolder(tmp_path).messages(Box.SENT)) == 50


def test_killed_letters_are_never_repeated_blindly_where_the_provider_cannot_be_asked(tmp_path):
    with provider_server("brevo") as provider:
        found = run(what="send", provider=provider.option, root=tmp_path, seed=0, runs=50)
    times = Counter(arrived.metadata["unpromote"] for arrived in provider.seen)
    assert set(times.values()) == {1}
    assert 50 - sum(one["unknown"] for one in found) <= len(times) <= 50


@pytest.mark.parametrize("seed", range(2))
def test_killed_takings_lose_no_message_and_bring_none_twice(tmp_path, seed):
    with dovecot() as mailbox:
        found = run(what="take", smtp="", imap=mailbox.url, root=tmp_path, seed=seed, runs=50)
        arrived = {message_id_of(raw) for raw in mailbox.messages()}
    assert sum(one["kills"] for one in found) > 0
    assert len(arrived) == 150
    assert set((tmp_path / "taken").read_text().split()) == arrived
    assert {message_id_of(path.read_bytes()) for path in MailFolder(tmp_path).messages(Box.SEEN)} == arrived
    assert len(MailFolder(tmp_path).messages(Box.SEEN)) == len(arrived)
