"""Everything that a case waits for until a day or an instant, in one list: what, whose turn it is, and by which clause.

A deadline's `id` names what is waited for and never when, so that it is the same deadline after it has moved. One that
no longer matters is `moot`: it was met, the thing it was for has happened, or the case is over. What an agreement goes
on to ask for after a cancellation (money back, duties, the renewal of the agreement itself) outlives its case and ends
when a person says that it was met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from moneyed import Money

from unpromote.domain import events as e
from unpromote.domain.aggregate import Case, State
from unpromote.domain.commands import Command, RemindCounterpart, SampleSpend, TellEveryone
from unpromote.domain.dates import first_instant
from unpromote.domain.errors import NotAllowed
from unpromote.domain.messages import ConversationState, Direction
from unpromote.domain.payout import SettlementState
from unpromote.domain.silence import silence_deadlines

_DAY = timedelta(days=1)
_DESK = "the desk"
_SOFTWARE = "the software"
_OUTLIVE = ("refund", "deposit", "renewal", "payment", "makegood", "duty", "objection")


class Kind(Enum):
    """What sort of waiting it is; append-only."""

    CLIFF = "cliff"
    NOTICE = "notice"
    EFFECT = "effect"
    RENEWAL = "renewal"
    CURE = "cure"
    RIGHT = "right"
    OBJECTION = "objection"
    PAYMENT = "payment"
    MAKEGOOD = "makegood"
    DUTY = "duty"
    REFUND = "refund"
    DEPOSIT = "deposit"
    PAY_BY = "pay_by"
    ANSWER = "answer"
    TELLING = "telling"
    PROOF = "proof"
    APPROVED_BY_SILENCE = "approved_by_silence"


@dataclass(frozen=True)
class CaseDeadline:
    """One deadline: an instant (`at`), or a day that is meant to its end (`on`, in the agreement's zone).

    `over_at` is the instant from which it is late; `owner` is who has to act.
    """

    id: str
    kind: Kind
    what: str
    at: datetime | None
    on: date | None
    over_at: datetime
    owner: str
    clause: str = ""
    moot: bool = False


def deadlines_of(case: Case, timers: Sequence[Command] = ()) -> tuple[CaseDeadline, ...]:
    """Return the case's deadlines, the next first; `timers` are its commands that are still to be done."""
    zone = ZoneInfo(case.terms["time_zone"]) if case.terms else ZoneInfo("UTC")
    found = [
        *_of_quote(case, zone),
        *_of_claims(case, zone),
        *_of_settlements(case, zone),
        *_of_duties(case, zone),
        *_of_silence(case),
        *_of_timers(case, timers),
    ]
    return tuple(sorted((_judged(case, one) for one in found), key=lambda one: (one.over_at, one.id)))


def meet(case: Case, event: e.DeadlineMet) -> tuple[Case, tuple[Command, ...]]:
    """Note that a deadline needs no more watching; the step of `DeadlineMet`."""
    if event.deadline_id in case.met:
        raise NotAllowed(f"the deadline {event.deadline_id!r} was met already")
    if not event.note.strip():
        raise NotAllowed("say how it was met")
    return replace(case, met=(*case.met, event.deadline_id)), ()


def _judged(case: Case, one: CaseDeadline) -> CaseDeadline:
    over = case.state is State.CLOSED and one.kind.value not in _OUTLIVE
    dropped = case.state is State.CLOSED and not case.told and one.kind is not Kind.RENEWAL
    return replace(one, moot=True) if over or dropped or one.id in case.met else one


def _by_day(on: date, zone: ZoneInfo, **what: Any) -> CaseDeadline:
    return CaseDeadline(at=None, on=on, over_at=first_instant(on + _DAY, zone), **what)


def _by_instant(at: datetime, **what: Any) -> CaseDeadline:
    return CaseDeadline(at=at, on=None, over_at=at, **what)


def _sum(amount: Money) -> str:
    return f"{amount.amount} {amount.currency}"


# --- the quote: what leaving costs until when, and what follows from leaving ------------------


def _of_quote(case: Case, zone: ZoneInfo) -> Iterator[CaseDeadline]:
    taken = case.requote or case.quote
    if taken is None:
        return
    quote, told = taken.quote, _is_told(case)
    decision = quote.get("decision") or {}
    yield from _cliffs(case, decision.get("cliffs", ()), taken.price.currency.code, told=told)
    if last_on := decision.get("dead_zone_on"):
        what = "last day for a notice that takes effect before the promotion ends"
        on = date.fromisoformat(last_on) - _DAY
        yield _by_day(on, zone, id="notice", kind=Kind.NOTICE, what=what, owner=case.opened_by, moot=told)
    if taken.permitted and quote.get("effective_at"):
        yield _by_instant(
            datetime.fromisoformat(quote["effective_at"]),
            id="effect",
            kind=Kind.EFFECT,
            what="the cancellation takes effect",
            owner=_DESK,
            clause=quote.get("clause") or "",
        )
    yield from _renewal(case, quote.get("renewal"))
    yield from _blocked(case, quote.get("blocked", ()), told=told)
    if taken.permitted:
        yield from _after(case, quote, taken.price.currency.code, zone)


def _is_told(case: Case) -> bool:
    """Tell whether a letter of ours has gone: from then on the price no longer moves with the day of notice."""
    return any(one.direction is Direction.OUT for talk in case.conversations for one in talk.messages)


def _cliffs(case: Case, cliffs: Sequence[Mapping[str, Any]], currency: str, *, told: bool) -> Iterator[CaseDeadline]:
    named: dict[str, int] = {}
    for cliff in cliffs:
        before, after = Money(cliff["cost_before"], currency), Money(cliff["cost_after"] or 0, currency)
        known = cliff["permitted_after"] and cliff["cost_after"] is not None
        if known and after <= before:
            continue
        name = sha256(cliff["why"].encode()).hexdigest()[:10]
        named[name] = nth = named.get(name, 0) + 1
        word = "up to" if cliff["still"] else "before"
        then = f"{_sum(after)} after it" if known else "nobody can say what after it"
        then = then if cliff["permitted_after"] else "not possible after it"
        what = f"leaving costs {_sum(before)} by a notice {word} this instant, {then} ({cliff['why']})"
        yield _by_instant(
            datetime.fromisoformat(cliff["at"]),
            id=f"cliff/{name}" if nth == 1 else f"cliff/{name}/{nth}",
            kind=Kind.CLIFF,
            what=what,
            owner=case.opened_by,
            moot=told,
        )


def _renewal(case: Case, due: Mapping[str, Any] | None) -> Iterator[CaseDeadline]:
    if due is None:
        return
    cost = f"; else it commits to {due['cost']}" if due.get("cost") else ""
    word = "by" if due["still"] else "before"
    what = f"refuse {word} this instant that the agreement renews itself on {due['renews_on']}{cost}"
    at = datetime.fromisoformat(due["deadline_at"])
    yield _by_instant(
        at, id="renewal", kind=Kind.RENEWAL, what=what, owner=case.opened_by, clause=due.get("clause") or ""
    )


def _blocked(case: Case, blocked: Sequence[Mapping[str, Any]], *, told: bool) -> Iterator[CaseDeadline]:
    clauses = {right["id"]: right.get("clause", "") for right in (case.terms or {}).get("rights", ())}
    for one in blocked:
        if not one.get("until"):
            continue
        curing = one["code"] == "CURE_RUNNING"
        what = f"the time to cure ends; then the right {one['right']} is open" if curing else "a right opens"
        yield _by_instant(
            datetime.fromisoformat(one["until"]),
            id=f"{'cure' if curing else 'right'}/{one['right']}",
            kind=Kind.CURE if curing else Kind.RIGHT,
            what=what if curing else f"{what}: {one['right']}",
            owner="the other side" if curing else case.opened_by,
            clause=clauses.get(one["right"]) or "",
            moot=told,
        )


def _after(case: Case, quote: Mapping[str, Any], currency: str, zone: ZoneInfo) -> Iterator[CaseDeadline]:
    """Yield what is due after leaving: duties and payments as agreed, and what comes back."""
    named: dict[str, int] = {}
    for due in quote.get("deadlines", ()):
        name = due["kind"]
        named[name] = nth = named.get(name, 0) + 1
        if not due["on"] or name == Kind.OBJECTION.value:  # a claim's own objection counts from its receipt
            continue
        kind = {"payment": Kind.PAYMENT, "makegood": Kind.MAKEGOOD}.get(name, Kind.DUTY)
        if kind is Kind.DUTY and case.duties:  # each is watched as a task of its own by then
            continue
        id_ = name if kind is not Kind.DUTY else f"duty/{name}"
        yield _by_day(
            date.fromisoformat(due["on"]),
            zone,
            id=id_ if nth == 1 else f"{id_}/{nth}",
            kind=kind,
            what=due["told"],
            owner=case.opened_by,
            clause=due.get("clause") or "",
        )
    for name, part in (("refund", "amount"), ("deposit", "refunded")):
        back = quote.get(name)
        if back and back.get("due_by") and Money(back[part], currency).amount > 0:
            what = f"{_sum(Money(back[part], currency))} has to be back ({name})"
            due_on = date.fromisoformat(back["due_by"])
            clause = back.get("clause") or ""
            yield _by_day(due_on, zone, id=name, kind=Kind(name), what=what, owner="the other side", clause=clause)


# --- claims, creators -------------------------------------------------------------------------


def _of_claims(case: Case, zone: ZoneInfo) -> Iterator[CaseDeadline]:
    for kept in case.claims:
        last_on = kept.comparison.object_by
        if last_on is None:
            continue
        claim = kept.claim
        name = sha256(f"{claim.claimant}\n{claim.reference}".encode()).hexdigest()[:10]
        objected = kept.comparison.objected
        yield _by_day(
            last_on,
            zone,
            id=f"objection/{name}",
            kind=Kind.OBJECTION,
            what=f"object to {claim.reference or 'the claim'} of {claim.claimant}: {_sum(objected)} of it is not owed",
            owner=case.opened_by,
            moot=objected.amount <= 0,
        )


def _of_settlements(case: Case, zone: ZoneInfo) -> Iterator[CaseDeadline]:
    clause = ((case.terms or {}).get("creators") or {}).get("clause") or ""
    for one in case.settlements:
        if one.pay_by is not None and one.balance.amount:
            back = one.balance.amount < 0
            yield _by_day(
                one.pay_by,
                zone,
                id=f"pay_by/{one.creator_id}",
                kind=Kind.PAY_BY,
                what=f"{_sum(abs(one.balance))} {'back from' if back else 'to'} {one.name}",
                owner=one.name if back else case.opened_by,
                clause=clause,
                moot=one.state is SettlementState.SETTLED,
            )


def _of_duties(case: Case, zone: ZoneInfo) -> Iterator[CaseDeadline]:
    for one in case.duties:
        if one.due_on is not None:
            yield _by_day(
                one.due_on,
                zone,
                id=f"duty/{one.id}",
                kind=Kind.DUTY,
                what=one.what,
                owner=one.holder,
                clause=one.clause,
                moot=not one.is_open,
            )


def _of_silence(case: Case) -> Iterator[CaseDeadline]:
    """Yield until when submitted work has to be answered: silence approves it, and approved work costs more."""
    for one in silence_deadlines(case.terms, case.promotion):
        yield _by_instant(
            one.approved_at,
            id=f"approved_by_silence/{one.creator_id}/{one.deliverable}",
            kind=Kind.APPROVED_BY_SILENCE,
            what=f"{one.deliverable} of {one.name} counts as approved unless it is answered",
            owner=case.opened_by,
            clause=((case.terms or {}).get("creators") or {}).get("clause") or "",
            moot=_is_told(case),
        )


# --- timers -----------------------------------------------------------------------------------


def _of_timers(case: Case, timers: Sequence[Command]) -> Iterator[CaseDeadline]:
    for timer in timers:
        if isinstance(timer, RemindCounterpart):
            yield from _answer(case, timer)
        elif isinstance(timer, SampleSpend):
            names = [target.name for target in case.targets if target.id in timer.target_ids]
            what = f"the spend of {', '.join(names[:3])} is looked at again"
            id_ = f"proof/{timer.target_ids[0]}"
            yield _by_instant(timer.due, id=id_, kind=Kind.PROOF, what=what, owner=_SOFTWARE)
        elif isinstance(timer, TellEveryone) and not case.told:
            what = "everyone is told, stopped or not"
            yield _by_instant(timer.due, id="telling", kind=Kind.TELLING, what=what, owner=_SOFTWARE)


def _answer(case: Case, timer: RemindCounterpart) -> Iterator[CaseDeadline]:
    for talk in case.conversations:
        if talk.id == timer.conversation_id and talk.state is ConversationState.WAITING:
            name = talk.contact.name
            what = f"an answer of {name} is awaited; else reminder {timer.nth}"
            yield _by_instant(timer.due, id=f"answer/{talk.id}", kind=Kind.ANSWER, what=what, owner=name)
