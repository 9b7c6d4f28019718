"""Stopping at a chosen time, at once, again and undone, from the command line, on the emulated platform."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings

import builders as b
from unpromote.domain.delivery import Level
from unpromote.emulator.server import start_emulator
from unpromote.services import queries

CASE = "UP-ABCDEFGH"


@pytest.fixture
def platform(monkeypatch):
    """The shipped emulation, connected; the builders' targets are two of its campaigns."""
    with start_emulator(level="unlimited") as running:
        monkeypatch.setitem(settings.UNPROMOTE, "tiktok_url", running.url)
        monkeypatch.setitem(settings.UNPROMOTE, "tiktok_token", "demo-token")
        yield running.emulator


@pytest.fixture
def ana(db):
    return b.cast()["ana"]


def states(case):
    return [target["state"] for target in case["targets"]]


@pytest.fixture
def halted(say, ana, platform):
    b.saved_case("opened")
    return say("case", "halt", CASE, "--why=the public is furious", "--json").json


def test_a_stop_may_be_put_off_and_the_plan_says_until_when(say, ana):
    b.saved_case("quoted")
    put_off = say("case", "schedule", CASE, "2030-01-07T06:00:00+00:00")
    assert "Delivery stops at 2030-01-07 06:00 UTC" in put_off.out
    assert "Delivery stops as soon as the quote is approved." in say("case", "schedule", CASE, "approval").out


@pytest.mark.parametrize(("when", "code"), [("2020-01-01", 1), ("soon", 2)])
def test_a_time_that_is_over_or_none_is_refused(say, ana, when, code):
    b.saved_case("quoted")
    assert say("case", "schedule", CASE, when).code == code
    assert queries.case(ana, CASE).stop_at is None


def test_a_dry_run_shows_the_calls_by_money_and_changes_nothing(say, ana):
    slow, fast = b.target(1, pace=b.usd("5.00")), b.target(2, advertiser_id="72", pace=b.usd("900.00"))
    before = b.saved_case("opened", targets=(slow, fast))
    told = say("case", "halt", CASE, "--why=fire", "--dry-run").out.splitlines()
    assert told[0].startswith("Call 1 of 2: switch off 1 campaign of the account 72 (t2); they spend 900.00 USD a day")
    assert "nothing was changed" in told[-1]
    assert queries.case(ana, CASE) == before
    asked = say("case", "halt", CASE, "--why=fire", "--dry-run", "--json").json
    assert [call["target_ids"] for call in asked["calls"]] == [["t2"], ["t1"]]


def in_groups(platform, count):
    """The first ad groups of a campaign that is on, as targets, and the campaign."""
    campaigns = platform.world.accounts["7301000000000000011"].campaigns
    top = next(one for one in campaigns if one.kind.value == "auction" and len(one.adgroups) > 1)
    found = enumerate(top.adgroups[:count], start=1)
    named = {"level": Level.ADGROUP, "advertiser_id": "7301000000000000011"}
    return tuple(b.target(n, external_id=one.adgroup_id, **named) for n, one in found), top


def test_a_dry_run_says_at_which_level_it_would_switch_as_of_now(say, ana, platform):
    every, top = in_groups(platform, 99)
    b.saved_case("opened", targets=every)
    told = say("case", "halt", CASE, "--why=fire", "--dry-run").out
    assert f"({top.campaign_id}) would be switched off." in told
    assert "As TikTok showed it on 20" in told
    (lift,) = say("case", "halt", CASE, "--why=fire", "--dry-run", "--json").json["lifts"]
    assert (lift["parents"][0]["external_id"], lift["own"]) == (top.campaign_id, [])
    one_of_them = say("case", "halt", CASE, "t1", "--why=fire", "--dry-run").out
    assert "t1 would be switched off by themselves." in one_of_them


def test_a_dry_run_without_a_look_says_so(say, ana, platform, monkeypatch):
    every, _ = in_groups(platform, 99)
    b.saved_case("opened", targets=every)
    monkeypatch.setitem(settings.UNPROMOTE, "tiktok_token", "a-token-of-nobody")
    told = say("case", "halt", CASE, "--why=fire", "--dry-run").out
    assert ("Nobody could look at which level t1" in told, "nothing was changed" in told) == (True, True)
    monkeypatch.setitem(settings.UNPROMOTE, "tiktok_token", "")
    assert say("case", "halt", CASE, "--why=fire", "--dry-run", "--json").json["lifts"] == []


def test_an_emergency_switches_off_before_any_approval(halted, platform):
    assert (halted["state"], states(halted)) == ("opened", ["off", "off"])
    assert (halted["emergency"]["by"], halted["plan"]["calls"]) == ("ana", [])


def test_the_plan_says_that_an_emergency_waits_to_be_ratified(say, halted):
    shown = say("case", "stop", CASE).out
    assert ("Stopped at once" in shown, f"unpromote case ratify {CASE}" in shown) == (True, True)
    assert "stops as soon as" not in shown
    assert f"Next: ratify the emergency stop: unpromote case ratify {CASE}; hand in" in shown
    assert "ana may not approve" in say("case", "ratify", CASE).err
    assert "Ratified on" in say("case", "ratify", CASE, by="ben").out


def test_an_undo_says_that_spent_money_does_not_come_back(say, halted):
    undone = say("case", "undo", CASE, "t1", "--why=a mistake", by="ben")
    assert "Spent money does not come back" in undone.out
    assert "has not been read yet" in undone.out
    assert states(say("case", "stop", CASE, "--json").json) == ["on_again", "off"]


def test_an_undo_says_how_much_was_spent_since(say, ana):
    b.saved_case("settling")
    told = say("case", "undo", CASE, "t1", "--why=a mistake", by="ben").out
    assert "Arena autumn 1: 0.00 USD were spent since the case was opened, as TikTok reported on" in told


def test_an_undo_answers_programs_with_json_alone(say, halted):
    undone = say("case", "undo", CASE, "t2", "--why=a mistake", "--json", by="ben").json
    assert states(undone) == ["off", "on_again"]


def test_what_is_on_again_is_stopped_again(say, halted):
    say("case", "undo", CASE, "t1", "--why=a mistake", by="ben")
    assert f"unpromote case stop-again {CASE} t1" in say("case", "stop", CASE).out
    assert states(say("case", "stop-again", CASE, "t1", "--json").json) == ["off", "off"]


def test_what_cannot_be_undone_is_said_before(say, ana):
    booked = b.target(1, kind="reach_frequency", route=b.Route.BY_HAND)
    b.saved_case("opened", targets=(booked,))
    told = say("case", "stop", CASE).out
    assert "Cannot be undone: A booking that was cancelled" in told


def test_many_targets_are_counted_not_listed(say, ana):
    b.saved_case("opened", targets=tuple(b.target(n, external_id=f"18{n:017}") for n in range(1, 10)))
    assert "(t1 t2 t3 t4 t5 t6 and 3 more)" in say("case", "stop", CASE).out


def test_many_targets_are_no_command_to_be_typed(say, ana):
    mine = tuple(b.target(n, external_id=f"18{n:017}", route=b.Route.BY_HAND) for n in range(1, 10))
    b.saved_case("opened", targets=mine)
    assert f"Then: unpromote case stopped {CASE} TARGET... --proof TEXT" in say("case", "stop", CASE).out


def test_what_an_emergency_left_out_still_stops_with_the_approval(say, ana, platform):
    b.saved_case("opened")
    told = say("case", "halt", CASE, "t2", "--why=fire").out
    assert "What is left stops as soon as the quote is approved." in told


FINAL = b.target(2, final="it does not come back")


def test_an_emergency_holds_what_cannot_be_undone_and_says_how_to_confirm_it(say, ana, platform):
    b.saved_case("opened", targets=(b.target(1), FINAL))
    dry = say("case", "halt", CASE, "--why=fire", "--dry-run").out
    assert "Not stopped without a typed confirmation: t2 (campaign)" in dry
    assert f"unpromote case confirm-final {CASE} t2 --type {CASE}" in dry
    assert states(say("case", "halt", CASE, "--why=fire", "--json").json) == ["off", "held"]
    running = {
        one.campaign_id: one.switch.status for each in platform.world.accounts.values() for one in each.campaigns
    }
    assert running[FINAL.external_id] == "ENABLE"


def test_ben_types_the_reference_and_it_is_stopped_for_good(say, ana, platform):
    b.saved_case("opened", targets=(b.target(1), FINAL))
    say("case", "halt", CASE, "--why=fire")
    refused = say("case", "confirm-final", CASE, "t2", "--type=yes", by="ben")
    assert (refused.code, f"type {CASE} exactly" in refused.err) == (1, True)
    assert "ana may not approve" in say("case", "confirm-final", CASE, "t2", f"--type={CASE}").err
    assert states(say("case", "confirm-final", CASE, "t2", f"--type={CASE}", "--json", by="ben").json) == ["off"] * 2


def test_a_confirmed_call_is_not_called_one_that_can_be_undone(say, ana):
    b.saved_case("opened", targets=(FINAL,))
    told = say("case", "confirm-final", CASE, "t2", f"--type={CASE}", by="ben").out
    assert "Cannot be undone: it does not come back" in told
    assert "so it can be undone" not in told


def test_a_person_is_told_step_by_step_and_adds_the_screenshot(say, ana, tmp_path):
    picture = tmp_path / "ended.png"
    picture.write_bytes(b"a picture")
    b.saved_case("stopping", targets=(b.target(1, kind="promote", route=b.Route.BY_HAND),))
    told = say("case", "stop", CASE).out
    assert "  1. Open the TikTok app" in told
    assert f"unpromote case stopped {CASE} t1 --proof TEXT --file FILE" in told
    assert say("case", "stopped", CASE, "t1", "--proof=ended", "--json").json[0]["proof_file"] == ""
    shown = say("case", "stopped", CASE, "t1", "--proof=ended", f"--file={picture}", "--json").json
    assert (shown[0]["state"], shown[0]["proof_file"]) == ("proven", "ev1")


def test_ad_groups_are_told_to_go_with_their_campaign_where_they_are_all_of_it(say, ana):
    b.saved_case("quoted", targets=(b.target(1, level=Level.ADGROUP),))
    assert "it switches the whole campaign, as everything in it is to stop" in say("case", "stop", CASE).out


def test_a_postback_window_is_chosen_with_the_word(say, ana):
    seen = replace(b.observation(b.target(), "ENABLE"), for_good="the quota comes back later")
    b.saved_case("quoted", targets=(b.target(before=seen, final="the quota comes back later"),))
    confirm = ("case", "confirm-final", CASE, "t1", f"--type={CASE}")
    assert say(*confirm, "--window=MODE9", by="ben").code == 1
    say(*confirm, "--window=MODE2", by="ben")
    assert queries.case(ana, CASE).targets[0].window == "MODE2"
