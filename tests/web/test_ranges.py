"""Unclear terms: an interval where a figure would stand, the questions by what they decide, and how one is settled."""

from __future__ import annotations

import pytest

import agreed
import builders as b
from unpromote.services import people, queries
from unpromote.services.approval import sign_quote
from web import real
from web.pages import PAGE, every, tree, words

BETWEEN = "$40,000.00 to $75,100.00"
NOTICE = {"path": "rights[0].notice", "reading": "1", "because": "their mail of 22 September"}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.UNPROMOTE = {**settings.UNPROMOTE, "data": tmp_path}


def unclear():
    return real.quoted(agreed.unclear())


def test_the_answer_is_an_interval_and_never_one_figure(ben):
    unclear()
    page = ben.get(PAGE)
    assert words(page, "h1 .answer").startswith(
        "The terms are unclear, and every reading of them allows cancelling, with effect between 22 Oct 2026, 00:00 PDT"
    )
    assert words(page, "h1 .answer").endswith("leaving costs between $40,000.00 and $75,100.00.")
    assert words(page, ".pairs .sum") == BETWEEN
    assert f"Approve {BETWEEN}" in every(page, "button")
    assert words(page, ".totals .exit-cost").endswith(BETWEEN)
    assert "Cost by day" not in words(page)


def test_questions_come_by_what_they_decide_with_clause_words_and_readings(ana):
    unclear()
    first, second = every(ana.get(PAGE), ".questions > li")
    assert first.startswith("Thirty days or sixty? Right conv, notice, clause 14.2; decides $27,000.00 to $30,000.00")
    assert "Each Party may also terminate the Agreement for convenience" in first
    assert "60 days, exclusive $87,000.00 to $95,100.00 in all 30 days, exclusive $60,000.00" in first
    assert second.startswith("Ten percent of what? Fee early-exit, calc")


def test_a_question_leads_to_the_page_and_back(ana):
    unclear()
    link = tree(ana.get(PAGE)).css_first("#question-1 cite a").attributes["href"]
    back = tree(ana.get(link)).css_first(".parts-nav a").attributes["href"]
    assert back == f"{PAGE}#question-1"


def test_settling_a_reading_voids_the_quote_and_narrows_the_next(ana):
    case = unclear()
    page = ana.post(f"{PAGE}readings/", NOTICE, follow=True)
    assert "The reading is settled; 1 question still open. Take a new quote." in words(page, "[role=status]")
    assert [one.path for one in queries.case(people.person("ana"), case.id).unclear] == ["fees[0].calc.base"]
    assert every(page, ".questions h3") == ["Ten percent of what?"]
    assert "decides" not in words(page, ".questions")


def test_the_last_question_settled_says_so(ana):
    unclear()
    ana.post(f"{PAGE}readings/", NOTICE)
    last = {"path": "fees[0].calc.base", "reading": "0", "because": "order 3"}
    page = ana.post(f"{PAGE}readings/", last, follow=True)
    assert "nothing is unclear any more" in every(page, "[role=status]")[-1]
    assert "What to ask" not in words(page)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reading": "2"}, "no reading was chosen"),
        ({"reading": ""}, "no reading was chosen"),
        ({"because": " "}, "Say why it is read that way"),
        ({"path": "currency"}, "nothing is unclear at 'currency'"),
    ],
)
def test_what_cannot_be_settled_is_refused_on_the_same_page(ana, changes, refusal):
    case = unclear()
    page = ana.post(f"{PAGE}readings/", NOTICE | changes)
    assert page.status_code in {409, 422}
    assert refusal in words(page, "[role=alert]")
    assert len(queries.case(people.person("ana"), case.id).unclear) == 2


def test_after_the_approval_a_settled_reading_stands_beside_what_was_signed(ana):
    case = unclear()
    for name in ("ben", "bea"):
        sign_quote(people.person(name), case.id, case.quote.hash, now=b.NOW)
    page = ana.post(f"{PAGE}readings/", NOTICE, follow=True)
    assert words(page, "#anew").startswith("Since the approval: The terms are unclear, and every reading")
    assert words(page, ".totals .exit-cost").endswith(BETWEEN)


def test_a_reading_without_the_right_makes_permission_depend(ana):
    either = {
        "path": "rights[0].holders",
        "readings": [["advertiser"], ["media"]],
        "question": "Who may leave?",
    }
    real.quoted(agreed.unclear(either))
    page = ana.get(PAGE)
    told = "Whether cancelling is allowed depends on terms that are unclear, with effect from 21 Nov 2026, 00:00 PST;"
    assert words(page, "h1 .answer") == f"{told} leaving costs $67,000.00."
    assert "media $125,400.00 in all, not allowed" in words(page, ".questions")


def test_no_reading_with_a_right_is_a_no(ana):
    neither = {"path": "rights[0].holders", "readings": [["media"], ["platform"]], "question": "Who may leave?"}
    terms = agreed.unclear(neither)
    del terms["terms"]["rights"][0]["holders"]
    real.quoted(terms)
    assert words(ana.get(PAGE), "h1 .answer") == "Cancelling is not allowed under any reading of the terms."


def test_a_term_that_is_unclear_is_marked_in_the_agreement(ana):
    unclear()
    assert "unclear" in words(ana.get(PAGE), "section[aria-labelledby=agreement]")
