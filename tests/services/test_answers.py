"""A fee that an answer claims is compared with the quote, and the objection to it is drafted."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import MessageSent
from unpromote.domain.messages import ConversationState, Outcome
from unpromote.domain.suggesting import suggest
from unpromote.services import answers
from unpromote.services.answers import Fee
from unpromote.services.policies import answer_cues
from unpromote.services.record import record
from unpromote.store import cases

pytestmark = pytest.mark.django_db
LETTER = "We confirm the end. A cancellation fee of 4,800.00 USD applies."


@pytest.fixture
def ana():
    return b.cast()["ana"]


@pytest.fixture
def answered(ana):
    return b.saved_case("support answered")


def judge(ana, outcome=Outcome.FEE_CLAIMED, **more):
    return answers.judge(ana, "case_1", "support", outcome, now=b.late(), **more)


def test_a_fee_is_kept_as_a_claim_and_objected_to(ana, answered):
    judged = judge(ana, fee=Fee(b.usd("4800.00"), "none"))
    assert judged.kept.comparison.objected == b.usd("4800.00")
    assert judged.kept.claim.received_on == b.NOW.date()  # when the answer came
    assert "4,800.00 USD" in judged.objection.body
    assert judged.case.conversations[0].state is ConversationState.WAITING


def test_nothing_is_guessed_about_a_fee_that_nobody_placed(ana, answered):
    judged = judge(ana, fee=Fee(b.usd("4800.00")))
    assert (judged.objection, "first say" in judged.why_not) == (None, True)
    assert judged.case.claims[-1] == judged.kept


def test_a_fee_without_a_sum_is_judged_alone(ana, answered):
    judged = judge(ana)
    assert (judged.kept, judged.case.conversations[0].outcome) == (None, Outcome.FEE_CLAIMED)


def test_a_fee_belongs_to_no_other_outcome(ana, answered):
    with pytest.raises(BadInput, match="only a claimed fee"):
        judge(ana, Outcome.CONFIRMED, fee=Fee(b.usd("1.00")))


def test_a_fee_that_cannot_be_compared_leaves_the_answer_unjudged(ana, answered):
    with pytest.raises(NotAllowed):
        judge(ana, fee=Fee(b.usd("1.00"), "fee:unheard-of"))
    assert cases.load("case_1").conversations[0].state is ConversationState.ANSWERED


def test_a_fee_that_nobody_wrote_about_is_refused(ana):
    b.saved_case("emil told")
    with pytest.raises(NotAllowed, match="not answered"):
        judge(ana, fee=Fee(b.usd("1.00"), "none"))
    assert cases.load("case_1").claims == ()


@pytest.mark.parametrize(
    ("text", "fee"),
    [
        (LETTER, b.usd("4800.00")),
        ("a cancellation fee of $4,800", b.usd("4800.00")),
        ("a cancellation fee of XQZ 4,800", None),
    ],
)
def test_the_sum_beside_the_word_becomes_money(answered, text, fee):
    found = suggest(text, answer_cues())
    assert answers.fee_in(answered, found.fee) == fee


def test_the_objection_waits_until_it_was_sent_or_the_matter_moved_on(ana, answered):
    assert answers.objection_to(ana, answered, "support", b.late()) is None
    judged = judge(ana, fee=Fee(b.usd("4800.00"), "none"))
    assert answers.objection_to(ana, judged.case, "support", b.late()) == judged.objection
    gone = b.message("support", "answer-1", at=b.late())
    record("case_1", MessageSent(at=gone.at, by="x", conversation_id="support", message=gone))
    assert answers.objection_to(ana, cases.load("case_1"), "support", b.late()) is None
