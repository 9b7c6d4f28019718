"""The report says which ways on were weighed when the quote was taken, and why some could not be had."""

from __future__ import annotations

from typing import Any

import pytest

from builders import QUOTE, taken_quote
from casefiles import early
from quoting import written_ask
from reports import text, view
from unpromote.domain.audit import CaseFile
from unpromote.domain.choices import DecisionAsked
from unpromote.domain.decision import decide, decision_json
from unpromote.domain.vectors import read_ask


def weighed(**changes: Any) -> CaseFile:
    """A case whose quote has the decision that the engine really writes."""
    found = read_ask({**written_ask(), "decision": {}})
    decision = decision_json(decide(found.terms, found.promotion, found.request, DecisionAsked()))
    del decision["curve"]
    return early(quote=taken_quote(quote={**QUOTE, "decision": {**decision, **changes}}))


def test_every_way_stands_beside_the_others_and_the_cheapest_is_marked() -> None:
    shown = view(weighed())["options"]
    ways = {one["way"]: one for one in shown["ways"]}
    assert {"Let it run", "Cancel now"} <= set(ways)
    assert [one["more"] for one in shown["ways"] if one["least"]][:1] == ["0.00"]
    assert ways["Let it run"]["saving"] == "0.00"
    assert ways["Cancel now"]["when"].startswith("on ")


def test_the_table_stands_on_the_page() -> None:
    read = text(weighed())
    assert "The ways that were weighed" in read
    assert "More than the least" in read
    assert "Leaving was right for money as long as the delivery that was given up was worth less than" in read


def test_a_way_that_could_not_be_had_says_why() -> None:
    closed = {"name": "cancel_partly", "permitted": False, "why_not": "NO_OPEN_RIGHT", "total_over_life": None}
    newer = {**closed, "name": "something_newer", "permitted": True, "total_over_life": "10.00"}
    shown = view(weighed(options=[closed, newer], break_even=None))["options"]
    assert shown["closed"] == [{"way": "Cancel a part", "why": "no open right"}]
    assert (shown["ways"][0]["way"], shown["ways"][0]["exit"], shown["break_even"]) == ("Something newer", "", "")


@pytest.mark.parametrize("file", [early(), early(quote=taken_quote()), weighed(options=[])])
def test_where_nothing_was_weighed_there_is_no_table(file: CaseFile) -> None:
    assert view(file)["options"] is None
    assert "The ways that were weighed" not in text(file)
