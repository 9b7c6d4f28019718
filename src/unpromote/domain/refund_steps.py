"""What asking the platform for an account's money does to a case: two duties, and a sum that the bank has to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from unpromote.domain import commands as c
from unpromote.domain import duties, holdings, ledger
from unpromote.domain import holding_events as e
from unpromote.domain.aggregate import Case
from unpromote.domain.codec import encode
from unpromote.domain.dates import first_instant
from unpromote.domain.dues import holder_of
from unpromote.domain.duties import DutyProof, DutyState, DutyTask
from unpromote.domain.errors import NotAllowed
from unpromote.domain.events import BankLinesBooked
from unpromote.domain.holdings import RefundClaim
from unpromote.domain.refund_paths import RefundPath, arrival_duty, check_path, request_duty
from unpromote.domain.vocabulary import Role

Moved = tuple[Case, tuple[c.Command, ...]]

REQUEST, ARRIVAL = "refund_request", "refund_arrival"
_DAY = timedelta(days=1)


def plan(case: Case, event: e.RefundPlanned) -> Moved:
    """Have a person ask for an account's money by a day, as the instructions say."""
    check_path(holdings.holding_of(case.platform, event.holder), RefundPath(event.path))
    id_ = request_duty(event.holder, event.path)
    asking = (task for task in case.duties if task.kind == REQUEST and task.about == event.holder)
    if any(task.state is not DutyState.WAIVED or task.id == id_ for task in asking):
        raise NotAllowed(f"the money of {event.holder} is being asked for already")
    what = f"ask for the money of account {event.holder}: {event.what}. {event.how}"
    task = DutyTask(id_, REQUEST, Role.ADVERTISER.value, what, due_on=event.do_by, about=event.holder)
    return _with_task(case, task)


def ask(case: Case, event: e.RefundAsked) -> Moved:
    """Note that the money was asked for: that duty is done, and its arrival is watched from now on."""
    if event.final and event.typed != case.reference:
        raise NotAllowed(f"that closes the account for good: type {case.reference} exactly to confirm that it was done")
    if event.amount.amount <= 0:
        raise NotAllowed("a refund is above zero: what was spent does not come back")
    asked = request_duty(event.holder, event.path)
    task = next((task for task in case.duties if task.id == asked), None)
    if task is None:
        raise NotAllowed(f"nobody plans to ask for the money of {event.holder} by {event.path}: choose that way first")
    claim = RefundClaim(
        id=f"rc{len(case.platform.claims) + 1}",
        path=event.path,
        holder=event.holder,
        amount=event.amount,
        asked_on=event.asked_on,
        due_on=event.due_on,
        asked_by=event.by,
        noted_at=event.at,
    )
    shown = duties.after_done(duties.after_showing(task, event.proof), at=event.at, by=event.by)
    moved = replace(
        case,
        duties=tuple(shown if one.id == asked else one for one in case.duties),
        platform=replace(case.platform, claims=(*case.platform.claims, claim)),
    )
    what = f"the platform pays back {encode(claim.amount)} of account {claim.holder}"
    arrival = DutyTask(
        arrival_duty(claim.id), ARRIVAL, Role.PLATFORM.value, what, due_on=event.due_on, about=claim.holder
    )
    return _with_task(moved, arrival)


def _with_task(case: Case, task: DutyTask) -> Moved:
    watch = c.WatchDuty(case_id=case.id, due=_over_at(case, task), duty_id=task.id)
    return replace(case, duties=(*case.duties, task)), (watch,)


def _over_at(case: Case, task: DutyTask) -> datetime:
    zone = ZoneInfo(str((case.terms or {}).get("time_zone", "UTC")))
    return first_instant((task.due_on or case.opened_at.date()) + _DAY, zone)


def with_arrived(case: Case, event: BankLinesBooked) -> Case:
    """End the watch on every refund that the bank has shown in full."""
    missing = {holder_of(one.party) for one in ledger.standings(case) if one.expected}
    came = {holder_of(one.party): one for one in event.movements if holder_of(one.party)}
    over = {
        arrival_duty(claim.id): came[claim.holder]
        for claim in case.platform.claims
        if claim.holder in came.keys() - missing
    }

    def ended(task: DutyTask) -> DutyTask:
        line = over.get(task.id)
        if line is None or not task.is_open:
            return task
        proof = DutyProof(f"bank, {line.booked_on}: {encode(line.amount)}, {line.reference}", event.at, event.by)
        return duties.after_done(duties.after_showing(task, proof), at=event.at, by=event.by)

    return replace(case, duties=tuple(map(ended, case.duties)))


def claim_of(case: Case, holder: str) -> RefundClaim:
    """Return the latest claim for an account's money.

    Raises:
        NotAllowed: nothing was asked for.
    """
    for claim in reversed(case.platform.claims):
        if claim.holder == holder:
            return claim
    raise NotAllowed(f"nobody has asked for the money of {holder!r}")
