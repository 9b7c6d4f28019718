"""Evidence: state a fact, add a file that shows it, confirm it over its evidence, take it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from unpromote.domain.case import Case
from unpromote.domain.codec import decode
from unpromote.domain.errors import BadInput
from unpromote.domain.evidence import EvidenceKind
from unpromote.services import evidence
from unpromote.services.evidence import NewEvidence
from unpromote.services.people import Person
from unpromote.web.show.answer import zone
from unpromote.web.views.asking import said
from unpromote.web.views.performing import perform
from unpromote.web.views.uploads import uploaded

_WORDS = ("by", "clause", "cause", "hours", "count")
_INSTANTS = ("notice_received_at", "cured_at", "began_at", "ended_at")


@require_POST
@login_required
def added(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep one file as evidence for one fact."""
    proves, description = said(request, "proves"), said(request, "description")

    def add(person: Person, case: Case) -> Case:
        kind = decode(EvidenceKind, said(request, "kind"), place="kind")
        with uploaded(request, "evidence", "choose the file that shows it") as path:
            return evidence.add_evidence(
                person, case.id, NewEvidence(path, [proves], description, kind), now=timezone.now()
            )

    typed = {"evidence_proves": proves, "evidence_description": description}
    return perform(request, reference, add, lambda _: "The evidence is kept.", **typed)


@require_POST
@login_required
def stated(request: HttpRequest, reference: str) -> HttpResponse:
    """State a fact, keeping what is stated already where a field is left empty."""
    name = said(request, "fact")
    typed = {field: said(request, field) for field in (*_WORDS, *_INSTANTS, "curable", "more")}
    creators = [creator for creator in request.POST.getlist("creators") if creator]

    def state(person: Person, case: Case) -> Case:
        fields: dict[str, Any] = {field: typed[field] for field in _WORDS if typed[field]}
        fields |= {field: _instant(typed[field], field, zone(case)) for field in _INSTANTS if typed[field]}
        fields |= {"curable": typed["curable"] == "yes"} if typed["curable"] else {}
        fields |= {"creators": creators} if creators else {}
        fields |= dict(_line(line) for line in typed["more"].splitlines() if line.strip())
        return evidence.state_fact(person, case.id, name, fields, now=timezone.now(), amend=True)

    kept = {"fact_name": name, **{f"fact_{field}": value for field, value in typed.items()}}
    return perform(request, reference, state, lambda _: "The fact is stated.", **kept)


@require_POST
@login_required
def confirmed(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that the evidence was looked at and the fact holds."""
    name = said(request, "fact")
    return perform(
        request,
        reference,
        lambda person, case: evidence.confirm_fact(person, case.id, name, now=timezone.now()),
        lambda _: "The fact is confirmed.",
    )


@require_POST
@login_required
def withdrawn(request: HttpRequest, reference: str) -> HttpResponse:
    """Take back a fact."""
    name = said(request, "fact")
    return perform(
        request,
        reference,
        lambda person, case: evidence.withdraw_fact(person, case.id, name, now=timezone.now()),
        lambda _: "The fact is withdrawn.",
    )


def _line(typed: str) -> tuple[str, str]:
    """Return the name and the value of a particular written as "authority: Tribunal de Paris"."""
    name, colon, value = typed.partition(":")
    if not (colon and name.strip() and value.strip()):
        mend = "write name and value with a colon between them, one a line"
        raise BadInput(f"{typed.strip()!r} names no particular", place="more", mend=mend)
    return name.strip().lower().replace(" ", "_"), value.strip()


def _instant(typed: str, field: str, in_zone: ZoneInfo) -> str:
    """Return a form's local date and time as an instant of the case's zone."""
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=in_zone).isoformat()
    except ValueError:
        mend = "write the day and the time, such as 2026-09-14 10:00"
        raise BadInput(f"{typed!r} is no day and time", place=field, mend=mend) from None
