"""What the platform has on record about a case, in plain sentences; times are UTC, as its change log has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from unpromote.domain.aggregate import Case
from unpromote.domain.on_record import ChangeLog, Guard, Threat

MOST_LINES = 20  # of a change log; the file holds all
_SHORT = 12  # hex digits that are enough to tell files apart


def told(case: Case) -> tuple[str, ...]:
    """Return the sentences: what stands below, who switched it, what could switch it, our net, what was not read."""
    kept = case.on_record
    names = {target.external_id: target.name for target in case.targets}
    return (
        *_below(case),
        *(sentence for log in _latest(kept.change_logs) for sentence in _log(log, names)),
        *map(_threat, kept.threats),
        *(_guard(one) for one in kept.guards if one.rule_id),
        *(f"Could not be read or set: {what}." for what in kept.unread),
    )


def _below(case: Case) -> Iterator[str]:
    read = [target for target in case.targets if target.below]
    found = [target.below for target in read if target.below]
    if not found:
        return
    groups, ads = sum(one.adgroups for one in found), sum(one.ads for one in found)
    last = _at(max(one.read_at for one in found))
    loud = [target.name for target in read if target.below and target.below.delivering]
    state = f"below {', '.join(loud)} some still deliver" if loud else "none of them delivers"
    count = f"{_counted(groups, 'ad group')} and {_counted(ads, 'ad')}"
    yield f"Below {_counted(len(found), 'stopped object')}: {count}; {state} (read {last})."


def _latest(logs: tuple[ChangeLog, ...]) -> tuple[ChangeLog, ...]:
    """Return the last log of each account: it reaches back to the stop as the earlier ones do."""
    return tuple({log.advertiser_id: log for log in logs}.values())


def _log(log: ChangeLog, names: dict[str, str]) -> Iterator[str]:
    if log.problem:
        yield f"TikTok gave no change log of account {log.advertiser_id}: {log.problem}."
        return
    span = f"{_at(log.since_at)} to {_at(log.until_at)}"
    yield f"The change log of account {log.advertiser_id} from {span} is kept, SHA-256 {log.sha256[:_SHORT]}…"
    for line in log.lines[:MOST_LINES]:
        name = names.get(line.external_id, line.external_id)
        yield f"{_at(line.at)}: {name} from {line.before or 'unknown'} to {line.after}, by {line.who}."
    if len(log.lines) > MOST_LINES:
        yield f"{_counted(len(log.lines) - MOST_LINES, 'more line')} in its file."


def _threat(threat: Threat) -> str:
    what = "all of it" if threat.whole_account else f"{threat.hits} of what was stopped"
    return f"The automated rule “{threat.name}” of account {threat.advertiser_id} can switch {what} on again."


def _guard(guard: Guard) -> str:
    named = f"The safety net “{guard.name}” in account {guard.advertiser_id}"
    if guard.lifted_at:
        return f"{named} was taken down ({_at(guard.lifted_at)})."
    since = f" since {_at(guard.set_at)}" if guard.set_at else ""
    return f"{named} switches {_counted(len(guard.target_ids), 'campaign')} off again{since}."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _at(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
