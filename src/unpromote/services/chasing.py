"""Chasing: by which clock and ladder somebody's silence counts, and what comes next in a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from unpromote.domain.aggregate import Case
from unpromote.domain.conversing import conversation
from unpromote.domain.errors import NotAllowed
from unpromote.domain.ladders import Channel, Chase, Rung
from unpromote.domain.messages import Contact, Conversation, by_software, next_way, request_step, step_name
from unpromote.domain.offices import Place, after_days, answer_day
from unpromote.services.offices import office_at
from unpromote.services.policies import ladder_for


@dataclass(frozen=True)
class Next:
    """What comes next if they stay silent: the step, how, and whether it goes by itself. None past the last one."""

    step: str
    channel: Channel
    role: str
    by_itself: bool


def chase_for(case: Case, contact: Contact, now: datetime) -> Chase:
    """Return what the clock on this contact's silence runs by; unless stated, a deal's zone, else the agreement's."""
    place = contact.place or Place(zone=_zone(case, contact))
    return Chase(office=office_at(place, now), ladder=ladder_for(contact.counterpart))


def chase_of(case: Case, conversation_id: str, now: datetime) -> Chase:
    """Return what the clock of one conversation runs by; raise NotAllowed where the case has none of this id."""
    return chase_for(case, conversation(case, conversation_id).contact, now)


def _zone(case: Case, contact: Contact) -> str:
    told = next((deal.time_zone for deal in case.deals if deal.creator_id == contact.id), "")
    return told or (case.terms["time_zone"] if case.terms else "UTC")


def next_rung(talk: Conversation, chase: Chase) -> Rung | None:
    """Return the ladder's next step, None past the last one."""
    rungs = chase.ladder.rungs
    here = next_way(talk, chase)
    return rungs[here] if here < len(rungs) else None


def rung_named(talk: Conversation, step: str, chase: Chase) -> int:
    """Return the index of the ladder's step that a name such as "reminder-1" means: the last taken, or the next one.

    Raises:
        NotAllowed: the ladder has no such step.
    """
    name = step.rpartition("-")[0]
    found = [index for index, rung in enumerate(chase.ladder.rungs) if rung.step == name]
    if not found:
        raise NotAllowed(f"the ladder for {talk.contact.name} has no step {name!r}")
    return next((index for index in (talk.next_rung - 1, talk.next_rung) if index in found), found[0])


def what_is_next(talk: Conversation, chase: Chase) -> Next | None:
    """Return what comes next if they stay silent."""
    rung = next_rung(talk, chase)
    return Next(rung.step, rung.channel, rung.role, by_software(rung, talk)) if rung else None


def next_steps(case: Case) -> dict[str, str]:
    """Return in words, by conversation, which step of its ladder follows if they stay silent."""
    found = {}
    for talk in case.conversations:
        rung = next_rung(talk, Chase(ladder=ladder_for(talk.contact.counterpart)))
        found[talk.id] = f"{rung.step} by {rung.channel.value}".replace("_", " ") if rung else "a person decides"
    return found


def next_step(case: Case, talk: Conversation, now: datetime) -> str:
    """Return the name of the step that is next: the first letter, an open task, the ladder's; "" past its end."""
    if not talk.messages:
        return request_step(talk)
    if talk.open_task:
        return talk.open_task.id
    rung = next_rung(talk, chase_for(case, talk.contact, now))
    return step_name(rung.step, talk.reminders + 1) if rung else ""


def answer_by(talk: Conversation, chase: Chase, now: datetime, zone: ZoneInfo) -> date:
    """Return the day, in a letter's zone, by whose end they answer in time: the clock rings later than that."""
    due = after_days(chase.office, now, chase.ladder.wait(next_way(talk, chase)))
    return max(answer_day(chase.office, due, zone), now.astimezone(zone).date())
