"""Fees of several figures: the greater of both, a sum, a floor, a cap; and clauses that contradict one another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from unpromote.reading.values import Reading

OPENING = 'This order is between Acme Inc. ("Sponsor") and Beta LLC ("Publisher"). All sums are in EUR.\n\n'
FEE = OPENING + "4. If the Sponsor cancels, it shall pay a cancellation fee of "
REST = "undelivered_at_effective"


def shown(reading: Reading, path: str) -> dict[str, Any]:
    return next(one for one in reading.proposals if one["path"] == path)


@pytest.mark.parametrize(
    ("words", "fee"),
    [
        (
            "the greater of EUR 500 and 20% of the remaining fees.",
            {"calc": {"greater_of": [{"flat": "500"}, {"rate": "0.2", "base": REST}]}},
        ),
        (
            "EUR 500 or 10% of the total budget, whichever is lower.",
            {"calc": {"lesser_of": [{"flat": "500"}, {"rate": "0.1", "base": "budget"}]}},
        ),
        (
            "EUR 500 plus 10% of the total budget.",
            {"calc": {"sum": [{"flat": "500"}, {"rate": "0.1", "base": "budget"}]}},
        ),
        (
            "20% of the remaining fees, not to exceed EUR 900.",
            {"calc": {"rate": "0.2", "base": REST}, "cap": {"flat": "900"}},
        ),
        (
            "20% of the remaining fees, but not less than EUR 90.",
            {"calc": {"rate": "0.2", "base": REST}, "floor": {"flat": "90"}},
        ),
        (
            "EUR 900, but no more than 50% of the total budget.",
            {"calc": {"flat": "900"}, "cap": {"rate": "0.5", "base": "budget"}},
        ),
    ],
)
def test_a_fee_of_several_figures(read: Callable[[str], Reading], words: str, fee: dict[str, Any]) -> None:
    (found,) = read(FEE + words).terms["fees"]
    assert {name: found[name] for name in found if name not in ("id", "clause")} == fee


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("the greater of EUR 500 and 20% of the retainer.", "fees[0].calc"),
        ("the greater of EUR 500 and USD 700.", "fees[0].calc"),
        ("EUR 500 in the first year and EUR 300 later.", "fees[0].calc"),
        ("20% of the remaining fees, not to exceed USD 900.", "fees[0].cap"),
    ],
)
def test_a_figure_in_doubt_is_asked_for(read: Callable[[str], Reading], words: str, path: str) -> None:
    assert shown(read(FEE + words), path)["status"] == "absent"


def test_two_clauses_that_name_different_fees_are_one_question(read: Callable[[str], Reading]) -> None:
    rival = "8.4 Upon cancellation the Sponsor shall pay a cancellation fee of 50% of the total budget."
    reading = read(f"{FEE}25% of the total budget.\n\n{rival}")
    calc = shown(reading, "fees[0].calc")
    assert (calc["status"], [one["rate"] for one in calc["alternatives"]]) == ("conflicting", ["0.25", "0.5"])
    assert calc["note"] == "clause 4 and clause 8.4 name different fees: which one counts?"
    assert calc["other_sources"][0]["quote"] == rival[4:]


def test_a_fee_that_is_said_again_is_one_fee(read: Callable[[str], Reading]) -> None:
    again = "8.4 Upon cancellation the Sponsor shall pay a cancellation fee of 25% of the total budget."
    reading = read(f"{FEE}25% of the total budget.\n\n{again}")
    assert [fee["calc"] for fee in reading.terms["fees"]] == [{"rate": "0.25", "base": "budget"}]


@pytest.mark.parametrize(
    "other",
    [
        "8. On cancellation after the start the Sponsor shall pay a cancellation fee of EUR 700.",
        "8. On termination the Sponsor shall pay a termination fee of EUR 700.",
        "8. If the Publisher cancels, the Publisher shall pay a cancellation fee of EUR 700.",
    ],
)
def test_fees_of_different_ends_stand_beside_one_another(read: Callable[[str], Reading], other: str) -> None:
    reading = read(f"{FEE}EUR 500.\n\n{other}")
    assert [fee["calc"] for fee in reading.terms["fees"]] == [{"flat": "500"}, {"flat": "700"}]


def test_two_notices_for_one_right_show_both_clauses(read: Callable[[str], Reading]) -> None:
    may = "The Sponsor may terminate this order for any reason upon"
    reading = read(f"{OPENING}5.1 {may} 30 days' notice.\n\n6.1 {may} 60 days' notice.")
    notice = shown(reading, "rights[0].notice")
    assert notice["status"] == "conflicting"
    assert [one["quote"] for one in notice["other_sources"]] == [f"{may} 60 days' notice."]
