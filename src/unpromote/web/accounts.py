"""Who may get an account: nobody by themselves; the first admin is made by a printed link, others by an admin."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter  # type: ignore[import-untyped]
from django.http import HttpRequest

_SILENT = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes the sign-up page, and says nothing about signing in or out: the page that follows says it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Return False: accounts are made for people, not by them."""
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *rest: Any, **named: Any
    ) -> None:
        """Pass a message on, unless it only repeats what the page shows."""
        if message_template not in _SILENT:
            super().add_message(request, level, message_template, *rest, **named)
