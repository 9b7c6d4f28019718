"""In a real browser: a file imported by forms alone, without JavaScript, wide and small, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from listings import HEADER, ONE, ROW, csv_file
from web import test_browser
from web.test_browser import hand_over, keep_picture, look_again, sign_in
from web.test_imports import OPEN, work_off

browser, open_page = test_browser.browser, test_browser.open_page
pytestmark = test_browser.pytestmark


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_file_is_imported_without_javascript(open_page, data, tmp_path, width, scheme):
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=False)
    page.goto("/account/login/")
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Cases")
    again = ROW.replace(ONE, "1.8E+18")
    for name, lines in {"open.csv": OPEN.splitlines(), "mixed.csv": [HEADER, ROW, again, "Total,,,,,,,,"]}.items():
        page.goto("/promotions/")
        page.get_by_label("CSV or XLSX").set_input_files(csv_file(tmp_path, *lines, name=name))
        hand_over(page, "Try it")
        work_off()
        look_again(page)
        keep_picture(page, f"import-{name[:-4]}-{scheme}-{width}")
    hand_over(page, "Take it in")
    work_off()
    page.goto("/promotions/")
    keep_picture(page, f"imports-{scheme}-{width}")
    assert ONE in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [1280, 390])
def test_no_import_is_wider_than_its_screen(open_page, data, tmp_path, width):
    page = open_page(viewport={"width": width, "height": 844})
    sign_in(page, "ana")
    for name, lines in {
        "open.csv": OPEN.splitlines(),
        "mixed.csv": [HEADER, ROW.replace("campaign,", "dance,")],
    }.items():
        page.goto("/promotions/")
        page.get_by_label("CSV or XLSX").set_input_files(csv_file(tmp_path, *lines, name=name))
        hand_over(page, "Try it")
        work_off()
        look_again(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
