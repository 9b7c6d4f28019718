"""Dated facts about platforms, read from `policies/`: data with a source, so that their change changes no code."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from unpromote.domain.budgets import Mode
from unpromote.domain.codec import decode
from unpromote.domain.delivery import Route
from unpromote.domain.errors import BadInput
from unpromote.domain.hand_deadlines import HandRule
from unpromote.domain.ladders import Ladder
from unpromote.domain.messages import Counterpart
from unpromote.domain.paydays import Statute
from unpromote.domain.suggesting import Cue
from unpromote.services.letters import Kind

T = TypeVar("T")
OTHER = "other"
USUAL, ANY = "usual", "any"


@dataclass(frozen=True)
class StopRoute:
    """How a kind of promotion is stopped, what proves it, where that was read and when; `certain`: on their page.

    `final` says what of it cannot be undone, "" where everything can. `through` is the platform to be connected,
    `steps` what a person does one after the other, where `how` alone would leave that open.
    """

    by: Route
    how: str
    proof: str
    source: str
    checked_on: date
    certain: bool
    final: str = ""
    through: str = "tiktok"
    steps: tuple[str, ...] = ()


@cache
def stop_routes() -> Mapping[str, StopRoute]:
    """Return the route of every kind that is known.

    Raises:
        BadInput: the file was edited into something that cannot be used; names the place.
    """
    return _dated(Mapping[str, StopRoute], "stop_routes")  # type: ignore[type-abstract]


def _dated(kind: type[T], name: str) -> T:
    return decode(kind, _written(name), place=f"policies/{name}.toml")


def stop_route(kind: str) -> StopRoute:
    """Return the route of a kind; what is not known is stopped by a person where it was booked."""
    routes = stop_routes()
    return routes.get(kind, routes[OTHER])


@cache
def pay_statutes() -> Mapping[str, Statute]:
    """Return the statutes on when to pay, by the place whose law it is (US-CA, EU).

    Raises:
        BadInput: the file was edited into something that cannot be used; names the place.
    """
    return _dated(Mapping[str, Statute], "pay_statutes")  # type: ignore[type-abstract]


@dataclass(frozen=True)
class CallLimit:
    """How many calls an app may make to one endpoint in a second, a minute and a day of UTC."""

    second: int
    minute: int
    day: int


@dataclass(frozen=True)
class CallLimits:
    """The limits of some endpoints, by the level of the app; "any" is every level."""

    source: str
    checked_on: date
    certain: bool
    levels: Mapping[str, CallLimit]


@cache
def call_limits() -> Mapping[str, CallLimits]:
    """Return the limits by the name that endpoints know them by.

    Raises:
        BadInput: the file was edited into something that cannot be used; names the place.
    """
    place, found = "policies/call_limits.toml", _dated(Mapping[str, CallLimits], "call_limits")  # type: ignore[type-abstract]
    for name, limits in found.items():
        for level, limit in limits.levels.items():
            if min(limit.second, limit.minute, limit.day) < 1:
                mend = "allow a call at least"
                raise BadInput("no call could ever go", place=f"{place} {name}.levels.{level}", mend=mend)
    return found


def call_limit(name: str, level: str) -> CallLimit:
    """Return the limit of that name for an app of that level: its own, or else the usual one."""
    own = call_limits()[name].levels
    return own.get(level) or own.get(ANY) or call_limits()[USUAL].levels[level]


def app_levels() -> tuple[str, ...]:
    """Return the levels that an app may have, the lowest first but for the sandbox's."""
    return tuple(call_limits()[USUAL].levels)


@dataclass(frozen=True)
class Hours:
    """When an office is open, where nobody stated otherwise."""

    opens: time
    closes: time


@dataclass(frozen=True)
class Chasing:
    """What is known about chasing: usual hours, and a ladder for each kind of counterpart."""

    office: Hours
    support: Ladder
    creator: Ladder
    media: Ladder


@cache
def chasing() -> Chasing:
    """Return the ladders.

    Raises:
        BadInput: the file was edited into something that cannot be used; names the place.
    """
    place = "policies/ladders.toml"
    found = _dated(Chasing, "ladders")
    for ladder in (found.support, found.creator, found.media):
        for rung in ladder.rungs:
            if rung.template not in set(map(str, Kind)) or rung.after < 1 or rung.within < 1:
                mend = f"wait a day or more, and use a template of {', '.join(Kind)}"
                raise BadInput(f"the step {rung.step!r} cannot be taken", place=place, mend=mend)
    return found


@cache
def answer_cues() -> tuple[Cue, ...]:
    """Return the words that tell what an answer amounts to.

    Raises:
        BadInput: the file was edited into something that cannot be used; names the place.
    """
    place = "policies/answer_cues.toml"
    cues = decode(_Cues, _written("answer_cues"), place=place).cue
    for number, cue in enumerate(cues):
        try:
            re.compile(cue.pattern + cue.unless)
        except re.error as problem:
            mend = "write a regular expression"
            raise BadInput(
                f"the wording cannot be read: {problem}", place=f"{place} cue[{number}]", mend=mend
            ) from None
    return cues


@dataclass(frozen=True)
class _Cues:
    cue: tuple[Cue, ...]


def ladder_for(counterpart: Counterpart) -> Ladder:
    """Return the ladder for a kind of counterpart."""
    known = chasing()
    return {
        Counterpart.SUPPORT: known.support,
        Counterpart.CREATOR: known.creator,
        Counterpart.MEDIA: known.media,
    }[counterpart]


@dataclass(frozen=True)
class SheetWords:
    """The words by which the parts of an export are known, by language, each as people write it."""

    source: str
    checked_on: date
    certain: bool
    columns: Mapping[str, Mapping[str, tuple[str, ...]]]
    not_needed: Mapping[str, tuple[str, ...]]
    totals: Mapping[str, tuple[str, ...]]
    blank: Mapping[str, tuple[str, ...]]
    unlimited: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, str]
    daily: Mapping[str, tuple[str, ...]]
    whole: Mapping[str, tuple[str, ...]]
    report: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


@cache
def sheet_words() -> SheetWords:
    """Return the words.

    Raises:
        BadInput: the file was edited into something that cannot be used; names the place.
    """
    return _dated(SheetWords, "sheet_words")


@dataclass(frozen=True)
class OrderRules:
    """What a cancelled TikTok One order gives back by its stage ("" where nobody knows), and how long silence lasts."""

    source: str
    checked_on: date
    certain: bool
    silence_days: int
    back: Mapping[str, str]


@cache
def order_rules() -> OrderRules:
    """Return the rules of TikTok One orders.

    Raises:
        BadInput: the file was edited into something that cannot be used; names the place.
    """
    return _dated(OrderRules, "tiktok_one")


@cache
def hand_deadlines() -> Mapping[str, HandRule]:
    """Return how long a person has to stop what no software can, by kind; what is not in it has a day.

    Raises:
        BadInput: the file was edited into something that cannot be used; names the place.
    """
    place = "policies/hand_deadlines.toml"
    found = _dated(Mapping[str, HandRule], "hand_deadlines")  # type: ignore[type-abstract]
    for kind, rule in found.items():
        if rule.within_hours < 1 or min(rule.before_start_hours or 0, rule.before_silence_hours or 0) < 0:
            raise BadInput("nobody could keep it", place=f"{place} {kind}", mend="allow an hour at least")
    return found


def budget_mode(words: str) -> str:
    """Return what the words of a budget's type mean, "day" or "flight"; "" where that is not known."""
    return _budget_modes().get(plain(words), "")


@cache
def _budget_modes() -> Mapping[str, str]:
    known = sheet_words()
    by_mode = {Mode.FLIGHT: known.whole, Mode.DAY: known.daily}
    return {plain(word): mode.value for mode, told in by_mode.items() for words in told.values() for word in words}


def plain(words: str) -> str:
    """Return words in the form in which they are compared: case, blanks, "_" and "-" make no difference."""
    return re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", words).casefold())


@dataclass(frozen=True)
class ComplaintWords:
    """Words that put comments first in a list, by language; an order, no verdict."""

    source: str
    checked_on: date
    certain: bool
    words: Mapping[str, tuple[str, ...]]


@cache
def complaint_words() -> tuple[str, ...]:
    """Return the words of all languages.

    Raises:
        BadInput: the file was edited into something that cannot be used; names the place.
    """
    known = _dated(ComplaintWords, "complaint_words")
    return tuple(dict.fromkeys(word for words in known.words.values() for word in words))


@dataclass(frozen=True)
class Rest:
    """How long an account rests after its stop before its money is moved, and where that was read."""

    hours: int
    source: str
    checked_on: date
    certain: bool


@dataclass(frozen=True)
class RefundWay:
    """How unspent money comes back by one way; `final` says what of it cannot be undone, "" where everything can.

    A person asks within `ask_within_days`, and the money is promised `back_within_days` after that.
    """

    what: str
    how: str
    ask_within_days: int
    back_within_days: int
    source: str
    checked_on: date
    certain: bool
    final: str = ""


@dataclass(frozen=True)
class PlatformRules:
    """What is known of money at the platform."""

    rest: Rest
    ways: Mapping[str, RefundWay]


@cache
def platform_rules() -> PlatformRules:
    """Return the rules on money at the platform.

    Raises:
        BadInput: the file was edited into something that cannot be used; names the place.
    """
    return _dated(PlatformRules, "platform_money")


def _written(name: str) -> dict[str, Any]:
    """Return a policy file as JSON would have it: days and times as text."""
    text = (files("unpromote") / "policies" / f"{name}.toml").read_text(encoding="utf-8")
    return {key: _plain(entry) for key, entry in tomllib.loads(text).items()}


def _plain(entry: Any) -> Any:
    if isinstance(entry, dict):
        return {key: _plain(value) for key, value in entry.items()}
    if isinstance(entry, list):
        return [_plain(value) for value in entry]
    return entry.isoformat() if isinstance(entry, date | time) else entry
