"""The kill switch as plain values for pages: the accounts to choose from, what a halt would do, what became of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from unpromote.domain.case import Case
from unpromote.domain.delivery import Target
from unpromote.domain.inventory import Inventory
from unpromote.domain.phrases import counted
from unpromote.services.halting import HaltShown, listed_in, part_of
from unpromote.services.stop_plan import StopPlan
from unpromote.web import formats
from unpromote.web.show.stop import PlanShown, planned

MOST_TARGETS = 100
_UTC = ZoneInfo("UTC")  # a client has accounts in several zones
_STATES = {
    "reading": "The accounts are being read, and all that is on in them is stopped right after.",
    "stopped": "What was on is ordered off. Somebody else who may approve has to ratify it within a day.",
    "refused": "Nothing was stopped.",
}


@dataclass(frozen=True)
class AccountChoice:
    """An account that can be ticked."""

    id: str
    name: str
    note: str


@dataclass(frozen=True)
class CasePlanned:
    """A case that a halt would open: over which accounts, over what, and what happens then."""

    currency: str
    accounts: str
    count: str
    targets: list[tuple[str, str, str]]
    left_out: int
    plan: PlanShown


@dataclass(frozen=True)
class HaltTold:
    """What became of a halt; each case with its reference, its currency and its accounts."""

    state: str
    words: str
    problem: str
    cases: list[tuple[str, str, str]]


def accounts(one: Inventory) -> tuple[AccountChoice, ...]:
    """Return the advertisers' accounts of an inventory that was read, with how much is on in each."""
    as_of = formats.instant(one.read_at, _UTC) if one.read_at else ""
    return tuple(
        AccountChoice(
            each.advertiser_id,
            each.name or each.advertiser_id,
            f"{each.advertiser_id}, {len(each.running)} on as of {as_of}",
        )
        for each in listed_in(one)
    )


def case_planned(case: Case, plan: StopPlan) -> CasePlanned:
    """Return a case that would be opened."""
    part, targets = part_of(case), case.targets
    return CasePlanned(
        currency=part.currency,
        accounts=formats.listed(list(part.accounts)),
        count=counted(len(targets), "promotion"),
        targets=[_target(one) for one in targets[:MOST_TARGETS]],
        left_out=max(0, len(targets) - MOST_TARGETS),
        plan=planned(case, plan),
    )


def _target(one: Target) -> tuple[str, str, str]:
    kind = one.kind.replace("_", " ")
    return one.name, f"{kind} {one.external_id}", f"{formats.money(one.pace)} a day" if one.pace else ""


def told(one: HaltShown) -> HaltTold:
    """Return what became of a halt."""
    cases: Sequence[tuple[str, str, str]] = [
        (case.reference, case.currency, formats.listed(list(case.accounts))) for case in one.cases
    ]
    return HaltTold(one.state, _STATES[one.state], one.problem, list(cases))
