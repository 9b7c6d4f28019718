"""Inventories as plain values for pages."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from unpromote.domain.inventory import Found, Inventory, Read, worded
from unpromote.domain.phrases import counted
from unpromote.services.policies import StopRoute
from unpromote.web import formats

_UTC = ZoneInfo("UTC")  # a client has accounts in several zones
_STATES = {"reading": "is being read", "done": "read", "failed": "could not be read"}


def inventory(one: Inventory) -> dict[str, Any]:
    """Return an inventory: how it stands, how each list went, what is not known; without its items."""
    return {
        "id": one.id,
        "client": one.client,
        "state": one.state,
        "state_words": _STATES[one.state],
        "asked": formats.instant(one.asked_at, _UTC),
        "by": one.asked_by,
        "read_at": formats.instant(one.read_at, _UTC) if one.read_at else "",
        "named": formats.listed([*one.scope.accounts, *one.scope.centers, *one.scope.shops]),
        "problem": one.problem,
        "reads": [_read(read) for read in one.reads],
        "unread": one.unread,
        "unlisted": one.unlisted,
        "kinds": [(kind, worded(kind), count.listed, count.on) for kind, count in one.counts.items()],
        "accounts": [(place.id, place.name or place.id) for place in one.places if not place.problem],
        "on": sum(count.on for count in one.counts.values()),
        "listed": sum(count.listed for count in one.counts.values()),
    }


def _read(read: Read) -> dict[str, Any]:
    told = "" if read.problem else f"{read.listed} there, {read.on} on"
    return {"account": read.account, "kind": worded(read.kind), "told": told, "problem": read.problem}


def item(found: Found, route: StopRoute) -> dict[str, Any]:
    """Return one thing: what it is, what it may spend, how it is stopped."""
    ends = [f"until {formats.instant(found.ends_at, _UTC)}"] if found.ends_at else []
    used = [f"shown by {counted(len(found.used_by), 'ad')}"] if found.used_by else []
    return {
        "key": found.key,
        "id": found.id,
        "account": found.account,
        "kind": worded(found.kind),
        "name": found.seen.name,
        "state": "on" if found.on else "off",
        "status": found.seen.secondary_status or found.seen.operation_status,
        "about": ", ".join([*([found.sort] if found.sort else []), *ends, *used]),
        "budget": _budget(found),
        "spent": formats.money(found.spent) if found.spent else "",
        "by": "by software" if route.by.value == "api" else "by hand",
        "how": route.how,
        "final": route.final,
    }


def _budget(found: Found) -> str:
    if found.a_day:
        return f"{formats.money(found.a_day)} a day"
    return f"{formats.money(found.in_all)} in all" if found.in_all else ""
