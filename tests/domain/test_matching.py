"""A bank line is matched for certain or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from moneyed import Money

from unpromote.domain.matching import Awaited, BankLine, match
from unpromote.domain.runs import end_to_end_id

CLEO_ID, EMIL_ID = (end_to_end_id(f"case_1/{who}", "UP-ABCDEFGH") for who in ("cleo", "emil"))
CLEO = Awaited("case_1", "creator:cleo", Money("-500.00", "EUR"), CLEO_ID, ("UP-ABCDEFGH", "R-2026-17"))
EMIL = Awaited("case_1", "creator:emil", Money("-500.00", "EUR"), EMIL_ID, ("UP-ABCDEFGH",))
REFUND = Awaited("case_1", "media", Money("4000.00", "EUR"), "", ("UP-ABCDEFGH",))
OTHER = Awaited("case_2", "media", Money("4000.00", "EUR"), "", ("UP-ZZZZZZZZ",))


def line(amount: str, reference: str = "", end_to_end: str = "", **changes: Any) -> BankLine:
    return BankLine("1", date(2026, 10, 8), Money(amount, changes.get("currency", "EUR")), end_to_end, reference)


def met(*lines: BankLine, by: tuple[Awaited, ...] = (CLEO, EMIL, REFUND, OTHER)) -> list[tuple[str, str, str]]:
    found = match(lines, by).matches
    return [(one.awaited.case_id, one.awaited.party, one.how) for one in found]


@pytest.mark.parametrize(
    ("found", "whom", "how"),
    [
        (line("-500.00", "", CLEO_ID), "creator:cleo", "end_to_end"),
        (line("-500.00", f"sent by Wise {EMIL_ID.lower()} ok"), "creator:emil", "end_to_end"),
        (line("-500.00", "invoice R 2026/17"), "creator:cleo", "amount_and_reference"),
        (line("4000.00", "refund up-abcdefgh", "their own id"), "media", "amount_and_reference"),
        (line("1500.00", "first part, UP ABCDEFGH"), "media", "reference"),
    ],
)
def test_a_line_that_is_certain_is_matched(found: BankLine, whom: str, how: str) -> None:
    assert met(found) == [("case_1", whom, how)]


@pytest.mark.parametrize(
    "found",
    [
        line("-500.00", "UP-ABCDEFGH"),
        line("-500.00"),
        line("-400.00", "R-2026-17"),
        line("-400.00", "", CLEO_ID),
        line("500.00", "returned UP-ABCDEFGH", CLEO_ID),
        line("4000.00"),
        line("4000.01", "UP-ABCDEFGH"),
        line("4000.00", "UP-ABCDEFGH", currency="USD"),
        line("4000.00", "XUP-ABCDEFGHX"),
    ],
    ids=[
        "two fit",
        "no name",
        "too little",
        "another amount",
        "sent back",
        "bare",
        "too much",
        "dollars",
        "a longer word",
    ],
)
def test_a_line_that_is_not_certain_waits_for_a_person(found: BankLine) -> None:
    assert match([found], (CLEO, EMIL, REFUND, OTHER)).unmatched == (found,)


def test_what_is_met_is_not_met_again_and_a_part_leaves_the_rest() -> None:
    assert len(met(line("-500.00", "", CLEO_ID), line("-500.00", "", CLEO_ID))) == 1
    parts = [line(amount, "UP-ABCDEFGH") for amount in ("1500.00", "2500.00", "0.01")]
    assert [how for _, _, how in met(*parts)] == ["reference", "amount_and_reference"]


def test_ten_thousand_payments_are_matched_to_the_cent() -> None:
    awaited = [
        Awaited(
            "case_1",
            f"creator:{n}",
            Money(-n, "EUR") / 100,
            end_to_end_id(f"case_1/{n}", "UP-ABCDEFGH"),
            ("UP-ABCDEFGH",),
        )
        for n in range(1, 10_001)
    ]
    lines = [BankLine(one.party, date(2026, 10, 8), one.amount, one.end_to_end) for one in reversed(awaited)]
    found = match(lines, awaited)
    assert (len(found.matches), found.unmatched) == (10_000, ())
    assert all(one.line.id == one.awaited.party for one in found.matches)
