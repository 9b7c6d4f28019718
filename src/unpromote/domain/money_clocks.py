"""Clocks on money: by when it has to come back, and by when each party has to be paid.

Once a quote is approved, the ledger says what is still to come or to be paid; before that, the quote does. An open
balance that a person has explained is watched no more until it moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from moneyed import Money

from unpromote.domain import ledger
from unpromote.domain.aggregate import Case
from unpromote.domain.dues import MEDIA, Back, back_of, creator_of, creator_party, party_name, taken
from unpromote.domain.money_steps import REFUND_WITHIN, back_by
from unpromote.domain.paydays import PayDay
from unpromote.domain.payout import Settlement, SettlementState
from unpromote.domain.waiting import OTHER_SIDE, CaseDeadline, Kind, by_day, worded


def refund_deadlines(case: Case, zone: ZoneInfo) -> Iterator[CaseDeadline]:
    """Yield until when the seller has to give money back: as agreed, else the longest that is waited for."""
    quote = taken(case)
    if quote is None or not quote.permitted:
        return
    missing = _missing(case)
    for back in back_of(case):
        if back.refunded:
            kind = Kind(back.name)
            on = back_by(back, datetime.fromisoformat(quote.quote["effective_at"]))
            yield by_day(
                on,
                zone,
                id=kind.value,
                kind=kind,
                what=f"{worded(back.refunded)} has to be back ({kind.value}){_told(back, missing)}",
                owner=OTHER_SIDE,
                clause=back.clause,
                moot=missing == (),
            )


def _missing(case: Case) -> tuple[Money, ...] | None:
    """Return what the seller has still to give back and nobody explained; None while the quote is not approved."""
    if not ledger.standings(case):
        return None
    return tuple(one.expected for one in ledger.unexplained(case) if one.party == MEDIA and one.expected)


def _told(back: Back, missing: tuple[Money, ...] | None) -> str:
    promised = "" if back.due_by else f"; no day is agreed, so {REFUND_WITHIN.days} days after the end"
    part = [worded(one) for one in missing or () if one < back.refunded]
    return f"{promised}; {part[0]} of it is missing" if part else promised


def settlement_deadlines(case: Case, zone: ZoneInfo, pay_days: Mapping[str, PayDay]) -> Iterator[CaseDeadline]:
    """Yield by when each creator is paid or pays back; what a statute says of paying may come before the agreement."""
    clause = ((case.terms or {}).get("creators") or {}).get("clause") or ""
    for one in case.settlements:
        on = _last_day(one, pay_days)
        if on is not None and one.balance.amount:
            back = one.balance.amount < 0
            yield by_day(
                on,
                zone,
                id=f"pay_by/{one.creator_id}",
                kind=Kind.PAY_BY,
                what=f"{worded(abs(one.balance))} {'back from' if back else 'to'} {one.name}",
                owner=one.name if back else case.opened_by,
                clause=clause,
                moot=one.state is SettlementState.SETTLED,
            )


def _last_day(one: Settlement, pay_days: Mapping[str, PayDay]) -> date | None:
    lawful = pay_days.get(creator_party(one.creator_id)) if one.balance.amount > 0 else None
    return min(filter(None, (one.pay_by, lawful.on if lawful else None)), default=None)


def payment_deadlines(case: Case, zone: ZoneInfo, pay_days: Mapping[str, PayDay]) -> Iterator[CaseDeadline]:
    """Yield by when everybody else is paid what the ledger says that we owe them."""
    explained = {(one.party, one.balance) for one in case.books.explanations}
    named: Counter[str] = Counter()
    for one in ledger.standings(case):
        day = pay_days.get(one.party)
        if day is None or creator_of(one.party) is not None or one.balance.amount >= 0:
            continue
        name = "payment" if one.party == MEDIA else f"payment/{one.party}"
        named[name] += 1
        yield by_day(
            day.on,
            zone,
            id=name if named[name] == 1 else f"{name}/{named[name]}",  # one in each currency
            kind=Kind.PAYMENT,
            what=f"{worded(abs(one.balance))} to {party_name(case, one.party)} ({day.source})",
            owner=case.opened_by,
            moot=(one.party, one.open) in explained,
        )
