"""Messages: say what an answer amounts to."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST
from moneyed import Money

from unpromote.domain.case import Case
from unpromote.domain.codec import decode
from unpromote.domain.errors import BadInput
from unpromote.domain.messages import Outcome
from unpromote.services import answers
from unpromote.services.people import Person
from unpromote.web.views.asking import said
from unpromote.web.views.performing import perform


@require_POST
@login_required
def judged(request: HttpRequest, reference: str) -> HttpResponse:
    """Record how the person reads the answer of a counterpart."""
    talk, note = said(request, "conversation"), said(request, "note")
    amount, fee_is = said(request, "fee"), said(request, "fee_is")

    def judge(person: Person, case: Case) -> Case:
        outcome = _outcome(said(request, "outcome"))
        claims_fee = outcome is Outcome.FEE_CLAIMED and amount
        fee = answers.Fee(decode(Money, amount, place="fee"), fee_is) if claims_fee else None
        return answers.judge(person, case.id, talk, outcome, note=note, fee=fee, now=timezone.now()).case

    return perform(request, reference, judge, lambda _: "Noted what the answer amounts to.")


def _outcome(written: str) -> Outcome:
    try:
        return Outcome(written)
    except ValueError:
        raise BadInput("the answer is not judged yet", place="outcome", mend="choose one of the list") from None
