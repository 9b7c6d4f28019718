"""Two made agreements are read as texts and as documents, and judged by what is marked in them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from papers import typeset
from unpromote.bench import documents, peers, read, scan_scores
from unpromote.bench.read import CORE, Given
from unpromote.domain.errors import BadInput
from unpromote.reading.agreement import read_document
from unpromote.reading.scans import Scan
from unpromote.reading.values import Reading

RIGHT = "Either party may terminate this Agreement for any reason upon thirty (30) days prior written notice."
LAW = "This Agreement shall be governed by the laws of the State of Kansas."
FEES = "All fees that were paid are non-refundable."
DUTY = "The Sponsor pays the invoices of the Owner."
FIRST, SECOND = f"1. Notices. {DUTY}\n\n2. Leaving. {RIGHT}\n\n", f"3. Law. {LAW}\n"
TEXT = f"{FIRST}\f{SECOND}"


def span(words: str, text: str = TEXT) -> list[int]:
    return [text.index(words), text.index(words) + len(words)]


DEAL = {
    "contract_id": "deal-1",
    "text": TEXT,
    "page_starts": [0, len(FIRST) + 1],
    "spans": {"Termination For Convenience": [span(RIGHT)], "Governing Law": [span(LAW)]},
    "answers": {"Governing Law": "Kansas"},
}
OTHER = {"contract_id": "deal-2", "text": f"1. {DUTY}", "spans": {}}
LEAVE = {"kind": "terminate_without_cause", "who": "either party", "notice_days": 30, "pages": [1]}
FACTS = [{"contract_id": "deal-1", "facts": [LEAVE | {"spans": [span(RIGHT)]}]}]


@pytest.fixture
def given(tmp_path, monkeypatch):
    """A folder with both agreements, their gold file, and facts of one; without scans and other readers."""
    monkeypatch.setattr(scan_scores, "can_scan", lambda: False)
    monkeypatch.setattr(peers, "find_spec", lambda _: None)
    monkeypatch.setattr(read, "STARTS", 1)
    folder = tmp_path / "deals"
    folder.mkdir()
    for deal in (DEAL, OTHER):
        (folder / f"{deal['contract_id']}.txt").write_text(deal["text"])
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, (DEAL, OTHER))))
    (tmp_path / "facts.json").write_text(json.dumps(FACTS))
    return Given(folder, tmp_path / "gold.jsonl", tmp_path / "facts.json")


def found(given: Given, part: float = 1.0) -> dict:
    return {figure.name: figure for figure in read.figures(given, part)}


def marked(given: Given, *deals: dict) -> Given:
    """The same with another gold file."""
    given.gold.write_text("\n".join(map(json.dumps, deals)))
    return given


def test_clauses_are_judged_on_the_gold_texts(given):
    told = found(given)
    names = [name for name in told if name.startswith("Governing Law: ")]
    assert [told[name].value for name in names] == [1, 1, 1]
    assert told["Governing Law: AUPR"].how == "marked in 1 of 2"
    assert told["macro AUPR"].how == "2 agreements, 2 categories"


def test_kinds_that_cuad_lacks_are_judged_where_they_were_looked_for(given):
    kept = {"contract_id": "deal-1", "text": FEES, "spans": {"Non-Refundable": [span(FEES, FEES)], "Morals": []}}
    told = found(replace(marked(given, kept, OTHER), facts=None))
    assert told["Non-Refundable: document F1"].value == 1
    assert told["Non-Refundable: AUPR"].how == "marked in 1 of 1"
    assert told["own: macro document F1"].how == "1 categories that CUAD lacks"
    assert told["macro AUPR"].value is None


def test_without_kinds_that_cuad_lacks_none_is_told(given):
    assert not [name for name in found(given) if name.startswith("own: ")]


def test_what_is_found_where_nothing_is_marked_costs_precision(given):
    told = found(marked(given, DEAL | {"spans": {"Governing Law": [span(DUTY)]}}))
    assert told["Governing Law: AUPR"].value <= 0.5
    assert told["Governing Law: document F1"].value == 1


def test_the_limits_are_those_that_were_set(given):
    limits = {name: figure.limit for name, figure in found(given).items() if figure.limit}
    assert [limits[f"macro {name}"] for name in ("AUPR", "document F1", "recall in the first three")] == [
        ">= 0.72",
        ">= 0.9",
        ">= 0.85",
    ]
    assert limits["Termination For Convenience: AUPR"] == ">= 0.78"
    assert limits["required values exact"] == ">= 90"
    assert [limits[name] for name in ("speed", "peak memory", "cold start")] == [">= 40", "<= 600", "<= 2"]


def test_values_are_judged_where_there_are_answers(given):
    assert found(given)["governing_law exact"].value == 100
    told = found(marked(given, DEAL | {"answers": {"Governing Law": "Ohio"}}))
    assert told["governing_law exact"].value == 0
    assert "governing_law exact" not in found(marked(given, DEAL | {"answers": {}}))


def test_pages_and_facts_are_judged_on_the_documents(given):
    told = found(given)
    assert told["page right"].value == 1
    names = ("recall", "who", "notice days", "page right")
    assert [told[f"facts: {name}"].value for name in names] == [1, 1, 1, 1]
    assert told["speed"].how.startswith("2 documents, 3 pages")


def test_a_page_that_lies_elsewhere_in_the_gold_is_wrong(given):
    assert found(marked(given, DEAL | {"page_starts": [0, 3, 4]}))["page right"].value == 0


def test_each_text_and_each_document_is_read_once(given, monkeypatch):
    times = []
    for room, name in ((read, "read_text"), (documents, "read_document")):
        monkeypatch.setattr(room, name, counted(getattr(room, name), times))
    found(given)
    assert sorted(times) == ["read_document", "read_document", "read_text", "read_text"]


def counted(done, times):
    def doing(given):
        times.append(done.__name__)
        return done(given)

    return doing


def test_documents_with_scanned_pages_are_read_last_and_left_out_of_speed_and_memory(given, tmp_path, monkeypatch):
    (given.agreements / "deal-1.txt").unlink()
    typeset(tmp_path, RIGHT).rename(given.agreements / "deal-1.pdf")
    order = []
    monkeypatch.setattr(documents, "read_document", lambda path: pictured(order, path))
    told = found(given)
    assert order == ["deal-2.txt", "deal-1.pdf"]
    assert told["speed"].how.startswith("1 documents, 1 pages")
    assert told["peak memory"].how.endswith("; 1 with scanned pages aside")


def pictured(order: list[str], path: Path) -> Reading:
    """Reads a document, and says of a PDF that its first page was a picture."""
    order.append(path.name)
    reading = read_document(path)
    scans = {1: Scan("", (), 0.9, 842)} if path.suffix == ".pdf" else {}
    return replace(reading, document=replace(reading.document, scans=scans))


def test_where_every_document_is_scanned_there_is_no_speed(given, monkeypatch):
    for path in given.agreements.iterdir():
        path.unlink()
    typeset(given.agreements, RIGHT).rename(given.agreements / "deal-1.pdf")
    monkeypatch.setattr(documents, "read_document", lambda path: pictured([], path))
    told = found(given)
    assert (told["speed"].value, told["peak memory"].value) == (None, None)


def test_part_of_the_work_is_the_first_agreements_and_those_of_the_first_facts(given):
    told = found(marked(given, OTHER, DEAL), 0.5)
    assert told["macro AUPR"].how.startswith("1 agreements")
    assert told["speed"].how.startswith("2 documents")


def test_where_nothing_is_marked_there_is_no_mean(given):
    told = found(Given(given.agreements, marked(given, OTHER).gold))
    assert (told["macro AUPR"].value, told["macro AUPR"].holds) == (None, None)
    assert not [name for name in told if name.startswith("facts")]


def test_without_documents_the_texts_are_judged_all_the_same(given, tmp_path):
    (tmp_path / "empty").mkdir()
    told = found(Given(tmp_path / "empty", given.gold))
    assert told["macro AUPR"].value is not None
    assert (told["speed"].value, told["speed"].how[:12]) == (None, "not measured")


def test_a_folder_that_is_not_there_is_refused(given, tmp_path):
    with pytest.raises(BadInput, match="no such folder"):
        found(Given(tmp_path / "none", given.gold))


def test_facts_of_an_agreement_that_is_not_in_the_gold_file_are_refused(given):
    with pytest.raises(BadInput, match="facts of deal-1"):
        found(marked(given, OTHER))


def test_the_twelve_categories_are_those_of_the_set():
    assert len(set(CORE)) == 12
    assert {"Notice Period To Terminate Renewal", "Parties"} < {category.value for category in CORE}
