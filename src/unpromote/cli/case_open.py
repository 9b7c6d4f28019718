"""`unpromote case open|list|show`: which promotions, whose, and why cancel; and how that stands."""

from __future__ import annotations

import json
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.text import slugify
from rich.markup import escape
from rich.table import Table

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.show import show_case, show_next
from unpromote.domain import letters
from unpromote.domain.case import open_ends
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput
from unpromote.domain.messages import Contact, Counterpart
from unpromote.domain.vocabulary import Reason, Reservation
from unpromote.jobs.sheets import read_creator_rows, read_sheets
from unpromote.services import booking, imports, intake, queries
from unpromote.services.people import Person


def open_(  # noqa: PLR0913 - each is an option of the command
    *,
    title: Annotated[str, typer.Option(help="What people call the promotion.")],
    reservation: Annotated[Reservation, typer.Option(help="How it was bought.")],
    time_zone: Annotated[str, typer.Option(metavar="ZONE", help="Whose days the file means, as America/New_York.")],
    reason: Annotated[Reason, typer.Option(help="Why it has to stop.")],
    wording: Annotated[str, typer.Option(metavar="TEXT", help="The same in your words.")],
    counterparty: Annotated[str, typer.Option(metavar='"NAME <MAIL>"', help="Who has to confirm the cancellation.")],
    promotions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV or XLSX, a row for each campaign.")
    ] = None,
    listed: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Instead: a promotion of `unpromote promotions list`.")
    ] = None,
    creators: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV or XLSX, a row for each thing of a deal.")
    ] = None,
    evidence: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="What supports the reason.")] = None,
    facts: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSON of what is proven, such as a breach.")
    ] = None,
    client: Annotated[str, typer.Option(metavar="ID", help="Whose promotion; yours, if you have one client.")] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Open a case."""
    person, opened_at = asker(by), now()
    whose = client or only_client(person)
    sheets, notes = _sheets(person, whose, promotions, listed or [], creators)
    for note in notes:
        typer.echo(f"unpromote: {note}", err=True)
    booked = booking.Booking(slugify(title) or "promotion", reservation, time_zone)
    promotion = booking.promotion_of(sheets, booked, now=opened_at)
    handed_in = intake.Intake(
        client=whose,
        title=title,
        reason=reason.value,
        wording=wording,
        promotion={**promotion, "facts": _facts_in(facts) if facts else {}},
        targets=booking.targets_of(sheets.promotions),
        contacts=(counterparty_of(counterparty), *booking.contacts_of(sheets.creators)),
        evidence=evidence or (),
        deals=booking.deals_of(sheets.creators),
    )
    case = intake.open_case(person, handed_in, now=opened_at)
    if as_json:
        print_json(encode(case))
    else:
        typer.echo(f"Opened {case.reference}.")
        show_next(console(), case)


def _sheets(
    person: Person, client: str, promotions: Path | None, listed: list[str], creators: Path | None
) -> tuple[booking.Sheets, tuple[str, ...]]:
    if bool(promotions) == bool(listed):
        mend = "give a file, or the ids of promotions that were imported"
        raise BadInput("what is to be cancelled has to be said once", place="--promotions or --listed", mend=mend)
    if promotions:
        return read_sheets(promotions, creators)
    booked = imports.booked(person, client, listed)
    if creators is None:
        return booking.Sheets(booked), ()
    made, notes = read_creator_rows(creators, currency=booked[0].budget.currency.code)
    return booking.Sheets(booked, made), notes


def only_client(person: Person) -> str:
    """Return the one client that the person works for; raise BadInput where there are several."""
    if len(person.rights) > 1:
        known = ", ".join(sorted(person.rights))
        raise BadInput("you work for several clients", place="--client", mend=f"name one: {known}")
    return next(iter(person.rights))


def counterparty_of(text: str) -> Contact:
    """Return who has to confirm the cancellation, given as NAME <MAIL>."""
    name, address = parseaddr(text)
    letters.address(address, place="--counterparty")
    return Contact(id="support", counterpart=Counterpart.SUPPORT, name=name or address, address=address)


def _facts_in(file: Path) -> dict[str, Any]:
    mend = 'write an object such as {"breach": {"by": "media", ...}}'
    try:
        facts = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise BadInput(f"cannot be read: {problem}", place=str(file), mend=mend) from None
    if not isinstance(facts, dict):
        raise BadInput("holds no object of facts", place=str(file), mend=mend)
    return facts


def list_(*, by: By = "", as_json: AsJson = False) -> None:
    """List your clients' cases, the newest first, closed ones last."""
    lines = queries.open_cases(asker(by))
    if as_json:
        print_json(encode(lines))
        return
    table = Table("case", "title", "client", "state", "opened", "alarms", box=None, pad_edge=False, header_style="dim")
    for line in lines:
        words = (line.reference, line.title, line.client, line.state, f"{line.opened_at:%Y-%m-%d}", str(line.alarms))
        table.add_row(*map(escape, words))
    console().print(table if lines else "No case is open. Open one: unpromote case open --help")


def show(reference: Ref, *, by: By = "", as_json: AsJson = False) -> None:
    """Show where a case stands, with everything that belongs to it."""
    case = queries.case(asker(by), reference)
    if as_json:
        print_json({**encode(case), "open_ends": list(open_ends(case))})
    else:
        show_case(console(), case)
