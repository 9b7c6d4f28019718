"""Money on the platform: what accounts and Business Centers hold, and the records of every movement.

An account's balance follows from what it held at the start, what was moved since, and what its promotions spent; the
wallet keeps the first two, the spend is worked out when somebody asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

ZERO = Decimal(0)


@dataclass(slots=True)
class Wallet:
    """What an account or a Business Center was given, in its own currency.

    Attributes:
        cash: paid money
        grant: vouchers
        frozen: the part of the cash that cannot be used or moved
        deposit: what has to stay for delivery
        autopay: whether it is charged afterwards, so that spend may be unbilled
        unpaid: bills that are open
        unfinished: whether a transfer of its money is still under way
        runs_dry: whether delivery stops once cash and vouchers are spent
    """

    cash: Decimal
    grant: Decimal = ZERO
    frozen: Decimal = ZERO
    deposit: Decimal = ZERO
    autopay: bool = False
    unpaid: Decimal = ZERO
    unfinished: bool = False
    runs_dry: bool = False


@dataclass(frozen=True, slots=True)
class Transaction:
    """One side of a movement.

    Attributes:
        account_id: the advertiser or Business Center whose balance moved
        amount: above zero for money that came
        kind: the platform's word, such as REFUND
        funds: CASH or GRANT
    """

    transaction_id: str
    at: datetime
    bc_id: str
    account_id: str
    amount: Decimal
    currency: str
    kind: str
    funds: str = "CASH"


@dataclass(slots=True)
class BusinessCenter:
    """A Business Center with its accounts, its money and its records.

    Attributes:
        parent_bc_id: the Business Center above it; "" for none
        shares_balance: whether its accounts spend from one balance, which forbids plain cash transfers
        answered: transfers between Business Centers by their request_id
    """

    bc_id: str
    name: str
    currency: str
    timezone: str
    wallet: Wallet
    advertiser_ids: tuple[str, ...]
    parent_bc_id: str = ""
    shares_balance: bool = False
    transactions: list[Transaction] = field(default_factory=list)
    answered: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
