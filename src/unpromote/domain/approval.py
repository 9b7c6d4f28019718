"""Who said yes to exactly this: signatures bound to one quote's hash.

One signature of a person with the right is enough up to the client's limit; above it a second person has to sign too.
A new quote has a new hash, so signatures never carry over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from moneyed import Money

from unpromote.domain.errors import NotAllowed


@dataclass(frozen=True)
class Signature:
    """One person's yes."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Approval:
    """The yes to one quote: how many signatures it needs and which it has."""

    quote_hash: str
    price: Money
    needed: int
    signatures: tuple[Signature, ...] = ()


def ask(quote_hash: str, *, price: Money, second_above: Money | None) -> Approval:
    """Return an approval that waits for signatures; two are needed where the price passes the limit.

    A limit in another currency cannot be compared, so two are needed then too.
    """
    return Approval(quote_hash=quote_hash, price=price, needed=2 if _passes(price, second_above) else 1)


def _passes(price: Money, limit: Money | None) -> bool:
    if limit is None:
        return False
    comparable = price.currency == limit.currency
    return price > limit if comparable else True


def sign(approval: Approval, quote_hash: str, signature: Signature) -> Approval:
    """Return the approval with one more signature.

    Raises:
        NotAllowed: another quote was meant, the same person signed before, or nothing is left to sign.
    """
    if quote_hash != approval.quote_hash:
        raise NotAllowed("this signature is for another quote: look at the present one and sign that")
    if is_complete(approval):
        raise NotAllowed("this quote is approved already")
    if any(signature.by == earlier.by for earlier in approval.signatures):
        raise NotAllowed(f"{signature.by} has signed already: a second person has to")
    return replace(approval, signatures=(*approval.signatures, signature))


def is_complete(approval: Approval) -> bool:
    """Tell whether every signature that is needed is there."""
    return len(approval.signatures) >= approval.needed
