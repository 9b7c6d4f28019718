"""Inventories between rows and values, and which accounts other clients have."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import CharField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.inventory import Inventory
from unpromote.store.models import InventoryRow, ListedRow, TargetRow


def save(one: Inventory) -> None:
    """Save an inventory."""
    data = encode(one)
    items = data.pop("items")
    columns = {"client_id": one.client, "asked_at": one.asked_at, "data": data, "items": items}
    InventoryRow.objects.update_or_create(id=one.id, defaults=columns)


def load(inventory_id: str) -> Inventory:
    """Return an inventory.

    Raises:
        NotAllowed: there is none.
    """
    row = InventoryRow.objects.filter(id=inventory_id).first()
    if row is None:
        raise unknown(inventory_id)
    return decode(Inventory, {**row.data, "items": row.items})


def unknown(inventory_id: str) -> NotAllowed:
    """Return the one answer for what is not there and for what is another client's."""
    return NotAllowed(f"there is no inventory {inventory_id!r}")


def of(client: str, limit: int) -> tuple[Inventory, ...]:
    """Return a client's latest inventories, the newest first, without their items: there may be many."""
    rows = InventoryRow.objects.filter(client_id=client).order_by("-asked_at", "id").defer("items")[:limit]
    return tuple(decode(Inventory, row.data) for row in rows)


def known_elsewhere(client: str, accounts: Collection[str]) -> frozenset[str]:
    """Return the accounts and shops that other clients' cases or files name, and this client's do not."""
    listed = ListedRow.objects.filter(advertiser_id__in=accounts).values_list("advertiser_id", "client_id")
    account = Cast(KeyTextTransform("advertiser_id", "data"), CharField())  # read as JSON, an id would be a number
    named = TargetRow.objects.annotate(account=account).filter(account__in=list(accounts))
    targets = named.order_by().values_list("account", "case__client_id")
    known = {*listed.distinct(), *targets.distinct()}
    own = {place for place, whose in known if whose == client}
    return frozenset(place for place, _ in known) - own
