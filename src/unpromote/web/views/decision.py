"""The decision: the ways on side by side, with what the person wants weighed. A look; nothing is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from unpromote.domain.codec import decode
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.services.people import Person
from unpromote.services.weighing import Weighed, weigh
from unpromote.web.show.answer import zone
from unpromote.web.show.curve import curve
from unpromote.web.show.decision import decision
from unpromote.web.views.asking import asked, asker, case_for
from unpromote.web.views.performing import REFUSED, UNUSABLE

_FIELDS = ("harm_per_day", "until", "reduce_to", "pause_from", "pause_to")


@require_safe
@login_required
def shown(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the ways on; what cannot be weighed is said on the same page, beside what can."""
    person = asker(request)
    case = case_for(person, reference)
    typed = {field: asked(request, field) for field in _FIELDS}
    context = {"reference": case.reference, "title": case.title, "typed": typed, "curve": curve(case)}
    refusal, status = "", 200
    try:
        found = _found(person, case.id, typed)
    except BadInput as problem:
        refusal, status = str(problem), UNUSABLE
        found = weigh(person, case.id, {}, now=timezone.now())
    except NotAllowed as problem:
        return render(request, "web/decision.html", {**context, "refusal": str(problem)}, status=REFUSED)
    weighed = decision(found.decision, zone(case), found.waiting)
    return render(request, "web/decision.html", {**context, "decision": weighed, "refusal": refusal}, status=status)


def _found(person: Person, case_id: str, typed: Mapping[str, str]) -> Weighed:
    return weigh(person, case_id, _weighed(typed), now=timezone.now(), until=_day(typed["until"]))


def _weighed(typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what is to be weighed in its written form; an empty field weighs nothing."""
    amounts = {field: typed[field] for field in ("harm_per_day", "reduce_to") if typed[field]}
    pause = {field: typed[f"pause_{field}"] for field in ("from", "to") if typed[f"pause_{field}"]}
    return amounts | ({"pause": pause} if pause else {})


def _day(typed: str) -> date | None:
    return decode(date, typed, place="until") if typed else None
