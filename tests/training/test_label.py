"""A labeller writes a few words; the tool finds them in the contract, or says why it does not."""

from __future__ import annotations

import pytest
from typer import Typer
from typer.testing import CliRunner

from training import label
from training.contracts import read_list
from training.passes import read_passes
from unpromote.domain.errors import BadInput

BREACH = "cause + cure | 0 Either Party may | | who=either; ground=breach; cure_days=30"


def test_first_words_and_a_number_give_the_whole_sentence(contract, answered):
    found = answered("norefund | 1 All fees are")
    assert [one.quote for one in found.labels] == ["All fees are non-refundable."]
    assert contract.text[found.labels[0].start :].startswith("All fees")


def test_one_line_may_be_of_several_categories_and_state_facts(answered):
    cause, cure = sorted(answered(BREACH).labels, key=lambda one: one.category, reverse=True)
    assert (cause.category, cure.category) == ("Termination For Cause", "Cure Period")
    assert cause.facts == cure.facts == {"who": "either", "ground": "breach", "cure_days": 30}


def test_a_quote_keeps_the_line_breaks_of_the_contract(answered):
    (found,) = answered(
        "cure | Either Party may terminate this Agreement if the other breaches it | fails to cure"
    ).labels
    assert found.quote.endswith("if the other\nbreaches it and fails to cure")


def test_straight_quotes_find_curly_ones(answered):
    (found,) = answered("cure | 0 fails to | days' of").labels
    assert found.quote == "fails to cure within thirty (30) days\u2019 of"


def test_last_words_may_stand_in_a_later_sentence_that_is_named(answered):
    (found,) = answered("pay | 1 All fees | 2 in advance.").labels
    assert found.quote == "All fees are non-refundable. Fees are due in advance."


def test_a_later_sentence_may_be_named_by_its_number_alone(answered):
    (found,) = answered("pay | 1 All fees | 2").labels
    assert found.quote == "All fees are non-refundable. Fees are due in advance."


def test_words_that_stand_twice_want_a_number(answered):
    with pytest.raises(BadInput, match=r"stands 2 times: sentences 2, 4"):
        answered("pay | Fees are due")
    (found,) = answered("pay | 4 Fees are due").labels
    assert found.start > answered("pay | 2 Fees are due").labels[0].start


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("cure | 0 within sixty", r"'within sixty' is not in sentence 0"),
        ("cure | within sixty", r"'within sixty' is not in the text"),
        ("cure | 0 Either Party | sixty days", r"'sixty days' is not in sentence 0"),
        ("cure | 99 Either Party", r"there is no sentence 99"),
        ("cure | 0 Either Party | 99", r"there is no sentence 99"),
        ("cure | 0 |", r"no first words"),
        ("pay | 2 Fees | 1", r"ends before it begins"),
        ("cure | 0 Either Party | 30 days", r"there is no sentence 30"),
        ("cure", r"1 parts"),
        ("cures | 0 Either Party", r"unknown category 'cures'"),
        ("cure | 0 Either Party | | soon", r"'soon' states nothing"),
        ("cure | 0 Either Party | | cure_days=thirty", r"a whole number expected"),
        ("cure | 0 Either Party | | weather=fine", r"unknown fact 'weather'"),
        ("cause | 0 Either Party | | who=either; ground=whim", r"unknown ground 'whim'"),
        ("cause | 0 Either Party | | who=either", r"needs ground="),
    ],
)
def test_a_line_that_does_not_fit_is_refused_and_named(answered, line, why):
    with pytest.raises(BadInput, match=rf"cuad-001: line 2: .*{why}"):
        answered("# Ana read this", line)


def test_every_wrong_line_is_named_at_once(answered):
    with pytest.raises(BadInput, match=r"(?s)line 1: .*line 3: "):
        answered("cures | 0 Either", BREACH, "cure | 77 Either")


def test_an_answer_without_its_end_was_not_read_to_its_end(contract):
    with pytest.raises(BadInput, match="the last line is not 'end'"):
        label.read_answer(contract, "A", BREACH)


def test_a_contract_may_have_no_such_clause_at_all(answered):
    assert answered("# nothing here").labels == ()


def test_the_same_label_written_twice_is_kept_once(answered):
    assert len(answered("norefund | 1 All fees", "Non-Refundable | All fees").labels) == 1


def test_labels_come_in_the_order_of_the_text(answered):
    found = answered("duty | 3 Cleo shall | | who=Cleo", "norefund | 1 All fees")
    assert [one.category for one in found.labels] == ["Non-Refundable", "Duties And Rights"]


@pytest.fixture
def command(monkeypatch, corpus, listed, contract, tmp_path):
    """Runs the tool on the small agreement; `label(name, answers)` with answers by file name."""
    chosen = read_list(listed("cuad-001"))
    monkeypatch.setattr(label, "read_list", lambda: chosen)
    app = Typer()
    app.command()(label.main)

    def run(name, answers):
        paths = [tmp_path / f"{stem}.txt" for stem in answers]
        for path, answer in zip(paths, answers.values(), strict=True):
            path.write_text(answer)
        into = ["--into", str(tmp_path / "labels")]
        return CliRunner().invoke(app, [str(corpus(contract)), name, *map(str, paths), *into])

    return run


def test_an_answer_becomes_a_file_of_the_pass(command, contract, tmp_path):
    assert "A/cuad-001.json: 2 labels" in command("A", {"cuad-001": f"{BREACH}\nend"}).output.replace("\n", "")
    (kept,) = read_passes(tmp_path / "labels")
    assert (kept.name, kept.contract_id, kept.sha256) == ("A", "cuad-001", contract.sha256)


def test_a_refused_answer_leaves_no_file(command, tmp_path):
    result = command("A", {"cuad-001": BREACH})
    assert result.exit_code == 1
    assert "the last line is not 'end'" in result.output
    assert read_passes(tmp_path / "labels") == ()


@pytest.mark.parametrize(("name", "stem"), [("D", "cuad-001"), ("A", "cuad-413")])
def test_other_passes_and_other_contracts_are_refused(command, tmp_path, name, stem):
    assert command(name, {stem: "end"}).exit_code == 2
    assert read_passes(tmp_path / "labels") == ()
