"""What follows from a quote stands on the case's page: money back, days and duties, the renewal ahead."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from unpromote.domain.case import Case
from unpromote.web.show.follows import follows
from web import real
from web.pages import PAGE, every

TERMS = {
    "payment": {"net": 30, "clause": "Order 9"},
    "refund": {"method": "original", "within": {"n": 30, "unit": "days"}, "clause": "Order 10"},
    "term": {
        "to": "2026-12-31",
        "renewal": {
            "auto": True,
            "notice": {"n": 30, "unit": "days"},
            "length": {"n": 1, "unit": "years"},
            "commitment": "50000.00",
            "clause": "Agreement 2",
        },
    },
}
RENEWAL = {
    "renews_on": "2027-01-01",
    "renews_until": None,
    "deadline_at": "2026-11-01T23:59:00-07:00",
    "still": False,
    "missed": False,
    "cost": None,
    "formula": "",
    "clause": None,
}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.UNPROMOTE = {**settings.UNPROMOTE, "data": tmp_path}


def quoted(**parts: object) -> Case:
    return replace(b.case_after("quoted"), quote=b.taken_quote(quote=b.QUOTE | parts))


def told(**parts: object) -> list[tuple[str, str]]:
    return [(one.what, one.when) for one in follows(quoted(**parts))]


def test_the_page_says_what_follows_from_a_quote_that_was_really_taken(ana, cast):
    real.quoted(**TERMS)
    rows = every(ana.get(PAGE), "#follows + table tbody tr")
    assert any("Pay what is billed on the day of effect: 30 days from invoice" in row for row in rows)
    renewal = next(row for row in rows if row.startswith("The agreement renews itself on 1 Jan 2027"))
    assert "until 31 Dec 2027; that commits to $50,000.00: refuse before" in renewal
    assert renewal.endswith("Agreement 2")


def test_where_nothing_follows_nothing_is_said(ana, cast):
    real.quoted()
    assert every(ana.get(PAGE), "#follows") == []
    assert follows(b.case_after("opened")) == []


def test_money_that_comes_back_is_told_by_its_parts():
    back = {"amount": "4000.00", "due_by": "2027-01-20", "credited": "1000.00", "forfeited": "100.00", "clause": "9"}
    kept = {"amount": "500.00", "set_off": "200.00", "refunded": "300.00", "credited": "0.00", "formula": "500 x 1"}
    assert told(refund=back, deposit=kept) == [
        ("Prepaid balance: $4,000.00 comes back, $1,000.00 kept as credit and $100.00 forfeited", "20 Jan 2027"),
        ("Deposit: $200.00 set off against what is owed and $300.00 comes back", ""),
    ]


def test_a_duty_without_a_day_says_so():
    due = {"kind": "confidentiality", "on": None, "told": "keep the terms confidential", "clause": None}
    (one,) = follows(quoted(deadlines=[due]))
    assert (one.what, one.when, one.machine) == ("keep the terms confidential", "", "")


@pytest.mark.parametrize(
    ("change", "words", "when"),
    [
        ({}, "refuse before", "1 Nov 2026, 22:59 PST"),
        ({"still": True}, "refuse by", "1 Nov 2026, 22:59 PST"),
        ({"missed": True}, "it is too late to refuse", ""),
    ],
)
def test_a_renewal_says_until_when_it_can_be_refused(change, words, when):
    assert told(renewal=RENEWAL | change) == [(f"The agreement renews itself on 1 Jan 2027: {words}", when)]
