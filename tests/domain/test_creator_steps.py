"""What creators bring about in a case: deals, answers, proposals, files, kept involvement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import builders as b
from unpromote.domain import creator_events as ce
from unpromote.domain import events as e
from unpromote.domain.case import Case, State, advance
from unpromote.domain.codec import decode, encode
from unpromote.domain.deals import Deal, deal_of
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.messages import ConversationState, Counterpart
from unpromote.domain.payout import SettlementState
from unpromote.domain.proposals import MOST_FILES, MOST_OPEN, ProposalState


def after(case: Case, *events: e.Event) -> Case:
    for event in events:
        case, _ = advance(case, event)
    return case


# --- deals --------------------------------------------------------------------------------------


def test_a_deal_takes_the_place_of_the_creators_earlier_one_and_voids_the_quote():
    dearer = {**b.CREATORS[0], "advance_paid": "2000.00"}
    case = after(b.case_after("quoted"), b.deals_entered(dearer))
    assert (case.state, case.quote, case.settlements) == (State.READY, None, ())
    assert case.promotion["creators"] == [dearer, b.CREATORS[1]]
    assert deal_of(case.deals, "cleo").codes[0].value == "#spark1"
    assert deal_of(case.deals, "emil") == Deal("emil")


def test_a_new_creator_comes_last_with_a_contact():
    fay = {"id": "fay", "deliverables": [], "advance_paid": "0.00"}
    contact = replace(b.CLEO, id="fay", name="Fay")
    case = after(b.case_after("opened"), b.deals_entered(fay, contacts=(contact,), deals=(Deal("fay"),)))
    assert [one["id"] for one in case.promotion["creators"]] == ["cleo", "emil", "fay"]
    assert [one.id for one in case.contacts] == ["support", "cleo", "emil", "fay"]
    assert decode(Case, encode(case)) == case


def test_a_creator_cannot_take_the_counterpartys_id():
    taken = replace(b.CLEO, id="support", counterpart=Counterpart.CREATOR)
    with pytest.raises(NotAllowed, match="counterparty"):
        after(b.case_after("opened"), b.deals_entered(contacts=(taken,)))


def test_once_approved_only_what_no_figure_reads_can_change():
    with pytest.raises(NotAllowed, match="are fixed"):
        after(b.case_after("stopping"), b.deals_entered())
    event = replace(b.deals_entered(), creators=(), contacts=())
    case, timers = advance(b.case_after("stopping"), event)
    assert (case.deals, case.quote is not None) == (event.deals, True)
    assert {type(timer).__name__ for timer in timers} == {"WatchDuty"}


def test_a_deal_knows_its_zone_and_whether_its_advances_are_all():
    with pytest.raises(BadInput, match="unknown time zone 'Mars'"):
        Deal("cleo", time_zone="Mars")
    deal = Deal("cleo", advances={"a": b.usd("1.00"), "b": b.usd("2.00")})
    assert (deal.advances_fit(b.usd("3.00")), deal.advances_fit(b.usd("4.00"))) == (True, False)


# --- the page -----------------------------------------------------------------------------------


def test_a_revoked_link_counts_up_for_that_creator_alone():
    revoked = ce.CreatorLinkRevoked(at=b.NOW, by="ana", creator_id="cleo")
    assert after(b.case_after("settling"), revoked, revoked).links == {"cleo": 2}
    with pytest.raises(NotAllowed, match="no creator 'dan'"):
        after(b.case_after("settling"), replace(revoked, creator_id="dan"))


def test_a_proposal_waits_for_a_person_and_is_answered_once():
    answered = ce.ProposalAnswered(at=b.NOW, by="ana", proposal_id="prop_1", accepted=False, answer="too late")
    case = after(b.case_after("settling"), b.proposed(), b.proposed(2), answered)
    first, second = case.proposals
    assert (first.state, first.answer, first.answered_by) == (ProposalState.DECLINED, "too late", "ana")
    assert second.state is ProposalState.OPEN
    with pytest.raises(NotAllowed, match="declined already"):
        after(case, answered)


def test_a_proposal_is_not_accepted_without_its_figures():
    answered = ce.ProposalAnswered(at=b.NOW, by="ana", proposal_id="prop_1", accepted=True)
    with pytest.raises(NotAllowed, match="by making the change that it asks for"):
        after(b.case_after("settling"), b.proposed(), answered)


def goes_on(case: Case) -> list[tuple[str, str, str]]:
    found = [task for task in case.duties if task.kind == "goes_on"]
    return [(task.state.value, str(task.due_on), task.what) for task in found]


def test_work_that_goes_on_becomes_a_duty_and_the_one_of_an_earlier_change_is_let_go():
    first = after(b.case_after("settling"), b.adjusted())
    told = "Cleo Marsh: deliver video, which goes on"
    assert goes_on(first) == [("open", "2027-01-15", told)]
    (work,) = first.settlements[0].goes_on
    moved = replace(work, on=date(2027, 3, 1), campaign="Spring")
    second = b.adjusted(3)
    second = replace(second, settlement=replace(second.settlement, goes_on=(moved,)))
    case, timers = advance(first, second)
    assert goes_on(case) == [("waived", "2027-01-15", told), ("open", "2027-03-01", f"{told}, for Spring")]
    assert [timer.duty_id for timer in timers if hasattr(timer, "duty_id")] == [case.duties[-1].id]
    back = replace(b.adjusted(4), settlement=replace(b.adjusted(4).settlement, goes_on=()))
    assert [state for state, *_ in goes_on(after(case, back))] == ["waived", "waived"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [({"answer": " "}, "not declined without a reason"), ({"proposal_id": "x"}, "no proposal 'x'")],
)
def test_a_no_needs_a_reason_and_a_proposal(changes, problem):
    answered = ce.ProposalAnswered(at=b.NOW, by="ana", proposal_id="prop_1", accepted=False, answer="no")
    with pytest.raises(NotAllowed, match=problem):
        after(b.case_after("settling"), b.proposed(), replace(answered, **changes))


def test_proposals_do_not_pile_up_and_say_something():
    many = [b.proposed(n) for n in range(MOST_OPEN)]
    with pytest.raises(NotAllowed, match="wait for it first"):
        after(b.case_after("settling"), *many, b.proposed(9))
    with pytest.raises(NotAllowed, match="wait for it first"):
        after(b.case_after("settling"), b.proposed(), b.proposed())
    with pytest.raises(NotAllowed, match="say what should change"):
        after(b.case_after("settling"), b.proposed(words=" "))
    with pytest.raises(NotAllowed, match="released already"):
        after(b.case_after("cleo released"), b.proposed())


def test_a_file_is_kept_once_and_not_without_end():
    case = after(b.case_after("closed"), b.creator_filed())
    assert case.creator_files[0].name == "invoice.pdf"
    with pytest.raises(NotAllowed, match="here already"):
        after(case, b.creator_filed())
    with pytest.raises(NotAllowed, match="files already"):
        after(b.case_after("settling"), *(b.creator_filed(n) for n in range(MOST_FILES + 1)))


# --- kept involvement ---------------------------------------------------------------------------


def test_changed_figures_ask_the_creator_again_by_a_letter():
    case, ordered = advance(b.case_after("cleo agreed"), b.adjusted())
    cleo = case.settlements[0]
    assert (cleo.state, cleo.answer, cleo.version) == (SettlementState.PROPOSED, "", 2)
    assert [type(one).__name__ for one in ordered] == ["SendMessage", "WatchDuty"]
    assert ordered[0].key == "case_1/SendMessage/cleo/revision-2"
    assert case.conversations[1].state is ConversationState.WAITING
    assert case.conversations[0].state is ConversationState.CLOSED


def test_before_anybody_is_told_the_first_letter_has_the_new_figures():
    case, ordered = advance(b.case_after("stopping"), b.adjusted())
    assert ([type(one).__name__ for one in ordered], case.settlements[0].direction) == (["WatchDuty"], "none")


def test_figures_that_stay_leave_the_answer_as_it_is():
    agreed = b.case_after("cleo agreed")
    same = replace(agreed.settlements[0], version=2)
    case, ordered = advance(agreed, b.adjusted(settlement=same))
    assert (case.settlements[0].state, case.settlements[0].version, ordered) == (SettlementState.AGREED, 2, ())


def test_an_accepted_proposal_is_answered_with_the_reason():
    case = after(b.case_after("settling"), b.proposed(), b.adjusted(proposal_id="prop_1"))
    assert (case.proposals[0].state, case.proposals[0].answer) == (ProposalState.ACCEPTED, "a later date")


@pytest.mark.parametrize(
    ("moment", "event", "problem"),
    [
        ("settling", b.adjusted(why=" "), "say why"),
        ("settling", b.adjusted(version=3), "changed meanwhile"),
        ("cleo released", b.adjusted(), "released already"),
        ("cleo settled", b.adjusted(), "settled already"),
    ],
)
def test_an_adjustment_that_does_not_fit_is_refused(moment, event, problem):
    with pytest.raises(NotAllowed, match=problem):
        after(b.case_after(moment), event)


def test_a_case_with_all_of_it_survives_being_written_down():
    events = (b.proposed(), b.creator_filed(), b.adjusted(proposal_id="prop_1"))
    case = after(b.case_after("settling"), *events)
    assert decode(Case, encode(case)) == case
    assert case.settlements[0].goes_on[0].on == date(2027, 1, 15)
