"""What TikTok has on record, the safety net and the ticket, from the command line, on the emulated platform."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

import builders as b
from unpromote.domain import record_events as r
from unpromote.domain.on_record import Below
from unpromote.emulator.server import start_emulator
from unpromote.services.record import record

CASE = "UP-ABCDEFGH"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def ana(db):
    return b.cast()["ana"]


@pytest.fixture
def rules(monkeypatch):
    """The shipped emulation, connected: a way to look at the rules of the builders' account."""
    with start_emulator(level="unlimited") as running:
        monkeypatch.setitem(settings.UNPROMOTE, "tiktok_url", running.url)
        monkeypatch.setitem(settings.UNPROMOTE, "tiktok_token", "demo-token")
        account = running.emulator.world.accounts[b.target().advertiser_id]
        yield lambda: [rule.plan["name"] for rule in account.rules.values()]


def grown(moment="off"):
    case = b.saved_case(moment)
    for nth, spend in ((2, "10000.00"), (3, "10012.50")):
        case = record(case.id, b.spend_sampled(case.targets[0], at=b.NOW + nth * HOUR, spend=spend, nth=nth))
    return case


def test_the_net_is_hung_and_taken_down(say, rules):
    b.saved_case("off")
    hung = say("case", "guard", CASE, "--json").json["on_record"]
    assert (hung["guarded"], rules()) == (True, [hung["guards"][0]["name"]])
    assert hung["guards"][0]["name"].startswith(f"Unpromote {CASE} keeps off ")
    down = say("case", "guard", CASE, "--off")
    assert ("was taken down" in down.out, rules()) == (True, [])


def test_a_net_that_was_chosen_is_not_chosen_again(say):
    b.saved_case("opened")
    say("case", "guard", CASE)
    assert "the safety net is chosen already" in say("case", "guard", CASE).err


def test_what_is_on_record_stands_with_the_case_and_its_stop(say):
    case = b.saved_case("off")
    below = Below(case.targets[0].external_id, 1, 2, (), 0, ("req",), b.NOW)
    record(case.id, r.BelowRead(at=b.NOW, by="unpromote", target_ids=("t1",), below=(below,), nth=1))
    for verb in ("show", "stop"):
        assert "On record: Below 1 stopped object: 1 ad group and 2 ads" in say("case", verb, CASE).out


def test_the_ticket_is_printed_to_be_pasted_and_nothing_is_sent(say):
    case = grown()
    told = say("case", "ticket", CASE).out
    assert told.startswith(f"\nTo: {b.SUPPORT.name} <{b.SUPPORT.address}>\nSubject: [UP-")
    assert "12.50 USD more" in told
    assert [len(talk["written"]) for talk in say("case", "ticket", CASE, "--json").json["conversations"]] == [
        len(talk.written) for talk in case.conversations
    ]


def test_it_can_be_sent_word_for_word(say):
    grown("support told")
    sent = say("case", "ticket", CASE, "--send", "--json").json
    written = sent["conversations"][0]["written"][-1]
    assert (written["subject"], written["body"]) == (sent["letter"]["subject"], sent["letter"]["body"])
    assert "support" in say("case", "ticket", CASE, "--send").out


def test_without_growth_there_is_no_ticket(say):
    b.saved_case("off")
    refused = say("case", "ticket", CASE)
    assert (refused.code, "nothing to ask TikTok" in refused.err) == (1, True)
