"""Money at the platform, as jobs do it: balances read, a transfer looked at and done once, an account closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from unpromote.domain import holdings
from unpromote.domain.case import Case
from unpromote.domain.errors import NotAllowed, OutsideFailed
from unpromote.domain.events import Event
from unpromote.domain.holding_events import (
    BalancesRead,
    ClosingSeen,
    ReturnChecked,
    ReturnMoved,
    ReturnRefused,
    ReturnUnanswered,
    ReturnUnclear,
)
from unpromote.domain.holding_steps import return_of
from unpromote.domain.holdings import Holding, MoneyReturn, ReturnState, Told, TransferLevel, Verdict
from unpromote.services.policies import stop_route
from unpromote.services.ports import Purse
from unpromote.store import transfers

LOOKED_BACK = timedelta(days=1)


def accounts_of(case: Case) -> tuple[str, ...]:
    """Return the advertising accounts of the case's targets; a shop holds no advertising money."""
    on_tiktok = (one for one in case.targets if stop_route(one.kind).through == "tiktok")
    return tuple(dict.fromkeys(one.advertiser_id for one in on_tiktok if one.advertiser_id))


def read_balances(purse: Purse, case: Case, *, now: datetime, by: str) -> BalancesRead:
    """Read every account of the case, and every Business Center that owns one.

    Raises:
        OutsideFailed: the platform failed, and may answer later.
    """
    unread: list[str] = []
    found = [one for each in accounts_of(case) if (one := _read(purse.account, each, unread))]
    centers = dict.fromkeys(one.bc_id for one in found if one.bc_id)
    found += [one for each in centers if (one := _read(purse.center, each, unread))]
    return BalancesRead(at=now, by=by, holdings=tuple(found), unread=tuple(unread))


def _read(read: Callable[[str], Holding], holder: str, unread: list[str]) -> Holding | None:
    try:
        found = read(holder)
    except OutsideFailed as failure:
        if not failure.permanent:
            raise
        unread.append(f"{holder}: {failure}")
        return None
    return found


def check_return(purse: Purse, case: Case, return_id: str, *, now: datetime, by: str) -> Event | None:
    """Look at what can be moved and which records are there, right before a transfer; None where it was dropped.

    Raises:
        OutsideFailed: the platform failed, and may answer later.
    """
    one = return_of(case, return_id)
    if one.state is not ReturnState.APPROVED:
        return None
    try:
        holding, records = _giver(purse, one), purse.records(one, one.proposed_at - LOOKED_BACK)
        holdings.check_amount(one, holding)
    except NotAllowed as refusal:
        return ReturnRefused(at=now, by=by, return_id=one.id, problem=str(refusal))
    except OutsideFailed as failure:
        if not failure.permanent:
            raise
        return ReturnRefused(at=now, by=by, return_id=one.id, problem=str(failure))
    known = tuple(each.id for each in records)
    return ReturnChecked(at=now, by=by, return_id=one.id, held=holding.of(one.funds) or one.amount * 0, known=known)


def send_return(
    purse: Purse, case: Case, return_id: str, *, may_send: Callable[[], bool], now: datetime, by: str
) -> Event | None:
    """Look whether the money moved; move it only if it surely has not, and no other try can still be under way.

    The latter is what `may_send` tells, which is asked right before.
    """
    one = return_of(case, return_id)
    if one.state is not ReturnState.CHECKED:
        return None
    silence = ReturnUnanswered(at=now, by=by, return_id=one.id, problem="a try before this one may still be under way")
    taken = {each for other in transfers.returns_from(one.holder, but=(case.id, one.id)) for each in other.transactions}
    try:
        verdict = _looked(purse, one, taken)
    except OutsideFailed as failure:
        return replace(silence, problem=f"it could not be looked at: {failure}")
    if verdict.told is Told.UNCLEAR:
        return ReturnUnclear(at=now, by=by, return_id=one.id, problem=verdict.why)
    if verdict.told is Told.MOVED:
        return ReturnMoved(at=now, by=by, return_id=one.id, transactions=verdict.transactions)
    return _sent(purse, one, taken, silence) if may_send() else silence


def _sent(purse: Purse, one: MoneyReturn, taken: set[str], silence: ReturnUnanswered) -> Event:
    """Move the money; where no answer comes, what shows at once is moved, anything else is looked at later."""
    try:
        given = purse.give_back(one)
    except OutsideFailed as failure:
        if failure.permanent:
            return ReturnRefused(at=silence.at, by=silence.by, return_id=one.id, problem=str(failure))
        found = _records_of(purse, one, taken)
        if not found:
            return replace(silence, problem=str(failure))
        return ReturnMoved(at=silence.at, by=silence.by, return_id=one.id, transactions=found)
    return ReturnMoved(
        at=silence.at,
        by=silence.by,
        return_id=one.id,
        transactions=given.transactions,
        reference=given.reference,
    )


def _records_of(purse: Purse, one: MoneyReturn, taken: set[str]) -> tuple[str, ...]:
    try:
        return _looked(purse, one, taken).transactions
    except OutsideFailed:
        return ()


def _looked(purse: Purse, one: MoneyReturn, taken: set[str]) -> Verdict:
    records = purse.records(one, one.proposed_at - LOOKED_BACK)
    return holdings.judge(one, records, taken, _giver(purse, one).of(one.funds))


def _giver(purse: Purse, one: MoneyReturn) -> Holding:
    return purse.center(one.holder) if one.level is TransferLevel.BC else purse.account(one.holder)


def close_for_good(purse: Purse, bc_id: str, holder: str, *, now: datetime, by: str) -> ClosingSeen:
    """Close an account; one that is closed already is left alone.

    Raises:
        OutsideFailed: the platform failed, and may answer later.
    """
    reason = purse.close(bc_id, holder)
    return ClosingSeen(at=now, by=by, holder=holder, closed=not reason, reason=reason)
