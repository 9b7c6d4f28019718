"""Answers, releases and lines in the payment file."""

from __future__ import annotations

import pytest

import builders as b
from fakes import FakeLedger
from unpromote.domain.errors import NotAllowed
from unpromote.domain.payout import SettlementState
from unpromote.services import settlement
from unpromote.store import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return b.cast()


def test_ana_records_cleos_answer(cast):
    b.saved_case("settling")
    case = settlement.record_answer(cast["ana"], "case_1", "cleo", accepted=False, note="too little", now=b.NOW)
    assert (case.settlements[0].state, case.settlements[0].answer) == (SettlementState.OBJECTED, "too little")


def test_only_an_approver_releases_money(cast):
    b.saved_case("cleo agreed")
    with pytest.raises(NotAllowed, match="may not approve"):
        settlement.release(cast["ana"], "case_1", "cleo", now=b.NOW)
    case = settlement.release(cast["ben"], "case_1", "cleo", now=b.NOW)
    assert case.settlements[0].released_by == "ben"


def test_dan_neither_answers_nor_releases(cast):
    b.saved_case("settling")
    for verb in (
        lambda: settlement.record_answer(cast["dan"], "case_1", "cleo", accepted=True, now=b.NOW),
        lambda: settlement.release(cast["dan"], "case_1", "cleo", why="mine", now=b.NOW),
    ):
        with pytest.raises(NotAllowed, match="no case"):
            verb()


@pytest.mark.parametrize(("creator", "amount"), [("cleo", "500.00"), ("emil", "600.00")])
def test_a_line_carries_the_amount_that_moves_whichever_way(cast, creator, amount):
    b.saved_case("settling")
    ledger, case = FakeLedger(), cases.load("case_1")
    for _ in range(2):
        wrote = settlement.write_payout(ledger, case, b.settlement(creator), now=b.NOW, by="unpromote")
    assert [line.amount for line in ledger.lines] == [b.usd(amount)]
    assert (wrote.key, ledger.lines[0].reference) == (f"case_1/{creator}", "UP-ABCDEFGH")
