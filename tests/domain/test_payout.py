"""A settlement moves once, and not against a creator without saying why."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.domain import payout
from unpromote.domain.errors import NotAllowed
from unpromote.domain.payout import SettlementState

PROPOSED = b.settlement()
AGREED = payout.after_answer(PROPOSED, accepted=True, note="", at=b.NOW)
OBJECTED = payout.after_answer(PROPOSED, accepted=False, note="too little", at=b.NOW)
RELEASED = payout.after_release(AGREED, by="ben", why="")
SETTLED = payout.after_payout(RELEASED, key="k", at=b.NOW)


def test_the_answer_is_kept_in_their_words():
    assert (AGREED.answer, OBJECTED.answer, OBJECTED.answered_at) == ("accepted", "too little", b.NOW)


def test_an_objection_can_turn_into_a_yes():
    assert payout.after_answer(OBJECTED, accepted=True, note="fine now", at=b.NOW).state is SettlementState.AGREED


def test_an_objection_needs_a_reason():
    with pytest.raises(NotAllowed, match="reason"):
        payout.after_answer(PROPOSED, accepted=False, note=" ", at=b.NOW)


@pytest.mark.parametrize("settlement", [RELEASED, SETTLED])
def test_what_is_released_is_not_argued_about_any_more(settlement):
    with pytest.raises(NotAllowed, match="already"):
        payout.after_answer(settlement, accepted=False, note="no", at=b.NOW)
    with pytest.raises(NotAllowed, match="already"):
        payout.after_release(settlement, by="ben", why="again")


@pytest.mark.parametrize("settlement", [PROPOSED, OBJECTED])
def test_releasing_without_agreement_needs_an_explanation(settlement):
    with pytest.raises(NotAllowed, match="explanation"):
        payout.after_release(settlement, by="ben", why="")
    released = payout.after_release(settlement, by="ben", why="by contract, 14 days passed")
    assert (released.state, released.released_by) == (SettlementState.RELEASED, "ben")


@pytest.mark.parametrize("settlement", [PROPOSED, SETTLED])
def test_a_line_is_written_for_what_is_released_and_once(settlement):
    with pytest.raises(NotAllowed, match="not released"):
        payout.after_payout(settlement, key="k", at=b.NOW)
