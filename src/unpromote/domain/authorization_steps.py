"""Taking a creator's authorization of a post back: what each look at it does to a case, and when the next one is.

The order is the platform's: the ads of the case go off with the plan, the creator deletes the code or it expires, only
then the post is taken off the account, and the ads have to show it. Taking it off needs a new code to be undone, so all
of it is held for its typed word first. A step that is not over in time is an alarm, and is looked at every day on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from unpromote.domain import commands as c
from unpromote.domain import creator_events as ce
from unpromote.domain import events as e
from unpromote.domain import held_steps
from unpromote.domain import stop_events as s
from unpromote.domain.aggregate import Case, with_alarm
from unpromote.domain.authorizations import GONE, MOST_NAMED, SPARK, Authorization, ShownAd, Step
from unpromote.domain.delivery import TRIES, Observation, Route, Target, TargetState
from unpromote.domain.waiting import CaseDeadline, Kind, by_instant

UNBOUND = "A post that was taken off the account cannot be shown in ads again without a new code of its creator."
NOT_LISTED = "TikTok does not list this post for the account: a person has to look"
WITHIN = {  # our practice
    Step.ADS: timedelta(days=1),
    Step.CODE: timedelta(days=3),
    Step.UNBIND: timedelta(days=1),
    Step.CHECK: timedelta(hours=1),
    Step.OVER: timedelta(),
}
AGAIN_AFTER = {
    Step.ADS: timedelta(minutes=30),
    Step.CODE: timedelta(hours=6),
    Step.UNBIND: timedelta(minutes=10),
    Step.CHECK: timedelta(minutes=10),
}
DAILY = timedelta(days=1)

Moved = tuple[Case, tuple[c.Command, ...]]


def is_followed(target: Target) -> bool:
    """Tell whether taking the authorization back waits for something: its word, its ads, the creator, the platform."""
    return target.kind == SPARK and target.state in (TargetState.BY_HAND, TargetState.HELD)


def look_for(case: Case, targets: Iterable[Target], due: datetime) -> tuple[c.Command, ...]:
    """Return the first look at authorizations that were just left to a person, or confirmed to be taken back."""
    return tuple(_look(case, target, due, 1, case.version) for target in targets if is_followed(target))


def _look(case: Case, target: Target, due: datetime, nth: int, turn: int) -> c.Command:
    return c.FollowAuthorization(
        case_id=case.id, due=due, advertiser_id=target.advertiser_id, target_ids=(target.id,), nth=nth, turn=turn
    )


def follow_up(case: Case, event: e.Event) -> tuple[c.Command, ...]:
    """Return a look at once where a creator says that a duty is done: it may be the code."""
    if not isinstance(event, ce.DutyShown | ce.DutyDone):
        return ()
    waiting = (t for t in case.targets if is_followed(t) and t.authorization and t.authorization.step is Step.CODE)
    return look_for(case, waiting, event.at)


def look_tomorrow(case: Case, event: e.CommandGaveUp) -> tuple[c.Command, ...]:
    """Return the look after one that could not be taken."""
    return look_for(case, [t for t in case.targets if t.id in event.target_ids], event.at + DAILY)


def note_seen(case: Case, event: s.AuthorizationSeen) -> Moved:
    """Note how far it has come, have a person told of what keeps it, and look again."""
    target = next((t for t in case.targets if t.id == event.target_id and is_followed(t)), None)
    if target is None:
        return case, ()
    if event.before is None and target.authorization is None:
        return _with(case, replace(target, refusal=NOT_LISTED)), ()
    found = _found(case, target, event)
    after = _moved(target, found, event)
    moved = _with(case, after)
    for alarm in _alarms(target, found, event):
        moved = with_alarm(moved, alarm)
    if found.step is Step.OVER:
        return held_steps.without_alarms(moved, (target,)), ()
    if target.confirmed_at is None:
        return moved, held_steps.watch(moved, event.at)
    if target.authorization and event.turn < target.authorization.turn:
        return moved, ()  # another look was ordered since, and goes on
    return moved, (_look(case, target, _next_at(after, found, event), event.nth + 1, event.turn),)


def _found(case: Case, target: Target, event: s.AuthorizationSeen) -> Authorization:
    known, seen = target.authorization, _last(event)
    ours = {t.external_id for t in case.targets if t.kind != SPARK and t.advertiser_id == target.advertiser_id}
    on = [ad for ad in event.ads if ad.may_run]
    running = [ad.id for ad in on if ad.is_within(ours)]
    outside = [ad.id for ad in on if not ad.is_within(ours)]
    step = _step(seen.secondary_status if seen else "", event.ads)
    began = max(known.since_at, target.confirmed_at or known.since_at) if known and known.step is step else event.at
    return Authorization(
        step=step,
        creator=event.creator or (known.creator if known else ""),
        status=seen.secondary_status if seen else "",
        since_at=began,
        until_at=began + WITHIN[step],
        looked_at=event.at,
        ends_at=event.ends_at or (known.ends_at if known else None),
        running=tuple(running[:MOST_NAMED]),
        outside=tuple(outside[:MOST_NAMED]),
        more=len(running[MOST_NAMED:]) + len(outside[MOST_NAMED:]),
        looks=event.nth,
        turn=max(event.turn, known.turn if known else 0),
    )


def _step(status: str, ads: Sequence[ShownAd]) -> Step:
    if any(ad.may_run for ad in ads):
        return Step.ADS
    if status:
        return Step.UNBIND if status in GONE else Step.CODE
    return Step.OVER if all(ad.shows_loss for ad in ads) else Step.CHECK


def _last(event: s.AuthorizationSeen) -> Observation | None:
    return event.after if event.write or event.deleted else event.before


def _moved(target: Target, found: Authorization, event: s.AuthorizationSeen) -> Target:
    write = event.write or event.deleted
    refused = (write.refused[0].problem if write.refused else write.problem) if write and not write.external_ids else ""
    seen = replace(
        target,
        authorization=found,
        route=Route.API,
        final=target.final or UNBOUND,
        before=target.before or event.before,
        after=_last(event) or event.before or target.after,
        write=write or target.write,
        tries=target.tries + (event.write is not None),
        refusal=refused,
    )
    if found.step is Step.OVER:
        return replace(seen, state=TargetState.PROVEN, off_at=event.at)
    return seen if target.confirmed_at else replace(seen, state=TargetState.HELD)


def _alarms(target: Target, found: Authorization, event: s.AuthorizationSeen) -> Iterator[str]:
    known = target.authorization
    if set(found.outside) - set(known.outside if known else ()):
        ads = ", ".join(found.outside)
        whose = f"ads that are none of this case's and may run ({ads})"
        yield f"{target.name} is shown by {whose}: decide what becomes of them"
    if target.confirmed_at and known and known.step is found.step and known.looked_at < found.until_at <= event.at:
        yield f"{target.name}: {_late(found)}"
    if event.write and target.tries + 1 == TRIES and found.step is Step.UNBIND:
        yield f"{target.name} would not go off the account: a person has to look"


def _late(found: Authorization) -> str:
    return {
        Step.ADS: f"its ads still run ({', '.join((*found.running, *found.outside))}), so nothing else can follow",
        Step.CODE: f"{found.creator} has not deleted its code: ask again, or reach them another way",
        Step.UNBIND: "its code is gone, and it is still not off the account: take it off in Ads Manager",
        Step.CHECK: "it is off the account, and its ads do not show that: look at them",
    }[found.step]


def _next_at(target: Target, found: Authorization, event: s.AuthorizationSeen) -> datetime:
    if event.at >= found.until_at or target.tries >= TRIES:
        return event.at + DAILY
    due = event.at + AGAIN_AFTER[found.step]
    ends = [found.ends_at] if found.ends_at and found.ends_at > event.at else []
    return min(due, found.until_at, *ends)


def _with(case: Case, target: Target) -> Case:
    return replace(case, targets=tuple(target if t.id == target.id else t for t in case.targets))


def authorization_deadlines(case: Case) -> Iterator[CaseDeadline]:
    """Yield until when each step should be over that waits for a person."""
    for target in case.targets:
        found = target.authorization
        if found is None or target.confirmed_at is None or found.step is Step.OVER:
            continue
        yield by_instant(
            found.until_at,
            id=f"authorization/{target.id}/{found.step.value}",
            kind=Kind.BY_HAND,
            what=f"{target.name}: {found.told}",
            owner=found.creator if found.step is Step.CODE else case.opened_by,
            moot=target.state is TargetState.PROVEN,
        )
