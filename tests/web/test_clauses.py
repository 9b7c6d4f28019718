"""The clauses of a real agreement on one page, each with its words, its page and how sure the reader is."""

from __future__ import annotations

import pytest

import builders as b
from web import real
from web.pages import PAGE, every, tree, words

CLAUSES = f"{PAGE}clauses/"
AFTER_TWO_YEARS = "Each Party may also terminate the Agreement for convenience after Contract Year 2"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.UNPROMOTE = {**settings.UNPROMOTE, "data": tmp_path}


def without_a_cause(page):
    (kind,) = [one for one in tree(page).css("details") if "Leaving without a cause" in one.css_first("summary").text()]
    return kind


def test_the_way_out_stands_first_with_its_words_clause_page_and_confidence(ana):
    real.handed_in()
    kind = without_a_cause(ana.get(CLAUSES))
    assert tree(ana.get(CLAUSES)).css_first("details").text() == kind.text()
    (clause,) = [one.text(strip=False) for one in kind.css("blockquote") if AFTER_TWO_YEARS in one.text()]
    assert "clause 14.2, agreement.pdf, page 7, confidence 0." in clause


def test_its_link_leads_to_the_page_with_those_words_marked(ana):
    real.handed_in()
    (link,) = [a.attributes["href"] for a in without_a_cause(ana.get(CLAUSES)).css("a")][:1]
    page = ana.get(link)
    (asked,) = tree(page).css(".read-here li.asked")
    assert AFTER_TWO_YEARS in asked.text()
    assert "Leaving without a cause" in asked.text()
    assert tree(page).css("svg g.asked rect")


def test_an_offset_at_which_nothing_was_found_marks_nothing_more(ana):
    real.handed_in()
    assert not tree(ana.get(f"{PAGE}documents/1/pages/7/?clause=1")).css("li.asked")


def test_the_case_names_how_many_there_are_and_leads_there(ana):
    case = real.handed_in()
    count = len(case.readings[0].findings)
    assert f"What it says about leaving: {count} clauses, word for word" in words(ana.get(PAGE))
    assert len(every(ana.get(CLAUSES), "details blockquote")) == count


def test_what_it_says_stands_in_short_above_the_clauses_with_a_link_to_its_words(ana):
    case = real.handed_in()
    short = tree(ana.get(CLAUSES)).css("section:first-of-type li")
    assert len(short) == len(case.readings[0].facts)
    text = " ".join(short[0].text().split())
    assert text.startswith("Leaving without a cause: Each Party; 60 days of notice Each Party may also terminate")
    assert text.endswith("agreement.pdf, page 7")
    (asked,) = tree(ana.get(short[0].css_first("a").attributes["href"])).css(".read-here li.asked")
    assert AFTER_TWO_YEARS in asked.text()


def duties_of(page, whose):
    (kind,) = [one for one in tree(page).css("details") if one.css_first("summary").text().startswith(whose)]
    return [one.text() for one in kind.css("q")]


def test_each_party_has_a_list_of_its_duties_and_rights_in_the_order_of_the_agreement(ana):
    real.handed_in()
    page = ana.get(CLAUSES)
    assert any("Newegg shall provide to Allied" in duty for duty in duties_of(page, "Duties and rights of Newegg"))
    assert not any(duty.startswith("Newegg shall") for duty in duties_of(page, "Duties and rights of Allied"))


def test_duties_of_nobody_named_stand_last(ana):
    real.handed_in()
    *_, last = [one.text() for one in tree(ana.get(CLAUSES)).css("summary")]
    assert last.startswith("Duties and rights of both sides, or of nobody named")


def test_nothing_found_is_said(ana):
    b.saved_case("opened")
    assert "Nothing was found" in words(ana.get(CLAUSES))


def test_dan_sees_none_of_it(dan):
    real.handed_in()
    assert dan.get(CLAUSES).status_code == 404
