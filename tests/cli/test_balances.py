"""Money at the platform at the command line: read, moved up by two people, refunds asked for, an account closed."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.domain import holding_events as h
from unpromote.domain.holdings import ReturnState
from unpromote.services.record import record
from unpromote.store import cases

CASE, ACCOUNT = "UP-ABCDEFGH", "7200000000000000011"
MOVE = ("case", "move-up", CASE, ACCOUNT, "500.00 USD")
DECIDE = ("case", "decide-move", CASE, "m1")
ALONE = b.holding(bc_id="", grant=None, frozen=None, transferable=None)
REFUND = ("case", "refund", CASE, ACCOUNT)


@pytest.fixture
def held(db):
    b.cast()
    b.saved_case("rechecked")

    def read(*holdings, unread=()):
        record("case_1", h.BalancesRead(at=b.late(), by="unpromote", holdings=holdings, unread=unread))

    read(b.holding())
    return read


def test_the_balances_are_told_with_their_time(say, held):
    held(b.holding("7001", grant=None), unread=("7002: closed to us",))
    told = say("case", "balances", CASE).out
    for part in (ACCOUNT, "1000.00 USD", "800.00 USD", "not told", "2026-09-21 17:00", "sales_rep", "! not read: 7002"):
        assert part in told


def test_before_they_were_read_it_is_said_how_to(say):
    b.cast()
    b.saved_case("settling")
    assert f"unpromote case balances {CASE} --read" in say("case", "balances", CASE).out


def test_without_a_connection_reading_raises_an_alarm(say, held):
    assert say("case", "balances", CASE, "--read", "--json").code == 0
    assert "no advertising account is connected" in cases.load("case_1").alarms[-1]


def test_money_is_moved_up_by_two_people(say, held):
    assert "proposed" in say(*MOVE).out
    assert "may not approve" in say(*DECIDE, "--approve").err
    told = say(*DECIDE, "--approve", "--json", by="ben").json["returns"][0]
    assert told["approved_by"] == "ben"


def test_a_transfer_is_dropped(say, held):
    say(*MOVE)
    assert "dropped" in say(*DECIDE, "--drop=not now").out


def test_a_person_says_what_the_records_show(say, held):
    say(*MOVE)
    record("case_1", h.ReturnApproved(at=b.late(), by="ben", return_id="m1", rest_hours=3))
    record("case_1", h.ReturnChecked(at=b.late(), by="x", return_id="m1", held=b.usd("1000.00"), known=()))
    record("case_1", h.ReturnUnclear(at=b.late(), by="x", return_id="m1", problem="several records fit"))
    say(*DECIDE, "--looked-up=the records of today", "--record=601", by="ben")
    assert cases.load("case_1").platform.returns[0].state is ReturnState.MOVED


@pytest.mark.parametrize("words", [(), ("--approve", "--drop=x")])
def test_one_thing_becomes_of_a_transfer(say, held, words):
    say(*MOVE)
    refused = say(*DECIDE, *words)
    assert (refused.code, "--looked-up" in refused.err) == (2, True)


def test_a_refund_is_planned_asked_for_and_its_ticket_drafted(say, held, tmp_path):
    held(ALONE)
    shot = tmp_path / "shot.png"
    shot.write_bytes(b"picture")
    assert say(*REFUND, "stand_alone").code == 0
    asked = ("--asked=2026-09-21", "--amount=1000.00 USD", "--proof=seen", f"--file={shot}")
    assert f"type {CASE} exactly" in say(*REFUND, "stand_alone", *asked).err
    assert "to be back by 2026-11-20" in say(*REFUND, "stand_alone", *asked, f"--type={CASE}").out
    assert "Refund of 1000.00 USD" in say(*REFUND).out
    assert "Refund of 1000.00 USD" in say(*REFUND, "--json").json["text"]


def test_an_account_is_closed_behind_its_word(say, held):
    close = ("case", "close-account", CASE, ACCOUNT)
    assert f"type {CASE} exactly" in say(*close, "--type=yes", by="ben").err
    say(*close, f"--type={CASE}", by="ben")
    assert "is not closed" in cases.load("case_1").alarms[-1]


def test_what_is_on_warns(say):
    b.cast()
    b.saved_case("stopping")
    record("case_1", h.BalancesRead(at=b.late(), by="unpromote", holdings=(b.holding(),)))
    assert f"! {ACCOUNT}: Arena autumn 1, Arena autumn 2 are not known to be off" in say("case", "balances", CASE).out
