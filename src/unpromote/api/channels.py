"""A client's channels: where its alarms and its daily digest are told, in Slack and Teams, and when it is quiet."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from unpromote.api.asking import Id, asker
from unpromote.api.notices import Hour
from unpromote.api.problems import REFUSALS
from unpromote.domain.codec import decode, encode
from unpromote.domain.notices import Channel, ClientNotices
from unpromote.services import notices
from unpromote.services.people import Person

router = Router(tags=["notices"])
Hook = Annotated[Literal["slack", "teams"], Path(description="Which channel")]


class Hours(Schema):
    """When a client's channels are told; no digest and never quiet by default."""

    time_zone: str = Field("UTC", max_length=64)
    digest_at: Hour | None = None
    quiet_from: Hour | None = None
    quiet_until: Hour | None = None
    wake_us: bool = Field(default=False, description="Spend that grows again breaks the quiet")


class HookView(Schema):
    """A channel that is connected; its address is a secret and shown only in part."""

    channel: Channel
    address: str = Field(examples=["https://hooks.slack.com/…XXXX"])


class SentNotice(Schema):
    """A notice to a channel: waiting, sending, sent, unknown, failed or nothing (to say)."""

    channel: Channel
    kind: str
    due_at: datetime
    status: str
    problem: str


class ChannelsView(Hours):
    """How a client's channels are told, which are connected, and what became of the last notices."""

    channels: list[HookView]
    latest: list[SentNotice]


class NewHook(Schema):
    """The address of an incoming webhook."""

    address: str = Field(min_length=1, max_length=2000, examples=["https://hooks.slack.com/services/T000/B000/XXXX"])


@router.get("/{client}/channels", response={200: ChannelsView, **REFUSALS})
def show_client_channels(request: HttpRequest, client: Id) -> Any:
    """List a client's channels, and how they are told."""
    return _view(asker(request), client)


@router.put("/{client}/channels", response={200: ChannelsView, **REFUSALS})
def set_channel_hours(request: HttpRequest, client: Id, hours: Hours) -> Any:
    """Say when a client's channels are told; needs the right to approve."""
    notices.set_channels(asker(request), client, decode(ClientNotices, hours.dict(), place="channels"), {})
    return _view(asker(request), client)


@router.put("/{client}/channels/{channel}", response={200: ChannelsView, **REFUSALS})
def connect_channel(request: HttpRequest, client: Id, channel: Hook, hook: NewHook) -> Any:
    """Connect a channel by its incoming webhook; needs the right to approve."""
    notices.set_channel(asker(request), client, Channel(channel), hook.address)
    return _view(asker(request), client)


@router.delete("/{client}/channels/{channel}", response={200: ChannelsView, **REFUSALS})
def remove_channel(request: HttpRequest, client: Id, channel: Hook) -> Any:
    """Take a channel away: nothing is told there any more; needs the right to approve."""
    notices.set_channel(asker(request), client, Channel(channel), "")
    return _view(asker(request), client)


def _view(person: Person, client: str) -> dict[str, Any]:
    how = notices.channels(person, client)
    hours = {name: said for name, said in encode(how).items() if name not in ("slack", "teams")}
    hooks = [{"channel": one, "address": notices.masked(sealed)} for one, sealed in how.hooks.items()]
    return {**hours, "channels": hooks, "latest": encode(notices.latest_to_channels(person, client))}
