"""`unpromote preset`: usual terms for where an agreement is silent: which there are, what they rest on, filling in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from unpromote.cli.desk import AsJson, console, print_json
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput
from unpromote.services.presets import Preset, fragment, preset, presets, with_preset

app = typer.Typer(no_args_is_help=True, help="Usual terms, for where an agreement is silent; always shown as such.")
Name = Annotated[str, typer.Argument(metavar="NAME", help="The preset's name; see `unpromote preset list`.")]
_MEND = "give a file with one JSON object"


@app.command("list")
def list_presets(*, as_json: AsJson = False) -> None:
    """List the presets, with how far each was checked and when."""
    if as_json:
        print_json([_summary(each) for each in presets()])
        return
    table = Table("name", "what it is", "mark", "checked", box=None, pad_edge=False, header_style="dim")
    for each in presets():
        table.add_row(each.name, escape(each.title), _said(each.mark.value), str(each.checked_on))
    console().print(table)


@app.command("show")
def show(name: Name, *, as_json: AsJson = False) -> None:
    """Show what a preset says and where that comes from; with --json, the fragment for a file of terms."""
    found = preset(name)
    if as_json:
        print_json(fragment(found))
        return
    out = console()
    out.print(f"[bold]preset {found.name}[/bold]: {escape(found.title)}")
    out.print(f"[dim]source[/dim] {escape(found.source)}")
    out.print(f"[dim]checked[/dim] {found.checked_on}, {_said(found.mark.value)}\n")
    table = Table("field", "says", "mark", box=None, pad_edge=False, header_style="dim")
    for known in found.statements:
        says = f"{known.says} ({known.source})" if known.source else known.says
        table.add_row(escape(known.at), escape(says), _said(known.mark.value))
    out.print(table)
    for missing in found.leaves_out:
        out.print(f"[dim]left out[/dim] {escape(missing)}")


@app.command("fill")
def fill(
    name: Name,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The agreement's terms in JSON, perhaps incomplete.")],
) -> None:
    """Fill what a file of terms leaves absent, and print {terms, proposals}: a proposal for each field filled in.

    The file may itself be such an object, as after another preset; its proposals are kept.
    """
    found = json_object(file)
    filled = with_preset(found.get("terms", found), preset(name))
    earlier = found.get("proposals", []) if "terms" in found else []
    print_json({"terms": filled.terms, "proposals": [*earlier, *encode(filled.proposals)]})


def json_object(file: Path) -> dict[str, Any]:
    """Return the object in a JSON file; refuse by its name a file that holds none."""
    try:
        found = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise BadInput(f"cannot be read: {problem.strerror}", place=str(file), mend=_MEND) from None
    except (ValueError, RecursionError) as problem:
        raise BadInput(f"is no JSON ({problem})", place=str(file), mend=_MEND) from None
    if not isinstance(found, dict):
        raise BadInput("is no object", place=str(file), mend=_MEND)
    return found


def _summary(found: Preset) -> dict[str, Any]:
    written = encode(found)
    return {key: written[key] for key in ("name", "title", "source", "mark", "checked_on")}


def _said(mark: str) -> str:
    return mark.replace("_", " ")
