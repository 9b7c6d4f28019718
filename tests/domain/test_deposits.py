"""Deposits and minimum spends read, refuse and explain themselves; the worked ones are in vectors/deposits.json."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoting import ask, written_ask
from unpromote.domain.agreement import read_promotion, write_promotion
from unpromote.domain.errors import BadInput
from unpromote.domain.explain import explain
from unpromote.domain.options import options
from unpromote.domain.quote import Quote, quote
from unpromote.domain.vectors import read_ask

HELD = {"amount": "500.00", "clause": "4.2", "refund": "set_off", "within": {"n": 30, "unit": "days"}}
LEAST = {"amount": "2500.00", "clause": "5", "rate": "0.5"}


def quoted(**changes: Any) -> Quote:
    found = ask(**changes)
    return quote(found.terms, found.promotion, found.request)


def told(**changes: Any) -> list[str]:
    return [" ".join(line.split()) for line in explain(quoted(**changes)).splitlines()]


@pytest.mark.parametrize("deposit", ["500.00", HELD | {"forfeited_on": ["morals"]}])
@pytest.mark.parametrize("minimum", ["2500.00", LEAST])
def test_short_and_long_form_are_written_as_read(deposit: Any, minimum: Any) -> None:
    found = ask(promotion__deposit=deposit, promotion__minimum_spend=minimum)
    written = write_promotion(found.promotion)
    assert read_promotion(written, found.terms) == found.promotion
    assert written["minimum_spend"] == minimum
    assert isinstance(written["deposit"], type(deposit))


def test_a_deposit_set_off_is_explained() -> None:
    found = told(promotion__deposit={**HELD, "amount": "1500.00"})
    start = found.index(
        "Deposit (set_off): 1500.00 [clause 4.2] 1500 held, set off; 1100 against 1100 still owed, 400 returned"
    )
    assert found[start + 1 : start + 3] == ["set_off 1100.00", "refunded 400.00, due by 2026-07-11"]


def test_a_forfeited_deposit_names_the_ground() -> None:
    found = told(promotion__deposit={**HELD, "forfeited_on": ["convenience"]})
    assert "Deposit (none): 500.00 [clause 4.2] 500 held, forfeited on the ground convenience" in found
    assert "forfeited 500.00" in found


def test_a_deposit_without_a_day_says_so() -> None:
    deposit = {"amount": "500.00", "clause": "4.2", "refund": "original"}
    assert any("promotion.deposit.within is absent" in line for line in told(promotion__deposit=deposit))


def test_a_minimum_spend_shows_what_it_is_reckoned_from() -> None:
    line = next(line for line in quoted(promotion__minimum_spend=LEAST).lines if line.code == "minimum_spend")
    assert line.formula == "0.5 x (missing now 1400 - missing anyway 0) = 700"
    assert line.inputs == {"promised": "2500", "reached": "1100", "planned": "3000"}


def test_two_promises_of_spend_are_not_silently_charged_twice() -> None:
    commitment = {"clause": "2", "amount": "3000.00", "rate": "1"}
    found = told(promotion__minimum_spend=LEAST, terms__minimum_commitment=commitment)
    assert any("both charged: ask whether one counts towards the other" in line for line in found)


def test_a_part_owes_no_minimum_that_the_rest_still_meets_and_asks_about_the_deposit() -> None:
    weighed = {"partial": {"share": "0.4"}}
    found = read_ask(
        {
            **written_ask(promotion__minimum_spend={**LEAST, "amount": "1800.00"}, promotion__deposit=HELD),
            "decision": weighed,
        }
    )
    assert found.decision is not None
    part = options(found.terms, found.promotion, found.request, found.decision)[-1]
    assert [item.code for item in part.lines] == ["kept_budget", "delivered", "notice_delivery"]
    assert "the deposit is taken in the same share: ask" in part.note


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"promotion__deposit": {"amount": "1.00", "refund": "none"}},
            "promotion.deposit.clause: the refund has no clause",
        ),
        (
            {"promotion__deposit": {"amount": "1.00", "forfeited_on": ["breach"]}},
            "promotion.deposit.refund: nothing says what becomes of it",
        ),
        (
            {"promotion__deposit": {"amount": "1.00", "refund": "lost"}},
            "promotion.deposit.refund: unknown value 'lost'",
        ),
        ({"promotion__deposit": "-1.00"}, "promotion.deposit.amount: the amount -1.00 is negative"),
        ({"promotion__deposit": 5}, "promotion.deposit: expected an object, found 5"),
        (
            {"promotion__minimum_spend": {"amount": "1.00", "rate": "1"}},
            "promotion.minimum_spend.clause: the rate has no clause",
        ),
        ({"promotion__minimum_spend": {**LEAST, "rate": "50"}}, "promotion.minimum_spend.rate: the rate 50 is above 1"),
    ],
)
def test_what_cannot_be_priced_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        ask(**changes)
    assert str(refused.value).startswith(problem)


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(["original", "account_credit", "none", "set_off"]), st.integers(0, 300_000), st.integers(0, 300_000)
)
def test_no_cent_of_a_deposit_is_lost_sight_of(refund: str, held: int, prepaid: int) -> None:
    deposit = {"amount": f"{held / 100:.2f}", "clause": "4", "refund": refund}
    found = quoted(promotion__deposit=deposit, promotion__prepaid=f"{prepaid / 100:.2f}")
    assert found.deposit is not None
    assert found.totals is not None
    parts = found.deposit.set_off + found.deposit.refunded + found.deposit.credited + found.deposit.forfeited
    assert parts == found.deposit.amount
    assert found.totals.sunk + found.totals.exit_cost + found.totals.saving == found.totals.run_total
