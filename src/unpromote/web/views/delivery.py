"""Delivery: what a person stopped by hand; when it stops, at once, ratified, again and undone."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from unpromote.domain.case import Case
from unpromote.domain.errors import BadInput
from unpromote.services import delivery, records
from unpromote.services.people import Person
from unpromote.web.show.answer import zone
from unpromote.web.show.stop import halted
from unpromote.web.views.asking import said
from unpromote.web.views.performing import perform
from unpromote.web.views.uploads import uploaded_if_any


@require_POST
@login_required
def stopped(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that a target was stopped by hand."""
    target, proof = said(request, "target"), said(request, "proof")

    def confirm(person: Person, case: Case) -> Case:
        with uploaded_if_any(request, "proof") as path:
            return delivery.confirm_stopped(person, case.id, target, proof, now=timezone.now(), file=path)

    return perform(request, reference, confirm, lambda _: "Noted: it was stopped by hand.")


@require_POST
@login_required
def scheduled(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose when delivery stops once approved, on a clock of the agreement's zone; nothing: with the approval."""
    typed = said(request, "stop_at")

    def choose(person: Person, case: Case) -> Case:
        stop_at = _instant(typed, case) if typed else None
        return delivery.schedule_stop(person, case.id, stop_at, now=timezone.now())

    return perform(request, reference, choose, lambda _: "Noted when delivery stops.")


def _instant(typed: str, case: Case) -> datetime:
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=zone(case))
    except ValueError:
        mend = "choose a day and a time, such as 2026-12-01T09:00"
        raise BadInput(f"{typed[:40]!r} is no time", place="not before", mend=mend) from None


@require_POST
@login_required
def stopped_at_once(request: HttpRequest, reference: str) -> HttpResponse:
    """Stop what is ticked before any approval."""
    why, ticked, rest = said(request, "why"), request.POST.getlist("targets"), bool(said(request, "rest"))

    def stop(person: Person, case: Case) -> Case:
        return delivery.stop_at_once(person, case.id, why, _ticked(halted(case, ticked, rest=rest)), now=timezone.now())

    told = "Delivery is being stopped at once. Somebody else who may approve has to ratify it within a day."
    return perform(request, reference, stop, lambda _: told, halt_why=why, halt_refused="yes")


@require_POST
@login_required
def ratified(request: HttpRequest, reference: str) -> HttpResponse:
    """Stand by an emergency stop."""
    return perform(
        request,
        reference,
        lambda person, case: delivery.ratify_stop(person, case.id, now=timezone.now()),
        lambda _: "You stand by the emergency stop.",
    )


@require_POST
@login_required
def stopped_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Switch off again what is ticked."""
    ticked = request.POST.getlist("targets")
    return perform(
        request,
        reference,
        lambda person, case: delivery.stop_again(person, case.id, _ticked(ticked), now=timezone.now()),
        lambda _: "It is being stopped again.",
    )


@require_POST
@login_required
def confirmed_final(request: HttpRequest, reference: str) -> HttpResponse:
    """Let one target be stopped for good, by the reference that was typed for it."""
    target, typed, window = said(request, "target"), said(request, "typed"), said(request, "window")
    return perform(
        request,
        reference,
        lambda person, case: delivery.confirm_final(
            person, case.id, (target,), typed, now=timezone.now(), window=window
        ),
        lambda _: "Confirmed: it is stopped for good, with the plan or at once where that was ordered already.",
    )


@require_POST
@login_required
def undone(request: HttpRequest, reference: str) -> HttpResponse:
    """Switch on again what is ticked."""
    ticked, why = request.POST.getlist("targets"), said(request, "why")
    return perform(
        request,
        reference,
        lambda person, case: delivery.undo_stop(person, case.id, _ticked(ticked), why, now=timezone.now()),
        lambda _: "It is being switched on again. What was spent does not come back.",
    )


@require_POST
@login_required
def guarded(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose the safety net on TikTok, or give it up."""
    wanted = said(request, "guarded") == "yes"
    told = "The safety net is set where delivery is off." if wanted else "The safety net is taken down."
    return perform(
        request,
        reference,
        lambda person, case: records.choose_guard(person, case.id, guarded=wanted, now=timezone.now()),
        lambda _: told,
    )


def _ticked(ids: list[str]) -> list[str]:
    """Return what was ticked; nothing ticked never means everything."""
    if not ids:
        raise BadInput("nothing is ticked", place="targets", mend="tick at least one")
    return ids
