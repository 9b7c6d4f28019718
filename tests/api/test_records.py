"""What TikTok has on record, the safety net and the ticket, over REST."""

from __future__ import annotations

from datetime import timedelta

import pytest

import builders as b
from unpromote.domain import record_events as r
from unpromote.domain.on_record import Below, ChangeLine, ChangeLog, Threat
from unpromote.services.record import record

STOP = "/api/cases/UP-ABCDEFGH/stop"
HOUR = timedelta(hours=1)
ACCOUNT = b.target().advertiser_id


@pytest.fixture
def ana(as_):
    return as_("ana")


def test_what_was_read_is_shown_with_the_sentences_for_people(ana):
    case = b.saved_case("off")
    line = ChangeLine(b.NOW, "campaign", case.targets[0].external_id, "Enabled", "Paused", "a***b", "Marketing API")
    log = ChangeLog(ACCOUNT, b.NOW, b.NOW, b.NOW, (line,), "76.csv", "c" * 64, "secret/place", "req")
    window = {"advertiser_id": ACCOUNT, "task_id": "76", "since_at": b.NOW, "until_at": b.NOW, "nth": 1}
    record(case.id, r.ChangesRead(at=b.NOW, by="unpromote", log=log, **window))
    threat = Threat(ACCOUNT, "70", "Morning on", whole_account=False, hits=1)
    record(case.id, r.RulesRead(at=b.NOW, by="x", advertiser_id=ACCOUNT, nth=1, turn=0, threats=(threat,)))
    shown = ana.get(f"{STOP}/records").json()
    assert (shown["change_logs"][0]["lines"][0]["operator"], shown["threats"][0]["name"]) == ("a***b", "Morning on")
    assert (len(shown["told"]), "secret/place" in str(shown)) == (3, False)


def test_what_stands_below_is_shown_with_the_target(ana):
    case = b.saved_case("off")
    below = Below(case.targets[0].external_id, 1, 2, (), 0, ("req",), b.NOW)
    record(case.id, r.BelowRead(at=b.NOW, by="unpromote", target_ids=("t1",), below=(below,), nth=1))
    one, two = ana.get("/api/cases/UP-ABCDEFGH/targets").json()
    assert (one["below"]["ads"], two["below"]) == (2, None)


def test_the_net_is_chosen_once(ana):
    b.saved_case("quoted")
    answers = [ana.post(f"{STOP}/guard", {"guarded": True}, content_type="application/json") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert ana.get(f"{STOP}/records").json()["guarded"]


def test_the_ticket_is_drafted_where_spend_grew(ana):
    case = b.saved_case("off")
    assert ana.get(f"{STOP}/ticket").status_code == 409
    for nth, spend in ((2, "10000.00"), (3, "10012.50")):
        record(case.id, b.spend_sampled(case.targets[0], at=b.NOW + nth * HOUR, spend=spend, nth=nth))
    letter = ana.get(f"{STOP}/ticket").json()
    assert (letter["to_address"], "12.50 USD more" in letter["body"]) == (b.SUPPORT.address, True)
