"""GMV Max on TikTok: told by lists and a report of its own, its boost sessions apart from the campaign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from moneyed import Money

import builders as b
from emulator.desk import EU, TOKEN, Desk, open_desk
from emulator.shop import SCENARIO
from unpromote.adapters.tiktok import TikTokClient, TikTokDelivery
from unpromote.adapters.tiktok.billing import windows
from unpromote.domain.delivery import (
    SpendSample,
    Target,
    TargetState,
    after_samples,
    after_stop,
    has_grown,
    is_off,
)
from unpromote.domain.errors import OutsideFailed
from unpromote.services.delivery import sample_spend, stop_batch

ACCOUNT = "7302000000000000011"
AT = datetime(2026, 9, 14, 9, tzinfo=UTC)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk(scenario=SCENARIO) as desk:
        yield desk


@pytest.fixture
def platform(desk: Desk) -> Iterator[TikTokDelivery]:
    with TikTokClient(desk.running.url, TOKEN, wait=lambda _: None) as client:
        yield TikTokDelivery(client, desk.running.emulator.now)


def campaign(desk: Desk) -> Target:
    kinds = {"gmv_max_promotion_types": ["PRODUCT_GMV_MAX", "LIVE_GMV_MAX"]}
    (row,) = desk.rows("gmv_max/campaign", advertiser_id=ACCOUNT, page_size=100, filtering=kinds)
    return replace(b.target(), kind="gmv_max", advertiser_id=ACCOUNT, external_id=row["campaign_id"])


def end_sessions(desk: Desk, target: Target) -> None:
    named = {"advertiser_id": ACCOUNT, "campaign_id": target.external_id}
    for row in desk.get("campaign/gmv_max/session/list/", **named)["data"]["session_list"]:
        desk.post("campaign/gmv_max/session/delete/", advertiser_id=ACCOUNT, session_id=row["session_id"])


def stopped(desk: Desk, platform: TikTokDelivery, target: Target) -> Target:
    event = stop_batch(platform, [target], now=desk.running.emulator.now(), by="unpromote")
    return after_stop(target, event.before[0], event.after[0], event.writes[0])


def sampled(desk: Desk, platform: TikTokDelivery, target: Target, *hours: int) -> Target:
    for each in hours:
        desk.later(hours=each)
        event = sample_spend(platform, [target], 1, now=desk.running.emulator.now(), by="unpromote")
        target = after_samples(target, event.samples)
    return target


def test_a_campaign_and_its_sessions_stopped_are_proven_by_their_own_report(
    desk: Desk, platform: TikTokDelivery
) -> None:
    target = stopped(desk, platform, campaign(desk))
    end_sessions(desk, target)
    assert target.state is TargetState.OFF
    proven = sampled(desk, platform, target, 3, 1)
    assert proven.state is TargetState.PROVEN
    assert len({sample.spend for sample in proven.samples}) == 1
    assert proven.samples[0].spend > Money(900, "EUR")


def test_a_session_that_was_left_on_is_seen_in_the_spend(desk: Desk, platform: TikTokDelivery) -> None:
    target = stopped(desk, platform, campaign(desk))
    spending = sampled(desk, platform, target, 3, 2)
    assert target.after is not None
    assert is_off(target.after)
    assert has_grown(spending)
    assert spending.state is TargetState.OFF


def test_the_report_is_asked_shop_by_shop_from_last_new_year(desk: Desk, platform: TikTokDelivery) -> None:
    platform.spend([campaign(desk)])
    asked = [entry for entry in desk.control("log") if "gmv_max/report" in entry["path"]]
    assert len(asked) == 2
    assert not [entry for entry in desk.control("log") if "report/integrated" in entry["path"]]


@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2028, 12, 31), date(2029, 12, 31), date(2026, 9, 14)])
def test_every_day_since_last_new_year_is_asked_for_once(today: date) -> None:
    found = list(windows(today))
    days = [first + timedelta(days=n) for first, last in found for n in range((last - first).days + 1)]
    assert (days[0], days[-1], len(days)) == (date(today.year - 1, 1, 1), today, len(set(days)))
    assert len(days) == (today - days[0]).days + 1
    assert max((last - first).days + 1 for first, last in found) <= 365


# --- a platform that answers as it is told

INFO = {"advertiser_id": EU, "name": "EU", "status": "ok", "currency": "EUR", "timezone": "Asia/Tokyo"}


def spend(stores: list[str], costs: dict[tuple[str, str], str], at: datetime = AT) -> tuple[SpendSample, ...]:
    """What a campaign "1" cost, by what each shop's report says of the year that it starts in."""

    def answer(request: httpx.Request) -> httpx.Response:
        asked, data = request.url.params, {}
        if request.url.path.endswith("advertiser/info/"):
            data = {"list": [INFO]}
        elif request.url.path.endswith("store/list/"):
            data = {"store_list": [{"store_id": one} for one in stores]}
        else:
            cost = costs.get((asked["store_ids"], asked["start_date"][:4]))
            rows: list[Any] = [{"dimensions": {"campaign_id": "1"}, "metrics": {"cost": cost}}] if cost else []
            data = {"list": rows, "page_info": {"total_number": len(rows)}}
        return httpx.Response(200, json={"code": 0, "message": "OK", "request_id": "r1", "data": data})

    target = replace(b.target(), kind="gmv_max", advertiser_id=EU, external_id="1")
    with TikTokClient("http://tiktok.example", "t", transport=httpx.MockTransport(answer)) as client:
        return TikTokDelivery(client, lambda: at).spend([target])


def test_last_year_and_this_one_are_added_up() -> None:
    (sample,) = spend(["7", "8"], {('["8"]', "2025"): "10.50", ('["8"]', "2026"): "4.25"})
    assert sample.spend == Money("14.75", "EUR")


def test_the_year_is_that_of_the_account() -> None:
    new_year_in_tokyo = datetime(2026, 12, 31, 15, tzinfo=UTC)
    costs = {('["7"]', "2025"): "1.00", ('["7"]', "2026"): "2.00", ('["7"]', "2027"): "4.00"}
    assert [one.spend for one in spend(["7"], costs, new_year_in_tokyo)] == [Money("6.00", "EUR")]


@pytest.mark.parametrize(("stores", "cost"), [([], "1.00"), (["7"], ""), (["7"], "-")])
def test_no_shop_no_row_and_no_figure_are_no_sample(stores: list[str], cost: str) -> None:
    assert spend(stores, {('["7"]', "2026"): cost}) == ()


def test_a_cost_that_is_no_number_is_no_guess() -> None:
    with pytest.raises(OutsideFailed, match="no readable cost"):
        spend(["7"], {('["7"]', "2026"): "much"})
