"""`unpromote promotions`: promotions from a file, where no account is connected: template, import, list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from moneyed import Money

from unpromote.cli.desk import AsJson, By, asker, console, now, print_json
from unpromote.cli.outside import executor
from unpromote.cli.show_imports import show_import, show_listed
from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import BadInput
from unpromote.domain.imports import Outcome
from unpromote.domain.orders import OrderStage
from unpromote.services import imports
from unpromote.services.entering import OrderEntry, enter_order
from unpromote.services.people import Person

app = typer.Typer(no_args_is_help=True, help="Promotions from a file, where no account is connected.")

Client = Annotated[str, typer.Argument(metavar="CLIENT", help="Whose promotions.")]
Answers = Annotated[
    list[str] | None, typer.Option("--answer", metavar="KEY=ANSWER", help="Answer a question; may be repeated.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Report on every row, keep nothing.")]
FIRST = 1000  # lines of the report that are printed


def template(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Where to put it: a name that ends in .csv or .xlsx.")],
) -> None:
    """Write the empty table to fill in."""
    _, content = imports.template(path.suffix.lower().removeprefix("."))
    try:
        path.write_bytes(content)
    except OSError as problem:
        raise BadInput(f"cannot be written: {problem.strerror}", place=str(path)) from None
    typer.echo(str(path))


def import_(
    client: Client,
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV or XLSX: an export of Ads Manager, or the template.")
    ],
    *,
    answer: Answers = None,
    dry_run: DryRun = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Take in a file of promotions; what it leaves open is asked, and nothing is taken in before it is answered."""
    person, said = asker(by), _said(answer or [])
    one = imports.receive_import(person, client, path, answers=said, apply=not dry_run, now=now())
    _tell(person, one.id, as_json=as_json)


def order(  # noqa: PLR0913 - each is an option of the command
    client: Client,
    order_id: Annotated[str, typer.Argument(metavar="ORDER", help="The order's id in TikTok One.")],
    *,
    account: Annotated[str, typer.Option(metavar="ID", help="The ad account that it belongs to.")],
    name: Annotated[str, typer.Option(help="What people call it.")],
    price: Annotated[str, typer.Option(metavar='"1200.00 EUR"', help="What was agreed.")],
    stage: Annotated[OrderStage, typer.Option(help="How far it has come.")],
    start: Annotated[str, typer.Option(metavar="DAY", help="The first day, as 2026-09-01.")],
    end: Annotated[str, typer.Option(metavar="DAY", help="The first day after it.")] = "",
    creator: Annotated[str, typer.Option(help="Whose work it is.")] = "",
    submitted_on: Annotated[str, typer.Option(metavar="DAY", help="When its content was handed in.")] = "",
    paid: Annotated[str, typer.Option(metavar='"1200.00 EUR"', help="What of the price was paid.")] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Enter one TikTok One order, which no list shows; one that is known by its id is updated."""
    person = asker(by)
    entry = OrderEntry(
        order_id,
        account,
        name,
        creator,
        decode(Money, price, place="--price"),
        stage.value,
        decode(date, start, place="--start"),
        decode(date, end, place="--end") if end else None,
        decode(date, submitted_on, place="--submitted-on") if submitted_on else None,
        decode(Money, paid, place="--paid") if paid else None,
    )
    _tell(person, enter_order(person, client, entry, now=now()).id, as_json=as_json)


def answer(
    import_id: Annotated[str, typer.Argument(metavar="IMPORT", help="The import's id.")],
    *,
    answer: Answers = None,
    dry_run: DryRun = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Answer what an import asked, and take the file in."""
    person, said = asker(by), _said(answer or [])
    imports.answer_import(person, import_id, said, apply=not dry_run, now=now())
    _tell(person, import_id, as_json=as_json)


def show(
    import_id: Annotated[str, typer.Argument(metavar="IMPORT", help="The import's id.")],
    *,
    outcome: Annotated[Outcome | None, typer.Option(help="Only rows with this outcome.")] = None,
    skip: Annotated[int, typer.Option(min=0, help="How many rows to leave out at first.")] = 0,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Show an import with what became of its rows."""
    _print(asker(by), import_id, as_json=as_json, outcome=outcome, skip=skip)


def list_(
    client: Client,
    *,
    after: Annotated[str, typer.Option(metavar="ID", help="Go on after this promotion.")] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """List the promotions that a client's files named."""
    found = imports.listed(asker(by), client, after=after, limit=FIRST)
    if as_json:
        print_json(encode(found))
    else:
        show_listed(console(), found)


def _said(answers: list[str]) -> dict[str, str]:
    told = [one.partition("=") for one in answers]
    for key, equals, _ in told:
        if not equals:
            raise BadInput(f"{key!r} answers nothing", place="--answer", mend="write KEY=ANSWER, as in dates=day_first")
    return {key: value for key, _, value in told}


def _tell(person: Person, import_id: str, *, as_json: bool) -> None:
    with executor() as embedded:
        embedded.work_off()
    _print(person, import_id, as_json=as_json)
    one = imports.import_of(person, import_id)
    if one.state == "unusable":
        raise typer.Exit(2)
    if one.state in ("asking", "reading") or one.counts.of.get(Outcome.REFUSED.value):
        raise typer.Exit(1)


def _print(person: Person, import_id: str, *, as_json: bool, outcome: Outcome | None = None, skip: int = 0) -> None:
    one = imports.import_of(person, import_id)
    lines = imports.report(person, import_id, outcome=outcome, skip=skip, limit=FIRST)
    if as_json:
        print_json(imports.import_json(one) | {"rows": encode(lines)})
    else:
        show_import(console(), one, lines)


VERBS: dict[str, Callable[..., None]] = {
    "template": template,
    "import": import_,
    "order": order,
    "answer": answer,
    "show": show,
    "list": list_,
}
for name_, verb in VERBS.items():
    app.command(name_)(verb)
