"""In a real browser: an agreement reviewed by single keys, and by forms alone, wide and small, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from unpromote.services import people, queries
from web import real, test_browser
from web.pages import PAGE
from web.test_browser import keep_picture

browser, open_page = test_browser.browser, test_browser.open_page
pytestmark = test_browser.pytestmark
REVIEW = f"{PAGE}review/"
NOTICE = f"{REVIEW}?at=rights%5B2%5D.notice"


def sign_in(page, address):
    page.goto(f"/account/login/?next={address}")
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")
    expect(page.locator(".progress")).to_be_visible()


def decisions():
    return {one.path: one.decided.value for one in queries.case(people.person("ana"), "UP-ABCDEFGH").decisions}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")])
def test_a_point_is_decided_without_javascript(open_page, data, width, scheme):
    real.handed_in()
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=False)
    sign_in(page, REVIEW)
    page.goto(NOTICE)
    expect(page.locator("h1")).to_have_text("Right conv, notice")
    page.locator("details.correct summary").click()
    expect(page.get_by_label("Single keys answer")).to_be_hidden()  # it would do nothing
    keep_picture(page, f"review-{scheme}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Accept", exact=True).press("Enter")
    expect(page.locator(".progress")).to_contain_text("1 of 34 looked at")
    assert decisions() == {"rights[2].notice": "accepted"}


def test_single_keys_answer_and_can_be_turned_off(open_page, data):
    real.handed_in()
    page = open_page()
    sign_in(page, REVIEW)
    page.goto(NOTICE)
    first = page.locator("h1").text_content()
    page.keyboard.press("j")
    expect(page.locator("h1")).not_to_have_text(first)
    page.keyboard.press("k")
    expect(page.locator("h1")).to_have_text(first)
    page.keyboard.press("c")
    expect(page.get_by_label("How many", exact=True)).to_be_focused()
    page.get_by_label("Unit", exact=True).fill("days a r j")
    expect(page.locator("h1")).to_have_text(first)
    page.get_by_label("Unit", exact=True).fill("days")
    page.get_by_label("How many", exact=True).fill("45")
    page.keyboard.press("Enter")
    expect(page.locator(".progress")).to_contain_text("1 of 33")
    page.keyboard.press("r")
    expect(page.locator(".progress")).to_contain_text("2 of 3")
    assert list(decisions().values()) == ["corrected", "rejected"]
    page.get_by_label("Single keys answer").uncheck()
    page.keyboard.press("a")
    page.reload()
    expect(page.get_by_label("Single keys answer")).not_to_be_checked()
    assert len(decisions()) == 2


def test_the_points_are_read_out_with_their_state(open_page, data):
    real.handed_in()
    page = open_page()
    sign_in(page, REVIEW)
    expect(page.get_by_role("navigation", name="Points")).to_be_visible()
    current = page.locator("[aria-current=true]")
    expect(current).to_have_count(1)
    expect(page.get_by_role("list", name="To look at").get_by_role("listitem").first).to_contain_text("needed")
    expect(page.get_by_role("button", name="Reject")).to_have_attribute("aria-keyshortcuts", "r")
