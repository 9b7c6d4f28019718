"""A person's notices and calendars, a client's channels, and the deadlines of a case, on pages of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unpromote.domain.case import Case
from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.notices import Channel, ClientNotices, PersonNotices
from unpromote.services import calendar, notices
from unpromote.services.people import Person
from unpromote.web import formats
from unpromote.web.show.answer import zone
from unpromote.web.views.asking import asker, case_for, said
from unpromote.web.views.performing import perform, status_of

_PERSON = ("address", "time_zone", "digest_at", "quiet_from", "quiet_until")
_CLIENT = ("time_zone", "digest_at", "quiet_from", "quiet_until")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show how the person is told, and keep what they say about it."""

    def keep(person: Person) -> str:
        wanted = _said(request, _PERSON) | {name: said(request, name) == "yes" for name in ("alarms", "wake_me")}
        notices.want(person, decode(PersonNotices, wanted, place="notices"))
        return "You are told so from now on."

    return _done(request, keep) if request.method == "POST" else _page(request, asker(request))


@require_POST
@login_required
def channels_set(request: HttpRequest, client: str) -> HttpResponse:
    """Keep where a client's alarms are told; an empty address leaves the old one."""

    def keep(person: Person) -> str:
        how = _said(request, _CLIENT) | {"wake_us": said(request, "wake_us") == "yes"}
        given = {channel: said(request, channel.value) for channel in (Channel.SLACK, Channel.TEAMS)}
        new: dict[Channel, str] = {channel: url for channel, url in given.items() if url}
        new |= {channel: "" for channel in given if said(request, f"end_{channel.value}") == "yes"}
        notices.set_channels(person, client, decode(ClientNotices, how, place="notices"), new)
        return "The channels are set."

    return _done(request, keep)


@require_POST
@login_required
def calendar_made(request: HttpRequest) -> HttpResponse:
    """Make a calendar of all of the person's cases."""

    def make(person: Person) -> str:
        calendar.make_feed(person, now=timezone.now())
        return "The calendar is made: subscribe to its address."

    return _done(request, make)


@require_POST
@login_required
def calendar_revoked(request: HttpRequest) -> HttpResponse:
    """Take a calendar back."""

    def revoke(person: Person) -> str:
        calendar.revoke_feed(person, said(request, "id"), now=timezone.now())
        return "The calendar is taken back."

    return _done(request, revoke)


@require_safe
@login_required
def deadlines(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what a case waits for."""
    person = asker(request)
    case = case_for(person, reference)
    found = [
        {
            "id": one.id,
            "when": formats.day(one.on) if one.on else formats.instant(one.over_at, zone(case)),
            "machine": one.on.isoformat() if one.on else formats.machine(one.over_at),
            "what": formats.formula(one.what),
            "owner": one.owner,
            "clause": one.clause,
            "moot": one.moot,
            "late": not one.moot and one.over_at <= timezone.now(),
        }
        for one in calendar.deadlines(person, case.id)
    ]
    return render(request, "web/deadlines.html", {"reference": case.reference, "title": case.title, "deadlines": found})


@require_POST
@login_required
def met(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that a deadline was met."""

    def meet(person: Person, case: Case) -> Case:
        return calendar.meet(person, case.id, said(request, "id"), said(request, "note"), now=timezone.now())

    return perform(request, reference, meet, lambda _: "The deadline is met.")


@require_POST
@login_required
def case_calendar_made(request: HttpRequest, reference: str) -> HttpResponse:
    """Make a calendar of one case."""
    case = case_for(asker(request), reference)

    def make(person: Person) -> str:
        calendar.make_feed(person, case.id, now=timezone.now())
        return f"The calendar of {case.reference} is made: subscribe to its address."

    return _done(request, make)


def _said(request: HttpRequest, fields: tuple[str, ...]) -> dict[str, Any]:
    return {field: said(request, field) for field in fields if said(request, field)}


def _done(request: HttpRequest, verb: Callable[[Person], str]) -> HttpResponse:
    person = asker(request)
    try:
        told = verb(person)
    except NotAllowed as refusal:
        status = status_of(refusal)
        return _page(request, person, refusal=str(refusal), status=status)
    messages.success(request, told)
    return redirect("web:notices")


def _page(request: HttpRequest, person: Person, *, refusal: str = "", status: int = 200) -> HttpResponse:
    wanted = encode(notices.wanted(person))
    typed = {name: said(request, name) for name in wanted} if refusal and "address" in request.POST else {}
    context = {
        "refusal": refusal,
        "wanted": wanted | typed,
        "clients": [_channels(person, client) for client, may_approve in person.rights.items() if may_approve],
        "feeds": [_feed(one) for one in calendar.feeds(person)],
        "latest": [
            {"when": formats.instant(one.due_at, notices.wanted(person).zone), "kind": _KINDS[one.kind], "of": one}
            for one in notices.latest(person)
        ],
    }
    return render(request, "web/notices.html", context, status=status)


_KINDS = {notices.DIGEST: "Digest", notices.ALARM: "Alarm", notices.WAKING: "Alarm: spend grows again"}


def _channels(person: Person, client: str) -> dict[str, Any]:
    how = notices.channels(person, client)
    hooks = {channel.value: notices.masked(sealed) for channel, sealed in how.hooks.items()}
    kept = {name: value for name, value in encode(how).items() if name not in ("slack", "teams")}
    return {"id": client, "how": kept, "hooks": [(name, hooks.get(name, "")) for name in ("slack", "teams")]}


def _feed(one: calendar.Feed) -> dict[str, str]:
    address = calendar.pages_at() + reverse("web:calendar", args=[one.token])
    return {"id": one.id, "shows": one.reference or "all your cases", "address": address}
