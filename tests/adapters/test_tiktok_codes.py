"""The table of return codes: what is done about each."""

from __future__ import annotations

import pytest

from unpromote.adapters.tiktok import Decision, decide
from unpromote.adapters.tiktok.codes import CODES


@pytest.mark.parametrize(
    ("code", "decision"),
    [
        (40100, Decision.RETRY),
        (40133, Decision.RETRY),
        (40202, Decision.RETRY),
        (60001, Decision.RETRY),
        (20001, Decision.READ_BACK),
        (40012, Decision.READ_BACK),
        (40050, Decision.READ_BACK),
        (50000, Decision.READ_BACK),
        (51010, Decision.READ_BACK),
        (52001, Decision.READ_BACK),
        (40002, Decision.PERMANENT),
        (40011, Decision.PERMANENT),
        (40001, Decision.PERSON),
        (40105, Decision.PERSON),
        (12345, Decision.PERSON),
    ],
)
def test_each_code_has_its_decision(code: int, decision: Decision) -> None:
    assert decide(code)[0] is decision


def test_only_what_cannot_help_by_itself_is_final() -> None:
    assert {decision for decision in Decision if decision.is_final} == {Decision.PERMANENT, Decision.PERSON}


def test_every_code_says_what_it_means() -> None:
    assert all(meaning for _, meaning in CODES.values())
    assert decide(99999)[1] == "unknown code"
