"""Delivery: every target with its state, the platform's receipts and the spend that was read."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from unpromote.domain.case import Case, State
from unpromote.domain.delivery import Target, TargetState
from unpromote.domain.hand_steps import ONLY_BY_HAND, lacks_file
from unpromote.domain.stop_plan import WAITING_FOR_A_PERSON
from unpromote.services.policies import stop_route
from unpromote.services.stop_plan import final_of
from unpromote.web import formats, words
from unpromote.web.show.answer import zone


@dataclass(frozen=True)
class Sample:
    """Lifetime spend as it was read once."""

    at: str
    spend: str
    request: str


@dataclass(frozen=True)
class TargetShown:
    """One target. `receipts` are pairs of what was asked and the platform's request id."""

    id: str
    name: str
    kind: str
    external_id: str
    account: str
    state: str
    state_words: str
    off_at: str
    receipts: list[tuple[str, str]]
    samples: list[Sample]
    proof: str
    by_hand: bool
    wants_file: bool
    how: str
    final: str
    confirmed: str


def targets(case: Case) -> list[TargetShown]:
    """Return the targets in the case's order."""
    return [_target(target, case, zone(case)) for target in case.targets]


def _target(target: Target, case: Case, zone: ZoneInfo) -> TargetShown:
    waits = target.state in (*WAITING_FOR_A_PERSON, TargetState.HELD)
    return TargetShown(
        id=target.id,
        name=target.name,
        kind=words.sentence(target.kind),
        external_id=target.external_id,
        account=target.advertiser_id,
        state=target.state.value,
        state_words=words.in_words(words.TARGETS, target.state.value),
        off_at=formats.instant(target.off_at, zone) if target.off_at else "",
        receipts=_receipts(target),
        samples=[
            Sample(at=formats.instant(s.sampled_at, zone), spend=formats.money(s.spend), request=s.request_id)
            for s in target.samples
        ],
        proof=target.proof,
        by_hand=case.state is not State.CLOSED and (waits or lacks_file(target)),
        wants_file=target.kind in ONLY_BY_HAND,
        how=stop_route(target.kind).how if waits else "",
        final=final_of(target),
        confirmed=f"{target.confirmed_by}, {formats.instant(target.confirmed_at, zone)}" if target.confirmed_at else "",
    )


def _receipts(target: Target) -> list[tuple[str, str]]:
    before, write, after = target.before, target.write, target.after
    whom = f" {target.above.name} above it" if target.above else ""
    found = [
        (f"Looked: {before.operation_status}", before.request_id) if before else None,
        (f"Told{whom}: {write.status or 'no answer'}", write.request_id) if write else None,
        (f"Looked again: {after.operation_status}", after.request_id) if after else None,
    ]
    return [receipt for receipt in found if receipt]
