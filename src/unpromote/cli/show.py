"""A case as text: where it stands, what comes next, and its parts as small tables."""

from __future__ import annotations

from collections.abc import Iterable

import typer
from rich.console import Console
from rich.markup import escape

from unpromote.cli.show_quote import print_table, show_quote, written
from unpromote.domain.aggregate import Case, State
from unpromote.domain.approval import is_complete
from unpromote.domain.delivery import TargetState
from unpromote.domain.enclosed import KeptFile
from unpromote.domain.letters import Letter
from unpromote.domain.record_told import told
from unpromote.domain.steps import open_ends
from unpromote.domain.stop_plan import WAITING_FOR_A_PERSON

NEXT = {
    State.OPENED: "hand in the agreement: unpromote case read {ref} FILE",
    State.READING: "the agreement is being read: unpromote work --until-quiet",
    State.REVIEW: "review the terms point by point: unpromote case queue {ref} --next; or as a file: "
    "unpromote case terms {ref} > terms.json, then unpromote case confirm {ref} --terms terms.json",
    State.READY: "take a quote: unpromote case quote {ref}",
    State.STOPPING: "delivery is being stopped and watched: unpromote work, unpromote case stop {ref}",
    State.SETTLING: "answers and settlements: unpromote case message {ref}, unpromote case settle {ref}",
    State.CLOSED: "nothing: the evidence pack is all that is left, unpromote case export {ref}",
}
RUNNING = (State.STOPPING, State.SETTLING)


def show_case(out: Console, case: Case) -> None:
    """Print the case."""
    out.print(f"[bold]{escape(case.reference)}  {escape(case.title)}[/bold]  ({escape(case.client)})")
    out.print(f"{case.state.value}; opened {case.opened_at:%Y-%m-%d %H:%M %Z} by {escape(case.opened_by)}")
    out.print(f"Because: {case.reason.kind.replace('_', ' ')}. {escape(case.reason.wording)}")
    for alarm in case.alarms:
        out.print(f"[red]![/red] {escape(alarm)}")
    if case.quote is not None:
        show_quote(out, case.quote)
    show_parts(out, case)
    for end in open_ends(case) if case.state in RUNNING else ():
        out.print(f"Open: {escape(end)}", soft_wrap=True)
    show_next(out, case)


def show_next(out: Console, case: Case) -> None:
    """Print what a person does next."""
    out.print(f"Next: {escape(next_step(case))}", soft_wrap=True)


def next_step(case: Case) -> str:
    """Return what a person does next, as a command."""
    stop = case.emergency
    waits = stop is not None and stop.ratified_at is None and case.state is not State.CLOSED
    ratify = f"ratify the emergency stop: unpromote case ratify {case.reference}; " if waits else ""
    return ratify + _next_of_state(case)


def _next_of_state(case: Case) -> str:
    if case.state is State.QUOTED:
        return _next_for_quote(case)
    waiting = [target.id for target in case.targets if target.state in WAITING_FOR_A_PERSON]
    if case.state is State.STOPPING and waiting:
        return f"stop {waiting[0]} by hand, then: unpromote case stopped {case.reference} {waiting[0]} --proof TEXT"
    held = [target.id for target in case.targets if target.state is TargetState.HELD]
    if case.state is State.STOPPING and held:
        verb = f"unpromote case confirm-final {case.reference} {held[0]} --type {case.reference}"
        return f"{held[0]} cannot be undone and waits for its confirmation: {verb}"
    if case.state is State.SETTLING and not open_ends(case):
        return f"close the case: unpromote case close {case.reference}"
    return NEXT[case.state].format(ref=case.reference)


def _next_for_quote(case: Case) -> str:
    if case.approval is None:
        return f"no right to cancel is open: unpromote case drop {case.reference} --why TEXT, or correct the terms"
    signed = [signature.by for signature in case.approval.signatures]
    who = f", by somebody other than {', '.join(signed)}" if signed else ""
    return f"approve it: unpromote case approve {case.reference}{who}"


def show_parts(out: Console, case: Case) -> None:
    """Print targets, conversations and settlements."""
    if case.approval and not is_complete(case.approval):
        out.print(f"Signatures: {len(case.approval.signatures)} of {case.approval.needed}")
    show_targets(out, case)
    show_records(out, case)
    show_conversations(out, case)
    show_settlements(out, case)


def show_targets(out: Console, case: Case) -> None:
    """Print what has to stop, and what the platform answered."""
    print_table(
        out,
        ("target", "name", "id", "route", "state", "off at", "request", "spend"),
        (
            (
                t.id,
                t.name,
                t.external_id,
                t.route.value.replace("_", " "),
                t.state.value.replace("_", " "),
                f"{t.off_at:%Y-%m-%d %H:%M %Z}" if t.off_at else "",
                t.write.request_id if t.write else "",
                written(t.samples[-1].spend if t.samples else t.spent),
            )
            for t in case.targets
        ),
    )


def show_records(out: Console, case: Case) -> None:
    """Print what the platform has on record about what was stopped."""
    for sentence in told(case):
        out.print(f"On record: {escape(sentence)}", soft_wrap=True)


def show_letter(letter: Letter) -> None:
    """Print a letter that was drafted, as it can be pasted."""
    head = f"To: {letter.to_name} <{letter.to_address}>\nSubject: {letter.subject}"
    typer.echo(f"\n{head}\n\n{letter.body}")


def show_conversations(out: Console, case: Case) -> None:
    """Print whose turn it is with whom."""
    print_table(
        out,
        ("conversation", "with", "state", "messages", "outcome", "clock rings"),
        (
            (
                talk.id,
                f"{talk.contact.name} <{talk.contact.address}>",
                talk.state.value,
                len(talk.messages),
                talk.outcome.value.replace("_", " ") if talk.outcome else "",
                f"{talk.due_at:%Y-%m-%d %H:%M %Z}" if talk.due_at else "",
            )
            for talk in case.conversations
        ),
    )


def show_files(out: Console, files: Iterable[KeptFile]) -> None:
    """Print the files that came with a message: what each is, what to beware of, and where it lies."""
    for file in files:
        told = f"File: {file.name}, {file.media_type}, {file.size} bytes {file.warning} {file.path}"
        out.print(escape(told.rstrip()), soft_wrap=True)


def show_settlements(out: Console, case: Case) -> None:
    """Print who is owed what."""
    print_table(
        out,
        ("creator", "name", "due", "paid", "balance", "", "state", "answer"),
        (
            (
                s.creator_id,
                s.name,
                written(s.due),
                written(s.paid),
                written(s.balance),
                s.direction,
                s.state.value,
                s.answer,
            )
            for s in case.settlements
        ),
    )
