"""What the platform shows, in a real browser: by keyboard, without JavaScript, small, wide, light and dark."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils import timezone
from playwright.sync_api import expect

import builders
from fakes import FakeCauses
from gathering import AT, FEED, REJECTED, REPORT, ROW, SAID, SCAM, work_off
from unpromote.domain.causes import Found, What
from unpromote.services import causes, people
from web.pages import PAGE
from web.test_browser import browser, keep_picture, open_page, pytestmark, sign_in, tab_to

__all__ = ["browser", "open_page", "pytestmark"]


def fortnight() -> FakeCauses:
    """Fourteen days on which a result gets dearer, one of them without a row."""
    rows = [
        replace(
            ROW, starts_at=AT + timedelta(days=n), spend=builders.usd(f"{100 + 7 * n}.00"), results=Fraction(40 - n)
        )
        for n in range(14)
        if n != 5
    ]
    report = replace(REPORT, rows=tuple(rows), last_on=REPORT.first_on + timedelta(days=13))
    hours = [replace(ROW, starts_at=AT + timedelta(hours=n), results=None) for n in range(9)]
    by_hour = replace(REPORT, step="hour", rows=tuple(hours))
    return FakeCauses(
        reports=Found((report, by_hour), "TikTok report/integrated/get"),
        remarks=Found((SAID, SCAM), "TikTok comment/list", ("Boost: TikTok has no comments of promote",)),
        rulings=Found((REJECTED,), "TikTok statuses and adgroup/review_info"),
        incidents=FEED,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_everything_that_was_gathered_fits_the_page(open_page, data, scheme, width):
    builders.saved_case("quoted")
    causes.order(people.person("ana"), "case_1", list(What), now=timezone.now())
    work_off(timezone.now, fortnight())
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=False)
    sign_in(page, "ana")
    page.goto(PAGE)
    expect(page.locator(".spent svg")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    keep_picture(page, f"causes-{scheme}-{width}")


def test_ana_orders_a_reading_marks_a_comment_and_takes_it_by_keyboard(open_page, data):
    builders.saved_case("opened")
    page = open_page()
    sign_in(page, "ana")
    page.goto(PAGE)
    tab_to(page, "Read it")
    page.keyboard.press("Enter")
    expect(page.locator("#gathered-g1 + .state")).to_have_text("Being read")
    work_off(timezone.now, fortnight())
    page.reload()
    page.get_by_label(SCAM.content).focus()
    page.keyboard.press("Space")
    tab_to(page, "Mark these comments")
    page.keyboard.press("Enter")
    expect(page.get_by_label(SCAM.content)).to_be_checked()
