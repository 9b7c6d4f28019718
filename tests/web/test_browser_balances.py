"""Money at the platform in a real browser: by keyboard, without JavaScript, small, wide, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import builders as b
from unpromote.domain import holding_events as h
from unpromote.domain.holdings import ReturnState
from unpromote.services.record import record
from unpromote.store import cases
from web.pages import PAGE
from web.test_browser import browser, keep_picture, open_page, pytestmark, sign_in, tab_to

__all__ = ["browser", "open_page", "pytestmark"]

PLATFORM = f"{PAGE}platform/"
ALONE, OTHER = "7200000000000000033", "7200000000000000022"
HELD = (
    b.holding(),
    b.holding(OTHER, name="Northwind Outdoor, Spring and Summer"),
    b.holding(ALONE, name="Northwind alone", bc_id="", grant=None, frozen=None, transferable=None),
    b.holding("", name="Business Center 7100", cash=b.usd("10000.00")),
)


def everything() -> None:
    """One transfer of which nobody knows, one proposed, and money asked for of an account that stands alone."""
    b.saved_case("rechecked")
    told = {"at": b.late(), "by": "unpromote"}
    record("case_1", h.BalancesRead(**told, holdings=HELD, unread=("7001: TikTok refused advertiser/info",)))
    record("case_1", h.ReturnProposed(at=b.late(), by="ana", proposal=b.money_return()))
    record("case_1", h.ReturnApproved(at=b.late(), by="ben", return_id="m1", rest_hours=3))
    record("case_1", h.ReturnChecked(**told, return_id="m1", held=b.usd("1000.00"), known=()))
    record(
        "case_1", h.ReturnUnclear(**told, return_id="m1", problem=f"several records fit: {'6100000000000000007, ' * 3}")
    )
    record("case_1", h.ReturnProposed(at=b.late(), by="ana", proposal=b.money_return(2, holder=OTHER)))
    how = {"what": "close it", "how": "x", "do_by": b.late().date()}
    record("case_1", h.RefundPlanned(at=b.late(), by="ana", holder=ALONE, path="stand_alone", **how))
    record("case_1", b.refund_asked(holder=ALONE))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_all_that_is_known_of_the_money_fits_the_page(open_page, data, scheme, width):
    everything()
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=False)
    sign_in(page, "ben")
    page.goto(PLATFORM)
    expect(page.get_by_role("heading", level=2)).to_have_count(7)
    for summary in page.locator("details > summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    keep_picture(page, f"balances-{scheme}-{width}")


def test_ana_proposes_and_ben_approves_by_keyboard(open_page, data):
    b.saved_case("rechecked")
    record("case_1", h.BalancesRead(at=b.late(), by="unpromote", holdings=HELD[:1], unread=()))
    page = open_page()
    sign_in(page, "ana")
    page.goto(PLATFORM)
    tab_to(page, "Move money up to the Business Center")
    page.keyboard.press("Enter")
    page.get_by_label("Amount in USD").fill("300.00")
    tab_to(page, "Propose the transfer")
    page.keyboard.press("Enter")
    expect(page.locator(".state")).to_have_text("proposed")
    ben = open_page()
    sign_in(ben, "ben")
    ben.goto(PLATFORM)
    tab_to(ben, "Approve $300.00")
    ben.keyboard.press("Enter")
    expect(ben.locator(".state")).to_have_text("approved")
    (one,) = cases.load("case_1").platform.returns
    assert (one.state, one.proposed_by, one.approved_by) == (ReturnState.APPROVED, "ana", "ben")
