"""One run told in order: what the emulator saw, who changed what, what the case noted; for whoever looks into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from journeys.stop_judge import Told
from journeys.stop_world import RunWorld
from unpromote.emulator.journal import Entry


def told_in_order(world: RunWorld, told: Told) -> Iterator[str]:
    """Yield a line for each thing that happened, then one for each target, the alarms and the bugs."""
    calls = [(entry.at, _call(hand, entry)) for hand, entry in world.entries()]
    others = [(one.at, f"  {one.source}: {one.object_id} {one.before} > {one.after}")
              for one in world.emulator.world.changes]  # fmt: skip
    notes = [(datetime.fromisoformat(one["at"]), _note(one)) for one in told.chain]
    for at, what in sorted([*calls, *others, *notes], key=lambda each: each[0]):
        yield f"{at:%m-%d %H:%M:%S.%f} {what}"
    for one in told.case.targets:
        yield f"= {one.name} {one.external_id} {one.state.value}, off at {one.off_at}, {one.tries} tries"
    yield from told.case.alarms
    yield told.bugs


def _call(hand: str, entry: Entry) -> str:
    path = entry.path.removeprefix("/open_api/v1.3")
    named = " ".join(filter(None, (*entry.ids, "changed" if entry.changed else "", *entry.changed, *entry.trouble)))
    return f"{hand:5} {entry.method} {path} {entry.code} {named} {entry.request_id[-6:]}"


def _note(entry: Mapping) -> str:
    return f"* {entry['kind']} {entry['data'].get('target_ids', '')} {entry['data'].get('problem', '')}"
