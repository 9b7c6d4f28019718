"""A released run in the form that its way of paying takes.

The columns for PayPal are those of its Payouts page (no header; identifier, amount, currency, customer id, note,
wallet), those for Wise of its template for bank accounts with IBAN; both were read in November 2026.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping

from unpromote.adapters.payouts.pain001 import pain001, payment_text
from unpromote.adapters.payouts.rows import guarded
from unpromote.domain.codec import amount_text
from unpromote.domain.payees import Method
from unpromote.domain.runs import PaymentRun

_BANK = ("end_to_end_id", "name", "iban", "bic", "amount", "currency", "execute_on", "reference")
_WISE = (
    *("name", "recipientEmail", "paymentReference", "receiverType", "amountCurrency"),
    *("amount", "sourceCurrency", "targetCurrency", "IBAN"),
)


def payment_file(run: PaymentRun) -> tuple[bytes, str]:
    """Return the content of the run's file and the ending of its name."""
    render, suffix = _FORMS[run.method]
    return render(run), suffix


def _rows(rows: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def _bank(run: PaymentRun) -> bytes:
    return _rows((_BANK, *_bank_rows(run)))


def _bank_rows(run: PaymentRun) -> Iterator[tuple[str, ...]]:
    for one in run.payments:
        who = (one.end_to_end, guarded(one.payee.holder), one.payee.iban, one.payee.bic)
        amount = (amount_text(one.amount), one.amount.currency.code)
        yield (*who, *amount, run.execute_on.isoformat(), payment_text(one))


def _paypal(run: PaymentRun) -> bytes:
    return _rows(
        (one.payee.email, amount_text(one.amount), run.currency, one.end_to_end, payment_text(one), "PAYPAL")
        for one in run.payments
    )


def _wise(run: PaymentRun) -> bytes:
    rows = (
        (
            *(guarded(one.payee.holder), one.payee.email, one.end_to_end, "PERSON", "target"),
            *(amount_text(one.amount), run.currency, run.currency, one.payee.iban),
        )
        for one in run.payments
    )
    return _rows((_WISE, *rows))


_FORMS: Mapping[Method, tuple[Callable[[PaymentRun], bytes], str]] = {
    Method.SEPA: (pain001, ".xml"),
    Method.BANK_CSV: (_bank, ".csv"),
    Method.PAYPAL: (_paypal, ".csv"),
    Method.WISE: (_wise, ".csv"),
}
