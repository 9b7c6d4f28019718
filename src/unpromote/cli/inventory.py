"""`unpromote inventory`: everything that could have to be stopped, list by list, with what could not be read."""

from __future__ import annotations

from typing import Annotated

import typer

from unpromote.cli.case_open import only_client
from unpromote.cli.desk import AsJson, By, asker, console, now, print_json
from unpromote.cli.outside import open_tools
from unpromote.cli.show_inventory import in_json, show_inventory
from unpromote.domain.errors import BadInput
from unpromote.services import inventory as service
from unpromote.services.people import Person

Accounts = Annotated[list[str] | None, typer.Option("--account", metavar="ID", help="An advertiser's account.")]
Centers = Annotated[list[str] | None, typer.Option("--bc", metavar="ID", help="Every account of a Business Center.")]
Shops = Annotated[list[str] | None, typer.Option("--shop", metavar="ID", help="A shop, by its id or its code.")]


def inventory(  # noqa: PLR0913 - each is an option of the command
    *,
    client: Annotated[str, typer.Option(metavar="ID", help="Whose; yours, if you have one client.")] = "",
    account: Accounts = None,
    bc: Centers = None,
    shop: Shops = None,
    kept: Annotated[str, typer.Option(metavar="INVENTORY", help="Instead of reading: show one that was kept.")] = "",
    kind: Annotated[str, typer.Option(help="Only this kind, such as spark_authorization.")] = "",
    only_on: Annotated[bool, typer.Option("--on", help="Only what is on.")] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """List everything that could have to be stopped, what spends fastest first; nothing is changed."""
    person = asker(by)
    scope = service.Scope(tuple(account or ()), tuple(bc or ()), tuple(shop or ()))
    one = _kept(person, kept, scope) if kept else _read(person, client or only_client(person), scope)
    items = service.items_of(one, kind=kind, only_on=only_on)
    if as_json:
        print_json(in_json(one, items))
    else:
        show_inventory(console(), one, items)
    if one.state != "done":
        raise typer.Exit(3)


def _kept(person: Person, kept: str, scope: service.Scope) -> service.Inventory:
    if not scope.is_empty:
        mend = "leave out --kept to read anew, or leave out what is to be read"
        raise BadInput("one that was kept is shown as it was read", place="--kept", mend=mend)
    return service.inventory_of(person, kept)


def _read(person: Person, client: str, scope: service.Scope) -> service.Inventory:
    with open_tools() as tools:
        return service.read(person, client, scope, tools.surveyor, now=now())
