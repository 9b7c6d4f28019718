"""Me: for whom a program speaks, and what they may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from unpromote.api.asking import asker
from unpromote.api.problems import REFUSALS

router = Router(tags=["me"])


class PersonView(Schema):
    """A person and their rights."""

    name: str
    rights: dict[str, bool] = Field(description="Each client that they work for, with whether they may approve there")


@router.get("", response={200: PersonView, **REFUSALS})
def show_me(request: HttpRequest) -> Any:
    """Show for whom the session or token speaks."""
    return asker(request)
