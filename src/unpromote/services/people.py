"""Who asks: a person, the clients they work for and whether they may approve. Every verb takes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from moneyed import Money

from unpromote.domain.codec import decode
from unpromote.domain.errors import NotAllowed
from unpromote.store import people


@dataclass(frozen=True)
class Person:
    """Somebody at the desk. `rights` maps each client they work for to whether they may approve there."""

    name: str
    rights: Mapping[str, bool]

    def must_work_for(self, client: str) -> None:
        """Refuse what concerns another client.

        Raises:
            NotAllowed: the person does not work for this client.
        """
        if client not in self.rights:
            raise NotAllowed(f"{self.name} does not work for the client {client!r}")

    def must_approve_for(self, client: str) -> None:
        """Refuse a signature of somebody without the right.

        Raises:
            NotAllowed: the person may not approve for this client.
        """
        self.must_work_for(client)
        if not self.rights[client]:
            raise NotAllowed(f"{self.name} may not approve: ask somebody with the right")


def person(name: str) -> Person:
    """Return the person with their rights; somebody unknown has none."""
    return Person(name=name, rights=people.rights_of(name))


def first_person(name: str, client: str) -> Person:
    """Return the person; on a fresh installation, make them the first one, with every right for one client."""
    if people.is_empty():
        people.add_client(client, client)
        people.add_member(name, client, may_approve=True)
    return person(name)


def add_client(client_id: str, name: str, second_person_above: Money | None = None) -> None:
    """Add a client, with the price above which a second person has to sign."""
    limit = "" if second_person_above is None else f"{second_person_above.amount} {second_person_above.currency}"
    people.add_client(client_id, name, limit)


def add_person(name: str, client: str, *, may_approve: bool) -> Person:
    """Give a person rights for a client.

    Raises:
        NotAllowed: there is no such client.
    """
    if client not in people.clients():
        raise NotAllowed(f"there is no client {client!r}: add it first")
    people.add_member(name, client, may_approve=may_approve)
    return person(name)


def second_person_above(client: str) -> Money | None:
    """Return the price above which a second person has to sign, or None."""
    text = people.limit_of(client)
    return decode(Money, text, place=f"the limit of {client}") if text else None
