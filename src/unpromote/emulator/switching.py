"""What the three status updates share: which objects may change, all or nothing, and what a change sets off.

A deleted object, or one below a deleted parent, can no longer change. Promote, TopView and Reach & Frequency are not
switched here at all, and Upgraded Smart+ has endpoints of its own. The documents do not say what mixed good and bad
ids do: by default nothing changes then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from unpromote.emulator.call import Call
from unpromote.emulator.objects import DELETE, DISABLE, ENABLE, Kind, Level, Line
from unpromote.emulator.wire import BAD_PARAMETER, Answer, Refusal, Row

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


def wanted_ids(call: Call, name: str) -> tuple[str, ...]:
    """Return the 1 to 20 ids of the body."""
    return call.args.texts(name, least=1, most=MOST_IDS, over=call.quirks.too_many_ids_code)


def switch(call: Call, level: Level, *, partial: bool = False) -> Outcome:
    """Turn the switches that the body names, or refuse; with `partial`, turn those that can be turned."""
    return switch_named(
        call,
        (level, f"{level.value}s"),
        refused,
        partial=partial or call.quirks.skip_bad_ids,
        all_bad_pass=partial,
    )


def partly(call: Call, outcome: Outcome, data: Row) -> Answer:
    """Answer an update; where some ids were left out, with the code for that."""
    code = call.quirks.partial_code if outcome.problems else 0
    return Answer(data, code, "Partially successful." if code else "OK")


def switch_named(
    call: Call,
    named: tuple[Level, str],
    unfit: Callable[[Call, Line], str],
    *,
    partial: bool,
    all_bad_pass: bool = False,
) -> Outcome:
    """Turn the objects that the body names, unless `unfit` says why one is none for this endpoint.

    All or nothing, unless `partial`; where no object can be turned, a refusal, unless `all_bad_pass`.
    """
    account, (level, name) = call.account(), named
    status = call.args.choice("operation_status", (ENABLE, DISABLE, DELETE))
    found = {wanted: account.find(level, wanted) for wanted in wanted_ids(call, name)}
    problems = {
        wanted: problem
        for wanted, line in found.items()
        if (problem := _problem(call, wanted, line, (status, unfit))) is not None
    }
    if problems and not (partial and (all_bad_pass or len(problems) < len(found))):
        raise next(iter(problems.values()))
    good = [line for wanted, line in found.items() if line and wanted not in problems]
    for line in good:
        call.turn(line, status)
    return Outcome(tuple(line.id for line in good), status, problems)


def error_list(name: str, outcome: Outcome) -> list[Row]:
    """Return the rows that say why objects were left out."""
    return [{name: wanted, "error_message": problem.message} for wanted, problem in outcome.problems.items()]


def refused(call: Call, line: Line) -> str:
    """Return why the classic status updates do not take an object; "" where they do."""
    kind = line.campaign.kind
    if kind is Kind.GMV_MAX:
        fits = line.level is Level.CAMPAIGN and call.quirks.gmv_max_stop in ("campaign", "both")
        return "" if fits else "This API does not support GMV Max campaigns."
    return _REFUSED.get(kind, "")


def _problem(
    call: Call, wanted: str, line: Line | None, asked: tuple[str, Callable[[Call, Line], str]]
) -> Refusal | None:
    status, unfit = asked
    if line is None:
        return Refusal(NO_SUCH_OBJECT, f"The object {wanted} does not exist.")
    if text := unfit(call, line):
        return Refusal(BAD_PARAMETER, text)
    if line.own.switch.status == DELETE or any(parent.switch.status == DELETE for parent in line.parents):
        return Refusal(BAD_PARAMETER, f"The object {wanted} is deleted and cannot be changed.")
    dedicated_part = line.campaign.kind is Kind.DEDICATED and line.level is Level.ADGROUP
    if dedicated_part and status == DELETE:
        return Refusal(BAD_PARAMETER, "Ad groups in Dedicated Campaigns cannot be deleted, delete the campaign.")
    if call.quirks.repeat_code and line.own.switch.status == status:
        return Refusal(NOTHING_TO_UPDATE, f"The object {wanted} has nothing to update.")
    return None
