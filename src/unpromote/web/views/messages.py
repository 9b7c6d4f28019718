"""Messages: say what an answer amounts to."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from unpromote.domain.case import Case
from unpromote.domain.errors import BadInput
from unpromote.domain.messages import Outcome
from unpromote.services.messages import judge_answer
from unpromote.services.people import Person
from unpromote.web.views.asking import said
from unpromote.web.views.performing import perform


@require_POST
@login_required
def judged(request: HttpRequest, reference: str) -> HttpResponse:
    """Record how the person reads the answer of a counterpart."""
    talk, outcome, note = said(request, "conversation"), said(request, "outcome"), said(request, "note")

    def judge(person: Person, case: Case) -> Case:
        return judge_answer(person, case.id, talk, _outcome(outcome), note=note, now=timezone.now())

    return perform(request, reference, judge, lambda _: "Noted what the answer amounts to.")


def _outcome(written: str) -> Outcome:
    try:
        return Outcome(written)
    except ValueError:
        raise BadInput("the answer is not judged yet", place="outcome", mend="choose one of the list") from None
