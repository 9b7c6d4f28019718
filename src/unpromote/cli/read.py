"""`unpromote read`: what agreements say about leaving, for people as text and for programs as one JSON object a file.

A file that cannot be read does not hold up the others; it is named on standard error, and the exit code is then 2.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from unpromote.domain.errors import BadInput
from unpromote.reading.guard import read_parts
from unpromote.reading.kinds import KINDS

BAD_INPUT = 2  # exit code


def read(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Agreements (PDF, DOCX, HTML, EML, TXT, images) or folders.")
    ],
    *,
    password: Annotated[
        str, typer.Option(envvar="UNPROMOTE_PASSWORD", help="What opens the PDFs that ask for one.")
    ] = "",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a file instead of text.")] = False,
) -> None:
    """Read agreements: the clauses about leaving with page and words, and the terms they propose."""
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
                _show(Console(), reading)
    if refused:
        raise typer.Exit(BAD_INPUT)


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix.lower() in KINDS and file.is_file())
        else:
            yield path


def _show(console: Console, reading: dict[str, Any]) -> None:
    pages = f", {reading['pages']} pages" if reading["pages"] else ""
    sure = [finding for finding in reading["findings"] if finding["sure"]]
    console.print(f"[bold]{escape(reading['file'])}[/bold]{pages}, {len(sure)} findings")
    clauses = Table("page", "clause", "about", "words", box=None, pad_edge=False, header_style="dim")
    for words, findings in _by_words(sure):
        about = ", ".join(map(_about, findings))
        clauses.add_row(str(findings[0]["page"] or "-"), findings[0]["clause"] or "-", escape(about), escape(words))
    console.print(clauses)
    terms = Table("proposed term", "value", "status", "look at", box=None, pad_edge=False, header_style="dim")
    for proposal in reading["proposals"]:
        value = json.dumps(proposal["value"], ensure_ascii=False)
        terms.add_row(escape(proposal["path"]), escape(value), proposal["status"], escape(proposal["note"]))
    console.print(terms)
    for problem in reading["problems"]:
        console.print(f"[yellow]![/yellow] {escape(problem)}")
    console.print()


def _about(finding: dict[str, Any]) -> str:
    return f"{finding['category']} ({finding['who']})" if "who" in finding else finding["category"]


def _by_words(findings: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    groups: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for finding in findings:
        groups.setdefault((finding["start"], finding["end"]), []).append(finding)
    for group in groups.values():
        yield " ".join(group[0]["quote"].split()), group
