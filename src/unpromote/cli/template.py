"""`unpromote template`: the texts that letters are written from, and a client's own versions of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from unpromote.cli.desk import AsJson, By, asker, console, now, print_json
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput
from unpromote.services import messages, queries, templates
from unpromote.services.people import Person
from unpromote.services.templates import Template

app = typer.Typer(no_args_is_help=True, help="The texts of letters; a client may have its own, in versions.")
Name = Annotated[str, typer.Argument(metavar="TEMPLATE", help="Its name, such as support_request.portal.")]
Client = Annotated[str, typer.Option("--client", metavar="ID", help="The client; yours, if you work for one alone.")]
Language = Annotated[str, typer.Option("--language", metavar="CODE", help="en or de.")]
File = Annotated[str, typer.Argument(metavar="FILE", help="The text; - reads it from standard input.")]
Over = Annotated[int, typer.Option("--over", metavar="VERSION", help="The version that you edited, as a guard.")]
_NEWEST = -1


@app.command("list")
def list_templates(*, client: Client = "", by: By = "", as_json: AsJson = False) -> None:
    """List every text in force, and whose it is."""
    person = asker(by)
    found = templates.listed(person, _client(person, client))
    if as_json:
        print_json([{key: value for key, value in encode(one).items() if key != "text"} for one in found])
        return
    table = Table("template", "language", "text", box=None, pad_edge=False, header_style="dim")
    for one in found:
        table.add_row(one.name, one.language, escape(_whose(one)))
    console().print(table)


@app.command("show")
def show(name: Name, *, language: Language = "en", client: Client = "", by: By = "", as_json: AsJson = False) -> None:
    """Print a text as it is edited; with --json, also its placeholders and every version."""
    person = asker(by)
    chosen = _client(person, client)
    found = templates.shown(person, chosen, name, language)
    if as_json:
        known = templates.placeholders(name, language)
        versions = templates.history(person, chosen, name, language)
        print_json({**encode(found), "placeholders": encode(known), "versions": encode(versions)})
        return
    typer.echo(found.text, nl=False)


@app.command("set")
def set_(
    name: Name,
    file: File,
    *,
    language: Language = "en",
    client: Client = "",
    over: Over = _NEWEST,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Save a client's own text; the version before it stays to be read."""
    person = asker(by)
    chosen = _client(person, client)
    newest = _over(person, chosen, name, language, over)
    saved = templates.saved(person, chosen, name, language, _text(file), over=newest, now=now())
    _tell(saved, as_json=as_json)


@app.command("reset")
def reset(
    name: Name,
    *,
    language: Language = "en",
    client: Client = "",
    over: Over = _NEWEST,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Go back to the shipped text; the client's versions stay to be read."""
    person = asker(by)
    chosen = _client(person, client)
    newest = _over(person, chosen, name, language, over)
    _tell(templates.reset(person, chosen, name, language, over=newest, now=now()), as_json=as_json)


@app.command("preview")
def preview(
    name: Name,
    file: File,
    *,
    case: Annotated[str, typer.Option("--case", metavar="CASE", help="The case whose letter it would be.")],
    who: Annotated[str, typer.Option("--who", metavar="WHO", help="The conversation's id.")] = "support",
    step: Annotated[str, typer.Option("--step", metavar="STEP", help="request, notice or reminder-1.")] = "request",
    by: By = "",
) -> None:
    """Print the letter that a text would give in a real case; nothing is saved or sent."""
    person = asker(by)
    case_id = queries.case(person, case).id
    letter = messages.tried(person, case_id, who, step, trial=(name, _text(file)), now=now())
    typer.echo(f"Subject: {letter.subject}\n\n{letter.body}", nl=False)


def _client(person: Person, client: str) -> str:
    if client:
        return client
    if len(person.rights) == 1:
        return next(iter(person.rights))
    mend = f"name one of {', '.join(sorted(person.rights))}"
    raise BadInput(f"{person.name} works for more than one client", place="--client", mend=mend)


def _over(person: Person, client: str, name: str, language: str, over: int) -> int:
    return templates.shown(person, client, name, language).version if over == _NEWEST else over


def _text(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(f"cannot be read: {problem}", place=file, mend="give a UTF-8 text file") from None


def _tell(found: Template, *, as_json: bool) -> None:
    if as_json:
        print_json(encode(found))
        return
    typer.echo(f"{found.name} ({found.language}): {_whose(found)}.")


def _whose(found: Template) -> str:
    if found.at is None:
        return "shipped"
    said = "own text" if found.own else "shipped text again"
    return f"{said}, version {found.version} by {found.by}, {found.at:%Y-%m-%d %H:%M %Z}"
