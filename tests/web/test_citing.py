"""A page shows the words that stand behind a term, numbered once for a group."""

from __future__ import annotations

from dataclasses import replace

import builders as b
from unpromote.domain.provenance import steps
from unpromote.web.show.agreement import term_groups
from unpromote.web.show.citing import behind

NOTICE = b.CITATION
RIGHT = replace(NOTICE, path="rights[0]", quote="may also\n terminate", page=None)


def quotes(path: str) -> list[str]:
    return [cited.quote for cited in behind([NOTICE, RIGHT], steps(path))]


def test_words_cited_for_a_whole_count_for_its_parts_and_not_the_other_way_round():
    assert quotes("rights[0].notice.n") == ["at least sixty (60) calendar days prior", "may also terminate"]
    assert quotes("rights[0].clause") == ["may also terminate"]
    assert quotes("rights[1].notice") == []
    assert quotes("rights") == []


def test_the_place_names_the_document_and_the_page_where_there_is_one():
    assert [one.place for one in behind([NOTICE, RIGHT], steps("rights[0].notice"))] == [
        "agreement.pdf, page 7",
        "agreement.pdf",
    ]


def test_confirmed_terms_show_what_was_confirmed_with_them():
    case = b.case_after("ready")
    (right,) = [group for group in term_groups(b.TERMS, case) if group.name == "Right conv"]
    assert {term.name: (term.marks, term.status) for term in right.terms}["Notice"] == ("1", "")
    assert right.citations[0].quote == NOTICE.quote


def test_before_that_they_show_what_was_read_and_how_sure_it_is():
    read = {
        "path": "currency",
        "value": "USD",
        "confidence": "0.5",
        "status": "inferred",
        "source": {"document": "order.txt", "page": 1, "quote": "US dollars", "start": 0, "end": 10},
    }
    case = replace(b.case_after("review"), readings=(b.reading(proposals=(read,)),))
    (general,) = [group for group in term_groups({"currency": "USD"}, case) if group.name == "General"]
    assert [(term.marks, term.status) for term in general.terms] == [("1", "inferred")]
    assert general.citations[0].place == "agreement.pdf, page 1"
