"""What each letter of a case says: facts of the case, put into the words of `letters`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from moneyed import Money

from unpromote.domain import messages
from unpromote.domain.case import Case
from unpromote.domain.codec import decode
from unpromote.domain.delivery import Target
from unpromote.domain.duty_tasks import GOES_ON
from unpromote.domain.errors import NotAllowed
from unpromote.domain.ladders import Channel, Rung
from unpromote.domain.letters import Letter
from unpromote.domain.messages import Contact, Conversation, Written
from unpromote.domain.payout import NOTHING_MOVES, Settlement
from unpromote.domain.vocabulary import FACT_OF, Role
from unpromote.services import templates
from unpromote.services.chasing import answer_by, chase_for, next_rung, rung_named
from unpromote.services.creator_link import link_for
from unpromote.services.letters import (
    ContinuedLine,
    CreatorNoticeFacts,
    Duty,
    EscalationFacts,
    Kind,
    LetterFacts,
    NamedEvidence,
    ReminderFacts,
    SettlementLine,
    Signature,
    Silence,
    StoppedObject,
    SupportRequestFacts,
    To,
    Wording,
    compose,
    language_for,
)
from unpromote.store import people

PAY_WITHIN = timedelta(days=30)  # where the agreement names no term: the default of New York, California and the EU


@dataclass(frozen=True)
class Writing:
    """What a letter is written with, besides the facts: its conversation's token, the present instant, how it travels.

    `channel` asks for the words of another way than mail, for the first letter; `instead` are texts to try out in place
    of the client's own.
    """

    token: str
    now: datetime
    channel: Channel | None = None
    instead: Mapping[str, Wording] | None = None


def letter_for(case: Case, talk: Conversation, step: str, writing: Writing) -> Letter:
    """Return the letter of one step of a conversation.

    Raises:
        NotAllowed: no quote is taken yet, so there is nothing to say.
    """
    if case.quote is None or not case.quote.permitted or case.terms is None:
        raise NotAllowed("letters follow a quote that permits the cancellation: take one first")
    shared = shared_facts(case, talk.contact, writing.token)
    if step == "request":
        request = SupportRequestFacts(**shared, **_request(case, talk, writing.now))
        return _composed(case, Kind.SUPPORT_REQUEST, request, writing, writing.channel)
    if step == "notice" or messages.is_revision(step):
        told = _notice(case, talk, writing.now)
        notice = CreatorNoticeFacts(**shared, **told, revised=messages.is_revision(step))
        return _composed(case, Kind.CREATOR_NOTICE, notice, writing, writing.channel)
    for written in talk.written:
        if written.step == step:
            return _as_written(talk.contact, written, writing.token)
    return _chasing(case, talk, step, writing)


def _composed(case: Case, kind: Kind, facts: LetterFacts, writing: Writing, channel: Channel | None) -> Letter:
    own = writing.instead
    if own is None:
        own = templates.own(case.client, language_for(kind, facts.to.language))
    return compose(kind, facts, channel=channel, own=own)


def _as_written(contact: Contact, written: Written, token: str) -> Letter:
    subject = written.subject if token in written.subject else f"[{token}] {written.subject}"
    return Letter(contact.name, contact.address, subject, written.body, contact.language)


def _chasing(case: Case, talk: Conversation, step: str, writing: Writing) -> Letter:
    """Return the letter of a step of the ladder, to whom the step names."""
    if not talk.messages:
        raise NotAllowed(f"nothing was sent to {talk.contact.name} yet")
    chase = chase_for(case, talk.contact, writing.now)
    here = rung_named(talk, step, chase)
    rung, climbed = chase.ladder.rungs[here], replace(talk, rung=here + 1, clock=talk.clock or 1)
    kind = Kind(rung.template)
    known = shared_facts(case, _addressee(talk.contact, rung.role), writing.token)
    known |= _reminder(case, climbed, step, writing.now)
    if kind in (Kind.REMINDER, Kind.CREATOR_REMINDER):
        return _composed(case, kind, ReminderFacts(**known), writing, rung.channel)
    facts = EscalationFacts(**known, **_escalation(case, talk, rung))
    return _composed(case, kind, facts, writing, rung.channel)


def _addressee(contact: Contact, role: str) -> Contact:
    way = contact.way(role)
    return replace(contact, name=way.name, address=way.address or contact.address)


def _escalation(case: Case, talk: Conversation, rung: Rung) -> dict[str, Any]:
    answer = _answer(case)
    return {
        "role": rung.role,
        "creator": talk.contact.counterpart is messages.Counterpart.CREATOR,
        "account_ids": tuple(dict.fromkeys(target.advertiser_id for target in case.targets)),
        "effective_at": _effective(answer)[0],
        "clause": answer.get("clause") or "",
        "letters": sum(message.direction is messages.Direction.OUT for message in talk.messages),
        "post": talk.contact.post,
    }


def shared_facts(case: Case, contact: Contact, token: str) -> dict[str, Any]:
    """Return what every letter of the case to this contact knows."""
    company = people.clients()[case.client]
    _, desk = parseaddr(settings.UNPROMOTE["sender"])
    return {
        "token": token,
        "to": To(contact.name, contact.address, contact.language),
        "signed": Signature(case.opened_by, company, desk),
        "zone": _terms(case).get("time_zone", "UTC"),
        "reference": case.reference,
        "company": company,
        "promotion": case.title,
    }


def _request(case: Case, talk: Conversation, now: datetime) -> dict[str, Any]:
    answer = _answer(case)
    earliest, latest = _effective(answer)
    answer_by = _answer_by(case, talk, now)
    refund = _refund(case, answer)
    due_by = (answer.get("refund") or {}).get("due_by")
    return {
        "account_ids": tuple(dict.fromkeys(target.advertiser_id for target in case.targets)),
        "objects": tuple(_object(target) for target in case.targets),
        "reason": case.reason.wording,
        "ground": answer.get("ground") or "",
        "clause": answer.get("clause") or "",
        "sent_at": now,
        "received_at": datetime.fromisoformat(answer["received_at"]),
        "effective_at": earliest,
        "effective_by": latest if latest != earliest else None,
        "evidence": _evidence(case, answer),
        "to_settle": tuple(_point(one) for one in answer.get("questions", ())),
        "answer_by_on": answer_by,
        "silence": _silence(case, answer),
        "refund": refund,
        "refund_by_on": (date.fromisoformat(due_by) if due_by else answer_by) if refund else None,
    }


def _object(target: Target) -> StoppedObject:
    seen = target.after
    return StoppedObject(
        object_id=target.external_id,
        name=target.name,
        status=seen.operation_status if seen else target.state.value.replace("_", " "),
        off_at=target.off_at,
        request_id=target.write.request_id if target.write else (seen.request_id if seen else ""),
    )


def _evidence(case: Case, answer: Mapping[str, Any]) -> tuple[NamedEvidence, ...]:
    """Return the evidence for the fact that the ground rests on; a ground that rests on none names none."""
    fact = next((fact for ground, fact in FACT_OF.items() if ground.value == answer.get("ground")), None)
    shown = (one for one in case.evidence if fact in one.proves)
    return tuple(NamedEvidence(id=one.id, what=one.description, file=one.file, sha256=one.sha256) for one in shown)


def _refund(case: Case, answer: Mapping[str, Any]) -> Money | None:
    amount = (answer.get("refund") or {}).get("amount", "0")
    money = decode(Money, amount, currency=_terms(case)["currency"], place="refund.amount")
    return money if money.amount > 0 else None


def _silence(case: Case, answer: Mapping[str, Any]) -> Silence:
    right = next((right for right in _terms(case)["rights"] if right["id"] == answer.get("right")), None)
    stands = right is not None and right.get("acceptance") != "consent"
    return Silence.NOTICE_STANDS if stands and not case.unclear else Silence.REMINDED


def _effective(answer: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """Return the earliest and the latest instant of effect; they are one unless readings differ in it."""
    if answer.get("effective_at"):
        at = datetime.fromisoformat(answer["effective_at"])
        return at, at
    span = answer["range"]["effective_at"]
    return datetime.fromisoformat(span["earliest"]), datetime.fromisoformat(span["latest"])


def _point(asked: Mapping[str, Any]) -> str:
    return f"{asked['question']} ({asked['clause']})" if asked["clause"] else str(asked["question"])


def _notice(case: Case, talk: Conversation, now: datetime) -> dict[str, Any]:
    settlement = _settlement(case, talk.id)
    ends_at, _ = _effective(_answer(case))
    moves = settlement.direction not in NOTHING_MOVES
    return {
        "ends_at": ends_at,
        "lines": tuple(
            SettlementLine(what=one.code, due=one.amount, formula=one.formula, clause=one.clause)
            for one in settlement.workings
        ),
        "due": settlement.due,
        "paid": settlement.paid,
        "balance": settlement.balance,
        "direction": settlement.direction if moves else "none",
        "forgiven": -settlement.balance if settlement.direction == "forgive" else None,
        "object_by_on": _answer_by(case, talk, now),
        "pay_by_on": (settlement.pay_by or _day(case, ends_at + PAY_WITHIN)) if moves else None,
        "duties": tuple(_duties(case, settlement)),
        "goes_on": tuple(
            ContinuedLine(
                what=one.deliverable, price=one.price, kept=one.advance_kept, on=one.on, campaign=one.campaign
            )
            for one in settlement.goes_on
        ),
        "page": link_for(case, talk.id, now=now),
    }


def _duties(case: Case, settlement: Settlement) -> Iterator[Duty]:
    """Yield what the creator has to do: each watched duty with its day, then those that are only named."""
    theirs = [one for one in case.duties if one.creator_id == settlement.creator_id]
    # what goes on has a place of its own in the letter
    mine = [one for one in theirs if one.holder == Role.CREATOR.value and one.kind != GOES_ON]
    for one in mine:
        yield Duty(kind=one.kind, by_on=one.due_on, words=one.about, clause=one.clause)
    watched = {one.kind for one in mine}
    for kind in dict.fromkeys((*settlement.duties, "disclosure_stays")):
        if kind not in watched:
            yield Duty(kind=kind)


def _settlement(case: Case, creator_id: str) -> Settlement:
    for settlement in case.settlements:
        if settlement.creator_id == creator_id:
            return settlement
    raise NotAllowed(f"{creator_id} has no settlement in the present quote: take a new one")


def _reminder(case: Case, talk: Conversation, step: str, now: datetime) -> dict[str, Any]:
    chase = chase_for(case, talk.contact, now)
    first, following = talk.messages[0], next_rung(talk, chase)
    return {
        "nth": int(step.rpartition("-")[2]),
        "first_sent_at": first.at,
        "subject": first.subject,
        "answer_by_on": _answer_by(case, talk, now),
        "last": following is None or following.step != step.rpartition("-")[0],
    }


def _answer_by(case: Case, talk: Conversation, now: datetime) -> date:
    return answer_by(talk, chase_for(case, talk.contact, now), now, ZoneInfo(_terms(case)["time_zone"]))


def _terms(case: Case) -> Mapping[str, Any]:
    return case.terms or {}


def _answer(case: Case) -> Mapping[str, Any]:
    taken = case.requote or case.quote
    return taken.quote if taken else {}


def _day(case: Case, at: datetime) -> date:
    return at.astimezone(ZoneInfo(_terms(case)["time_zone"])).date()
