"""The kill switch from the command line, on the emulated platform."""

from __future__ import annotations

import httpx
import pytest
from django.conf import settings

from unpromote.emulator.server import start_emulator

EU, US = "7301000000000000011", "7301000000000000012"
WHOM = "--counterparty=TikTok support <support@platform.example>"


@pytest.fixture
def platform(monkeypatch):
    with start_emulator(level="unlimited") as running:
        monkeypatch.setitem(settings.UNPROMOTE, "tiktok_url", running.url)
        monkeypatch.setitem(settings.UNPROMOTE, "tiktok_token", "demo-token")
        yield running.emulator


def on(platform, account=EU):
    """What the platform itself still has switched on, boosted posts aside: those only a person can end."""
    campaigns = platform.world.accounts[account].campaigns
    return [one for one in campaigns if one.kind.value != "promote" and one.switch.shown(platform.now()) == "ENABLE"]


def test_everything_of_the_account_is_off_and_the_others_run_on(say, platform):
    assert on(platform)
    halted = say("halt", EU, "--why=the public is furious", WHOM)
    assert (halted.code, halted.out.startswith("Opened UP-")) == (0, True)
    assert on(platform) == []
    assert on(platform, "7200000000000000011")
    reference = halted.out.split()[1]
    assert "unpromote case ratify" in say("case", "stop", reference).out


def test_a_dry_run_lists_everything_and_touches_nothing(say, platform):
    before = on(platform)
    told = say("halt", EU, "--why=fire", WHOM, "--dry-run").out
    assert ("Call 1 of" in told, "no case was opened" in told) == (True, True)
    shown = say("halt", EU, "--why=fire", WHOM, "--dry-run", "--json").json
    called = {id_ for call in shown["plan"]["calls"] for id_ in call["target_ids"]}
    assert len(called) == len(before)
    assert (on(platform), say("case", "list", "--json").json) == (before, [])


def test_its_answer_for_programs_has_the_reference(say, platform):
    halted = say("halt", EU, "--why=fire", WHOM, "--json").json
    assert (halted["reference"][:3], halted["emergency"]["why"]) == ("UP-", "fire")


def test_accounts_in_two_currencies_are_off_in_two_cases(say, platform):
    halted = say("halt", EU, US, "--why=fire", WHOM).out.splitlines()
    assert halted[0].endswith(f"over what is in EUR ({EU}) and stopped it at once.")
    assert halted[1].endswith(f"over what is in USD ({US}) and stopped it at once.")
    assert on(platform) + on(platform, US) == []
    assert len(say("case", "list", "--json").json) == len((EU, US))


def test_a_dry_run_over_two_currencies_tells_which_account_goes_where(say, platform):
    told = say("halt", US, EU, "--why=fire", WHOM, "--dry-run").out
    assert f"Case 1 of 2 over what is in USD ({US}):" in told
    assert f"Case 2 of 2 over what is in EUR ({EU}):" in told
    shown = say("halt", US, EU, "--why=fire", WHOM, "--dry-run", "--json").json
    assert [one["accounts"] for one in shown["cases"]] == [[US], [EU]]
    assert shown["plan"] == shown["cases"][0]["plan"]


def test_its_answer_for_programs_names_every_case(say, platform):
    halted = say("halt", US, EU, "--why=fire", WHOM, "--json").json
    assert [one["currency"] for one in halted["cases"]] == ["USD", "EUR"]
    assert halted["reference"] == halted["cases"][0]["reference"]


def test_an_account_that_the_token_does_not_open_is_said(say, platform):
    told = say("halt", "7301000000000000099", "--why=fire", WHOM)
    assert (told.code, "Traceback" in told.err) == (3, False)


def test_a_list_that_cannot_be_read_is_said_and_becomes_an_alarm(say, platform):
    fault = {"kind": "code", "code": 40001, "path": "gmv_max/campaign/get", "times": 0}
    httpx.post(f"{settings.UNPROMOTE['tiktok_url']}/__emulator__/faults", json=[fault]).raise_for_status()
    dry = say("halt", EU, "--why=fire", WHOM, "--dry-run").out
    assert f"Not seen: gmv max of account {EU} could not be listed" in dry
    reference = say("halt", EU, "--why=fire", WHOM, "--json").json["reference"]
    assert "ReadInventory failed: gmv max" in say("case", "show", reference).out


def test_without_an_account_connected_there_is_nothing_to_halt(say):
    refused = say("halt", EU, "--why=fire", WHOM)
    assert "set UNPROMOTE_TIKTOK_TOKEN" in refused.err
