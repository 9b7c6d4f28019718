"""Pages with a text layer are read as pictures, and their words compared."""

from __future__ import annotations

import pytest

from papers import typeset
from unpromote.bench import scan_scores
from unpromote.bench.scan_scores import errors, scan_figures
from unpromote.reading import ocr

CLAUSE = "Either party may terminate this agreement for convenience upon thirty days prior written notice. "


@pytest.mark.parametrize(
    ("read", "wrong"),
    [
        ("either party may leave", 0),
        ("either party leave", 1),
        ("either party rnay leave", 1),
        ("either party may not leave", 1),
        ("party either may leave", 2),
        ("", 4),
    ],
)
def test_a_word_missing_wrong_or_too_much_is_an_error(read, wrong):
    assert errors(("either", "party", "may", "leave"), read.split()) == wrong


def test_a_word_broken_at_the_end_of_a_line_is_one():
    assert scan_scores._words("a termi-\nnation, fee_5") == ("a", "termination", "fee", "5")


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setattr(scan_scores, "can_scan", lambda: False)
    (figure,) = scan_figures((), 1.0)
    assert (figure.value, figure.holds) == (None, None)
    assert 'pip install "unpromote[ocr]"' in figure.how


@pytest.mark.skipif(not ocr.can_scan(), reason="needs the extra: pip install 'unpromote[ocr]'")
def test_a_rendered_page_is_read_nearly_word_for_word(tmp_path):
    speed, words = scan_figures((typeset(tmp_path, CLAUSE * 8),), 0.01)
    assert (speed.at_most, words.at_least) == (4, 97)
    assert speed.value > 0
    assert words.value >= 97
    assert words.how.endswith("of 112 words missing, wrong or too much, rendered at 200 dots an inch")


@pytest.mark.skipif(not ocr.can_scan(), reason="needs the extra: pip install 'unpromote[ocr]'")
def test_pages_of_a_few_words_and_files_that_are_no_pdf_are_left_out(tmp_path):
    (tmp_path / "deal.txt").write_text(CLAUSE * 8)
    (figure,) = scan_figures((tmp_path / "deal.txt", typeset(tmp_path, CLAUSE)), 1.0)
    assert (figure.value, figure.how) == (None, "not measured: no PDF was given whose middle page has 100 words")
