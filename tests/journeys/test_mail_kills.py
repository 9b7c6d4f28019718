"""Letters and takings killed with -9 at seeded steps: none is lost, none goes or is taken twice. More: `make kills`."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from journeys import campaign as campaigns
from journeys.campaign import campaign, killed_runs
from journeys.killing import in_child
from mailproviders import provider_server
from unpromote.adapters.mail.folder import Box, MailFolder


def test_killed_letters_go_exactly_once_where_the_sent_folder_can_be_asked():
    found = campaign("send", 1, range(40))
    assert (found.failed, found.lost, found.twice, found.unknown) == ((), 0, 0, 0)
    assert found.kills >= 40


def test_killed_letters_are_never_repeated_blindly_where_nobody_can_be_asked():
    found = campaign("blind", 2, range(20))
    assert (found.failed, found.lost, found.twice) == ((), 0, 0)
    assert found.kills >= 20


def test_killed_takings_lose_no_message_and_bring_none_twice():
    found = campaign("take", 3, range(20))
    assert (found.failed, found.lost, found.twice) == ((), 0, 0)
    assert found.kills >= 20


def test_a_run_is_done_again_by_its_seed_and_number(capsys):
    assert campaigns.main(["--seed", "1", "--only", "take", "7"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["seed"], told["runs"], told["failed"]) == ("take", 1, 1, [])


def through(provider, root, seed) -> tuple[list[dict], Counter]:
    """Kill 50 sendings through a provider, after one that is left alone; return them and how often each arrived."""
    asked = {"what": "send", "provider": provider.option, "root": str(root), "seed": seed, "runs": list(range(50))}
    return killed_runs(asked)["runs"], Counter(arrived.metadata["unpromote"] for arrived in provider.seen)


@pytest.mark.parametrize(("name", "seed"), [("postmark", 0), ("mailgun", 1)])
def test_killed_letters_go_exactly_once_where_the_provider_can_be_asked(tmp_path, name, seed):
    with provider_server(name) as provider:
        found, times = through(provider, tmp_path, seed)
    assert sum(len(one["killed_at"]) for one in found) >= 50
    assert not any(one["unknown"] for one in found)
    assert (len(times), set(times.values())) == (51, {1})
    assert len(MailFolder(tmp_path).messages(Box.SENT)) == 51


def test_killed_letters_are_never_repeated_blindly_where_the_provider_cannot_be_asked(tmp_path):
    with provider_server("brevo") as provider:
        found, times = through(provider, tmp_path, 0)
    assert set(times.values()) == {1}
    assert 51 - sum(one["unknown"] for one in found) <= len(times) <= 51


@pytest.mark.parametrize("kill_at", [1, 5, None])
def test_a_child_is_killed_at_the_very_step(kill_at):
    ended = in_child(lambda: len([abs(-1) for _ in range(10)]), kill_at)
    assert (ended.code, ended.steps > 10) == ((None, False) if kill_at else (10, True))
