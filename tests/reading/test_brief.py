"""Facts in short: a heading, who and by when, and the words, what decides whether one may leave first."""

from __future__ import annotations

from typing import Any

import pytest

from unpromote.reading.brief import Brief, in_short


def fact(kind: str, start: int = 0, **values: Any) -> dict[str, Any]:
    return {"kind": kind, **values, "spans": [[start, start + 9]], "pages": [3], "quotes": ["It  may\nend."]}


def said(kind: str, **values: Any) -> str:
    (one,) = in_short([fact(kind, **values)])
    return one.said


def test_a_fact_has_its_heading_its_words_and_their_place() -> None:
    right = fact("terminate_for_breach", 40, who="Acme", grounds=["breach"], notice_days=10, cure_days=1)
    told = "Acme; 10 days of notice; 1 day to mend it"
    assert in_short([right]) == (Brief("Leaving for a breach", told, ("It may end.",), 40, 3),)


def test_rights_stand_first_and_those_of_a_kind_as_in_the_text() -> None:
    found = (fact("survival"), fact("terminate_for_event", 90), fact("terminate_for_event", 20), fact("term"))
    assert [(one.heading, one.start) for one in in_short(found)] == [
        ("Leaving because of an event", 20),
        ("Leaving because of an event", 90),
        ("When it ends", 0),
        ("Outlasts it", 0),
    ]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"who": "automatic", "grounds": ["change_of_control", "other"]}, "ends by itself; change of control"),
        ({"who": "Beta", "grounds": ["insolvency", "morals"], "notice_days": 0}, "Beta; insolvency or morals; at once"),
        ({"grounds": ["other"]}, ""),
    ],
)
def test_what_is_said_of_an_event(values: dict[str, Any], told: str) -> None:
    assert said("terminate_for_event", **values) == told


def test_of_a_payment_or_a_duty_it_is_not_said_whose_it_is() -> None:
    assert said("payment_on_termination", who="Acme", notice_days=30) == ""


def test_a_renewal_has_its_notice() -> None:
    assert said("auto_renewal", who="both", notice_days=30) == "30 days of notice"


def test_a_format_without_pages_has_none() -> None:
    (one,) = in_short([fact("term") | {"pages": []}])
    assert one.page is None
