"""`unpromote case evidence|fact`: what is stated as a fact, which files show it, and that a person looked at them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.domain.aggregate import Case
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput
from unpromote.domain.evidence import EvidenceKind
from unpromote.services import evidence as shown
from unpromote.services import queries

_INSTANT = "INSTANT"


def evidence(
    reference: Ref,
    *,
    file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What to add; left out: list what there is.")
    ] = None,
    proves: Annotated[list[str] | None, typer.Option(metavar="FACT", help="A fact that it proves; repeatable.")] = None,
    description: Annotated[str, typer.Option(metavar="TEXT", help="What the file shows.")] = "",
    kind: Annotated[EvidenceKind, typer.Option(help="What it is.")] = EvidenceKind.OTHER,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Add a file as evidence for a fact, or list the evidence."""
    person = asker(by)
    case = queries.case(person, reference)
    if file is not None:
        new = shown.NewEvidence(file, proves or (), description, kind)
        case = shown.add_evidence(person, case.id, new, now=now())
    elif proves or description:
        raise BadInput("no file is named", place="--file", mend="name the file that shows it")
    if as_json:
        print_json(encode(case.evidence))
    else:
        _show_evidence(console(), case)


def fact(  # noqa: PLR0913 - each is an option of the command
    reference: Ref,
    name: Annotated[str, typer.Argument(metavar="[FACT]", help="Such as breach; left out: list the facts.")] = "",
    *,
    caused_by: Annotated[str, typer.Option(metavar="ROLE", help="Whose doing: media, platform, creator.")] = "",
    notice_received: Annotated[str, typer.Option(metavar=_INSTANT, help="When they had your notice of it.")] = "",
    began: Annotated[str, typer.Option(metavar=_INSTANT, help="When it began.")] = "",
    ended: Annotated[str, typer.Option(metavar=_INSTANT, help="When it ended.")] = "",
    cause: Annotated[str, typer.Option(help="What caused it, as the terms name it.")] = "",
    hours: Annotated[str, typer.Option(metavar="N", help="How long it lasted.")] = "",
    count: Annotated[str, typer.Option(metavar="N", help="How often it happened.")] = "",
    fields: Annotated[str, typer.Option(metavar="JSON", help='Any field, such as {"curable": false}.')] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take it back.")] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help="You looked at its evidence, and it holds.")] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """State a fact, keeping what is stated already; a quote taken before is void. Or list, withdraw or confirm."""
    person = asker(by)
    case = queries.case(person, reference)
    given: dict[str, Any] = {
        "by": caused_by,
        "notice_received_at": notice_received,
        "began_at": began,
        "ended_at": ended,
        "cause": cause,
        "hours": hours,
        "count": count,
    }
    stated = {key: item for key, item in given.items() if item} | _fields(fields)
    if (bool(stated) + withdraw + confirm) > 1 or (not name and (stated or withdraw or confirm)):
        mend = "name one fact, and either state it, --withdraw it or --confirm it"
        raise BadInput("these do not go together", place="fact", mend=mend)
    if withdraw:
        case = shown.withdraw_fact(person, case.id, name, now=now())
    elif confirm:
        case = shown.confirm_fact(person, case.id, name, now=now())
    elif name:
        case = shown.state_fact(person, case.id, name, stated, now=now(), amend=True)
    if as_json:
        print_json({"stated": case.promotion.get("facts") or {}, "shown": encode(shown.facts_of(case))})
    else:
        _show_facts(console(), case)


def _fields(text: str) -> dict[str, Any]:
    if not text:
        return {}
    mend = 'write an object, such as {"curable": false}'
    try:
        found = json.loads(text, parse_float=str)
    except ValueError as problem:
        raise BadInput(f"this is no JSON: {problem}", place="--fields", mend=mend) from None
    if not isinstance(found, dict):
        raise BadInput("fields are an object in braces", place="--fields", mend=mend)
    return found


def _show_evidence(out: Console, case: Case) -> None:
    table = Table("", "kind", "proves", "file", "description", "by", box=None, pad_edge=False, header_style="dim")
    for item in case.evidence:
        cells = (item.id, _spaced(item.kind.value), ", ".join(item.proves), item.file, item.description, item.by)
        table.add_row(*map(escape, cells))
    add = f"No evidence yet. Add some: unpromote case evidence {case.reference} --file FILE --proves FACT"
    out.print(table if case.evidence else add, soft_wrap=not case.evidence)


def _show_facts(out: Console, case: Case) -> None:
    facts = shown.facts_of(case)
    if not facts:
        out.print(f"No fact is stated. Known: {', '.join(shown.fact_names(case))}", soft_wrap=True)
    for one in facts:
        rests = f"; opens {', '.join(one.rights)}" if one.rights else ""
        items = f" by {', '.join(one.evidence)}" if one.evidence else ""
        out.print(f"[bold]{escape(one.fact)}[/bold]: {one.status.value}{items}{escape(rests)}", soft_wrap=True)
        for words in one.lacks:
            out.print(f"  not stated: {escape(words)}", soft_wrap=True)
        for words in one.proof:
            out.print(f"  would prove it: {escape(words)}", soft_wrap=True)


def _spaced(written: str) -> str:
    return written.replace("_", " ")
