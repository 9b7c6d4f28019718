"""The shipped example holds together: each confirmed term stands in its document, the terms fit the vocabulary."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from unpromote.domain.agreement import read_terms
from unpromote.reading.intake import open_document

SAMPLES = Path(str(resources.files("unpromote"))) / "samples"
CONFIRMED: dict[str, Any] = json.loads((SAMPLES / "confirmed_terms.json").read_text("utf-8"))
SOURCES = [proposal["source"] for proposal in CONFIRMED["proposals"] if proposal["source"]]


def test_the_confirmed_terms_fit_the_vocabulary() -> None:
    terms = read_terms(CONFIRMED["terms"])
    assert [(right.id, right.clause) for right in terms.rights] == [
        ("conv", "Agreement 14.2"),
        ("breach", "Agreement 14.1"),
    ]


@pytest.mark.parametrize("name", ["agreement.pdf", "order.txt"])
def test_every_confirmed_term_quotes_its_document_word_for_word(name: str) -> None:
    document = open_document(SAMPLES / name)
    sources = [source for source in SOURCES if source["document"] == name]
    assert sources
    for source in sources:
        assert document.text[source["start"] : source["end"]] == source["quote"]
        assert document.page_at(source["start"]) == source["page"]


def test_everything_that_prices_the_promotion_has_a_source() -> None:
    sourced = {proposal["path"] for proposal in CONFIRMED["proposals"] if proposal["source"]}
    assert {"currency", "rights[0].notice", "rights[1].cure", "fees[0].calc", "creators.kill.brand"} <= sourced


def test_what_is_made_up_says_so_and_the_real_agreement_is_attributed() -> None:
    for name in ("order.txt", "evidence.txt"):
        assert "made up" in (SAMPLES / name).read_text("utf-8").lower()
    notice = (SAMPLES / "NOTICE").read_text("utf-8")
    assert "CUAD v1 (c) The Atticus Project, Inc., CC BY 4.0, https://www.atticusprojectai.org/cuad" in notice
