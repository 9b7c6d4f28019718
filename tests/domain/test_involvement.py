"""Keeping a creator on, as worked by hand: work moved, made smaller, an advance kept; never paid twice."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import builders as b
from unpromote.domain.agreement import read_promotion, read_request, read_terms
from unpromote.domain.codec import decode, encode
from unpromote.domain.deals import Deal
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.involvement import Adjusted, Change, Leaving, Way, adjusted
from unpromote.domain.money import total

FILE = Path(__file__).parents[1] / "vectors" / "involvement.json"
VECTORS = json.loads(FILE.read_text())["vectors"]
REQUEST = read_request(b.taken_quote().request)


def leaving(creator: dict[str, Any]) -> Leaving:
    terms = read_terms(b.TERMS)
    return Leaving(terms, read_promotion({**b.PROMOTION, "creators": [creator]}, terms), REQUEST, "conv")


def worked(vector: dict[str, Any]) -> Adjusted:
    deal = decode(Deal, {"creator_id": "cleo", "advances": vector.get("advances", {})}, currency="USD")
    changes = decode(tuple[Change, ...], vector["changes"])
    return adjusted(leaving(vector["creator"]), deal, changes)


@pytest.mark.parametrize("vector", [one for one in VECTORS if "expected" in one], ids=lambda one: one["id"])
def test_an_involvement_comes_out_as_worked_by_hand(vector):
    found = worked(vector)
    written = encode(found.settlement, currency="USD")
    goes_on = encode(found.goes_on, currency="USD")
    names = ("deliverable", "way", "price", "advance_kept")
    told = {name: written[name] for name in ("due", "paid", "balance", "direction", "lines")}
    assert told | {"goes_on": [{name: one[name] for name in names} for one in goes_on]} == vector["expected"]


@pytest.mark.parametrize("vector", [one for one in VECTORS if "refused" in one], ids=lambda one: one["id"])
def test_what_cannot_change_is_refused(vector):
    with pytest.raises(NotAllowed, match=vector["refused"]):
        worked(vector)


CLEO = {"id": "cleo", "deliverables": [{"id": "A", "price": "100.00", "stage": "briefed"}], "advance_paid": "0.00"}
LATER = {"way": "reschedule", "deliverable": "A", "on": "2027-01-15"}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ([{**LATER, "on": None}], r"changes\[0\].on: the other day is missing"),
        ([{**LATER, "on": "2026-09-21"}], r"2026-09-21 is over"),
        ([{**LATER, "deliverable": "Z"}], "there is no deliverable 'Z'"),
        ([LATER, LATER], "changes twice"),
        ([{**LATER, "share": "0.5"}], "a share belongs to a smaller scope"),
        ([{"way": "reduce", "deliverable": "A"}], "a share belongs to a smaller scope"),
        ([{"way": "reduce", "deliverable": "A", "share": "1"}], "1 is no part of the scope"),
        ([{"way": "reassign", "deliverable": "A", "campaign": " "}], "the other campaign is missing"),
        ([{"way": "credit", "deliverable": "A"}], "not of one deliverable"),
    ],
)
def test_a_change_that_is_not_whole_is_refused_by_its_path(changes, place):
    with pytest.raises(BadInput, match=place):
        worked({"creator": CLEO, "changes": changes})


def test_somebody_else_is_not_known():
    with pytest.raises(NotAllowed, match="no creator 'dan'"):
        adjusted(leaving(CLEO), Deal("dan"), ())


def test_a_right_that_is_shut_by_now_prices_nothing():
    left = leaving(CLEO)
    with pytest.raises(NotAllowed, match="not open any more"):
        adjusted(Leaving(left.terms, left.promotion, left.request, "gone"), Deal("cleo"), ())


def test_work_without_a_price_keeps_no_advance():
    free = {**CLEO, "deliverables": [{"id": "A", "price": "0.00", "stage": "briefed"}], "advance_paid": "5.00"}
    found = worked({"creator": free, "changes": [LATER]})
    assert (found.goes_on[0].advance_kept, found.settlement.paid) == (b.usd("0"), b.usd("5.00"))


AMOUNTS = st.integers(1, 99_999).map(lambda cents: f"{cents // 100}.{cents % 100:02}")
SHARES = st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100)


@given(st.lists(st.tuples(AMOUNTS, SHARES, st.sampled_from(Way)), min_size=1, max_size=6), AMOUNTS)
def test_no_cent_of_price_or_advance_is_lost_or_counted_twice(works, advance):
    items = [{"id": f"d{n}", "price": price, "stage": "approved"} for n, (price, _, _) in enumerate(works)]
    changes = [
        Change(way, f"d{n}", LATER_ON, share if way is Way.REDUCE else None, "Spring")
        for n, (_, share, way) in enumerate(works)
        if way is not Way.CREDIT
    ]
    found = adjusted(leaving({"id": "cleo", "deliverables": items, "advance_paid": advance}), Deal("cleo"), (*changes,))
    usd = [b.usd(item["price"]) for item in items]
    on = total((one.price for one in found.goes_on), "USD")
    kept = total((one.advance_kept for one in found.goes_on), "USD")
    assert found.settlement.due + on == total(usd, "USD")
    assert found.settlement.paid + kept == b.usd(advance)
    assert kept >= b.usd("0")


LATER_ON = decode(Change, LATER).on
