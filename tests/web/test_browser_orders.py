"""In a real browser: one TikTok One order typed by forms alone, wide and small, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from web import test_browser
from web.test_browser import hand_over, keep_picture, look_again
from web.test_imports import work_off
from web.test_orders import ACCOUNT, TWO

browser, open_page = test_browser.browser, test_browser.open_page
pytestmark = test_browser.pytestmark


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_an_order_is_typed_without_javascript(open_page, data, width, scheme):
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=False)
    page.goto("/account/login/?next=/promotions/orders/")
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")
    typed = {"Id of the order": TWO, "Ad account": ACCOUNT, "Name": "Boots", "Creator": "Cleo", "Price": "1200.00"}
    for label, text in {**typed, "Currency": "EUR", "First day": "2026-09-01"}.items():
        page.get_by_label(label, exact=True).fill(text)
    keep_picture(page, f"order-{scheme}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    hand_over(page, "Take it in")
    work_off()
    look_again(page)
    expect(page.locator("main")).to_contain_text("1 new")
    keep_picture(page, f"order-taken-{scheme}-{width}")
