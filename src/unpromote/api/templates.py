"""Templates: the texts that letters are written from, and a client's own versions of them. Channels: ways to TikTok."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from unpromote.api.asking import Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.domain.codec import encode
from unpromote.services import channels as ways
from unpromote.services import templates
from unpromote.services.letters.layout import LONGEST

router = Router(tags=["templates"])
channels = Router(tags=["channels"])
of_case = Router(tags=["channels"])

Client = Annotated[str, Query(max_length=60, description="The client whose texts they are", examples=["own"])]
Name = Annotated[str, Path(pattern=r"^[a-z_.]{1,60}$", examples=["support_request.portal"])]
Language = Annotated[str, Path(pattern=r"^[a-z]{2,3}$", examples=["en"])]


class TemplateView(Schema):
    """A text in force; version 0 is the shipped one that nobody changed."""

    name: str
    language: str
    version: int
    own: bool = Field(description="Whether it is the client's own text")
    text: str
    by: str
    at: datetime | None


class PlaceholderView(Schema):
    """One placeholder, written ${name}."""

    name: str
    means: str
    required: bool
    writes_itself: bool


class VersionView(Schema):
    """One version of a client's own text; an empty text took it back to the shipped one."""

    name: str
    language: str
    version: int
    text: str
    by: str
    at: datetime


class TemplateDetails(TemplateView):
    """A text with what it may ask for, and its history."""

    placeholders: list[PlaceholderView]
    versions: list[VersionView]


class NewText(Schema):
    """A client's own text, and the version that it supersedes."""

    text: str = Field(max_length=LONGEST)
    over: int = Field(ge=0, le=1_000_000)


class Back(Schema):
    """The version from which the text goes back to the shipped one."""

    over: int = Field(ge=0, le=1_000_000)


class ChannelView(Schema):
    """One way to reach TikTok; `exists` is false where none is known."""

    id: str
    product: str
    region: str
    channel: str
    exists: bool
    how: str
    source: str
    checked_on: date
    mark: str
    link: str
    asks: list[str]


@router.get("", response={200: list[TemplateView], **REFUSALS})
def list_templates(request: HttpRequest, client: Client) -> Any:
    """List every text of a client in force."""
    return encode(templates.listed(asker(request), client))


@router.get("/{name}/{language}", response={200: TemplateDetails, **REFUSALS})
def show_template(request: HttpRequest, name: Name, language: Language, client: Client) -> Any:
    """Show one text in force, its placeholders and every version."""
    person = asker(request)
    found = encode(templates.shown(person, client, name, language))
    known = encode(templates.placeholders(name, language))
    return {**found, "placeholders": known, "versions": encode(templates.history(person, client, name, language))}


@router.put("/{name}/{language}", response={200: TemplateView, **REFUSALS})
def save_template(request: HttpRequest, name: Name, language: Language, client: Client, given: NewText) -> Any:
    """Save a client's own text; a placeholder that is unknown or missing is refused by its name."""
    saved = templates.saved(asker(request), client, name, language, given.text, over=given.over, now=now())
    return encode(saved)


@router.post("/{name}/{language}/reset", response={200: TemplateView, **REFUSALS})
def reset_template(request: HttpRequest, name: Name, language: Language, client: Client, given: Back) -> Any:
    """Go back to the shipped text; the client's versions stay to be read."""
    return encode(templates.reset(asker(request), client, name, language, over=given.over, now=now()))


@channels.get("", response={200: list[ChannelView], **REFUSALS})
def list_channels(request: HttpRequest) -> Any:  # noqa: ARG001 - the same for everybody who may ask
    """List the ways to reach TikTok, with source, day and mark."""
    return encode(ways.channels().ways)


@of_case.get("/{reference}/channels", response={200: list[ChannelView], **REFUSALS})
def list_fitting_channels(request: HttpRequest, reference: Reference) -> Any:
    """List the ways that fit what the case stops, those that exist first."""
    return encode(ways.fitting(case_of(request, reference)))
