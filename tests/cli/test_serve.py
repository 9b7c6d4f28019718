"""The command as processes of their own: a fresh folder, exit codes, two at once, and the whole desk in one process."""

from __future__ import annotations

import re
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path

import httpx
import pytest

SAMPLES = Path(str(resources.files("unpromote"))) / "samples"
PASSWORD = "correct horse battery"


def opening(promotions):
    return [
        *("case", "open", "--title=Autumn", f"--promotions={promotions}", "--reservation=auction"),
        *("--time-zone=UTC", "--reason=strategy_change", "--wording=Plans changed."),
        "--counterparty=TikTok <support@platform.example>",
    ]


def test_a_fresh_folder_is_made_for_its_owner_alone(process, environment):
    assert process("case", "list").code == 0
    folder = Path(environment["UNPROMOTE_DATA"])
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "secret_key")] == [0o700, 0o600]


def test_what_needs_no_desk_makes_no_folder(process, environment):
    assert process("read", SAMPLES / "order.txt").code == 0
    assert not Path(environment["UNPROMOTE_DATA"]).exists()


def test_two_who_come_first_at_once_share_one_desk(process, environment):
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: process("case", "list"), range(3)))
    assert [(answer.code, answer.err) for answer in answers] == [(0, "")] * 3
    assert len(list(Path(environment["UNPROMOTE_DATA"]).glob("*secret_key*"))) == 1


def test_exit_codes_tell_input_refusals_and_failures_apart(process, environment, tmp_path):
    assert process("case", "show", "UP-22222222").code == 1
    assert process(*opening("nowhere.csv")).code == 2
    assert process("serve", "--host=192.0.2.1").code == 3
    (tmp_path / "file").touch()
    environment["UNPROMOTE_DATA"] = str(tmp_path / "file")
    assert (process("case", "list").code, process("case", "list").err[:10]) == (2, "unpromote:")


def test_a_key_from_the_environment_leaves_none_on_the_disk(process, environment):
    environment["UNPROMOTE_SECRET_KEY"] = "from a vault"
    process("case", "list")
    assert not (Path(environment["UNPROMOTE_DATA"]) / "secret_key").exists()


PATIENCE = 60  # seconds: the machine may be busy


class Desk:
    """A running `unpromote serve`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.address = re.search(r"(http://\S+?)/ ", self._line()).group(1)
        self.link = re.search(r"http://\S+", self._line()).group(0)
        self.web = httpx.Client(base_url=self.address, follow_redirects=True, timeout=PATIENCE)

    def _line(self) -> str:
        return self.process.stdout.readline()

    def post(self, path: str, **fields: str) -> httpx.Response:
        self.web.get(path)
        return self.web.post(path, data={**fields, "csrfmiddlewaretoken": self.web.cookies["csrftoken"]})


@contextmanager
def started(verb, environment, log=None):
    """A running `unpromote`; whatever comes of the block, it does not outlive it. `log` is where its errors go."""
    command = [Path(sys.executable).with_name("unpromote"), *verb]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def desk(environment):
    with started(["serve", "--port=0"], environment) as process:
        running = Desk(process)
        yield running
        running.web.close()


def test_a_fault_of_the_software_stands_in_the_servers_log(environment, tmp_path):
    with (tmp_path / "log").open("w+") as log, started(["serve", "--port=0"], environment, log) as process:
        running = Desk(process)
        with closing(sqlite3.connect(Path(environment["UNPROMOTE_DATA"]) / "unpromote.sqlite3")) as database:
            database.execute("DROP TABLE auth_user")
        answer = running.post("/account/login/", login="ana", password=PASSWORD)
        running.web.close()
        log.seek(0)
        told = log.read()
    assert (answer.status_code, "the server's log says what happened" in answer.text) == (500, True)
    assert "ERROR Internal Server Error: /account/login/" in told
    assert "no such table: auth_user" in told


def test_the_first_person_signs_in_by_the_printed_link_and_the_desk_works(desk, process, environment):
    weak = desk.post(desk.link, password="password1234", again="password1234")
    assert (weak.status_code, "too common" in weak.text) == (422, True)
    assert "Sign in" in desk.post(desk.link, password=PASSWORD, again=PASSWORD).text
    assert desk.web.get(desk.link).status_code == 410
    desk.post("/account/login/", login="ana", password=PASSWORD)
    assert desk.web.get("/api/me").json() == {"name": "ana", "rights": {"own": True}}
    token = process("people", "token", "ana").out.strip()
    reference = process(*opening(SAMPLES / "promotions.csv"), "--json").json["reference"]
    script = httpx.Client(base_url=f"{desk.address}/api/cases/", headers={"Authorization": f"Bearer {token}"})
    with script, (SAMPLES / "order.txt").open("rb") as order:
        assert script.post(f"{reference}/agreements", files={"file": order}).status_code == 202
        assert eventually(lambda: script.get(reference).json()["state"] == "review")
    assert ended(desk.process) == 0
    assert "account/first" not in served_again(environment)


def ended(process):
    process.send_signal(signal.SIGTERM)
    return process.wait(timeout=PATIENCE)


def served_again(environment):
    with started(["serve", "--port=0"], environment) as again:
        first = again.stdout.readline()
        page = httpx.get(re.search(r"http://\S+", first).group(0) + "account/login/", timeout=PATIENCE)
        assert page.status_code == 200
        assert ended(again) == 0
        return first + again.stdout.read()


def rows(environment, statement):
    """Run a statement on the desk's database, as whoever has the file could."""
    with closing(sqlite3.connect(Path(environment["UNPROMOTE_DATA"]) / "unpromote.sqlite3")) as database, database:
        return database.execute(statement).fetchall()


def eventually(holds):
    for _ in range(100):
        if holds():
            return True
        time.sleep(0.1)
    return False


def test_a_worker_of_its_own_goes_on_until_it_is_told_to_end(process, environment):
    reference = process(*opening(SAMPLES / "promotions.csv"), "--json").json["reference"]
    with started(["work"], environment) as worker:
        process("case", "agreement", reference, SAMPLES / "order.txt")
        assert eventually(lambda: rows(environment, "select state from store_caserow") == [("review",)])
        assert ended(worker) == 0


def test_a_release_that_cannot_do_what_is_waiting_does_not_start(process, environment):
    process("case", "list")
    rows(
        environment,
        "insert into store_commandrow (key, kind, payload, payload_version, partition, due_at, status, owner,"
        " fence, attempts) values ('k', 'Teleport', '{}', 1, 'desk', '2026-01-01', 'ready', '', 0, 0)",
    )
    assert [process(verb).code for verb in ("serve", "work")] == [1, 1]
