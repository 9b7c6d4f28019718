"""The people's door for tests: the cast at their desks, each with a browser of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

import builders

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _fresh_door(settings: Any) -> None:
    """No counted tries from another test, and passwords that are quick to check."""
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db: None) -> dict[str, object]:
    people = builders.cast()
    for user in get_user_model().objects.all():
        user.set_password(PASSWORD)
        user.save()
    return people


@pytest.fixture
def at_desk(cast: dict[str, object]) -> Callable[[str], Client]:
    """Return a browser in which the named person has signed in."""

    def open_browser(name: str) -> Client:
        client = Client()
        client.force_login(get_user_model().objects.get(username=name))
        return client

    return open_browser


@pytest.fixture
def ana(at_desk: Callable[[str], Client]) -> Client:
    return at_desk("ana")


@pytest.fixture
def ben(at_desk: Callable[[str], Client]) -> Client:
    return at_desk("ben")


@pytest.fixture
def dan(at_desk: Callable[[str], Client]) -> Client:
    return at_desk("dan")
