"""What every way on has in common: how it is asked for, and how it is shown beside the others.

The lines of an option add up to its total over the promotion's life, so that two options can be compared by sight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from moneyed import Money

from unpromote.domain.credits import earned_credits
from unpromote.domain.currencies import conversions_of
from unpromote.domain.errors import BadInput
from unpromote.domain.lines import Line
from unpromote.domain.money import exact, round_half_up, shown, total, zero
from unpromote.domain.pricing import Totals, run_total
from unpromote.domain.promotion import Creator, Promotion
from unpromote.domain.quote import Quote
from unpromote.domain.settlement import CreatorSettlement, full_price_told
from unpromote.domain.shapes import check_values
from unpromote.domain.situation import Situation

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PauseAsked:
    """The first and the last day without delivery, both inclusive."""

    from_: date
    to: date


@dataclass(frozen=True)
class PartAsked:
    """A part to leave: a share of budget and spend (a line item), creators by id, or both."""

    share: Fraction | None = None
    creators: tuple[str, ...] = ()


@dataclass(frozen=True)
class HedgeAsked:
    """A pause with the notice sent in it: first and last day off and the day of the notice, each found if not given."""

    from_: date | None = None
    to: date | None = None
    cancel_on: date | None = None


@dataclass(frozen=True)
class DecisionAsked:
    """What to weigh beside running on and leaving. `harm_per_day`: what a further day online does, in money."""

    reduce_to: Money | None = None
    pause: PauseAsked | None = None
    harm_per_day: Money | None = None
    partial: PartAsked | None = None
    pause_then_cancel: HedgeAsked | None = None


@dataclass(frozen=True)
class OptionLine:
    """One amount of an option; what lessens it is negative."""

    code: str
    amount: Money
    formula: str
    clause: str | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """A way on. Where `permitted` is false, `why_not` says why and nothing is priced.

    `total_over_life` is the sum of the lines. `exit_cost` is what the choice adds without buying more than the
    delivery a notice compels; `saving` is what it avoids of the cost of letting it run. `days_given_up` counts the
    flight days that fall away, `harm_avoided` prices them.
    """

    name: str
    permitted: bool
    why_not: str | None = None
    on: date | None = None
    effective_at: datetime | None = None
    total_over_life: Money | None = None
    exit_cost: Money | None = None
    saving: Money | None = None
    forfeited: Money | None = None
    days_given_up: int | None = None
    harm_avoided: Money | None = None
    lines: tuple[OptionLine, ...] = ()
    note: str = ""


def check_asked(asked: DecisionAsked, promotion: Promotion, place: str) -> None:
    """Raise BadInput for what cannot be weighed: a greater budget, a pause backwards, an empty or unknown part."""
    check_values(asked, place, promotion.budget.currency.code)
    if asked.reduce_to is not None and asked.reduce_to > promotion.budget:
        mend = f"use at most {shown(promotion.budget)}"
        raise BadInput("is more than the budget: that reduces nothing", place=f"{place}.reduce_to", mend=mend)
    if asked.pause is not None and asked.pause.to < asked.pause.from_:
        raise BadInput("the pause ends before it starts", place=f"{place}.pause.to", mend="use `from` or a later day")
    if asked.pause_then_cancel is not None:
        _check_hedge(asked.pause_then_cancel, f"{place}.pause_then_cancel")
    if asked.partial is not None:
        _check_part(asked.partial, promotion, f"{place}.partial")


def _check_hedge(hedge: HedgeAsked, place: str) -> None:
    first, last, on = hedge.from_, hedge.to, hedge.cancel_on
    if first and last and last < first:
        raise BadInput("the pause ends before it starts", place=f"{place}.to", mend="use `from` or a later day")
    if on and ((first and on < first) or (last and on > last)):
        mend = "use a day of the pause; without a pause on it, cancel_now or the curve has the figure"
        raise BadInput("the notice does not go out in the pause", place=f"{place}.cancel_on", mend=mend)


def _check_part(part: PartAsked, promotion: Promotion, place: str) -> None:
    if not part.share and not part.creators:
        raise BadInput("leaves nothing", place=place, mend="give a share above 0 and up to 1, or ids of creators")
    known = [creator.id for creator in promotion.creators]
    for n, name in enumerate(part.creators):
        if name not in known:
            mend = f"known here: {', '.join(known) or 'none'}"
            raise BadInput(f"no creator {name!r}", place=f"{place}.creators[{n}]", mend=mend)
        if name in part.creators[:n]:
            raise BadInput(f"{name!r} is named twice", place=f"{place}.creators[{n}]", mend="keep one of them")


def refused(name: str, why_not: str) -> Option:
    """Return the option as one that cannot be had."""
    return Option(name, permitted=False, why_not=why_not)


def over(quoted: Quote) -> bool:
    """Return whether the promotion is over, so that nothing is left to choose."""
    return quoted.code in {"ALREADY_CANCELLED", "ALREADY_ENDED"}


def refusal(quoted: Quote) -> str:
    """Return why a quote was refused: its code, and what blocks each right until when."""
    shut = (
        f"{one.right}: {one.code}" + (f" until {one.until.isoformat()}" if one.until else "") for one in quoted.blocked
    )
    return "; ".join((quoted.code, *shut))


def priced(option: Option, lines: Iterable[OptionLine], situation: Situation) -> Option:
    """Return the option with its lines, their sum, and what that saves against letting it run."""
    every = tuple(item for item in lines if item.amount)
    whole = total((item.amount for item in every), situation.terms.currency)
    return replace(option, lines=every, total_over_life=whole, saving=run_total(situation) - whole)


def leaving(name: str, quoted: Quote, situation: Situation, on: date) -> Option:
    """Return the option of sending the notice that was quoted."""
    totals, last = quoted.totals, quoted.last_service_day
    if totals is None or last is None:
        return refused(name, refusal(quoted))
    option = Option(
        name,
        permitted=True,
        on=on,
        effective_at=quoted.effective_at,
        exit_cost=totals.exit_cost,
        forfeited=totals.forfeited,
        days_given_up=days_after(last, situation),
        note=f"by right {quoted.right}" + (": the flight ends first" if quoted.effect == "expires_first" else ""),
    )
    return priced(option, quoted_lines(quoted, totals), situation)


def days_after(last_service_day: date, situation: Situation) -> int:
    """Return how many flight days come after that day."""
    return (situation.final_on - max(last_service_day, situation.first_on - _DAY)).days


def quoted_lines(quoted: Quote, totals: Totals) -> Iterator[OptionLine]:
    """Yield the lines of a quote, those of its creators, and what is forfeited."""
    yield from (_signed(item) for item in quoted.lines)
    yield from (_due(creator) for creator in quoted.creators)
    yield OptionLine("forfeited", totals.forfeited, "prepaid or advanced, and not coming back")


def running_lines(
    situation: Situation, media: OptionLine, creators: Iterable[Creator], custom: Money | None = None
) -> Iterator[OptionLine]:
    """Yield what running on costs: that media, all custom material, those creators in full, less earned credits."""
    ordered = situation.promotion.custom_material
    yield media
    if custom is None and ordered is not None:
        custom = ordered.total
    told = conversions_of(situation.promotion).get("custom_material.total")
    formula = "; ".join(filter(None, ("all that was ordered", told)))
    yield OptionLine("custom_material", custom or zero(situation.terms.currency), formula)
    yield from (OptionLine(f"creator:{one.id}", *full_price_told(one, situation.terms)) for one in creators)
    yield from (_signed(item) for item in earned_credits(situation))


def planned_spend(days: int, situation: Situation) -> Money:
    """Return what is delivered on that many of the flight days left, by plan."""
    promotion, left = situation.promotion, situation.remaining_days
    rest = promotion.budget - promotion.spent
    return round_half_up(exact(rest) * Fraction(days, left), rest.currency) if left else zero(rest.currency)


def _signed(item: Line) -> OptionLine:
    credited = item.code.startswith("credit:")
    return OptionLine(item.code, -item.amount if credited else item.amount, item.formula, item.clause, item.inputs)


def _due(creator: CreatorSettlement) -> OptionLine:
    told = "; ".join(f"{item.code}: {item.formula}" for item in creator.workings)
    sums = creator.counted
    told = "; ".join(filter(None, (told, sums.conversions.get("due"))))
    clause = next((item.clause for item in creator.workings if item.clause), None)
    return OptionLine(f"creator:{creator.id}", sums.due, told or "nothing due", clause)
