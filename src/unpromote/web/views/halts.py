"""The kill switch: choose accounts, look at what would stop, say why, and follow what becomes of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.inventory import DONE, Inventory, Scope
from unpromote.domain.letters import address
from unpromote.domain.messages import Contact, Counterpart
from unpromote.domain.vocabulary import Reason
from unpromote.services import halting
from unpromote.services import inventory as inventories
from unpromote.services.people import Person
from unpromote.web import words
from unpromote.web.show import halts as show
from unpromote.web.show import inventories as shown
from unpromote.web.views.asking import asked, asker, said
from unpromote.web.views.performing import status_of

TYPED = ("why", "name", "address", "reason")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def asked_for(request: HttpRequest) -> HttpResponse:
    """Show the accounts that can be chosen, and have the chosen ones looked through; nothing is stopped by that."""
    person = asker(request)
    if request.method != "POST":
        return _choosing(request, person)
    typed = said(request, "accounts").replace(",", " ").split()
    chosen = tuple(dict.fromkeys([*request.POST.getlist("account"), *typed]))
    try:
        halting.check_accounts(chosen)
        one = inventories.order(person, said(request, "client"), Scope(accounts=chosen), now=timezone.now())
    except NotAllowed as refusal:
        return _choosing(request, person, refusal)
    return redirect("web:halt-preview", inventory_id=one.id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def looked(request: HttpRequest, inventory_id: str) -> HttpResponse:
    """Show what would be stopped, and order it once somebody has said why."""
    person = asker(request)
    one = _inventory(person, inventory_id)
    if request.method != "POST":
        return _preview(request, person, one)
    try:
        ordered = halting.order_halt(person, _halt(request, one), now=timezone.now())
    except NotAllowed as refusal:
        return _preview(request, person, one, refusal)
    messages.success(request, "The stop is ordered.")
    return redirect("web:halt-order", halt_id=ordered.id)


@require_safe
@login_required
def followed(request: HttpRequest, halt_id: str) -> HttpResponse:
    """Show what became of a halt, with its cases."""
    try:
        found = halting.halt_of(asker(request), halt_id)
    except NotAllowed:
        raise Http404 from None
    return render(request, "web/halt_order.html", {"halt_id": halt_id, "halt": show.told(found)})


def _inventory(person: Person, inventory_id: str) -> Inventory:
    try:
        return inventories.inventory_of(person, inventory_id)
    except NotAllowed:
        raise Http404 from None


def _halt(request: HttpRequest, one: Inventory) -> halting.Halt:
    if one.state != DONE:
        raise NotAllowed("the accounts have not been read: look at what would be stopped first")
    name, told = said(request, "name"), said(request, "address")
    address(told, place="address")
    try:
        reason = Reason(said(request, "reason"))
    except ValueError:
        raise BadInput("is none of the choices", place="reason", mend="choose one of the list") from None
    accounts = tuple(listed.advertiser_id for listed in halting.listed_in(one))
    contact = Contact("support", Counterpart.SUPPORT, name or told, told)
    return halting.Halt(one.client, accounts, said(request, "why"), contact, reason)


def _choosing(request: HttpRequest, person: Person, refusal: NotAllowed | None = None) -> HttpResponse:
    clients = sorted(person.rights)
    wanted = said(request, "client") or asked(request, "client")
    client = wanted if wanted in clients else clients[0] if len(clients) == 1 else ""
    known = inventories.inventories_of(person, client) if client else ()
    newest = next((one for one in known if one.state == DONE), None)
    context = {
        "clients": clients,
        "client": client,
        "accounts": show.accounts(_inventory(person, newest.id)) if newest else (),
        "ticked": frozenset(request.POST.getlist("account")),
        "typed": said(request, "accounts"),
        "refusal": str(refusal or ""),
    }
    return render(request, "web/halt.html", context, status=status_of(refusal))


def _preview(request: HttpRequest, person: Person, one: Inventory, refusal: NotAllowed | None = None) -> HttpResponse:
    planned = halting.preview_inventory(person, one, now=timezone.now()) if one.state == DONE else ()
    typed = {name: said(request, name) for name in TYPED}
    typed["reason"] = typed["reason"] or Reason.STRATEGY_CHANGE.value
    context = {
        **shown.inventory(one),
        "cases": [show.case_planned(*each) for each in planned],
        "reasons": [(reason.value, words.sentence(reason.value)) for reason in Reason],
        "typed": typed,
        "refusal": str(refusal or ""),
    }
    return render(request, "web/halt_preview.html", context, status=status_of(refusal))
