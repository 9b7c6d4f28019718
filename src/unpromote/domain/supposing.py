"""The least that would have to be true for a blocked right to open: the fact supposed, and what it says in words."""

from __future__ import annotations

from dataclasses import replace

from unpromote.domain.catalogue import fact_words
from unpromote.domain.clauses import Needs, Right
from unpromote.domain.dates import Period, in_zone
from unpromote.domain.promotion import Fact
from unpromote.domain.rights import needed_fact
from unpromote.domain.situation import Situation
from unpromote.domain.vocabulary import Ground, Role

_BUYERS = (Role.ADVERTISER.value, Role.AGENCY.value, "buyer")


def supposed(right: Right, situation: Situation) -> tuple[Fact, ...]:
    """Return the least facts under which a right could open, or none where the asker's own side would be the cause.

    What is stated already stays; what is missing is taken as of the receipt: notice of a breach received then, an event
    begun then. Misconduct names a creator, so there is one fact for each creator.
    """
    name = needed_fact(right)
    needs = right.needs or Needs(name or "")
    if name is None or _own_doing(needs, situation):
        return ()
    known = situation.promotion.proven(name)
    if known is None or (needs.by is not None and known.by != needs.by.value):
        known = Fact()
    least = _enough(known, needs)
    now = in_zone(situation.received_at, situation.zone)
    if needs.lasting is not None and least.began_at is None:
        least = replace(least, began_at=now)
    if right.cure is not None and least.curable is not False and least.notice_received_at is None:
        least = replace(least, notice_received_at=now)
    if right.ground is Ground.MORALS and not least.creators and situation.promotion.creators:
        return tuple(replace(least, creators=(creator.id,)) for creator in situation.promotion.creators)
    return (least,)


def needed_words(right: Right, fact: Fact) -> str:
    """Return what has to be proven for a right to open, in words."""
    needs = right.needs or Needs(needed_fact(right) or "")
    by = f" by {needs.by.value}" if needs.by else ""
    of = f" by {', '.join(fact.creators)}" if fact.creators else ""
    cured = right.cure is not None and fact.curable is not False
    conditions = {
        "caused by {}": needs.cause,
        "for at least {} hours": needs.min_hours,
        "at least {} of them": needs.min,
        "that lasts {}": period_words(needs.lasting) if needs.lasting else None,
        "not cured within {} of the receipt of your written notice": period_words(right.cure)
        if right.cure and cured
        else None,
    }
    said = (words.format(value) for words, value in conditions.items() if value is not None)
    return ", ".join((f"{fact_words(needs.fact)}{by or of}", *said))


def period_words(period: Period) -> str:
    """Return the length of a period in words: "10 days", "1 business day"."""
    unit = period.unit.value.replace("_", " ")
    return f"{period.n} {unit.removesuffix('s') if period.n == 1 else unit}"


def _own_doing(needs: Needs, situation: Situation) -> bool:
    """Return whether the asker's own side would have to be the cause: that opens nothing worth proving."""
    asker = situation.request.by.value
    ours = _BUYERS if asker in _BUYERS else (asker,)
    return needs.cause in ours or (needs.by is not None and needs.by.value in ours)


def _enough(known: Fact, needs: Needs) -> Fact:
    """Return the fact with whose doing, cause, hours and count as needed, the greater where more is stated."""
    hours = max((n for n in (known.hours, needs.min_hours) if n is not None), default=None)
    count = max((n for n in (known.count, needs.min) if n is not None), default=None)
    by = needs.by.value if needs.by else known.by
    return replace(known, by=by, cause=needs.cause or known.cause, hours=hours, count=count)
