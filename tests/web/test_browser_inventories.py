"""In a real browser: an inventory looked through and a case opened, by forms alone, wide and small, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from web import test_browser
from web.test_browser import hand_over, keep_picture, look_again
from web.test_inventories import EU, LONG, builders, found, survey, work_off

browser, open_page = test_browser.browser, test_browser.open_page
pytestmark = test_browser.pytestmark


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_case_is_opened_from_an_inventory_without_javascript(open_page, width, scheme):
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=False)
    page.goto("/account/login/")
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Inventory").click()
    page.get_by_label("Advertiser accounts").fill(EU)
    hand_over(page, "List everything")
    post = found("7594525865672625074", kind="spark_authorization", ends_at=builders.NOW, used_by=("1",))
    work_off(survey(found(LONG, a_day=builders.usd("40.00"), spent=builders.usd("1234.00")), post))
    look_again(page)
    keep_picture(page, f"inventory-{scheme}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label(f"Thing {LONG}").check()
    page.get_by_label("Title").fill("Autumn")
    page.get_by_label("Their address").fill("support@platform.example")
    page.get_by_role("button", name="Open the case").click()
    expect(page.locator("h1")).to_contain_text("Autumn")
    page.goto("/inventory/")
    keep_picture(page, f"inventories-{scheme}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
