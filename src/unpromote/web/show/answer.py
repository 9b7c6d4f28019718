"""The answer in one sentence, and what the person has to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from unpromote.domain.case import Case, State
from unpromote.domain.delivery import TargetState
from unpromote.domain.events import TakenQuote
from unpromote.domain.phrases import counted
from unpromote.services.people import Person
from unpromote.web import formats, words
from unpromote.web.show.ranges import told


@dataclass(frozen=True)
class Step:
    """One step of the rail: "done", "current" or "ahead"."""

    name: str
    place: str


def rail(case: Case) -> list[Step]:
    """Return the steps of a case with where it stands."""
    here = next(i for i, (_, states) in enumerate(words.STEPS) if case.state.value in states)
    over = case.state is State.CLOSED
    return [
        Step(name=name, place="done" if i < here or over else "current" if i == here else "ahead")
        for i, (name, _) in enumerate(words.STEPS)
    ]


def answer(case: Case, ends: Sequence[str] = ()) -> str:
    """Return where the case stands, in one sentence; `ends` are those that are open while it is settled."""
    return _settling(ends) if case.state is State.SETTLING else _ANSWERS[case.state](case)


def zone(case: Case) -> ZoneInfo:
    """Return the zone of the case's terms."""
    return formats.zone_of(case.terms["time_zone"] if case.terms else None)


def permission(taken: TakenQuote, zone: ZoneInfo) -> str:
    """Return what the quote answers: may we, on what ground, from when, at what price."""
    quote = taken.quote
    if "range" in quote:
        return told(taken, zone)
    if not taken.permitted:
        why = words.REFUSED.get(quote["code"], words.spaced(quote["code"].lower()))
        earliest = quote.get("earliest_permitted_at")
        later = f"; a right opens on {formats.instant(earliest, zone)}" if earliest else ""
        return f"Cancelling is not allowed now: {why}{later}."
    price, when = formats.money(taken.price), formats.instant(quote["effective_at"], zone)
    start = f"You may cancel for {words.spaced(quote['ground'])} under {_clause(quote['clause'])}"
    if quote.get("effect") == "expires_first":
        return f"{start}, but the promotion runs out first, on {when}; leaving costs {price}."
    return f"{start}, with effect from {when}; leaving costs {price}."


def _clause(clause: str) -> str:
    return f"clause {clause}" if clause[:1].isdigit() else clause


def _quoted(case: Case) -> str:
    return permission(case.quote, zone(case)) if case.quote else ""


def _stopping(case: Case) -> str:
    total = len(case.targets)
    off = sum(target.state in (TargetState.OFF, TargetState.PROVEN) for target in case.targets)
    proven = sum(target.state is TargetState.PROVEN for target in case.targets)
    return f"Delivery is being stopped: {off} of {counted(total, 'target')} off, {proven} proven."


def _settling(ends: Sequence[str]) -> str:
    left = len(ends)
    still = f"{counted(left, 'thing')} still open" if left else "nothing is open any more"
    return f"Everything is off and the spend stands still; {still}."


def _closed(case: Case) -> str:
    when = formats.instant(case.closed_at, zone(case)) if case.closed_at else ""
    return f"Closed on {when}: {case.closed_why.rstrip('.')}."


_ANSWERS: Mapping[State, Callable[[Case], str]] = {
    State.OPENED: lambda _: "The case is open; the agreement has not been handed in.",
    State.READING: lambda _: "The agreement is being read.",
    State.REVIEW: lambda _: "The agreement has been read; its terms are to be confirmed.",
    State.READY: lambda _: "The terms are confirmed; the quote is to be taken.",
    State.QUOTED: _quoted,
    State.STOPPING: _stopping,
    State.CLOSED: _closed,
}


def next_step(case: Case, person: Person, ends: Sequence[str]) -> str:
    """Return what this person has to do next, in plain words; `ends` are those that are open while it is settled."""
    waits = case.emergency is not None and case.emergency.ratified_at is None and case.state is not State.CLOSED
    ratify = "The emergency stop has to be ratified by somebody else who may approve. " if waits else ""
    return ratify + _next_of_state(case, person, ends)


def _next_of_state(case: Case, person: Person, ends: Sequence[str]) -> str:
    if case.state is State.QUOTED:
        return _next_of_quoted(case, person)
    if case.state is State.STOPPING:
        return _next_of_stopping(case)
    if case.state is State.SETTLING:
        return "Settle what is still open; then the case can be closed." if ends else "Close the case."
    return _NEXT[case.state]


_NEXT: Mapping[State, str] = {
    State.OPENED: "Hand in the agreement: the document that goes before all others first.",
    State.READING: "Nothing to do: the page shows the terms as soon as they are found.",
    State.REVIEW: "Compare the proposed terms with the agreement's own words, and confirm or correct them.",
    State.READY: "Take the quote for the day and the way in which the cancellation will be sent.",
    State.CLOSED: "Nothing: the case is closed and its evidence pack can be checked by anyone.",
}


def _next_of_quoted(case: Case, person: Person) -> str:
    approval = case.approval
    if approval is None:
        return "Wait for the day on which a right opens and take a new quote, or drop the case."
    signed = formats.listed([signature.by for signature in approval.signatures])
    may = person.rights[case.client]
    if signed == "":
        return (
            "Read the quote and approve it, if you agree with every line."
            if may
            else "Ask somebody who may approve to read the quote and sign it."
        )
    if not may or any(signature.by == person.name for signature in approval.signatures):
        return f"{signed} has signed; the price is above the limit, so a second person has to sign."
    return f"{signed} has signed; read the quote and sign as the second person."


def _next_of_stopping(case: Case) -> str:
    waiting = [t.name for t in case.targets if t.state is TargetState.BY_HAND]
    if waiting:
        return f"Stop {formats.listed(waiting)} by hand, and say what proves it."
    held = [t.name for t in case.targets if t.state is TargetState.HELD]
    if held:
        return (
            f"Stopping {formats.listed(held)} cannot be undone: somebody who may approve has to confirm it by typing."
        )
    if case.alarms:
        return "Look at the alarms: something could not be done by software."
    return "Nothing to do: the software switches off, and then watches the spend until it stands still."
