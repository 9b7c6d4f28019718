"""The page of one case: everything about it as plain values, also after a refusal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from unpromote.domain.case import Case, State, open_ends
from unpromote.domain.vocabulary import Stage
from unpromote.services import queries, recipients
from unpromote.services.agreement import confirmed_agreement
from unpromote.services.people import Person
from unpromote.services.proposed_terms import proposed_agreement, proposed_terms
from unpromote.web import formats, words
from unpromote.web.show import (
    agreement,
    answer,
    approval,
    audit,
    causes,
    channels,
    claims,
    creators,
    curve,
    delivery,
    evidence,
    layers,
    messages,
    quote,
    ranges,
    records,
    settlement,
    stop,
)

_HAPPENINGS, _COMINGS, _ENDS = 200, 50, 50  # how many a page shows; the command line and the API show all
_BEFORE_APPROVAL = (State.OPENED, State.READING, State.REVIEW, State.READY, State.QUOTED)


def case_page(
    request: HttpRequest, person: Person, case: Case, *, refusal: str = "", status: int = 200, **kept: str
) -> HttpResponse:
    """Return the page of a case; `refusal` is said on top, in the rules' own words, and `kept` was typed before it."""
    context = {
        **head(case, person),
        "refusal": refusal,
        "reason": _reason(case),
        "evidence": evidence.evidence(case),
        "causes": causes.causes(case),
        "quote": quote.quote(case, request.GET.get("due", "")),
        "questions": ranges.questions(case),
        "claims": claims.kept(case),
        "can_claim": claims.can_compare(case),
        "can_settle": ranges.can_settle(case),
        "curve": curve.curve(case),
        "approval": approval.approval(case, person),
        "stuck": messages.stuck(case),
        "talks": messages.talks(case, person, timezone.now(), request.GET.get("talks", "")),
        "progress": messages.progress(recipients.progress(recipients.recipients(person, case.id))) if case.told else "",
        "planned": messages.planned(case, request.GET.get("planned", "")),
        "outcomes": words.OUTCOMES.items(),
        "channels": words.CHANNELS.items(),
        "settlements": settlement.settlements(case, person, request.GET.get("creators", "")),
        "creators": creators.creators(case, request.GET.get("deals", "")),
        "stages": [(stage.value, words.spaced(stage.value)) for stage in Stage],
        "duties": creators.duties(case, request.GET.get("duties", "")),
        "happenings": audit.happenings(queries.timeline(person, case.id, _HAPPENINGS), case),
        "comings": audit.comings(queries.open_commands(person, case.id, slice(_COMINGS)), case),
        "packs": audit.packs(case),
        "ways": channels.ways(case),
        "stop": stop.stop(case, person),
        "records": records.records(case, person, timezone.now()),
        **_agreement(case),
        **kept,
    }
    return render(request, "web/case.html", context, status=status)


def head(case: Case, person: Person) -> dict[str, Any]:
    """Return what the head of the page shows: the part that follows the case while it is being stopped."""
    ends = open_ends(case) if case.state is State.SETTLING else ()
    return {
        "reference": case.reference,
        "title": case.title,
        "client": case.client,
        "opened": formats.instant(case.opened_at, answer.zone(case)),
        "opened_by": case.opened_by,
        "version": case.version,
        "state": case.state.value,
        "state_words": words.in_words(words.STATES, case.state.value),
        "answer": answer.answer(case, ends),
        "next_step": answer.next_step(case, person, ends),
        "rail": answer.rail(case),
        "alarms": list(case.alarms),
        "following": case.state is State.STOPPING or (case.emergency is not None and case.state in _BEFORE_APPROVAL),
        "at_work": case.state in (State.STOPPING, State.SETTLING),
        "targets": delivery.targets(case),
        "open_ends": _first(ends),
        "can_drop": case.state in _BEFORE_APPROVAL,
    }


def _first(ends: Sequence[str]) -> list[str]:
    """Return as many as a page shows, and how many more there are."""
    more = len(ends) - _ENDS
    return [*ends[:_ENDS], f"and {more} more"] if more > 0 else list(ends)


def _agreement(case: Case) -> dict[str, Any]:
    terms = proposed_terms(case) if case.terms is None else case.terms
    agreed = confirmed_agreement(case)
    return {
        "documents": agreement.documents(case),
        "clauses": sum(len(reading.findings) for reading in case.readings),
        "term_groups": agreement.term_groups(terms, case),
        "confirmed": case.terms is not None,
        "can_hand_in": case.state in _BEFORE_APPROVAL,
        "can_confirm": case.state in _BEFORE_APPROVAL,
        "can_review": case.state is State.REVIEW,
        "terms_text": json.dumps(proposed_agreement(case) if agreed is None else agreed, indent=2, ensure_ascii=False),
        "layers": layers.documents(case),
        "methods": agreement.methods(case),
        "zone": str(answer.zone(case)),
    }


def _reason(case: Case) -> dict[str, Any]:
    evidence = [{"name": file.name, "hash_short": formats.short(file.sha256)} for file in case.reason.evidence]
    return {"kind": words.sentence(case.reason.kind), "wording": case.reason.wording, "evidence": evidence}
