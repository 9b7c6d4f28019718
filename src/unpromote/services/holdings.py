"""Money at the platform, as people want it: balances, transfers up, refunds asked for, accounts closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from moneyed import Money

from unpromote.domain import holdings
from unpromote.domain.case import Case
from unpromote.domain.codec import encode
from unpromote.domain.duties import DutyProof
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.holding_events import (
    BalancesAsked,
    ClosingConfirmed,
    RefundAsked,
    RefundPlanned,
    ReturnApproved,
    ReturnDropped,
    ReturnJudged,
    ReturnProposed,
)
from unpromote.domain.holding_steps import return_of, still_on
from unpromote.domain.holdings import Funds, Holding, MoneyReturn, TransferLevel
from unpromote.domain.refund_paths import RefundPath, paths_of, reminder
from unpromote.domain.refund_steps import claim_of
from unpromote.services import filing, queries
from unpromote.services.people import Person
from unpromote.services.policies import RefundWay, platform_rules
from unpromote.services.record import record
from unpromote.store import transfers

SHELF = "duties"
MOST_NAMED = 3


def ask_balances(person: Person, case_id: str, *, now: datetime) -> Case:
    """Have read what the case's accounts and their Business Centers hold."""
    return record(queries.case(person, case_id).id, BalancesAsked(at=now, by=person.name))


@dataclass(frozen=True)
class ReturnWish:
    """What shall move up, from whom; `to` is the Business Center above another one, "" from an account."""

    holder: str
    amount: Money
    funds: Funds = Funds.CASH
    to: str = ""


def propose_return(person: Person, case_id: str, wish: ReturnWish, *, now: datetime) -> Case:
    """Propose to move unspent money up to the Business Center; somebody else has to approve it.

    Raises:
        NotAllowed: no balance was read, less can be moved, or another transfer from there is under way.
    """
    case = queries.case(person, case_id)
    holding = holdings.holding_of(case.platform, wish.holder)
    if not holding.account_id and not wish.to:
        mend = "name the Business Center above it"
        raise BadInput(f"{wish.holder} is a Business Center itself", place="to", mend=mend)
    one = MoneyReturn(
        id=f"m{len(case.platform.returns) + 1}",
        level=TransferLevel.ADVERTISER if holding.account_id else TransferLevel.BC,
        bc_id=holding.bc_id if holding.account_id else wish.to,
        holder=wish.holder,
        amount=wish.amount,
        funds=wish.funds,
        proposed_by=person.name,
        proposed_at=now,
    )
    return record(case.id, ReturnProposed(at=now, by=person.name, proposal=one))


def approve_return(person: Person, case_id: str, return_id: str, *, now: datetime) -> Case:
    """Approve a transfer that somebody else proposed; it is done once the account has rested after its stop.

    Raises:
        NotAllowed: the person may not approve or proposed it, or another transfer from there is under way.
    """
    case = queries.case(person, case_id)
    person.must_approve_for(case.client)
    hours = platform_rules().rest.hours
    with transaction.atomic():
        moved = record(case.id, ReturnApproved(at=now, by=person.name, return_id=return_id, rest_hours=hours))
        holder = return_of(moved, return_id).holder
        if transfers.under_way(holder, but=(case.id, return_id)):
            raise NotAllowed(f"another case moves money from {holder}: wait until that is over")
    return moved


def drop_return(person: Person, case_id: str, return_id: str, *, why: str, now: datetime) -> Case:
    """Drop a transfer that cannot have been sent yet.

    Raises:
        NotAllowed: it may have been sent, or no reason is given.
    """
    case = queries.case(person, case_id)
    return record(case.id, ReturnDropped(at=now, by=person.name, return_id=return_id, why=why))


def judge_return(
    person: Person, case_id: str, return_id: str, transactions: tuple[str, ...], note: str, *, now: datetime
) -> Case:
    """Say what the platform's records show of a transfer of which nobody knows; no transactions: it was not made.

    Raises:
        NotAllowed: the person may not approve, it is known how it ended, or nothing is said.
    """
    case = queries.case(person, case_id)
    person.must_approve_for(case.client)
    event = ReturnJudged(at=now, by=person.name, return_id=return_id, transactions=transactions, note=note)
    return record(case.id, event)


def plan_refund(person: Person, case_id: str, holder: str, path: RefundPath, *, now: datetime) -> Case:
    """Have a person ask the platform for an account's money, by the instructions of that way.

    Raises:
        NotAllowed: the account has no such way, or it is being asked for already.
    """
    case, way = queries.case(person, case_id), platform_rules().ways[path.value]
    do_by = now.date() + timedelta(days=way.ask_within_days)
    event = RefundPlanned(
        at=now, by=person.name, holder=holder, path=path.value, what=way.what, how=way.how, do_by=do_by
    )
    return record(case.id, event)


@dataclass(frozen=True)
class Asked:
    """That the platform was asked for money: by which way, for how much, when; `words` and `file` show it."""

    holder: str
    path: RefundPath
    amount: Money
    asked_on: date
    words: str
    typed: str = ""
    file: Path | None = None


def note_asked(person: Person, case_id: str, asked: Asked, *, now: datetime) -> Case:
    """Note that a person asked for an account's money; from then on its arrival is watched.

    Raises:
        NotAllowed: no way was chosen, nothing shows it, or what cannot be undone was not confirmed.
        BadInput: the day is not over yet, or the file cannot be kept.
    """
    case, way = queries.case(person, case_id), platform_rules().ways[asked.path.value]
    if asked.asked_on > now.date():
        raise BadInput(f"{asked.asked_on} is still to come", place="asked_on", mend="give the day on which it was done")
    if not way.final or asked.typed == case.reference:
        proof = _proof(person, case, asked, now)
    else:
        proof = DutyProof("", now, person.name)  # it is refused before a file is kept
    event = RefundAsked(
        at=now,
        by=person.name,
        holder=asked.holder,
        path=asked.path.value,
        amount=asked.amount,
        asked_on=asked.asked_on,
        due_on=asked.asked_on + timedelta(days=way.back_within_days),
        typed=asked.typed,
        final=bool(way.final),
        proof=proof,
    )
    return record(case.id, event)


def _proof(person: Person, case: Case, asked: Asked, now: datetime) -> DutyProof:
    if asked.file is None:
        return DutyProof(asked.words.strip(), now, person.name)
    filed = filing.keep(case.id, asked.file, SHELF)
    return DutyProof(asked.words.strip(), now, person.name, asked.file.name, filed.sha256, filed.path)


def close_account(person: Person, case_id: str, holder: str, typed: str, *, now: datetime) -> Case:
    """Have an account of a Business Center closed for good: `typed` is the case's reference.

    Raises:
        NotAllowed: the person may not approve, something else was typed, or something of the account is on.
    """
    case = queries.case(person, case_id)
    person.must_approve_for(case.client)
    return record(case.id, ClosingConfirmed(at=now, by=person.name, holder=holder, typed=typed))


# --- what is shown ------------------------------------------------------------------------------


@dataclass(frozen=True)
class HoldingView:
    """What an account holds, the ways by which it comes back, and what warns of moving it now."""

    holding: Holding
    ways: tuple[tuple[str, RefundWay], ...]
    warnings: tuple[str, ...]


def holdings_of(person: Person, case_id: str) -> tuple[HoldingView, ...]:
    """Return what was last read of each account and Business Center of the case."""
    case, rules = queries.case(person, case_id), platform_rules()
    return tuple(
        HoldingView(one, tuple((path.value, rules.ways[path.value]) for path in paths_of(one)), warnings(case, one))
        for one in case.platform.holdings
    )


def warnings(case: Case, holding: Holding) -> tuple[str, ...]:
    """Return what speaks against moving the money now: what may still spend, a few of it by name."""
    names = [one.name for one in still_on(case, holding.holder)]
    if not names:
        return ()
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    be, it = ("are", "they") if names[1:] else ("is", "it")
    return (f"{', '.join(names[:MOST_NAMED])}{more} {be} not known to be off: {it} may still spend",)


def reminder_of(person: Person, case_id: str, holder: str, *, now: datetime) -> str:
    """Return the text of a ticket about an account's money that has not come.

    Raises:
        NotAllowed: nobody has asked for it.
    """
    case = queries.case(person, case_id)
    return reminder(claim_of(case, holder), case.reference, now.date())


def balances_json(person: Person, case_id: str) -> dict[str, Any]:
    """Return the money of a case at the platform as doors show it."""
    case = queries.case(person, case_id)
    shown = [
        {
            **encode(one.holding),
            "ways": [{"path": path, **encode(way)} for path, way in one.ways],
            "warnings": [*one.warnings],
        }
        for one in holdings_of(person, case_id)
    ]
    kept = encode(case.platform)
    return {"holdings": shown, **{name: kept[name] for name in ("returns", "claims", "unread", "closing", "closed")}}
