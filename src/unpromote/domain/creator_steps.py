"""What deals, the creator's page, kept involvement and duties do to a case: steps like those of `steps`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.domain import commands as c
from unpromote.domain import creator_events as e
from unpromote.domain import duties, messages, payout, proposals
from unpromote.domain.aggregate import Case, State, with_alarm
from unpromote.domain.dates import first_instant
from unpromote.domain.deals import Deal
from unpromote.domain.duties import DutyProof, DutyTask
from unpromote.domain.duty_tasks import GOES_ON, duty_tasks
from unpromote.domain.errors import NotAllowed
from unpromote.domain.events import Event, ReadingSettled, TermsConfirmed
from unpromote.domain.messages import Contact, ConversationState, Counterpart
from unpromote.domain.payout import Settlement
from unpromote.domain.proposals import FileKind, Proposal, ProposalState
from unpromote.domain.silence import WARN_BEFORE, silence_deadlines
from unpromote.domain.steps import Moved, without_quote
from unpromote.domain.vocabulary import DutyKind

_DAY = timedelta(days=1)


# --- deals and the silence that approves --------------------------------------------------------


def enter_deals(case: Case, event: e.DealsEntered) -> Moved:
    """Put the deals in place of those of the same creators; a quote taken before is void."""
    creators = entered_creators(case, event)
    moved = replace(case, promotion={**case.promotion, "creators": creators}, contacts=_contacts(case, event))
    return without_quote(replace(moved, deals=_deals(case, event))), ()


def entered_creators(case: Case, event: e.DealsEntered) -> list[Mapping[str, Any]]:
    """Return the creators as the event leaves them: what an entry leaves open is kept from the one before."""
    written: dict[str, Mapping[str, Any]] = {one["id"]: one for one in case.promotion.get("creators", ())}
    for one in event.creators:
        before, unsaid = written.get(one["id"], {}), event.unsaid.get(one["id"], ())
        kept = {name: before[name] for name in e.OF_CREATOR if name in unsaid and name in before}
        written[one["id"]] = {**kept, **one}
    return [*written.values()]


def amend_deals(case: Case, event: e.DealsEntered) -> Moved:
    """Take in what no figure reads, once the quote is approved; new codes and gifts become duties."""
    if event.creators or event.contacts:
        raise NotAllowed("the quote is approved: prices, stages and people of a deal are fixed")
    return watch_duties(replace(case, deals=_deals(case, event)))


def _contacts(case: Case, event: e.DealsEntered) -> tuple[Contact, ...]:
    fresh = {contact.id: contact for contact in event.contacts}
    if any(one.counterpart is Counterpart.SUPPORT and one.id in fresh for one in case.contacts):
        raise NotAllowed("this id is the counterparty's: give the creator another")
    kept = tuple(
        _reached(known, fresh.pop(known.id), event.unsaid.get(known.id, ())) if known.id in fresh else known
        for known in case.contacts
    )
    return (*kept, *fresh.values())


def _reached(known: Contact, entered: Contact, unsaid: tuple[str, ...]) -> Contact:
    """Return the contact with what a deal says of it; where they work and their other ways are stated elsewhere."""
    kept: dict[str, Any] = {name: getattr(known, name) for name in e.OF_CONTACT if name in unsaid}
    return replace(known, **{"name": entered.name, "language": entered.language, "address": entered.address, **kept})


def _deals(case: Case, event: e.DealsEntered) -> tuple[Deal, ...]:
    known = {deal.creator_id: deal for deal in case.deals}
    for deal in event.deals:
        before, unsaid = known.get(deal.creator_id, deal), event.unsaid.get(deal.creator_id, ())
        kept: dict[str, Any] = {name: getattr(before, name) for name in e.OF_DEAL if name in unsaid}
        known[deal.creator_id] = replace(deal, **kept)
    return tuple(known.values())


def watch_silence(case: Case, now: datetime) -> tuple[c.Command, ...]:
    """Return the timers that warn before silence approves; one that is late already goes off at once."""
    return tuple(
        c.WarnOfSilence(
            case_id=case.id,
            due=max(now, one.approved_at - before),
            creator_id=one.creator_id,
            deliverable=one.deliverable,
            approved_at=one.approved_at,
            days=before.days,
        )
        for one in silence_deadlines(case.terms, case.promotion)
        for before in WARN_BEFORE
        if one.approved_at > now
    )


def note_silence_near(case: Case, event: e.SilenceNear) -> Moved:
    """Raise an alarm, unless the work was answered meanwhile or counts as approved already."""
    waiting = {(one.creator_id, one.deliverable): one for one in silence_deadlines(case.terms, case.promotion)}
    found = waiting.get((event.creator_id, event.deliverable))
    if found is None or found.approved_at != event.approved_at or event.at >= event.approved_at:
        raise NotAllowed(f"{event.deliverable} of {event.creator_id} does not wait for that instant any more")
    zone = str((case.terms or {})["time_zone"])
    at = f"{found.approved_at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"
    return with_alarm(case, f"{found.name}: silence approves “{found.deliverable}” at {at}; answer it before"), ()


# --- the creator's page -------------------------------------------------------------------------


def revoke_link(case: Case, event: e.CreatorLinkRevoked) -> Moved:
    """End every link that was given out so far."""
    _settlement(case, event.creator_id)
    return replace(case, links={**case.links, event.creator_id: case.links.get(event.creator_id, 0) + 1}), ()


def note_proposal(case: Case, event: e.CreatorProposed) -> Moved:
    """Keep a proposal for a person to answer."""
    proposal = event.proposal
    settlement = _settlement(case, proposal.creator_id)
    if settlement.state in (payout.SettlementState.RELEASED, payout.SettlementState.SETTLED):
        raise NotAllowed(f"the settlement with {settlement.name} is {settlement.state.value} already")
    if not proposal.words.strip():
        raise NotAllowed("say what should change, and how")
    waiting = [
        one for one in case.proposals if one.creator_id == proposal.creator_id and one.state is ProposalState.OPEN
    ]
    if len(waiting) >= proposals.MOST_OPEN or any(one.id == proposal.id for one in case.proposals):
        raise NotAllowed("your earlier proposals wait for an answer: wait for it first")
    return replace(case, proposals=(*case.proposals, proposal)), ()


def answer_proposal(case: Case, event: e.ProposalAnswered) -> Moved:
    """Note a person's no to a proposal; a yes is the adjusted settlement that it comes to."""
    if event.accepted:
        raise NotAllowed("a proposal is accepted by making the change that it asks for")
    return _with_answer(case, event, event.proposal_id, accepted=event.accepted, answer=event.answer), ()


def _with_answer(case: Case, event: Event, proposal_id: str, *, accepted: bool, answer: str) -> Case:
    if all(one.id != proposal_id for one in case.proposals):
        raise NotAllowed(f"the case has no proposal {proposal_id!r}")

    def answered(one: Proposal) -> Proposal:
        return proposals.after_answer(one, accepted=accepted, answer=answer, by=event.by, at=event.at)

    return replace(case, proposals=tuple(answered(one) if one.id == proposal_id else one for one in case.proposals))


def note_file(case: Case, event: e.CreatorFiled) -> Moved:
    """Keep a file of a creator; a proof of take-down is shown for their duty to take down."""
    file = event.file
    _settlement(case, file.creator_id)
    mine = [one for one in case.creator_files if one.creator_id == file.creator_id]
    if any(one.sha256 == file.sha256 and one.kind is file.kind for one in mine):
        raise NotAllowed("this very file is here already")
    if len(mine) >= proposals.MOST_FILES:
        raise NotAllowed(f"there are {proposals.MOST_FILES} files already: write to us instead")
    moved = replace(case, creator_files=(*case.creator_files, file))
    if file.kind is not FileKind.TAKEDOWN_PROOF:
        return moved, ()
    proof = DutyProof(file.note, event.at, event.by, file.name, file.sha256, file.path)
    shown = tuple(
        duties.after_showing(task, proof) if _is_takedown(task, file.creator_id) else task for task in moved.duties
    )
    return replace(moved, duties=shown), ()


def _is_takedown(task: DutyTask, creator_id: str) -> bool:
    return task.creator_id == creator_id and task.kind == DutyKind.TAKEDOWN.value and task.is_open


# --- kept involvement ---------------------------------------------------------------------------


def adjust(case: Case, event: e.InvolvementAdjusted) -> Moved:
    """Put the settlement in place of the one before; where figures changed, the creator is written to again."""
    if not event.why.strip():
        raise NotAllowed("say why the involvement changes")
    before = _settlement(case, event.settlement.creator_id)
    after = payout.after_adjusting(before, event.settlement)
    settled = tuple(after if one.creator_id == after.creator_id else one for one in case.settlements)
    moved, watches = watch_duties(_without_moot_duties(replace(case, settlements=settled), event))
    if event.proposal_id:
        moved = _with_answer(moved, event, event.proposal_id, accepted=True, answer=event.why)
    if after.figures == before.figures or not case.told:
        return moved, watches
    talks = tuple(
        replace(messages.stopped(talk), state=ConversationState.WAITING, outcome=None, note="", rung=0)
        if talk.id == after.creator_id and talk.messages
        else talk
        for talk in moved.conversations
    )
    step = messages.revision_step(after.version)
    send = c.SendMessage(case_id=case.id, due=event.at, conversation_id=after.creator_id, step=step)
    return replace(moved, conversations=talks), (send, *watches)


def _without_moot_duties(case: Case, event: e.InvolvementAdjusted) -> Case:
    """Let go of what the creator was to deliver by an earlier change and is not any more."""
    due = {task.id for task in duty_tasks(case)}

    def looked_at(task: DutyTask) -> DutyTask:
        is_moot = task.is_open and (task.creator_id, task.kind) == (event.settlement.creator_id, GOES_ON)
        if not is_moot or task.id in due:
            return task
        return duties.after_waiving(task, at=event.at, by=event.by, why=event.why)

    return replace(case, duties=tuple(map(looked_at, case.duties)))


def _settlement(case: Case, creator_id: str) -> Settlement:
    for settlement in case.settlements:
        if settlement.creator_id == creator_id:
            return settlement
    raise NotAllowed(f"the case has no creator {creator_id!r}")


# --- duties after the end -----------------------------------------------------------------------


def watch_duties(case: Case) -> Moved:
    """Add the duties that are not there yet, with a timer for each that has a day."""
    known = {task.id for task in case.duties}
    fresh = tuple(task for task in duty_tasks(case) if task.id not in known)
    timers = tuple(
        c.WatchDuty(case_id=case.id, due=_over_at(case, task.due_on), duty_id=task.id)
        for task in fresh
        if task.due_on is not None
    )
    return replace(case, duties=(*case.duties, *fresh)), timers


def show_duty(case: Case, event: e.DutyShown) -> Moved:
    """Keep what shows a duty."""
    return _with_duty(case, event.duty_id, lambda task: duties.after_showing(task, event.proof)), ()


def end_duty(case: Case, event: e.DutyDone) -> Moved:
    """Note that a person looked, and the duty is done."""
    return _with_duty(
        case, event.duty_id, lambda task: duties.after_done(task, at=event.at, by=event.by, note=event.note)
    ), ()


def waive_duty(case: Case, event: e.DutyWaived) -> Moved:
    """Let a duty go."""
    return _with_duty(
        case, event.duty_id, lambda task: duties.after_waiving(task, at=event.at, by=event.by, why=event.why)
    ), ()


def refuse_proof(case: Case, event: e.DutyProofRefused) -> Moved:
    """Open a duty again whose proof shows something else; where its day is over, that is an alarm again."""
    moved = _with_duty(case, event.duty_id, lambda task: duties.after_refusing(task, why=event.why))
    task = _duty(moved, event.duty_id)
    if task.due_on is None or event.at < _over_at(case, task.due_on):
        return moved, ()
    return with_alarm(moved, f"late: {task.told}; what was shown does not show it: {event.why}"), ()


def _over_at(case: Case, day: date) -> datetime:
    return first_instant(day + _DAY, ZoneInfo(str((case.terms or {}).get("time_zone", "UTC"))))


def note_late_duty(case: Case, event: e.DutyLate) -> Moved:
    """Raise an alarm about a duty whose day is over."""
    task = _duty(case, event.duty_id)
    if not task.is_open:
        raise NotAllowed(f"it is {task.state.value} already: {task.what}")
    look = "look at what shows it" if task.state is duties.DutyState.SHOWN else "nothing shows it yet"
    return with_alarm(case, f"late: {task.told}; {look}"), ()


def _duty(case: Case, duty_id: str) -> DutyTask:
    for task in case.duties:
        if task.id == duty_id:
            return task
    raise NotAllowed(f"the case has no duty {duty_id!r}")


def _with_duty(case: Case, duty_id: str, change: Callable[[DutyTask], DutyTask]) -> Case:
    changed = change(_duty(case, duty_id))
    return replace(case, duties=tuple(changed if task.id == duty_id else task for task in case.duties))


# --- what follows from other steps --------------------------------------------------------------


def follow_up(case: Case, event: Event, before: State) -> Moved:
    """Return what other steps bring about here: the clock on silence, and the duties once the quote is approved."""
    if before is not State.STOPPING and case.state is State.STOPPING:
        return watch_duties(case)
    if not isinstance(event, (TermsConfirmed, ReadingSettled, e.DealsEntered)):
        return case, ()
    if case.state in (State.STOPPING, State.SETTLING):
        return watch_duties(case)
    return case, watch_silence(case, event.at)
