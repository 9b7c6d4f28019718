"""What was gathered, as the page shows it: words with their source, a drawing of the spend, comments to choose from.

The drawing is placed in whole units of a fixed box, so that it needs no script and prints as it looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from zoneinfo import ZoneInfo

from moneyed import Money

from unpromote.domain.case import Case, State
from unpromote.domain.cause_curves import BY_DAY, HOURS_A_DAY, per_result
from unpromote.domain.causes import A_DAY, Gathering, GatherState, Remark, Slot, SpendCurve, What, usual_for
from unpromote.domain.codec import fraction_text
from unpromote.domain.errors import BadInput
from unpromote.domain.money import exact
from unpromote.domain.phrases import counted
from unpromote.services.causes import remarks
from unpromote.services.evidence import fact_names
from unpromote.web import formats, words
from unpromote.web.show.answer import zone
from unpromote.web.show.evidence import shown_field

WIDTH, HEIGHT = 720, 160
MOST_COMMENTS = 30
_BEFORE_APPROVAL = (State.OPENED, State.READING, State.REVIEW, State.READY, State.QUOTED)


@dataclass(frozen=True)
class Bar:
    """What was spent in one slot, as a bar of the drawing and in words."""

    x: int
    y: int
    width: int
    height: int
    when: str
    spend: str
    results: str
    each: str


@dataclass(frozen=True)
class Drawing:
    """A curve: bars for the spend, a line for the spend per result, each on its own scale."""

    title: str
    most: str
    most_each: str
    first: str
    last: str
    results_are: str
    bars: list[Bar]
    lines: list[str]


@dataclass(frozen=True)
class Suggested:
    """A fact that a reading might show."""

    nth: int
    fact: str
    title: str
    fields: list[tuple[str, str]]
    because: str


@dataclass(frozen=True)
class Said:
    """A comment; `marked`: a person chose it as the evidence."""

    id: str
    content: str
    about: str
    marked: bool


@dataclass(frozen=True)
class Gathered:
    """One reading. `files` are the ids of its files; `more` counts the comments that the page does not list."""

    id: str
    title: str
    state: str
    state_words: str
    when: str
    source: str
    says: list[str]
    missing: list[str]
    problem: str
    files: str
    took: str
    suggests: list[Suggested]
    drawings: list[Drawing]
    comments: list[Said]
    more: int
    can_take: bool


@dataclass(frozen=True)
class Causes:
    """Everything gathered: the newest reading of each kind, and the older ones; what can be ordered."""

    newest: list[Gathered]
    older: list[Gathered]
    choices: list[tuple[str, str, bool]]
    facts: list[tuple[str, str]]
    can_gather: bool
    can_state: bool


def causes(case: Case) -> Causes:
    """Return what was gathered for a case, the newest first."""
    last = {one.what: one.id for one in case.gathered}
    usual = usual_for(case.reason.kind)
    newest = [one for one in reversed(case.gathered) if last[one.what] == one.id]
    return Causes(
        newest=[_gathered(one, case, whole=True) for one in newest],
        older=[_gathered(one, case, whole=False) for one in reversed(case.gathered) if last[one.what] != one.id],
        choices=[(what.value, words.GATHERED[what.value], what in usual) for what in What],
        facts=[(name, words.sentence(name)) for name in fact_names(case)],
        can_gather=case.state is not State.CLOSED,
        can_state=case.state in _BEFORE_APPROVAL,
    )


def _gathered(one: Gathering, case: Case, *, whole: bool) -> Gathered:
    in_zone = zone(case)
    found, lost = _comments(one, case) if whole else ((), "")
    at = one.read_at or one.ordered_at
    return Gathered(
        id=one.id,
        title=words.GATHERED[one.what.value],
        state=one.state.value,
        state_words=words.GATHERING[one.state.value],
        when=f"{formats.instant(at, in_zone)}, ordered by {one.ordered_by}",
        source=one.source,
        says=list(one.showing.says),
        missing=list(one.showing.missing),
        problem=one.problem or lost,
        files=formats.listed(list(one.evidence)),
        took=formats.listed([words.spaced(fact) for fact in one.took]),
        suggests=[
            Suggested(
                nth,
                each.fact,
                words.sentence(each.fact),
                [shown_field(name, value, in_zone) for name, value in each.fields.items()],
                each.because,
            )
            for nth, each in enumerate(one.showing.suggests, start=1)
        ],
        drawings=[_drawing(curve) for curve in one.showing.curves if curve.slots] if whole else [],
        comments=[_said(remark, one, in_zone) for remark in found[:MOST_COMMENTS]],
        more=max(0, len(found) - MOST_COMMENTS),
        can_take=one.state is GatherState.READ and case.state is not State.CLOSED,
    )


def _comments(one: Gathering, case: Case) -> tuple[Sequence[Remark], str]:
    if one.what is not What.COMMENTS:
        return (), ""
    try:
        found = remarks(case, one.id)
    except BadInput as problem:
        return (), str(problem)
    return sorted(found, key=lambda remark: remark.id not in one.marked), ""


def _said(remark: Remark, one: Gathering, in_zone: ZoneInfo) -> Said:
    parts = [formats.instant(remark.written_at, in_zone), counted(remark.likes, "like")]
    parts += ["hidden"] if remark.hidden else []
    parts += ["a reply"] if remark.is_reply else []
    return Said(remark.id, remark.content, ", ".join(parts), remark.id in one.marked)


def _drawing(curve: SpendCurve) -> Drawing:
    slots, by_day, in_zone = curve.slots, curve.step == BY_DAY, ZoneInfo(curve.zone)
    each = [per_result([slot], curve.currency) for slot in slots]
    most = max((slot.spend for slot in slots if slot.spend is not None), default=None)
    dearest = max((one for one in each if one is not None), default=None)
    times = [_when(slot, in_zone, by_day=by_day) for slot in slots]
    places, of = [_nth(slot, curve) for slot in slots], _slots_of(curve)
    return Drawing(
        title=f"{'By day' if by_day else 'By hour'}, account {curve.advertiser_id or 'of the file'}, {curve.zone}",
        most=_amount(most),
        most_each=_amount(dearest) if dearest is not None else "",
        first=formats.day(curve.first_on) if by_day else "00:00",
        last=formats.day(curve.last_on) if by_day else "24:00",
        results_are=curve.results_are,
        bars=[
            _bar(slot, when, _Place(nth, of, most, one))
            for slot, when, nth, one in zip(slots, times, places, each, strict=True)
        ],
        lines=_lines(dict(zip(places, each, strict=True)), of, dearest),
    )


def _slots_of(curve: SpendCurve) -> int:
    days = (curve.last_on - curve.first_on) // A_DAY + 1
    return days if curve.step == BY_DAY else days * HOURS_A_DAY


def _nth(slot: Slot, curve: SpendCurve) -> int:
    """Return which day or hour of the report it is: one that the report does not tell leaves a gap."""
    local = slot.starts_at.astimezone(ZoneInfo(curve.zone))
    day = (local.date() - curve.first_on) // A_DAY
    return day if curve.step == BY_DAY else day * HOURS_A_DAY + local.hour


@dataclass(frozen=True)
class _Place:
    """Where a bar stands: the nth of so many, its spend held against the most, and its spend per result."""

    nth: int
    of: int
    most: Money | None
    each: Money | None


def _bar(slot: Slot, when: str, place: _Place) -> Bar:
    left, right = (WIDTH * nth // place.of for nth in (place.nth, place.nth + 1))
    height = int(_share(slot.spend, place.most) * HEIGHT)
    return Bar(
        x=left,
        y=HEIGHT - height,
        width=max(1, right - left - 1),
        height=height,
        when=when,
        spend=_amount(slot.spend),
        results="not told" if slot.results is None else fraction_text(slot.results),
        each=_amount(place.each),
    )


def _lines(each: Mapping[int, Money | None], of: int, dearest: Money | None) -> list[str]:
    """Return the line of spend per result, broken where the report tells none."""
    parts: list[list[str]] = [[]]
    for nth in range(of):
        one = each.get(nth)
        if one is None:
            parts.append([])
            continue
        x = WIDTH * (2 * nth + 1) // (2 * of)
        parts[-1].append(f"{x},{HEIGHT - int(_share(one, dearest) * HEIGHT)}")
    return [" ".join(part) for part in parts if part]


def _share(amount: Money | None, most: Money | None) -> Fraction:
    if amount is None or most is None or most.amount <= 0:
        return Fraction(0)
    return max(Fraction(0), exact(amount) / exact(most))


def _amount(money: Money | None) -> str:
    return "not told" if money is None else formats.money(money)


def _when(slot: Slot, in_zone: ZoneInfo, *, by_day: bool) -> str:
    local = slot.starts_at.astimezone(in_zone)
    return formats.day(local.date()) if by_day else f"{local:%H:%M}"
