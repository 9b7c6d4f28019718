"""Money that lies at the platform: what accounts hold, and one small machine for each transfer to the Business Center.

    proposed ── a second person approves ──> approved ── looked at: what is there, which records ──> checked
    checked ── the platform says so, or a record shows it ──> moved
       │ ├── refused ──> refused            nothing moved; it may be proposed anew
       │ └── cannot be told ──> unknown ── a person looked it up ──> moved, refused
       └── no answer, and no record either ──> checked, looked at again ten minutes later
    proposed, approved ── a person ──> dropped

A transfer from an account has no key by which the platform would know a repetition. So whoever sends one looks at the
records first, every time, and sends only where neither they nor the balance show that anything moved since it was
checked. After a try of which nobody knows how it ended, nothing is sent for ten minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from hashlib import sha256

from moneyed import Money

from unpromote.domain.codec import encode
from unpromote.domain.errors import NotAllowed

LOOK_AGAIN_AFTER = timedelta(minutes=10)
LOOKS = 6  # an hour
SUSPENDED, CLOSED = "STATUS_LIMIT", "STATUS_DISABLE"


class Funds(Enum):
    """Which purse of an account: paid money, or vouchers."""

    CASH = "cash"
    GRANT = "grant"


class TransferLevel(Enum):
    """Between whom money moves: an account and its Business Center, or that and the one above it."""

    ADVERTISER = "ADVERTISER"
    BC = "BC"


@dataclass(frozen=True)
class Holding:
    """What one account held at an instant, as the platform told; of a Business Center, `account_id` is "".

    `bc_id` is "" for an account that stands alone. An amount is None where the platform tells none.
    """

    bc_id: str
    account_id: str
    name: str
    status: str
    cash: Money
    grant: Money | None
    frozen: Money | None
    transferable: Money | None
    request_id: str
    log_id: str
    read_at: datetime

    @property
    def holder(self) -> str:
        """The id of whoever holds it."""
        return self.account_id or self.bc_id

    def of(self, funds: Funds) -> Money | None:
        """Return what is in one purse."""
        return self.cash if funds is Funds.CASH else self.grant

    def movable(self, funds: Funds) -> Money | None:
        """Return what of a purse can be moved; nobody freezes vouchers."""
        return self.transferable if funds is Funds.CASH else self.grant


@dataclass(frozen=True)
class PlatformRecord:
    """One side of a movement, as the platform's records have it: below zero for money that left the holder."""

    id: str
    holder: str
    amount: Money
    funds: Funds


class ReturnState(Enum):
    """Where a transfer back stands; append-only."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    CHECKED = "checked"
    MOVED = "moved"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


UNDER_WAY = (ReturnState.APPROVED, ReturnState.CHECKED, ReturnState.UNKNOWN)
OPEN = (ReturnState.PROPOSED, *UNDER_WAY)


@dataclass(frozen=True)
class MoneyReturn:
    """A transfer of unspent money from an account to its Business Center, or from that to the one above.

    `holder` gives, `bc_id` gets. `before` is what was there when it was checked, `known` the records of that moment.
    """

    id: str
    level: TransferLevel
    bc_id: str
    holder: str
    amount: Money
    funds: Funds
    proposed_by: str
    proposed_at: datetime
    state: ReturnState = ReturnState.PROPOSED
    approved_by: str = ""
    approved_at: datetime | None = None
    before: Money | None = None
    known: tuple[str, ...] = ()
    looks: int = 0
    transactions: tuple[str, ...] = ()
    reference: str = ""
    problem: str = ""
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided, done or looked up."""
        return self.state in OPEN

    @property
    def request_id(self) -> str:
        """The number by which the platform knows a repeated transfer between Business Centers: 63 bits, as text."""
        named = f"{self.id}/{self.bc_id}/{self.holder}/{self.proposed_at.isoformat()}"
        return str(int.from_bytes(sha256(named.encode()).digest()[:8]) >> 1)

    @property
    def told(self) -> str:
        """The transfer in words."""
        return f"{encode(self.amount)} ({self.funds.value}) from {self.holder} to the Business Center {self.bc_id}"


@dataclass(frozen=True)
class RefundClaim:
    """Money that the platform was asked for; the account's own purse is where it comes from."""

    id: str
    path: str
    holder: str
    amount: Money
    asked_on: date
    due_on: date
    asked_by: str
    noted_at: datetime


@dataclass(frozen=True)
class PlatformMoney:
    """Everything that a case knows of money at the platform; the latest holding of each account, Business Centers last.

    `closing` are accounts that were ordered closed, `closed` those that are.
    """

    holdings: tuple[Holding, ...] = ()
    returns: tuple[MoneyReturn, ...] = ()
    claims: tuple[RefundClaim, ...] = ()
    unread: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


class Told(Enum):
    """What records and balance tell of a transfer."""

    MOVED = "moved"
    NOT_MOVED = "not_moved"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Verdict:
    """What was found, by which records, and why it cannot be told."""

    told: Told
    transactions: tuple[str, ...] = ()
    why: str = ""


def with_holdings(known: PlatformMoney, fresh: Iterable[Holding], unread: tuple[str, ...]) -> PlatformMoney:
    """Return the money with newer holdings in place of the older ones of the same holders."""
    held = {(one.bc_id if not one.account_id else "", one.account_id): one for one in (*known.holdings, *fresh)}
    ordered = sorted(held.values(), key=lambda one: (not one.account_id, one.holder))
    return replace(known, holdings=tuple(ordered), unread=unread)


def holding_of(known: PlatformMoney, holder: str) -> Holding:
    """Return what was last read of an account or a Business Center.

    Raises:
        NotAllowed: nothing was.
    """
    for one in known.holdings:
        if one.holder == holder:
            return one
    raise NotAllowed(f"nobody has read what {holder!r} holds: read the balances first")


def check_amount(one: MoneyReturn, holding: Holding) -> None:
    """Refuse a transfer of more than can be moved, or in another currency.

    Raises:
        NotAllowed: it cannot be made.
    """
    movable = holding.movable(one.funds)
    if one.amount.amount <= 0:
        raise NotAllowed("move an amount above zero")
    if movable is None:
        raise NotAllowed(f"the platform does not say how much of {one.holder} can be moved")
    if one.amount.currency != movable.currency:
        raise NotAllowed(f"{one.holder} holds {movable.currency}, not {one.amount.currency}")
    if one.amount > movable:
        raise NotAllowed(f"of {one.holder} {encode(movable)} can be moved, not {encode(one.amount)}")


def after_approval(one: MoneyReturn, *, by: str, at: datetime) -> MoneyReturn:
    """Return the transfer as approved by a second person.

    Raises:
        NotAllowed: it is decided already, or the person who proposed it approves it.
    """
    if one.state is not ReturnState.PROPOSED:
        raise NotAllowed(f"it is {one.state.value} already: {one.told}")
    if by == one.proposed_by:
        raise NotAllowed(f"{by} proposed this transfer: somebody else has to approve it")
    return replace(one, state=ReturnState.APPROVED, approved_by=by, approved_at=at)


def after_drop(one: MoneyReturn, *, at: datetime, why: str) -> MoneyReturn:
    """Return the transfer as dropped.

    Raises:
        NotAllowed: it may have been sent, it is over, or no reason is given.
    """
    if one.state not in (ReturnState.PROPOSED, ReturnState.APPROVED):
        raise NotAllowed(f"it is {one.state.value}, so it cannot be dropped: {one.told}")
    if not why.strip():
        raise NotAllowed("say why it is dropped")
    return replace(one, state=ReturnState.DROPPED, problem=why, ended_at=at)


def after_judgement(one: MoneyReturn, *, transactions: tuple[str, ...], at: datetime, note: str) -> MoneyReturn:
    """Return a transfer of which nobody knew as a person looked it up: moved, by these records, or not moved.

    Raises:
        NotAllowed: it is known how it ended, or nothing is said.
    """
    if one.state is not ReturnState.UNKNOWN:
        raise NotAllowed(f"it is {one.state.value}: only a transfer of which nobody knows is judged")
    if not note.strip():
        raise NotAllowed("say where you looked it up")
    state = ReturnState.MOVED if transactions else ReturnState.REFUSED
    return replace(one, state=state, transactions=transactions, problem=note, ended_at=at)


def judge(one: MoneyReturn, records: Sequence[PlatformRecord], taken: Collection[str], held: Money | None) -> Verdict:
    """Tell from the records and the balance of the giver, read just now, whether the transfer was made.

    `taken` are records that belong to other transfers. A balance that fell by the amount, or more, without a record may
    have fallen by late spend or by a transfer whose record is late: that is left to a person.
    """
    known = {*one.known, *taken}
    fresh = [each for each in records if each.holder == one.holder and each.id not in known]
    mine = [each for each in fresh if each.amount == -one.amount and each.funds is one.funds]
    if len(mine) == 1:
        return Verdict(Told.MOVED, (mine[0].id,))
    if mine:
        named = ", ".join(each.id for each in mine)
        return Verdict(Told.UNCLEAR, why=f"several records fit: {named}")
    if one.level is TransferLevel.BC:
        return Verdict(Told.NOT_MOVED)  # repeating it is safe: the request id names it
    if fresh:
        named = ", ".join(each.id for each in fresh)
        return Verdict(Told.UNCLEAR, why=f"other money of {one.holder} moved meanwhile: {named}")
    if one.before is None or held is None or one.before - held >= one.amount:
        return Verdict(Told.UNCLEAR, why=f"the balance of {one.holder} fell, and no record says why")
    return Verdict(Told.NOT_MOVED)
