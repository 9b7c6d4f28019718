"""Payees, payers and payment runs between rows and values. A key of a payout is in one run at most.

Rows that hold an account are sealed: whoever reads the database alone cannot pay to it or learn it.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.payees import Method, Payee, Payer
from unpromote.domain.runs import PaymentRun, RunState
from unpromote.store.models import PayeeRow, PayerRow, RunPaymentRow, RunRow
from unpromote.store.sealing import sealed_json, unsealed_json


def keep_payee(case_id: str, party: str, payee: Payee) -> None:
    """Note where a party is paid, in place of what was noted before."""
    PayeeRow.objects.update_or_create(
        case_id=case_id, party=party, defaults={"method": payee.method.value, "data": sealed_json(encode(payee))}
    )


def payees_of(case_id: str) -> dict[str, Payee]:
    """Return where each party of a case is paid."""
    return {row.party: decode(Payee, unsealed_json(row.data)) for row in PayeeRow.objects.filter(case_id=case_id)}


def payees_by(client: str, method: Method) -> dict[str, dict[str, Payee]]:
    """Return the payees of a client's cases that are paid this way, by case and party."""
    found: dict[str, dict[str, Payee]] = {}
    for row in PayeeRow.objects.filter(case__client_id=client, method=method.value).order_by("case_id", "party"):
        found.setdefault(row.case_id, {})[row.party] = decode(Payee, unsealed_json(row.data))
    return found


def keep_payer(client: str, payer: Payer) -> None:
    """Note the account from which a client pays."""
    PayerRow.objects.update_or_create(client_id=client, defaults={"data": sealed_json(encode(payer))})


def payer_of(client: str) -> Payer | None:
    """Return the account from which a client pays, None where none is noted."""
    row = PayerRow.objects.filter(client_id=client).first()
    return decode(Payer, unsealed_json(row.data)) if row else None


def taken_keys(client: str) -> set[str]:
    """Return the keys of every payment that is in a run of the client."""
    return set(RunPaymentRow.objects.filter(run__client_id=client).values_list("key", flat=True))


def add_run(run: PaymentRun) -> None:
    """Save a new run.

    Raises:
        NotAllowed: one of its payments went into another run meanwhile.
    """
    rows = [RunPaymentRow(key=one.key, end_to_end=one.end_to_end, run_id=run.id) for one in run.payments]
    try:
        with transaction.atomic():
            RunRow.objects.create(
                id=run.id,
                client_id=run.client,
                state=run.state.value,
                prepared_at=run.prepared_at,
                data=sealed_json(encode(run)),
            )
            RunPaymentRow.objects.bulk_create(rows)
    except IntegrityError:
        raise NotAllowed("one of these payments went into another run meanwhile: look again") from None


def load_run(run_id: str) -> PaymentRun:
    """Return the run.

    Raises:
        NotAllowed: there is none.
    """
    row = RunRow.objects.filter(id=run_id).first()
    if row is None:
        raise unknown_run(run_id)
    return decode(PaymentRun, unsealed_json(row.data))


def unknown_run(run_id: str) -> NotAllowed:
    """Return the refusal for a run that does not exist, or that the asker must not know of."""
    return NotAllowed(f"there is no payment run {run_id!r}")


def save_run(before: PaymentRun, after: PaymentRun) -> None:
    """Save the run as it is now; a dropped one lets go of its payments.

    Raises:
        NotAllowed: somebody else has moved it on.
    """
    found = RunRow.objects.filter(id=before.id, state=before.state.value)
    if not found.update(state=after.state.value, data=sealed_json(encode(after))):
        raise NotAllowed(f"run {before.id} was moved on by somebody else: look again")
    if after.state is RunState.DROPPED:
        RunPaymentRow.objects.filter(run_id=before.id).delete()


def runs_of(client: str) -> tuple[PaymentRun, ...]:
    """Return the client's runs, the newest first."""
    rows = RunRow.objects.filter(client_id=client).order_by("-prepared_at", "id")
    return tuple(decode(PaymentRun, unsealed_json(row.data)) for row in rows)


def payees_now(run: PaymentRun) -> Mapping[tuple[str, str], Payee]:
    """Return where the parties of a run are paid now, by case and party."""
    rows = PayeeRow.objects.filter(case_id__in={one.case_id for one in run.payments})
    return {(row.case_id, row.party): decode(Payee, unsealed_json(row.data)) for row in rows}
