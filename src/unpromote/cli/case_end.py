"""`unpromote case alarm|close|drop|export|timeline`: how a case ends, and what proves it."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.show import show_next
from unpromote.cli.working_off import work_off
from unpromote.domain.aggregate import Case
from unpromote.domain.codec import encode
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.timeline import in_words
from unpromote.services import audit, intake, queries
from unpromote.services.filing import located

Why = Annotated[str, typer.Option(metavar="TEXT", help="In your words.")]


def alarm(
    reference: Ref,
    alarm: Annotated[str, typer.Argument(metavar="ALARM", help="The alarm's words, or its number in `case show`.")],
    *,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What was done about it.")],
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Say what was done about an alarm."""
    person = asker(by)
    case = queries.case(person, reference)
    meant = dict(enumerate(case.alarms, start=1)).get(int(alarm), alarm) if alarm.isdecimal() else alarm
    _print(audit.answer_alarm(person, case.id, meant, note, now=now()), as_json=as_json)


def close(reference: Ref, *, by: By = "", as_json: AsJson = False) -> None:
    """Close a case in which nothing is open any more; its evidence pack follows."""
    person = asker(by)
    _print(audit.close_case(person, queries.case(person, reference).id, now=now()), as_json=as_json)


def drop(reference: Ref, *, why: Why, by: By = "", as_json: AsJson = False) -> None:
    """Close a case that will not be carried out: the promotion goes on."""
    person = asker(by)
    _print(intake.drop_case(person, queries.case(person, reference).id, why, now=now()), as_json=as_json)


def export(reference: Ref, *, by: By = "", as_json: AsJson = False) -> None:
    """Write the evidence pack of the case as it stands now, and say where it lies."""
    person = asker(by)
    before = audit.order_pack(person, queries.case(person, reference).id, now=now())
    after = work_off(person, before, "BuildPack")
    if len(after.packs) == len(before.packs):
        raise OutsideFailed("the pack was not written: " + (after.alarms[-1] if after.alarms else "run it again"))
    pack = after.packs[-1]
    place = located(pack.path)
    if as_json:
        print_json({**encode(pack), "path": str(place)})
    else:
        typer.echo(f"{place}\nCheck it anywhere: unpromote verify {place}")


def timeline(reference: Ref, *, by: By = "", as_json: AsJson = False) -> None:
    """Show what happened, in order, with who, when and the hash that chains it."""
    person = asker(by)
    entries = queries.timeline(person, reference)
    if as_json:
        print_json(entries)
        return
    out = console()
    for entry in entries:
        head = f"{entry['seq']:>3}  {entry['at'][:19]}  {entry['hash'][:12]}  {entry['by']}"
        out.print(f"{escape(head)}: {escape(in_words(entry['kind'], entry['data']))}", soft_wrap=True)
    for command in queries.open_commands(person, reference):
        out.print(f"  next  {command.due_at:%Y-%m-%d %H:%M}  {command.kind} ({command.status})", soft_wrap=True)


def _print(case: Case, *, as_json: bool) -> None:
    if as_json:
        print_json(encode(case))
    else:
        typer.echo(f"{case.reference} is {case.state.value}.")
        show_next(console(), case)
