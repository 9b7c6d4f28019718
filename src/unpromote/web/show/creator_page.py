"""The creator's page as plain values: the settlement with its explanation, what to do, what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from unpromote.domain.case import State
from unpromote.domain.codec import fraction_text
from unpromote.domain.duties import DutyState, DutyTask
from unpromote.domain.payout import GoesOn, SettlementState
from unpromote.domain.proposals import Proposal, ProposalState
from unpromote.domain.vocabulary import Role
from unpromote.services.creator_link import Visit
from unpromote.services.creator_page import brand_of, needs_both, object_by
from unpromote.web import formats
from unpromote.web.creator_words import Speech, spoken

_OVER = (SettlementState.RELEASED, SettlementState.SETTLED)
_RUNNING = (State.STOPPING, State.SETTLING)


@dataclass(frozen=True)
class Told:
    """One thing that the creator told us, with our answer where there is one."""

    at: datetime
    when: str
    words: str
    answer: str = ""


def speech_of(visit: Visit) -> Speech:
    """Return how to speak to the creator."""
    return Speech(spoken(visit.contact.language), visit.zone)


def creator_page(visit: Visit, now: datetime) -> dict[str, Any]:
    """Return everything that the page shows at that instant."""
    speech, settlement, case = speech_of(visit), visit.settlement, visit.case
    company = brand_of(case)
    is_open = settlement.state not in _OVER and case.state in _RUNNING
    return {
        "say": speech.words,
        "language": speech.language,
        "name": visit.contact.name,
        "lede": speech.say("lede", company=company, promotion=case.title),
        "ends": speech.say("ends", at=speech.show(visit.ends_at)),
        "state": settlement.state.value,
        "state_words": speech.say(f"state_{settlement.state.value}"),
        "both": _both(visit, speech, company),
        "lines": [
            {
                "name": speech.line(one.code),
                "how": speech.formula(one.formula),
                "clause": one.clause,
                "amount": speech.show(one.amount),
            }
            for one in settlement.workings
        ],
        "due": speech.show(settlement.due),
        "paid": speech.show(settlement.paid),
        "balance": _balance(visit, speech),
        "goes_on": [_goes_on(one, speech) for one in settlement.goes_on],
        "duties": _duties(visit, speech),
        "open_duties": [one for one in _duties(visit, speech) if one["id"]],
        "figures": visit.figures,
        "is_open": is_open,
        "object_by": _object_by(visit, speech, now) if settlement.state is SettlementState.PROPOSED else "",
        "can_accept": is_open and settlement.state is not SettlementState.AGREED,
        "works": [item["id"] for item in _written(visit).get("deliverables", ())],
        "told": _told(visit, speech),
        "foot": speech.say("foot", until=speech.show(visit.until.date()), reference=case.reference, zone=visit.zone),
    }


def _object_by(visit: Visit, speech: Speech, now: datetime) -> str:
    day = object_by(visit, now=now)
    until = speech.say("object_by", day=speech.show(day), zone=visit.zone) if day else ""
    return " ".join(filter(None, (until, speech.say("silence"))))


def _written(visit: Visit) -> dict[str, Any]:
    creators = visit.case.promotion.get("creators", ())
    return next((dict(one) for one in creators if one["id"] == visit.contact.id), {})


def _both(visit: Visit, speech: Speech, company: str) -> str:
    approval = visit.case.approval
    if not needs_both(visit.case) or approval is None or not approval.signatures:
        return ""
    agreed = visit.settlement.state not in (SettlementState.PROPOSED, SettlementState.OBJECTED)
    ours = speech.say("both", company=company, at=speech.show(approval.signatures[-1].at))
    return f"{ours} {speech.say('both_done' if agreed else 'both_yours')}"


def _balance(visit: Visit, speech: Speech) -> str:
    settlement = visit.settlement
    said = speech.say(settlement.direction, amount=speech.show(abs(settlement.balance)))
    if settlement.direction == "clawback":
        return f"{said} {speech.say('clawback_how')}"
    if settlement.direction == "pay" and settlement.pay_by:
        return f"{said} {speech.say('pay_by', day=speech.show(settlement.pay_by))}"
    return said


def _goes_on(one: GoesOn, speech: Speech) -> str:
    parts = [
        speech.say(
            "goes_on_line", what=one.deliverable, price=speech.show(one.price), kept=speech.show(one.advance_kept)
        ),
        speech.say("goes_on_day", day=speech.show(one.on)) if one.on else "",
        speech.say("goes_on_campaign", campaign=one.campaign) if one.campaign else "",
    ]
    return " ".join(filter(None, parts))


def _duties(visit: Visit, speech: Speech) -> list[dict[str, str]]:
    mine = [
        task for task in visit.case.duties if task.creator_id == visit.contact.id and task.holder == Role.CREATOR.value
    ]
    known = {task.kind for task in mine}
    named = [kind for kind in (*visit.settlement.duties, "disclosure_stays") if kind not in known]
    general = [
        {"what": speech.words["duty"][kind], "when": "", "clause": "", "state": "", "id": ""}
        for kind in dict.fromkeys(named)
    ]
    return [*(_duty(task, speech) for task in mine), *general]


def _duty(task: DutyTask, speech: Speech) -> dict[str, str]:
    what = str(speech.words["duty"][task.kind]) + (f": {task.about}" if task.about else "")
    state = "" if task.state is DutyState.OPEN else speech.say(f"duty_{task.state.value}")
    if task.state is DutyState.OPEN and task.proofs:
        state = speech.say("duty_refused", words=task.note)
    when = speech.say("duty_by", day=speech.show(task.due_on)) if task.due_on else ""
    name = task.id if task.is_open else ""
    return {"what": what, "when": when, "clause": task.clause, "state": state, "id": name}


def _told(visit: Visit, speech: Speech) -> list[Told]:
    mine = visit.contact.id
    found = [_proposal(one, speech) for one in visit.case.proposals if one.creator_id == mine]
    for file in visit.case.creator_files:
        if file.creator_id == mine:
            kind = speech.say(file.kind.value)
            words = speech.say("told_filed", name=file.name, kind=kind, hash=formats.short(file.sha256))
            found.append(Told(file.at, speech.show(file.at), words))
    settlement = visit.settlement
    if settlement.answered_at is not None:
        accepted = settlement.state is not SettlementState.OBJECTED
        said = speech.say("told_accepted") if accepted else speech.say("told_objected", words=settlement.answer)
        found.append(Told(settlement.answered_at, speech.show(settlement.answered_at), said))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _proposal(one: Proposal, speech: Speech) -> Told:
    share = f"{fraction_text(one.share * 100)} %" if one.share else ""
    day = speech.show(one.on) if one.on else ""
    words = ", ".join(filter(None, (one.deliverable, day, one.campaign, share, one.words)))
    told = speech.say("told_proposed", kind=speech.say(one.kind.value), words=words)
    if one.state is ProposalState.OPEN:
        return Told(one.at, speech.show(one.at), told, speech.say("told_proposal_open"))
    return Told(one.at, speech.show(one.at), told, speech.say(f"told_proposal_{one.state.value}", words=one.answer))
