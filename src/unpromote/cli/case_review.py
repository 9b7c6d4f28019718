"""`unpromote case queue|decide|examples`: what a person has to look at before terms count, and what they make of it."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from unpromote.cli.desk import AsJson, By, Ref, asker, console, json_of, now, print_json
from unpromote.cli.instants import instant_of
from unpromote.cli.show_quote import written
from unpromote.domain.errors import BadInput
from unpromote.domain.review import Decided
from unpromote.reading.guard import read_agreement
from unpromote.services import examples as draw
from unpromote.services import queries, review
from unpromote.services.queued import Queue, Queued, queue_json
from unpromote.services.review import Answer, Marked

OnlyNext = Annotated[bool, typer.Option("--next", help="Only what decides most.")]
Point = Annotated[
    str, typer.Argument(metavar="[PATH]", help="The point, as `case queue` names it; left out with --rest.")
]
SentAt = Annotated[str, typer.Option(metavar="TIME", help="When the request would be sent; now, if left out.")]
Accept = Annotated[bool, typer.Option("--accept", help="It counts as proposed.")]
Is = Annotated[str, typer.Option("--is", metavar="JSON", help="What counts instead; null where nothing is agreed.")]
Reject = Annotated[bool, typer.Option("--reject", help="It does not count; an item goes with all its fields.")]
Open = Annotated[bool, typer.Option("--open", help="It stays open, and is quoted as a range.")]
Rest = Annotated[bool, typer.Option("--rest", help="Accept together all that changes nothing.")]
Words = Annotated[
    str, typer.Option(metavar="TEXT", help="The words it rests on, as they stand there; else it is entered by hand.")
]
On = Annotated[str, typer.Option("--on", metavar="DOCUMENT[:PAGE]", help="The document and page of the words.")]


def queue(
    reference: Ref, *, only_next: OnlyNext = False, sent_at: SentAt = "", by: By = "", as_json: AsJson = False
) -> None:
    """List what is to be looked at before the terms count, what decides most money first."""
    case = queries.case(asker(by), reference)
    at = instant_of(sent_at, case, "--sent-at") if sent_at else now()
    _print(review.queue_of(case, at), as_json=as_json, most=int(only_next))


def decide(  # noqa: PLR0913 - one option for each thing that can be made of a point
    reference: Ref,
    path: Point = "",
    *,
    accept: Accept = False,
    value: Is = "",
    reject: Reject = False,
    stay_open: Open = False,
    rest: Rest = False,
    words: Words = "",
    on: On = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Accept, correct or reject a point, or leave it open; then the next one is shown."""
    person = asker(by)
    case_id = queries.case(person, reference).id
    said = [accept, bool(value), reject, stay_open, rest]
    if said.count(True) != 1 or bool(path) == rest:
        mend = "PATH with one of --accept, --is, --reject and --open; or --rest alone"
        raise BadInput("say one thing of one point", place="decide", mend=mend)
    if rest:
        case = review.accept_quiet(person, case_id, now=now())
    else:
        kind = [Decided.ACCEPTED, Decided.CORRECTED, Decided.REJECTED, Decided.LEFT_OPEN][said.index(True)]
        meant = json_of(value, "--is") if value else None
        case = review.decide(person, case_id, [Answer(path, kind, meant, _marked(words, on))], now=now())
    _print(review.queue_of(case, now()), as_json=as_json, most=1)


def examples(reference: Ref, *, by: By = "", as_json: AsJson = True) -> None:  # noqa: ARG001 - it has no other form
    """Print what people made of a case's readings as labelled words, a JSON line for each document.

    For whoever trains a reader. Nothing is sent anywhere; the lines hold words of the agreement.
    """
    for line in draw.examples(asker(by), reference, read_agreement):
        typer.echo(json.dumps(line, ensure_ascii=False))


def _marked(words: str, on: str) -> Marked | None:
    if not words:
        return None
    document, _, page = on.rpartition(":")
    if not document or not page.isdecimal():
        return Marked(on, None, words)
    return Marked(document, int(page), words)


def _print(found: Queue, *, as_json: bool, most: int) -> None:
    if as_json:
        print_json(queue_json(found))
        return
    out = console()
    out.print(f"{len(found.decided)} of {found.total} looked at; {found.deciding} of the rest decide money.")
    if found.problem:
        out.print(f"[red]![/red] No quote can be computed yet: {escape(found.problem)}", soft_wrap=True)
    for said in found.left_out:
        out.print(f"[yellow]![/yellow] In no figure: {escape(said)}", soft_wrap=True)
    if found.assumed:
        out.print(f"Figures stand on: {escape('; '.join(found.assumed))}.", soft_wrap=True)
    for one in found.pending[: most or None]:
        _print_point(out, one)
    if found.quiet:
        apart = f"; without all of them it moves by {written(found.together)}" if found.together else ""
        out.print(f"{len(found.quiet)} change nothing each{apart}: unpromote case decide CASE --rest")
    if found.total and not found.pending:
        out.print("Every point was looked at: unpromote case confirm CASE --decided")


def _print_point(out: Console, one: Queued) -> None:
    point = one.point
    said = json.dumps(point.value, ensure_ascii=False) if not point.is_open else "?"
    out.print(f"[bold]{escape(point.path)}[/bold] = {escape(said)}  {_decides(one)}  ({point.status})", soft_wrap=True)
    if point.source:
        page = f", page {point.source.page}" if point.source.page else ""
        words = " ".join(point.source.quote.split())
        out.print(f"  [dim]“{escape(words)}” {escape(point.source.document)}{page}[/dim]", soft_wrap=True)
    if point.note:
        out.print(f"  {escape(point.note)}", soft_wrap=True)
    for outcome in one.spread.outcomes if one.spread else ():
        reading = "without it" if outcome.absent else json.dumps(outcome.reading, ensure_ascii=False)
        leaving = "" if outcome.permitted else ", leaving not permitted"
        out.print(f"    {escape(reading)}: {written(outcome.cost)}{leaving}", soft_wrap=True)


def _decides(one: Queued) -> str:
    if one.spread is None:
        return "in no figure"
    if one.spread.money:
        return f"decides {written(one.spread.money)}"
    return f"moves {one.spread.days} days" if one.spread.days else "changes nothing"
