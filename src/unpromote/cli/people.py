"""`unpromote people`: clients, who works for them, who may approve, how they sign in, and tokens for scripts."""

from __future__ import annotations

from typing import Annotated

import typer
from django.urls import reverse
from moneyed import Money
from rich.markup import escape

from unpromote.cli.desk import AsJson, console, now, print_json
from unpromote.cli.prepare import prepare
from unpromote.domain.codec import decode
from unpromote.services import access, people
from unpromote.services.people import Person

app = typer.Typer(no_args_is_help=True, help="Clients and people: who works for whom, and who may approve.")
Name = Annotated[str, typer.Argument(metavar="NAME", help="The person's name for signing in.")]
Client = Annotated[str, typer.Option("--client", metavar="ID", help="The client's id.")]
Address = Annotated[str, typer.Option(metavar="URL", help="Where `unpromote serve` is reached.")]


@app.command("client")
def add_client(
    client_id: Annotated[str, typer.Argument(metavar="ID", help="A short id, such as northwind.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name that people read.")],
    *,
    second_above: Annotated[
        str, typer.Option(metavar="AMOUNT", help='Above this price two people sign, such as "5000.00 EUR".')
    ] = "",
) -> None:
    """Add a client, or change its name and limit."""
    limit = decode(Money, second_above, place="--second-above") if second_above else None
    prepare()
    people.add_client(client_id, name, limit)
    rule = f"above {second_above} two people sign" if limit else "one person signs"
    typer.echo(f"{name} ({client_id}): {rule}.")


@app.command("add")
def add_person(
    name: Name,
    *,
    client: Client,
    may_approve: Annotated[bool, typer.Option("--may-approve", help="Give the right to approve.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give a person rights for a client; the person is added where there was none."""
    prepare()
    _print(people.add_person(name, client, may_approve=may_approve), as_json=as_json)


@app.command("show")
def show_person(name: Name, *, as_json: AsJson = False) -> None:
    """Show for whom a person works, and where they may approve."""
    prepare()
    _print(people.person(name), as_json=as_json)


@app.command("link")
def link(name: Name, *, address: Address = "http://127.0.0.1:8000") -> None:
    """Print a link with which the person sets a password, once, within three days."""
    prepare()
    path = reverse("first-admin", args=[access.password_link(name)])
    typer.echo(f"{address.rstrip('/')}{path}")


@app.command("token")
def token(
    name: Name,
    *,
    days: Annotated[int, typer.Option(help="How long it holds; a changed password ends it earlier.")] = 30,
) -> None:
    """Print a token with which a script speaks for the person: Authorization: Bearer TOKEN."""
    prepare()
    typer.echo(access.script_token(name, days=days, now=now()))


def _print(person: Person, *, as_json: bool) -> None:
    if as_json:
        print_json({"name": person.name, "rights": dict(person.rights)})
        return
    out = console()
    if not person.rights:
        out.print(f"{escape(person.name)} works for no client.")
    for client, may_approve in person.rights.items():
        out.print(f"{escape(person.name)} works for {escape(client)}{' and may approve' if may_approve else ''}.")
