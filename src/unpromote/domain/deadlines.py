"""Everything that a case waits for until a day or an instant, in one list: what, whose turn it is, and by which clause.

A deadline's `id` names what is waited for and never when, so that it is the same deadline after it has moved. One that
no longer matters is `moot`: it was met, the thing it was for has happened, or the case is over. What an agreement goes
on to ask for after a cancellation (money back, duties, the renewal of the agreement itself) outlives its case and ends
when a person says that it was met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from moneyed import Money

from unpromote.domain import events as e
from unpromote.domain.aggregate import Case, State
from unpromote.domain.authorization_steps import authorization_deadlines
from unpromote.domain.clocks import conversation_deadlines, timer_deadlines
from unpromote.domain.commands import Command
from unpromote.domain.dues import MEDIA
from unpromote.domain.errors import NotAllowed
from unpromote.domain.held_steps import held_deadlines
from unpromote.domain.messages import Direction
from unpromote.domain.money_clocks import payment_deadlines, refund_deadlines, settlement_deadlines
from unpromote.domain.paydays import PayDay
from unpromote.domain.silence import silence_deadlines
from unpromote.domain.stop_clocks import order_deadlines, stop_deadlines
from unpromote.domain.waiting import DESK, OTHER_SIDE, CaseDeadline, Kind, by_day, by_instant, worded

__all__ = ["CaseDeadline", "Kind", "deadlines_of", "meet"]

_DAY = timedelta(days=1)
_OUTLIVE = ("refund", "deposit", "renewal", "payment", "makegood", "duty", "objection", "return")


_UNKNOWN: Mapping[str, Any] = MappingProxyType({})


def deadlines_of(
    case: Case,
    timers: Sequence[Command] = (),
    *,
    next_steps: Mapping[str, str] = _UNKNOWN,
    pay_days: Mapping[str, PayDay] = _UNKNOWN,
) -> tuple[CaseDeadline, ...]:
    """Return the case's deadlines, the next first.

    `timers` are its commands that are still to be done; `next_steps` says by conversation what follows silence there,
    `pay_days` by when each party has to be paid: policy and statutes, which the case does not hold.
    """
    zone = ZoneInfo(case.terms["time_zone"]) if case.terms else ZoneInfo("UTC")
    found = [
        *_of_quote(case, zone, billed=MEDIA in pay_days),
        *refund_deadlines(case, zone),
        *_of_claims(case, zone),
        *settlement_deadlines(case, zone, pay_days),
        *payment_deadlines(case, zone, pay_days),
        *_of_duties(case, zone),
        *_of_silence(case),
        *conversation_deadlines(case, timers, next_steps),
        *timer_deadlines(case, timers),
        *stop_deadlines(case),
        *held_deadlines(case, timers),
        *order_deadlines(case),
        *authorization_deadlines(case),
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


# --- the quote: what leaving costs until when, and what follows from leaving ------------------


def _of_quote(case: Case, zone: ZoneInfo, *, billed: bool) -> Iterator[CaseDeadline]:
    taken = case.requote or case.quote
    if taken is None:
        return
    quote, told = taken.quote, _is_told(case)
    decision = quote.get("decision") or {}
    yield from _cliffs(case, decision.get("cliffs", ()), taken.price.currency.code, told=told)
    if last_on := decision.get("dead_zone_on"):
        what = "last day for a notice that takes effect before the promotion ends"
        on = date.fromisoformat(last_on) - _DAY
        yield by_day(on, zone, id="notice", kind=Kind.NOTICE, what=what, owner=case.opened_by, moot=told)
    if taken.permitted and quote.get("effective_at"):
        yield by_instant(
            datetime.fromisoformat(quote["effective_at"]),
            id="effect",
            kind=Kind.EFFECT,
            what="the cancellation takes effect",
            owner=DESK,
            clause=quote.get("clause") or "",
        )
    yield from _renewal(case, quote.get("renewal"))
    yield from _blocked(case, quote.get("blocked", ()), told=told)
    if taken.permitted:
        yield from _after(case, quote, zone, billed=billed)


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
        then = f"{worded(after)} after it" if known else "nobody can say what after it"
        then = then if cliff["permitted_after"] else "not possible after it"
        what = f"leaving costs {worded(before)} by a notice {word} this instant, {then} ({cliff['why']})"
        yield by_instant(
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
    yield by_instant(
        at, id="renewal", kind=Kind.RENEWAL, what=what, owner=case.opened_by, clause=due.get("clause") or ""
    )


def _blocked(case: Case, blocked: Sequence[Mapping[str, Any]], *, told: bool) -> Iterator[CaseDeadline]:
    clauses = {right["id"]: right.get("clause", "") for right in (case.terms or {}).get("rights", ())}
    for one in blocked:
        if not one.get("until"):
            continue
        curing = one["code"] == "CURE_RUNNING"
        what = f"the time to cure ends; then the right {one['right']} is open" if curing else "a right opens"
        yield by_instant(
            datetime.fromisoformat(one["until"]),
            id=f"{'cure' if curing else 'right'}/{one['right']}",
            kind=Kind.CURE if curing else Kind.RIGHT,
            what=what if curing else f"{what}: {one['right']}",
            owner=OTHER_SIDE if curing else case.opened_by,
            clause=clauses.get(one["right"]) or "",
            moot=told,
        )


def _after(case: Case, quote: Mapping[str, Any], zone: ZoneInfo, *, billed: bool) -> Iterator[CaseDeadline]:
    """Yield what is due after leaving: duties and payments as agreed; `billed`: the ledger speaks for payments."""
    named: dict[str, int] = {}
    for due in quote.get("deadlines", ()):
        name = due["kind"]
        named[name] = nth = named.get(name, 0) + 1
        if not due["on"] or name == Kind.OBJECTION.value:  # a claim's own objection counts from its receipt
            continue
        kind = {"payment": Kind.PAYMENT, "makegood": Kind.MAKEGOOD}.get(name, Kind.DUTY)
        if (kind is Kind.DUTY and case.duties) or (kind is Kind.PAYMENT and billed):  # each is watched by itself then
            continue
        id_ = name if kind is not Kind.DUTY else f"duty/{name}"
        yield by_day(
            date.fromisoformat(due["on"]),
            zone,
            id=id_ if nth == 1 else f"{id_}/{nth}",
            kind=kind,
            what=due["told"],
            owner=case.opened_by,
            clause=due.get("clause") or "",
        )


# --- claims, creators -------------------------------------------------------------------------


def _of_claims(case: Case, zone: ZoneInfo) -> Iterator[CaseDeadline]:
    for kept in case.claims:
        last_on = kept.comparison.object_by
        if last_on is None:
            continue
        claim = kept.claim
        name = sha256(f"{claim.claimant}\n{claim.reference}".encode()).hexdigest()[:10]
        objected, named = kept.comparison.objected, claim.reference or "the claim"
        yield by_day(
            last_on,
            zone,
            id=f"objection/{name}",
            kind=Kind.OBJECTION,
            what=f"object to {named} of {claim.claimant}: {worded(objected)} of it is not owed",
            owner=case.opened_by,
            moot=objected.amount <= 0,
        )


def _of_duties(case: Case, zone: ZoneInfo) -> Iterator[CaseDeadline]:
    for one in case.duties:
        if one.due_on is not None:
            yield by_day(
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
        yield by_instant(
            one.approved_at,
            id=f"approved_by_silence/{one.creator_id}/{one.deliverable}",
            kind=Kind.APPROVED_BY_SILENCE,
            what=f"{one.deliverable} of {one.name} counts as approved unless it is answered",
            owner=case.opened_by,
            clause=((case.terms or {}).get("creators") or {}).get("clause") or "",
            moot=_is_told(case),
        )
