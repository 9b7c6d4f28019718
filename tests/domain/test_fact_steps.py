"""Facts of a case: a changed one voids the quote; evidence and a person's confirming do not."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.domain import events as e
from unpromote.domain.case import Case, State, advance
from unpromote.domain.errors import NotAllowed

CONFIRMED = e.FactConfirmed(at=b.NOW, by="ben", name="breach")
MOMENTS = ["opened", "reading", "review", "ready"]


def after(case: Case, *events: e.Event) -> Case:
    for event in events:
        case, commands = advance(case, event)
        assert commands == ()
    return case


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_fact_is_stated_at_any_time_before_a_quote(moment):
    before = b.case_after(moment)
    case = after(before, b.fact_stated())
    assert (case.promotion["facts"], case.state) == ({"breach": b.BREACH}, before.state)


def test_a_fact_that_changes_after_the_quote_voids_it_with_its_signatures():
    case = after(b.case_after("signed once"), b.fact_stated())
    assert (case.state, case.quote, case.approval, case.settlements) == (State.READY, None, None, ())


@pytest.mark.parametrize("moment", ["stopping", "settling", "closed"])
def test_after_the_approval_no_fact_changes(moment):
    with pytest.raises(NotAllowed, match="FactStated cannot happen"):
        advance(b.case_after(moment), b.fact_stated())


@pytest.mark.parametrize("moment", [*MOMENTS, "signed once", "stopping", "settling"])
def test_evidence_is_added_until_the_case_is_closed_and_leaves_the_quote(moment):
    before = b.case_after(moment)
    case = after(before, b.evidence_added(1), b.evidence_added(2))
    assert [item.id for item in case.evidence] == ["ev1", "ev2"]
    assert (case.state, case.quote, case.approval) == (before.state, before.quote, before.approval)


def test_two_who_add_at_once_do_not_overwrite_each_other():
    with pytest.raises(NotAllowed, match="somebody else added ev1"):
        after(b.case_after("ready"), b.evidence_added(1), b.evidence_added(1))


def test_a_person_confirms_a_fact_over_its_evidence():
    case = after(b.case_after("quoted"), b.evidence_added())
    with pytest.raises(NotAllowed, match="nobody states the fact 'breach'"):
        advance(case, CONFIRMED)
    case = after(b.case_after("ready"), b.fact_stated())
    with pytest.raises(NotAllowed, match="no evidence is attached"):
        advance(case, CONFIRMED)
    case = after(case, b.evidence_added(), CONFIRMED)
    assert case.promotion["facts"]["breach"] == {**b.BREACH, "confirmed_by": "ben"}


def test_a_fact_without_particulars_can_be_confirmed():
    case = b.case_after("ready", promotion={**b.PROMOTION, "facts": {"breach": True}})
    assert after(case, b.evidence_added(), CONFIRMED).promotion["facts"] == {"breach": {"confirmed_by": "ben"}}


def test_a_fact_stated_anew_is_no_longer_confirmed():
    case = after(b.case_after("ready"), b.fact_stated(), b.evidence_added(), CONFIRMED, b.fact_stated(by="platform"))
    assert case.promotion["facts"]["breach"] == {"by": "platform"}


def test_quotes_read_the_promotion_with_its_evidence_but_not_where_the_files_lie():
    booked = after(b.case_after("ready"), b.evidence_added(proves=("breach", "sold"))).booked
    assert booked["facts"] == {"breach": None, "sold": None}
    assert (booked["evidence"][0]["id"], "path" in booked["evidence"][0]) == ("ev1", False)
