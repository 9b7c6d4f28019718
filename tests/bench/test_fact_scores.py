"""Facts are found where the same words are shown, of the same kind, with the same values."""

from __future__ import annotations

import pytest

from unpromote.bench.fact_scores import Fact, fact_figures, judge

TEXT = "Either party may leave on 30 days notice. Fees are kept. It ends in May."
LEAVE, FEES, ENDS = (0, 41), (42, 56), (57, 72)
QUIT = {"who": "either party", "notice_days": 30}


def fact(kind: str, *spans, pages=(1,), **values) -> Fact:
    return Fact(kind, spans, pages, values)


def figures(known, stated) -> dict[str, float | None]:
    judged = judge(TEXT, known, stated)
    return {figure.name.removeprefix("facts: "): figure.value for figure in fact_figures([judged])}


def test_all_found_as_read_by_hand_is_one_everywhere():
    known = [fact("leave", LEAVE, **QUIT), fact("breach", FEES, cure_days=10, who="the owner")]
    assert set(figures(known, known).values()) == {1}


def test_finding_nothing_is_nought_and_nothing_stated_has_no_precision():
    told = figures([fact("leave", LEAVE)], [])
    assert (told["recall"], told["precision"], told["page right"]) == (0, None, None)


def test_the_right_words_of_another_kind_count_for_precision_and_not_for_recall():
    told = figures([fact("leave", LEAVE)], [fact("term", LEAVE)])
    assert (told["recall"], told["recall, the kind aside"], told["precision"]) == (0, 1, 1)


@pytest.mark.parametrize(
    ("stated", "recall"),
    [
        ((0, 20), 1),  # "Either party may lea": 17 of 34 letters
        ((0, 19), 0),
        ((0, 72), 1),  # all of the text: more than a quarter of it
    ],
)
def test_half_of_the_letters_are_enough(stated, recall):
    assert figures([fact("leave", LEAVE)], [fact("leave", stated)])["recall"] == recall


def test_of_what_is_stated_a_quarter_has_to_be_the_facts_own():
    assert figures([fact("fees", FEES)], [fact("fees", LEAVE, FEES)])["recall"] == 1  # 12 letters of 46
    assert figures([fact("fees", FEES)], [fact("fees", LEAVE, FEES, ENDS)])["recall"] == 0  # 12 of 58


def test_blanks_count_on_neither_side():
    assert figures([fact("fees", (42, 46))], [fact("fees", (41, 42), (42, 44))])["recall"] == 1


def test_one_that_meets_nothing_costs_precision_alone():
    told = figures([fact("leave", LEAVE)], [fact("leave", LEAVE), fact("leave", ENDS)])
    assert (told["recall"], told["precision"]) == (1, 0.5)


def test_that_something_is_missing_is_found_by_saying_so():
    known = [fact("no_cancellation", LEAVE)]
    assert figures(known, [fact("no_cancellation")])["recall"] == 1
    assert figures(known, [fact("leave", LEAVE)])["recall, the kind aside"] == 0


def test_values_are_judged_where_the_kind_is_right_and_the_hand_read_fact_states_them():
    known = [fact("leave", LEAVE, pages=(2, 3), **QUIT), fact("fees", FEES)]
    told = figures(known, [fact("leave", LEAVE, pages=(3,), who="each party", notice_days=60), fact("fees", FEES)])
    assert (told["page right"], told["who"], told["notice days"], told["cure days"]) == (0.5, 1, 0, None)


def test_one_of_several_that_meet_a_fact_has_to_state_its_value():
    stated = [fact("leave", LEAVE, notice_days=60), fact("leave", LEAVE, notice_days=30)]
    assert figures([fact("leave", LEAVE, **QUIT)], stated)["notice days"] == 1


def test_a_value_that_is_not_stated_is_wrong():
    assert figures([fact("leave", LEAVE, **QUIT)], [fact("leave", LEAVE)])["notice days"] == 0


def test_nobody_is_no_who():
    assert figures([fact("leave", LEAVE, who="-")], [fact("leave", LEAVE, who="-")])["who"] is None


def test_agreements_are_counted_together_and_the_limits_stand_beside():
    good = judge(TEXT, [fact("leave", LEAVE)], [fact("leave", LEAVE)])
    bad = judge(TEXT, [fact("leave", LEAVE)], [fact("leave", ENDS)])
    told = {figure.name: (figure.value, figure.limit) for figure in fact_figures([good, bad])}
    assert told["facts: recall"] == (0.5, ">= 0.85")
    assert told["facts: precision"] == (0.5, ">= 0.9")
    assert told["facts: page right"] == (1, ">= 0.99")
