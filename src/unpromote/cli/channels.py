"""`unpromote channels`: how TikTok is reached, with source, day and mark of each way."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from unpromote.cli.desk import AsJson, By, asker, console, print_json
from unpromote.domain.codec import encode
from unpromote.services import queries
from unpromote.services.channels import Way, fitting
from unpromote.services.channels import channels as known


def channels(
    reference: Annotated[
        str, typer.Argument(metavar="[CASE]", help="A case's reference: then the ways that fit it alone.")
    ] = "",
    *,
    product: Annotated[str, typer.Option(metavar="NAME", help="Only one product, such as auction.")] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """List the ways to reach TikTok; where none is known, it says so. Your own file channels.toml comes first."""
    found = fitting(queries.case(asker(by), reference)) if reference else known().ways
    chosen = [way for way in found if product in ("", way.product)]
    if as_json:
        print_json(encode(chosen))
        return
    table = Table("product", "way", "how", "checked", box=None, pad_edge=False, header_style="dim")
    for way in chosen:
        table.add_row(_for(way), way.channel.value.replace("_", " "), escape(_how(way)), _sure(way))
    console().print(table)


def _for(way: Way) -> str:
    return escape(way.product if way.region == "any" else f"{way.product}, {way.region}")


def _how(way: Way) -> str:
    asked = f" They ask for: {', '.join(way.asks)}." if way.asks else ""
    link = f" {way.link}" if way.link else ""
    return f"{'' if way.exists else 'None known. '}{way.how}{asked}{link} ({way.source})"


def _sure(way: Way) -> str:
    return f"{way.checked_on}, {way.mark.value.replace('_', ' ')}"
