"""What was wrong with a run, by what the emulator saw and holds; the product's words are only held against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from journeys.stop_troubles import REFUSALS
from journeys.stop_world import RunWorld
from unpromote.domain.audit import check_chain
from unpromote.domain.case import Case
from unpromote.domain.delivery import TargetState
from unpromote.emulator.journal import Entry
from unpromote.emulator.objects import ENABLE, Line
from unpromote.emulator.objects import Level as Depth

SAID_STOPPED = (TargetState.OFF, TargetState.PROVEN)
FOR_A_PERSON = (TargetState.STILL_ON, TargetState.UNKNOWN)
LOST = frozenset({"lost_request", "lost_reply_after_commit", "http_500"})


@dataclass(frozen=True)
class Told:
    """What the product says after a run: its case, the case's chain, and how each worker ended (by hand's name)."""

    case: Case
    chain: list[Mapping]
    ended: Mapping[str, int]
    bugs: str = ""
    asked_again: bool = False


def wrong(world: RunWorld, told: Told) -> list[str]:
    """Return every breach, each as a sentence."""
    found = [
        *of_workers(told),
        *_left_on(world, told),
        *_outside(world),
        *_written_blindly(world),
        *_unexplained(world, told),
        *_made_up(world, told),
    ]
    broken = check_chain(told.chain)
    return [*found, f"the audit chain breaks: {broken}"] if broken else found


def of_workers(told: Told) -> Iterator[str]:
    if told.bugs:
        yield f"a worker met a bug: {told.bugs.strip().splitlines()[-1]}"
    for hand, ended in told.ended.items():
        if ended not in (0, -9):
            yield f"worker {hand} ended with {ended}"


def line_of(world: RunWorld, object_id: str) -> Line | None:
    for account in world.emulator.world.accounts.values():
        for depth in Depth:
            if line := account.find(depth, object_id):
                return line
    return None


def is_on(world: RunWorld, object_id: str) -> bool:
    line = line_of(world, object_id)
    return line is not None and all(each.switch.status == ENABLE for each in (line.own, *line.parents))


def _left_on(world: RunWorld, told: Told) -> Iterator[str]:
    for target in told.case.targets:
        if not is_on(world, target.external_id):
            continue
        what = f"{target.name} ({target.external_id}) is on"
        if target.state in SAID_STOPPED:
            yield f"{what}, and called {target.state.value}"
        elif target.state not in FOR_A_PERSON or not told.case.alarms:
            yield f"{what}, and nobody is told: {target.state.value}, alarms {told.case.alarms}"
        elif told.asked_again and target.external_id != world.scope.on_again:
            yield f"{what} after all troubles were over and a person asked again: {told.case.alarms}"


def _outside(world: RunWorld) -> Iterator[str]:
    mine = _in_scope(world)
    for hand, entry in world.entries():
        if entry.method == "POST":
            for strange in sorted(({*entry.ids} | {*entry.changed}) - mine):
                yield f"worker {hand} touched {strange}, which is not in scope ({entry.path})"
            if len(entry.ids) > 20:
                yield f"worker {hand} named {len(entry.ids)} ids in one write"


def _in_scope(world: RunWorld) -> set[str]:
    """Return the ids of the targets, and of what holds nothing but targets."""
    mine = {target.external_id for target in world.scope.targets}
    for account in world.emulator.world.accounts.values():
        for campaign in account.campaigns:
            mine |= {group.adgroup_id for group in campaign.adgroups if mine >= {ad.ad_id for ad in group.ads}}
            mine |= {campaign.campaign_id} if mine >= {group.adgroup_id for group in campaign.adgroups} else set()
    return mine


def _may_have_acted(entry: Entry) -> bool:
    if entry.changed or LOST & {*entry.trouble}:
        return True
    code = entry.code
    return code is None or code in (0, 20001) or (code not in REFUSALS and code >= 50000)


def _is_look(entry: Entry) -> bool:
    answered = entry.code == 0 and not LOST & {*entry.trouble}
    return entry.method == "GET" and answered and "report" not in entry.path


def _written_blindly(world: RunWorld) -> Iterator[str]:
    """Find writes of an id that was written before, by a worker that had not looked at it since it wrote it last."""
    written: set[str] = set()
    looked: set[tuple[str, str]] = set()
    for hand, entry in world.entries():
        if _is_look(entry):
            looked |= {(hand, each) for each in entry.ids}
        if entry.method == "POST" and _may_have_acted(entry):
            blind = [each for each in entry.ids if each in written and (hand, each) not in looked]
            if blind:
                yield f"worker {hand} wrote {', '.join(blind)} again without looking"
            written |= {*entry.ids}
            looked -= {(hand, each) for each in entry.ids}


def _unexplained(world: RunWorld, told: Told) -> Iterator[str]:
    """Find changes that no receipt of the case names, nor an attempt that was unknown and then looked up.

    Where nobody could look, as the token was gone, a person has to be told.
    """
    receipts = list(_receipts(told.chain))
    named = {(one["request_id"], each) for one in receipts for each in one["external_ids"]}
    unknown = {each for one in receipts if not one["status"] for each in one["external_ids"]}
    left = {one.external_id for one in told.case.targets if one.state in FOR_A_PERSON and told.case.alarms}
    entries = list(world.entries())
    for nth, (hand, entry) in enumerate(entries):
        for changed in entry.changed if entry.method == "POST" else ():
            if (entry.request_id, changed) in named:
                continue
            telling = {changed, *_targets_in(world, changed)}  # a child shows what became of its parent
            looked = any(_is_look(later) and telling & {*later.ids} for _, later in entries[nth + 1 :])
            if not looked and not telling & left:
                yield f"worker {hand} changed {changed} by {entry.request_id}, and nobody has looked since"
            if looked and changed not in unknown and not _lost_word(told, hand):
                yield f"worker {hand} changed {changed} by {entry.request_id}, of which no receipt tells"


def _targets_in(world: RunWorld, parent_id: str) -> Iterator[str]:
    for target in world.scope.targets:
        line = line_of(world, target.external_id)
        if line and parent_id in (line.id_at(Depth.CAMPAIGN), line.id_at(Depth.ADGROUP)):
            yield target.external_id


def _lost_word(told: Told, hand: str) -> bool:
    """Tell whether a worker was killed, or raced, so that its word may have been dropped."""
    life, _, _ = hand.partition(".")
    return told.ended.get(hand) == -9 or f"{life}.1" in told.ended


def _receipts(chain: Iterable[Mapping]) -> Iterator[Mapping]:
    for entry in chain:
        data = entry["data"].get("data", entry["data"])
        yield from data.get("writes", ())


def _made_up(world: RunWorld, told: Told) -> Iterator[str]:
    """Find what the case says to have seen or read, and the emulator never answered; and what it showed otherwise."""
    answered = {entry.request_id: entry for _, entry in world.entries() if entry.method == "GET" and entry.code == 0}
    for noted in told.chain:
        data = noted["data"].get("data", noted["data"])
        for said in (*data.get("after", ()), *data.get("samples", ())):
            entry = answered.get(said["request_id"])
            what = f"{noted['kind']} tells of {said['external_id']}"
            if entry is None:
                yield f"{what} by {said['request_id'] or 'no answer'}, which no read of it got"
            elif said.get("operation_status", ENABLE) != ENABLE and _was_on(world, said["external_id"], entry.at):
                yield f"{what} as off at {entry.at:%H:%M:%S}, when it was on"


def _was_on(world: RunWorld, object_id: str, at: datetime) -> bool:
    changes = [one for one in world.emulator.world.changes if one.object_id == object_id and one.module == "STATUS"]
    before = [one.after for one in changes if one.at <= at]
    if before or not changes:
        return before[-1] == ENABLE if before else is_on(world, object_id)
    return changes[0].before == ENABLE
