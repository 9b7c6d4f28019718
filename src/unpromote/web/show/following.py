"""Following up: whose turn it is, what comes next on both clocks, what to do by hand, what an answer seems to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from unpromote.domain.case import Case
from unpromote.domain.ladders import Channel, Way
from unpromote.domain.letters import Letter
from unpromote.domain.messages import Conversation
from unpromote.domain.suggesting import Hit
from unpromote.services import answers, following
from unpromote.services.following import Standing
from unpromote.services.people import Person
from unpromote.web import formats, words
from unpromote.web.show.answer import zone


@dataclass(frozen=True)
class Part:
    """A stretch of an answer; marked where its words speak for something."""

    text: str
    marked: bool


@dataclass(frozen=True)
class ToDo:
    """What a person does by hand: how, until when, with which text; `link` is where, if it is known."""

    channel: str
    how: str
    due: str
    subject: str
    body: str
    link: str
    where: str


@dataclass(frozen=True)
class Followed:
    """Where a conversation stands, in words; the `answer_id` is the message that `parts` belong to."""

    turn: str
    since: str
    next_words: str
    due_theirs: str
    due_ours: str
    office: str
    snooze: str
    to_do: ToDo | None
    answer_id: str
    parts: list[Part]
    suggested: str
    fee: str
    fee_lines: list[tuple[str, str]]
    objection: Letter | None
    clock_runs: bool


def followed(talk: Conversation, case: Case, person: Person, now: datetime) -> Followed:
    """Return where a conversation of a running case stands."""
    stands = following.standing(case, talk, now)
    body = stands.answer.body if stands.answer else ""
    found = stands.suggestion
    fee = answers.fee_in(case, found.fee) if found and found.fee else None
    return Followed(
        turn={"ours": "Our turn", "theirs": "Their turn", "nobody": ""}[stands.turn],
        since=formats.instant(stands.since, zone(case)) if stands.since else "",
        next_words=_next(stands),
        due_theirs=formats.instant(stands.due_at, ZoneInfo(stands.office.zone)) if stands.due_at else "",
        due_ours=formats.instant(stands.due_at, zone(case)) if stands.due_at else "",
        office=_office(stands),
        snooze=f"until {formats.instant(talk.snooze.until_at, zone(case))}: {talk.snooze.why}" if talk.snooze else "",
        to_do=_to_do(stands, talk, case),
        answer_id=stands.answer.message_id if stands.answer else "",
        parts=parts(body, found.hits if found else ()),
        suggested=words.in_words(words.OUTCOMES, found.outcome.value) if found and found.outcome else "",
        fee=f"{fee.amount} {fee.currency}" if fee else "",
        fee_lines=_fee_lines(case),
        objection=answers.objection_to(person, case, talk.id, now),
        clock_runs=talk.clock_runs,
    )


def parts(text: str, hits: Iterable[Hit]) -> list[Part]:
    """Return a text in stretches, with the words of the hits marked; where hits overlap they are one stretch."""
    found: list[Part] = []
    at = 0
    for hit in sorted(hits, key=lambda one: one.start):
        if hit.end <= at:
            continue
        start = max(hit.start, at)
        found += [Part(text[at:start], marked=False), Part(text[start : hit.end], marked=True)]
        at = hit.end
    return [part for part in (*found, Part(text[at:], marked=False)) if part.text]


def _next(stands: Standing) -> str:
    if stands.next_step is None:
        return "a person decides" if stands.turn == "theirs" else ""
    name = words.LADDER.get(stands.next_step.step, words.spaced(stands.next_step.step))
    how = "by itself" if stands.next_step.by_itself else "as a task for one of us"
    return f"{name} ({words.in_words(words.CHANNELS, stands.next_step.channel.value).lower()}, {how})"


def _office(stands: Standing) -> str:
    worked = stands.office.worked
    whose = f"holidays of {stands.office.holidays_of}" if stands.office.holidays_of else "no holidays known"
    return f"{worked.open:%H:%M} to {worked.close:%H:%M} in {stands.office.zone}, {whose}"


def _to_do(stands: Standing, talk: Conversation, case: Case) -> ToDo | None:
    task, sheet = stands.task, stands.sheet
    if task is None or sheet is None:
        return None
    way = talk.contact.way(task.role)
    return ToDo(
        channel=task.channel.value,
        how=words.in_words(words.CHANNELS, task.channel.value),
        due=formats.instant(task.due_at, zone(case)),
        subject=sheet.subject,
        body=sheet.body,
        link=talk.contact.portal if task.channel is Channel.PORTAL else "",
        where=_where(talk, way, task.channel),
    )


def _where(talk: Conversation, way: Way, channel: Channel) -> str:
    """Return where they are reached, or what is still to be found out."""
    known = {
        Channel.PHONE: way.phone or talk.contact.phone,
        Channel.REGISTERED_POST: talk.contact.post,
        Channel.PORTAL: talk.contact.portal,
        Channel.REPRESENTATIVE: way.phone or way.address,
        Channel.EMAIL: way.address,
    }.get(channel, talk.contact.address)
    return f"{way.name}, {known}" if known else f"{way.name}: how to reach them is not known yet"


def _fee_lines(case: Case) -> list[tuple[str, str]]:
    """Return the lines of the quote that a fee may be, and that it may be none."""
    lines = (case.quote.quote.get("lines") or []) if case.quote else []
    named = [(line["code"], words.line_name(line["code"])) for line in lines]
    return [("", "Not known yet"), *named, ("none", "Never agreed")]
