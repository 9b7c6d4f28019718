"""Scans and photos: read where the extra `ocr` is installed, marked as such, and marked on the picture."""

from __future__ import annotations

import io
import math
from pathlib import Path

import pypdfium2
import pytest

from papers import typeset
from unpromote.domain.errors import BadInput
from unpromote.reading import cell, guard, ocr
from unpromote.reading.agreement import read_agreement, read_document
from unpromote.reading.intake import open_document
from unpromote.reading.kept import keep_words, kept_words
from unpromote.reading.pages import draw_page, place_words, view_page, words_at

np = pytest.importorskip("numpy", reason="comes with the extra")
pytestmark = pytest.mark.skipif(not ocr.can_scan(), reason="needs the extra: pip install 'unpromote[ocr]'")

SHEET = "width: 420pt, height: 300pt, margin: 40pt"
CLAUSE = "Either party may terminate this agreement for convenience upon thirty days prior written notice."
TABLE = "#table(columns: (90pt, 120pt), [Notice], [Fee], [7 days], [all of it], [14 days], [one half])"


@pytest.fixture
def paper(tmp_path: Path):
    """Sets a page, and gives it as printed and as the picture that a scanner makes of it."""
    path = typeset(tmp_path, f"{CLAUSE}\n\n{TABLE}", page=SHEET)
    with pypdfium2.PdfDocument(path) as pdf:
        yield path, pdf[0].render(scale=150 / 72).to_pil()


def saved(folder: Path, picture, name: str, **options) -> Path:
    picture.save(folder / name, **options)
    return folder / name


def asked(path: Path) -> dict:
    return {"verb": "view_page", "path": str(path), "takes": {"number": 1, "quotes": []}}


def spaced(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize("name", ["scan.png", "scan.jpg", "scan.tif", "scan.pdf"])
def test_a_scan_of_any_kind_is_read(paper, tmp_path, name):
    document = open_document(saved(tmp_path, paper[1], name))
    assert CLAUSE in spaced(document.text)
    assert "7 days | all of it" in spaced(document.text)
    assert (document.page_starts, document.page_at(5)) == ((0,), 1)


def test_it_is_said_that_ocr_read_it_and_how_surely(paper, tmp_path):
    found = read_agreement(saved(tmp_path, paper[1], "scan.png"))
    assert 0.8 < found["scanned"]["1"] <= 1
    assert found["problems"][0].startswith("page 1: read from its picture by OCR, sure to 9")


def test_findings_are_less_sure_than_on_paper_that_was_printed(paper, tmp_path):
    printed, scanned = (read_document(path) for path in (paper[0], saved(tmp_path, paper[1], "scan.png")))
    one, other = (max(reading.findings, key=lambda found: found.score) for reading in (printed, scanned))
    assert one.words == other.words
    assert other.score == pytest.approx(one.score * scanned.document.scans[1].confidence, abs=0.01)


def test_only_the_scanned_pages_of_a_mixed_file_are_read_by_ocr(paper, tmp_path):
    scan = saved(tmp_path, paper[1], "scan.pdf")
    mixed = pypdfium2.PdfDocument(paper[0])
    with pypdfium2.PdfDocument(scan) as other:
        mixed.import_pages(other)
    mixed.save(tmp_path / "mixed.pdf")
    document = open_document(tmp_path / "mixed.pdf")
    assert (list(document.scans), spaced(document.text).count(CLAUSE)) == ([2], 2)
    assert [problem.place for problem in document.problems] == ["page 2"]


def test_the_words_are_marked_where_they_stand_on_the_paper(paper, tmp_path):
    scan = saved(tmp_path, paper[1], "scan.pdf", resolution=150)
    printed, scanned = (view_page(path, 1, ["agreement for convenience"]) for path in (paper[0], scan))
    (one,), (other,) = printed.places[0], scanned.places[0]
    assert (printed.width, printed.height) == (scanned.width, scanned.height)
    assert (other.left, other.width) == (pytest.approx(one.left, abs=8), pytest.approx(one.width, abs=16))
    assert other.top - 6 < one.top < other.top + other.height


def test_a_place_on_the_picture_leads_to_the_letter(paper, tmp_path):
    scan = saved(tmp_path, paper[1], "scan.png")
    at = open_document(scan).text.index("convenience")
    ((box,),) = place_words(scan, at, at + 1).values()
    assert abs(words_at(scan, 1, box.left + box.width / 2, box.top + box.height / 2) - at) <= 1
    assert words_at(scan, 1, 5, 5) is None


def test_a_picture_can_be_looked_at(paper, tmp_path):
    assert draw_page(saved(tmp_path, paper[1], "scan.jpg"), 1).startswith(b"\x89PNG")


def test_a_fax_of_several_pages_is_read_page_by_page(paper, tmp_path):
    fax = saved(tmp_path, paper[1], "fax.tif", save_all=True, append_images=[paper[1]])
    document = open_document(fax)
    assert len(document.page_starts) == 2
    assert spaced(document.text).count(CLAUSE) == 2


def test_looking_at_a_page_does_not_read_it_again(paper, tmp_path, monkeypatch):
    scan = saved(tmp_path, paper[1], "scan.png")
    open_document(scan)
    monkeypatch.setattr(ocr, "_engine", None)
    assert view_page(scan, 1, [CLAUSE]).places[0]


@pytest.fixture
def slanted(paper):
    """The sheet as it lay on the glass, by a degree and a half."""
    return paper[1].rotate(1.5, resample=3, fillcolor="white")


def test_a_sheet_that_lay_aslant_is_read_line_by_line(slanted, tmp_path):
    document = open_document(saved(tmp_path, slanted, "scan.png"))
    assert CLAUSE in spaced(document.text)
    assert "7 days | all of it" in spaced(document.text)
    assert math.degrees(document.scans[1].slant) == pytest.approx(1.5, abs=0.3)


def test_words_of_a_slanted_sheet_are_marked_and_found_where_they_lie(slanted, tmp_path):
    scan = saved(tmp_path, slanted, "scan.pdf", resolution=150)
    straight = view_page(
        saved(tmp_path, slanted.rotate(-1.5, fillcolor="white"), "x.pdf", resolution=150), 1, ["one half"]
    )
    ((one,),), ((other,),) = (straight.places, view_page(scan, 1, ["one half"]).places)
    assert other.top == pytest.approx(one.top, abs=8)
    assert other.height < one.height + 4, "the box is one of those words, not of the whole slanted line"
    at = words_at(scan, 1, other.left + other.width / 2, other.top + other.height / 2)
    assert open_document(scan).text[at - 6 : at + 6].strip() in "14 days | one half\n"


@pytest.mark.parametrize("page", [60, 245])
def test_an_empty_sheet_of_any_color_is_not_even_looked_at(page, monkeypatch):
    monkeypatch.setattr(ocr, "_engine", None)
    sheet = np.random.default_rng(1).normal(page, 5, (800, 600, 3)).clip(0, 255).astype("uint8")
    assert ocr.words_on(sheet) == []


def test_a_picture_without_words_has_none(paper):
    height, width, _ = np.asarray(paper[1]).shape
    shade = np.linspace(0, 255, width).astype("uint8")
    assert ocr.words_on(np.broadcast_to(shade[None, :, None], (height, width, 3)).copy()) == []


@pytest.mark.parametrize(("side", "scanned"), [(0.5, []), (0.6, [2])])
def test_only_pictures_as_large_as_the_print_of_a_page_are_read(paper, tmp_path, side, scanned):
    """The picture lies inside a form, as printers of web pages leave it: its bounds are the form's own."""
    deal, scan = (pypdfium2.PdfDocument(path) for path in (paper[0], saved(tmp_path, paper[1], "scan.pdf")))
    page, form = deal.new_page(*scan[0].get_size()), scan.page_as_xobject(0, deal).as_pageobject()
    form.transform(pypdfium2.PdfMatrix().scale(side, side))
    page.insert_obj(form)
    page.gen_content()
    deal.save(tmp_path / "pasted.pdf")
    assert list(open_document(tmp_path / "pasted.pdf").scans) == scanned


def test_an_empty_sheet_has_no_words(paper, tmp_path):
    empty = saved(tmp_path, paper[1].point(lambda _: 255), "empty.png")
    with pytest.raises(BadInput, match="no text on any") as caught:
        open_document(empty)
    assert "better scan" in caught.value.mend


def test_more_scanned_pages_than_the_time_allows_stay_unread(paper, tmp_path, monkeypatch):
    monkeypatch.setattr("unpromote.reading.pdf.PAGES", 1)
    fax = saved(tmp_path, paper[1], "fax.pdf", save_all=True, append_images=[paper[1]])
    assert [problem.problem for problem in open_document(fax).problems][1:] == ["the page has no text"]


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xffnothing", b"II*\x00"])
def test_a_damaged_picture_is_refused(tmp_path, content):
    (tmp_path / "scan.png").write_bytes(content)
    with pytest.raises(BadInput, match="image is damaged"):
        open_document(tmp_path / "scan.png")


def test_a_picture_that_unpacks_to_more_than_any_page_is_refused(paper, tmp_path):
    small = io.BytesIO()
    paper[1].save(small, "PNG")
    content = bytearray(small.getvalue())
    content[16:24] = (100_000).to_bytes(4) + (100_000).to_bytes(4)
    (tmp_path / "bomb.png").write_bytes(content)
    with pytest.raises(BadInput, match="damaged or larger"):
        open_document(tmp_path / "bomb.png")


@pytest.fixture
def kept(paper, tmp_path):
    """A stored scan that one process read, and what stands beside it."""
    guard.close()
    scan = saved(tmp_path, paper[1], "scan.png")
    guard.read_agreement(scan)
    guard.close()
    yield scan, tmp_path / "scan.png.scans.json"
    guard.close()


def test_another_process_shows_the_page_from_what_was_kept(kept):
    scan, beside = kept
    beside.write_text(beside.read_text().replace("convenience", "inclination"))
    assert "inclination" in guard.view_page(scan, 1, ["inclination"]).text


def test_what_was_kept_is_read_again_where_it_is_gone_or_damaged(kept):
    scan, beside = kept
    before = beside.read_bytes()
    for damage in ("{", "[]"):
        beside.write_text(damage)
        assert guard.view_page(scan, 1, [CLAUSE]).places[0]
        assert beside.read_bytes() == before
        guard.close()


def test_nothing_is_kept_beside_what_has_no_scan(paper):
    guard.read_agreement(paper[0])
    assert not paper[0].with_name("deal.pdf.scans.json").exists()


def test_a_folder_that_takes_no_files_is_left_alone(tmp_path):
    keep_words(tmp_path / "gone" / "scan.png", {"hash": []})
    assert kept_words(tmp_path / "gone" / "scan.png") == {}


def test_a_process_tells_only_what_it_used_for_this_file(paper, tmp_path):
    first, second = saved(tmp_path, paper[1], "one.png"), saved(tmp_path, paper[1].rotate(180), "two.png")
    words = [cell.answer(asked(path))["words"] for path in (first, second, first)]
    assert words[0] == words[2]
    assert not words[0].keys() & words[1].keys()


def test_a_scan_is_read_within_the_limits_of_the_guarded_process(paper, tmp_path):
    guard.close()
    assert CLAUSE in spaced(guard.read_agreement(saved(tmp_path, paper[1], "scan.png"))["text"])
    guard.close()
