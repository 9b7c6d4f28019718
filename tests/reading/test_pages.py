"""A page as a person looks at it: its text, its picture, and the boxes of words, whatever the page's turn."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from unpromote.domain.errors import BadInput
from unpromote.reading.pages import draw_page, view_page

PDF = Path(__file__).parents[2] / "src" / "unpromote" / "samples" / "agreement.pdf"
CLAUSE = "Each Party may also terminate the Agreement for convenience"


def test_words_have_a_box_on_each_line():
    view = view_page(PDF, 7, [CLAUSE, "no such words"])
    (box,), none = view.places
    assert (view.of, view.width, view.height) == (10, 595, 842)
    assert (box.left, box.top) == (pytest.approx(95.7, abs=0.5), pytest.approx(87.2, abs=0.5))
    assert none == ()
    assert CLAUSE in view.text


def turned(folder: Path) -> Path:
    pdf = pypdfium2.PdfDocument(PDF)
    pdf[6].set_rotation(90)
    pdf.save(folder / "turned.pdf")
    return folder / "turned.pdf"


def test_on_a_turned_page_the_boxes_turn_with_it(tmp_path):
    view = view_page(turned(tmp_path), 7, [CLAUSE])
    box = view.places[0][0]
    assert (view.width, view.height) == (842, 595)
    assert box.height > box.width
    assert box.left + box.width == pytest.approx(842 - 87.2, abs=0.5)


def test_the_picture_has_the_size_of_the_page_twice_over():
    picture = draw_page(PDF, 7)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (1190, 1684)


def test_a_text_has_the_pages_that_form_feeds_make_and_no_picture(tmp_path):
    file = tmp_path / "order.txt"
    file.write_text("Page one\n\fPage two\n")
    view = view_page(file, 2, ["two"])
    assert (view.text, view.of, view.width, view.places) == ("Page two", 2, 0, ())
    with pytest.raises(BadInput, match="only the pages of a PDF"):
        draw_page(file, 1)


@pytest.mark.parametrize("number", [0, 11])
def test_a_page_that_is_not_there_is_refused(number):
    with pytest.raises(BadInput, match="the document has 10"):
        view_page(PDF, number, [])
    with pytest.raises(BadInput, match="the document has 10"):
        draw_page(PDF, number)


def test_a_broken_file_is_refused(tmp_path):
    file = tmp_path / "broken.pdf"
    file.write_bytes(b"%PDF-1.4 nothing else")
    with pytest.raises(BadInput, match="cannot be opened"):
        draw_page(file, 1)
    with pytest.raises(BadInput, match="only the pages"):
        draw_page(tmp_path / "none.pdf", 1)
