"""`unpromote case claim`: what the other side asks for beside what is owed, and the letter that objects to the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from moneyed import Money
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.show import show_letter
from unpromote.cli.show_quote import written
from unpromote.domain.claims import Claim, Comparison
from unpromote.domain.codec import amount_text, decode, encode
from unpromote.domain.errors import BadInput
from unpromote.jobs.claim_files import read_json, read_rows
from unpromote.services import claims, queries
from unpromote.services.people import Person

MATCH_MEND = 'write --match "WORDING=CODE", with "none" for what the agreement does not know'


def claim(  # noqa: PLR0913 - each is an option of the command
    reference: Ref,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Their claim: CSV, XLSX or JSON.")],
    *,
    match: Annotated[
        list[str] | None, typer.Option(metavar="WORDING=CODE", help="What a line of theirs is; none: not agreed.")
    ] = None,
    received: Annotated[str, typer.Option(metavar="DAY", help="When it arrived, where the file does not say.")] = "",
    claimant: Annotated[
        str, typer.Option("--from", metavar="WHO", help="Whose claim: support, or a creator's id.")
    ] = "",
    objection: Annotated[bool, typer.Option("--objection", help="Draft the letter too; nothing is sent.")] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the claim with the case, in place of an earlier one.")
    ] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Compare a claim with the quote line by line, and draft the objection to what is not owed.

    Nothing is recorded unless it is kept.
    """
    person, moment = asker(by), now()
    case_id = queries.case(person, reference).id
    asked = _claim_in(person, case_id, file, received)
    said = dict(asked.matches) | dict(_match(text) for text in match or ())
    asked = replace(asked, matches=said, claimant=claimant or asked.claimant)
    kept = claims.keep_claim(person, case_id, asked, moment) if keep else None
    found = kept.comparison if kept else claims.compare_claim(person, case_id, asked, moment)
    if not as_json:
        _show(console(), found)
    letter = claims.draft_objection(person, case_id, asked, moment) if objection else None
    if as_json:
        more = {"letter": encode(letter)} if letter else {}
        print_json(encode(found) | more | ({"id": kept.id} if kept else {}))
    elif letter:
        show_letter(letter)


def _claim_in(person: Person, case_id: str, file: Path, received: str) -> Claim:
    """Return the claim in the file; the day it arrived may be given beside it."""
    given = {"received_on": decode(date, received, place="--received").isoformat()} if received else {}
    is_json = file.suffix.lower() == ".json"
    data = given | read_json(file) if is_json else None
    rows = [] if is_json else [(number, given | row) for number, row in read_rows(file)]
    try:
        found = claims.claim_from(person, case_id, data, rows)
    except BadInput as refusal:
        raise refusal.within(str(file)) from None
    if given and found.received_on.isoformat() != given["received_on"]:
        raise BadInput(
            f"the file says {found.received_on}", place="--received", mend="say one day, or correct the file"
        )
    return found


def _match(text: str) -> tuple[str, str]:
    """Return the wording and the code; a wording may hold an equals sign, a code does not."""
    wording, sign, code = text.rpartition("=")
    if not (sign and wording.strip() and code.strip()):
        raise BadInput(f"{text!r} matches nothing to nothing", place="--match", mend=MATCH_MEND)
    return wording.strip(), code.strip()


def _show(out: Console, found: Comparison) -> None:
    sides = (f"{side} ({found.owed.currency})" for side in ("claimed", "owed", "difference"))
    table = Table("claimed as", "line", *sides, "", "how", "clause", box=None, pad_edge=False, header_style="dim")
    for line in found.lines:
        amounts = (_bare(line.claimed), _bare(line.owed), _bare(line.difference))
        verdict = line.verdict.value.replace("_", " ")
        table.add_row(*map(escape, (line.wording, line.code, *amounts, verdict, line.formula, line.clause or "")))
    table.add_row("in all", "", _bare(found.claimed), _bare(found.owed), _bare(found.difference))
    out.print(table)
    not_owed = f"Not owed of it{' so far' if found.unmatched else ''}: {written(found.objected)}."
    last = f"until the end of {found.object_by}" if found.object_by else "the agreement does not say until when"
    out.print(f"\n{not_owed} Received {found.received_on}; to object: {last}.")
    for note in found.warnings:
        out.print(f"[yellow]![/yellow] {escape(note)}", soft_wrap=True)


def _bare(amount: Money | None) -> str:
    return "" if amount is None else amount_text(amount)
