"""PDFs that ask for a password: read with it, refused without, and never opened by a wrong one."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from papers import locked, typeset
from unpromote.domain.errors import BadInput
from unpromote.reading.agreement import read_agreement
from unpromote.reading.pdf import unlock_pdf

WORDS = "Either party may terminate this agreement for convenience."


@pytest.fixture
def deal(tmp_path: Path) -> Path:
    return locked(tmp_path, WORDS, "Open sesame")


def test_a_locked_agreement_is_read_with_its_password(deal):
    assert read_agreement(deal, "Open sesame")["text"].strip() == WORDS


@pytest.mark.parametrize(
    ("password", "problem", "mend"),
    [
        ("", "asks for a password", "hand it over with its password"),
        ("open sesame", "the password does not open the PDF", "capital letters count"),
    ],
)
def test_without_its_own_password_it_is_refused(deal, password, problem, mend):
    with pytest.raises(BadInput, match=problem) as caught:
        read_agreement(deal, password)
    assert mend in caught.value.mend
    assert "sesame" not in str(caught.value)


def test_a_password_does_an_open_file_no_harm(tmp_path):
    assert read_agreement(typeset(tmp_path, WORDS), "Open sesame")["text"].strip() == WORDS


def test_the_unlocked_copy_opens_for_everybody(deal):
    with pypdfium2.PdfDocument(unlock_pdf(deal.read_bytes(), "Open sesame")) as copy:
        assert copy[0].get_textpage().get_text_range() == WORDS


def test_only_a_pdf_is_unlocked():
    with pytest.raises(BadInput, match="only a PDF"):
        unlock_pdf(b"Just a text.", "Open sesame")
