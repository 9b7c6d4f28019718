"""Rows of spreadsheets to the promotion, targets and contacts of a case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from moneyed import Money

import builders as b
from unpromote.domain.delivery import Level
from unpromote.domain.errors import BadInput
from unpromote.domain.vocabulary import Reservation, Stage
from unpromote.services import booking
from unpromote.services.booking import Booking, Sheets

BOOKED = Booking("autumn", Reservation.AUCTION, "Europe/Berlin")


HUNDREDS = {hundred: b.usd(f"{hundred}00.00") for hundred in range(7)}


@dataclass(frozen=True)
class Row:
    kind: str = "campaign"
    advertiser_id: str = "72"
    campaign_id: str = "18"
    name: str = "Autumn"
    budget: Money = HUNDREDS[6]
    spent: Money = HUNDREDS[1]
    start: date = date(2026, 9, 1)
    end: date = date(2026, 11, 1)
    spent_through: date | None = date(2026, 9, 20)
    prepaid: Money = HUNDREDS[0]
    level: Level = Level.CAMPAIGN
    stage: str = ""
    submitted_on: date | None = None


@dataclass(frozen=True)
class Line:
    creator_id: str = "cleo"
    name: str = "Cleo"
    email: str = "cleo@creators.example"
    deliverable: str = "Video"
    price: Money = HUNDREDS[3]
    stage: Stage = Stage.BRIEFED
    advance_paid: Money = HUNDREDS[1]
    language: str | None = None
    time_zone: str | None = None
    item: str = "deliverable"
    submitted_at: datetime | None = None
    approved: bool = False
    incurred: bool = False
    from_: date | None = None
    to: date | None = None
    code: str = ""


def test_a_target_stands_where_its_row_says():
    made = booking.targets_of((Row(), Row(campaign_id="19", level=Level.ADGROUP)))
    assert [target.level for target in made] == [Level.CAMPAIGN, Level.ADGROUP]


def test_a_promotion_is_the_sum_of_its_rows_over_their_flight():
    rows = (Row(), Row(campaign_id="19", budget=b.usd("0.10"), prepaid=b.usd("5.00")))
    made = booking.promotion_of(Sheets(rows), BOOKED, now=b.NOW)
    assert (made["budget"], made["spent"], made["prepaid"]) == ("600.10", "200.00", "5.00")
    assert made["flight"] == {"start": "2026-09-01T00:00:00+02:00", "end": "2026-11-01T00:00:00+01:00"}
    assert (made["spent_through"], made["reservation"], made["creators"]) == ("2026-09-20", "auction", [])


@pytest.mark.parametrize(
    ("now", "status"),
    [
        (datetime(2026, 8, 31, 21, 59, tzinfo=UTC), "booked"),
        (datetime(2026, 8, 31, 22, 0, tzinfo=UTC), "live"),
        (datetime(2026, 10, 31, 23, 0, tzinfo=UTC), "completed"),
    ],
)
def test_a_promotion_stands_where_the_clock_of_its_zone_says(now, status):
    assert booking.promotion_of(Sheets((Row(),)), BOOKED, now=now)["status"] == status


def test_spend_through_no_stated_day_stays_unstated():
    assert booking.promotion_of(Sheets((Row(spent_through=None),)), BOOKED, now=b.NOW)["spent_through"] is None


def test_spend_through_two_days_cannot_be_added():
    with pytest.raises(BadInput, match="spent_through"):
        booking.promotion_of(Sheets((Row(), Row(spent_through=None))), BOOKED, now=b.NOW)


def test_a_zone_that_is_none_is_refused():
    with pytest.raises(BadInput, match="unknown time zone"):
        booking.promotion_of(Sheets((Row(),)), replace(BOOKED, time_zone="Mars"), now=b.NOW)


def test_a_creators_lines_are_gathered():
    sheets = Sheets((Row(),), (Line(), Line(deliverable="Story", price=b.usd("20.00"))))
    (cleo,) = booking.promotion_of(sheets, BOOKED, now=b.NOW)["creators"]
    assert [(made["id"], made["price"]) for made in cleo["deliverables"]] == [("Video", "300.00"), ("Story", "20.00")]
    assert cleo["advance_paid"] == "200.00"


def test_each_creator_is_one_contact_in_their_language():
    contacts = booking.contacts_of((Line(), Line(deliverable="Story"), Line("emil", "Emil", language="de")))
    assert [(contact.id, contact.language) for contact in contacts] == [("cleo", "en"), ("emil", "de")]


@pytest.mark.parametrize(
    ("token", "kind", "route"), [("", "campaign", "by_hand"), ("t", "campaign", "api"), ("t", "boost", "by_hand")]
)
def test_only_a_connected_account_stops_campaigns_by_itself(monkeypatch, token, kind, route):
    monkeypatch.setitem(settings.UNPROMOTE, "tiktok_token", token)
    (target,) = booking.targets_of((Row(kind=kind),))
    assert (target.id, target.route.value, target.external_id) == ("t1", route, "18")


@pytest.mark.parametrize(
    ("token", "kind", "route"),
    [
        ("", "shop_activity", "by_hand"),
        ("t", "shop_activity", "api"),
        ("t", "open_collaboration", "api"),
        ("t", "target_collaboration", "api"),
        ("t", "shop_coupon", "by_hand"),
        ("t", "affiliate", "by_hand"),
    ],
)
def test_a_connected_shop_ends_its_offers_but_for_coupons(monkeypatch, token, kind, route):
    monkeypatch.setitem(settings.UNPROMOTE, "tiktok_token", "")
    monkeypatch.setitem(settings.UNPROMOTE, "shop_token", token)
    assert booking.route_for(kind).value == route


def test_a_target_knows_what_of_its_stop_cannot_be_undone():
    offer, campaign = booking.targets_of([Row(kind="target_collaboration"), Row(kind="campaign")])
    assert ("does not come back" in offer.final, campaign.final) == (True, "")
