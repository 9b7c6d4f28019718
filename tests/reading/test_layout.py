"""Pages as offices print them: columns, margins, tables, turned pages, parted words, sentences over the page's end."""

from __future__ import annotations

from pathlib import Path

import pytest

from papers import LEFT, RIGHT, side_by_side, turned, typeset
from unpromote.reading.agreement import read_document
from unpromote.reading.cues import Category
from unpromote.reading.intake import open_document
from unpromote.reading.lines import Piece, in_reading_order
from unpromote.reading.pages import place_words, view_page, words_at
from unpromote.reading.values import Document

FRAME = (
    'header: [Campaign agreement, confidential], footer: context [Page #counter(page).display("1 of 1", both: true)]'
)
NARROW = (
    f"width: 300pt, height: 600pt, margin: (x: 50pt, y: 250pt), header-ascent: 220pt, footer-descent: 220pt, {FRAME}"
)
LONG = "Either party may terminate this agreement for convenience at any time upon thirty days prior written notice to "
CLAUSE = LONG + "the other party, which has to name the campaign and the day on which the delivery of it is to end."
FILL = "The media owner shows the campaign.\\\n"


def read(folder: Path, source: str, page: str = "width: 595pt, height: 842pt, margin: 60pt") -> Document:
    return open_document(typeset(folder, source, page=page))


def spaced(words: str) -> str:
    return " ".join(words.split())


def test_columns_that_the_file_has_row_by_row_are_read_one_after_the_other(tmp_path):
    text = spaced(read(tmp_path, side_by_side()).text)
    assert text == " ".join((*LEFT, *RIGHT))


def test_a_title_over_both_columns_stays_between_what_is_above_and_below(tmp_path):
    title = "#v(100pt)\nA title that runs over both of the columns of the page and parts them\n\n#v(10pt)\n"
    text = spaced(read(tmp_path, side_by_side() + title + side_by_side()).text)
    columns = " ".join((*LEFT, *RIGHT))
    assert text == f"{columns} A title that runs over both of the columns of the page and parts them {columns}"


def test_real_columns_keep_the_order_of_the_file(tmp_path):
    text = read(tmp_path, "#columns(2)[" + CLAUSE + " #colbreak() 2. The end.]").text
    assert spaced(text) == CLAUSE + " 2. The end."


def test_headers_footers_and_page_numbers_stand_in_no_sentence(tmp_path):
    text = spaced(read(tmp_path, FILL * 5 + CLAUSE, NARROW).text)
    assert CLAUSE in text
    assert text.count("confidential") == text.count("Page") == 1
    assert text.startswith("Campaign agreement, confidential")
    assert text.endswith("Page 2 of 2")


def test_a_sentence_over_the_page_end_is_one_finding_on_the_page_where_it_begins(tmp_path):
    reading = read_document(typeset(tmp_path, FILL * 5 + CLAUSE, page=NARROW))
    (found,) = (one for one in reading.findings if one.category is Category.CONVENIENCE and one.worded)
    assert (found.words, found.page) == (CLAUSE, 1)
    assert reading.document.page_at(found.end - 1) == 2


def test_its_words_are_marked_on_both_pages(tmp_path):
    path = typeset(tmp_path, FILL * 5 + CLAUSE, page=NARROW)
    text = open_document(path).text
    places = place_words(path, text.index("Either"), text.index("is to end.") + 9)
    assert [len(boxes) for boxes in places.values()] == [3, 2]
    assert all(box.left >= 50 and box.left + box.width <= 251 for boxes in places.values() for box in boxes)
    assert view_page(path, 2, [CLAUSE]).places == (places[2],)


def test_rows_of_a_fee_ladder_at_the_page_end_are_no_footer(tmp_path):
    rows = "".join(f"Cancelled {days} days before: {days} percent.\n\n#pagebreak(weak: true)\n" for days in (30, 20, 7))
    text = read(tmp_path, "#set page(footer: none)\n" + rows, NARROW).text
    assert [f"Cancelled {days} days" in text for days in (30, 20, 7)] == [True] * 3


def test_two_copies_of_the_same_page_are_both_read(tmp_path):
    page = "Either party may leave.\n\nThe fee is ten percent.\n"
    text = read(tmp_path, f"{page}#pagebreak()\n{page}").text
    assert text.count("Either party may leave.") == text.count("The fee is ten percent.") == 2


def test_a_lone_page_keeps_its_margins(tmp_path):
    assert "Page 1 of 1" in read(tmp_path, "Text.", NARROW).text


def test_a_page_that_holds_nothing_but_its_number_has_no_text(tmp_path):
    (problem,) = read(tmp_path, "One.\n#pagebreak()\n#pagebreak()\nThree.\n", NARROW).problems
    assert problem.place == "page 2"


def test_a_fee_ladder_is_read_row_by_row(tmp_path):
    cells = "[Notice], [Fee], [0-7 days], [100% of the budget], [8-14 days], [50% of what was not spent until the day]"
    table = f"#table(columns: (90pt, 120pt), {cells})\nFees are due at once."
    blocks = read(tmp_path, table).text.strip().split("\n\n")
    assert [spaced(block) for block in blocks] == [
        "Notice | Fee",
        "0-7 days | 100% of the budget",
        "8-14 days | 50% of what was not spent until the day",
        "Fees are due at once.",
    ]


def test_numbers_before_clauses_are_no_cells(tmp_path):
    rows = "#grid(columns: (60pt, 300pt), row-gutter: 8pt, [1.1], [Either party leaves.], [1.2], [It pays the rest.])"
    assert spaced(read(tmp_path, rows).text) == "1.1 Either party leaves. 1.2 It pays the rest."


PARTED = "width: 130pt, height: 600pt, margin: 20pt"


def test_a_word_parted_at_the_line_end_is_put_together(tmp_path):
    text = read(tmp_path, "#set text(hyphenate: true)\n#set par(justify: true)\n" + CLAUSE, PARTED).text
    assert spaced(text) == CLAUSE


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("The fee is non-", "refundable.", "The fee is non-refundable."),
        ("The fee is refund-", "able.", "The fee is refundable."),
        ("A third-party fee. A third-", "party cost.", "A third-party fee. A third-party cost."),
        ("In the long run of a term. A long-", "term cost.", "In the long run of a term. A long-term cost."),
        ("Between A-", "B.", "Between A- B."),
    ],
)
def test_a_hyphen_that_belongs_to_the_word_stays(tmp_path, before, after, whole):
    assert spaced(read(tmp_path, f"{before} \\\n{after} It is so in the long term of it.").text).startswith(whole)


def test_a_word_parted_over_the_page_end_is_one_word(tmp_path):
    path = typeset(tmp_path, "They may termi-\n#pagebreak()\nnate the deal.")
    document = open_document(path)
    assert document.text.strip() == "They may terminate the deal."
    assert document.text[document.page_starts[1] :].startswith("nate")
    at = document.text.index("terminate")
    assert [len(boxes) for boxes in place_words(path, at, at + 9).values()] == [1, 1]


def test_ligatures_are_letters(tmp_path):
    path = typeset(tmp_path, "#set text(hyphenate: false)\nThe o\ufb03cial \ufb01rst a\ufb00iliate e\ufb00ort.")
    text = open_document(path).text
    assert text.strip() == "The official first affiliate effort."
    ((box,),) = place_words(path, text.index("first"), text.index("affiliate") - 1).values()
    assert 5 < box.width < 40


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_as_it_stood(tmp_path, degrees):
    path = turned(typeset(tmp_path, side_by_side()), degrees)
    assert spaced(open_document(path).text) == " ".join((*LEFT, *RIGHT))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_words_that_run_sideways_are_read_in_columns_too(tmp_path, degrees):
    inner = side_by_side().replace("#place", "#place(top + left)").replace("(top + left)(", "(top + left, ")
    path = typeset(tmp_path, f"#rotate({degrees}deg, reflow: true, block(width: 460pt, height: 200pt)[{inner}])")
    assert spaced(open_document(path).text) == " ".join((*LEFT, *RIGHT))


@pytest.mark.parametrize("degrees", [0, 90, 270])
def test_the_place_of_a_letter_leads_back_to_it(tmp_path, degrees):
    path = turned(typeset(tmp_path, side_by_side()), degrees)
    at = open_document(path).text.index("sponsor may cancel")
    ((box,),) = place_words(path, at, at + 1).values()
    assert words_at(path, 1, box.left + box.width / 2, box.top + box.height / 2) == at


def test_where_nothing_stands_no_letter_is_found(tmp_path):
    assert words_at(typeset(tmp_path, "Text."), 1, 500, 800) is None


def test_a_text_without_pictures_has_no_places(tmp_path):
    (tmp_path / "deal.txt").write_text("Either party may leave.")
    assert place_words(tmp_path / "deal.txt", 0, 6) == {}
    assert words_at(tmp_path / "deal.txt", 1, 0, 0) is None


def row(*cells: tuple[float, str]) -> tuple[Piece, ...]:
    return tuple(Piece(0, 1, words, left, 0.0, left + 200, 10.0) for left, words in cells)


def test_few_rows_beside_one_another_are_left_as_they_are():
    both = row((0, "one two three four"), (300, "five six seven eight"))
    title = (*row((0, "A title")), Piece(0, 1, "over all", 150, 0.0, 500, 10.0))
    lines = (both, both, title, *[both] * 5)
    ordered = in_reading_order(lines)
    assert ordered[:3] == (both, both, title)
    assert [line[0].left for line in ordered[3:]] == [0] * 5 + [300] * 5
