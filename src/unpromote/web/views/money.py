"""Money: the page of a case's ledger, its bills and payees, its client's payment runs and bank statements."""

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

from unpromote.domain.books import Bill, BillKind
from unpromote.domain.case import Case
from unpromote.domain.codec import decode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.payees import Method, Payee, Payer
from unpromote.services import money, payments, policies, statements
from unpromote.services.payments import RunWish
from unpromote.services.people import Person
from unpromote.web import words
from unpromote.web.show import money as show
from unpromote.web.views.asking import asker, case_for, said
from unpromote.web.views.performing import perform_on
from unpromote.web.views.uploads import uploaded, uploaded_if_any


@require_safe
@login_required
def shown(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the money of a case."""
    person = asker(request)
    return _page(request, person, case_for(person, reference))


@require_POST
@login_required
def billed(request: HttpRequest, reference: str) -> HttpResponse:
    """Note a bill, with its file where one was chosen."""

    def note(person: Person, case: Case) -> None:
        bill = Bill(
            party=said(request, "party"),
            kind=decode(BillKind, said(request, "kind"), place="kind"),
            number=said(request, "number"),
            issued_on=decode(date, said(request, "issued_on"), place="date"),
            amount=decode(Money, f"{said(request, 'amount')} {said(request, 'currency').upper()}", place="amount"),
            mends=said(request, "mends"),
        )
        with uploaded_if_any(request, "bill") as file:
            money.note_bill(person, case.id, bill, file, now=timezone.now())

    return _perform(request, reference, note, "The bill is noted.")


@require_POST
@login_required
def payee_noted(request: HttpRequest, reference: str) -> HttpResponse:
    """Note where a party is paid."""

    def note(person: Person, case: Case) -> None:
        method = decode(Method, said(request, "method"), place="method")
        told = {name: said(request, name) for name in ("holder", "iban", "bic", "email", "law")}
        money.note_payee(person, case.id, said(request, "party"), Payee(method=method, **told), now=timezone.now())

    return _perform(request, reference, note, "Where they are paid is noted.")


@require_POST
@login_required
def explained(request: HttpRequest, reference: str) -> HttpResponse:
    """Say why a balance may stay open."""
    party, currency, why = (said(request, name) for name in ("party", "currency", "why"))

    def explain(person: Person, case: Case) -> None:
        money.explain_balance(person, case.id, party, currency, why, now=timezone.now())

    return _perform(request, reference, explain, "The open balance is explained.")


@require_POST
@login_required
def balance_released(request: HttpRequest, reference: str) -> HttpResponse:
    """Release what is owed to a party that no settlement speaks for."""
    party, currency = said(request, "party"), said(request, "currency")

    def release(person: Person, case: Case) -> None:
        money.release_balance(person, case.id, party, currency, now=timezone.now())

    return _perform(request, reference, release, "The balance is released for payment.")


@require_POST
@login_required
def payer_noted(request: HttpRequest, reference: str) -> HttpResponse:
    """Note the account from which the client pays."""
    payer = Payer(said(request, "name"), said(request, "iban"), said(request, "bic"))

    def note(person: Person, case: Case) -> None:
        payments.set_payer(person, case.client, payer)

    return _perform(request, reference, note, "The client's account is noted.")


@require_POST
@login_required
def run_prepared(request: HttpRequest, reference: str) -> HttpResponse:
    """Gather what was released into a run."""

    def prepare(person: Person, case: Case) -> None:
        wish = RunWish(
            client=case.client,
            method=decode(Method, said(request, "method"), place="method"),
            currency=said(request, "currency").upper(),
            execute_on=decode(date, said(request, "execute_on"), place="day"),
        )
        payments.prepare_run(person, wish, now=timezone.now())

    return _perform(request, reference, prepare, "The run is prepared. Somebody else has to release it.")


@require_POST
@login_required
def run_released(request: HttpRequest, reference: str) -> HttpResponse:
    """Release a run that somebody else prepared."""
    run = said(request, "run")

    def release(person: Person, _case: Case) -> None:
        payments.release_run(person, run, now=timezone.now())

    return _perform(request, reference, release, "The run is released. Its file is being written.")


@require_POST
@login_required
def run_dropped(request: HttpRequest, reference: str) -> HttpResponse:
    """Drop a run that was not released."""
    run = said(request, "run")
    return _perform(request, reference, lambda person, _: payments.drop_run(person, run), "The run is dropped.")


@require_safe
@login_required
def run_fetched(request: HttpRequest, reference: str, run: str) -> HttpResponse:
    """Hand over a run's file."""
    person = asker(request)
    case_for(person, reference)
    try:
        name, content = payments.run_file(person, run)
    except NotAllowed:
        raise Http404 from None
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@require_POST
@login_required
def statement_handed_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Take in a bank statement; it is booked in the background."""

    def receive(person: Person, case: Case) -> None:
        with uploaded(request, "statement", "choose camt.053 or CSV") as path:
            statements.receive_statement(person, case.client, path, now=timezone.now())

    return _perform(request, reference, receive, "The statement is handed in and will be booked.")


@require_POST
@login_required
def line_placed(request: HttpRequest, reference: str) -> HttpResponse:
    """Book a bank line against a party of this case, or set it aside."""
    line, party, why = said(request, "line"), said(request, "party"), said(request, "why")

    def place(person: Person, case: Case) -> None:
        if party:
            statements.assign_line(person, line, case.id, party, now=timezone.now())
        else:
            statements.set_line_aside(person, case.client, line, why)

    return _perform(request, reference, place, "The bank line has its place.")


def _perform(request: HttpRequest, reference: str, verb: Callable[[Person, Case], object], told: str) -> HttpResponse:
    return perform_on(request, reference, verb, told, _page, "web:money")


def _page(request: HttpRequest, person: Person, case: Case, refusal: str = "", status: int = 200) -> HttpResponse:
    found = money.case_money(person, case.id)
    payer = payments.payer_of(person, case.client)
    context: dict[str, Any] = {
        "reference": case.reference,
        "title": case.title,
        "client": case.client,
        "refusal": refusal,
        "parties": show.parties(found, person, case.client),
        "entries": show.entries(found),
        "bills": show.bills(found),
        "bill_kinds": [(kind.value, words.sentence(kind.value)) for kind in BillKind],
        "methods": [(method.value, words.PAYING[method.value]) for method in Method],
        "laws": [(law, statute.name) for law, statute in policies.pay_statutes().items()],
        "currencies": show.currencies(found),
        "payer": show.payer(payer),
        "may_approve": person.rights[case.client],
        "today": timezone.now().date().isoformat(),
        "runs": show.runs(payments.runs_of(person, case.client), person),
        "lines": show.lines(statements.open_lines(person, case.client)),
        "statements": show.statements(statements.statements_of(person, case.client)),
    }
    return render(request, "web/money.html", context, status=status)
