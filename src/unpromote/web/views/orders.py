"""One TikTok One order typed by hand: the form, and what was typed where it cannot be used."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from moneyed import Money

from unpromote.domain.codec import decode
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.orders import OrderStage
from unpromote.services.entering import OrderEntry, enter_order
from unpromote.services.people import Person
from unpromote.web import words
from unpromote.web.views.asking import asked, asker, said
from unpromote.web.views.performing import status_of

FIELDS = ("client", "order_id", "advertiser_id", "name", "creator", "price", "paid", "currency", "stage")
DAYS = ("starts_on", "ends_on", "submitted_on")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def entered(request: HttpRequest) -> HttpResponse:
    """Show the form, and take in what was typed; it is read as the row of a file."""
    person = asker(request)
    if request.method != "POST":
        return _form(request, person)
    try:
        one = enter_order(person, said(request, "client"), _entry(request), now=timezone.now())
    except NotAllowed as refusal:
        return _form(request, person, refusal)
    messages.success(request, "The order is taken in like the row of a file.")
    return redirect("web:import", import_id=one.id)


def _entry(request: HttpRequest) -> OrderEntry:
    starts_on = _day(request, "starts_on")
    price = _money(request, "price")
    if starts_on is None or price is None:
        place = "starts_on" if starts_on is None else "price"
        raise BadInput("is not stated", place=place, mend="fill it in")
    return OrderEntry(
        order_id=said(request, "order_id"),
        advertiser_id=said(request, "advertiser_id"),
        name=said(request, "name"),
        creator=said(request, "creator"),
        price=price,
        stage=said(request, "stage"),
        starts_on=starts_on,
        ends_on=_day(request, "ends_on"),
        submitted_on=_day(request, "submitted_on"),
        paid=_money(request, "paid"),
    )


def _day(request: HttpRequest, name: str) -> date | None:
    text = said(request, name)
    return decode(date, text, place=name) if text else None


def _money(request: HttpRequest, name: str) -> Money | None:
    text = said(request, name)
    return decode(Money, f"{text} {said(request, 'currency').upper()}", place=name) if text else None


def _form(request: HttpRequest, person: Person, refusal: NotAllowed | None = None) -> HttpResponse:
    typed = {name: said(request, name) for name in (*FIELDS, *DAYS)}
    context = {
        "clients": sorted(person.rights),
        "typed": {**typed, "client": typed["client"] or asked(request, "client")},
        "stages": [(stage.value, words.sentence(stage.value)) for stage in OrderStage],
        "refusal": str(refusal or ""),
    }
    status = status_of(refusal)
    return render(request, "web/order.html", context, status=status)
