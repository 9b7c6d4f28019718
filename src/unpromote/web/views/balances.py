"""Money at the platform: the page of a case's balances, of transfers up, of refunds that people ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from moneyed import Money

from unpromote.domain.case import Case
from unpromote.domain.codec import decode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.holdings import Funds
from unpromote.domain.refund_paths import RefundPath
from unpromote.services import holdings
from unpromote.services.holdings import Asked, ReturnWish
from unpromote.services.people import Person
from unpromote.web import formats
from unpromote.web.show import balances as show
from unpromote.web.views.asking import asker, case_for, said
from unpromote.web.views.performing import perform_on
from unpromote.web.views.uploads import uploaded_if_any


@require_safe
@login_required
def shown(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the money of a case at the platform."""
    person = asker(request)
    return _page(request, person, case_for(person, reference))


@require_POST
@login_required
def asked_to_read(request: HttpRequest, reference: str) -> HttpResponse:
    """Have the balances read."""

    def read(person: Person, case: Case) -> None:
        holdings.ask_balances(person, case.id, now=timezone.now())

    return _perform(request, reference, read, "The balances are being read.")


@require_POST
@login_required
def proposed(request: HttpRequest, reference: str) -> HttpResponse:
    """Propose a transfer up."""

    def propose(person: Person, case: Case) -> None:
        wish = ReturnWish(
            said(request, "holder"), _amount(request), decode(Funds, said(request, "funds"), place="funds")
        )
        holdings.propose_return(person, case.id, wish, now=timezone.now())

    return _perform(request, reference, propose, "The transfer is proposed. Somebody else has to approve it.")


@require_POST
@login_required
def decided(request: HttpRequest, reference: str) -> HttpResponse:
    """Approve a transfer, drop it, or say what the platform's records show."""
    transfer, act, why = (said(request, name) for name in ("transfer", "act", "why"))

    def decide(person: Person, case: Case) -> None:
        at = timezone.now()
        if act == "approve":
            holdings.approve_return(person, case.id, transfer, now=at)
        elif act == "drop":
            holdings.drop_return(person, case.id, transfer, why=why, now=at)
        else:
            records = tuple(said(request, "records").replace(",", " ").split())
            holdings.judge_return(person, case.id, transfer, records, why, now=at)

    told = {"approve": "The transfer is approved.", "drop": "The transfer is dropped."}
    return _perform(request, reference, decide, told.get(act, "What became of it is noted."))


@require_POST
@login_required
def planned(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose by which way a person asks for an account's money."""

    def plan(person: Person, case: Case) -> None:
        path = decode(RefundPath, said(request, "path"), place="way")
        holdings.plan_refund(person, case.id, said(request, "holder"), path, now=timezone.now())

    return _perform(request, reference, plan, "It stands among the duties, with its day.")


@require_POST
@login_required
def asked_for(request: HttpRequest, reference: str) -> HttpResponse:
    """Note that the platform was asked for the money, with what shows it."""

    def note(person: Person, case: Case) -> None:
        with uploaded_if_any(request, "proof") as file:
            asked = Asked(
                holder=said(request, "holder"),
                path=decode(RefundPath, said(request, "path"), place="way"),
                amount=_amount(request),
                asked_on=decode(date, said(request, "asked_on"), place="day"),
                words=said(request, "words"),
                typed=said(request, "typed"),
                file=file,
            )
            holdings.note_asked(person, case.id, asked, now=timezone.now())

    return _perform(request, reference, note, "Noted. The bank is watched for the money.")


@require_safe
@login_required
def ticket(request: HttpRequest, reference: str, account: str) -> HttpResponse:
    """Hand over the text of a ticket about money that has not come."""
    person = asker(request)
    case = case_for(person, reference)
    try:
        text = holdings.reminder_of(person, case.id, account, now=timezone.now())
    except NotAllowed:
        raise Http404 from None
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_POST
@login_required
def closed(request: HttpRequest, reference: str) -> HttpResponse:
    """Close an account for good, behind the typed reference."""
    holder, typed = said(request, "holder"), said(request, "typed")

    def close(person: Person, case: Case) -> None:
        holdings.close_account(person, case.id, holder, typed, now=timezone.now())

    return _perform(request, reference, close, "The account is being closed.")


def _amount(request: HttpRequest) -> Money:
    found: Money = decode(Money, f"{said(request, 'amount')} {said(request, 'currency').upper()}", place="amount")
    return found


def _perform(request: HttpRequest, reference: str, verb: Callable[[Person, Case], object], told: str) -> HttpResponse:
    return perform_on(request, reference, verb, told, _page, "web:platform")


def _page(request: HttpRequest, person: Person, case: Case, refusal: str = "", status: int = 200) -> HttpResponse:
    zone = formats.zone_of((case.terms or {}).get("time_zone"))
    context: dict[str, Any] = {
        "reference": case.reference,
        "title": case.title,
        "client": case.client,
        "refusal": refusal,
        "holdings": show.holdings(holdings.holdings_of(person, case.id), case, zone),
        "returns": show.returns(case, person, zone),
        "claims": show.claims(case),
        "unread": case.platform.unread,
        "may_approve": person.rights[case.client],
        "today": timezone.now().date().isoformat(),
    }
    return render(request, "web/balances.html", context, status=status)
