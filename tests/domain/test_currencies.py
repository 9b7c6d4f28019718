"""Foreign amounts: converted once by a stated rate, told in the sum, refused without; vectors/currencies.json."""

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

USD = {"rate": "0.92", "date": "2026-09-18", "source": "ECB"}
RATED = {"terms__fx": {"USD": USD}}
KILL = {"kill": {"brand": {"approved": "0.5"}}}
CLEO = {
    "id": "cleo",
    "advance_paid": "0.00 USD",
    "deliverables": [{"id": "v", "price": "601.01 USD", "stage": "approved"}],
}
PAID = {**RATED, "terms__creators": KILL, "promotion__creators": [CLEO]}
MATERIAL = {**RATED, "promotion__custom_material": {"completed": "1200.00 USD", "total": "2000.00 USD"}}


def quoted(**changes: Any) -> Quote:
    found = ask(**changes)
    return quote(found.terms, found.promotion, found.request)


def told(**changes: Any) -> list[str]:
    return [" ".join(line.split()) for line in explain(quoted(**changes)).splitlines()]


def test_a_line_shows_rate_day_and_source() -> None:
    by_code = {line.code: line for line in quoted(**MATERIAL).lines}
    sum_shown = "1200.00 USD x 0.92 EUR (ECB, 2026-09-18) = 1104.00 EUR"
    assert by_code["custom_material"].formula == f"completed; {sum_shown}"
    assert by_code["custom_material"].inputs["fx custom_material.completed"] == sum_shown
    assert "USD" not in by_code["notice_delivery"].formula


def test_a_rounded_conversion_shows_both() -> None:
    material = {"completed": "10.05 USD", "total": "10.05 USD"}
    line = quoted(**{**MATERIAL, "promotion__custom_material": material}).lines[1]
    assert line.formula.endswith("10.05 USD x 0.92 EUR (ECB, 2026-09-18) = 9.246 = 9.25 EUR")


@pytest.mark.parametrize(
    ("changes", "code", "shown"),
    [
        (
            {
                "terms__fees": [{"id": "F", "clause": "8", "calc": {"rate": "0.5", "base": "noncancellable_costs"}}],
                "terms__rights__0__fees": ["F"],
                "promotion__noncancellable_costs": "100.00 USD",
            },
            "fee:F",
            True,
        ),
        (
            {
                "terms__fees": [{"id": "F", "clause": "8", "calc": {"flat": "5.00"}}],
                "terms__rights__0__fees": ["F"],
                "promotion__noncancellable_costs": "100.00 USD",
            },
            "fee:F",
            False,
        ),
        (
            {
                "terms__credits": [{"id": "U", "clause": "6", "fact": "underdelivery"}],
                "promotion__facts": {"underdelivery": {"billed": "30.00 USD", "delivered_value": "1.00"}},
            },
            "credit:U",
            True,
        ),
    ],
)
def test_only_the_lines_reckoned_from_it_show_a_conversion(changes: dict[str, Any], code: str, *, shown: bool) -> None:
    by_code = {line.code: line for line in quoted(**RATED, **changes).lines}
    assert ("ECB" in by_code[code].formula) is shown


def test_a_creator_is_shown_in_the_own_currency_and_the_totals_say_how_they_count() -> None:
    found = told(**PAID)
    assert "Creator cleo, in USD: due 300.51 - paid 0.00 = 300.51 (pay)" in found
    assert "In the totals, due: 300.51 USD x 0.92 EUR (ECB, 2026-09-18) = 276.4692 = 276.47 EUR" in found


def test_the_options_count_a_creator_in_the_settlement_currency() -> None:
    found = read_ask(written_ask(**PAID))
    by_name = {each.name: each for each in options(found.terms, found.promotion, found.request, _nothing())}
    run, now = by_name["run"], by_name["cancel_now"]
    assert [str(each.total_over_life) for each in (run, now)] == [str(_eur("3552.93")), str(_eur("1376.47"))]
    assert "full price, 601.01 USD x 0.92 EUR" in run.lines[1].formula
    assert "300.51 USD x 0.92 EUR" in now.lines[-1].formula


def _nothing() -> Any:
    return read_ask({**written_ask(), "decision": {}}).decision


def _eur(amount: str) -> Any:
    return ask(promotion__budget="9999.00", promotion__spent=amount).promotion.spent


def test_material_in_dollars_is_converted_on_the_way_that_runs_on() -> None:
    found = read_ask(written_ask(**MATERIAL))
    run = next(iter(options(found.terms, found.promotion, found.request, _nothing())))
    assert run.lines[1].formula == "all that was ordered; 2000.00 USD x 0.92 EUR (ECB, 2026-09-18) = 1840.00 EUR"


def test_what_was_written_in_dollars_is_written_in_dollars_again() -> None:
    found = ask(**{**PAID, **MATERIAL})
    written = write_promotion(found.promotion)
    assert written["custom_material"] == {"completed": "1200.00 USD", "total": "2000.00 USD"}
    assert read_promotion(written, found.terms) == found.promotion


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"promotion__custom_material": {"completed": "1.00 USD", "total": "1.00"}},
            "promotion.custom_material.completed: 1.00 USD is not in EUR, the settlement currency (state terms.fx.USD",
        ),
        ({**RATED, "promotion__prepaid": "1.00 USD"}, "promotion.prepaid: 1.00 USD is not in EUR"),
        (
            {"terms__creators": KILL, "promotion__creators": [CLEO]},
            "promotion.creators[0].deliverables[0].price: 601.01 USD is not in EUR",
        ),
        (
            {**PAID, "promotion__creators": [{**CLEO, "advance_paid": "0.00"}]},
            "promotion.creators[0].deliverables[0].price: 601.01 USD: a creator is paid in one currency",
        ),
        ({**RATED, "terms__pause": {"allowed": True, "fee": "5.00 USD"}}, "terms.pause.fee: 5.00 USD is not in EUR"),
        ({"terms__fx": {"EUR": USD}}, "terms.fx.EUR: the settlement currency needs no rate"),
        ({"terms__fx": {"USD": {**USD, "rate": "0"}}}, "terms.fx.USD: 0 is no rate"),
        ({"terms__fx": {"USD": {"rate": "0.92", "date": "2026-09-18"}}}, "terms.fx.USD: field 'source' is missing"),
    ],
)
def test_without_a_rate_nothing_is_converted(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        ask(**changes)
    assert str(refused.value).startswith(problem)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 99_999), st.integers(0, 99_999), st.integers(1, 2_000_000))
def test_sunk_and_leaving_and_saving_are_the_whole_in_any_currency(price: int, advance: int, rate: int) -> None:
    creator = {**CLEO, "advance_paid": f"{advance / 100:.2f} USD"}
    creator["deliverables"] = [{"id": "v", "price": f"{price / 100:.2f} USD", "stage": "approved"}]
    fx = {"USD": {**USD, "rate": f"{rate / 1_000_000:.6f}"}}
    totals = quoted(terms__creators=KILL, terms__fx=fx, promotion__creators=[creator]).totals
    assert totals is not None
    assert totals.sunk + totals.exit_cost + totals.saving == totals.run_total
    assert totals.creator_exit.amount >= 0
