"""Inventories between rows and values, and which accounts other clients have."""

from __future__ import annotations

from collections.abc import Collection

from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.inventory import Inventory
from unpromote.store.models import InventoryRow, ListedRow, TargetRow


def save(one: Inventory) -> None:
    """Save an inventory."""
    columns = {"client_id": one.client, "asked_at": one.asked_at}
    InventoryRow.objects.update_or_create(id=one.id, defaults={**columns, "data": encode(one)})


def load(inventory_id: str) -> Inventory:
    """Return an inventory.

    Raises:
        NotAllowed: there is none.
    """
    row = InventoryRow.objects.filter(id=inventory_id).first()
    if row is None:
        raise unknown(inventory_id)
    return decode(Inventory, row.data)


def unknown(inventory_id: str) -> NotAllowed:
    """Return the one answer for what is not there and for what is another client's."""
    return NotAllowed(f"there is no inventory {inventory_id!r}")


def of(client: str, limit: int) -> tuple[Inventory, ...]:
    """Return a client's latest inventories, the newest first."""
    rows = InventoryRow.objects.filter(client_id=client).order_by("-asked_at", "id")[:limit]
    return tuple(decode(Inventory, row.data) for row in rows)


def known_elsewhere(client: str, accounts: Collection[str]) -> frozenset[str]:
    """Return the accounts and shops that other clients' cases or files name, and this client's do not."""
    listed = ListedRow.objects.filter(advertiser_id__in=accounts).values_list("advertiser_id", "client_id")
    named = TargetRow.objects.filter(data__advertiser_id__in=list(accounts))
    targets = named.values_list("data__advertiser_id", "case__client_id")
    known = {*listed.distinct(), *targets.distinct()}
    own = {account for account, whose in known if whose == client}
    return frozenset(account for account, _ in known) - own
