"""Files that can be read as a whole, and files that are refused with the mend."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from unpromote.domain.errors import BadInput
from unpromote.reading.intake import open_document


def refusal(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        open_document(path)
    assert str(caught.value).startswith(str(path)), "the refusal names the file"
    assert caught.value.mend, "the refusal says how to mend it"
    return caught.value.problem


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_pdf_gives_its_text_page_by_page(make_pdf: Callable[..., Path]) -> None:
    document = open_document(make_pdf("First page.", "Second page."))
    first, second = document.page_starts
    assert document.text[first:].startswith("First page.")
    assert document.text[second:].startswith("Second page.")
    assert document.page_at(document.text.index("Second")) == 2


def test_a_plain_text_is_its_own_text_down_to_the_line_ends(tmp_path: Path) -> None:
    document = open_document(written(tmp_path, "deal.txt", b"One.\r\nTwo \xe2\x80\x9cterms\xe2\x80\x9d.\r\n"))
    assert document.text == "One.\r\nTwo “terms”.\r\n"


def test_form_feeds_are_page_ends_in_plain_text(tmp_path: Path) -> None:
    document = open_document(written(tmp_path, "deal.txt", b"One.\fTwo.\f"))
    assert [document.page_at(document.text.index(word)) for word in ("One", "Two")] == [1, 2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_text_is_decoded_whatever_program_wrote_it(tmp_path: Path, encoding: str) -> None:
    document = open_document(written(tmp_path, "deal.txt", "The café\u2019s fee".encode(encoding)))
    assert "café\u2019s fee" in document.text


def test_a_word_document_keeps_its_tables_between_its_paragraphs(tmp_path: Path) -> None:
    source = docx.Document()
    source.add_paragraph("1. Fees.")
    row = source.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text, row.cells[1].text = "Early exit", "10% of the remaining budget"
    source.add_paragraph("2. End.")
    source.save(str(tmp_path / "deal.docx"))
    document = open_document(tmp_path / "deal.docx")
    assert document.text == "1. Fees.\n\nEarly exit | 10% of the remaining budget\n\n2. End."
    assert document.page_at(0) is None, "Word knows no pages"


def test_a_web_page_gives_what_a_person_reads(tmp_path: Path) -> None:
    head = b"<!DOCTYPE html><html><head><title>T</title><script>x()</script></head>"
    page = head + b"<body><h1>Deal</h1><p>You <b>may</b>\n cancel.<br>Soon.</p></body></html>"
    assert open_document(written(tmp_path, "deal.html", page)).text == "Deal\n\nYou may cancel.\n\nSoon."


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "deal.pdf", b"")) == "the file is empty"


def test_a_huge_file_is_refused_by_its_size_before_it_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "deal.pdf", b"%PDF-1.4")
    os.truncate(path, 500_000_000)
    assert refusal(path) == "the file has 500 MB"


def test_an_encrypted_pdf_is_refused(make_pdf: Callable[..., Path]) -> None:
    assert "encrypted" in refusal(make_pdf("Secret.", encrypted=True))


def test_a_truncated_pdf_is_refused_although_it_could_be_half_read(make_pdf: Callable[..., Path]) -> None:
    path = make_pdf("First page.", "Second page.")
    path.write_bytes(path.read_bytes()[:-40])
    assert "cut off" in refusal(path)


def test_a_damaged_pdf_is_refused(tmp_path: Path) -> None:
    assert "damaged" in refusal(written(tmp_path, "deal.pdf", b"%PDF-1.4\nnothing in it\n%%EOF"))


@pytest.mark.usefixtures("without_ocr")
def test_a_scan_is_refused_and_ocr_is_named(make_pdf: Callable[..., Path]) -> None:
    with pytest.raises(BadInput, match=r"OCR is needed: pip install .unpromote\[ocr\]"):
        open_document(make_pdf(None, None))


def test_a_scanned_page_among_others_is_said_aloud(make_pdf: Callable[..., Path]) -> None:
    (problem,) = open_document(make_pdf("Text.", None)).problems
    assert (problem.place, problem.problem) == ("page 2", "the page has no text")


@pytest.mark.usefixtures("without_ocr")
def test_an_image_is_refused_and_ocr_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"OCR is needed: pip install .unpromote\[ocr\]"):
        open_document(written(tmp_path, "deal.png", b"\x89PNG\r\n\x1a\n...."))


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("deal.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "an old or a password-protected Office document"),
        ("deal.bin", b"\x00\x01\x02", "is no document"),
        ("deal.pdf", b"not a PDF at all", "is called .pdf and is none"),
        ("deal.docx", b"PK\x03\x04 word/ and nothing else", "the Word document is damaged"),
        ("deal.html", b"<html><body><img src=x></body></html>", "holds no text"),
        ("deal.html", b"<html>", "holds no text"),
    ],
)
def test_what_is_no_readable_document_is_refused(tmp_path: Path, name: str, data: bytes, problem: str) -> None:
    assert problem in refusal(written(tmp_path, name, data))


def test_a_small_file_that_unpacks_to_an_absurd_size_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docx.Document().save(str(tmp_path / "deal.docx"))
    monkeypatch.setattr("unpromote.reading.word.UNPACKED_LIMIT", 1000)
    assert "unpacks to" in refusal(tmp_path / "deal.docx")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.pdf") == "there is no such file"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path)
