"""Two readers of the small agreement differ; a third lists where, answers, and her answers become pass C."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typer import Typer
from typer.testing import CliRunner

from training import settle
from training.check_labels import problems
from training.contracts import Chosen
from training.passes import read_passes, write_pass
from training.settle import Answer
from unpromote.domain.errors import BadInput

CURE = "cure | 0 Either Party may | | cure_days=30"
PAY = "pay | 2 Fees are due"
ONLY_A = "cuad-001 128-156 norefund A"
ONLY_B = "cuad-001 157-181 pay B"
BOTH = "cuad-001 3-123 cure AB"


@pytest.fixture
def passes(answered):
    """Ana read one sentence that Ben did not, Ben another one; of the third both have other days."""
    ours = answered(CURE, "norefund | 1 All fees")
    theirs = answered(CURE.replace("cure_days=30", "who=either; cure_days=13"), PAY, name="B")
    return ours, theirs


@pytest.fixture
def settled(passes):
    """Returns the labels of pass C that the answers give, by their category."""

    def made(**answers: Answer):
        given = {ONLY_A: Answer("drop"), ONLY_B: Answer("drop"), BOTH: Answer("A")}
        keys = {"only_a": ONLY_A, "only_b": ONLY_B, "both": BOTH}
        given |= {keys[name]: answer for name, answer in answers.items()}
        (one,) = settle.settle(settle.read_twice(passes), given)
        return {label.category: label for label in one.labels}

    return made


def test_each_difference_has_a_key_of_its_own(passes):
    assert [case.key for case in settle.cases(*passes) if case.is_open] == [BOTH, ONLY_A, ONLY_B]


def test_what_both_say_alike_is_no_difference(answered):
    (case,) = settle.cases(answered(CURE), answered(CURE, name="B"))
    assert not case.is_open


def test_another_ground_is_a_difference_but_another_order_of_grounds_is_none(answered):
    def grounds(ours, theirs):
        line = "cause | 0 Either | | who=either; ground="
        (case,) = settle.cases(answered(line + ours), answered(line + theirs, name="B"))
        return case.is_open

    assert grounds("breach", "breach, other")
    assert not grounds("breach,other", "other, breach")


def test_words_that_only_one_of_them_wrote_are_no_difference(answered):
    (case,) = settle.cases(answered(CURE), answered(f"{CURE}; what=breach", name="B"))
    assert not case.is_open


def test_less_than_half_of_the_same_words_is_not_the_same_label(answered):
    both = settle.cases(answered("pay | 1 All fees | 4"), answered("pay | 1 All fees", name="B"))
    assert [list(case.labels) for case in both] == [["B"], ["A"]]


def test_of_several_that_overlap_the_nearest_are_taken_together(answered):
    ours = answered("cure | 0 Either Party may", "cure | 0 terminate")
    (first, second) = settle.cases(ours, answered("cure | 0 terminate", name="B"))
    assert list(first.labels) == ["A"]
    assert second.labels["A"].quote == second.labels["B"].quote


def test_a_label_of_one_pass_is_kept_or_dropped(settled):
    assert settled().keys() == {"Cure Period"}
    assert settled(only_a=Answer("keep")).keys() == {"Cure Period", "Non-Refundable"}
    assert settled(only_b=Answer("keep")).keys() == {"Cure Period", "Payment And Refund"}


@pytest.mark.parametrize(
    ("choice", "facts"),
    [("A", {"cure_days": 30}), ("B", {"who": "either", "cure_days": 13}), ("AB", {"who": "either", "cure_days": 30})],
)
def test_of_two_the_answer_chooses_the_facts(settled, choice, facts):
    assert settled(both=Answer(choice))["Cure Period"].facts == facts


def test_an_answer_may_bring_facts_of_its_own(settled):
    assert settled(both=Answer("A", {"cure_days": 20}))["Cure Period"].facts == {"cure_days": 20}


def test_where_both_agree_the_answer_may_still_choose_the_other_words(answered):
    ours, theirs = answered("cure | 0 Either Party may"), answered("cure | 0 terminate", name="B")
    (case,) = settle.cases(ours, theirs)
    twice = settle.read_twice([ours, theirs])
    (one,), (other,) = settle.settle(twice, {}), settle.settle(twice, {case.key: Answer("B")})
    assert (one.labels, other.labels) == (ours.labels, theirs.labels)


def test_pass_c_is_sound(passes):
    answers = {ONLY_A: Answer("keep"), ONLY_B: Answer("keep"), BOTH: Answer("AB")}
    made = settle.settle(settle.read_twice(passes), answers)
    assert [one.name for one in made] == ["C"]
    assert list(problems(made, {"cuad-001": Chosen("cuad-001", "train", 200, "Endorsement")})) == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"cuad-001 1-2 pay A": Answer("keep")}, "cuad-001 1-2 pay A: there is no such label"),
        ({ONLY_A: Answer("A")}, f"{ONLY_A}: 'A' is no answer: keep, drop"),
        ({BOTH: Answer("keep")}, f"{BOTH}: 'keep' is no answer: A, B, AB"),
        ({BOTH: Answer("A", {"weather": "fine"})}, f"{BOTH}: unknown fact 'weather'"),
        ({}, f"{ONLY_A}: not answered\n  {ONLY_B}: not answered"),
    ],
)
def test_what_does_not_answer_is_refused_by_name(passes, given, why):
    with pytest.raises(BadInput) as refused:
        settle.settle(settle.read_twice(passes), given)
    assert why in str(refused.value)


def test_a_contract_that_was_read_once_is_not_settled(passes):
    ours, theirs = passes
    assert settle.read_twice([ours]) == {}
    assert settle.read_twice([theirs]) == {}


def test_passes_over_unlike_texts_are_refused(passes):
    ours, theirs = passes
    with pytest.raises(BadInput, match="cuad-001: the passes were made from unlike texts"):
        settle.read_twice([ours, replace(theirs, sha256="0")])


def test_answers_are_read_line_by_line_without_remarks_and_blanks_left_open():
    written = f"# head\n\n{ONLY_A} |\n{ONLY_B}  | keep\n{BOTH} | B | who=either; cure_days=13\n"
    facts = {"who": "either", "cure_days": 13}
    assert settle.read_answers(written) == {ONLY_B: Answer("keep"), BOTH: Answer("B", facts)}


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (f"{ONLY_A} | keep\n{ONLY_A} | drop", f"line 2: {ONLY_A} is answered twice"),
        (f"{ONLY_A} | keep | who=both | why", "line 1: 4 parts"),
        (f"{ONLY_A} | keep | soon", f"line 1: {ONLY_A}: 'soon' states nothing"),
    ],
)
def test_lines_that_are_no_answers_are_named(written, why):
    with pytest.raises(BadInput) as refused:
        settle.read_answers(written)
    assert why in str(refused.value)


def test_a_difference_is_shown_with_its_neighbors_and_the_other_passes_labels(passes, contract, answered):
    ours, theirs = passes
    theirs = replace(theirs, labels=(*theirs.labels, *answered("pay | 1 All | | days=9").labels))
    lines = list(settle.show_differences(settle.read_twice([ours, theirs]), {"cuad-001": contract}))
    shown = lines[lines.index(f"{ONLY_A} |") :]
    assert shown[2:6] == [
        "#   WORDS:  All fees are non-refundable.",
        "#   after:  Fees are due in advance.",
        "#   A states nothing",
        "#   B has pay 128-156: days=9",
    ]
    assert shown[1].startswith("#   before: Either Party may terminate")


def test_what_both_have_is_shown_with_what_each_of_them_states(passes, contract):
    lines = list(settle.show_differences(settle.read_twice(passes), {"cuad-001": contract}))
    assert "#   A states cure_days=30" in lines
    assert "#   B states who=either; cure_days=13" in lines


def test_a_long_quote_is_shown_without_its_middle(answered, make_contract):
    long = make_contract(text="1. " + "Cleo shall post. " * 200)
    quote = long.text.strip()[3:]
    (label,) = answered("norefund | 1 All fees").labels
    ours = replace(answered(), labels=(replace(label, start=3, end=3 + len(quote), quote=quote),))
    lines = settle.show_differences(settle.read_twice([ours, answered(name="B")]), {"cuad-001": long})
    assert " [...] " in next(line for line in lines if "WORDS" in line)


@pytest.fixture
def command(passes, corpus, contract, tmp_path):
    """Runs the tool on both passes, with or without answers."""
    app = Typer()
    app.command()(settle.main)
    for one in passes:
        write_pass(one, tmp_path / "labels")

    def run(answers=None):
        options = ["--labels", str(tmp_path / "labels")]
        if answers is not None:
            (tmp_path / "answers.txt").write_text(answers)
            options += ["--answers", str(tmp_path / "answers.txt")]
        return CliRunner().invoke(app, [str(corpus(contract)), *options])

    return run


def test_the_list_once_filled_in_becomes_pass_c(command, tmp_path):
    listed = command().output
    filled = listed.replace(" A |\n", " A | keep\n").replace(" B |\n", " B | drop\n").replace(" AB |\n", " AB | B\n")
    assert "pass C of 1 contracts: 2 labels" in command(filled).output
    assert [len(one.labels) for one in read_passes(tmp_path / "labels") if one.name == "C"] == [2]


def test_refused_answers_leave_no_pass(command, tmp_path):
    result = command(f"{ONLY_A} | keep\n")
    assert result.exit_code == 1
    assert f"{ONLY_B}: not answered" in result.output
    assert {one.name for one in read_passes(tmp_path / "labels")} == {"A", "B"}
