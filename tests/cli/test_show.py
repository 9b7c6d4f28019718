"""A case as text: each moment of its story says where it stands and what a person does next."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

import builders as b
from unpromote.cli.show import next_step, show_case
from unpromote.domain.delivery import Route


def told(case):
    out = Console(file=io.StringIO(), width=200, highlight=False)
    show_case(out, case)
    return out.file.getvalue()


@pytest.mark.parametrize(
    ("moment", "step"),
    [
        ("opened", "unpromote case read UP-ABCDEFGH FILE"),
        ("reading", "unpromote work --until-quiet"),
        ("review", "review the terms point by point: unpromote case queue UP-ABCDEFGH --next"),
        ("ready", "unpromote case quote UP-ABCDEFGH"),
        ("quoted", "unpromote case approve UP-ABCDEFGH"),
        ("signed once", "by somebody other than ben"),
        ("stopping", "unpromote case stop UP-ABCDEFGH"),
        ("settling", "unpromote case settle UP-ABCDEFGH"),
        ("emil settled", "unpromote case close UP-ABCDEFGH"),
        ("closed", "unpromote case export UP-ABCDEFGH"),
    ],
)
def test_each_moment_has_its_next_step(moment, step):
    assert step in next_step(b.case_after(moment))


def test_what_a_person_has_to_stop_comes_first():
    by_hand = b.case_after("stopping", targets=(b.target(1, route=Route.BY_HAND),))
    assert next_step(by_hand).endswith("unpromote case stopped UP-ABCDEFGH t1 --proof TEXT")


def test_a_quote_without_a_right_leads_to_dropping_or_to_the_terms():
    case = b.case_after("ready")
    refused = b.taken_quote(permitted=False, price=b.usd("0"), quote={"code": "NO_RIGHT", "blocked": []})
    quoted, _ = b.advance(case, b.e.QuoteTaken(at=b.NOW, by="ana", quote=refused))
    assert "unpromote case drop" in next_step(quoted)
    assert "No: no right to cancel is open (NO_RIGHT)." in told(quoted)


def test_the_answer_stands_in_one_sentence():
    shown = told(b.case_after("quoted"))
    assert (
        "Yes, for convenience, Agreement 14.2: effective 2026-11-21T00:00:00-08:00, leaving costs 67000.00 USD."
        in shown
    )
    assert "breach    FACT_MISSING" in shown


def test_every_target_shows_its_receipt():
    shown = told(b.case_after("off"))
    assert (shown.count("req-write"), "180123000000000010" in shown) == (2, True)


def test_who_is_owed_what_shows_with_sign_and_state():
    shown = told(b.case_after("cleo agreed"))
    assert ("-600.00 USD" in shown, "agreed" in shown, "clawback" in shown) == (True, True, True)


def test_what_people_wrote_is_no_markup():
    case = replace(b.case_after("opened"), title="[red]50 % off[/red] :fire:")
    assert "[red]50 % off[/red]" in told(case)


def test_open_ends_show_only_while_the_case_runs():
    assert "Open: " not in told(b.case_after("quoted"))
    assert "Open: TikTok support: has not confirmed" in told(b.case_after("settling"))
    assert "Open: " not in told(b.case_after("closed"))


def test_what_is_held_is_next_with_the_word_to_type():
    held = b.case_after("stopping", targets=(b.target(1, final="it does not come back"),))
    assert next_step(held).endswith("unpromote case confirm-final UP-ABCDEFGH t1 --type UP-ABCDEFGH")
