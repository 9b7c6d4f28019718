"""The platform's records after a stop: read them, keep the file, and choose the safety net.

What the platform will not give is part of what was learned, and no failure: it is said, and keeps no case open.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from unpromote.domain import record_commands as rc
from unpromote.domain.case import Case
from unpromote.domain.delivery import Target
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.on_record import AutomatedRule, ChangeLog, threat_of
from unpromote.domain.record_events import (
    BelowRead,
    ChangesAsked,
    ChangesRead,
    GuardChosen,
    GuardLifted,
    GuardSet,
    RulesRead,
)
from unpromote.services import filing, queries
from unpromote.services.people import Person
from unpromote.services.ports import ChangeFile, PlatformRecords
from unpromote.services.record import record

SHELF = "changes"


def choose_guard(person: Person, case_id: str, *, guarded: bool, now: datetime) -> Case:
    """Choose, or give up, rules on TikTok that switch campaigns of the case off again whoever switches them on.

    Raises:
        NotAllowed: that is chosen already, or the case is closed.
    """
    case = queries.case(person, case_id)
    return record(case.id, GuardChosen(at=now, by=person.name, guarded=guarded))


def read_below(records: PlatformRecords, targets: Sequence[Target], nth: int, *, now: datetime, by: str) -> BelowRead:
    """Read the ad groups and ads of stopped targets.

    Raises:
        OutsideFailed: the platform failed, and may answer later.
    """
    ids = tuple(target.id for target in targets)
    try:
        return BelowRead(at=now, by=by, target_ids=ids, below=records.below(targets), nth=nth)
    except OutsideFailed as failure:
        if not failure.permanent:
            raise
        return BelowRead(at=now, by=by, target_ids=ids, below=(), nth=nth, problem=str(failure))


def ask_changes(
    records: PlatformRecords, order: rc.AskChanges, targets: Sequence[Target], *, now: datetime, by: str
) -> ChangesAsked:
    """Have the platform write down who switched the targets; asking twice makes two files of the same content."""
    until = now + timedelta(minutes=1)
    ids = [target.external_id for target in targets]
    task_id, problem = "", ""
    try:
        task_id = records.ask_changes(order.advertiser_id, ids, order.since_at, until)
    except OutsideFailed as failure:
        problem = str(failure)
    return ChangesAsked(
        at=now,
        by=by,
        advertiser_id=order.advertiser_id,
        task_id=task_id,
        since_at=order.since_at,
        until_at=until,
        nth=order.nth,
        problem=problem,
    )


def fetch_changes(
    records: PlatformRecords, order: rc.FetchChanges, targets: Sequence[Target], *, now: datetime, by: str
) -> ChangesRead:
    """Fetch the change log, keep its file with the case, and of its lines those of the targets."""
    problem, found = "", None
    try:
        found = records.changes(order.advertiser_id, order.task_id)
    except OutsideFailed as failure:
        problem = str(failure) if failure.permanent else ""
    log = _kept(order, found, targets, now) if found else _missing(order, problem, now)
    return ChangesRead(
        at=now,
        by=by,
        advertiser_id=order.advertiser_id,
        task_id=order.task_id,
        since_at=order.since_at,
        until_at=order.until_at,
        nth=order.nth,
        log=log,
    )


def _kept(order: rc.FetchChanges, found: ChangeFile, targets: Sequence[Target], now: datetime) -> ChangeLog:
    name = f"{order.task_id}.csv"
    filed = filing.keep_content(order.case_id, name, found.content, SHELF)
    ours = {target.external_id for target in targets}
    return ChangeLog(
        advertiser_id=order.advertiser_id,
        since_at=order.since_at,
        until_at=order.until_at,
        read_at=now,
        lines=tuple(line for line in found.lines if line.external_id in ours),
        file=name,
        sha256=filed.sha256,
        path=filed.path,
        request_id=found.request_id,
    )


def _missing(order: rc.FetchChanges, problem: str, now: datetime) -> ChangeLog | None:
    """Return the log that says why there is none; None as long as there may be one later."""
    if not problem:
        return None
    return ChangeLog(order.advertiser_id, order.since_at, order.until_at, now, problem=problem)


def hunt_restarts(
    records: PlatformRecords, order: rc.HuntRestarts, targets: Sequence[Target], *, now: datetime, by: str
) -> RulesRead:
    """Look for automated rules that could switch targets on again.

    Raises:
        OutsideFailed: the platform failed, and may answer later.
    """
    rules: Sequence[AutomatedRule] = ()
    problem = ""
    try:
        rules = records.rules(order.advertiser_id)
    except OutsideFailed as failure:
        if not failure.permanent:
            raise
        problem = str(failure)
    levels = {target.external_id: target.level.value for target in targets}
    threats = (threat_of(rule, order.advertiser_id, levels) for rule in rules)
    found = tuple(threat for threat in threats if threat)
    account, nth, turn = order.advertiser_id, order.nth, order.turn
    return RulesRead(at=now, by=by, advertiser_id=account, nth=nth, turn=turn, threats=found, problem=problem)


def set_guard(
    records: PlatformRecords, order: rc.SetGuard, targets: Sequence[Target], *, now: datetime, by: str
) -> GuardSet:
    """Have a rule of this name on the platform, once.

    Raises:
        OutsideFailed: the platform failed; what it did is found by its name when this is tried again.
    """
    rule_id, problem = "", ""
    try:
        rule_id = records.make_guard(order.advertiser_id, order.name, [target.external_id for target in targets])
    except OutsideFailed as failure:
        if not failure.permanent:
            raise
        problem = str(failure)
    return GuardSet(
        at=now,
        by=by,
        advertiser_id=order.advertiser_id,
        name=order.name,
        nth=order.nth,
        target_ids=order.target_ids,
        rule_id=rule_id,
        problem=problem,
    )


def lift_guard(records: PlatformRecords, order: rc.LiftGuard, *, now: datetime, by: str) -> GuardLifted:
    """Take a rule of ours off the platform.

    Raises:
        OutsideFailed: the platform failed.
    """
    records.lift_guard(order.advertiser_id, order.rule_id)
    return GuardLifted(at=now, by=by, advertiser_id=order.advertiser_id, name=order.name, rule_id=order.rule_id)
