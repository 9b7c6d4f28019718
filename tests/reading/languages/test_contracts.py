"""Whole contracts in six languages: what is found in them beside what a reader should find."""

from __future__ import annotations

import pytest

from foreign import Score, contract, findings_of, told, values_of
from unpromote.reading.languages.tongues import READ

WRITTEN = [f"{code}-written" for code in READ]
KEPT = [f"{code}-kept" for code in READ]


def assert_at_least(score: Score, least: float) -> None:
    missed, wrong = sorted(score.expected - score.right), sorted(score.found - score.right)
    assert score.recall >= least, missed
    assert score.precision >= least, wrong


@pytest.mark.parametrize("name", WRITTEN)
def test_the_contracts_that_the_wordings_were_written_on_are_read_in_full(name: str) -> None:
    reading, expected = contract(name)
    assert_at_least(findings_of(reading, expected), 1)
    assert_at_least(values_of(reading, expected), 1)


@pytest.mark.parametrize("name", KEPT)
def test_the_contracts_kept_for_measuring_are_read_as_well_as_before(name: str) -> None:
    reading, expected = contract(name)
    assert_at_least(findings_of(reading, expected), 0.95)
    assert_at_least(values_of(reading, expected), 0.91)


@pytest.mark.parametrize("name", [*WRITTEN, *KEPT])
def test_every_quote_is_cut_from_the_text(name: str) -> None:
    reading, _ = contract(name)
    text = reading.document.text
    assert all(finding.quote == text[finding.start : finding.end] for finding in reading.findings)
    sources = [proposal["source"] for proposal in reading.proposals if proposal["source"]]
    assert sources
    assert all(source["quote"] == text[source["start"] : source["end"]] for source in sources)


@pytest.mark.parametrize("name", [*WRITTEN, *KEPT])
def test_what_is_not_read_in_a_language_is_said_aloud(name: str) -> None:
    reading, _ = contract(name)
    said = next(problem for problem in reading.problems if "is read in its main clauses" in problem.problem)
    assert "Change Of Control" in said.problem
    assert "Termination For Convenience" not in said.problem
    assert said.mend


@pytest.mark.parametrize("name", WRITTEN)
def test_no_right_is_made_up_for_somebody_whom_the_words_do_not_name(name: str) -> None:
    reading, _ = contract(name)
    assert "right morals creator" not in told(reading)


@pytest.mark.parametrize(
    ("name", "agreed", "ends", "notice"),
    [
        ("de-written", "2026-01-12", "2026-07-31", {"n": 4, "unit": "weeks"}),
        ("fr-written", "2026-01-15", "2026-12-31", {"n": 2, "unit": "months"}),
        ("es-written", "2026-01-20", "2027-01-31", {"n": 30, "unit": "days"}),
        ("pt-written", "2026-01-10", "2026-07-31", {"n": 30, "unit": "days"}),
        ("ja-written", "2026-01-15", "2026-07-31", {"n": 1, "unit": "months"}),
        ("zh-written", "2026-01-15", "2026-07-31", {"n": 30, "unit": "days"}),
    ],
)
def test_what_the_agreement_answers_as_a_whole_is_read(
    name: str, agreed: str, ends: str, notice: dict[str, object]
) -> None:
    reading, _ = contract(name)
    values = {answer["path"]: answer["value"] for answer in reading.values}
    assert (values["agreement_date"], values["expiration"], values["renewal_notice"]) == (agreed, {"on": ends}, notice)
    assert set(values["parties[0]"]) == {"name", "short"}
    assert "governing_law" in values
