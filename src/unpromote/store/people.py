"""Who may do what for whom: people are Django's users, their rights are memberships of clients."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from unpromote.store.models import Client, Membership


def add_client(client_id: str, name: str, second_person_above: str = "") -> None:
    """Add a client, or change its name and limit."""
    Client.objects.update_or_create(id=client_id, defaults={"name": name, "second_person_above": second_person_above})


def add_member(username: str, client_id: str, *, may_approve: bool) -> None:
    """Give a person rights for a client; the person is added where there was none, without a password."""
    user, made = get_user_model().objects.get_or_create(username=username)
    if made:
        user.set_unusable_password()
        user.save()
    Membership.objects.update_or_create(user=user, client_id=client_id, defaults={"may_approve": may_approve})


def rights_of(username: str) -> dict[str, bool]:
    """Return the clients that the person works for, each with whether the person may approve there."""
    rows = Membership.objects.filter(user__username=username, user__is_active=True)
    return dict(rows.values_list("client_id", "may_approve"))


def is_empty() -> bool:
    """Tell whether nobody has any right yet: a fresh installation."""
    return not Membership.objects.exists()


def limit_of(client_id: str) -> str:
    """Return the amount above which a second person has to sign, as text; "" where there is none."""
    return Client.objects.values_list("second_person_above", flat=True).get(id=client_id)


def clients() -> dict[str, str]:
    """Return every client's name by its id."""
    return dict(Client.objects.values_list("id", "name"))
