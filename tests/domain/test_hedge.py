"""Off now and left later, beside the other ways; the worked ones are in vectors/pauses.json."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quoting import ask, vectors, written_ask
from unpromote.domain.choices import DecisionAsked, Option
from unpromote.domain.decision import decide
from unpromote.domain.errors import BadInput
from unpromote.domain.options import options
from unpromote.domain.quote import Quote, quote
from unpromote.domain.situation import DaysOff
from unpromote.domain.vectors import read_ask

STOPS = {"allowed": True, "clock": "stops"}
OFF = DaysOff(date(2026, 6, 11), date(2026, 6, 14))  # Thursday to Sunday
BREACH = {
    "id": "b",
    "clause": "9",
    "ground": "breach",
    "holders": ["advertiser"],
    "notice": None,
    "cure": {"n": 3, "unit": "days"},
}


def hedged(asked: dict[str, Any], **changes: Any) -> Option:
    found = read_ask({**written_ask(**changes), "decision": {"pause_then_cancel": asked}})
    weighed = options(found.terms, found.promotion, found.request, found.decision or DecisionAsked())
    return weighed[-1]


def quoted_off(off: DaysOff = OFF, **changes: Any) -> Quote:
    found = ask(**{"terms__pause": STOPS, **changes})
    return quote(found.terms, found.promotion, found.request, off)


@pytest.mark.parametrize(
    ("period", "until"),
    [
        ({"n": 3, "unit": "days"}, "2026-06-18T00:00:00+02:00"),  # 15, 16, 17 June
        ({"n": 3, "unit": "days", "count": "inclusive"}, "2026-06-18T00:00:00+02:00"),  # day 1 is the 15th
        ({"n": 36, "unit": "hours"}, "2026-06-16T12:00:00+02:00"),  # from the 15th at 00:00
        ({"n": 2, "unit": "business_days"}, "2026-06-17T00:00:00+02:00"),  # the 15th and 16th
    ],
)
def test_a_clock_that_stops_goes_on_after_the_pause(period: dict[str, Any], until: str) -> None:
    found = quoted_off(terms__rights__0__notice=period)
    assert found.effective_at is not None
    assert found.effective_at.isoformat() == until


def test_a_pause_in_the_middle_of_a_notice_puts_its_end_off() -> None:
    found = quoted_off(DaysOff(date(2026, 6, 13), date(2026, 6, 14)), terms__rights__0__notice={"n": 3, "unit": "days"})
    # 12, 15, 16 June.
    assert (str(found.notice_last_day), found.service_days_charged) == ("2026-06-16", 4)


def test_a_pause_after_the_notice_changes_nothing() -> None:
    found = quoted_off(DaysOff(date(2026, 6, 20), date(2026, 6, 21)), terms__rights__0__notice={"n": 3, "unit": "days"})
    assert str(found.notice_last_day) == "2026-06-14"


@pytest.mark.parametrize(("clock", "until"), [("stops", "2026-06-16"), ("runs", "2026-06-13")])
def test_a_cure_clock_stops_with_the_pause_only_if_agreed(clock: str, until: str) -> None:
    fact = {"breach": {"by": "media", "notice_received_at": "2026-06-09T10:00:00+02:00"}}
    found = quoted_off(
        DaysOff(date(2026, 6, 12), date(2026, 6, 14)),
        terms__pause={"allowed": True, "clock": clock},
        terms__rights=[BREACH],
        promotion__facts=fact,
        request__reason="counterparty_breach",
    )
    # 10, 11 and 12 June, or, with 12 to 14 off, 10, 11 and 15 June.
    assert [str(one.until)[:10] for one in found.blocked] == [until]


def test_it_is_weighed_unasked_where_everything_is() -> None:
    found = ask()
    weighed = decide(found.terms, found.promotion, found.request).options
    assert [option.name for option in weighed][-1] == "pause_then_cancel"


def test_it_says_when_it_is_off_and_why_the_notice_goes_out_then() -> None:
    note = hedged({}, terms__rights__0__notice={"n": 7, "unit": "days"}).note
    assert note.startswith("off from 2026-06-12 to 2026-06-29: 18 of 20 days, 1800 not spent; notice on 2026-06-22, ")
    assert "before the cliff at 2026-06-23T00:00:00+02:00 (effect: cancels -> expires_first)" in note
    assert "notice and cure clocks run on" in note


def test_a_cliff_at_office_closing_leaves_the_same_day() -> None:
    closing = {"from": None, "until": {"anchor": "start", "offset_business_days": 10, "at": "17:00"}}
    assert str(hedged({}, terms__rights__0__available=closing).on) == "2026-06-15"


@pytest.mark.parametrize(
    ("asked", "changes", "why_not"),
    [
        ({"from": "2026-06-11"}, {}, "the first day that can be off is 2026-06-12"),
        ({"from": "2026-07-01"}, {}, "the flight is over after 2026-06-30"),
        ({}, {"promotion__status": "cancelled"}, "ALREADY_CANCELLED"),
        ({}, {"request__by": "agency"}, "on 2026-06-30: NO_OPEN_RIGHT; conv: NOT_HOLDER"),
        ({"to": "2026-07-02"}, {}, "the longest pause from then ends on 2026-06-30"),
    ],
)
def test_what_cannot_be_had_is_listed_with_the_reason(
    asked: dict[str, Any], changes: dict[str, Any], why_not: str
) -> None:
    option = hedged(asked, **changes)
    assert (option.permitted, option.why_not) == (False, why_not)


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"from": "2026-06-15", "to": "2026-06-14"}, "decision.pause_then_cancel.to: the pause ends before it starts"),
        ({"from": "2026-06-15", "cancel_on": "2026-06-14"}, "decision.pause_then_cancel.cancel_on: the notice does"),
        ({"to": "2026-06-15", "cancel_on": "2026-06-16"}, "decision.pause_then_cancel.cancel_on: the notice does"),
    ],
)
def test_a_notice_outside_its_pause_is_refused(asked: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        hedged(asked)
    assert str(refused.value).startswith(problem)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(vector=vectors(), extends=st.sampled_from([True, False, None]), clock=st.sampled_from(["stops", "runs"]))
def test_it_adds_up_and_never_spends_more_than_running_on(
    *, vector: dict[str, Any], extends: bool | None, clock: str
) -> None:
    vector["terms"]["pause"] = {"allowed": True, "extends_end": extends, "clock": clock}
    vector["decision"] = {"pause_then_cancel": {}}
    found = read_ask(vector)
    run, *_, option = options(found.terms, found.promotion, found.request, found.decision or DecisionAsked())
    assert option.name == "pause_then_cancel"
    if option.total_over_life is None or run.total_over_life is None:
        assert option.why_not
        return
    assert option.total_over_life + option.saving == run.total_over_life
    media = sum(
        (item.amount for item in option.lines if item.code in ("delivered", "notice_delivery")),
        run.total_over_life * 0,
    )
    assert media <= found.promotion.budget


def test_what_was_asked_of_it_is_what_is_weighed() -> None:
    found = read_ask({**written_ask(), "decision": {"pause_then_cancel": {"cancel_on": "2026-06-15"}}})
    weighed = decide(found.terms, found.promotion, found.request, found.decision or DecisionAsked()).options
    assert str(weighed[-1].on) == "2026-06-15"
