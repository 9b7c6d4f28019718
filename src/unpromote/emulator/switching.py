"""What the three status updates share: which objects may change, all or nothing, and what a change sets off.

A deleted object, or one below a deleted parent, can no longer change. Promote, TopView and Reach & Frequency are not
switched here at all, and Upgraded Smart+ has endpoints of its own. The documents do not say what mixed good and bad
ids do: by default nothing changes then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from unpromote.emulator.call import Call
from unpromote.emulator.objects import DELETE, DISABLE, ENABLE, Kind, Level, Line, lines
from unpromote.emulator.spend import record_delivery
from unpromote.emulator.wire import BAD_PARAMETER, Refusal

MOST_IDS = 20
NO_SUCH_OBJECT = 40007
NOTHING_TO_UPDATE = 40012
_REFUSED: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.SMART_PLUS: "This API does not support Upgraded Smart Plus ads.",
        Kind.PROMOTE: "This API does not support Promote.",
        Kind.TOPVIEW: "This API does not support TopView.",
        Kind.REACH_FREQUENCY: "The operation status of Reach & Frequency cannot be changed.",
    }
)


@dataclass(frozen=True)
class Outcome:
    """What an update did: the ids that are now as asked, and what stood in the way of the others."""

    ids: tuple[str, ...]
    status: str
    problems: Mapping[str, Refusal]


def wanted_ids(call: Call, level: Level) -> tuple[str, ...]:
    """Return the 1 to 20 ids of the body."""
    return call.args.texts(f"{level.value}s", least=1, most=MOST_IDS, over=call.quirks.too_many_ids_code)


def switch(call: Call, level: Level, *, partial: bool = False) -> Outcome:
    """Turn the switches that the body names, or refuse; with `partial`, turn those that can be turned."""
    account = call.account()
    status = call.args.choice("operation_status", (ENABLE, DISABLE, DELETE))
    by_id = {line.id: line for line in lines(account, level)}
    found = {wanted: by_id.get(wanted) for wanted in wanted_ids(call, level)}
    problems = {
        wanted: problem
        for wanted, line in found.items()
        if (problem := _problem(call, wanted, line, status)) is not None
    }
    if problems and not partial and not (call.quirks.skip_bad_ids and len(problems) < len(found)):
        raise next(iter(problems.values()))
    good = [line for wanted, line in found.items() if line and wanted not in problems]
    _turn(call, good, status)
    return Outcome(tuple(line.id for line in good), status, problems)


def _problem(call: Call, wanted: str, line: Line | None, status: str) -> Refusal | None:
    if line is None:
        return Refusal(NO_SUCH_OBJECT, f"The object {wanted} does not exist.")
    if line.campaign.kind in _REFUSED:
        return Refusal(BAD_PARAMETER, _REFUSED[line.campaign.kind])
    if line.own.switch.status == DELETE or any(parent.switch.status == DELETE for parent in line.parents):
        return Refusal(BAD_PARAMETER, f"The object {wanted} is deleted and cannot be changed.")
    dedicated_part = line.campaign.kind is Kind.DEDICATED and line.level is Level.ADGROUP
    if dedicated_part and status == DELETE:
        return Refusal(BAD_PARAMETER, "Ad groups in Dedicated Campaigns cannot be deleted, delete the campaign.")
    if call.quirks.repeat_code and line.own.switch.status == status:
        return Refusal(NOTHING_TO_UPDATE, f"The object {wanted} has nothing to update.")
    return None


def _turn(call: Call, good: Sequence[Line], status: str) -> None:
    for line in good:
        if line.own.switch.status == status:
            continue
        line.own.switch.turn(status, call.shown_from_at)
        call.changed.append(line.id)
        record_delivery(line.campaign, call.now, call.quirks.stop_tail)
