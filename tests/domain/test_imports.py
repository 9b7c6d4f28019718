"""What becomes of a row: new, changed in named fields, as it was, refused with every reason."""

from __future__ import annotations

import pytest
from moneyed import Money

from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput
from unpromote.domain.imports import (
    Change,
    Choice,
    Counts,
    FileRow,
    Finding,
    Listed,
    Outcome,
    Plan,
    Question,
    ReportLine,
    SheetPlan,
    compared,
    merged,
    refused,
    stated_by,
)

LISTED = Listed("18", "72", "campaign", "Arena", budget=Money("5.00", "USD"))
ROW = FileRow("", 2, LISTED)
SPENT = frozenset({"campaign_id", "advertiser_id", "kind", "name", "spent"})


def test_a_promotion_nobody_knows_is_new():
    after = merged(None, LISTED, SPENT)
    assert compared(ROW, LISTED, None, after) == ReportLine(2, Outcome.NEW, "", "18", "Arena")


def test_only_what_the_file_states_can_change():
    before = encode(LISTED) | {"budget": "9.00 USD", "spent": "1.00 USD"}
    after = merged(before, LISTED, SPENT)
    assert compared(ROW, LISTED, before, after).changes == (Change("spent", "1.00 USD", None),)


def test_a_promotion_that_is_stated_alike_is_unchanged():
    before = encode(LISTED)
    assert compared(ROW, LISTED, before, merged(before, LISTED, SPENT)).outcome is Outcome.UNCHANGED


def test_a_row_is_refused_with_every_reason():
    one, other = Finding("Cost", "no amount", "mend"), Finding("campaign_id", "twice", "keep one")
    assert refused(FileRow("a", 3, None, (one,)), other) == ReportLine(3, Outcome.REFUSED, "a", findings=(one, other))
    assert refused(ROW, other).campaign_id == "18"


def test_a_row_of_totals_is_skipped():
    assert refused(FileRow("", 9, None, skipped=True)).outcome is Outcome.SKIPPED


def test_the_plan_tells_which_fields_its_files_state():
    sheet = SheetPlan("", 1, ("a", "b"), ("spent", "end_time"), ("", ""))
    assert {"spent", "ends_on", "name"} <= stated_by(Plan("utf-8", ",", (sheet,)))
    assert "budget" not in stated_by(Plan("utf-8", ",", (sheet,)))


def test_outcomes_are_counted():
    lines = [ReportLine(2, Outcome.NEW), ReportLine(3, Outcome.NEW), ReportLine(4, Outcome.SKIPPED)]
    assert Counts().and_(lines).and_(lines[:1]).of == {"new": 3, "skipped": 1}


def test_an_answer_is_one_of_the_choices():
    question = Question("dates", "?", (Choice("day_first", "3 April"), Choice("month_first", "4 March")))
    question.check("day_first")
    Question("currency", "?", example="USD").check("anything")
    with pytest.raises(BadInput, match="day_first, month_first"):
        question.check("maybe")
