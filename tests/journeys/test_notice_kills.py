"""Notices killed with -9 at seeded steps: a mail is told once, a webhook at most once, and what is in doubt says so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings

import builders as b
from conftest import database_url
from hooks import hook_server
from imapserver import dovecot
from journeys.campaign import TESTS, FilingServer, serving
from unpromote.domain.letters import message_id_for
from unpromote.domain.notices import Channel, ClientNotices, PersonNotices
from unpromote.services import notices
from unpromote.store.models import CommandRow, NoticeRow

pytestmark = pytest.mark.django_db(transaction=True)
RUNS = 12


def killed(**asked) -> dict:
    env = os.environ | {"UNPROMOTE_DATABASE": database_url(), "DJANGO_SETTINGS_MODULE": "unpromote.conf.settings"}
    path = os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "journeys.notice_kills", json.dumps(asked | {"now": b.NOW.isoformat()})]
    more = {"PYTHONPATH": path, "UNPROMOTE_DATA": asked["root"], "UNPROMOTE_SECRET_KEY": settings.SECRET_KEY}
    done = subprocess.run(command, env=env | more, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def told(tmp_path, data):
    """Run the killed workers; return the mail server, the webhook, and the number of kills."""
    people = b.cast()
    b.saved_case("settling")
    CommandRow.objects.all().delete()
    notices.want(people["ana"], PersonNotices("ana@desk.example", alarms=True))
    with dovecot() as box, hook_server(tmp_path, 200) as slack, serving(server := FilingServer(box)) as smtp:
        notices.set_channels(people["ben"], b.BRAND, ClientNotices(), {Channel.SLACK: slack.url})
        place, certificate = f"{box.url}?copies=server", str(tmp_path / "hook.pem")
        found = killed(smtp=smtp, imap=place, certificate=certificate, root=str(tmp_path), seed=5, runs=RUNS)
    return server, slack, found["kills"]


def test_nobody_is_told_twice_and_nothing_is_forgotten_whatever_step_is_killed(told):
    server, slack, kills = told
    assert kills >= RUNS
    status = dict(NoticeRow.objects.values_list("key", "status"))
    mails = Counter(server.accepted)
    posts = Counter(one["text"].splitlines()[-1] for one in slack.seen)
    for n in range(RUNS):
        assert (status[f"alarm/mail-{n}"], mails[message_id_for(f"alarm/mail-{n}", "desk.example")]) == ("sent", 1)
        count = posts[f"run {n} of slack"]
        assert count == 1 if status[f"alarm/slack-{n}"] == "sent" else count <= 1
    assert {"sent"} <= set(status.values()) <= {"sent", "unknown"}
    assert sum(posts.values()) >= RUNS // 2
