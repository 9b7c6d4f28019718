"""What the approved quote makes due, and what was paid before, as amounts between us and each party.

Parties are named `media` (whoever sells the media), by their role (`agency`), `creator:ID`, or `platform:ID` of an
account whose unspent balance the platform was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from moneyed import Money

from unpromote.domain.aggregate import Case
from unpromote.domain.codec import decode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.events import TakenQuote
from unpromote.domain.money import zero
from unpromote.domain.payout import GoesOn
from unpromote.domain.vocabulary import Role

MEDIA = "media"
CREATOR = "creator:"
PLATFORM = "platform:"
_SELLERS = (Role.MEDIA.value, Role.PLATFORM.value)
_US = Role.ADVERTISER.value


@dataclass(frozen=True)
class Due:
    """One amount that is due to a party; negative where the party owes it to us."""

    party: str
    amount: Money
    reason: str
    clause: str


@dataclass(frozen=True)
class Back:
    """What becomes of money that the seller holds beyond what it is owed: a refund, credit, or forfeited.

    `name` is what a quote calls it: "refund" (of the prepaid balance) or "deposit".
    """

    what: str
    refunded: Money
    credited: Money
    forfeited: Money
    due_by: date | None
    clause: str
    name: str = "refund"


def creator_party(creator_id: str) -> str:
    """Return the name of a creator's accounts."""
    return f"{CREATOR}{creator_id}"


def creator_of(party: str) -> str | None:
    """Return the creator whose accounts these are, None where they are another party's."""
    return party.removeprefix(CREATOR) if party.startswith(CREATOR) else None


def platform_party(holder: str) -> str:
    """Return the name of the accounts of an account, or a Business Center, at the platform."""
    return f"{PLATFORM}{holder}"


def holder_of(party: str) -> str:
    """Return the account at the platform whose accounts these are, "" where they are another party's."""
    return party.removeprefix(PLATFORM) if party.startswith(PLATFORM) else ""


def parties(case: Case) -> tuple[str, ...]:
    """Return everybody who takes part in the money of the case: the seller first, then the creators."""
    found = [MEDIA, *(due.party for due in dues(case)), *(creator_party(s.creator_id) for s in case.settlements)]
    found += [platform_party(claim.holder) for claim in case.platform.claims]
    return tuple(dict.fromkeys(found))


def party_named(case: Case, name: str) -> str:
    """Return the party that a person calls by its name, or by a creator's id.

    Raises:
        NotAllowed: nobody is called that.
    """
    known = parties(case)
    for found in (name, creator_party(name), platform_party(name)):
        if found in known:
            return found
    raise NotAllowed(f"nobody here is called {name!r}; there are: {', '.join(known)}")


def party_name(case: Case, party: str) -> str:
    """Return what people call the party."""
    if holder := holder_of(party):
        return f"account {holder} at the platform"
    creator = creator_of(party)
    return next((one.name for one in case.settlements if one.creator_id == creator), party.replace("_", " "))


def taken(case: Case) -> TakenQuote | None:
    """Return the quote that counts: the approved one, or the one anew where a reading was settled afterwards."""
    return case.requote or case.quote


def dues(case: Case) -> Iterator[Due]:
    """Yield what the quote makes due, line by line, for the media and for the creators."""
    quote = taken(case)
    if quote is None:
        return
    for line in quote.quote.get("lines") or ():
        found = _line(line, quote.price.currency.code)
        if found is not None and found.amount:
            yield found
    for one in case.settlements:
        party = creator_party(one.creator_id)
        clauses = {working.code: working.clause for working in one.workings}
        for code, amount in one.lines.items():
            yield Due(party, amount, code, clauses.get(code, ""))


def _line(line: Mapping[str, Any], currency: str) -> Due | None:
    amount = decode(Money, line["amount"], currency=currency, place=f"quote.lines.{line['code']}")
    from_, to = (MEDIA if role in _SELLERS else role for role in (line["from"], line["to"]))
    if MEDIA in (from_, to):
        signed = amount if to == MEDIA else -amount
        return Due(MEDIA, signed, line["code"], line.get("clause") or "")
    if _US in (from_, to):
        party, signed = (to, amount) if from_ == _US else (from_, -amount)
        return Due(party, signed, line["code"], line.get("clause") or "")
    return None


def prepaid(case: Case) -> Iterator[tuple[str, Money]]:
    """Yield what was paid before, by party: the prepaid balance, a deposit, the creators' advances.

    As long as the quote is a range, what the seller is due is not known, and neither is what its advance was for.
    """
    quote = taken(case)
    if quote is None:
        return
    currency = quote.price.currency.code
    deposit = (quote.quote.get("deposit") or {}).get("amount")
    known = quote.quote.get("lines") is not None
    for text in (case.promotion.get("prepaid"), deposit):
        if known and text is not None and (amount := decode(Money, text, currency=currency, place="prepaid")):
            yield MEDIA, amount
    yield from ((creator_party(one.creator_id), one.paid) for one in case.settlements if one.paid)


def going_on(case: Case) -> Iterator[tuple[str, GoesOn]]:
    """Yield the work of each creator that goes on and for which something was paid ahead."""
    for one in case.settlements:
        yield from ((creator_party(one.creator_id), work) for work in one.goes_on if work.advance_kept)


def back_of(case: Case) -> tuple[Back, ...]:
    """Return what comes back from the seller by the quote: of the prepaid balance, and of a deposit."""
    counts = taken(case)
    if counts is None or counts.quote.get("lines") is None:
        return ()
    currency, quote = counts.price.currency.code, counts.quote
    told = (("refund", "the prepaid balance", "amount"), ("deposit", "the deposit", "refunded"))
    found = ((name, what, quote.get(name), refunded) for name, what, refunded in told)
    return tuple(_back((name, what), back, refunded, currency) for name, what, back, refunded in found if back)


def _back(named: tuple[str, str], found: Mapping[str, Any], refunded: str, currency: str) -> Back:
    def amount(name: str) -> Money:
        text = found.get(name)
        return zero(currency) if text is None else decode(Money, text, currency=currency, place=f"quote.{name}")

    due_by = found.get("due_by")
    day = date.fromisoformat(due_by) if due_by else None
    clause = found.get("clause") or ""
    return Back(named[1], amount(refunded), amount("credited"), amount("forfeited"), day, clause, named[0])
