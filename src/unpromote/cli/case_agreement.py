"""`unpromote case agreement|read|terms|confirm`: what was agreed, read by software, confirmed by a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from unpromote.cli.desk import AsJson, By, Ref, asker, console, json_of, now, print_json
from unpromote.cli.show import show_next
from unpromote.cli.show_quote import show_quote
from unpromote.cli.working_off import work_off
from unpromote.domain.aggregate import Case
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput
from unpromote.services import agreement, queries, readings, review
from unpromote.services.people import Person
from unpromote.services.proposed_terms import proposed_agreement

Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE...", help="PDF, DOCX, HTML, EML or TXT; what prevails comes first."),
]
Password = Annotated[
    str, typer.Option(envvar="UNPROMOTE_PASSWORD", help="What opens the PDFs that ask for one; it is not kept.")
]
STDIN = Path("-")


def hand_in(reference: Ref, files: Files, *, password: Password = "", by: By = "", as_json: AsJson = False) -> None:
    """Hand in documents of the agreement; whoever works reads them."""
    person = asker(by)
    _print(_received(person, reference, files, password), as_json=as_json)


def read(reference: Ref, files: Files, *, password: Password = "", by: By = "", as_json: AsJson = False) -> None:
    """Hand in documents of the agreement and read them now."""
    person = asker(by)
    received = _received(person, reference, files, password)
    case = work_off(person, received, "ReadAgreement")
    _print(case, as_json=as_json)
    kept = {document.id for document in case.documents}
    lost = [document.name for document in received.documents if document.id not in kept]
    if lost:
        why = [alarm for alarm in case.alarms if any(name in alarm for name in lost)]
        raise BadInput("; ".join(why or lost), place="agreement", mend="hand in another copy, then answer the alarm")


def _received(person: Person, reference: str, files: list[Path], password: str) -> Case:
    """Hand in every file, or none where one of them is not there."""
    for file in files:
        if not file.is_file():
            raise BadInput("there is no such file", place=str(file), mend="check the path")
    case = queries.case(person, reference)
    for file in files:
        case = agreement.receive_agreement(person, case.id, file, password=password, now=now())
    return case


def _print(case: Case, *, as_json: bool) -> None:
    if as_json:
        print_json({"documents": encode(case.documents), "readings": encode(case.readings), "alarms": case.alarms})
        return
    out = console()
    for document in case.documents:
        reading = next((r for r in case.readings if r.document_id == document.id), None)
        found = f"{reading.pages} pages, {len(reading.findings)} clauses" if reading else "waits to be read"
        out.print(f"[bold]{escape(document.name)}[/bold]  {document.sha256[:12]}  {found}")
        _print_proposals(out, reading.proposals if reading else ())
        for problem in reading.problems if reading else ():
            out.print(f"  [yellow]![/yellow] {escape(problem)}", soft_wrap=True)
    for alarm in case.alarms:
        out.print(f"[red]![/red] {escape(alarm)}")
    show_next(out, case)


def _print_proposals(out: Console, proposals: Sequence[Mapping[str, Any]]) -> None:
    """Print the proposed terms, each passage once above what it says."""
    before = None
    for proposal in proposals:
        source = proposal.get("source")
        words = " ".join(source["quote"].split()) if source else ""
        if words and words != before:
            page = f"p. {source['page']}: " if source and source["page"] else ""
            out.print(f"  [dim]{escape(page)}“{escape(words)}”[/dim]", soft_wrap=True)
        before = words
        value = json.dumps(proposal["value"], ensure_ascii=False)
        out.print(f"    {escape(proposal['path'])} = {escape(value)}  ({proposal['status']})", soft_wrap=True)


def terms(reference: Ref, *, confirmed: Annotated[bool, typer.Option("--confirmed")] = False, by: By = "") -> None:
    """Print the proposed terms as JSON, to be completed and corrected in a file; or what was confirmed.

    Terms that leave fields open are printed as {terms, unclear}, each field with its readings and what to ask; what was
    confirmed in layers as {layers, unclear}, beside it which layer `won` each clause.
    """
    case = queries.case(asker(by), reference)
    print_json(agreement.confirmed_agreement(case) if confirmed else proposed_agreement(case))


def confirm(
    reference: Ref,
    *,
    file: Annotated[
        Path | None, typer.Option("--terms", metavar="FILE", help="The terms as they count; - is stdin.")
    ] = None,
    decided: Annotated[bool, typer.Option("--decided", help="As every point of `case queue` was decided.")] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Confirm the agreement as it was decided, or from a file: terms, or layers, and what is unclear.

    A quote taken before is void.
    """
    person = asker(by)
    if decided and file is not None:
        raise BadInput("both name the terms", place="--decided and --terms", mend="give one of them")
    case = _confirmed(person, queries.case(person, reference).id, file or STDIN, decided=decided)
    if as_json:
        print_json(case.terms)
    else:
        _print_confirmed(console(), case)
        show_next(console(), case)


def _confirmed(person: Person, case_id: str, file: Path, *, decided: bool) -> Case:
    if decided:
        return review.confirm_decided(person, case_id, now=now())
    data = _terms_in(file)
    return agreement.confirm_terms(person, case_id, data, proposals=data.get("proposals", ()), now=now())


def reading(
    reference: Ref,
    path: Annotated[str, typer.Argument(metavar="PATH", help="The unclear field, as `case terms --confirmed` has it.")],
    *,
    value: Annotated[str, typer.Option("--is", metavar="JSON", help="Its value; null where nothing is agreed.")],
    because: Annotated[str, typer.Option(metavar="TEXT", help="Who confirmed it, or where it stands.")],
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Settle how an unclear term is read; the quote is then taken anew."""
    person = asker(by)
    case_id = queries.case(person, reference).id
    case = readings.settle_reading(person, case_id, path, json_of(value, "--is"), because=because, now=now())
    if as_json:
        print_json(agreement.confirmed_agreement(case))
        return
    _print_confirmed(console(), case)
    if case.requote is not None:
        show_quote(console(), case.requote)
    show_next(console(), case)


def _print_confirmed(out: Console, case: Case) -> None:
    """Print what counts: how many rights, which layer each clause comes from, what is still open."""
    out.print(f"Confirmed {len((case.terms or {}).get('rights', ()))} rights.")
    for one in agreement.standing(case):
        over = f", not {', '.join(one.over)}" if one.over else ""
        out.print(f"  {escape(one.name)}: {escape(one.layer)}{escape(over)}", soft_wrap=True)
    for asked in case.unclear:
        clause = f" ({asked.clause})" if asked.clause else ""
        out.print(f"[yellow]?[/yellow] {escape(asked.path)}: {escape(asked.question)}{escape(clause)}", soft_wrap=True)


def _terms_in(file: Path) -> Any:
    """Return the terms, or an object that holds them under "terms", with "proposals" that say where they stand."""
    mend = "start from what `unpromote case terms` prints"
    try:
        data = json.loads(sys.stdin.read() if file == STDIN else file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise BadInput(f"cannot be read: {problem.strerror}", place=str(file), mend="check the path") from None
    except ValueError as problem:
        raise BadInput(f"is no JSON: {problem}", place=str(file), mend=mend) from None
    if not isinstance(data, dict):
        raise BadInput("holds no object with terms", place=str(file), mend=mend)
    return data
