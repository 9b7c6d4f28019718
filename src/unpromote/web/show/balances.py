"""Money at the platform: what accounts hold, transfers up and refunds, as plain values; which buttons make sense."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from unpromote.domain.case import Case
from unpromote.domain.codec import amount_text
from unpromote.domain.holdings import Funds, MoneyReturn, ReturnState
from unpromote.domain.refund_paths import BY_SOFTWARE, RefundPath
from unpromote.domain.refund_steps import REQUEST
from unpromote.services.holdings import HoldingView
from unpromote.services.people import Person
from unpromote.web import formats, words

WAITS = (ReturnState.PROPOSED, ReturnState.APPROVED)


def holdings(found: tuple[HoldingView, ...], case: Case, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return what each account and Business Center holds, with the ways back that it has."""
    return [_holding(one, case, zone) for one in found]


def _holding(one: HoldingView, case: Case, zone: ZoneInfo) -> dict[str, Any]:
    at = one.holding
    told = (("Cash", at.cash), ("Vouchers", at.grant), ("Frozen", at.frozen), ("Can be moved", at.transferable))
    asking = {task.id.rpartition("/")[2] for task in case.duties if task.kind == REQUEST and task.about == at.holder}
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
        "can_move": bool(at.transferable) and any(path == RefundPath.TRANSFER.value for path, _ in one.ways),
        "closing": next((way.final for path, way in one.ways if path == RefundPath.CLOSE_CENTER.value), ""),
        "by_hand": [
            {
                "path": path,
                "what": way.what,
                "how": way.how,
                "final": way.final,
                "days": way.back_within_days,
                "asked": path in asking,
                "source": way.source,
                "checked_on": formats.day(way.checked_on),
                "certain": way.certain,
            }
            for path, way in one.ways
            if RefundPath(path) not in BY_SOFTWARE
        ],
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
            "way": words.spaced(claim.path),
        }
        for claim in case.platform.claims
    ]
