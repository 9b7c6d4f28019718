"""Whatever is wrong in an ask is refused with the field's path, what was found and what is allowed; the rest stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from quoting import PLAIN, written_ask
from unpromote.cli.quote import quote

app = typer.Typer()
app.command()(quote)
FEE: dict[str, Any] = {"id": "F", "clause": "8.4", "calc": {"flat": "1.00"}}
CLEO: dict[str, Any] = {"id": "cleo", "deliverables": [], "advance_paid": "0.00"}
WINDOW = {"id": "w", "clause": "9", "from": {"anchor": "start"}, "to": {"anchor": "end"}, "blocks": ["convenience"]}
CARD: dict[str, Any] = {"clause": "3", "contracted_rate": "1"}
FLIGHT = {"start": "2026-07-01T00:00:00+02:00", "end": "2026-06-01T00:00:00+02:00"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ask.json"


def answered(file: Path, text: str) -> Result:
    file.write_text(text)
    return CliRunner().invoke(app, [str(file)])


def refusal(file: Path, text: str) -> str:
    result = answered(file, text)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr.removeprefix(f"unpromote: {file}: ").strip()


def fee(**calc: Any) -> dict[str, Any]:
    return {"terms__fees": [{**FEE, "calc": calc}]}


def tiers(*bands: dict[str, Any]) -> dict[str, Any]:
    return fee(tiers={"by": "days_before_start", "base": "budget", "bands": list(bands)})


def rest(**band: Any) -> dict[str, Any]:
    return {"min": None, "rate": "1", **band}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            tiers({"min": 14, "rate": "0"}, {"min": 7, "rate": "1"}),
            'terms.fees[0].calc.tiers.bands: no band covers what lies below 7 (add a band with "min": null for the',
        ),
        (
            tiers({"min": 7, "rate": "0"}, {"min": 7, "rate": "1"}, rest()),
            "terms.fees[0].calc.tiers.bands[1].min: there are two bands from 7 on (keep one band per min)",
        ),
        (tiers(rest(), rest()), "terms.fees[0].calc.tiers.bands[1].min: there are two bands with min null (keep one"),
        (tiers(), "terms.fees[0].calc.tiers.bands: there is no band (list the steps of the tariff, each with its min)"),
        (
            tiers(rest(rate="25")),
            "terms.fees[0].calc.tiers.bands[0].rate: the rate 25 is above 1 (25 % is written 0.25)",
        ),
        (tiers({"min": None}), "terms.fees[0].calc.tiers.bands[0]: a band takes a rate or a flat amount (state one"),
        (fee(rate="1.5", base="budget"), "terms.fees[0].calc.rate: the rate 1.5 is above 1 (25 % is written 0.25)"),
        (
            fee(rate=0.5, base="budget"),
            "terms.fees[0].calc.rate: expected a number as text, found 0.5 (write rates and",
        ),
        (fee(rate="\u0660.\u0665", base="budget"), "terms.fees[0].calc.rate: expected a number as text, found "),
        (
            fee(rate="1/" + "9" * 5000, base="budget"),
            "terms.fees[0].calc.rate: expected a number as text, found '1/999",
        ),
        (fee(), "terms.fees[0].calc: a calc takes one form, found none (use flat, rate with base, greater_of, "),
        (
            fee(greater_of=[]),
            "terms.fees[0].calc.greater_of: there is nothing to choose from (list at least one calc)",
        ),
        (fee(sum=[]), "terms.fees[0].calc.sum: there is nothing to add (list at least one calc)"),
        ({"terms__fees": [{**FEE, "cap": "-1.00"}]}, "terms.fees[0].cap.flat: the amount -1.00 is negative (write it"),
        (
            {"terms__fees": [FEE], "terms__rights__0__fees": ["F", "F"]},
            "terms.rights[0].fees[1]: the fee 'F' would be charged twice (name it once)",
        ),
        ({"terms__rights__0__fees": ["X"]}, "terms.rights[0].fees[0]: the fee 'X' is not defined (known fees: none)"),
        (
            {"terms__windows": [{**WINDOW, "from": {"anchor": "middle"}}]},
            "terms.windows[0].from.anchor: unknown value 'middle' (known here: start, end)",
        ),
        ({"terms__windows": [WINDOW, WINDOW]}, "terms.windows[1].id: the id 'w' stands twice (give each its own id)"),
        (
            {"terms__notice_receipt": {"pigeon": {"rule": "on_send"}}},
            "terms.notice_receipt: unknown way of notice 'pigeon' (known here: email, platform, courier, post, p",
        ),
        (
            {"terms__calendar__open": "09:00+02:00"},
            "terms.calendar.open: '09:00+02:00' does not fit (write it as 09:00)",
        ),
        ({"terms__payment": {"net": 10**12}}, "terms.payment.net: 1000000000000 days cannot be meant (use 0 to 36500)"),
        ({"terms__payment": {"net": 1, "statutory_max": -1}}, "terms.payment.statutory_max: -1 days cannot be meant"),
        (
            {"terms__short_rate": {**CARD, "bands": [{"min": 5, "rate": "2"}, {"min_units": 5, "rate": "3"}]}},
            "terms.short_rate.bands[1].min: there are two bands from 5 on (keep one band per min)",
        ),
        (
            {"terms__short_rate": {**CARD, "bands": [{"min": 5, "min_units": 6, "rate": "2"}]}},
            "terms.short_rate.bands[0]: min and min_units say the same (keep one of them)",
        ),
        (
            {"promotion__flight": FLIGHT},
            "promotion.flight.end: the flight ends before it starts: 2026-07-01T00:00:00+02:00 to 2026-06-01T00:",
        ),
        (
            {"promotion__budget": "3000.00 USD"},
            "promotion.budget: 3000.00 USD is not in EUR, the settlement currency (write it in EUR)",
        ),
        (
            {"promotion__budget": "3000.005"},
            "promotion.budget: '3000.005' is finer than EUR allows (round to 2 decimals)",
        ),
        (
            {"promotion__spent_through": "20260610"},
            "promotion.spent_through: '20260610' does not fit (write it as 2026-0",
        ),
        ({"promotion__spent_through": "2026-02-30"}, "promotion.spent_through: '2026-02-30' does not fit (write it as"),
        (
            {"request__sent_at": "2026-06-11T10:00:00"},
            "request.sent_at: the time '2026-06-11T10:00:00' has no zone (add",
        ),
        (
            {"promotion__facts": {"outage": {"began_at": "2026-06-02T00:00:00Z", "ended_at": "2026-06-01T00:00:00Z"}}},
            "promotion.facts.outage.ended_at: 2026-06-01T00:00:00+00:00 lies before began_at (swap them, or leave",
        ),
        (
            {
                "terms__creators": {},
                "promotion__creators": [CLEO],
                "promotion__facts": {"misconduct": {"creators": ["cloe"]}},
            },
            "promotion.facts.misconduct.creators[0]: no creator of the promotion is called 'cloe' (known here: cleo)",
        ),
        (
            {"terms__creators": {"kill": {"brand": {"filmed": "0.5"}}}},
            "terms.creators.kill.brand: unknown stage 'filmed' (known here: contracted, briefed, concept_approved, ",
        ),
    ],
)
def test_what_is_wrong_is_named_by_its_path(file: Path, changes: dict[str, Any], said: str) -> None:
    found = refusal(file, json.dumps(written_ask(**changes)))
    assert found.startswith(said)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("NaN", "promotion.budget: NaN is no number (write amounts and rates as text)"),
        ("-Infinity", "promotion.budget: -Infinity is no number (write amounts and rates as text)"),
        ("1e400", "promotion.budget: expected an amount as text, found 1E+400 (write amounts as text, such as"),
        ("3000.0", "promotion.budget: expected an amount as text, found 3000.0 (write amounts as text, such as"),
        ('"1.00", "budget": "2.00"', "promotion: the field 'budget' is written twice (keep one of them)"),
    ],
)
def test_a_number_that_json_should_not_carry_is_named_by_its_path(file: Path, number: str, said: str) -> None:
    text = json.dumps(PLAIN).replace('"3000.00"', number)
    assert refusal(file, text).startswith(said)


def test_what_is_to_be_weighed_is_in_the_settlement_currency_too(file: Path) -> None:
    said = refusal(file, json.dumps({**PLAIN, "decision": {"reduce_to": "20.00 USD"}}))
    assert said == "decision.reduce_to: 20.00 USD is not in EUR, the settlement currency (write it in EUR)"


def test_a_nan_in_one_vector_leaves_the_others_answered(file: Path) -> None:
    bad = {**written_ask(promotion__budget="NaN-here"), "id": "bad"}
    text = json.dumps({"vectors": [bad, {**PLAIN, "id": "good"}]}).replace('"NaN-here"', "NaN")
    result = answered(file, text)
    assert (result.exit_code, json.loads(result.stdout)["id"]) == (2, "good")
    assert (
        result.stderr
        == f"unpromote: {file}: bad: promotion.budget: NaN is no number (write amounts and rates as text)\n"
    )


def test_a_document_that_says_two_things_is_not_guessed_at(file: Path) -> None:
    assert refusal(file, '{"vectors": [], "vectors": []}') == "the field 'vectors' is written twice (keep one of them)"


def test_a_good_line_between_two_broken_ones_is_answered(file: Path) -> None:
    result = answered(file, "\n".join(["{broken", json.dumps(PLAIN), "{broken too"]))
    assert (result.exit_code, json.loads(result.stdout)["code"]) == (2, "OK")
    assert [line.split(": ")[2] for line in result.stderr.splitlines()] == ["line 1", "line 3"]


def test_a_list_of_asks_one_a_line_is_one_document(file: Path) -> None:
    result = answered(file, f"[\n{json.dumps(PLAIN)},\n{json.dumps(PLAIN)}\n]")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 2)


def test_ten_megabytes_of_asks_lose_none(file: Path) -> None:
    filler = {"id": "A", "note": "x" * 1_000_000, **PLAIN}
    lines = [json.dumps(filler)] * 5 + ["{"] + [json.dumps(filler)] * 5
    result = answered(file, "\n".join(lines))
    assert (result.exit_code, len(result.stdout.splitlines())) == (2, 10)


def test_a_notice_by_a_way_not_agreed_is_an_answer(file: Path) -> None:
    result = answered(file, json.dumps(written_ask(request__method="pigeon")))
    assert (result.exit_code, json.loads(result.stdout)["code"]) == (0, "NOTICE_FORM_INVALID")
