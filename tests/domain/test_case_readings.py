"""The case while terms are unclear: who is told, who waits, and what a reading settled late brings about."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from unpromote.domain import commands as c
from unpromote.domain.case import State, advance, open_ends
from unpromote.domain.errors import NotAllowed
from unpromote.domain.unclear import Unclear

NOTICE = Unclear("rights[0].notice", (None, {"n": 60, "unit": "days"}), "Is there a notice?")
EMIL_ONLY = b.taken_quote(settlements=(b.settlement("emil"),))


def stopping(moment="stopping", **changes):
    """A case approved over unclear terms: Emil's figure is known, Cleo's depends on the reading."""
    case = replace(b.case_after(moment), unclear=(NOTICE,), settlements=(b.settlement("emil"),))
    return replace(case, **changes)


def letters(commands):
    return [command.conversation_id for command in commands if isinstance(command, c.SendMessage)]


def told(case):
    return advance(case, b.stop_observed(*case.targets))


def test_a_creator_whose_figure_is_open_is_not_told_yet():
    case, commands = told(stopping())
    assert (letters(commands), len(case.conversations)) == (["support", "emil"], 3)


def test_with_the_reading_the_creator_gets_settlement_and_letter():
    case, _ = told(stopping())
    settled, commands = advance(case, b.reading_settled(requoted=b.taken_quote()))
    assert ([one.creator_id for one in settled.settlements], letters(commands)) == (["emil", "cleo"], ["cleo"])
    assert (settled.unclear, settled.terms_version, settled.alarms) == ((), 2, ())


def test_before_anybody_was_told_a_reading_sends_nothing():
    settled, commands = advance(stopping(), b.reading_settled(requoted=b.taken_quote()))
    assert (letters(commands), settled.quote) == ([], stopping().quote)
    assert letters(told(settled)[1]) == ["support", "cleo", "emil"]


def test_a_creator_still_open_under_another_field_goes_on_waiting():
    other = replace(NOTICE, path="fees[0].calc")
    case, _ = told(stopping(unclear=(NOTICE, other)))
    settled, commands = advance(case, b.reading_settled(requoted=EMIL_ONLY))
    assert (letters(commands), settled.unclear) == ([], (other,))


@pytest.mark.parametrize("anew", [{"permitted": False}, {"price": b.usd("67000.01")}])
def test_a_reading_that_is_not_what_was_approved_alarms(anew):
    settled, _ = advance(stopping(), b.reading_settled(requoted=b.taken_quote(**anew)))
    assert settled.alarms == ("read that way, leaving is not what was approved: rights[0].notice",)


def test_after_approval_a_reading_without_the_quote_anew_is_refused():
    with pytest.raises(NotAllowed, match="needs the quote anew"):
        advance(stopping(), b.reading_settled())


def test_before_approval_a_reading_voids_the_quote():
    case = replace(b.case_after("quoted"), unclear=(NOTICE,))
    settled, commands = advance(case, b.reading_settled())
    assert (settled.state, settled.quote, settled.approval, commands) == (State.READY, None, None, ())


def test_what_is_not_unclear_cannot_be_settled():
    with pytest.raises(NotAllowed, match="nothing is unclear at"):
        advance(b.case_after("ready"), b.reading_settled())


def test_an_open_reading_is_an_open_end():
    assert "rights[0].notice: not settled how it is read" in open_ends(stopping())


@pytest.mark.parametrize("moment", ["quoted", "settling", "closed"])
def test_a_claim_is_kept_whenever_there_is_a_quote(moment):
    case, commands = advance(b.case_after(moment), b.claim_received())
    assert ([one.id for one in case.claims], commands) == (["claim_1"], ())


def test_a_case_dropped_without_a_quote_keeps_no_claim():
    dropped, _ = advance(b.case_after("ready"), b.e.CaseDropped(at=b.NOW, by="ana", why="it goes on"))
    with pytest.raises(NotAllowed, match="take one first"):
        advance(dropped, b.claim_received())
