"""In a real browser: an emergency is ordered by keyboard, without JavaScript, small and in the dark, and ratified."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import builders as b
from unpromote.domain.delivery import Route
from web.pages import PAGE
from web.test_browser import browser, keep_picture, open_page, pytestmark, sign_in, tab_to  # noqa: F401 - fixtures

MIXED = (
    b.target(1, pace=b.usd("5.00")),
    b.target(2, pace=b.usd("900.00")),
    b.target(3, kind="reach_frequency", route=Route.BY_HAND),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_ana_stops_at_once_by_keyboard_and_ben_stands_by_it(open_page, scheme, width):  # noqa: F811 - the fixture
    b.saved_case("opened", targets=MIXED)
    how = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "java_script_enabled": False}
    page = open_page(**how)
    sign_in(page, "ana")
    page.goto(PAGE)
    tab_to(page, "Stop at once, before any approval")
    page.keyboard.press("Enter")
    tab_to(page, "Why it cannot wait")
    page.keyboard.type("The public is furious.")
    keep_picture(page, f"stop-form-{scheme}-{width}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Delivery is being stopped at once")
    other = open_page(**how)
    sign_in(other, "ben")
    other.goto(PAGE)
    keep_picture(other, f"stop-ratify-{scheme}-{width}")
    tab_to(other, "Ratify the emergency stop")
    other.keyboard.press("Enter")
    expect(other.locator("#emergency")).to_contain_text("Ratified on")


def test_ben_sees_what_switching_on_again_would_cost(open_page):  # noqa: F811 - the fixture
    b.saved_case("settling")
    page = open_page(viewport={"width": 390, "height": 844})
    sign_in(page, "ben")
    page.goto(PAGE)
    page.get_by_text("Switch on again what this case switched off").click()
    expect(page.get_by_label("Arena autumn 1")).to_be_visible()
    keep_picture(page, "stop-undo-390")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_ben_types_the_reference_by_keyboard_to_stop_for_good(open_page, scheme, width):  # noqa: F811 - the fixture
    final = "A collaboration that was removed does not come back: the creators have to be invited anew."
    b.saved_case("stopping", targets=(b.target(1), b.target(2, kind="target_collaboration", final=final)))
    how = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "java_script_enabled": False}
    page = open_page(**how)
    sign_in(page, "ben")
    page.goto(PAGE)
    tab_to(page, "To stop Arena autumn 2 for good, type UP-ABCDEFGH")
    page.keyboard.type("UP-ABCDEFGH")
    keep_picture(page, f"stop-for-good-{scheme}-{width}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("it is stopped for good")
    expect(page.locator("#targets")).to_contain_text("Confirmed by ben")
