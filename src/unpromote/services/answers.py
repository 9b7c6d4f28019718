"""Answers: what one amounts to, and, where it claims a fee, how that stands to the quote and the objection to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from moneyed import Money

from unpromote.domain.aggregate import Case, KeptClaim
from unpromote.domain.claims import Claim, ClaimLine
from unpromote.domain.codec import decode
from unpromote.domain.conversing import conversation
from unpromote.domain.dates import civil_date
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.letters import Letter
from unpromote.domain.messages import ConversationState, Outcome
from unpromote.domain.suggesting import Sum
from unpromote.services import claims, messages, queries
from unpromote.services.following import standing
from unpromote.services.people import Person

WORDING = "Fee claimed in their answer"


@dataclass(frozen=True)
class Fee:
    """A fee that an answer claims; `code` is the line of the quote that it is, "none" where it was never agreed."""

    amount: Money
    code: str = ""


@dataclass(frozen=True)
class Judged:
    """What came of judging an answer: the case, and for a fee the claim as it was kept and the drafted objection.

    `why_not` says why nothing was drafted: nobody said yet what the fee is, or it is owed.
    """

    case: Case
    kept: KeptClaim | None = None
    objection: Letter | None = None
    why_not: str = ""


def judge(
    person: Person,
    case_id: str,
    who: str,
    outcome: Outcome,
    *,
    note: str = "",
    fee: Fee | None = None,
    now: datetime,
) -> Judged:
    """Record what an answer amounts to; a claimed fee is kept as a claim and compared, both or neither.

    Raises:
        NotAllowed: there is no answer to judge, a decision is not explained, or no quote is there to compare with.
        BadInput: a fee comes with another outcome, or the line that it is said to be is none.
    """
    if fee and outcome is not Outcome.FEE_CLAIMED:
        raise BadInput("only a claimed fee has an amount", place="fee", mend="judge the answer as fee_claimed")
    case = queries.case(person, case_id)
    if fee is None:
        return Judged(messages.judge_answer(person, case.id, who, outcome, note=note, now=now))
    claim = _claim(case, who, fee, now)
    with transaction.atomic():
        messages.judge_answer(person, case.id, who, outcome, note=note, now=now)
        kept = claims.keep_claim(person, case.id, claim, now)
    objection, why_not = _objection(person, case.id, claim, now)
    return Judged(queries.case(person, case.id), kept, objection, why_not)


def objection_to(person: Person, case: Case, who: str, now: datetime) -> Letter | None:
    """Return the objection to the fee that somebody's answer claimed, as long as it was not answered; else None."""
    talk = conversation(case, who)
    kept = next((one for one in reversed(case.claims) if one.claim.claimant == who and one.claim.partial), None)
    if kept is None or talk.outcome is not Outcome.FEE_CLAIMED or talk.state is not ConversationState.WAITING:
        return None
    if any(message.at >= kept.kept_at for message in talk.messages):
        return None
    return _objection(person, case.id, kept.claim, now)[0]


def fee_in(case: Case, written: Sum) -> Money | None:
    """Return a sum as money; a sign that names no currency means the agreement's. None where it cannot be money."""
    code = written.currency or (case.terms or {}).get("currency", "")
    try:
        return decode(Money, f"{Decimal(written.amount).normalize():f} {code}")
    except BadInput:
        return None


def _claim(case: Case, who: str, fee: Fee, now: datetime) -> Claim:
    answer = standing(case, conversation(case, who), now).answer
    zone = ZoneInfo((case.terms or {}).get("time_zone", "UTC"))
    return Claim(
        received_on=civil_date(answer.at if answer else now, zone),
        lines=(ClaimLine(fee.amount, WORDING),),
        claimant=who,
        matches={WORDING: fee.code} if fee.code else {},
        partial=True,
    )


def _objection(person: Person, case_id: str, claim: Claim, now: datetime) -> tuple[Letter | None, str]:
    try:
        return claims.draft_objection(person, case_id, claim, now), ""
    except NotAllowed as refusal:
        return None, str(refusal)
