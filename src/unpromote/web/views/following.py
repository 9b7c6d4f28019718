"""Following up: leave in peace, log what was done by hand, write back, state where they work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from unpromote.domain.case import Case
from unpromote.domain.codec import decode
from unpromote.domain.dates import first_instant
from unpromote.domain.errors import BadInput
from unpromote.domain.ladders import Channel, Log, Way
from unpromote.domain.messages import Contact
from unpromote.domain.offices import Place
from unpromote.services import deciding, following
from unpromote.services.people import Person
from unpromote.web.show.answer import zone
from unpromote.web.views.asking import asker, case_for, said
from unpromote.web.views.performing import perform


@require_POST
@login_required
def snoozed(request: HttpRequest, reference: str) -> HttpResponse:
    """Leave somebody in peace until a day of the agreement's zone."""
    who, until, why = said(request, "conversation"), said(request, "until"), said(request, "why")

    def put_off(person: Person, case: Case) -> Case:
        until_at = first_instant(decode(date, until, place="until"), zone(case))
        return following.put_off(person, case.id, who, until_at, why, now=timezone.now())

    return perform(request, reference, put_off, lambda _: "They are left in peace until then.")


@require_POST
@login_required
def logged(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what a person did by hand."""
    who, answered = said(request, "conversation"), bool(said(request, "answered"))
    fields = {name: said(request, name) for name in ("with_whom", "said", "promised", "reference")}

    def log(person: Person, case: Case) -> Case:
        channel = decode(Channel, said(request, "channel"), place="channel")
        return following.log_contact(
            person, case.id, who, Log(channel, **fields), answered=answered, now=timezone.now()
        )

    return perform(request, reference, log, lambda _: "It is logged and counts as sent.")


@require_POST
@login_required
def written_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer somebody in a person's own words."""
    who, subject, body = said(request, "conversation"), said(request, "subject"), said(request, "body")

    def write(person: Person, case: Case) -> Case:
        return following.write_back(person, case.id, who, subject=subject, body=body, now=timezone.now())

    return perform(request, reference, write, lambda _: "Your letter goes out.")


@require_POST
@login_required
def taken_as_answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Count an automatic message as their answer."""
    who, message = said(request, "conversation"), said(request, "message")

    def take(person: Person, case: Case) -> Case:
        return deciding.take_as_answer(person, case.id, who, message, now=timezone.now())

    return perform(request, reference, take, lambda _: "It counts as their answer: say what it amounts to.")


@require_POST
@login_required
def sent_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Send a stuck letter again."""
    who = said(request, "conversation")

    def send(person: Person, case: Case) -> Case:
        return deciding.send_again(person, case.id, who, now=timezone.now())

    return perform(request, reference, send, lambda _: "The letter goes out again.")


@require_POST
@login_required
def unsent_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Send every stuck letter again that surely did not go."""

    def send(person: Person, case: Case) -> Case:
        return deciding.send_unsent_again(person, case.id, now=timezone.now())

    return perform(request, reference, send, lambda _: "What surely did not go goes out again; the rest comes back.")


@require_POST
@login_required
def stated(request: HttpRequest, reference: str) -> HttpResponse:
    """State where a counterpart works and how else they are reached; empty fields leave what is known."""
    who = said(request, "conversation")

    def state(person: Person, case: Case) -> Case:
        contact = _changed(request, following.contact_of(case, who))
        return following.state_contact(person, case.id, contact, now=timezone.now())

    return perform(request, reference, state, lambda _: "Noted where they work and how they are reached.")


def _changed(request: HttpRequest, known: Contact) -> Contact:
    ways = {way.role: way for way in known.ways}
    role, name = said(request, "role"), said(request, "role_name")
    if role and not name:
        raise BadInput("nobody is named", place="name", mend="name the person or the department")
    if role:
        ways[role] = Way(role, name, said(request, "role_address"), said(request, "role_phone"))
    return replace(
        known,
        place=_place(request) or known.place,
        phone=said(request, "phone") or known.phone,
        portal=_link(said(request, "portal")) or known.portal,
        post=said(request, "post") or known.post,
        ways=tuple(ways.values()),
    )


def _place(request: HttpRequest) -> Place | None:
    given: dict[str, Any] = {name: said(request, name) for name in ("zone", "country", "region", "opens", "closes")}
    if not given["zone"]:
        return None
    return decode(Place, {name: text for name, text in given.items() if text}, place="contact")


def _link(text: str) -> str:
    if text and not text.startswith("https://"):
        raise BadInput(f"{text[:60]!r} is no safe link", place="portal", mend="begin it with https://")
    return text


@require_GET
@login_required
def sheet(request: HttpRequest, reference: str, who: str) -> HttpResponse:
    """Give the open task's text by itself, to be printed or pasted."""
    case = case_for(asker(request), reference)
    for talk in case.conversations:
        found = following.standing(case, talk, timezone.now()).sheet if talk.id == who else None
        if found:
            return HttpResponse(f"{found.subject}\n\n{found.body}", content_type="text/plain; charset=utf-8")
    raise Http404
