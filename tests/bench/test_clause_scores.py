"""The measure of found clauses, on cases small enough to work out by hand."""

from __future__ import annotations

import pytest

from unpromote.bench.clause_scores import Found, area, document_f1, judge, seen_at_once

TEXT = "Either party may leave. Fees are due at once. The law of France governs."
LEAVE, FEES, LAW = (0, 23), (24, 45), (46, 72)


def judged(gold, *found, category="Leaving", text=TEXT):
    return judge(text, category, gold, [Found(*span, score) for span, score in found])


def test_finding_all_and_nothing_else_gives_one_everywhere():
    contracts = [judged([LEAVE], (LEAVE, 0.9)), judged([FEES, LAW], (FEES, 0.8), (LAW, 0.7)), judged([])]
    assert (area(contracts), document_f1(contracts), seen_at_once(contracts)) == (1, 1, 1)


def test_finding_nothing_gives_nought():
    contracts = [judged([LEAVE]), judged([])]
    assert (area(contracts), document_f1(contracts), seen_at_once(contracts)) == (0, 0, 0)


def test_where_nothing_was_to_be_found_there_is_no_figure():
    contracts = [judged([], (LEAVE, 0.9))]
    assert (area(contracts), document_f1(contracts), seen_at_once(contracts)) == (None, None, None)


def test_a_false_alarm_that_is_surer_costs_precision():
    contracts = [judged([LEAVE], (LEAVE, 0.5), (FEES, 0.9))]
    assert area(contracts) == pytest.approx(0.5)  # the point (1, 1/2), made monotone


def test_a_false_alarm_that_is_less_sure_costs_nothing():
    assert area([judged([LEAVE], (LEAVE, 0.9), (FEES, 0.5))]) == 1


def test_the_area_ends_where_recall_ends():
    assert area([judged([LEAVE, LAW], (LEAVE, 0.9))]) == pytest.approx(0.5)


def test_half_of_all_words_are_enough_to_meet():
    (met,) = judged([(0, 16)], ((0, 23), 0.9)).met  # "Either party may" and "Either party may leave"
    assert met == 0.9
    assert judged([(0, 6)], ((0, 23), 0.9)).alarms == (0.9,)


def test_a_finding_that_holds_a_partys_name_meets_it():
    assert judged([(62, 65)], (LAW, 0.9), category="Leaving").alarms == (0.9,)
    assert judged([(56, 62)], (LAW, 0.9), category="Parties").met == (0.9,)


def test_only_scores_of_a_half_or_more_say_that_a_contract_has_it():
    contracts = [judged([LEAVE], (LEAVE, 0.49)), judged([LEAVE], (LEAVE, 0.5)), judged([], (LAW, 0.9))]
    assert document_f1(contracts) == pytest.approx(0.5)


def test_three_findings_are_looked_at():
    found = [((nth, nth + 2), 1 - nth / 100) for nth in range(24, 44, 5)]
    assert judged([LEAVE], *found, (LEAVE, 0.1)).seen == 0
    assert judged([LEAVE], *found[:2], (LEAVE, 0.1)).seen == 1
