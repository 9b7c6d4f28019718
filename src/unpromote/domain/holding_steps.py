"""What the events about money at the platform do to a case: balances, transfers back, accounts closed for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from unpromote.domain import commands as c
from unpromote.domain import holding_commands as hc
from unpromote.domain import holding_events as e
from unpromote.domain import holdings
from unpromote.domain.aggregate import Case, with_alarm
from unpromote.domain.delivery import Target, TargetState
from unpromote.domain.errors import NotAllowed
from unpromote.domain.events import CommandGaveUp, Event
from unpromote.domain.holdings import CLOSED, MoneyReturn, ReturnState, TransferLevel
from unpromote.domain.refund_paths import RefundPath, paths_of, why_not_closed

Moved = tuple[Case, tuple[c.Command, ...]]

_STOPPED = (TargetState.OFF, TargetState.PROVEN)


def once_ratified(step: Callable[[Case, Any], Moved]) -> Callable[[Case, Any], Moved]:
    """Return a step on money as it is taken before the case is approved: only after a stop at once that was ratified.

    Without that, moving an account's money away would be a way to stop it that nobody has approved.
    """

    def checked(case: Case, event: Event) -> Moved:
        if case.emergency is None or case.emergency.ratified_at is None:
            raise NotAllowed("nothing of this case was stopped with approval: approve its quote, or ratify the stop")
        return step(case, event)

    return checked


# --- balances -----------------------------------------------------------------------------------


def ask_balances(case: Case, event: e.BalancesAsked) -> Moved:
    return case, (_read(case, event),)


def _read(case: Case, event: Event) -> hc.ReadBalances:
    return hc.ReadBalances(case_id=case.id, due=event.at, nth=case.version)


def note_balances(case: Case, event: e.BalancesRead) -> Moved:
    return replace(case, platform=holdings.with_holdings(case.platform, event.holdings, event.unread)), ()


# --- transfers back -----------------------------------------------------------------------------


def still_on(case: Case, holder: str) -> tuple[Target, ...]:
    """Return what of an account, or of the accounts of a Business Center, is not known to be off."""
    below = {one.account_id for one in case.platform.holdings if one.bc_id == holder}
    return tuple(one for one in case.targets if one.advertiser_id in {holder, *below} and one.state not in _STOPPED)


def rested_at(case: Case, holder: str, at: datetime, rest: timedelta) -> datetime:
    """Return when money may be moved: so long after the account's last stop, or after now while something is on."""
    if still_on(case, holder):
        return at + rest
    stops = [one.off_at for one in case.targets if one.advertiser_id == holder and one.off_at]
    return max(at, *(stop + rest for stop in stops)) if stops else at


def propose(case: Case, event: e.ReturnProposed) -> Moved:
    """Note a proposal; what can be moved is known from the balances that were read."""
    one = event.proposal
    holding = holdings.holding_of(case.platform, one.holder)
    if any(known.holder == one.holder and known.is_open for known in case.platform.returns):
        raise NotAllowed(f"another transfer from {one.holder} is under way: wait until it is over")
    if one.level is TransferLevel.ADVERTISER and (
        holding.bc_id != one.bc_id or RefundPath.TRANSFER not in paths_of(holding)
    ):
        raise NotAllowed(f"{one.holder} is no account of {one.bc_id} from which money can be moved")
    holdings.check_amount(one, holding)
    return replace(case, platform=replace(case.platform, returns=(*case.platform.returns, one))), ()


def approve(case: Case, event: e.ReturnApproved) -> Moved:
    """Order the transfer looked at once the account has rested."""
    moved = _with_return(case, event.return_id, lambda one: holdings.after_approval(one, by=event.by, at=event.at))
    holder = return_of(case, event.return_id).holder
    due = rested_at(case, holder, event.at, timedelta(hours=event.rest_hours))
    return moved, (hc.CheckReturn(case_id=case.id, due=due, return_id=event.return_id),)


def drop(case: Case, event: e.ReturnDropped) -> Moved:
    return _with_return(case, event.return_id, lambda one: holdings.after_drop(one, at=event.at, why=event.why)), ()


def note_checked(case: Case, event: e.ReturnChecked) -> Moved:
    """Keep what is there right before the transfer, and order it sent."""
    _must_be(case, event.return_id, ReturnState.APPROVED)
    moved = _with_return(
        case,
        event.return_id,
        lambda one: replace(one, state=ReturnState.CHECKED, before=event.held, known=event.known, looks=1),
    )
    return moved, (hc.SendReturn(case_id=case.id, due=event.at, return_id=event.return_id),)


def note_moved(case: Case, event: e.ReturnMoved) -> Moved:
    """Note that the money moved, and have the balances read anew."""
    _must_be(case, event.return_id, ReturnState.CHECKED)
    moved = _with_return(
        case,
        event.return_id,
        lambda one: replace(
            one,
            state=ReturnState.MOVED,
            transactions=event.transactions,
            reference=event.reference,
            problem="",
            ended_at=event.at,
        ),
    )
    return moved, (_read(case, event),)


def note_unanswered(case: Case, event: e.ReturnUnanswered) -> Moved:
    """Have it looked at again in a while; after an hour it is for a person."""
    one = _must_be(case, event.return_id, ReturnState.CHECKED)
    if one.looks >= holdings.LOOKS:
        return _unknown(case, one, event.problem), ()
    moved = _with_return(case, one.id, lambda it: replace(it, looks=it.looks + 1, problem=event.problem))
    again = event.at + holdings.LOOK_AGAIN_AFTER
    return moved, (hc.SendReturn(case_id=case.id, due=again, return_id=one.id, nth=one.looks + 1),)


def note_refused(case: Case, event: e.ReturnRefused) -> Moved:
    one = _must_be(case, event.return_id, ReturnState.APPROVED, ReturnState.CHECKED)
    refused = replace(one, state=ReturnState.REFUSED, problem=event.problem, ended_at=event.at)
    moved = _with_return(case, one.id, lambda _: refused)
    return with_alarm(moved, f"not moved: {one.told}; {event.problem}"), ()


def note_unclear(case: Case, event: e.ReturnUnclear) -> Moved:
    return _unknown(case, _must_be(case, event.return_id, ReturnState.CHECKED), event.problem), ()


def _unknown(case: Case, one: MoneyReturn, problem: str) -> Case:
    moved = _with_return(case, one.id, lambda it: replace(it, state=ReturnState.UNKNOWN, problem=problem))
    look = f"look it up in the records of {one.bc_id} in TikTok's Business Center and say what they show"
    return with_alarm(moved, f"nobody knows whether it moved: {one.told}; {problem}; {look} ({one.id})")


def note_stuck(case: Case, event: CommandGaveUp) -> Case:
    """Leave what may have been sent to a person, once software has given up on it."""
    if event.command != hc.SendReturn.__name__:
        return case
    for one in case.platform.returns:
        if one.state is ReturnState.CHECKED:
            case = _unknown(case, one, event.problem)
    return case


def judge(case: Case, event: e.ReturnJudged) -> Moved:
    """Take a person's word on a transfer of which nobody knew."""
    taken = {each for one in case.platform.returns for each in one.transactions}
    if again := sorted(taken & set(event.transactions)):
        raise NotAllowed(f"these records belong to another transfer: {', '.join(again)}")
    judged = _with_return(
        case,
        event.return_id,
        lambda one: holdings.after_judgement(one, transactions=event.transactions, at=event.at, note=event.note),
    )
    left = tuple(alarm for alarm in judged.alarms if not alarm.endswith(f"({event.return_id})"))
    return replace(judged, alarms=left), (_read(case, event),)


def return_of(case: Case, return_id: str) -> MoneyReturn:
    """Return a transfer of the case.

    Raises:
        NotAllowed: there is none of that id.
    """
    for one in case.platform.returns:
        if one.id == return_id:
            return one
    raise NotAllowed(f"the case has no transfer {return_id!r}")


def _must_be(case: Case, return_id: str, *states: ReturnState) -> MoneyReturn:
    one = return_of(case, return_id)
    if one.state not in states:
        raise NotAllowed(f"it is {one.state.value}: {one.told}")
    return one


def _with_return(case: Case, return_id: str, change: Callable[[MoneyReturn], MoneyReturn]) -> Case:
    changed = change(return_of(case, return_id))
    returns = tuple(changed if one.id == return_id else one for one in case.platform.returns)
    return replace(case, platform=replace(case.platform, returns=returns))


# --- closing for good ---------------------------------------------------------------------------


def order_closing(case: Case, event: e.ClosingConfirmed) -> Moved:
    """Order an account closed, once nothing of it is on and no transfer of its money is under way."""
    if event.typed != case.reference:
        raise NotAllowed(f"to confirm what cannot be undone, type {case.reference} exactly")
    holding = holdings.holding_of(case.platform, event.holder)
    if RefundPath.CLOSE_CENTER not in paths_of(holding):
        raise NotAllowed(f"software cannot close {event.holder}: it is closed, suspended, or stands alone")
    if on := still_on(case, event.holder):
        raise NotAllowed(f"not everything of {event.holder} is off: {', '.join(one.name for one in on)}")
    if any(one.holder == event.holder and one.is_open for one in case.platform.returns):
        raise NotAllowed(f"a transfer from {event.holder} is under way: wait until it is over")
    closing = tuple(dict.fromkeys((*case.platform.closing, event.holder)))
    moved = replace(case, platform=replace(case.platform, closing=closing))
    close = hc.CloseAccount(case_id=case.id, due=event.at, bc_id=holding.bc_id, holder=event.holder, nth=case.version)
    return moved, (close,)


def note_closing(case: Case, event: e.ClosingSeen) -> Moved:
    """Note that an account is closed, or why the platform does not close it."""
    known = case.platform
    closing = tuple(one for one in known.closing if one != event.holder)
    if not event.closed:
        told = f"account {event.holder} is not closed: {why_not_closed(event.reason)}"
        return with_alarm(replace(case, platform=replace(known, closing=closing)), told), ()
    held = tuple(replace(one, status=CLOSED) if one.account_id == event.holder else one for one in known.holdings)
    closed = tuple(dict.fromkeys((*known.closed, event.holder)))
    return replace(case, platform=replace(known, closing=closing, closed=closed, holdings=held)), (_read(case, event),)
