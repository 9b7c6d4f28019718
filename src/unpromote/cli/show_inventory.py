"""An inventory as text and as JSON: how each list went, what there is and how it is stopped, what nobody can list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from moneyed import Money
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from unpromote.cli.show_quote import written
from unpromote.domain.codec import encode
from unpromote.domain.inventory import Found, Inventory, worded
from unpromote.services.policies import StopRoute

Items = Sequence[tuple[Found, StopRoute]]
SHOWN = 500  # things in text; a list of 100,000 takes a minute to lay out, and nobody reads it


def in_json(one: Inventory, items: Items) -> dict[str, Any]:
    """Return an inventory for programs: each item with its route, the counts, and what is not known."""
    data = {name: value for name, value in encode(one).items() if name != "items"}
    listed = [{**encode(item), "id": item.id, "key": item.key, "route": encode(route)} for item, route in items]
    return {**data, "unread": list(one.unread), "items": listed}


def show_inventory(out: Console, one: Inventory, items: Items) -> None:
    """Print an inventory: lists first, then things, then what is missing."""
    read_at = f"{one.read_at:%Y-%m-%d %H:%M %Z}" if one.read_at else "not yet"
    out.print(f"{one.id} of {escape(one.client)}, read {read_at}")
    out.print(_lists(one))
    out.print(_things(items[:SHOWN]) if items else "Nothing of this is there.")
    if len(items) > SHOWN:
        on = sum(item.on for item, _ in items[SHOWN:])
        out.print(f"… and {len(items) - SHOWN} more, {on} of them on: --json tells all, --kind and --on choose.")
    for problem in one.unread:
        out.print(escape(f"Not seen: {problem}"))
    for told in one.unlisted:
        out.print(escape(f"On no list: {told}."))
    out.print(f"Open a case on some of it: unpromote case open --from-inventory {one.id} --item ID …", soft_wrap=True)


def _lists(one: Inventory) -> Table:
    table = Table("account or shop", "list", "there", "on", "", box=None, pad_edge=False, header_style="dim")
    for read in one.reads:
        there, on = ("", "") if read.problem else (str(read.listed), str(read.on))
        table.add_row(escape(read.account), worded(read.kind), there, on, "not read" if read.problem else "")
    return table


def _things(items: Items) -> Table:
    table = Table("id", "kind", "name", "on", "a day", "in all", "spent", "stopped", box=None, pad_edge=False)
    table.columns[0].no_wrap = True
    for item, route in items:
        name = item.seen.name + (f" ({item.sort})" if item.sort else "")
        amounts = [_money(amount) for amount in (item.a_day, item.in_all, item.spent)]
        by = "by software" if route.by.value == "api" else "by hand"
        table.add_row(item.id, worded(item.kind), escape(name), "on" if item.on else "off", *amounts, by)
    return table


def _money(amount: Money | None) -> str:
    return written(amount) if amount else ""
