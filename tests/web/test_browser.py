"""In a real browser: by keyboard alone, without JavaScript, small and in the dark; a picture of each page is kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

import builders
from unpromote.services import creator_link, people
from unpromote.services.record import record
from web.conftest import PASSWORD
from web.pages import PAGE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
PICTURES = Path(__file__).parents[2] / "test-artefacts"
PAGES = {
    "list": "/",
    "case": PAGE,
    "money": f"{PAGE}money/",
    "clauses": f"{PAGE}clauses/",
    "tray": "/tray/",
    "promotions": "/promotions/",
    "inventory": "/inventory/",
    "password": "/account/password/change/",
    "lost-password": "/account/password/reset/",
    "sign-out": "/account/logout/",
}
MANY = 60  # more tabs than any page needs

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium or google-chrome is installed on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Playwright keeps an event loop running, in which Django would refuse to touch the database."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = [*FLAGS.split(), "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield running
        running.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(transactional_db, cast, live_server, browser) -> Iterator[Callable[..., Page]]:
    """Open a window of one's own; whatever a page complains about (the policy, a script) fails the test."""
    windows, complaints = [], []

    def open_(**how: Any) -> Page:
        window = browser.new_context(base_url=live_server.url, **{"viewport": {"width": 1280, "height": 900}} | how)
        window.set_default_timeout(15_000)
        windows.append(window)
        window.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
        window.on("weberror", lambda error: complaints.append(str(error.error)))
        return window.new_page()

    yield open_
    for window in windows:
        window.close()
    assert complaints == []


def is_complaint(said: ConsoleMessage) -> bool:
    """A refused action answers 409, which Chromium counts among its errors."""
    return said.type == "error" and "409 (Conflict)" not in said.text


def keep_picture(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def tab_to(page: Page, text: str, key: str = "Tab") -> None:
    """Press Tab until the element with this text or label has the focus."""
    for _ in range(MANY):
        page.keyboard.press(key)
        if page.evaluate("(e => e.labels?.[0]?.innerText || e.innerText)(document.activeElement)").strip() == text:
            return
    pytest.fail(f"{text!r} cannot be reached by keyboard")


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    tab_to(page, "Username")
    page.keyboard.type(name)
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Cases")


def hand_over(page: Page, button: str) -> None:
    """Press a button whose work a worker does, and wait for the page that says so: not before is it ordered."""
    page.get_by_role("button", name=button).press("Enter")
    expect(page.get_by_role("link", name="Look again")).to_be_visible()


def look_again(page: Page) -> None:
    """Look for what the worker has done."""
    page.get_by_role("link", name="Look again").press("Enter")
    expect(page.get_by_role("link", name="Look again")).to_have_count(0)


def test_ben_and_bea_approve_by_keyboard_alone_and_the_page_follows_the_stop(open_page):
    case = builders.saved_case("quoted")
    page = open_page()
    sign_in(page, "ben")
    tab_to(page, "Arena autumn")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("leaving costs $67,000.00")

    tab_to(page, "Read the quote")
    page.keyboard.press("Enter")
    expect(page.locator("#quote")).to_be_in_viewport()
    tab_to(page, "Approve $67,000.00", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("A second person has to sign")
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)

    tab_to(page, "Sign out")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Sign in")
    sign_in(page, "bea")
    page.goto(PAGE)
    expect(page.locator(".signed")).to_contain_text("ben signed")
    tab_to(page, "Approve $67,000.00")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-current=step]")).to_have_text("Stop")

    record(case.id, builders.stop_observed(*case.targets))
    expect(page.locator("h1")).to_contain_text("2 of 2 targets off", timeout=20_000)
    expect(page.locator("#targets .state").first).to_have_text("Off, spend being watched")
    keep_picture(page, "case-stopping")


def test_the_skip_link_comes_first_and_leads_past_the_header(open_page):
    page = open_page()
    page.goto("/account/login/")
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "login"


def test_a_refusal_has_the_focus_so_that_it_is_heard(open_page):
    builders.saved_case("quoted")
    here = open_page()
    sign_in(here, "ben")
    here.goto(PAGE)
    elsewhere = here.context.new_page()
    elsewhere.goto(PAGE)
    elsewhere.get_by_role("button", name="Approve").click()
    expect(elsewhere.get_by_role("status")).to_be_visible()
    here.get_by_role("button", name="Approve").click()
    expect(here.get_by_role("alert")).to_be_focused()
    expect(here.get_by_role("alert")).to_contain_text("Ben has signed already")


def test_the_curve_is_drawn_and_read_by_mouse_and_by_keyboard(open_page):
    builders.saved_case("quoted")
    page = open_page()
    sign_in(page, "ana")
    page.goto(PAGE)
    plot, readout = page.locator(".plot"), page.locator(".readout")
    expect(plot.locator("canvas")).to_be_visible()
    expect(readout).to_contain_text("Sent on 21 Sep 2026")
    plot.focus()
    page.keyboard.press("ArrowRight")
    expect(readout).to_contain_text("Sent on 22 Sep 2026 cost in all $87,900.00 price of leaving $66,900.00")
    page.keyboard.press("End")
    expect(readout).to_contain_text("Sent on 20 Oct 2026")
    plot.locator(".u-over").hover(position={"x": 2, "y": 40})
    expect(readout).to_contain_text("Sent on 21 Sep 2026")


def test_the_curve_has_ink_in_its_own_colors(open_page):
    builders.saved_case("quoted")
    page = open_page(color_scheme="dark")
    sign_in(page, "ana")
    page.goto(PAGE)
    expect(page.locator(".plot canvas")).to_be_visible()
    colors = page.evaluate(
        """() => { const c = document.querySelector('.plot canvas'), seen = new Set();
           const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
           for (let i = 0; i < d.length; i += 4) if (d[i + 3] === 255) seen.add([d[i], d[i + 1], d[i + 2]].join());
           return [...seen]; }"""
    )
    assert {"127,196,183", "224,165,88"} <= set(colors)  # --total and --exit of the dark palette


def test_everything_works_without_javascript(open_page):
    builders.saved_case("quoted")
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Username").fill("ben")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Arena autumn").click()
    expect(page.locator("figure.curve")).to_be_hidden()
    page.get_by_text("The same as figures").click()
    expect(page.locator(".curve-table tbody tr").first).to_contain_text("$87,000.00")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status")).to_contain_text("A second person has to sign")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_its_screen(open_page, scheme, width):
    builders.saved_case("emil judged")
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.goto("/account/login/")
    keep_picture(page, f"sign-in-{scheme}-{width}")
    sign_in(page, "ben")
    for name, address in PAGES.items():
        page.goto(address)
        keep_picture(page, f"{name}-{scheme}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("width", [1280, 390])
def test_ana_states_a_breach_and_shows_it_by_keyboard(open_page, data, tmp_path, width):
    builders.saved_case("quoted")
    page = open_page(viewport={"width": width, "height": 844})
    sign_in(page, "ana")
    page.goto(PAGE)
    tab_to(page, "State a fact: this voids the quote")
    page.keyboard.press("Enter")
    tab_to(page, "By whom: media, platform, creator")
    page.keyboard.type("media")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    keep_picture(page, f"evidence-form-{width}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("The fact is stated.")

    letter = tmp_path / "notice.pdf"
    letter.write_text("You breached clause 13.")
    tab_to(page, "Add evidence")
    page.keyboard.press("Enter")
    page.get_by_label("The file: a screenshot").set_input_files(letter)
    tab_to(page, "What it shows, in a few words")
    page.keyboard.type("Our notice of 14 September")
    page.keyboard.press("Enter")
    expect(page.locator("#fact-breach + .state")).to_have_text("Shown by evidence")
    tab_to(page, "Confirm “Breach”")
    page.keyboard.press("Enter")
    expect(page.locator("#fact-breach + .state")).to_have_text("Confirmed by ana")
    keep_picture(page, f"evidence-{width}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("size", "width"), [("phone", 390), ("desk", 1280)])
def test_cleo_answers_on_her_own_page_without_javascript(open_page, data, scheme, size, width):
    case = builders.saved_case("settling")
    record(case.id, builders.adjusted())
    record(case.id, builders.proposed())
    link = creator_link.link_of(people.person("ana"), case.id, "cleo", now=datetime.now(UTC))
    page = open_page(java_script_enabled=False, color_scheme=scheme, viewport={"width": width, "height": 844})
    page.goto(link)
    keep_picture(page, f"creator-{size}-{scheme}")
    page.get_by_text("I object").click()
    page.get_by_label("What is wrong, and why").fill("The draft was approved.")
    page.get_by_role("button", name="Send the objection").click()
    expect(page.locator("#told ~ ol")).to_contain_text("You objected: The draft was approved.")
    keep_picture(page, f"creator-answered-{size}-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("size", "width"), [("phone", 390), ("desk", 1280)])
def test_the_desk_sees_what_creators_bring_up_and_what_is_left_to_do(open_page, data, size, width):
    case = builders.saved_case("settling")
    deals = builders.deals_entered().deals
    for event in (builders.deals_entered(creators=(), contacts=(), deals=deals), builders.proposed()):
        record(case.id, event)
    page = open_page(java_script_enabled=False, viewport={"width": width, "height": 844})
    sign_in(page, "ben")
    page.goto(PAGE)
    page.locator("summary", has_text="Adjust the involvement").first.click()
    keep_picture(page, f"creators-{size}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
