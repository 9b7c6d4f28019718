"""The pages of the agreement: how a line of the quote leads to the words that it rests on, and back."""

from __future__ import annotations

import pytest

from unpromote.domain.provenance import path_text, steps
from web import real
from web.pages import PAGE, every, tree, words

SEVEN = f"{PAGE}documents/1/pages/7/"
CLAUSE = "Each Party may also terminate the Agreement for convenience"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.UNPROMOTE = {**settings.UNPROMOTE, "data": tmp_path}


def test_a_line_unfolds_to_clause_inputs_rounding_and_the_words(ana):
    real.quoted()
    how = words(ana.get(PAGE), "#line-2 + .how")
    assert how.startswith(
        "Check it: Delivery during the notice Clause Agreement 14.2 Sum 100000 \N{MULTIPLICATION SIGN} 61/100 = 61000"
    )
    assert "Undelivered 100000 Service days 61 Days left 100 Rounding none needed" in how
    assert CLAUSE in how


def test_a_line_leads_to_the_page_and_the_page_back_to_the_line(ana):
    real.quoted()
    link = tree(ana.get(PAGE)).css_first("#line-2 + .how cite a").attributes["href"]
    assert link == f"{SEVEN}?from=line-2&term=rights%5B0%5D"
    page = ana.get(link)
    assert words(page, "h1") == "agreement.pdf, page 7 of 10"
    assert tree(page).css_first(".parts-nav a").attributes["href"] == f"{PAGE}#line-2"
    assert CLAUSE in words(page, ".read-here .asked")


def test_the_words_are_marked_on_the_picture_and_in_the_text(ana):
    real.quoted()
    page = ana.get(SEVEN)
    boxes = tree(page).css("svg rect")
    assert float(boxes[0].attributes["y"]) == pytest.approx(87.2, abs=1)
    assert every(page, "mark")[0].startswith(CLAUSE)


def test_the_picture_is_a_png_that_is_drawn_once_and_kept(ana, tmp_path):
    case = real.quoted()
    picture = ana.get(f"{SEVEN}page.png")
    assert picture.content.startswith(b"\x89PNG")
    assert picture.headers["Cache-Control"] == "private, max-age=86400"
    kept = tmp_path / "cache" / "pages" / f"{case.documents[0].sha256}-7.png"
    assert kept.read_bytes() == picture.content
    kept.write_bytes(b"kept")
    assert ana.get(f"{SEVEN}page.png").content == b"kept"


def test_dan_sees_no_page_of_another_client(dan, ana):
    real.quoted()
    assert ana.get(SEVEN).status_code == 200
    assert dan.get(SEVEN).status_code == 404
    assert dan.get(f"{SEVEN}page.png").status_code == 404


@pytest.mark.parametrize("where", ["0/pages/1/", "2/pages/1/", "1/pages/0/", "1/pages/11/", "1/pages/11/page.png"])
def test_a_page_that_is_not_there_is_not_found(ana, where):
    real.quoted()
    assert ana.get(f"{PAGE}documents/{where}").status_code == 404


def test_pages_follow_one_another(ana):
    real.quoted()
    assert every(ana.get(f"{PAGE}documents/1/pages/1/"), ".parts-nav a") == ["Back to the case", "Page after"]
    assert every(ana.get(f"{PAGE}documents/1/pages/10/"), ".parts-nav a") == ["Back to the case", "Page before"]


def test_before_the_terms_are_confirmed_the_page_shows_what_is_proposed(ana):
    real.handed_in()
    assert "Right conv, notice" in words(ana.get(SEVEN), ".read-here")


def test_a_text_is_shown_as_text_with_its_words_marked(ana, tmp_path):
    file = tmp_path / "order.txt"
    file.write_text(
        "Order 1\n\nThe Advertiser may terminate this order for convenience upon thirty (30) days notice.\n"
    )
    real.handed_in(file)
    page = ana.get(f"{PAGE}documents/1/pages/1/")
    assert "may terminate this order for convenience" in words(page, "mark")
    assert tree(page).css("svg") == []
    assert ana.get(f"{PAGE}documents/1/pages/1/page.png").status_code == 404


@pytest.mark.parametrize("back", ["javascript:alert(1)", 'line-1"><script>', "elsewhere"])
def test_one_is_led_back_to_places_of_the_case_alone(ana, back):
    real.quoted()
    page = ana.get(SEVEN, {"from": back})
    assert tree(page).css_first(".parts-nav a").attributes["href"] == f"{PAGE}#agreement"


def test_totals_unfold_to_their_sum(ana):
    real.quoted()
    total = words(ana.get(PAGE), ".totals .saving .sum-of")
    assert total == "= run total $125,400.00 \u2212 total owed $87,000.00 \u2212 forfeited $0.00"


def test_a_written_path_is_read_and_written_alike():
    assert path_text(steps("rights[0].notice.n")) == "rights[0].notice.n"
