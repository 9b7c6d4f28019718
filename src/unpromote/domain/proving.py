"""Which evidence is missing, and what proving it would save: each blocked right quoted again under the least fact.

A right is looked at where its fact is missing or its condition is not met, and where somebody else would have to be
the cause. It is priced at the first receipt that finds it open: now, or once a cure period or a lasting event has run.
`saves` compares totals over the life: what leaving now costs (letting it run, where nothing is open) less what
leaving by this right would. Rights of grounds that the reason given cannot invoke are hints alone, kept where they
save something: a reason is never to be invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from moneyed import Money

from unpromote.domain import codec
from unpromote.domain.catalogue import proofs_of, reasons_for
from unpromote.domain.clauses import Right
from unpromote.domain.curve import Projection, projection
from unpromote.domain.dates import in_zone, received
from unpromote.domain.errors import BadInput
from unpromote.domain.promotion import Fact, Promotion, Request
from unpromote.domain.quote import Quote, quote
from unpromote.domain.rights import blocked, considered, fitting, needed_fact
from unpromote.domain.situation import Situation
from unpromote.domain.supposing import needed_words, period_words, supposed
from unpromote.domain.terms import Terms
from unpromote.domain.vocabulary import Ground, Reason

ONLY_IF_TRUE = "only if it is true: never state a reason that is not yours, a bad ground can itself be breach"
_UNPROVEN = ("FACT_MISSING", "CONDITION_NOT_MET")


@dataclass(frozen=True)
class IfProven:
    """One blocked right and what proving its fact would do.

    `from_` is the first receipt that finds it open, `cost` what leaving then costs over the life, `saves` what that is
    less than now; amounts are null where the right cannot be priced. `reasons` is empty where the reason given may
    invoke the ground; else this is a hint and names the reasons that may. `supposed` is the fact it was priced under.
    """

    right: str
    ground: Ground
    clause: str
    fact: str
    needs: str
    proof: tuple[str, ...]
    from_: datetime
    exit_cost: Money | None
    cost: Money | None
    saves: Money | None
    supposed: Fact
    reasons: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_hint(self) -> bool:
        """Return whether the reason given cannot invoke the ground."""
        return bool(self.reasons)


def if_proven(terms: Terms, promotion: Promotion, request: Request, now: Quote | None = None) -> tuple[IfProven, ...]:
    """Return what proving would save: for the reason given first, then the hints, each by what they save."""
    today = now or quote(terms, promotion, request)
    if today.code not in ("OK", "NO_OPEN_RIGHT") or today.received_at is None:
        return ()
    situation = Situation(terms, promotion, request, today.received_at.astimezone(UTC))
    found = (*_of_reason(situation, today), *_hints(situation, today))
    return tuple(sorted(found, key=_order))


def if_proven_json(found: tuple[IfProven, ...], currency: str) -> list[dict[str, Any]]:
    """Return the written form, amounts bare in that currency."""
    return [dict(codec.encode(one, currency=currency)) for one in found]


def _order(one: IfProven) -> tuple[bool, bool, Any, datetime]:
    return one.is_hint, one.saves is None, -one.saves.amount if one.saves else 0, one.from_


def _of_reason(situation: Situation, today: Quote) -> Iterator[IfProven]:
    unproven = {shut.right for shut in today.blocked if shut.code in _UNPROVEN}
    for right in considered(situation):
        if right.id in unproven:
            yield from _each(right, situation, today, ())


def _hints(situation: Situation, today: Quote) -> Iterator[IfProven]:
    invoked = considered(situation)
    for right in fitting(situation):
        if right not in invoked and situation.request.by in right.holders:
            for one in _each(right, situation, today, reasons_for(right.ground)):
                if one.saves is not None and one.saves.amount > 0:
                    yield replace(one, notes=(ONLY_IF_TRUE, *one.notes))


def _each(right: Right, situation: Situation, today: Quote, reasons: tuple[Reason, ...]) -> Iterator[IfProven]:
    request = replace(situation.request, reason=reasons[0]) if reasons else situation.request
    for fact in supposed(right, situation):
        facts = {**situation.promotion.facts, needed_fact(right) or "": fact}
        then = replace(situation, promotion=replace(situation.promotion, facts=facts), request=request)
        opens = _opening(right, then)
        if opens is not None:
            yield replace(_priced(right, opens, fact, (situation, today)), reasons=reasons)


def _opening(right: Right, then: Situation) -> Situation | None:
    """Return the first moment at which the right would be open, sent as soon as each obstacle is gone, or None."""
    rule = then.terms.notice_receipt[then.request.method]
    while then.received_at < then.end_at:
        obstacle = blocked(right, then)
        if obstacle is None:
            return then
        if obstacle.until is None:
            return None
        received_at = received(rule, obstacle.until, then.terms.calendar, then.zone)
        then = replace(then, request=replace(then.request, sent_at=obstacle.until), received_at=received_at)
    return None


def _priced(right: Right, opens: Situation, fact: Fact, now: tuple[Situation, Quote]) -> IfProven:
    situation, today = now
    name = needed_fact(right) or ""
    one = IfProven(
        right=right.id,
        ground=right.ground,
        clause=right.clause,
        fact=name,
        needs=needed_words(right, fact),
        proof=proofs_of(name),
        from_=in_zone(opens.received_at, opens.zone),
        exit_cost=None,
        cost=None,
        saves=None,
        supposed=fact,
        notes=tuple(_notes(right, situation, fact)),
    )
    try:
        along, quoted = _quoted(right, opens, situation)
    except BadInput as problem:
        return replace(one, notes=(*one.notes, f"it cannot be priced: {problem}"))
    cost = along.cost(quoted.totals)
    spent = Projection(situation.terms, situation.promotion, situation.request, lag_days=0).cost(today.totals)
    return replace(one, exit_cost=quoted.totals.exit_cost if quoted.totals else None, cost=cost, saves=spent - cost)


def _quoted(right: Right, opens: Situation, situation: Situation) -> tuple[Projection, Quote]:
    """Return the quote by this right alone; where it opens later, with the spend that the plan brings until then."""
    alone = replace(opens.terms, rights=(right,))
    asked = replace(opens.request, sent_at=situation.request.sent_at)
    along = projection(alone, opens.promotion, asked)
    if opens.request.sent_at == asked.sent_at:
        return along, quote(alone, opens.promotion, asked)
    return along, along.quote_at(opens.request.sent_at)


def _notes(right: Right, situation: Situation, fact: Fact) -> Iterator[str]:
    known = situation.promotion.proven(needed_fact(right) or "")
    if right.cure is not None and fact.curable is not False:
        yield f"the other side has {period_words(right.cure)} to cure it: if it does, the right does not open"
    if right.needs and right.needs.lasting and (known is None or known.began_at is None):
        yield "counted as if it began at the receipt: if it began earlier, the right opens earlier"
