"""The ways on side by side, each on its total over the promotion's life: run, reduce, pause, leave now, later, partly.

Nothing is recommended. A way that the agreement does not give is listed with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from unpromote.domain import codec
from unpromote.domain.choices import (
    DecisionAsked,
    HedgeAsked,
    Option,
    OptionLine,
    leaving,
    priced,
    quoted_lines,
    refused,
    running_lines,
)
from unpromote.domain.cliffs import Cliff, cliffs
from unpromote.domain.curve import CurvePoint, Projection, cheapest, daily_curve, local_clock, projection
from unpromote.domain.dates import wall_instant
from unpromote.domain.hedge import paused_then_left
from unpromote.domain.money import exact, round_half_up, shown, total, zero
from unpromote.domain.partial import left_in_part
from unpromote.domain.pause import paused
from unpromote.domain.promotion import Promotion, Request
from unpromote.domain.quote import Quote, quote
from unpromote.domain.reduction import reduced
from unpromote.domain.settlement import full_price_told
from unpromote.domain.situation import Situation
from unpromote.domain.terms import Terms
from unpromote.domain.vocabulary import Effective

RUN = "run"
NOW = "cancel_now"
CHEAPEST = "cancel_on_cheapest_day"
IMMEDIATE = "cancel_immediately"
SWAP = "reassign_creators"


def options(terms: Terms, promotion: Promotion, request: Request, asked: DecisionAsked) -> tuple[Option, ...]:
    """Return every way on as of the request; raise BadInput where the terms compute with something unstated."""
    return weighed(projection(terms, promotion, request), daily_curve(terms, promotion, request), asked)


def weighed(
    along: Projection, curve: tuple[CurvePoint, ...], asked: DecisionAsked, ahead: tuple[Cliff, ...] | None = None
) -> tuple[Option, ...]:
    """Return the ways on along a projection whose daily curve, and perhaps whose cliffs, are known."""
    now = along.now
    situation = Situation(along.terms, along.promotion, along.request, now.received_at or along.request.sent_at)
    found = [*_all(along, curve, asked, (now, situation))]
    if asked.pause_then_cancel is not None:
        jumps = cliffs(along) if ahead is None else ahead
        found.append(paused_then_left(_hedge(asked), along, (now, situation), jumps))
    return tuple(_harmed(option, asked, situation) for option in found)


def _hedge(asked: DecisionAsked) -> HedgeAsked:
    """Return the pause to leave from: as asked, else the one that is weighed by itself, else the first there can be."""
    hedge, pause = asked.pause_then_cancel or HedgeAsked(), asked.pause
    if pause is None or hedge.from_ or hedge.to:
        return hedge
    return replace(hedge, from_=pause.from_, to=pause.to)


def options_json(found: tuple[Option, ...], currency: str) -> list[dict[str, Any]]:
    """Return the written form, amounts bare; `cost` says `total_over_life` once more, by its older name."""
    written = (codec.encode(option, currency=currency) for option in found)
    return [{**option, "cost": option["total_over_life"]} for option in written]


def _all(
    along: Projection, curve: tuple[CurvePoint, ...], asked: DecisionAsked, today: tuple[Quote, Situation]
) -> Iterator[Option]:
    now, situation = today
    yield _running(situation)
    yield leaving(NOW, now, situation, _asking_on(along))
    yield _cheapest(along, curve, today)
    yield _immediate(along, situation)
    yield reduced(asked, now, situation)
    if asked.pause is not None:
        yield paused(asked.pause, now, situation)
    if situation.promotion.creators:
        yield _reassigning(along, today)
    if asked.partial is not None:
        yield left_in_part(asked.partial, now, situation)


def _asking_on(along: Projection) -> date:
    """Return the civil date on which the request was sent."""
    return along.today.received_on


def _running(situation: Situation) -> Option:
    promotion, nothing = situation.promotion, zero(situation.terms.currency)
    media = OptionLine("budget", promotion.budget, "the whole budget")
    option = Option(RUN, permitted=True, exit_cost=nothing, forfeited=nothing, days_given_up=0)
    return priced(option, running_lines(situation, media, promotion.creators), situation)


def _cheapest(along: Projection, curve: tuple[CurvePoint, ...], today: tuple[Quote, Situation]) -> Option:
    """Return leaving on the day whose total is least, today where no later day is cheaper."""
    now, situation = today
    best = cheapest(curve)
    if best is None:
        return refused(CHEAPEST, f"no right is open on any day of the flight; today {now.code}")
    quoted = along.quote_at(wall_instant(best.date, local_clock(along.terms, along.request), along.terms.zone))
    if now.permitted and along.cost(now.totals) <= along.cost(quoted.totals):
        return leaving(CHEAPEST, now, situation, _asking_on(along))
    return leaving(CHEAPEST, quoted, situation, best.date)


def _immediate(along: Projection, situation: Situation) -> Option:
    """Return leaving at once for the fee in lieu, by the rights that agree one."""
    rights = tuple(right for right in along.terms.rights if right.notice and right.notice.in_lieu)
    if not rights:
        return refused(IMMEDIATE, "no right has a fee in lieu of notice agreed")
    request = replace(along.request, effective=Effective.IMMEDIATE)
    quoted = quote(replace(along.terms, rights=rights), situation.promotion, request)
    return leaving(IMMEDIATE, quoted, situation, _asking_on(along))


def _reassigning(along: Projection, today: tuple[Quote, Situation]) -> Option:
    """Return leaving now while the creators go on elsewhere: no exit cost of theirs, their advance kept.

    What they have earned here stays here; the rest of their full price is spent on the other promotion.
    """
    now, situation = today
    creators, currency = situation.promotion.creators, situation.terms.currency
    without = quote(along.terms, replace(situation.promotion, creators=()), along.request)
    if without.totals is None:
        return leaving(SWAP, without, situation, _asking_on(along))
    whole = total((full_price_told(one, along.terms)[0] for one in creators), currency)
    moved = whole - total((one.counted.earned for one in now.creators), currency)
    option = leaving(SWAP, without, situation, _asking_on(along))
    earned = (OptionLine(f"creator:{one.id}", one.counted.earned, "earned up to today") for one in now.creators)
    note = f"{option.note}; {shown(moved)} of the creators' price moves with their work to the other promotion"
    told = replace(option, note=f"{note}; each creator has to agree, advances are kept")
    return priced(told, (*quoted_lines(without, without.totals), *earned), situation)


def _harmed(option: Option, asked: DecisionAsked, situation: Situation) -> Option:
    if asked.harm_per_day is None or option.days_given_up is None:
        return option
    harm = round_half_up(exact(asked.harm_per_day) * Fraction(option.days_given_up), situation.terms.currency)
    return replace(option, harm_avoided=harm)
