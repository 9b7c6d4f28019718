"""By when each party of a case has to be paid: what its agreement says, and the statute of the law they live under."""

from __future__ import annotations

from collections.abc import Mapping

from unpromote.domain.case import Case
from unpromote.domain.ledger import entries
from unpromote.domain.paydays import PayDay, pay_days
from unpromote.domain.payees import Payee
from unpromote.services.policies import pay_statutes
from unpromote.store import payments


def pay_days_of(case: Case, payees: Mapping[str, Payee] | None = None) -> Mapping[str, PayDay]:
    """Return the last day to pay each party that has one; none before the quote is approved."""
    if not entries(case):
        return {}
    known = payments.payees_of(case.id) if payees is None else payees
    return pay_days(case, {party: pay_statutes()[payee.law] for party, payee in known.items() if payee.law})
