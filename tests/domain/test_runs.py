"""A run pays somebody, in one currency, and its accounts are shown by their ends alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from moneyed import Money

from adapters.test_pain001 import CLEO, payment, run
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.payees import Method, check_payee
from unpromote.domain.runs import check_run, dropped, released, written


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"payments": ()}, "nothing waits"),
        ({"payments": (replace(payment(), amount=Money(1, "USD")),)}, "above zero in EUR"),
        ({"payments": (payment(amount="0.00"),)}, "above zero"),
        ({"payments": (replace(payment(), amount=Money(1, "USD")),), "currency": "USD"}, "SEPA pays in EUR"),
    ],
)
def test_a_run_that_no_file_can_say_is_refused(change: dict[str, object], problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        check_run(replace(run(), **change))


def test_a_run_goes_one_way() -> None:
    for move in (dropped, lambda one: released(one, by="bea", at=one.prepared_at)):
        with pytest.raises(NotAllowed, match="released"):
            move(run())
    assert written(run(), path="p", sha256="s").path == "p"


def test_paypal_is_paid_by_address_of_which_only_the_ends_are_shown() -> None:
    paypal = replace(CLEO, method=Method.PAYPAL, iban="")
    check_payee(paypal)
    assert paypal.account == "c…@creators.example"
