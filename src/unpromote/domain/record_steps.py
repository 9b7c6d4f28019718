"""What the platform's records do to a case: children that still deliver, who switched it back, what could, the net.

Once nothing in an account is left to switch off, what stands below is read, its change log is asked for and its rules
are looked through, again as long as the stop is watched. None of it keeps a case from being closed where the platform
cannot give it: that is said instead. What it does tell, and is bad, raises an alarm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from unpromote.domain import commands as c
from unpromote.domain import delivery
from unpromote.domain import events as e
from unpromote.domain import record_commands as rc
from unpromote.domain import record_events as r
from unpromote.domain import stop_events as s
from unpromote.domain.aggregate import Case, State, with_alarm
from unpromote.domain.delivery import Level, Route, Target, TargetState
from unpromote.domain.errors import NotAllowed
from unpromote.domain.on_record import Below, ChangeLine, ChangeLog, Guard, Threat, last_line
from unpromote.domain.stop_steps import WATCH_AFTER, WATCHED_FOR, next_samples, reopened, with_targets

Moved = tuple[Case, tuple[c.Command, ...]]

WITH_CHILDREN = frozenset({"campaign", "smart_plus"})
MOST_IDS = 100  # ids that one filtered read, or one rule, takes
BELOW_AFTER = timedelta(minutes=2)  # after every write and its read-back, also where those are tried again
BELOW_AGAIN_AFTER = timedelta(minutes=10)
BELOW_READS = 4
CHANGES_AFTER = timedelta(minutes=30)  # own practice: no delay of the change log is documented
FETCH_AFTER = timedelta(minutes=1)
FETCHES = 10
ASK_AGAIN_AFTER = timedelta(hours=1)
ASKS = 3
LONGEST_LOG = timedelta(days=30)
HUNT_AFTER = timedelta(minutes=10)
_OFF = (TargetState.OFF, TargetState.PROVEN)


def follow_up(case: Case, event: e.Event, before: Case) -> Moved:
    """Return what an event of delivery, or the end of the case, has the platform's records asked for."""
    if isinstance(event, e.StopObserved):
        return _after_stop(case, event)
    if isinstance(event, e.SpendSampled | s.DeliveryWatched):
        return case, tuple(_after_look(case, event, before))
    if isinstance(event, s.StartObserved) and case.on_record.guarded:
        return _set_guards(case, {t.advertiser_id for t in case.targets if t.id in event.target_ids}, event.at)
    if isinstance(event, s.StopUndone):
        return case, _lift(case, event.at, {t.advertiser_id for t in case.targets if t.id in event.target_ids})
    if case.state is State.CLOSED and before.state is not State.CLOSED:
        return case, _lift(case, event.at, {guard.advertiser_id for guard in case.on_record.guards})
    return case, ()


def _after_stop(case: Case, event: e.StopObserved) -> Moved:
    account = next(t.advertiser_id for t in case.targets if t.id in event.target_ids)
    ours = _ours(case, account)
    if not all(map(delivery.is_settled, ours)) or not any(t.state in _OFF for t in ours):
        return case, ()
    turn, due = max(t.turn for t in ours), event.at + HUNT_AFTER
    asked = (
        *_read_below(case, [t for t in ours if _unread_below(t)], event.at + BELOW_AFTER, 1),
        _ask_changes(case, ours, event.at + CHANGES_AFTER),
        rc.HuntRestarts(case_id=case.id, due=due, advertiser_id=account, nth=1, turn=turn),
    )
    guarded, orders = _set_guards(case, (account,), event.at) if case.on_record.guarded else (case, ())
    return guarded, (*asked, *orders)


def _after_look(case: Case, event: e.SpendSampled | s.DeliveryWatched, before: Case) -> Iterator[c.Command]:
    """Ask who did it, where something runs again or its spend grew."""
    were = {t.id: t.state for t in before.targets}
    meant = frozenset(event.target_ids)
    odd = [
        t
        for t in case.targets
        if t.id in meant
        and ((t.state is TargetState.STILL_ON and were[t.id] is not t.state) or delivery.has_grown(t))
        and t in _ours(case, t.advertiser_id)
    ]
    if odd:
        yield _ask_changes(case, _ours(case, odd[0].advertiser_id), event.at)


def _ours(case: Case, advertiser_id: str) -> list[Target]:
    """Return what software stops in an advertising account; a shop has no such records."""
    return [
        t
        for t in case.targets
        if t.advertiser_id == advertiser_id and t.route is Route.API and t.kind not in delivery.WITHOUT_SPEND
    ]


def _unread_below(target: Target) -> bool:
    has_children = target.kind in WITH_CHILDREN and target.level is not Level.AD
    known = target.below is not None and target.off_at is not None and target.below.read_at >= target.off_at
    return has_children and target.state in _OFF and not known


def _read_below(case: Case, targets: Sequence[Target], due: datetime, nth: int) -> Iterator[c.Command]:
    groups: dict[tuple[str, Level], list[Target]] = {}
    for target in targets:
        groups.setdefault((target.kind, target.level), []).append(target)
    for group in groups.values():
        for some in _chunks(group):
            turn, ids = max(t.turn for t in some), tuple(t.id for t in some)
            account = some[0].advertiser_id
            yield c.ReadBelow(case_id=case.id, due=due, advertiser_id=account, target_ids=ids, nth=nth, turn=turn)


def _chunks(targets: Sequence[Target]) -> Iterator[Sequence[Target]]:
    return (targets[start : start + MOST_IDS] for start in range(0, len(targets), MOST_IDS))


def _ask_changes(case: Case, targets: Sequence[Target], due: datetime) -> rc.AskChanges:
    """Ask for the changes since the first write to these targets; the platform's window is 30 days."""
    told = [t.write.sent_at for t in targets if t.write] or [case.opened_at]
    since = max(min(told) - timedelta(minutes=1), due - LONGEST_LOG + timedelta(hours=1))
    account, turn = targets[0].advertiser_id, case.version
    return rc.AskChanges(case_id=case.id, due=due, advertiser_id=account, nth=1, turn=turn, since_at=since)


# --- what stands below ---


def note_below(case: Case, event: r.BelowRead) -> Moved:
    """Keep what stands below; where something delivers there, its parent is not off, until a later look shows it is."""
    if event.problem:
        return _unread(case, f"what stands below {len(event.target_ids)} stopped objects: {event.problem}"), ()
    read = {one.external_id: one for one in event.below}
    moved = with_targets(case, event.target_ids, lambda t: _after_below(t, read.get(t.external_id), case.version))
    meant = frozenset(event.target_ids)
    concerned = [t for t in moved.targets if t.id in meant and t.external_id in read]
    for target in concerned:
        moved = _told_below(moved, target)
    were_on = {t.id for t in case.targets if t.state is TargetState.STILL_ON}
    healed = [t for t in concerned if t.id in were_on and t.state is TargetState.OFF]
    samples = next_samples(moved, healed, event.at, 1)
    lasting = [t for t in concerned if read[t.external_id].delivering]
    if not lasting or event.nth >= BELOW_READS:
        return moved, samples
    return moved, (*_read_below(moved, lasting, event.at + BELOW_AGAIN_AFTER, event.nth + 1), *samples)


def _after_below(target: Target, below: Below | None, version: int) -> Target:
    if below is None:
        return target
    seen = replace(target, below=below)
    was_held_on = target.below is not None and bool(target.below.delivering)
    if below.delivering and target.state in _OFF:
        return replace(seen, state=TargetState.STILL_ON, tries=delivery.TRIES, off_at=None, turn=version)
    if not below.delivering and was_held_on and target.state is TargetState.STILL_ON and _switch_is_off(target):
        return replace(seen, state=TargetState.OFF, off_at=below.read_at, samples=(), turn=version)
    return seen


def _switch_is_off(target: Target) -> bool:
    return target.after is not None and delivery.is_off(target.after)


def _told_below(case: Case, target: Target) -> Case:
    """Raise the alarm over what delivers below, or take it back once nothing does."""
    start = f"{target.name} is switched off, and below it "
    left = replace(case, alarms=tuple(one for one in case.alarms if not one.startswith(start)))
    below = target.below
    if below is None or not below.delivering:
        return left if len(left.alarms) < len(case.alarms) else case
    more = f" and {below.more} more" if below.more else ""
    still = f"{', '.join(below.delivering)}{more} still deliver: switch them off one by one"
    return with_alarm(left, start + still)


# --- who switched it ---


def note_asked(case: Case, event: r.ChangesAsked) -> Moved:
    """Fetch the log once it may be ready; where the platform will not write it, ask again some times, then say so."""
    if event.task_id:
        due = event.at + FETCH_AFTER
        return case, (_fetch(case, event, due, 1),)
    if event.nth < ASKS:
        due, turn = event.at + ASK_AGAIN_AFTER, case.version
        again = rc.AskChanges(
            case_id=case.id,
            due=due,
            advertiser_id=event.advertiser_id,
            nth=event.nth + 1,
            turn=turn,
            since_at=event.since_at,
        )
        return case, (again,)
    return _with_log(case, _nothing(event, event.problem)), ()


def note_changes(case: Case, event: r.ChangesRead) -> Moved:
    """Keep the change log, and say who switched something back on."""
    if event.log is None:
        if event.nth >= FETCHES:
            return _with_log(case, _nothing(event, "TikTok did not have it ready in time")), ()
        wait = min(FETCH_AFTER * 2**event.nth, ASK_AGAIN_AFTER)
        return case, (_fetch(case, event, event.at + wait, event.nth + 1),)
    moved = _with_log(case, event.log)
    for target in moved.targets:
        line = last_line((event.log,), target.external_id)
        if line is None or not line.switches_on or not _contradicts(target, line):
            continue
        who = f"{target.name} was switched on again on {line.at:%Y-%m-%d %H:%M} UTC by {line.who}"
        moved = with_alarm(_on_again(moved, target), who)
    return moved, ()


def _contradicts(target: Target, line: ChangeLine) -> bool:
    """Tell whether what the log shows as on is held to be off, or nobody knows yet who switched it on."""
    late = target.off_at is not None and line.at > target.off_at
    return target.state is TargetState.STILL_ON or (target.state in _OFF and late)


def _on_again(case: Case, target: Target) -> Case:
    """Return the case with the target as somebody switched it on; a closed one is open again over it."""
    if target.state is TargetState.STILL_ON:
        return case
    on = with_targets(case, (target.id,), lambda t: replace(delivery.found_on(t, None), turn=case.version))
    return reopened(on)


def _fetch(case: Case, event: r.ChangesAsked | r.ChangesRead, due: datetime, nth: int) -> rc.FetchChanges:
    return rc.FetchChanges(
        case_id=case.id,
        due=due,
        advertiser_id=event.advertiser_id,
        nth=nth,
        turn=0,
        since_at=event.since_at,
        until_at=event.until_at,
        task_id=event.task_id,
    )


def _nothing(event: r.ChangesAsked | r.ChangesRead, problem: str) -> ChangeLog:
    return ChangeLog(event.advertiser_id, event.since_at, event.until_at, event.at, problem=problem)


def _with_log(case: Case, log: ChangeLog) -> Case:
    kept = case.on_record
    return replace(case, on_record=replace(kept, change_logs=(*kept.change_logs, log)))


def _unread(case: Case, what: str) -> Case:
    kept = case.on_record
    if what in kept.unread:
        return case
    return replace(case, on_record=replace(kept, unread=(*kept.unread, what)))


# --- what could switch it on again ---


def note_rules(case: Case, event: r.RulesRead) -> Moved:
    """Raise an alarm over each rule that nobody was told of yet, and look again as long as the stop is watched."""
    moved = case
    if event.problem:
        what = f"the automated rules of account {event.advertiser_id}: {event.problem}"
        return _unread(case, what), ()
    known = {(one.rule_id, one.hits) for one in case.on_record.threats}
    for threat in event.threats:
        if (threat.rule_id, threat.hits) not in known:
            moved = with_alarm(moved, _warning(threat))
    others = tuple(one for one in case.on_record.threats if one.advertiser_id != event.advertiser_id)
    moved = replace(moved, on_record=replace(moved.on_record, threats=(*others, *event.threats)))
    ours = _ours(case, event.advertiser_id)
    due = event.at + WATCH_AFTER[min(event.nth, len(WATCH_AFTER)) - 1]
    until = [t.off_at + WATCHED_FOR for t in ours if t.off_at]
    if not until or due > max(until) or event.turn < max(t.turn for t in ours):
        return moved, ()  # over, or hunted anew since it was ordered off again
    nth, account = event.nth + 1, event.advertiser_id
    return moved, (rc.HuntRestarts(case_id=case.id, due=due, advertiser_id=account, nth=nth, turn=event.turn),)


def _warning(threat: Threat) -> str:
    what = "everything in it" if threat.whole_account else f"{threat.hits} of what was stopped"
    where = f"the automated rule “{threat.name}” ({threat.rule_id}) of account {threat.advertiser_id}"
    return f"{where} can switch {what} on again: turn it off in Ads Manager under Automated rules"


# --- the safety net ---


def choose_guard(case: Case, event: r.GuardChosen) -> Moved:
    """Have rules made for what is off already; for the rest they follow the stop."""
    if event.guarded == case.on_record.guarded:
        raise NotAllowed(f"the safety net is {'chosen' if event.guarded else 'not chosen'} already")
    moved = replace(case, on_record=replace(case.on_record, guarded=event.guarded))
    accounts = dict.fromkeys(t.advertiser_id for t in case.targets)
    if not event.guarded:
        return moved, _lift(case, event.at, accounts)
    return _set_guards(moved, accounts, event.at)


def _set_guards(case: Case, accounts: Iterable[str], at: datetime) -> Moved:
    """Order a rule for each hundred campaigns that are off and that none holds; what is ordered is known from then."""
    orders = tuple(order for account in accounts for order in _guards_for(case, account, at))
    ordered = tuple(Guard(one.advertiser_id, one.nth, one.name, one.target_ids) for one in orders)
    return replace(case, on_record=replace(case.on_record, guards=(*case.on_record.guards, *ordered))), orders


def _guards_for(case: Case, advertiser_id: str, at: datetime) -> Iterator[rc.SetGuard]:
    held = {one for guard in case.on_record.guards if guard.holds for one in guard.target_ids}
    ours = [t for t in _ours(case, advertiser_id) if t.state in _OFF and t.id not in held]
    campaigns = [t for t in ours if t.kind in WITH_CHILDREN and t.level is Level.CAMPAIGN]
    for nth, some in enumerate(_chunks(campaigns), start=1):
        yield rc.SetGuard(
            case_id=case.id,
            due=at,
            advertiser_id=advertiser_id,
            nth=nth,
            turn=case.version,
            name=f"Unpromote {case.reference} keeps off {case.version}-{nth}",
            target_ids=tuple(t.id for t in some),
        )


def note_guard(case: Case, event: r.GuardSet) -> Moved:
    """Keep the rule; where nobody wants it any more by now, or it would undo an undo, it goes again."""
    at = event.at if event.rule_id else None
    guard = Guard(
        event.advertiser_id, event.nth, event.name, event.target_ids, event.rule_id, set_at=at, problem=event.problem
    )
    others = tuple(one for one in case.on_record.guards if not _is_it(one, event))
    moved = replace(case, on_record=replace(case.on_record, guards=(*others, guard)))
    if event.problem:
        moved = _unread(moved, f"the safety net in account {event.advertiser_id} could not be set: {event.problem}")
    on_again = any(t.state is TargetState.ON_AGAIN for t in case.targets if t.id in event.target_ids)
    unwanted = case.state is State.CLOSED or not case.on_record.guarded or on_again
    return moved, _lift(moved, event.at, {event.advertiser_id}) if unwanted else ()


def note_lifted(case: Case, event: r.GuardLifted) -> Moved:
    """Note that a rule of ours is gone."""
    guards = tuple(replace(one, lifted_at=event.at) if _is_it(one, event) else one for one in case.on_record.guards)
    return replace(case, on_record=replace(case.on_record, guards=guards)), ()


def _is_it(guard: Guard, event: r.GuardSet | r.GuardLifted) -> bool:
    return (guard.advertiser_id, guard.name) == (event.advertiser_id, event.name)


def _lift(case: Case, at: datetime, accounts: Iterable[str]) -> tuple[c.Command, ...]:
    meant = frozenset(accounts)
    standing = [one for one in case.on_record.guards if one.stands and one.advertiser_id in meant]
    return tuple(
        rc.LiftGuard(
            case_id=case.id,
            due=at,
            advertiser_id=one.advertiser_id,
            nth=nth,
            turn=case.version,
            name=one.name,
            rule_id=one.rule_id,
        )
        for nth, one in enumerate(standing, start=1)
    )
