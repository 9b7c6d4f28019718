"""What an agreement leaves open comes out as a quote takes it: path, readings, question, clause, page and words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from unpromote.domain.joining import joined_ask
from unpromote.domain.ranges import ranged
from unpromote.domain.vectors import read_ask
from unpromote.reading.agreement import read_agreement
from unpromote.reading.values import Reading

DEALS = Path(__file__).parent / "deals"
ORDER = json.loads((DEALS / "order.json").read_text())
OPENING = 'This agreement is between Acme Inc. ("Sponsor") and Beta LLC ("Publisher"). All sums are in EUR.\n'
AT_ONCE, IN_HOURS = {"rule": "on_send"}, {"rule": "business_hours"}
NOT_BEFORE_END = {"n": 0, "unit": "days", "not_before": {"anchor": "end"}}


def days(n: int, unit: str = "days") -> dict[str, Any]:
    return {"n": n, "unit": unit, "count": "exclusive"}


def after(n: int) -> dict[str, Any]:
    return {"rule": "plus_business_days", "n": n}


def opened(reading: Reading | dict[str, Any]) -> dict[str, Any]:
    """Return the readings by path."""
    unclear = reading["unclear"] if isinstance(reading, dict) else reading.unclear
    return {one["path"]: one["readings"] for one in unclear}


@pytest.mark.parametrize(
    ("deal", "readings"),
    [
        (
            "excluding-weekends",
            {"notice_receipt.email": [AT_ONCE, IN_HOURS], "rights[0].notice": [days(14), days(14, "business_days")]},
        ),
        ("two-notices", {"rights[0].notice": [days(30), days(60)]}),
        (
            "half-the-fee",
            {
                "time_zone": ["Europe/London", "UTC"],
                "notice_receipt.post": [AT_ONCE, after(2), after(5)],
                "rights[0].notice": [days(2, "weeks"), days(10, "business_days")],
                "fees[0].calc.base": ["budget", "undelivered_at_effective"],
            },
        ),
        (
            "within-ten-days",
            {
                "fees[0].calc.tiers.bands": [
                    [{"min": None, "rate": "1"}, {"min": 10, "rate": "0.25"}, {"min": 30, "rate": "0"}],
                    [{"min": None, "rate": "1"}, {"min": 11, "rate": "0.25"}, {"min": 31, "rate": "0"}],
                ]
            },
        ),
    ],
)
def test_a_deal_says_what_it_leaves_open(deal: str, readings: dict[str, Any]) -> None:
    assert opened(read_agreement(DEALS / f"{deal}.txt")) == readings


@pytest.mark.parametrize(
    ("deal", "method", "least", "greatest"),
    [
        # 1000 is spent, 2000 is spread over the 51 days from 11 June to 31 July.
        # 14 days end on 25 June: 15 days of service; 14 business days on 1 July, at the latest: 21 days.
        ("excluding-weekends", "email", "1588.24", "1823.53"),
        # 30 days end on 11 July: 31 days of service; 60 days outlast the flight.
        ("two-notices", "email", "2215.69", "3000.00"),
        # It runs already, so that no step but the dearest is left: all of the budget, and one day of delivery.
        ("within-ten-days", "email", "4039.22", "4039.22"),
    ],
)
def test_what_was_read_is_quoted_as_a_range_without_a_hand_on_it(
    deal: str, method: str, least: str, greatest: str
) -> None:
    order = ORDER | {"request": ORDER["request"] | {"method": method}}
    ask = read_ask(joined_ask(read_agreement(DEALS / f"{deal}.txt"), order))
    cost = ranged(ask.unsettled, ask.request).range.cost
    assert (str(cost.least.amount), str(cost.greatest.amount)) == (least, greatest)


def test_a_question_comes_with_clause_page_and_words() -> None:
    (one,) = read_agreement(DEALS / "two-notices.txt")["unclear"]
    assert one["question"] == "clause 4 says 30 days, clause 9 says 60 days for the same right: which one counts?"
    assert (one["clause"], one["source"]["page"], one["source"]["document"]) == ("4", 1, "two-notices.txt")
    assert one["source"]["quote"].startswith("Either party may terminate this Agreement for convenience")


def test_what_is_open_stays_out_of_the_terms_but_has_its_place_there() -> None:
    terms = read_agreement(DEALS / "half-the-fee.txt")["terms"]
    assert "notice" not in terms["rights"][0]
    assert terms["fees"][0]["calc"] == {"rate": "0.5"}
    assert terms["notice_receipt"] == {"hand": AT_ONCE}


MAY_LEAVE = OPENING + "5. The Sponsor may terminate this order for any reason "


@pytest.mark.parametrize(
    ("words", "readings"),
    [
        ("upon sixty (30) days' written notice.", [days(60), days(30)]),
        ("upon one month (30 days) written notice.", [days(1, "months"), days(30)]),
        ("upon 14 days, not counting public holidays, prior notice.", [days(14), days(14, "business_days")]),
        ("by written notice.", [None, NOT_BEFORE_END]),
        ("upon two weeks (14 days) written notice.", None),
        ("upon twelve (12) months (one year) written notice.", None),
        ("upon fourteen (14) days written notice.", None),
        ("immediately upon written notice.", None),
    ],
)
def test_a_notice_that_can_be_read_in_two_ways(read: Callable[[str], Reading], words: str, readings: Any) -> None:
    assert opened(read(MAY_LEAVE + words)).get("rights[0].notice") == readings


def test_days_without_weekends_and_holidays_are_business_days(read: Callable[[str], Reading]) -> None:
    reading = read(MAY_LEAVE + "upon 10 days, excluding weekends and public holidays, prior written notice.")
    assert reading.terms["rights"][0]["notice"] == days(10, "business_days")


def test_a_longer_time_for_some_breaches_contradicts_nothing(read: Callable[[str], Reading]) -> None:
    words = (
        "6. The Sponsor may terminate if a breach is not cured within thirty (30) days (45 days if needed) of notice."
    )
    assert "rights[0].cure" not in opened(read(OPENING + words))


def test_a_right_with_a_condition_of_its_own_is_another_right(read: Callable[[str], Reading]) -> None:
    words = (
        "upon 30 days' notice.\n9. The Sponsor may terminate for any reason upon 5 days' notice during the first month."
    )
    reading = read(MAY_LEAVE + words)
    assert [right["notice"]["n"] for right in reading.terms["rights"]] == [30, 5]


def test_a_holder_is_one_side_or_the_other_or_both(read: Callable[[str], Reading]) -> None:
    unnamed = read(OPENING + "5. This order may be terminated for any reason on 5 days' notice.")
    named = read("5. Zeta may terminate this order for any reason upon 5 days' notice.")
    assert opened(unnamed)["rights[0].holders"] == [["advertiser", "media"], ["advertiser"], ["media"]]
    assert opened(named)["rights[0].holders"] == [["advertiser"], ["media"]]


FEE = OPENING + "4. If the Sponsor terminates, it shall pay a termination fee"
ANYTHING = [{"flat": "0"}, {"rate": "1", "base": "undelivered_at_effective"}]


@pytest.mark.parametrize(
    ("words", "path", "readings"),
    [
        (" of 25%.", "fees[0].calc.base", ["budget", "undelivered_at_effective"]),
        (" as agreed.", "fees[0].calc", ANYTHING),
        (
            " of ten percent (15%) of the total budget.",
            "fees[0].calc",
            [{"rate": "0.1", "base": "budget"}, {"rate": "0.15", "base": "budget"}],
        ),
        (
            " of ten percent (15%) at once.",
            "fees[0].calc",
            [{"rate": r, "base": b} for b in ("budget", "undelivered_at_effective") for r in ("0.1", "0.15")],
        ),
        (
            ": 50% within 10 business days before the campaign.",
            "fees[0].calc.tiers.base",
            ["budget", "undelivered_at_effective"],
        ),
    ],
)
def test_a_fee_that_can_be_read_in_two_ways(
    read: Callable[[str], Reading], words: str, path: str, readings: Any
) -> None:
    assert opened(read(FEE + words))[path] == readings


def test_a_fee_without_a_figure_is_asked_for_once(read: Callable[[str], Reading]) -> None:
    reading = read(FEE + " as agreed.\n9. On cancellation the Sponsor shall pay the termination fee at once.")
    assert [path for path in opened(reading) if path.startswith("fees")] == ["fees[0].calc"]


def test_no_fee_is_no_question(read: Callable[[str], Reading]) -> None:
    assert not [
        path
        for path in opened(read(OPENING + "4. If the Sponsor cancels, no cancellation fee is due."))
        if "fee" in path
    ]


def test_damages_of_a_fee_without_a_base_keep_their_name(read: Callable[[str], Reading]) -> None:
    assert read(FEE + " of 25% of the price, as liquidated damages.").terms["fees"][0]["label"] == "liquidated_damages"


@pytest.mark.parametrize(
    ("fee", "fees", "readings"),
    [
        ("5.1 If the Sponsor terminates, it shall pay a termination fee of EUR 500.", ["fee-1"], None),
        ("9. If the Sponsor terminates, it shall pay a termination fee of EUR 500.", None, [[], ["fee-1"]]),
        ("9. On termination for a breach the Sponsor shall pay a termination fee of EUR 500.", [], None),
    ],
)
def test_whether_a_fee_of_another_clause_is_due_is_asked(
    read: Callable[[str], Reading], fee: str, fees: Any, readings: Any
) -> None:
    reading = read(f"{MAY_LEAVE}upon 5 days' notice.\n{fee}")
    assert (reading.terms["rights"][0].get("fees"), opened(reading).get("rights[0].fees")) == (fees, readings)


@pytest.mark.parametrize(
    ("law", "zones"),
    [
        ("This order is governed by the laws of the State of New York.", ["America/New_York", "America/Los_Angeles"]),
        ("This order is governed by the laws of France.", ["Europe/Paris", "UTC"]),
        ("This order is governed by the laws of British Columbia, Canada.", ["America/Vancouver", "UTC"]),
        ("", ["Pacific/Kiritimati", "Etc/GMT+12"]),
    ],
)
def test_whose_days_count_is_asked_within_the_country_of_the_law(
    read: Callable[[str], Reading], law: str, zones: list[str]
) -> None:
    assert opened(read(f"{MAY_LEAVE}on 5 days' notice.\n9. {law}"))["time_zone"] == zones


@pytest.mark.parametrize(
    ("words", "methods"),
    [
        ("sent by courier.", {"notice_receipt.courier": [AT_ONCE, after(1)]}),
        ("sent by e-mail.", {"notice_receipt.email": [AT_ONCE, IN_HOURS]}),
        ("sent by courier. Any such notice shall be in writing and is deemed given upon receipt.", {}),
        ("delivered by hand.", {}),
    ],
)
def test_a_way_of_notice_without_a_rule_of_receipt(
    read: Callable[[str], Reading], words: str, methods: dict[str, Any]
) -> None:
    found = opened(read(f"{MAY_LEAVE}on 5 days' notice.\n8. All notices shall be in writing and {words}"))
    assert {path: item for path, item in found.items() if path.startswith("notice_receipt")} == methods


def test_no_words_on_notice_are_a_question(read: Callable[[str], Reading]) -> None:
    assert opened(read(MAY_LEAVE + "on 5 days' notice."))["notice_receipt.email"] == [AT_ONCE, IN_HOURS]


def test_a_currency_is_never_left_open(read: Callable[[str], Reading]) -> None:
    assert "currency" not in opened(read("Prices are in EUR, costs in GBP."))
