"""The ticket about spend that goes on after the stop: every read with its ids, the change log, what is asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

from unpromote.domain.case import Case
from unpromote.domain.checks import zone_named
from unpromote.domain.dates import civil_date
from unpromote.domain.errors import NotAllowed
from unpromote.domain.growing import Growth, grown
from unpromote.domain.letters import Letter, token_for
from unpromote.domain.messages import Contact, Counterpart
from unpromote.services import queries, templates
from unpromote.services.correspondence import shared_facts
from unpromote.services.letters import (
    GrownObject,
    Kind,
    LateGrowthFacts,
    NotedChange,
    SpendRead,
    compose,
    language_for,
)
from unpromote.services.people import Person

ANSWER_WITHIN = timedelta(days=3)  # own practice: money is running


def draft_ticket(person: Person, case_id: str, now: datetime) -> Letter:
    """Return the ticket for a person to paste into the support channel, or to send; nothing is sent.

    Raises:
        NotAllowed: no spend of this case grew beyond the documented delay, or nobody is named to write to.
    """
    case = queries.case(person, case_id)
    growths = grown(case.targets)
    if not growths:
        raise NotAllowed("no spend grew more than two hours after its stop: there is nothing to ask TikTok")
    contact = support_of(case)
    known = shared_facts(case, contact, token_for(f"{case.id}/{contact.id}"))
    zone = zone_named(known["zone"], place="time zone")
    facts = LateGrowthFacts(
        **known,
        account_ids=tuple(dict.fromkeys(one.target.advertiser_id for one in growths)),
        objects=tuple(map(_object, growths)),
        changes=_changes(case, growths),
        answer_by_on=civil_date(now, zone) + ANSWER_WITHIN,
        no_log=_why_no_log(case),
    )
    return compose(
        Kind.LATE_GROWTH, facts, own=templates.own(case.client, language_for(Kind.LATE_GROWTH, contact.language))
    )


def support_of(case: Case) -> Contact:
    """Return whom the platform is written to; raise NotAllowed where the case names nobody."""
    for contact in case.contacts:
        if contact.counterpart is Counterpart.SUPPORT:
            return contact
    raise NotAllowed("the case names nobody at the platform")


def _object(growth: Growth) -> GrownObject:
    target = growth.target
    write = target.write
    return GrownObject(
        object_id=target.external_id,
        account_id=target.advertiser_id,
        name=target.name,
        grew_by=growth.amount,
        reads=tuple(
            SpendRead(spend=one.spend, at=one.sampled_at, request_id=one.request_id, log_id=one.log_id)
            for one in growth.reads
        ),
        told_at=write.sent_at if write else None,
        off_at=target.off_at,
        request_id=write.request_id if write else "",
        log_id=write.log_id if write else "",
    )


def _changes(case: Case, growths: tuple[Growth, ...]) -> tuple[NotedChange, ...]:
    """Return each line about these objects once, though several logs may hold it."""
    meant = {one.target.external_id for one in growths}
    lines = dict.fromkeys(line for log in case.on_record.change_logs for line in log.lines if line.external_id in meant)
    return tuple(
        NotedChange(object_id=line.external_id, at=line.at, before=line.before, after=line.after, by=line.who)
        for line in sorted(lines, key=lambda line: line.at)
    )


def _why_no_log(case: Case) -> str:
    logs = case.on_record.change_logs
    if not logs:
        return "it has not been fetched yet"
    return logs[-1].problem
