"""`unpromote case open`: which promotions, whose, and why cancel."""

from __future__ import annotations

import json
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.text import slugify

from unpromote.cli.case_about import Rows, day_of, on_items, on_rows, said_once
from unpromote.cli.desk import AsJson, By, asker, console, now, print_json
from unpromote.cli.show import show_next
from unpromote.domain import letters
from unpromote.domain.budgets import Mode
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput
from unpromote.domain.messages import Contact, Counterpart
from unpromote.domain.vocabulary import Reason, Reservation
from unpromote.services import booking, intake, inventory
from unpromote.services.people import Person

Title = Annotated[str, typer.Option(help="What people call the promotion.")]
Bought = Annotated[Reservation, typer.Option(help="How it was bought.")]
Zone = Annotated[str, typer.Option(metavar="ZONE", help="Whose days the file means, as America/New_York.")]
Why = Annotated[Reason, typer.Option(help="Why it has to stop.")]
Wording = Annotated[str, typer.Option(metavar="TEXT", help="The same in your words.")]
Whom = Annotated[str, typer.Option(metavar='"NAME <MAIL>"', help="Who has to confirm the cancellation.")]
File = Annotated[Path | None, typer.Option(metavar="FILE", help="CSV or XLSX, a row for each campaign.")]
Listed = Annotated[
    list[str] | None, typer.Option(metavar="ID", help="Instead: a promotion of `unpromote promotions list`.")
]
FromInventory = Annotated[str, typer.Option(metavar="INVENTORY", help="Instead: things of `unpromote inventory`.")]
Items = Annotated[
    list[str] | None, typer.Option(metavar="ID", help="What of the inventory: its id, or ACCOUNT/KIND/ID.")
]
StartsOn = Annotated[str, typer.Option(metavar="DAY", help="The first day that was booked.")]
EndsOn = Annotated[str, typer.Option(metavar="DAY", help="The first day after, where no list and no file says it.")]
Budgets = Annotated[Mode | None, typer.Option(help="What a listed promotion's budget is for, where no file says it.")]
CurrencyCode = Annotated[str, typer.Option(metavar="CODE", help="A shop's currency.")]
Deals = Annotated[Path | None, typer.Option(metavar="FILE", help="CSV or XLSX, a row for each thing of a deal.")]
Proofs = Annotated[list[Path] | None, typer.Option(metavar="FILE", help="What supports the reason.")]
Facts = Annotated[Path | None, typer.Option(metavar="FILE", help="JSON of what is proven, such as a breach.")]
Whose = Annotated[str, typer.Option(metavar="ID", help="Whose promotion; yours, if you have one client.")]


def open_(  # noqa: PLR0913 - each is an option of the command
    *,
    title: Title,
    reservation: Bought,
    time_zone: Zone,
    reason: Why,
    wording: Wording,
    counterparty: Whom,
    promotions: File = None,
    listed: Listed = None,
    from_inventory: FromInventory = "",
    item: Items = None,
    starts_on: StartsOn = "",
    ends_on: EndsOn = "",
    budgets: Budgets = None,
    currency: CurrencyCode = "",
    creators: Deals = None,
    evidence: Proofs = None,
    facts: Facts = None,
    client: Whose = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Open a case."""
    person, opened_at = asker(by), now()
    said_once(promotions, listed, from_inventory)
    start, end = day_of(starts_on, "--starts-on"), day_of(ends_on, "--ends-on")
    if from_inventory:
        told = inventory.Opening(title, reservation, start, end, currency, time_zone)
        about = on_items(person, (from_inventory, item or []), told, creators, now=opened_at)
    else:
        rows = Rows(client or only_client(person), promotions, listed or [], budgets, end)
        booked = booking.Booking(slugify(title) or "promotion", reservation, time_zone)
        about = on_rows(person, rows, creators, booked, now=opened_at)
    for note in about.notes:
        typer.echo(f"unpromote: {note}", err=True)
    handed_in = intake.Intake(
        client=about.client,
        title=title,
        reason=reason.value,
        wording=wording,
        promotion={**about.promotion, "facts": _facts_in(facts) if facts else {}},
        targets=about.targets,
        contacts=(counterparty_of(counterparty), *booking.contacts_of(about.creators)),
        evidence=evidence or (),
        deals=booking.deals_of(about.creators),
    )
    case = intake.open_case(person, handed_in, now=opened_at)
    if as_json:
        print_json(encode(case))
    else:
        typer.echo(f"Opened {case.reference}.")
        show_next(console(), case)


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
