"""In a real browser: a line unfolds by keyboard, leads to the marked page and back, and the chart shows the cliff."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import agreed
from web import real
from web.pages import PAGE
from web.test_browser import browser, keep_picture, open_page, pytestmark, sign_in  # noqa: F401 - fixtures

SHOWN = {
    "decision": f"{PAGE}decision/?harm_per_day=250&until=2026-10-05",
    "page": f"{PAGE}documents/1/pages/7/",
    "claim": f"{PAGE}claim/",
    "case": PAGE,
}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.UNPROMOTE = {**settings.UNPROMOTE, "data": tmp_path}


def test_ana_checks_a_line_by_keyboard_down_to_the_words_on_the_page(open_page):  # noqa: F811 - the fixture
    real.quoted()
    page = open_page()
    sign_in(page, "ana")
    page.goto(PAGE)
    page.locator("#line-2 + .how summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#line-2 + .how .check-it")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("agreement.pdf, page 7 of 10")
    expect(page.locator("svg .asked rect").first).to_be_visible()
    picture = page.locator("svg image").get_attribute("href")
    assert page.request.get(picture).headers["content-type"] == "image/png"
    page.get_by_role("link", name="Back to where it is used").click()
    expect(page.locator("#line-2")).to_be_in_viewport()


def test_the_chart_tells_the_cliff_where_the_cursor_meets_it(open_page):  # noqa: F811 - the fixture
    real.quoted()
    page = open_page()
    sign_in(page, "ana")
    page.goto(f"{PAGE}decision/")
    expect(page.locator(".plot canvas")).to_be_visible()
    page.locator(".plot").focus()
    for _ in range(5):
        page.keyboard.press("PageDown")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".readout em")).to_have_text("Cancel before 30 Oct 2026, 00:00 PDT, or $4,200.00 more.")


def test_a_reading_is_settled_and_the_ways_on_are_weighed_without_javascript(open_page):  # noqa: F811 - the fixture
    real.quoted(agreed.unclear(agreed.BASE))
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Cases")
    page.goto(PAGE)
    page.get_by_label("undelivered at effective").check()
    page.get_by_label("Why: who confirmed it").fill("their mail")
    page.get_by_role("button", name="Settle this reading").click()
    expect(page.get_by_role("status")).to_contain_text("nothing is unclear any more")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_of_the_quote_is_wider_than_its_screen(open_page, scheme, width):  # noqa: F811 - the fixture
    real.quoted()
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    sign_in(page, "ana")
    for name, address in SHOWN.items():
        page.goto(address)
        keep_picture(page, f"quote-{name}-{scheme}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
