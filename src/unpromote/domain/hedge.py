"""Off now, left later: a pause whose days deliver nothing, and the notice sent before it gets dearer or the pause ends.

The cancellation is quoted on its day like any other, over a promotion that has those days off. Where the end moves out
or delivery is bought by bid, what was planned for them is neither spent nor owed; what is booked stays owed. Notice and
cure clocks run on, unless the agreement says that they stop; then they go on after the pause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from unpromote.domain.choices import (
    HedgeAsked,
    Option,
    OptionLine,
    leaving,
    planned_spend,
    priced,
    quoted_lines,
    refused,
)
from unpromote.domain.cliffs import Cliff
from unpromote.domain.curve import Projection, local_clock
from unpromote.domain.dates import civil_date, wall_instant
from unpromote.domain.frame import Pause
from unpromote.domain.money import shown, zero
from unpromote.domain.pause import agreed_pause, first_day, last_day_off, not_paused
from unpromote.domain.quote import Quote
from unpromote.domain.situation import DaysOff, Situation
from unpromote.domain.vocabulary import BY_BID

HEDGE = "pause_then_cancel"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Plan:
    """When it is off, both days inclusive, when the notice goes out, and why then."""

    off_from: date
    off_to: date
    on: date
    why: str


def paused_then_left(
    asked: HedgeAsked, along: Projection, today: tuple[Quote, Situation], ahead: tuple[Cliff, ...]
) -> Option:
    """Return the option of a pause from the first day that can be off, and a notice within it."""
    now, situation = today
    agreed = agreed_pause(situation)
    if why_not := not_paused(now, agreed, situation):
        return refused(HEDGE, why_not)
    first = first_day(agreed, now.received_at or situation.received_at, situation)
    off_from = asked.from_ or first
    longest = min(last_day_off(off_from, agreed, situation), situation.final_on)
    on, why = _notice_on(asked, along, min(asked.to or longest, longest), ahead)
    planned = _Plan(off_from, on if agreed.clock == "stops" else asked.to or longest, on, why)
    if why_not := _obstacle(planned, first, longest, situation):
        return refused(HEDGE, why_not)
    return _quoted(planned, agreed, along, situation)


def _notice_on(asked: HedgeAsked, along: Projection, longest: date, ahead: tuple[Cliff, ...]) -> tuple[date, str]:
    """Return the day of the notice: as asked, else the last one before it gets dearer, else the pause's last day."""
    if asked.cancel_on is not None:
        return asked.cancel_on, "as asked"
    dearer = next((cliff for cliff in ahead if cliff.jump is not None and cliff.jump.amount > 0), None)
    if dearer is None:
        return longest, "the last day that can be off"
    before = civil_date(dearer.at, along.terms.zone)
    if _sent_on(before, along) >= dearer.at:
        before -= _DAY
    if before > longest:
        return longest, "the last day that can be off, before any cliff"
    return before, f"before the cliff at {dearer.at.isoformat()} ({dearer.why})"


def _sent_on(day: date, along: Projection) -> datetime:
    return wall_instant(day, local_clock(along.terms, along.request), along.terms.zone)


def _obstacle(planned: _Plan, first: date, longest: date, situation: Situation) -> str | None:
    if planned.off_from < first:
        return f"the first day that can be off is {first.isoformat()}"
    if planned.off_from > situation.final_on:
        return f"the flight is over after {situation.final_on.isoformat()}"
    if planned.on < planned.off_from:
        by, off_from = planned.on.isoformat(), planned.off_from.isoformat()
        return f"the notice has to go out by {by}, {planned.why}, and the first day off is {off_from}"
    if max(planned.on, planned.off_to) > longest:
        return f"the longest pause from then ends on {longest.isoformat()}"
    return None


def _quoted(planned: _Plan, agreed: Pause, along: Projection, situation: Situation) -> Option:
    found = _over(planned, agreed, along)
    quoted = found.quote_at(_sent_on(planned.on, along))
    told = leaving(HEDGE, quoted, situation, planned.on)
    if quoted.totals is None or quoted.last_service_day is None:
        return replace(told, why_not=f"on {planned.on.isoformat()}: {told.why_not}")
    if quoted.effect == "expires_first":
        return refused(HEDGE, f"a notice sent on {planned.on.isoformat()} outlasts the flight: weigh the pause alone")
    last = min(planned.off_to, quoted.last_service_day)
    off = situation.days_up_to(last) - situation.days_up_to(planned.off_from - _DAY)
    owed = agreed.extends_end is not True and situation.promotion.reservation not in BY_BID
    fee = OptionLine("pause_fee", agreed.fee or zero(situation.terms.currency), "agreed fee", agreed.clause)
    option = replace(
        told,
        exit_cost=quoted.totals.exit_cost + fee.amount,
        days_given_up=(situation.final_on - quoted.last_service_day).days + off,
        note="; ".join(_notes(planned, last, (off, owed), agreed, situation)),
    )
    inputs = {
        "off": f"{planned.off_from.isoformat()} to {last.isoformat()}, {off} of {situation.remaining_days} days",
        "planned for them": shown(planned_spend(off, situation)),
        "notice on": planned.on.isoformat(),
    }
    lines = (_over_days_off(item, inputs) for item in quoted_lines(quoted, quoted.totals))
    return priced(option, (*lines, fee), situation)


def _over_days_off(item: OptionLine, inputs: Mapping[str, str]) -> OptionLine:
    """Return a line of delivery with the days off that it was reckoned over."""
    delivers = item.code in ("delivered", "notice_delivery")
    return replace(item, inputs={**item.inputs, **inputs}) if delivers else item


def _over(planned: _Plan, agreed: Pause, along: Projection) -> Projection:
    """Return the projection with those days off; the end moves out by them where the agreement moves it."""
    promotion, zone = along.promotion, along.terms.zone
    if agreed.extends_end:
        days = planned.off_to - planned.off_from + _DAY
        local = promotion.flight.end.astimezone(zone)
        end_at = wall_instant(local.date() + days, local.time(), zone)
        promotion = replace(promotion, flight=replace(promotion.flight, end=end_at))
    return replace(along, promotion=promotion, off=DaysOff(planned.off_from, planned.off_to))


def _notes(planned: _Plan, last: date, off: tuple[int, bool], agreed: Pause, situation: Situation) -> Iterator[str]:
    days, owed = off
    worth = shown(planned_spend(days, situation))
    span = f"{planned.off_from.isoformat()} to {last.isoformat()}"
    becomes = "owed and lost" if owed else "not spent"
    yield f"off from {span}: {days} of {situation.remaining_days} days, {worth} {becomes}"
    yield f"notice on {planned.on.isoformat()}, {planned.why}"
    yield f"notice and cure clocks {'stop' if agreed.clock == 'stops' else 'run on'}"
    if situation.promotion.reservation not in BY_BID:
        yield f"{situation.promotion.reservation.value} usually cannot be paused: have it confirmed"
    if situation.promotion.creators:
        yield "creators' dates and exclusivity run on"
