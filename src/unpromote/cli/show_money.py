"""Money as text: balances by party, payment runs, bank lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape

from unpromote.cli.show_quote import print_table, written
from unpromote.domain.matching import BankLine
from unpromote.domain.runs import PaymentRun
from unpromote.services.money import CaseMoney, PartyMoney


def show_parties(out: Console, found: CaseMoney) -> None:
    """Print how every party stands; a minus means that we owe it."""
    print_table(
        out,
        ("party", "name", "owed", "ordered", "to come", "credit", "pay by", "paid", "account"),
        (
            (
                one.party,
                one.name,
                written(one.standing.owed),
                written(one.standing.ordered),
                written(one.standing.expected),
                written(one.standing.credit),
                f"{one.pay_day.on} ({one.pay_day.source})" if one.pay_day else "",
                str(one.paid_on or ""),
                one.account,
            )
            for one in found.parties
        ),
    )
    for one in found.parties:
        _show_notes(out, one)


def _show_notes(out: Console, one: PartyMoney) -> None:
    if one.difference:
        mend = "a credit note" if one.difference.amount > 0 else "a corrected invoice"
        out.print(escape(f"! {one.name} invoiced {written(one.difference)} beyond what is due: ask for {mend}"))
    if one.explained:
        out.print(escape(f"Open with {one.name}: {one.explained}"))


def show_runs(out: Console, runs: Sequence[PaymentRun]) -> None:
    """Print payment runs."""
    print_table(
        out,
        ("run", "state", "by", "on", "payments", "total", "prepared", "released"),
        (
            (
                run.id,
                run.state.value,
                run.method.value,
                str(run.execute_on),
                str(len(run.payments)),
                written(run.total),
                run.prepared_by,
                run.released_by,
            )
            for run in runs
        ),
    )


def show_lines(out: Console, lines: Iterable[BankLine]) -> None:
    """Print the bank lines that wait for a person."""
    print_table(
        out,
        ("line", "booked", "amount", "with", "text"),
        ((one.id, str(one.booked_on), written(one.amount), one.counterparty, one.reference) for one in lines),
    )
