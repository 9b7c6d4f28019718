"""What TikTok has on record about what was stopped, the safety net, and the ticket where spend goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from unpromote.domain.case import Case, State
from unpromote.domain.delivery import Level, Route
from unpromote.domain.errors import NotAllowed
from unpromote.domain.growing import grown
from unpromote.domain.letters import Letter
from unpromote.domain.record_steps import WITH_CHILDREN
from unpromote.domain.record_told import told
from unpromote.services import tickets
from unpromote.services.people import Person


@dataclass(frozen=True)
class RecordsShown:
    """`can_guard` is whether a net is of use here; `ticket` is there where spend grew, `to` names who is written to."""

    told: list[str]
    guarded: bool
    can_guard: bool
    ticket: Letter | None
    to: str
    can_send: bool


def records(case: Case, person: Person, now: datetime) -> RecordsShown:
    """Return what the page shows of it."""
    campaigns = [t for t in case.targets if t.kind in WITH_CHILDREN and t.level is Level.CAMPAIGN]
    ticket = _ticket(case, person, now)
    to = tickets.support_of(case).id if ticket else ""
    return RecordsShown(
        told=list(told(case)),
        guarded=case.on_record.guarded,
        can_guard=case.state is not State.CLOSED and any(t.route is Route.API for t in campaigns),
        ticket=ticket,
        to=to,
        can_send=any(talk.id == to and talk.messages for talk in case.conversations),
    )


def _ticket(case: Case, person: Person, now: datetime) -> Letter | None:
    if not grown(case.targets):
        return None
    try:
        return tickets.draft_ticket(person, case.id, now)
    except NotAllowed:
        return None
