"""Money at the platform: what accounts hold, transfers up and refunds, as plain values; which buttons make sense."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.domain.case import Case
from unpromote.domain.codec import amount_text
from unpromote.domain.holdings import Funds, MoneyReturn, ReturnState
from unpromote.domain.refund_paths import BY_SOFTWARE, RefundPath
from unpromote.domain.refund_steps import REQUEST
from unpromote.services.holdings import HoldingView
from unpromote.services.people import Person
from unpromote.services.policies import platform_rules
from unpromote.web import formats, words

WAITS = (ReturnState.PROPOSED, ReturnState.APPROVED)
MEANS = {
    ReturnState.APPROVED: "It is made once the account has rested after its stop.",
    ReturnState.CHECKED: "It is being made, or looked for; nothing is sent twice.",
    ReturnState.UNKNOWN: "Nobody knows whether it moved. Nothing is sent until somebody says what the records show.",
}


def holdings(found: tuple[HoldingView, ...], case: Case, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return what each account and Business Center holds, with the ways back that it has."""
    return [_holding(one, case, zone) for one in found]


def _holding(one: HoldingView, case: Case, zone: ZoneInfo) -> dict[str, Any]:
    at = one.holding
    told = (("Cash", at.cash), ("Vouchers", at.grant), ("Frozen", at.frozen), ("Can be moved", at.transferable))
    under_way = any(each.holder == at.holder and each.is_open for each in case.platform.returns)
    by_software = {} if under_way else dict(one.ways)
    return {
        "id": at.holder,
        "name": at.name,
        "is_center": not at.account_id,
        "center": at.bc_id,
        "sums": [(name, formats.money(amount)) for name, amount in told if amount is not None],
        "read_at": formats.instant(at.read_at, zone),
        "warnings": one.warnings,
        "movable": amount_text(at.transferable) if at.transferable else "",
        "cash": amount_text(at.cash),
        "currency": at.cash.currency.code,
        "under_way": under_way,
        "can_move": bool(at.transferable) and not under_way and RefundPath.TRANSFER.value in by_software,
        "closing": next((way.final for path, way in by_software.items() if path == RefundPath.CLOSE_CENTER.value), ""),
        "by_hand": list(_by_hand(one, case)),
    }


def _by_hand(one: HoldingView, case: Case) -> Iterator[dict[str, Any]]:
    """Yield the ways that a person goes, and how far each has come."""
    holder = one.holding.holder
    claimed = {claim.path for claim in case.platform.claims if claim.holder == holder}
    asking = {task.id.rpartition("/")[2] for task in case.duties if task.kind == REQUEST and task.about == holder}
    for path, way in one.ways:
        if RefundPath(path) not in BY_SOFTWARE:
            yield {
                "path": path,
                "what": way.what,
                "how": way.how,
                "final": way.final,
                "days": way.back_within_days,
                "asked": path in asking,
                "claimed": path in claimed,
                "source": way.source,
                "checked_on": formats.day(way.checked_on),
                "certain": way.certain,
            }


def returns(case: Case, person: Person, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return the transfers, the latest first; which buttons make sense for this person."""
    return [_return(one, person.rights[case.client], person.name, zone) for one in reversed(case.platform.returns)]


def _return(one: MoneyReturn, approves: bool, name: str, zone: ZoneInfo) -> dict[str, Any]:  # noqa: FBT001 - private
    proposed = one.state is ReturnState.PROPOSED
    return {
        "id": one.id,
        "amount": formats.money(one.amount),
        "funds": "vouchers" if one.funds is Funds.GRANT else "paid money",
        "holder": one.holder,
        "center": one.bc_id,
        "state": words.spaced(one.state.value),
        "proposed": f"{one.proposed_by}, {formats.instant(one.proposed_at, zone)}",
        "approved": f"{one.approved_by}, {formats.instant(one.approved_at, zone)}" if one.approved_at else "",
        "records": ", ".join(one.transactions),
        "problem": one.problem,
        "means": MEANS.get(one.state, ""),
        "is_unknown": one.state is ReturnState.UNKNOWN,
        "moved": one.state is ReturnState.MOVED,
        "can_approve": proposed and approves and one.proposed_by != name,
        "needs_other": proposed and one.proposed_by == name,
        "can_drop": one.state in WAITS,
        "can_judge": one.state is ReturnState.UNKNOWN and approves,
    }


def claims(case: Case) -> list[dict[str, str]]:
    """Return what the platform was asked for."""
    return [
        {
            "amount": formats.money(claim.amount),
            "holder": claim.holder,
            "asked_on": formats.day(claim.asked_on),
            "due_on": formats.day(claim.due_on),
            "way": platform_rules().ways[claim.path].what,
        }
        for claim in case.platform.claims
    ]
