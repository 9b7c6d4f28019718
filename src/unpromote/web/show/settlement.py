"""Settlement: what each creator is due, has been paid, and still gets or gives back."""

from __future__ import annotations

from dataclasses import dataclass

from unpromote.domain.case import Case, State
from unpromote.domain.payout import Settlement, SettlementState
from unpromote.services.people import Person
from unpromote.web import formats, words
from unpromote.web.show.kept import Kept, kept
from unpromote.web.show.windows import Window, window

_RUNNING = (State.STOPPING, State.SETTLING)
_OVER = (SettlementState.RELEASED, SettlementState.SETTLED)


@dataclass(frozen=True)
class SettlementLine:
    """One line of a settlement, with its formula and clause where they are known."""

    name: str
    amount: str
    formula: str
    clause: str


@dataclass(frozen=True)
class SettlementShown:
    """One creator's settlement; `can_answer` and `can_release` tell which forms make sense for this person."""

    id: str
    name: str
    due: str
    paid: str
    balance: str
    direction: str
    lines: list[SettlementLine]
    duties: str
    pay_by: str
    state: str
    state_words: str
    answer: str
    released: str
    payout_key: str
    agreed: bool
    can_answer: bool
    can_release: bool
    kept: Kept


def settlements(case: Case, person: Person, asked: str = "") -> Window[SettlementShown]:
    """Return the asked page of the settlements, in the case's order."""
    shown = window("creators", case.settlements, asked)
    return shown.showing([_settlement(settlement, case, person) for settlement in shown.items])


def _settlement(one: Settlement, case: Case, person: Person) -> SettlementShown:
    is_open = case.state in _RUNNING and one.state not in _OVER
    why = f": {one.released_why}" if one.released_why else ""
    return SettlementShown(
        id=one.creator_id,
        name=one.name,
        due=formats.money(one.due),
        paid=formats.money(one.paid),
        balance=formats.money(abs(one.balance)),
        direction=words.in_words(words.DIRECTIONS, one.direction),
        lines=_lines(one),
        duties=formats.listed([words.spaced(duty) for duty in one.duties]),
        pay_by=formats.day(one.pay_by),
        state=one.state.value,
        state_words=words.in_words(words.SETTLEMENTS, one.state.value),
        answer=one.answer,
        released=f"by {one.released_by}{why}" if one.released_by else "",
        payout_key=one.payout_key,
        agreed=one.state is SettlementState.AGREED,
        can_answer=is_open,
        can_release=is_open and person.rights[case.client],
        kept=kept(one, case, person),
    )


def _lines(one: Settlement) -> list[SettlementLine]:
    if not one.workings:
        return [SettlementLine(words.sentence(name), formats.money(value), "", "") for name, value in one.lines.items()]
    return [
        SettlementLine(
            words.sentence(line.code), formats.money(line.amount), formats.formula(line.formula), line.clause
        )
        for line in one.workings
    ]
