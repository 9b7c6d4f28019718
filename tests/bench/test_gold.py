"""Gold files are taken as CUAD's train part has them; what is none is refused with its line."""

from __future__ import annotations

import gzip
import json

import pytest

from unpromote.bench.gold import read_facts, read_gold
from unpromote.domain.errors import BadInput

DEAL = {"contract_id": "deal-1", "text": "Kansas law governs.", "spans": {"Governing Law": [[0, 18]]}}
FACT = {"kind": "term", "spans": [[0, 6]], "who": "both"}


@pytest.fixture
def gold(tmp_path):
    """Writes lines to a gold file and reads it."""

    def reading_of(*rows):
        path = tmp_path / "gold.jsonl"
        path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows))
        return read_gold(path)

    return reading_of


@pytest.fixture
def facts(tmp_path):
    def reading_of(held):
        path = tmp_path / "facts.json"
        path.write_text(held if isinstance(held, str) else json.dumps(held))
        return read_facts(path)

    return reading_of


def test_a_line_is_an_agreement_with_what_was_marked(gold):
    (one,) = gold(DEAL | {"page_starts": [0, 9], "answers": {"Governing Law": "Kansas"}})
    assert (one.id, one.text, one.page_starts) == ("deal-1", "Kansas law governs.", (0, 9))
    assert one.row["spans"] == {"Governing Law": ((0, 18),)}
    assert one.row["answers"] == {"Governing Law": "Kansas"}


def test_pages_and_answers_may_be_missing_and_lines_blank(gold):
    first, second = gold(DEAL, "", DEAL)
    assert (first, first.page_starts, first.answers) == (second, (), {})


def test_it_may_be_gzipped(tmp_path):
    (tmp_path / "gold.jsonl.gz").write_bytes(gzip.compress(json.dumps(DEAL).encode()))
    assert read_gold(tmp_path / "gold.jsonl.gz")[0].id == "deal-1"


@pytest.mark.parametrize("row", ["no JSON", "7", {"contract_id": "deal-1"}, DEAL | {"spans": [[0, 1]]}])
def test_a_line_that_is_none_is_named(gold, row):
    with pytest.raises(BadInput, match="no marked agreement") as refused:
        gold(DEAL, row)
    assert refused.value.place == "gold.jsonl: line 2"
    assert '"contract_id": …' in refused.value.mend


def test_a_span_beyond_the_text_is_refused(gold):
    with pytest.raises(BadInput, match="ends after the text"):
        gold(DEAL | {"spans": {"Governing Law": [[0, 20]]}})


def test_a_file_without_agreements_is_refused(gold):
    with pytest.raises(BadInput, match="holds no agreement"):
        gold("")


def test_a_file_that_is_not_there_or_damaged_is_refused(tmp_path):
    (tmp_path / "torn.gz").write_bytes(gzip.compress(b"{}" * 99)[:20])
    with pytest.raises(BadInput, match="gold file cannot be read") as refused:
        read_gold(tmp_path / "torn.gz")
    assert refused.value.mend == "fetch it again: it is damaged"
    with pytest.raises(BadInput, match="facts file cannot be read"):
        read_facts(tmp_path / "none.json")


def test_facts_are_told_by_agreement(facts):
    ((fact,),) = facts([{"contract_id": "deal-1", "facts": [FACT]}]).values()
    assert (fact.kind, fact.spans, fact.pages, fact.values["who"]) == ("term", ((0, 6),), (), "both")


@pytest.mark.parametrize("held", ["no JSON", {"a": 1}, [{"contract_id": "deal-1"}], [7]])
def test_what_is_no_list_of_facts_is_refused(facts, held):
    with pytest.raises(BadInput, match="no list of facts"):
        facts(held)
