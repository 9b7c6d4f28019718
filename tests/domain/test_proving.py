"""What proving a missing fact would save, how the stated ones are shown, and how both are told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from quoting import ask
from unpromote.domain.dates import Count, Period, Unit
from unpromote.domain.errors import BadInput
from unpromote.domain.explain_proving import explain_proving
from unpromote.domain.proving import ONLY_IF_TRUE, IfProven, if_proven
from unpromote.domain.quote import quote
from unpromote.domain.standing import standings
from unpromote.domain.supposing import period_words
from unpromote.domain.vectors import answer, read_ask

CONV = {"id": "conv", "clause": "8.1", "ground": "convenience", "holders": ["advertiser"], "notice": None}
WEEK = {**CONV, "notice": {"n": 7, "unit": "days"}}
BREACH = {
    **CONV,
    "id": "breach",
    "clause": "9.1",
    "ground": "breach",
    "needs": {"fact": "breach", "by": "media"},
    "cure": {"n": 3, "unit": "days"},
}
ITEM = {
    "id": "ev1",
    "kind": "letter",
    "description": "Our notice",
    "file": "notice.pdf",
    "sha256": "a" * 64,
    "at": "2026-06-10T09:00:00+02:00",
    "by": "ana",
    "proves": ["breach"],
}
TOLD = "2026-06-11T10:00:00+02:00"


def asked(*rights: Any, reason: str = "counterparty_breach", **changes: Any) -> Any:
    return ask(terms__rights=list(rights), request__reason=reason, **changes)


def found(*rights: Any, **changes: Any) -> tuple[IfProven, ...]:
    question = asked(*rights, **changes)
    return if_proven(question.terms, question.promotion, question.request)


def told(*rights: Any, **changes: Any) -> str:
    question = asked(*rights, **changes)
    proven = if_proven(question.terms, question.promotion, question.request)
    return explain_proving(proven, standings(question.terms.rights, question.promotion), "EUR")


@pytest.mark.parametrize(
    "changes",
    [
        {"promotion__status": "cancelled"},
        {"promotion__status": "completed"},
        {"request__method": "pigeon"},
    ],
)
def test_where_nothing_can_be_cancelled_nothing_is_to_be_proven(changes):
    assert found(WEEK, BREACH, **changes) == ()


@pytest.mark.parametrize(
    "fact",
    [
        {"by": "media", "notice_received_at": TOLD},
        {"by": "media", "curable": False},
    ],
)
def test_a_fact_that_is_stated_is_not_asked_for_again(fact):
    assert found(WEEK, BREACH, promotion__facts={"breach": fact}) == ()


def test_a_breach_by_somebody_else_proves_nothing_about_the_seller():
    (one,) = found(WEEK, BREACH, promotion__facts={"breach": {"by": "creator", "cured_at": TOLD}})
    assert (one.supposed.by, one.supposed.cured_at) == ("media", None)


def test_what_is_stated_already_stays_in_what_is_supposed():
    strict = {**BREACH, "needs": {"fact": "breach", "by": "media", "cause": "brand_safety"}}
    (one,) = found(WEEK, strict, promotion__facts={"breach": {"by": "media", "clause": "3", "curable": False}})
    assert (one.supposed.clause, one.supposed.cause, one.from_.isoformat()) == ("3", "brand_safety", TOLD)
    assert one.notes == ()


def test_more_hours_than_are_needed_are_not_lowered():
    outage = {
        **CONV,
        "id": "o",
        "ground": "platform_outage",
        "needs": {"fact": "outage", "cause": "platform", "min_hours": 24},
    }
    facts = {"outage": {"cause": "unknown", "hours": 30}}
    (one,) = found(WEEK, outage, reason="technical_issue", promotion__facts=facts)
    assert (one.supposed.hours, one.supposed.cause) == (30, "platform")


@pytest.mark.parametrize(("by", "cause"), [("agency", "buyer"), ("advertiser", "agency"), ("advertiser", "buyer")])
def test_an_outage_of_the_buyers_own_is_nothing_to_prove(by, cause):
    own = {**CONV, "id": "o", "ground": "platform_outage", "holders": [by], "needs": {"fact": "outage", "cause": cause}}
    assert found(own, reason="technical_issue", request__by=by) == ()


def test_a_creator_who_asks_does_not_prove_its_own_breach():
    own = {**BREACH, "holders": ["creator"], "needs": {"fact": "breach", "by": "creator"}}
    assert found(own, request__by="creator") == ()


def test_a_right_that_is_too_late_is_not_opened_by_a_fact():
    assert found(WEEK, {**BREACH, "available": {"until": {"anchor": "start"}}}) == ()


def test_a_window_is_waited_out_after_the_cure():
    window = {
        "id": "w",
        "clause": "8",
        "from": {"anchor": "start"},
        "to": {"anchor": "start", "offset_days": 20},
        "blocks": ["breach"],
    }
    (one,) = found(WEEK, BREACH, terms__windows=[window])
    assert one.from_.isoformat() == "2026-06-21T00:00:00+02:00"


def test_an_event_that_began_is_counted_from_its_beginning():
    lasting = {"fact": "force_majeure", "cause": "storm", "lasting": {"n": 2, "unit": "days"}}
    event = {**CONV, "id": "fm", "ground": "force_majeure", "needs": lasting}
    facts = {"force_majeure": {"began_at": "2026-06-10T09:00:00+02:00"}}
    (one,) = found(WEEK, event, reason="force_majeure", promotion__facts=facts)
    assert (one.from_.isoformat(), one.notes) == ("2026-06-13T00:00:00+02:00", ())


def test_of_a_reason_that_was_not_given_only_what_saves_is_hinted_and_only_if_true():
    (one,) = found(WEEK, BREACH, reason="strategy_change")
    assert one.is_hint
    assert one.notes[0] == ONLY_IF_TRUE
    assert found(CONV, BREACH, reason="strategy_change") == ()


def test_a_right_of_the_other_side_is_no_hint():
    assert found(WEEK, {**BREACH, "holders": ["media"]}, reason="strategy_change") == ()


def test_a_right_for_another_kind_of_booking_is_no_hint():
    assert found(WEEK, {**BREACH, "for": {"reservation": ["guaranteed"]}}, reason="strategy_change") == ()


def test_misconduct_without_creators_names_nobody():
    morals = {**CONV, "id": "m", "ground": "morals"}
    (one,) = found(WEEK, morals, reason="creator_misconduct")
    assert (one.fact, one.supposed.creators) == ("misconduct", ())


def test_what_cannot_be_priced_says_so_and_stands_last():
    tiers = {"tiers": {"by": "days_before_start", "base": "budget", "bands": [{"min": 0, "rate": "0.5"}]}}
    dear = {**BREACH, "id": "dear", "cure": None, "fees": ["t"]}
    question = {"terms__fees": [{"id": "t", "clause": "8", "calc": tiers}]}
    first, last = found(WEEK, dear, BREACH, **question)
    assert (first.right, last.right, last.saves) == ("breach", "dear", None)
    assert last.notes[0].startswith("it cannot be priced:")
    assert "Open from" not in told(WEEK, dear, **question)


def test_evidence_is_told_by_fact_with_what_is_missing():
    facts = {"breach": {"by": "media"}, "change_of_control": {"to": "Contoso"}, "outage": None}
    text = told(WEEK, BREACH, promotion__facts=facts, promotion__evidence=[ITEM])
    assert "Fact breach: evidenced by ev1." in text
    assert "Not stated: when they received your written notice of it." in text
    assert "Fact change_of_control: asserted." in text
    assert "outage" not in text


def test_a_fact_without_evidence_is_told_with_what_would_prove_it():
    text = told(WEEK, BREACH, promotion__facts={"outage": {"hours": 5}})
    assert "Fact outage: asserted." in text
    assert "Would prove it: the platform's status page or incident notice for these hours;" in text


def test_a_fact_of_the_agreements_own_is_asked_for_by_its_name():
    sold = {**CONV, "id": "sold", "ground": "material_change", "needs": {"fact": "change_of_control"}}
    text = told(WEEK, sold, reason="material_change")
    assert "sold (ground material_change, clause 8.1): change of control." in text
    assert "Would prove it" not in text


def test_the_saving_is_told_with_its_instant_and_its_proof():
    text = told(WEEK, BREACH)
    assert "If proven, in EUR:" in text
    assert "Open from 2026-06-15T00:00:00+02:00: exit_cost 0.00." in text
    assert "Saves over the life 400.00 = 1800.00 now - 1400.00 then." in text
    assert "Would prove it: the notice of the breach, with proof of its receipt;" in text
    assert "Other reasons" not in text


def test_a_hint_is_told_apart_and_named_as_one():
    text = told(WEEK, BREACH, reason="strategy_change")
    assert text.startswith("Other reasons, only if they are true:")
    assert "For the reasons: negative_feedback, technical_issue, counterparty_breach" in text
    assert f"Note: {ONLY_IF_TRUE}." in text


def test_with_nothing_to_prove_nothing_is_told():
    assert told(CONV) == ""


def test_a_quote_on_a_fact_without_evidence_warns_and_still_computes():
    facts = {"breach": {"by": "media", "curable": False}}
    question = asked(BREACH, promotion__facts=facts)
    bare = quote(question.terms, question.promotion, question.request)
    assert bare.warnings == ("breach rests on no evidence yet: terminating on a bad ground can itself be breach",)
    shown = asked(BREACH, promotion__facts=facts, promotion__evidence=[ITEM])
    assert quote(shown.terms, shown.promotion, shown.request) == replace(bare, warnings=())


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"sha256": "abc"}, "evidence[0].sha256: 'abc' is no SHA-256"),
        ({"proves": []}, "evidence[0].proves: it proves nothing"),
        ({"proves": ["breech"]}, "evidence[0].proves: there is no fact 'breech'"),
        ({"kind": "hearsay"}, "evidence[0].kind: unknown value 'hearsay'"),
    ],
)
def test_evidence_that_cannot_be_used_is_named_by_its_place(change, problem):
    with pytest.raises(BadInput) as refused:
        asked(WEEK, BREACH, promotion__evidence=[{**ITEM, **change}])
    assert problem in str(refused.value)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(10, Unit.DAYS), "10 days"),
        (Period(1, Unit.BUSINESS_DAYS, Count.INCLUSIVE), "1 business day"),
    ],
)
def test_a_period_reads_as_words(period, words):
    assert period_words(period) == words


VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "evidence.json").read_text())["vectors"]
PROVEN = [
    pytest.param(vector, one, id=f"{vector['id']}-{one['right']}")
    for vector in VECTORS
    for one in answer(read_ask(vector))["if_proven"]
]


@pytest.mark.parametrize(("vector", "one"), PROVEN)
def test_what_was_supposed_opens_the_right_at_the_instant_that_was_told(vector, one):
    reason = (one["reasons"] or [vector["request"]["reason"]])[0]
    facts = vector["promotion"]["facts"] | {one["fact"]: one["supposed"]}
    stated = {**vector, "promotion": {**vector["promotion"], "facts": facts}}
    at = {**vector["request"], "reason": reason, "sent_at": one["from"]}
    before = {**at, "sent_at": (datetime.fromisoformat(one["from"]) - timedelta(seconds=1)).isoformat()}
    assert one["right"] not in shut(stated, at)
    if (
        one["from"] != vector["request"]["sent_at"] and vector["id"] != "E14"
    ):  # office hours: received at the same 09:00
        assert one["right"] in shut(stated, before)


def shut(vector: Any, request: Any) -> set[str]:
    return {right["right"] for right in answer(read_ask({**vector, "request": request}))["blocked"]}


@pytest.mark.parametrize(("vector", "one"), PROVEN)
def test_what_it_saves_is_the_difference_of_what_both_ways_cost_over_the_life(vector, one):
    now = answer(read_ask(vector))
    cost = now["totals"] and Decimal(now["totals"]["total_owed"]) + Decimal(now["totals"]["forfeited"])
    run = Decimal(vector["promotion"]["budget"])
    assert Decimal(one["saves"]) == (cost or run) - Decimal(one["cost"])
