"""The report's price: one sentence of answer, each line with clause and formula, what stays closed and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders import QUOTE, taken_quote, usd
from casefiles import early, finished
from reports import text, view
from unpromote.domain.audit import CaseFile
from unpromote.domain.events import TakenQuote


@pytest.fixture
def case_file(tmp_path: Path) -> CaseFile:
    return finished(tmp_path)


def quoted(**changes: Any) -> TakenQuote:
    return taken_quote(quote={**QUOTE, **changes})


def refused(code: str, **changes: Any) -> TakenQuote:
    quote = {"permitted": False, "code": code, "lines": [], "totals": None, "blocked": [], **changes}
    return taken_quote(permitted=False, price=usd("0.00"), quote=quote, curve=())


def sentence(taken: TakenQuote) -> str:
    return str(view(early(quote=taken))["answer"]["sentence"])


@pytest.mark.parametrize(
    ("taken", "said_so"),
    [
        (refused("NO_OPEN_RIGHT"), "may not be cancelled: the agreement opens no right to cancel on that day."),
        (
            refused("NO_OPEN_RIGHT", earliest_permitted_at="2026-09-30T07:00:00+00:00"),
            "It may be cancelled from 30 Sep 2026, 07:00 UTC at the earliest.",
        ),
        (refused("ALREADY_ENDED"), "may not be cancelled: it has ended already."),
        (refused("SOMETHING_NEWER"), "may not be cancelled: something newer."),
        (quoted(effect="expires_first"), "but it ends before the notice does: cancelling avoids nothing."),
    ],
)
def test_the_answer_is_one_sentence(taken: TakenQuote, said_so: str) -> None:
    assert sentence(taken).endswith(said_so)


def ranged(permitted: str = "yes") -> TakenQuote:
    span = {"earliest": "2026-10-22T00:00:00-07:00", "latest": "2026-11-21T00:00:00-08:00"}
    found: dict[str, Any] = {"permitted": permitted, "exit_cost": None, "saving": None, "effective_at": None}
    if permitted == "yes":
        found |= {name: {"least": "40000.00", "greatest": "75100.00"} for name in ("exit_cost", "saving")}
        found["effective_at"] = span
    return taken_quote(quote={"range": found, "questions": [], "creators": []}, permitted=permitted == "yes", curve=())


@pytest.mark.parametrize(
    ("permitted", "verdict", "said_so"),
    [
        ("yes", "Yes", "cancelled under every reading of them, at different prices."),
        ("no", "No", "may not be cancelled under any reading of them."),
        ("depends", "Open", "depends on how unclear terms are read."),
    ],
)
def test_over_unclear_terms_the_answer_is_no_figure(permitted: str, verdict: str, said_so: str) -> None:
    answer = view(early(quote=ranged(permitted)))["answer"]
    assert (answer["verdict"], answer["sentence"].endswith(said_so)) == (verdict, True)


def test_a_range_is_shown_from_least_to_greatest(case_file: CaseFile) -> None:
    read = text(replace(case_file, quote=ranged()))
    assert "40,000.00 USD to 75,100.00 USD" in read
    assert "22 Oct 2026, 00:00 PDT to 21 Nov 2026, 00:00 PST" in read
    assert "A price of at most 67,000.00 USD" in read


def test_a_refused_quote_shows_its_closed_rights_and_no_figures(case_file: CaseFile) -> None:
    closed = [{"right": "breach", "code": "CURE_RUNNING", "until": "2026-09-30T07:00:00+00:00"}]
    made = replace(case_file, quote=refused("NO_OPEN_RIGHT", blocked=closed), approval=None)
    read = text(made)
    assert "No. The promotion may not be cancelled" in read
    assert "breach the time to cure the breach is still running until 30 Sep 2026, 00:00 PDT" in read
    assert "Totals" not in read


REFUNDS: list[tuple[Any, str]] = [
    (None, ""),
    ({"amount": "0.00", "due_by": None, "credited": "0.00", "method": "original"}, ""),
    (
        {"amount": "25000.00", "due_by": "2026-12-21", "credited": "0.00", "method": "original"},
        "25,000.00 USD comes back by the method “original”, due by 21 Dec 2026.",
    ),
    (
        {"amount": "25000.00", "due_by": None, "credited": "0.00", "method": "original"},
        "25,000.00 USD comes back by the method “original”.",
    ),
    (
        {"amount": "0.00", "due_by": None, "credited": "25000.00", "method": "account_credit"},
        "25,000.00 USD stays as credit with the other side.",
    ),
]


@pytest.mark.parametrize(("refund", "said_so"), REFUNDS)
def test_a_refund_is_said_in_a_sentence(refund: Any, said_so: str) -> None:
    assert view(early(quote=quoted(refund=refund)))["price"]["refund"] == said_so


def test_creators_lines_stand_with_clause_and_formula(case_file: CaseFile) -> None:
    working = {"code": "video", "amount": "1500.00", "formula": "3000 x 0.5 (draft_submitted)", "clause": "Order 4"}
    creators = [{"id": "cleo", "workings": [working]}, {"id": "unknown", "workings": [{**working, "clause": None}]}]
    lines = view(replace(case_file, quote=quoted(creators=creators)))["price"]["lines"]
    assert lines[-2] == {
        "what": "Cleo Marsh: video",
        "clause": "Order 4",
        "formula": "3000 \u00d7 0.5 (draft submitted)",
        "parties": "advertiser → creator",
        "amount": "1,500.00",
    }
    assert (lines[-1]["what"], lines[-1]["clause"]) == ("unknown: video", "")


def test_other_open_rights_and_assumptions_are_shown(case_file: CaseFile) -> None:
    other = {
        "right": "outage",
        "clause": "9.2",
        "effective_at": "2026-09-21T17:00:00+00:00",
        "totals": {"exit_cost": "70000.00", "saving": "35400.00"},
    }
    made = quoted(alternatives=[other], assumptions=["days are counted exclusively"], warnings=["“fee” has no base"])
    read = text(replace(case_file, quote=made))
    assert "outage, clause 9.2 21 Sep 2026, 10:00 PDT 70,000.00 35,400.00" in read
    assert "What these figures assume • “fee” has no base • days are counted exclusively" in read


def test_a_code_of_a_later_release_is_said_as_it_is() -> None:
    line = {"code": "levy:x", "amount": "1.00", "formula": "flat", "clause": "9", "from": "a", "to": "b"}
    closed = {"right": "r", "code": "MOON_PHASE", "until": None}
    price = view(early(quote=quoted(lines=[line], blocked=[closed])))["price"]
    assert (price["lines"][0]["what"], price["blocked"][0]["why"]) == ("levy", "moon phase")
