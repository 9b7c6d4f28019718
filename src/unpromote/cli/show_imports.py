"""An import as text: what was asked, what became of each row, and how many of each."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from unpromote.domain.codec import encode
from unpromote.domain.imports import Listed, Outcome, ReportLine
from unpromote.services.imports import Import

_TOLD = {
    "reading": "is being read",
    "asking": "leaves something open; nothing was taken in",
    "ready": "was tried; nothing was taken in",
    "done": "was taken in",
    "unusable": "cannot be used",
}


def show_import(to: Console, one: Import, lines: Sequence[ReportLine]) -> None:
    """Print an import."""
    to.print(escape(f"{one.name} {_TOLD[one.state]}. {one.problem}".rstrip()), soft_wrap=True)
    for note in one.survey.notes if one.survey else ():
        to.print(escape(f"Note: {note}."), soft_wrap=True)
    if one.remembered and one.answers:
        told = ", ".join(f"{key}={answer}" for key, answer in one.answers.items())
        to.print(escape(f"Read as answered on {one.remembered}: {told}"), soft_wrap=True)
    if one.state == "asking":
        _show_questions(to, one)
    for line in lines:
        if line.outcome is not Outcome.UNCHANGED:
            _show_line(to, line)
    if one.counts.of:
        to.print(", ".join(f"{count} {outcome}" for outcome, count in one.counts.of.items()))
    to.print(escape(f"The whole report: unpromote promotions show {one.id}"), soft_wrap=True)


def _show_questions(to: Console, one: Import) -> None:
    for question in one.survey.questions if one.survey else ():
        to.print(escape(f"? {question.words}"), soft_wrap=True)
        for choice in question.choices:
            to.print(
                escape(f"    --answer {shlex.quote(f'{question.key}={choice.value}')}   {choice.words}"), soft_wrap=True
            )
        if not question.choices:
            to.print(escape(f"    --answer {question.key}={question.example}"), soft_wrap=True)
    to.print(escape(f"Answer: unpromote promotions answer {one.id} --answer KEY=ANSWER"), soft_wrap=True)


def _show_line(to: Console, line: ReportLine) -> None:
    where = f"row {line.row}" if line.row else "in no row"
    sheet = f"{line.sheet}, " if line.sheet else ""
    to.print(escape(f"{sheet}{where}: {line.outcome.value} {line.campaign_id} {line.name}".rstrip()), soft_wrap=True)
    for finding in line.findings:
        column = f"column {finding.column}: " if finding.column else ""
        to.print(escape(f"    {column}{finding.problem} ({finding.mend})"), soft_wrap=True)
    for change in line.changes:
        to.print(escape(f"    {change.field}: {change.before or 'none'} -> {change.after or 'none'}"), soft_wrap=True)


def show_listed(to: Console, found: Sequence[Listed]) -> None:
    """Print promotions."""
    columns = ("id", "account", "kind", "name", "budget", "spent", "runs")
    table = Table(*columns, box=None, pad_edge=False, header_style="dim")
    for one in found:
        runs = f"{one.starts_on or '?'} to {one.ends_on or '?'}"
        words = (one.campaign_id, one.advertiser_id, one.kind, one.name, _amount(one.budget), _amount(one.spent), runs)
        table.add_row(*map(escape, words))
    to.print(table if found else "No file has named any promotion: unpromote promotions import --help")


def _amount(amount: object) -> str:
    return "" if amount is None else str(encode(amount))
