"""What becomes of a deposit when an order is left: money of its own beside the prepaid balance, by its own clause.

Returned (`original`), kept with the seller as credit (`account_credit`), forfeited (`none`), or set off against what
is still owed to the seller after the prepaid balance, the rest returned (`set_off`). On the grounds in `forfeited_on`
it is forfeited, whatever else is agreed. Where the order runs to its end nothing of it is forfeited. A deposit of
which nobody says what becomes is not reckoned with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from moneyed import Money

from unpromote.domain.clauses import Right
from unpromote.domain.currencies import conversions_of
from unpromote.domain.money import shown, zero
from unpromote.domain.promotion import Deposit
from unpromote.domain.refunds import due_by
from unpromote.domain.situation import Situation, Timeline
from unpromote.domain.vocabulary import DepositReturn


@dataclass(frozen=True)
class DepositDue:
    """Where a deposit goes; the four parts add up to `amount`. `due_by` is the last day for what is returned."""

    amount: Money
    set_off: Money
    refunded: Money
    credited: Money
    forfeited: Money
    due_by: date | None
    method: DepositReturn
    formula: str
    clause: str | None


def deposit_due(right: Right, situation: Situation, times: Timeline, overpaid: Money) -> DepositDue | None:
    """Return what becomes of the deposit; `overpaid` is the prepaid balance less what the seller gets."""
    held = situation.promotion.deposit
    if held is None or held.refund is None:
        return None
    method, why = _method(held, held.refund, right, times)
    nothing = zero(held.amount.currency)
    still_owed = max(-overpaid, nothing)
    against = min(held.amount, still_owed) if method is DepositReturn.SET_OFF else nothing
    rest = held.amount - against
    back = rest if method in (DepositReturn.ORIGINAL, DepositReturn.SET_OFF) else nothing
    told = [conversions_of(situation.promotion).get("deposit.amount"), why]
    if method is DepositReturn.SET_OFF:
        told.append(f"{shown(against)} against {shown(still_owed)} still owed, {shown(back)} returned")
    return DepositDue(
        amount=held.amount,
        set_off=against,
        refunded=back,
        credited=rest if method is DepositReturn.ACCOUNT_CREDIT else nothing,
        forfeited=rest if method is DepositReturn.NONE else nothing,
        due_by=due_by(held.within, situation, times) if back else None,
        method=method,
        formula="; ".join(filter(None, told)),
        clause=held.clause,
    )


def _method(held: Deposit, agreed: DepositReturn, right: Right, times: Timeline) -> tuple[DepositReturn, str]:
    amount, ground = shown(held.amount), right.ground.value
    if not times.expires and right.ground in held.forfeited_on:
        return DepositReturn.NONE, f"{amount} held, forfeited on the ground {ground}"
    if agreed is not DepositReturn.NONE:
        return agreed, f"{amount} held, {_WORDS[agreed]}"
    if times.expires:
        return DepositReturn.SET_OFF, f"{amount} held, the order runs to its end: part of the price"
    return agreed, f"{amount} held, {_WORDS[agreed]}"


_WORDS = {
    DepositReturn.ORIGINAL: "returned",
    DepositReturn.ACCOUNT_CREDIT: "kept as credit",
    DepositReturn.NONE: "not refundable",
    DepositReturn.SET_OFF: "set off",
}
