"""`unpromote read`: what agreements say about leaving, for people as text and for programs as one JSON object a file.

A file that cannot be read does not hold up the others; it is named on standard error, and the exit code is then 2.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from unpromote.domain.errors import BadInput
from unpromote.domain.phrases import counted
from unpromote.reading.brief import in_short
from unpromote.reading.guard import read_parts
from unpromote.reading.headings import DUTIES, Group, grouped
from unpromote.reading.kinds import KINDS

BAD_INPUT = 2  # exit code
_WIDTHS = (7, 7, 4)  # of page, clause and score, so that the words of all kinds begin at one place
_TASTE = 130  # characters of the words of a fact in short
_AGAIN = 60  # characters of words that stand above in full


def read(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Agreements (PDF, DOCX, HTML, EML, TXT, images) or folders.")
    ],
    *,
    password: Annotated[
        str, typer.Option(envvar="UNPROMOTE_PASSWORD", help="What opens the PDFs that ask for one.")
    ] = "",
    duties: Annotated[bool, typer.Option("--duties", help="List what each party has to do and may do, too.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a file instead of text.")] = False,
) -> None:
    """Read agreements: the clauses about leaving with page, score and words, and the terms they propose."""
    refused = False
    for path in _files(paths):
        try:
            readings = read_parts(path, password)
        except BadInput as refusal:
            refused = True
            typer.echo(str(refusal), err=True)
            continue
        for reading in readings:
            if jsonl:
                typer.echo(json.dumps(reading, ensure_ascii=False))
            else:
                _show(Console(), reading, duties=duties)
    if refused:
        raise typer.Exit(BAD_INPUT)


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix.lower() in KINDS and file.is_file())
        else:
            yield path


def _show(console: Console, reading: dict[str, Any], *, duties: bool) -> None:
    pages = f", {counted(reading['pages'], 'page')}" if reading["pages"] else ""
    sure = [finding for finding in reading["findings"] if finding["sure"]]
    console.print(f"[bold]{escape(reading['file'])}[/bold]{pages}, {counted(len(sure), 'clause')} about leaving")
    _show_in_short(console, reading)
    seen: set[tuple[int, int]] = set()
    for group in grouped(sure, lambda finding: finding):
        _show_group(console, group, seen, is_listed=duties or group.kind != DUTIES)
    _show_terms(console, reading)
    console.print()


def _show_in_short(console: Console, reading: dict[str, Any]) -> None:
    if not reading["facts"]:
        return
    console.print("\n[bold]In short[/bold]")
    facts = Table(Column(min_width=_WIDTHS[0]), Column(), box=None, pad_edge=False, show_header=False)
    for fact in in_short(reading["facts"]):
        said = f": {fact.said}" if fact.said else ""
        words = shorten(" ".join(fact.words), _TASTE, placeholder=" …")
        place = f"page {fact.page}" if fact.page else ""
        facts.add_row(place, f"{escape(fact.heading + said)}\n[dim]{escape(words)}[/dim]")
    console.print(facts)


def _show_group(console: Console, group: Group[dict[str, Any]], seen: set[tuple[int, int]], *, is_listed: bool) -> None:
    if not is_listed:
        console.print(f"\n[bold]{escape(group.heading)}[/bold]: {len(group.findings)} (list them with --duties)")
        return
    console.print(f"\n[bold]{escape(group.heading)}[/bold]")
    columns = (*(Column(min_width=width) for width in _WIDTHS), Column())
    clauses = Table(*columns, box=None, pad_edge=False, show_header=False)
    for finding in group.findings:
        words = " ".join(finding["quote"].split())
        span = finding["start"], finding["end"]
        if span in seen:  # they stand above in full
            words = shorten(words, _AGAIN, placeholder=" …")
        seen.add(span)
        place = f"page {finding['page']}" if finding["page"] else ""
        clauses.add_row(place, escape(finding["clause"]), f"{finding['score']:.2f}", escape(words))
    console.print(clauses)


def _show_terms(console: Console, reading: dict[str, Any]) -> None:
    console.print()
    terms = Table("proposed term", "value", "status", "look at", box=None, pad_edge=False, header_style="dim")
    for proposal in reading["proposals"]:
        value = json.dumps(proposal["value"], ensure_ascii=False)
        terms.add_row(escape(proposal["path"]), escape(value), proposal["status"], escape(proposal["note"]))
    console.print(terms)
    for problem in reading["problems"]:
        console.print(f"[yellow]![/yellow] {escape(problem)}")
