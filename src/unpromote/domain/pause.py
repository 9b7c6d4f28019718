"""Interrupting delivery for some days: whether the agreement lets it, what it costs, and what runs on meanwhile.

A pause is no cancellation. Where the end moves out, nothing is lost; else the days off are lost at plan: what was
booked stays owed for them, what is bought by bid is simply not spent. Creators' dates run on either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from moneyed import Money

from unpromote.domain.choices import (
    Option,
    OptionLine,
    PauseAsked,
    over,
    planned_spend,
    priced,
    refused,
    running_lines,
)
from unpromote.domain.dates import Count, civil_date, first_instant
from unpromote.domain.frame import Pause
from unpromote.domain.money import exact, round_half_up, shown, total, zero
from unpromote.domain.promotion import Creator, UseOfRight
from unpromote.domain.quote import Quote
from unpromote.domain.reduction import stranded, volume_charges
from unpromote.domain.situation import Situation
from unpromote.domain.vocabulary import BY_BID

PAUSE = "pause"
_DAY = timedelta(days=1)


def paused(asked: PauseAsked, now: Quote, situation: Situation) -> Option:
    """Return the option of a pause on those days."""
    agreed = agreed_pause(situation)
    if why_not := _obstacle(asked, now, agreed, situation):
        return refused(PAUSE, why_not)
    off = situation.days_up_to(asked.to) - situation.days_up_to(asked.from_ - _DAY)
    lost = zero(situation.terms.currency) if agreed.extends_end else planned_spend(off, situation)
    lines = tuple(_lines(lost, off, agreed, situation))
    extra = total((item.amount for item in lines if item.code != "budget"), situation.terms.currency)
    gone = [item.amount for item in lines if item.code in ("forfeited", "lost_delivery")]
    option = Option(
        PAUSE,
        permitted=True,
        on=asked.from_,
        effective_at=first_instant(asked.from_, situation.zone).astimezone(situation.zone),
        exit_cost=extra,
        forfeited=total(gone, situation.terms.currency),
        days_given_up=0 if agreed.extends_end else off,
        note="; ".join(_notes(asked, off, agreed, situation)),
    )
    media, *others = lines
    return priced(option, (*running_lines(situation, media, situation.promotion.creators), *others), situation)


def agreed_pause(situation: Situation) -> Pause:
    """Return what the agreement says; where it is silent, an auction can be switched off and nothing else."""
    stated = situation.terms.pause
    return stated or Pause(allowed=situation.promotion.reservation in BY_BID)


def _obstacle(asked: PauseAsked, now: Quote, agreed: Pause, situation: Situation) -> str | None:
    if why_not := not_paused(now, agreed, situation):
        return why_not
    first = first_day(agreed, now.received_at or situation.received_at, situation)
    if asked.from_ < first:
        return f"the first day that can be off is {first.isoformat()}"
    if asked.from_ > situation.final_on:
        return f"the flight is over after {situation.final_on.isoformat()}"
    last = last_day_off(asked.from_, agreed, situation)
    if agreed.max is not None and asked.to > last:
        return f"the longest pause from then ends on {last.isoformat()}"
    return None


def not_paused(now: Quote, agreed: Pause, situation: Situation) -> str | None:
    """Return why nothing can be paused at all, or None where it can."""
    if over(now):
        return now.code
    if agreed.allowed:
        return None
    silent, kind = situation.terms.pause is None, situation.promotion.reservation.value
    return f"the agreement {'says nothing of pausing, and ' + kind + ' is booked' if silent else 'rules it out'}"


def first_day(agreed: Pause, received_at: datetime, situation: Situation) -> date:
    """Return the first whole day that can be off: a day begun counts as a day of delivery."""
    ready_at = situation.over_at(agreed.notice, received_at) if agreed.notice else received_at
    day = civil_date(ready_at, situation.zone)
    return day if first_instant(day, situation.zone) >= ready_at else day + _DAY


def last_day_off(from_: date, agreed: Pause, situation: Situation) -> date:
    """Return the last day a pause from that day may cover, the day it starts being its first: at most the flight's."""
    if agreed.max is None:
        return situation.final_on
    longest = agreed.max if agreed.max.unit.value == "hours" else replace(agreed.max, count=Count.INCLUSIVE)
    over_at = situation.over_at(longest, first_instant(from_, situation.zone))
    return civil_date(over_at, situation.zone) - _DAY


def _lines(lost: Money, off: int, agreed: Pause, situation: Situation) -> Iterator[OptionLine]:
    budget, nothing = situation.promotion.budget, zero(lost.currency)
    left = f"{off}/{situation.remaining_days}" if lost else "none"
    yield OptionLine(
        "budget", budget - lost, f"{shown(budget)} - {shown(lost)} not delivered ({left} of the days left)"
    )
    if situation.promotion.reservation in BY_BID:
        yield from volume_charges(budget - lost, situation)
        yield stranded(budget - lost, situation)
    else:
        yield OptionLine(
            "lost_delivery", lost, f"booked and owed, not delivered: {left} of the days left", agreed.clause
        )
    yield OptionLine("pause_fee", agreed.fee or nothing, "agreed fee", agreed.clause)


def _notes(asked: PauseAsked, off: int, agreed: Pause, situation: Situation) -> Iterator[str]:
    if agreed.extends_end:
        yield f"the end moves to {(situation.final_on + off * _DAY).isoformat()}, nothing is lost"
    elif agreed.extends_end is None:
        yield "whether the end moves is not agreed, read as no: ask"
    if situation.promotion.reservation not in BY_BID:
        yield f"{situation.promotion.reservation.value} usually cannot be paused: have it confirmed"
    yield f"notice and cure clocks {'stop' if agreed.clock == 'stops' else 'run on'}"
    for creator in situation.promotion.creators:
        yield from _runs_on(creator, asked)


def _runs_on(creator: Creator, asked: PauseAsked) -> Iterator[str]:
    """Yield what a creator's paid rights lose: their days run while nothing is shown."""
    for name, use in (("usage", creator.usage), ("exclusivity", creator.exclusivity)):
        if use is not None and (idle := _overlap(use, asked)):
            days = (use.to - use.from_).days + 1
            value = round_half_up(exact(use.fee) * Fraction(idle, days), use.fee.currency)
            yield f"{creator.id}'s {name} runs on: {idle} of {days} days, {shown(value)} of its fee"


def _overlap(use: UseOfRight, asked: PauseAsked) -> int:
    return max(0, (min(use.to, asked.to) - max(use.from_, asked.from_)).days + 1)
