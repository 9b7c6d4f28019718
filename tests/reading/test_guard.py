"""Hostile files: each is refused with the mend, and the next agreement is read as if nothing had happened."""

from __future__ import annotations

import json
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from importlib import resources
from pathlib import Path

import docx
import pytest

from papers import locked, pdf_of
from unpromote.domain.errors import BadInput
from unpromote.reading import agreement, cell, guard, intake, pages

SAMPLE = Path(str(resources.files("unpromote"))) / "samples" / "agreement.pdf"
SHEET = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Gives up the processes of tests before, and those of this one after it."""
    guard.close()
    yield
    guard.close()


def refused(path: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        guard.read_agreement(path)
    assert caught.value.mend
    assert guard.read_agreement(SAMPLE)["pages"] == 10, "the next file is read"
    return caught.value


def survived(path: Path) -> None:
    with suppress(BadInput):
        guard.read_parts(path)
    assert guard.read_agreement(SAMPLE)["pages"] == 10, "the next file is read"


def test_what_the_process_reads_is_what_is_read():
    assert guard.read_agreement(SAMPLE) == agreement.read_agreement(SAMPLE)
    assert guard.read_parts(SAMPLE) == agreement.read_parts(SAMPLE)


def test_pages_and_parts_come_from_the_process_too(tmp_path):
    words = ["Each Party may also terminate the Agreement for convenience"]
    assert guard.view_page(SAMPLE, 7, words) == pages.view_page(SAMPLE, 7, words)
    assert guard.draw_page(SAMPLE, 7) == pages.draw_page(SAMPLE, 7)
    deal = locked(tmp_path, "Either party may leave.", "sesame")
    (one,), (other,) = guard.parts_of(deal, "sesame"), intake.parts_of(deal, "sesame")
    assert (one.name, one.locked_sha256) == (other.name, other.locked_sha256)
    assert one.content.startswith(b"%PDF")


def test_a_refusal_keeps_its_place_and_mend(tmp_path):
    refusal = refused(tmp_path / "none.pdf")
    assert (refusal.problem, refusal.place) == ("there is no such file", str(tmp_path / "none.pdf"))


def test_one_process_reads_one_file_after_the_other(fresh):
    for _ in range(3):
        guard.read_agreement(SAMPLE)
    assert guard._idle.qsize() == 1


def test_a_process_is_given_up_after_its_files(fresh):
    guard.read_agreement(SAMPLE)
    cell = guard._idle.get()
    cell.left = 1
    guard._idle.put(cell)
    guard.read_agreement(SAMPLE)
    assert guard._idle.empty()
    assert cell.process.poll() is not None


def test_a_process_that_died_meanwhile_is_replaced(fresh):
    guard.read_agreement(SAMPLE)
    cell = guard._idle.get()
    cell.process.kill()
    cell.process.wait()
    guard._idle.put(cell)
    assert guard.read_agreement(SAMPLE)["pages"] == 10


def test_two_are_read_at_once_and_a_third_waits(fresh):
    threads = [threading.Thread(target=guard.read_agreement, args=(SAMPLE,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert guard._idle.qsize() <= 2


def test_what_takes_too_long_is_stopped(fresh, monkeypatch):
    guard.read_agreement(SAMPLE)
    monkeypatch.setattr(guard, "SECONDS", 0.001)
    with pytest.raises(BadInput, match=r"longer to read than 0.001 seconds"):
        guard.read_agreement(SAMPLE)
    monkeypatch.undo()
    assert guard.read_agreement(SAMPLE)["pages"] == 10


def bomb(folder: Path, letters: int) -> Path:
    """Return a PDF whose one page unpacks to so many letters."""
    packer = zlib.compressobj(1)
    block = b"(a) Tj " * 100_000
    content = b"".join(packer.compress(block) for _ in range(letters // len(block))) + packer.flush()
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(content), content)
    (folder / "bomb.pdf").write_bytes(pdf_of([CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", SHEET, stream]))
    return folder / "bomb.pdf"


def test_a_page_that_unpacks_to_gigabytes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(guard, "SECONDS", 3)
    path = bomb(tmp_path, 700_000_000)
    assert path.stat().st_size < 20_000_000
    refused(path)


def test_a_word_document_that_unpacks_to_gigabytes_is_refused(tmp_path):
    docx.Document().save(str(tmp_path / "deal.docx"))
    with zipfile.ZipFile(tmp_path / "deal.docx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/zeros.bin", bytes(300_000_000))
    assert "unpacks to" in refused(tmp_path / "deal.docx").problem


def test_endless_nesting_does_no_harm(tmp_path, monkeypatch):
    monkeypatch.setattr(guard, "SECONDS", 3)
    (tmp_path / "deal.html").write_text("<html><body>" + "<div>" * 200_000 + "Either party may leave.")
    survived(tmp_path / "deal.html")


def test_mails_in_mails_without_end_do_no_harm(tmp_path):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "eve@example.com", "x"
    mail.set_content("Hello")
    content = bytes(mail)
    for _ in range(300):
        content = b"From: eve@example.com\nContent-Type: message/rfc822\n\n" + content
    (tmp_path / "deal.eml").write_bytes(content)
    survived(tmp_path / "deal.eml")


@pytest.mark.parametrize(
    "objects",
    [
        [CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2000000000 >>"],
        [CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", SHEET.replace(b"4 0 R", b"3 0 R")],
        [CATALOG, b"<< /Type /Pages /Kids [" + b"[" * 100_000 + b"] /Count 1 >>"],
    ],
)
def test_pdfs_that_refer_to_themselves_or_nest_without_end_are_refused(tmp_path, objects):
    (tmp_path / "odd.pdf").write_bytes(pdf_of(objects))
    refused(tmp_path / "odd.pdf")


def test_a_pdf_whose_table_lies_does_no_harm(tmp_path):
    content = SAMPLE.read_bytes().replace(b"startxref", b"startxref\n99999999999\n%")
    (tmp_path / "odd.pdf").write_bytes(content)
    survived(tmp_path / "odd.pdf")


def test_a_page_as_large_as_a_city_is_drawn_small(tmp_path):
    sheet = SHEET.replace(b"612 792", b"14400000 14400000").replace(b" /Contents 4 0 R", b"")
    (tmp_path / "huge.pdf").write_bytes(pdf_of([CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", sheet]))
    assert len(guard.draw_page(tmp_path / "huge.pdf", 1)) < 1_000_000


def test_more_pages_than_an_agreement_has_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("unpromote.reading.pdf.PAGE_LIMIT", 9)
    with pytest.raises(BadInput, match="10 pages, more than 9"):
        agreement.read_agreement(SAMPLE)


def test_a_fault_of_the_reader_itself_is_refused_and_told(capfd, monkeypatch):
    monkeypatch.setitem(cell._VERBS, "read_agreement", lambda path, password: 1 / 0)
    asked = {"verb": "read_agreement", "path": "deal.pdf", "takes": {"password": ""}}
    assert cell.answer(asked)["refused"][:2] == ["the file breaks the reader", "deal.pdf"]
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_a_file_that_needs_too_much_memory_is_refused(monkeypatch):
    def too_much(path: Path, password: str) -> None:
        raise MemoryError

    monkeypatch.setitem(cell._VERBS, "read_agreement", too_much)
    asked = {"verb": "read_agreement", "path": "deal.pdf", "takes": {"password": ""}}
    assert "more memory than an agreement" in cell.answer(asked)["refused"][0]


@pytest.mark.parametrize(
    ("verb", "takes"),
    [("view_page", {"number": 1, "quotes": []}), ("draw_page", {"number": 1}), ("parts_of", {"password": ""})],
)
def test_every_answer_is_plain_json(verb, takes):
    answer = cell.answer({"verb": verb, "path": str(SAMPLE), "takes": takes})
    assert json.loads(json.dumps(answer))["done"]


def test_a_refusal_in_the_process_names_what_a_person_can_do():
    problem, place, mend = cell.answer({"verb": "draw_page", "path": "none.pdf", "takes": {"number": 1}})["refused"]
    assert (problem, place) == ("only the pages of a PDF or an image have a picture", "none.pdf")
    assert mend
