"""In a real browser: a scan that lay aslant, with the words marked, and the form that asks for a password."""

from __future__ import annotations

import pypdfium2
import pytest
from playwright.sync_api import expect

import builders
from unpromote.reading.ocr import can_scan
from web import real
from web.pages import PAGE
from web.test_browser import browser, keep_picture, open_page, pytestmark, sign_in

__all__ = ["browser", "open_page"]

pytestmark = [pytestmark, pytest.mark.skipif(not can_scan(), reason="needs the extra: pip install 'unpromote[ocr]'")]


@pytest.fixture
def scan(settings, tmp_path):
    """The shipped agreement's page on termination, as a scanner gives it."""
    settings.UNPROMOTE = {**settings.UNPROMOTE, "data": tmp_path}
    with pypdfium2.PdfDocument(real.PDF) as pdf:
        sheet = pdf[6].render(scale=150 / 72).to_pil()
    sheet.rotate(1.2, resample=3, fillcolor="white").save(tmp_path / "scan.png")
    return tmp_path / "scan.png"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_ana_sees_the_words_where_they_lie_on_the_scan(open_page, scan, scheme, width):
    real.handed_in(scan)
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=False)
    sign_in(page, "ana")
    page.goto(f"{PAGE}documents/1/pages/1/")
    expect(page.locator("svg rect").first).to_be_visible()
    keep_picture(page, f"scan-{scheme}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_text("These words were not found on this page").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_form_that_takes_a_password_fits_the_page(open_page, scan, scheme, width):
    builders.saved_case("opened")
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=False)
    sign_in(page, "ana")
    page.goto(PAGE)
    expect(page.get_by_label("Its password")).to_be_visible()
    keep_picture(page, f"hand-in-{scheme}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
