"""In a real browser: everything in an account stopped by forms and keys alone, wide and small, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from unpromote.domain.inventory import Pass
from web import test_browser
from web.test_browser import hand_over, keep_picture, look_again
from web.test_halts import EU, EUROS, US, _connected, carry_out
from web.test_inventories import builders, found, survey, work_off

browser, open_page, connected = test_browser.browser, test_browser.open_page, _connected
pytestmark = test_browser.pytestmark


def read():
    problem = Pass("gmv_max", US, problem="no permission")
    dollars = survey(
        found("1800000000000001", a_day=builders.usd("40.00"), spent=builders.usd("1234.00")),
        found("1800000000000003", kind="promote", spent=builders.usd("20.00")),
    )
    work_off(dollars, survey(found("1800000000000002", account=US, a_day=EUROS), problem, account=US, currency="EUR"))


def fits(page, width, name):
    keep_picture(page, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")])
def test_everything_is_stopped_without_javascript_by_keyboard(open_page, width, scheme):
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=False)
    page.goto("/account/login/?next=/halt/")
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")
    page.get_by_label("Accounts of northwind").fill(f"{EU}\n{US}")
    fits(page, width, f"halt-first-{scheme}-{width}")
    hand_over(page, "Show what would be stopped")
    read()
    look_again(page)
    fits(page, width, f"halt-preview-{scheme}-{width}")
    page.get_by_label("Why it cannot wait").fill("The public is furious.")
    page.get_by_label("Their address").fill("support@platform.example")
    hand_over(page, "Stop everything now")
    carry_out()
    look_again(page)
    fits(page, width, f"halt-order-{scheme}-{width}")
    page.get_by_role("listitem").get_by_role("link").first.press("Enter")
    expect(page.locator("main")).to_contain_text("The public is furious.")
    page.goto("/halt/")
    fits(page, width, f"halt-{scheme}-{width}")
