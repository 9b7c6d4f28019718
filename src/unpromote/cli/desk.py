"""What every verb on cases shares: who asks, what time it is, and how answers are printed."""

from __future__ import annotations

import getpass
import json
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from unpromote.cli.prepare import prepare
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.jobs.connections import Connections, clock
from unpromote.services import people
from unpromote.services.people import Person

Ref = Annotated[str, typer.Argument(metavar="CASE", help="The case's reference, such as UP-3F7K2Q5A.")]
By = Annotated[
    str, typer.Option("--by", envvar="UNPROMOTE_USER", metavar="NAME", help="Who asks; you, if it is left out.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for programs instead of text.")]

FIRST_CLIENT = "own"
WIDTH = 120


def asker(by: str) -> Person:
    """Return who asks; on a fresh installation that is the first person, with every right for the client "own".

    Raises:
        NotAllowed: nobody gave this person any right yet.
    """
    prepare()
    name = name_of(by)
    person = people.first_person(name, FIRST_CLIENT)
    if not person.rights:
        raise NotAllowed(f"{name} works for no client here: have somebody run `unpromote people add {name}`")
    return person


def name_of(by: str) -> str:
    """Return the name that was given, else that of whoever runs the command.

    Raises:
        BadInput: the system does not know who runs it, as in some containers.
    """
    try:
        return by or getpass.getuser()
    except (KeyError, OSError):
        mend = "give your name, or set UNPROMOTE_USER"
        raise BadInput("the system does not say who you are", place="--by", mend=mend) from None


def now() -> datetime:
    """Return the present instant, by the rehearsal's clock where one is set."""
    return clock(Connections.configured())()


def json_of(text: str, place: str) -> Any:
    """Return what a JSON text on the command line says.

    Raises:
        BadInput: it is none.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadInput(f"is no JSON: {problem}", place=place, mend="quote the whole of it for the shell") from None


def console() -> Console:
    """Return where text goes: as wide as the terminal, and wide enough for a table where there is none."""
    found = Console(highlight=False, emoji=False)
    return found if found.is_terminal else Console(highlight=False, emoji=False, width=WIDTH)


def print_json(data: Any) -> None:
    """Print data for programs."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
