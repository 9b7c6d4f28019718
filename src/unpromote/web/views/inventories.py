"""Inventories: have one read, look through it by kind and account, open a case on what is chosen."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.letters import address
from unpromote.domain.messages import Contact, Counterpart
from unpromote.domain.vocabulary import Reason, Reservation
from unpromote.services import inventory as service
from unpromote.services.inventory import Asking, Inventory, Opening, Scope
from unpromote.services.people import Person
from unpromote.web import words
from unpromote.web.show import inventories as show
from unpromote.web.views.asking import asked, asker, said
from unpromote.web.views.performing import status_of

T = TypeVar("T", Reason, Reservation)

PAGE = 100  # things on a page
KEPT = ("title", "wording", "name", "address", "start", "end", "currency")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """Show each client's inventories, and order one."""
    person = asker(request)
    if request.method != "POST":
        return _list(request, person)
    scope = Scope(*(tuple(said(request, name).replace(",", " ").split()) for name in ("accounts", "centers", "shops")))
    try:
        one = service.order(person, said(request, "client"), scope, now=timezone.now())
    except NotAllowed as refusal:
        return _list(request, person, refusal)
    messages.success(request, "Everything is being listed. Nothing is changed by that.")
    return redirect("web:inventory", inventory_id=one.id)


@require_safe
@login_required
def shown(request: HttpRequest, inventory_id: str) -> HttpResponse:
    """Show an inventory: how each list went, and its things by kind and account."""
    return _page(request, _inventory(asker(request), inventory_id))


@require_POST
@login_required
def opened(request: HttpRequest, inventory_id: str) -> HttpResponse:
    """Open a case on the things that were chosen."""
    person = asker(request)
    one = _inventory(person, inventory_id)
    try:
        told = Opening(
            said(request, "title"),
            _choice(request, "reservation", Reservation),
            _day(request, "start"),
            _day(request, "end"),
            said(request, "currency").upper(),
        )
        who = Asking(_choice(request, "reason", Reason), said(request, "wording"), _contact(request))
        case = service.open_from(person, one.id, request.POST.getlist("item"), told, who, now=timezone.now())
    except NotAllowed as refusal:
        return _page(request, one, refusal)
    messages.success(request, "The case is open. Next: its agreement.")
    return redirect("web:case", reference=case.reference)


def _inventory(person: Person, inventory_id: str) -> Inventory:
    try:
        return service.inventory_of(person, inventory_id)
    except NotAllowed:
        raise Http404 from None


def _choice(request: HttpRequest, name: str, known: type[T]) -> T:
    try:
        return known(said(request, name))
    except ValueError:
        raise BadInput("is none of the choices", place=name, mend="choose one of the list") from None


def _day(request: HttpRequest, name: str) -> date | None:
    text = said(request, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput(f"{text!r} is no day", place=name, mend="write 2026-12-01") from None


def _contact(request: HttpRequest) -> Contact:
    name, told = said(request, "name"), said(request, "address")
    address(told, place="address")
    return Contact("support", Counterpart.SUPPORT, name or told, told)


def _list(request: HttpRequest, person: Person, refusal: NotAllowed | None = None) -> HttpResponse:
    clients = [
        {"id": client, "inventories": [show.inventory(one) for one in service.inventories_of(person, client)]}
        for client in sorted(person.rights)
    ]
    typed = {name: said(request, name) for name in ("client", "accounts", "centers", "shops")}
    context = {"clients": clients, "refusal": str(refusal or ""), "typed": typed}
    return render(request, "web/inventories.html", context, status=status_of(refusal))


def _page(request: HttpRequest, one: Inventory, refusal: NotAllowed | None = None) -> HttpResponse:
    wanted = {name: asked(request, name) for name in ("kind", "account", "on")}
    items = service.items_of(one, kind=wanted["kind"], account=wanted["account"], only_on=wanted["on"] == "yes")
    skip = int(asked(request, "skip")) if asked(request, "skip").isdecimal() else 0
    later = urlencode({**wanted, "skip": skip + PAGE}) if items[skip + PAGE :] else ""
    context = {
        **show.inventory(one),
        "refusal": str(refusal or ""),
        "wanted": wanted,
        "filters": urlencode({**wanted, "skip": skip}),
        "chosen": frozenset(request.POST.getlist("item")),
        "items": [show.item(*pair) for pair in items[skip : skip + PAGE]],
        "found": len(items),
        "later": later,
        "reasons": [(reason.value, words.sentence(reason.value)) for reason in Reason],
        "reservations": [(one.value, words.sentence(one.value)) for one in Reservation],
        "typed": {name: said(request, name) for name in (*KEPT, "reason", "reservation")},
    }
    return render(request, "web/inventory.html", context, status=status_of(refusal))
