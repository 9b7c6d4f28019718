"""Who asks, for which case, and when: what every resource needs before it calls a verb."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Schema
from ninja.security import HttpBearer, SessionAuth
from pydantic import Field

from unpromote.api.problems import missing
from unpromote.domain.case import Case
from unpromote.domain.errors import NotAllowed
from unpromote.services import access, people, queries
from unpromote.services.people import Person

Reference = Annotated[
    str,
    Path(description="The case's reference (UP-...) or id", pattern=r"^[A-Za-z0-9_-]{1,60}$", examples=["UP-AB12CD34"]),
]
Id = Annotated[str, Path(pattern=r"^[^/\x00-\x1f]{1,120}$", examples=["t1"])]


class Part(Schema):
    """Which part of a long list is asked for; without a limit, all from there on."""

    offset: int = Field(0, ge=0, le=10**9, description="How many to leave out from the start")
    limit: int | None = Field(None, ge=1, le=10**9, description="How many to give at most")

    @property
    def span(self) -> slice:
        """Return the part as a slice."""
        return slice(self.offset, None if self.limit is None else self.offset + self.limit)


class ScriptToken(HttpBearer):
    """A token made by `unpromote people token NAME`; needs no CSRF token."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:  # noqa: ARG002 - ninja's signature
        """Return the person for whom the token speaks."""
        return access.person_of_token(token, now=now())


class SignedIn(SessionAuth):
    """The session of a person who signed in; a write needs the CSRF token."""

    def __call__(self, request: HttpRequest) -> Person | None:
        """Return the person; CSRF is checked only where somebody is signed in, so that others learn to sign in."""
        return super().__call__(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:  # noqa: ARG002 - ninja's signature
        """Return the person who is signed in."""
        return people.person(request.user.get_username())


def now() -> datetime:
    """Return the present instant."""
    return timezone.now()


def asker(request: HttpRequest) -> Person:
    """Return who asks, as authentication found out."""
    return cast("Person", cast("Any", request).auth)


def case_of(request: HttpRequest, reference: str) -> Case:
    """Return the case.

    Raises:
        Missing: there is none, or it is another client's.
    """
    try:
        return queries.case(asker(request), reference)
    except NotAllowed:
        raise missing(reference) from None
