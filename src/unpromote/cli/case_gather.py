"""`unpromote case gather|take`: what the platform shows of why the promotion stops, and what of it is evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.working_off import work_off
from unpromote.domain.aggregate import Case
from unpromote.domain.causes import Gathering, GatherState, What
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput
from unpromote.services import causes, queries

READING = "GatherCause"
MOST_SHOWN = 20
OUTSIDE = 3  # the exit code where something outside failed


def gather(
    reference: Ref,
    *,
    what: Annotated[
        list[What] | None, typer.Option(help="Repeatable; left out: what is usual for the case's reason.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A report by day that you exported, in place of the platform.")
    ] = None,
    only_show: Annotated[bool, typer.Option("--show", help="Read nothing: list what was gathered.")] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Read spend, comments, outages or decisions from TikTok, and keep what they show as files of the case."""
    person = asker(by)
    case = queries.case(person, reference)
    if bool(what) + (file is not None) + only_show > 1:
        raise BadInput("these do not go together", place="gather", mend="give --what, or --file, or --show")
    before = 0 if only_show else len(case.gathered)
    if file is not None:
        case = causes.hand_in_report(person, case.id, file, now=now())
    elif not only_show:
        case = causes.order(person, case.id, what or (), now=now())
    if not only_show:
        case = work_off(person, case, READING)
    _show(case, case.gathered[before:], as_json=as_json)
    if not only_show and any(one.state is GatherState.FAILED for one in case.gathered[before:]):
        raise typer.Exit(OUTSIDE)


def take(
    reference: Ref,
    gathering: Annotated[str, typer.Argument(metavar="ID", help="What was gathered, such as g1.")],
    *,
    proves: Annotated[str, typer.Option(metavar="FACT", help="The fact that it is evidence for.")] = "",
    suggestion: Annotated[
        int, typer.Option(metavar="N", min=0, help="State the fact by this suggestion of it; it voids the quote.")
    ] = 0,
    mark: Annotated[
        list[str] | None, typer.Option(metavar="COMMENT", help="A comment that is the evidence, by its id; repeatable.")
    ] = None,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Say what of a reading is evidence: its comments, the fact that it shows. With nothing said, show it."""
    person = asker(by)
    case = queries.case(person, reference)
    one = causes.gathering(case, gathering)
    if one is None:
        raise BadInput(f"nothing was gathered as {gathering!r}", place="ID", mend="look: unpromote case gather --show")
    if mark:
        case = causes.mark(person, case.id, gathering, mark, now=now())
    if proves or suggestion:
        case = causes.take(person, case.id, gathering, fact=proves, suggestion=suggestion, now=now())
    _show(case, [found for found in case.gathered if found.id == gathering], as_json=as_json)
    if not as_json:
        _show_comments(console(), case, gathering)


def _show(case: Case, gathered: tuple[Gathering, ...] | list[Gathering], *, as_json: bool) -> None:
    if as_json:
        print_json(encode(list(gathered)))
        return
    out = console()
    if not gathered:
        out.print(f"Nothing was gathered yet. Read it: unpromote case gather {case.reference}", soft_wrap=True)
    for one in gathered:
        _show_one(out, one)


def _show_one(out: Console, one: Gathering) -> None:
    source = f", from {escape(one.source)}" if one.source else ""
    out.print(f"[bold]{one.id} {one.what.value}[/bold]: {one.state.value}{source}", soft_wrap=True)
    for words in one.showing.says:
        out.print(f"  {escape(words)}", soft_wrap=True)
    for words in one.showing.missing:
        out.print(f"  not shown: {escape(words)}", soft_wrap=True)
    for nth, found in enumerate(one.showing.suggests, start=1):
        fields = ", ".join(f"{name} {text}" for name, text in found.fields.items())
        out.print(f"  might show {found.fact} ({nth}): {escape(fields)}; {escape(found.because)}", soft_wrap=True)
    if one.evidence:
        took = f"; taken as evidence for {', '.join(one.took)}" if one.took else ", which proves nothing until you say"
        out.print(f"  kept as {', '.join(one.evidence)}{escape(took)}", soft_wrap=True)
    if one.problem:
        out.print(f"  {escape(one.problem)}", soft_wrap=True)


def _show_comments(out: Console, case: Case, gathering: str) -> None:
    found = causes.remarks(case, gathering)
    one = causes.gathering(case, gathering)
    if found:
        out.print("Likely complaints first, which is an order and no verdict:")
    for remark in found[:MOST_SHOWN]:
        chosen = "[bold]marked[/bold] " if one and remark.id in one.marked else ""
        told = f"{remark.likes} likes{', hidden' if remark.hidden else ''}"
        out.print(f"  {chosen}{escape(remark.id)} ({told}): {escape(remark.content)}", soft_wrap=True)
    if len(found) > MOST_SHOWN:
        out.print(f"  and {len(found) - MOST_SHOWN} more, in the file of {gathering}")
