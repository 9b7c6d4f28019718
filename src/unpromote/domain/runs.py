"""Payment runs: released balances gathered into one file, prepared by one person and released by another.

    prepared ── released by somebody else ──> released ── file written ──> written
        └── dropped

A run holds everything that its file says, so that the file is the same however often it is written.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from moneyed import Money

from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.money import total
from unpromote.domain.payees import Method, Payee, Payer

MOST = {Method.PAYPAL: 5_000, Method.WISE: 1_000}  # rows that their own pages allow in a file
MOST_ELSE = 10_000
_LENGTH = 16  # base32 letters of a hash: 80 bits, so that no two keys meet


class RunState(Enum):
    """Where a run stands; append-only."""

    PREPARED = "prepared"
    RELEASED = "released"
    WRITTEN = "written"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Payment:
    """One payment of a run. `key` is the payout's key, `end_to_end` what the bank carries of it."""

    key: str
    end_to_end: str
    case_id: str
    reference: str
    party: str
    amount: Money
    payee: Payee


@dataclass(frozen=True)
class PaymentRun:
    """Payments of one client, one way and one currency."""

    id: str
    client: str
    method: Method
    currency: str
    execute_on: date
    payer: Payer
    prepared_by: str
    prepared_at: datetime
    payments: tuple[Payment, ...]
    state: RunState = RunState.PREPARED
    released_by: str = ""
    released_at: datetime | None = None
    path: str = ""
    sha256: str = ""

    @property
    def total(self) -> Money:
        """Return what the run pays in all."""
        return total((payment.amount for payment in self.payments), self.currency)


def end_to_end_id(key: str, reference: str) -> str:
    """Return the end-to-end id of a payout's key: at most 35 letters that every bank carries, the same for ever."""
    digest = base64.b32encode(hashlib.sha256(key.encode()).digest()).decode()
    return f"{reference}-{digest[:_LENGTH]}"


def check_run(run: PaymentRun) -> None:
    """Refuse a run that no file can say.

    Raises:
        BadInput: it is empty, mixes currencies, or is SEPA in another currency than the euro.
    """
    if not run.payments:
        mend = "release settlements, and note where their creators are paid"
        raise BadInput(f"nothing waits to be paid by {run.method.value} in {run.currency}", mend=mend)
    if any(payment.amount.currency.code != run.currency or payment.amount.amount <= 0 for payment in run.payments):
        raise BadInput(f"every payment of a run is an amount above zero in {run.currency}")
    if run.method is Method.SEPA and run.currency != "EUR":
        raise BadInput(f"SEPA pays in EUR, not in {run.currency}", place="method", mend="choose another way to pay")


def released(run: PaymentRun, *, by: str, at: datetime) -> PaymentRun:
    """Return the run released.

    Raises:
        NotAllowed: it is not waiting to be released, or the same person prepared it.
    """
    if run.state is not RunState.PREPARED:
        raise NotAllowed(f"run {run.id} is {run.state.value} already")
    if by == run.prepared_by:
        raise NotAllowed(f"{by} prepared this run: somebody else has to release it")
    return replace(run, state=RunState.RELEASED, released_by=by, released_at=at)


def written(run: PaymentRun, *, path: str, sha256: str) -> PaymentRun:
    """Return the run with its file.

    Raises:
        NotAllowed: nobody has released it.
    """
    if run.state not in (RunState.RELEASED, RunState.WRITTEN):
        raise NotAllowed(f"run {run.id} is {run.state.value}: it has no file")
    return replace(run, state=RunState.WRITTEN, path=path, sha256=sha256)


def dropped(run: PaymentRun) -> PaymentRun:
    """Return the run dropped, so that its payments can go into another.

    Raises:
        NotAllowed: it was released: its file may be with the bank.
    """
    if run.state is not RunState.PREPARED:
        raise NotAllowed(f"run {run.id} is {run.state.value}: its payments may be with the bank")
    return replace(run, state=RunState.DROPPED)
