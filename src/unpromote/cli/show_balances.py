"""Money at the platform as text: what accounts hold, transfers up, refunds that are awaited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from moneyed import Money
from rich.console import Console
from rich.markup import escape

from unpromote.cli.show_quote import print_table, written
from unpromote.domain.aggregate import Case
from unpromote.services.holdings import HoldingView


def show_balances(out: Console, case: Case, found: Sequence[HoldingView]) -> None:
    """Print the balances with the time at which they were read, and what has become of the money."""
    if not found:
        out.print(escape(f"No balance was read yet: unpromote case balances {case.reference} --read"))
    _show_holdings(out, found)
    for one in found:
        if one.ways:
            out.print(escape(f"Ways back of {one.holding.holder}: {', '.join(path for path, _ in one.ways)}"))
    for problem in case.platform.unread:
        out.print(escape(f"! not read: {problem}"))
    for one in found:
        for warning in one.warnings:
            out.print(escape(f"! {one.holding.holder}: {warning}"))
    if case.platform.returns:
        print_table(
            out,
            ("transfer", "state", "from", "to", "amount", "proposed", "approved", "records", ""),
            (
                (
                    one.id,
                    one.state.value,
                    one.holder,
                    one.bc_id,
                    written(one.amount),
                    one.proposed_by,
                    one.approved_by,
                    " ".join(one.transactions),
                    one.problem,
                )
                for one in case.platform.returns
            ),
        )
    for claim in case.platform.claims:
        told = f"{written(claim.amount)} of {claim.holder} asked for on {claim.asked_on}, to be back by {claim.due_on}"
        out.print(escape(told))


def _show_holdings(out: Console, found: Sequence[HoldingView]) -> None:
    if not found:
        return
    print_table(
        out,
        ("account", "name", "cash", "vouchers", "frozen", "can be moved", "read (UTC)"),
        (
            (
                one.holding.holder,
                one.holding.name,
                written(one.holding.cash),
                _told(one.holding.grant),
                _told(one.holding.frozen),
                _told(one.holding.transferable),
                f"{one.holding.read_at.astimezone(UTC):%Y-%m-%d %H:%M}",
            )
            for one in found
        ),
    )


def _told(amount: Money | None) -> str:
    return "not told" if amount is None else written(amount)
