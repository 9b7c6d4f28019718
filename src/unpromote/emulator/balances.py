"""What an account or a Business Center holds at an instant: what it was given, less what its promotions spent since.

Spend from before the scenario's start was paid before; only what came later is taken off. Vouchers are spent once the
cash is: which purse a spend comes from is known only many hours later on the platform too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from unpromote.emulator.holdings import ZERO
from unpromote.emulator.objects import Campaign, Session
from unpromote.emulator.spend import Window, spent, whole_units
from unpromote.emulator.world import Account


@dataclass(frozen=True)
class Balance:
    """An account's money at an instant, in its own currency."""

    cash: Decimal
    grant: Decimal
    frozen: Decimal
    transferable: Decimal

    @property
    def total(self) -> Decimal:
        """Cash and vouchers."""
        return self.cash + self.grant


def balance_of(account: Account, since: datetime, now: datetime) -> Balance:
    """Return what an account holds; what is frozen or has to stay for delivery cannot be moved."""
    wallet = account.wallet
    left = wallet.cash - spent_between(account, since, now)
    cash, grant = max(ZERO, left), max(ZERO, wallet.grant + min(ZERO, left))
    return Balance(cash, grant, wallet.frozen, max(ZERO, cash - wallet.frozen - wallet.deposit))


def spent_between(account: Account, since: datetime, now: datetime) -> Decimal:
    """Return what all promotions of an account spent between two instants."""
    if since >= now:
        return ZERO
    window = Window(since, now)
    amounts = (spent(spender, account.zone, window, lambda _: True) for spender in spenders(account))
    return whole_units(sum(amounts, Fraction(0)), account.digits)


def spenders(account: Account) -> Iterator[Campaign | Session]:
    """Walk everything that spends money by itself: campaigns, and the sessions beside GMV Max campaigns."""
    for campaign in account.campaigns:
        yield campaign
        if campaign.gmv_max:
            yield from campaign.gmv_max.sessions
