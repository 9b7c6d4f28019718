"""Creators beside the money: what waits for an answer, what they handed in, what goes on, what is left to do."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from unpromote.domain.case import Case, State
from unpromote.domain.codec import fraction_text
from unpromote.domain.duties import DutyProof, DutyState, DutyTask
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.proposals import Proposal, ProposalState
from unpromote.services import involvement
from unpromote.services.creator_page import needs_both
from unpromote.services.deals import silences
from unpromote.web import formats, words
from unpromote.web.show.answer import zone
from unpromote.web.show.windows import Window, window

_BEFORE_APPROVAL = (State.OPENED, State.READING, State.REVIEW, State.READY, State.QUOTED)
_RUNNING = (State.STOPPING, State.SETTLING)


@dataclass(frozen=True)
class DutyShown:
    """One duty; `ref` names its fields on the page."""

    id: str
    ref: int
    what: str
    due: str
    clause: str
    state: str
    state_words: str
    proofs: list[str]
    note: str
    is_open: bool
    can_finish: bool


def creators(case: Case, asked: str = "") -> dict[str, Any]:
    """Return what the page of a case shows of its creators beside their settlements."""
    return {
        "deals": _deals(case, asked),
        "silences": _silences(case) if case.state in _BEFORE_APPROVAL else [],
        "both": needs_both(case),
        "proposals": _proposals(case),
        "files": _files(case),
    }


def duties(case: Case, asked: str = "") -> Window[DutyShown]:
    """Return the asked page of the duties after the end, those that are open first, by their days."""
    tasks = sorted(case.duties, key=lambda task: (not task.is_open, task.due_on is None, str(task.due_on)))
    shown = window("duties", tasks, asked)
    return shown.showing([_duty(task, ref, case) for ref, task in enumerate(shown.items, start=shown.first)])


def _duty(task: DutyTask, ref: int, case: Case) -> DutyShown:
    return DutyShown(
        id=task.id,
        ref=ref,
        what=task.what,
        due=formats.day(task.due_on),
        clause=task.clause,
        state=task.state.value,
        state_words=words.in_words(words.DUTIES, task.state.value),
        proofs=[_proof(one, task, case) for one in task.proofs],
        note=task.note,
        is_open=task.is_open,
        can_finish=task.state is DutyState.SHOWN,
    )


def _proof(one: DutyProof, task: DutyTask, case: Case) -> str:
    late = task.due_on is not None and one.at.astimezone(zone(case)).date() > task.due_on
    said = (
        one.words,
        one.file or "no file",
        f"by {one.by} on {formats.instant(one.at, zone(case))}",
        "after its day" if late else "",
    )
    return ", ".join(filter(None, said))


def _deals(case: Case, asked: str) -> Window[dict[str, Any]]:
    shown = window("deals", case.promotion.get("creators", ()), asked)
    rest = {deal.creator_id: deal for deal in case.deals}
    names = {contact.id: contact.name for contact in case.contacts}
    found = []
    for one in shown.items:
        deal = rest.get(one["id"])
        works = [f"{item['id']}: {item['price']} ({words.spaced(item['stage'])})" for item in one["deliverables"]]
        codes = [f"{words.spaced(code.kind.value)} {code.value}" for code in deal.codes] if deal else []
        gifts = [gift.name for gift in deal.gifts] if deal else []
        clock = deal.time_zone if deal else ""
        found.append({"name": names.get(one["id"], one["id"]), "works": works, "more": [*codes, *gifts], "zone": clock})
    return shown.showing(found)


def _silences(case: Case) -> list[dict[str, str]]:
    return [
        {"name": one.name, "what": one.deliverable, "at": formats.instant(one.approved_at, zone(case))}
        for one in silences(case)
    ]


def _proposals(case: Case) -> list[dict[str, Any]]:
    names = {settlement.creator_id: settlement.name for settlement in case.settlements}
    return [
        {
            "id": one.id,
            "name": names.get(one.creator_id, one.creator_id),
            "kind": words.spaced(one.kind.value),
            "what": " ".join(filter(None, (one.deliverable, formats.day(one.on), one.campaign, _percent(one.share)))),
            **_priced(one, case),
            "words": one.words,
            "at": formats.instant(one.at, zone(case)),
            "open": one.state is ProposalState.OPEN and case.state in _RUNNING,
            "answer": f"{one.state.value} by {one.answered_by}: {one.answer}" if one.answered_by else "",
        }
        for one in case.proposals
    ]


def _percent(share: Fraction | None) -> str:
    return "" if share is None else f"{fraction_text(share * 100)} %"


def _priced(one: Proposal, case: Case) -> dict[str, str]:
    """Return what accepting a proposal comes to, or why that cannot be said."""
    if one.state is not ProposalState.OPEN or case.state not in _RUNNING:
        return {"comes_to": "", "why_not": ""}
    try:
        found = involvement.accepted(case, one)
    except NotAllowed as refusal:
        return {"comes_to": "", "why_not": refusal.problem if isinstance(refusal, BadInput) else str(refusal)}
    moves = words.in_words(words.DIRECTIONS, found.direction)
    works = "; ".join(f"{work.deliverable} goes on for {formats.money(work.price)}" for work in found.goes_on)
    return {"comes_to": f"{formats.money(abs(found.balance))} {moves}; {works}", "why_not": ""}


def _files(case: Case) -> list[dict[str, Any]]:
    names = {settlement.creator_id: settlement.name for settlement in case.settlements}
    return [
        {
            "id": one.id,
            "name": one.name,
            "who": names.get(one.creator_id, one.creator_id),
            "kind": words.spaced(one.kind.value),
            "at": formats.instant(one.at, zone(case)),
            "hash_short": formats.short(one.sha256),
            "note": one.note,
        }
        for one in case.creator_files
    ]
