"""In a real browser: the safety net is set by keyboard, without JavaScript; the ticket lies ready, small and dark."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

import builders as b
from unpromote.domain import record_events as r
from unpromote.domain.on_record import ChangeLine, ChangeLog, Threat
from unpromote.services.record import record
from web.pages import PAGE
from web.test_browser import browser, keep_picture, open_page, pytestmark, sign_in, tab_to  # noqa: F401 - fixtures

ACCOUNT = b.target().advertiser_id


def grown():
    case = b.saved_case("support told")
    line = ChangeLine(b.NOW, "campaign", case.targets[0].external_id, "Enabled", "Paused", "a***b", "Marketing API")
    log = ChangeLog(ACCOUNT, b.NOW, b.NOW, b.NOW, (line,), "76.csv", "c" * 64, "", "req")
    window = {"advertiser_id": ACCOUNT, "task_id": "76", "since_at": b.NOW, "until_at": b.NOW, "nth": 1}
    record(case.id, r.ChangesRead(at=b.NOW, by="unpromote", log=log, **window))
    threat = Threat(ACCOUNT, "70", "Morning on", whole_account=False, hits=1)
    record(case.id, r.RulesRead(at=b.NOW, by="x", advertiser_id=ACCOUNT, nth=1, turn=0, threats=(threat,)))
    for nth, spend in ((2, "10000.00"), (3, "10012.50")):
        at = b.NOW + nth * timedelta(hours=1)
        record(case.id, b.spend_sampled(case.targets[0], at=at, spend=spend, nth=nth))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_ana_reads_the_record_sets_the_net_and_finds_the_ticket(open_page, scheme, width):  # noqa: F811 - the fixture
    grown()
    how = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "java_script_enabled": False}
    page = open_page(**how)
    sign_in(page, "ana")
    page.goto(PAGE)
    tab_to(page, "What TikTok has on record")
    page.keyboard.press("Enter")
    keep_picture(page, f"records-{scheme}-{width}")
    tab_to(page, "Set the safety net")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The safety net is set")
    page.locator("#ticket").scroll_into_view_if_needed()
    keep_picture(page, f"ticket-{scheme}-{width}")
    expect(page.get_by_label("The ticket, to paste or to send")).to_contain_text("12.50 USD more")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
