"""Delivery that stops because the money is gone, and goes on once some came: for accounts that a scenario names.

Nothing ticks. Whenever somebody asks about such an account, the instant at which its money ran out is worked out from
the spend so far, to the second, and whatever spends is noted as delivering nothing since then.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from unpromote.emulator.balances import spenders, spent_between
from unpromote.emulator.spend import record_delivery
from unpromote.emulator.world import Account

_NO_TAIL = timedelta(0)
_SECOND = timedelta(seconds=1)


def follow_money(account: Account, since: datetime, now: datetime) -> None:
    """Stop what spends since the money ran out, or let it go on where there is money again."""
    if not account.wallet.runs_dry:
        return
    is_dry = _left(account, since, now) <= 0
    if is_dry == any(each.dry for each in spenders(account)):
        return
    at = _dry_at(account, since, now) if is_dry else now
    for spender in spenders(account):
        spender.dry = is_dry
        record_delivery(spender, at, _NO_TAIL)
    account.touch(now)


def _left(account: Account, since: datetime, now: datetime) -> Decimal:
    return account.wallet.cash + account.wallet.grant - spent_between(account, since, now)


def _dry_at(account: Account, since: datetime, now: datetime) -> datetime:
    """Return the first second at which nothing was left."""
    earliest, latest = since, now
    while latest - earliest > _SECOND:
        middle = earliest + (latest - earliest) / 2
        if _left(account, since, middle) <= 0:
            latest = middle
        else:
            earliest = middle
    return latest
