"""A letter on paper: its words, its address and its date, whatever somebody typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest

from adapters.mail_desk import letter
from services.test_letters import EVERY, LANGUAGES, in_language
from unpromote.adapters.files.letter_pdf import letter_pdf
from unpromote.services.letters import Kind, compose
from unpromote.services.ports import Posting

POSTING = Posting(
    "Northwind", "UP-ABCDEFGH", "TikTok, 1 Some Street\n12345 Town", datetime(2026, 9, 21, 17, tzinfo=UTC)
)


def read(made: bytes) -> str:
    document = pypdfium2.PdfDocument(made)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_it_has_address_date_subject_and_every_line():
    text = read(letter_pdf(letter(), POSTING))
    for said in (
        "Northwind TikTok 1 Some Street 12345 Town",
        "September 21, 2026",
        letter().subject,
        "Kind regards Ana",
    ):
        assert said in text


def test_without_a_postal_address_the_name_stands_there():
    assert "Cleo Marsh September" in read(letter_pdf(letter(), replace(POSTING, post="")))


def test_the_same_letter_gives_the_same_bytes():
    assert letter_pdf(letter(), POSTING) == letter_pdf(letter(), POSTING)


def test_what_somebody_typed_is_never_markup():
    typed = letter(body='#panic("x") *bold* $x$ \\ @ref <label>\n')
    assert '#panic("x") *bold* $x$' in read(letter_pdf(typed, POSTING))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [Kind.SUPPORT_REQUEST, Kind.ESCALATION])
def test_what_is_posted_says_what_the_letter_says(kind, language):
    written = compose(kind, in_language(EVERY[kind], language))
    text = read(letter_pdf(written, POSTING))
    missing = [word for word in written.body.split() if word not in text and "-" not in word]
    assert missing == []
