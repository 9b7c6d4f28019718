"""A proposal of a creator is priced as it stands, and accepting it moves settlement, ledger, letters and duties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

import builders as b
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.involvement import Change, Way
from unpromote.domain.ledger import standing
from unpromote.domain.payout import SettlementState
from unpromote.domain.proposals import ProposalKind
from unpromote.services import creator_page, involvement
from unpromote.services.record import record
from unpromote.store import cases
from unpromote.store.models import CommandRow

pytestmark = pytest.mark.django_db

JANUARY = date(2027, 1, 15)
OTHER_DATE = {"kind": ProposalKind.OTHER_DATE, "on": JANUARY}
ELSEWHERE = {"kind": ProposalKind.OTHER_CAMPAIGN, "campaign": "Spring"}
LESS = {"kind": ProposalKind.REDUCED_SCOPE, "share": Fraction(1, 4)}


@pytest.fixture
def cast(data):
    return b.cast()


def accepted(cast, moment="settling", **proposal):
    b.saved_case(moment)
    record("case_1", b.proposed(**proposal))
    return creator_page.answer_proposal(cast["ben"], "case_1", "prop_1", accepted=True, now=b.NOW)


def cleo(case):
    return next(one for one in case.settlements if one.creator_id == "cleo")


@pytest.mark.parametrize(
    ("proposal", "figures"),
    [
        ({**OTHER_DATE, "deliverable": "video"}, ("reschedule", "0.00", "0.00", "1000.00")),
        (OTHER_DATE, ("reschedule", "0.00", "0.00", "1000.00")),
        ({**ELSEWHERE, "deliverable": "video"}, ("reassign", "0.00", "0.00", "1000.00")),
        ({**LESS, "deliverable": "video"}, ("reduce", "1125.00", "375.00", "250.00")),
    ],
)
def test_accepting_a_proposal_prices_it_and_everything_follows(cast, proposal, figures):
    case = accepted(cast, **proposal)
    (work,) = cleo(case).goes_on
    told = (work.way, *(f"{one.amount:.2f}" for one in (cleo(case).due, cleo(case).balance, work.advance_kept)))
    assert told == figures
    assert (case.proposals[0].state.value, cleo(case).state) == ("accepted", SettlementState.PROPOSED)
    assert standing(case, "creator:cleo", "USD").open == -cleo(case).balance
    assert standing(case, "creator:cleo", "USD").credit == work.advance_kept
    assert CommandRow.objects.filter(kind="SendMessage", key__endswith="cleo/revision-2").exists()
    assert [(one.due_on, one.about) for one in case.duties if one.kind == "goes_on"] == [(work.on, "video")]


def test_what_stood_before_a_proposal_stays(cast):
    works = [{"id": name, "price": "3000.00", "stage": "approved"} for name in ("video", "story")]
    creators = [{**b.CREATORS[0], "deliverables": works}, b.CREATORS[1]]
    b.saved_case("settling", promotion={**b.PROMOTION, "creators": creators})
    half = Change(Way.REDUCE, "story", None, Fraction(1, 3))
    involvement.adjust(cast["ben"], "case_1", "cleo", [half], why="agreed", now=b.NOW)
    record("case_1", b.proposed(deliverable="video", **OTHER_DATE))
    case = involvement.accept(cast["ben"], "case_1", "prop_1", why="fine", now=b.NOW)
    told = [(one.deliverable, one.way, f"{one.price.amount}") for one in cleo(case).goes_on]
    assert sorted(told) == [("story", "reduce", "1000.00"), ("video", "reschedule", "3000.00")]
    assert case.proposals[0].answer == "fine"


def test_an_advance_that_is_kept_as_credit_stays_so(cast):
    works = [{"id": name, "price": "3000.00", "stage": "contracted"} for name in ("video", "story")]
    creators = [{**b.CREATORS[0], "deliverables": works}, b.CREATORS[1]]
    b.saved_case("settling", promotion={**b.PROMOTION, "creators": creators})
    kept = involvement.adjust(cast["ben"], "case_1", "cleo", [Change(Way.CREDIT)], why="agreed", now=b.NOW)
    assert cleo(kept).direction == "credit"
    record("case_1", b.proposed(deliverable="video", **OTHER_DATE))
    assert cleo(involvement.accept(cast["ben"], "case_1", "prop_1", now=b.NOW)).direction == "credit"


@pytest.mark.parametrize(
    ("proposal", "problem"),
    [
        ({"deliverable": "video"}, "does not say it in figures"),
        ({**ELSEWHERE, "campaign": " "}, "does not say it in figures"),
        ({**LESS, "share": None}, "does not say it in figures"),
        ({**OTHER_DATE, "deliverable": "the film"}, "there is no deliverable 'the film'"),
        ({**OTHER_DATE, "on": date(2026, 9, 1)}, "is over"),
    ],
)
def test_a_proposal_that_cannot_be_priced_is_not_accepted(cast, proposal, problem):
    with pytest.raises(NotAllowed, match=problem):
        accepted(cast, **proposal)
    assert cases.load("case_1").proposals[0].state.value == "open"


def test_only_who_may_approve_accepts_and_only_what_is_there(cast):
    b.saved_case("settling")
    record("case_1", b.proposed(**OTHER_DATE))
    for person in ("ana", "dan"):
        with pytest.raises(NotAllowed):
            involvement.accept(cast[person], "case_1", "prop_1", now=b.NOW)
    with pytest.raises(NotAllowed, match="no proposal 'prop_9'"):
        involvement.accept(cast["ben"], "case_1", "prop_9", now=b.NOW)


def test_a_proposal_answered_before_is_not_accepted_again(cast):
    accepted(cast, **OTHER_DATE)
    with pytest.raises(NotAllowed, match="accepted already"):
        involvement.accept(cast["ben"], "case_1", "prop_1", now=b.NOW)
    assert len([one for one in cases.load("case_1").duties if one.kind == "goes_on"]) == 1


def test_a_creator_whose_settlement_is_gone_has_nothing_to_accept(cast):
    case = b.case_after("settling")
    with pytest.raises(NotAllowed, match="no settlement with 'cleo'"):
        involvement.accepted(replace(case, settlements=()), b.proposed(**OTHER_DATE).proposal)


@pytest.mark.parametrize("share", [Fraction(0), Fraction(1), Fraction(3, 2)])
def test_a_part_that_is_none_or_all_is_not_proposed(share):
    with pytest.raises(BadInput, match="more than nothing and less than all"):
        creator_page.propose("token", ProposalKind.REDUCED_SCOPE, "less", share=share, now=b.NOW)


def test_the_second_creator_and_the_second_proposal_are_found_too(cast):
    b.saved_case("settling")
    for number, who in ((1, "cleo"), (2, "emil")):
        record("case_1", b.proposed(number, creator_id=who, **OTHER_DATE))
    case = involvement.accept(cast["ben"], "case_1", "prop_2", now=b.NOW)
    assert [one.state.value for one in case.proposals] == ["open", "accepted"]
