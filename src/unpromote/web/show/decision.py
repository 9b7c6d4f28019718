"""The ways on side by side, what the rest must be worth, and the cliffs ahead, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.domain.phrases import counted
from unpromote.web import formats, words

_NONE = "\N{EN DASH}"
Json = Any


@dataclass(frozen=True)
class OptionLineShown:
    """One amount of a way on."""

    name: str
    clause: str
    formula: str
    amount: str


@dataclass(frozen=True)
class OptionShown:
    """A way on; amounts are "" where it cannot be had."""

    name: str
    meaning: str
    acts: str
    total: str
    difference: str
    exit: str
    harm: str
    net: str
    cheapest: bool
    why_not: str
    note: str
    lines: list[OptionLineShown]


@dataclass(frozen=True)
class CliffShown:
    """A change of outcome at an instant; `dearer` says that waiting past it costs more."""

    at: str
    machine: str
    day: str
    told: str
    why: str
    dearer: bool


@dataclass(frozen=True)
class DecisionShown:
    """Everything that helps to decide, as text; a sentence that cannot be said is ""."""

    options: list[OptionShown]
    cliffs: list[CliffShown]
    break_even: str
    harm: str
    waiting: str
    dead_zone: str
    harmed: bool


def decision(found: Mapping[str, Json], zone: ZoneInfo, waited: Mapping[str, Json] | None = None) -> DecisionShown:
    """Return a decision in its written form as a page shows it; `waited` is the waiting that the person asked for."""
    currency = found["currency"]
    return DecisionShown(
        options=options(found["options"], currency, zone),
        cliffs=cliffs(found, zone),
        break_even=_break_even(found["break_even"], currency),
        harm=_harm(found["harm"], currency),
        waiting=_waiting(waited or found["waiting"], currency),
        dead_zone=_dead_zone(found["dead_zone_on"]),
        harmed=found["harm"] is not None,
    )


def options(found: Sequence[Mapping[str, Json]], currency: str, zone: ZoneInfo) -> list[OptionShown]:
    """Return the ways on, those that can be had first, each against the cheapest of them."""
    priced = [one for one in found if one["permitted"]]
    least = min((Decimal(one["total_over_life"]) for one in priced), default=Decimal(0))
    shown = [_option(one, least, currency, zone) for one in priced]
    return [*shown, *(_refused(one) for one in found if not one["permitted"])]


def _option(one: Mapping[str, Json], least: Decimal, currency: str, zone: ZoneInfo) -> OptionShown:
    name, meaning = words.OPTIONS.get(one["name"], (words.sentence(one["name"]), ""))
    total = Decimal(one["total_over_life"])
    harm = Decimal(one["harm_avoided"] or 0)
    return OptionShown(
        name=name,
        meaning=meaning,
        acts=_acts(one, zone),
        total=formats.amount(str(total), currency),
        difference=_more(total - least, currency),
        exit=formats.amount(one["exit_cost"], currency) if one["exit_cost"] else _NONE,
        harm=formats.amount(str(harm), currency),
        net=formats.amount(str(total - harm), currency),
        cheapest=total == least,
        why_not="",
        note=one["note"],
        lines=[_line(line, currency) for line in one["lines"]],
    )


def _refused(one: Mapping[str, Json]) -> OptionShown:
    name, meaning = words.OPTIONS.get(one["name"], (words.sentence(one["name"]), ""))
    return OptionShown(name, meaning, "", "", "", "", "", "", cheapest=False, why_not=one["why_not"], note="", lines=[])


def _line(line: Mapping[str, Json], currency: str) -> OptionLineShown:
    return OptionLineShown(
        name=words.line_name(line["code"]),
        clause=line["clause"] or "",
        formula=formats.formula(line["formula"]),
        amount=formats.amount(line["amount"], currency),
    )


def _acts(one: Mapping[str, Json], zone: ZoneInfo) -> str:
    sent = f"sent {formats.day(one['on'])}" if one["on"] else ""
    effect = f"off from {formats.instant(one['effective_at'], zone)}" if one["effective_at"] else ""
    return ", ".join(part for part in (sent, effect) if part) or "at the end of the flight"


def _more(difference: Decimal, currency: str) -> str:
    return f"+{formats.amount(str(difference), currency)}" if difference else "the least"


def cliffs(found: Mapping[str, Json], zone: ZoneInfo) -> list[CliffShown]:
    """Return the cliffs of a decision in time order."""
    return [_cliff(one, found["currency"], zone) for one in found["cliffs"]]


def _cliff(one: Mapping[str, Json], currency: str, zone: ZoneInfo) -> CliffShown:
    jump, at = Decimal(one["jump"] or 0), formats.instant(one["at"], zone)
    size = formats.amount(str(abs(jump)), currency)
    limit = f"up to {at}" if one["still"] else f"before {at}"
    if one["jump"] is None:
        told = f"Act {limit}, or it goes on; what that costs cannot be said"
    elif jump > 0:
        told = f"Cancel {limit}, or {size} more"
    elif jump < 0:
        told = f"Wait until {at}, and {size} less"
    else:
        told = f"At {at} the outcome changes, not the sum"
    last = "" if one["permitted_after"] else "; after it cancelling is not allowed"
    return CliffShown(
        at=at,
        machine=formats.machine(one["at"]),
        day=_day_of(one, zone).isoformat(),
        told=f"{told}{last}.",
        why=formats.formula(one["why"]),
        dearer=jump > 0,
    )


def _day_of(one: Mapping[str, Json], zone: ZoneInfo) -> date:
    """Return the first civil day on which a notice has the outcome after the cliff."""
    at = datetime.fromisoformat(one["at"]).astimezone(zone)
    return (at + timedelta(microseconds=1)).date()


def _break_even(even: Mapping[str, Json] | None, currency: str) -> str:
    if even is None:
        return ""
    value, rest = (formats.amount(even[key], currency) for key in ("value", "undelivered"))
    days = counted(even["days_given_up"], "day")
    if Decimal(even["value"]) <= 0:
        return f"Cancelling now saves nothing; {rest} of delivery over {days} would be given up."
    each = f", that is {even['per_unit']} of each unit of it" if even["per_unit"] else ""
    return (
        f"Cancel now if the {rest} of delivery that you would give up, over {days}, is worth less to you than {value}"
        f"{each}."
    )


def _harm(harm: Mapping[str, Json] | None, currency: str) -> str:
    if harm is None:
        return ""
    per_day, value = (formats.amount(harm[key], currency) for key in ("per_day", "value"))
    days = counted(harm["days"], "day")
    return f"With a harm of {per_day} on each of the {days} that fall away, the bar rises to {value}."


def _waiting(waiting: Mapping[str, Json] | None, currency: str) -> str:
    if waiting is None:
        return ""
    cost, delivery, other = (Decimal(waiting[key]) for key in ("cost", "delivery", "other"))
    if not (cost or delivery or other):
        return "No later day is cheaper than today." if waiting else ""
    more = "costs" if cost >= 0 else "saves"
    split = f"{formats.amount(str(delivery), currency)} of delivery bought meanwhile, which has value"
    fees = formats.amount(str(other), currency)
    return (
        f"Waiting until {formats.day(waiting['until'])} {more} {formats.amount(str(abs(cost)), currency)}: {split}, "
        f"and {fees} of change in fees, creators and what is forfeited, which has none."
    )


def _dead_zone(day: str | None) -> str:
    return f"From {formats.day(day)} on the notice outlasts the flight: cancelling saves nothing." if day else ""
