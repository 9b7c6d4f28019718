"""The cast at a desk that answers programs: by session, and by a script's token."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

import builders as b
from unpromote.services import access


@pytest.fixture
def people(db, data):
    return b.cast()


@pytest.fixture
def as_(people):
    """Signs somebody of the cast in."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=name))
        return client

    return sign_in


@pytest.fixture
def token(people):
    return access.script_token("ana", days=1, now=datetime.now(UTC))
