"""A stop as text: when, the calls in their order, what a person has to do, and what an emergency still needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from moneyed import Money
from rich.console import Console
from rich.markup import escape

from unpromote.cli.desk import console, print_json
from unpromote.cli.show import show_next, show_records, show_targets
from unpromote.cli.show_quote import written
from unpromote.domain.aggregate import Case, State
from unpromote.domain.codec import encode
from unpromote.domain.delivery import TargetState
from unpromote.domain.hand_steps import ONLY_BY_HAND
from unpromote.domain.stop_plan import LIFTED, Aftermath, Call, may_lift, may_repeat, may_undo
from unpromote.domain.stop_steps import RATIFY_WITHIN
from unpromote.services.lifting import Lift
from unpromote.services.stop_plan import HandStep, StopPlan, plan_of

SHOWN = 6
_ORDERED = (State.STOPPING, State.SETTLING, State.CLOSED)


def show_delivery(case: Case, *, as_json: bool) -> None:
    """Print what has to stop, how it stands, and what is still to be done for it."""
    if as_json:
        print_json(delivery_in_json(case))
        return
    plan, out = plan_of(case), console()
    show_targets(out, case)
    show_records(out, case)
    _show_stop(out, case, plan)
    show_next(out, case)


def delivery_in_json(case: Case) -> dict[str, Any]:
    """Return for programs what has to stop, how it stands, and what is still to be done for it."""
    return {
        "reference": case.reference,
        "state": case.state.value,
        "stop_at": encode(case.stop_at),
        "emergency": encode(case.emergency),
        "targets": encode(case.targets),
        "plan": encode(plan_of(case)),
        "on_record": encode(case.on_record),
    }


def _show_stop(out: Console, case: Case, plan: StopPlan) -> None:
    _show_time(out, case)
    _show_emergency(out, case)
    show_plan(out, plan, case.reference)
    if again := may_repeat(case):
        _say(out, f"Off again: unpromote case stop-again {case.reference} {_typed(t.id for t in again)}")
    if ours := may_undo(case):
        _say(out, f"On again: unpromote case undo {case.reference} {_typed(t.id for t in ours)} --why TEXT")


def show_plan(out: Console, plan: StopPlan, reference: str) -> None:
    """Print the calls and the steps by hand."""
    for nth, call in enumerate(plan.calls, start=1):
        _say(out, f"Call {nth} of {len(plan.calls)}: {_told(call)}")
    if plan.calls:
        undone = "" if any(call.final for call in plan.calls) else " It only switches off, so it can be undone."
        _say(out, f"Each is looked at before and after the call.{undone}")
    for step in plan.by_hand:
        _show_step(out, step, reference)
    for final in plan.to_confirm:
        _say(out, f"Not stopped without a typed confirmation: {_named(final.target_ids)} ({_spaced(final.kind)})")
        _say(out, f"  Cannot be undone: {final.final}")
        _say(out, f"  unpromote case confirm-final {reference} {_typed(final.target_ids)} --type {reference}")


def show_lifts(out: Console, lifts: Iterable[Lift]) -> None:
    """Print at which level calls would switch, as of the time at which that was seen."""
    for one in lifts:
        when = f"As TikTok showed it on {_at(one.seen_at)}"
        if one.problem:
            _say(out, f"Nobody could look at which level {_named(one.target_ids)} would be switched: {one.problem}")
        for parent in one.parents:
            _say(out, f"{when}, the {parent.level.value} {parent.name} ({parent.external_id}) would be switched off.")
        if one.lifted:
            _say(out, f"{when}, {_named(one.lifted)} would stop with what stands above, in the place of own switches.")
        if one.own:
            _say(out, f"{when}, {_named(one.own)} would be switched off by themselves.")


def _show_emergency(out: Console, case: Case) -> None:
    stop = case.emergency
    if stop is None:
        return
    _say(out, f"Stopped at once on {_at(stop.at)} by {stop.by}: {stop.why}")
    if stop.ratified_at:
        _say(out, f"Ratified on {_at(stop.ratified_at)} by {stop.ratified_by}.")
    else:
        _say(out, f"To be ratified until {_at(stop.at + RATIFY_WITHIN)} by somebody else who may approve:")
        _say(out, f"  unpromote case ratify {case.reference}")


def show_aftermath(out: Console, found: Iterable[Aftermath]) -> None:
    """Print what was spent since the case was opened; switching on again brings none of it back."""
    for one in found:
        if one.spent_since is None or one.read_at is None:
            _say(out, f"{one.name}: what it spent since the case was opened has not been read yet.")
        else:
            read = f"as TikTok reported on {_at(one.read_at)}"
            _say(out, f"{one.name}: {written(one.spent_since)} were spent since the case was opened, {read}.")
    _say(out, "Spent money does not come back by switching on again, nor do days without delivery.")


def _show_time(out: Console, case: Case) -> None:
    if case.state in _ORDERED or all(target.state is not TargetState.PLANNED for target in case.targets):
        return
    what = "What is left" if case.emergency else "Delivery"
    when = f"at {_at(case.stop_at)}, if it is approved by then, or else with the approval" if case.stop_at else ""
    _say(out, f"{what} stops {when or 'as soon as the quote is approved'}.")


def _show_step(out: Console, step: HandStep, reference: str) -> None:
    route, ids = step.route, step.target_ids
    until = f" until {_at(step.until_at)}" if step.until_at else ""
    _say(out, f"A person has to stop {len(ids)}{until}: {route.how}")
    for nth, what in enumerate(route.steps, start=1):
        _say(out, f"  {nth}. {what}")
    for told in step.told:
        _say(out, f"  {told}")
    sure = "" if route.certain else ", not confirmed by TikTok's own pages"
    _say(out, f"  Keep as proof: {route.proof} ({route.source}, checked {route.checked_on}{sure})")
    if route.final:
        _say(out, f"  Cannot be undone: {route.final}")
    _say(out, f"  Then: unpromote case stopped {reference} {_typed(ids)} --proof TEXT{_file(step)}")


def _file(step: HandStep) -> str:
    return " --file FILE" if step.kind in ONLY_BY_HAND else ""


def _told(call: Call) -> str:
    sort = "" if call.level.value == call.kind else f" {_spaced(call.kind)}"
    noun = f"{call.level.value}{'s' if len(call.target_ids) > 1 else ''}"
    what = f"{len(call.target_ids)}{sort} {noun} of the account {call.advertiser_id} ({_named(call.target_ids)})"
    final = f" Cannot be undone: {call.final}" if call.final else ""
    whole = f" {LIFTED}" if may_lift(call) else ""
    return f"switch off {what}; {'; '.join(filter(None, (_pace(call), _rest(call))))}.{whole}{final}"


def _spaced(kind: str) -> str:
    return kind.replace("_", " ")


def _pace(call: Call) -> str:
    return f"they spend {_sums(call.a_day)} a day" if call.a_day else ""


def _rest(call: Call) -> str:
    whose = "the other" if call.a_day else "their"
    return f"{_sums(call.at_most)} are left of {whose} budgets" if call.at_most else ""


def _sums(amounts: Sequence[Money]) -> str:
    return " and ".join(map(written, amounts))


def _named(ids: Iterable[str]) -> str:
    found = list(ids)
    return " ".join(found) if len(found) <= SHOWN else f"{' '.join(found[:SHOWN])} and {len(found) - SHOWN} more"


def _typed(ids: Iterable[str]) -> str:
    """Return targets as they are typed into a command."""
    found = list(ids)
    return " ".join(found) if len(found) <= SHOWN else "TARGET..."


def _at(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M %Z}"


def _say(out: Console, text: str) -> None:
    out.print(escape(text), soft_wrap=True)
