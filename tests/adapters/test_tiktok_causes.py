"""What TikTok shows of why a promotion stops: curves, comments, decisions; against the emulator, and on order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import httpx
import pytest
from moneyed import Money

import builders as b
from emulator.desk import EU, TOKEN, Desk, open_desk, scenario_of
from emulator.shop import SCENARIO
from unpromote.adapters.tiktok import TikTokClient
from unpromote.adapters.tiktok.causes import TikTokCauses
from unpromote.adapters.tiktok.curves import windows
from unpromote.domain.causes import Found, Report
from unpromote.domain.delivery import Level, Target
from unpromote.domain.errors import OutsideFailed

ACCOUNT = "7302000000000000011"
SINCE, UNTIL = datetime(2026, 9, 1, 9, tzinfo=UTC), datetime(2026, 9, 14, 9, tzinfo=UTC)
SPAN = (SINCE, UNTIL)
INFO = {"advertiser_id": EU, "name": "EU", "status": "STATUS_ENABLE", "currency": "EUR", "timezone": "Europe/Berlin"}


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk(scenario=SCENARIO) as desk:
        yield desk


@pytest.fixture
def causes(desk: Desk) -> Iterator[TikTokCauses]:
    with TikTokClient(desk.running.url, TOKEN, wait=lambda _: None) as client:
        yield TikTokCauses(client)


def of(kind: str, row: dict[str, Any], level: Level = Level.CAMPAIGN, advertiser_id: str = ACCOUNT) -> Target:
    names = {Level.CAMPAIGN: "campaign_id", Level.ADGROUP: "adgroup_id", Level.AD: "ad_id"}
    made = replace(b.target(), kind=kind, level=level, advertiser_id=advertiser_id, external_id=row[names[level]])
    return replace(made, name=kind)


def auction(desk: Desk, name: str = "Auction 1") -> Target:
    return of("campaign", desk.named(name, advertiser_id=ACCOUNT)[0])


def special(desk: Desk, noun: str, **filtering: Any) -> dict[str, Any]:
    (row, *_) = desk.rows(noun, advertiser_id=ACCOUNT, page_size=100, filtering=filtering)
    return dict(row)


def gmv_max(desk: Desk) -> Target:
    kinds = ["PRODUCT_GMV_MAX", "LIVE_GMV_MAX"]
    return of("gmv_max", special(desk, "gmv_max/campaign", gmv_max_promotion_types=kinds))


def promote(desk: Desk) -> Target:
    return of("promote", special(desk, "campaign", campaign_system_origins=["PROMOTE"]))


def by_day(found: Found[Report]) -> list[Report]:
    return [report for report in found.found if report.step == "day"]


def asked(desk: Desk, path: str) -> list[dict[str, Any]]:
    return [entry for entry in desk.control("log") if path in entry["path"]]


# --- curves


def test_a_curve_tells_each_days_spend_and_results_in_the_accounts_zone(desk: Desk, causes: TikTokCauses) -> None:
    (report,) = by_day(causes.reports([auction(desk)], SPAN))
    assert (report.first_on, report.last_on, report.currency) == (date(2026, 9, 1), date(2026, 9, 14), "EUR")
    first = report.rows[0]
    assert first.starts_at.isoformat() == "2026-09-01T00:00:00+02:00"
    assert first.spend is not None
    assert first.spend.currency.code == "EUR"
    assert (first.clicks, first.results) == (int(first.spend.amount * 2), Fraction(int(first.spend.amount * 2) // 20))


def test_the_curve_adds_up_to_what_the_lifetime_report_shows(desk: Desk, causes: TikTokCauses) -> None:
    target = auction(desk)
    (report,) = by_day(causes.reports([target], SPAN))
    spent = sum(row.spend.amount for row in report.rows if row.spend is not None)
    assert f"{spent:.2f}" == desk.spend(target.external_id, advertiser_id=ACCOUNT)


def test_the_last_day_is_told_by_the_hour(desk: Desk, causes: TikTokCauses) -> None:
    hours = next(report for report in causes.reports([auction(desk)], SPAN).found if report.step == "hour")
    assert (hours.first_on, hours.last_on) == (date(2026, 9, 14), date(2026, 9, 14))
    assert 0 < len(hours.rows) < 24
    assert {row.starts_at.minute for row in hours.rows} == {0}


def test_gmv_max_is_told_by_its_own_report_with_orders_for_results(desk: Desk, causes: TikTokCauses) -> None:
    found = causes.reports([gmv_max(desk)], SPAN)
    (report,) = by_day(found)
    assert (found.source, report.results_are) == ("TikTok gmv_max/report/get", "orders")
    assert report.rows[0].results is not None
    assert not asked(desk, "report/integrated")


def test_what_hides_by_default_is_told_too(desk: Desk, causes: TikTokCauses) -> None:
    (report,) = by_day(causes.reports([promote(desk)], SPAN))
    assert report.rows


def test_each_kind_is_a_curve_of_its_own_and_shops_offers_have_none(desk: Desk, causes: TikTokCauses) -> None:
    offer = replace(b.target(), kind="shop_activity", name="Autumn coupon")
    blank = replace(b.target(), external_id="", name="Billboard")
    found = causes.reports([auction(desk), gmv_max(desk), offer, blank], SPAN)
    assert [report.results_are for report in by_day(found)] == ["conversions", "orders"]
    assert found.source == "TikTok report/integrated/get and TikTok gmv_max/report/get"
    assert found.missing == (
        "Autumn coupon: TikTok's advertising API tells nothing of shop activity",
        "Billboard: it has no id on TikTok, so TikTok cannot be asked about it",
    )


def test_a_long_time_is_asked_for_in_windows_of_thirty_days(desk: Desk, causes: TikTokCauses) -> None:
    (report,) = by_day(causes.reports([auction(desk)], (UNTIL - timedelta(days=70), UNTIL)))
    calls = asked(desk, "report/integrated")
    assert ({entry["code"] for entry in calls}, len(calls)) == ({0}, 3 + 1)  # by day, and by hour; one pass finds it
    assert len({row.starts_at for row in report.rows}) == len(report.rows) == 14


@pytest.mark.parametrize("days", [1, 29, 30, 31, 60, 365])
def test_every_day_is_in_one_window(days: int) -> None:
    first = date(2026, 1, 1)
    found = list(windows(first, first + timedelta(days=days - 1)))
    seen = [start + timedelta(days=n) for start, end in found for n in range((end - start).days + 1)]
    assert seen == [first + timedelta(days=n) for n in range(days)]
    assert max((end - start).days + 1 for start, end in found) <= 30


# --- comments


def test_comments_are_read_without_who_wrote_them(desk: Desk, causes: TikTokCauses) -> None:
    ad = special(desk, "ad", campaign_ids=[auction(desk).external_id])
    desk.control(
        "hands", [{"act": "comment", "ad_id": ad["ad_id"], "text": "Ask @emil.roth, a scam", "user_name": "dan"}]
    )
    found = causes.remarks([auction(desk)], (SINCE, UNTIL + timedelta(days=1)))
    (said,) = [one for one in found.found if "scam" in one.content]
    assert (said.content, said.ad_id, said.hidden, said.is_reply) == ("Ask @…, a scam", ad["ad_id"], False, False)
    assert "dan" not in repr(found)


def test_a_hidden_comment_is_told_as_hidden(desk: Desk, causes: TikTokCauses) -> None:
    before = causes.remarks([auction(desk)], (SINCE - timedelta(days=2), UNTIL)).found
    body = {"advertiser_id": ACCOUNT, "comment_ids": [before[0].id], "operation": "HIDDEN"}
    assert desk.post("comment/status/update/", **body)["code"] == 0
    after = {one.id: one.hidden for one in causes.remarks([auction(desk)], (SINCE - timedelta(days=2), UNTIL)).found}
    assert [one for one, hidden in after.items() if hidden] == [before[0].id]


def test_of_promote_and_smart_plus_comments_are_not_available_and_that_is_said(
    desk: Desk, causes: TikTokCauses
) -> None:
    smart = of("smart_plus", special(desk, "smart_plus/campaign"))
    found = causes.remarks([promote(desk), smart], SPAN)
    assert (found.found, len(asked(desk, "comment/list"))) == ((), 0)
    assert found.missing == (
        "promote: TikTok has no comments of promote",
        "smart_plus: TikTok has no comments of smart plus",
    )


def test_smart_plus_that_nobody_marked_is_said_in_tiktoks_words(desk: Desk, causes: TikTokCauses) -> None:
    group = special(desk, "smart_plus/adgroup")
    found = causes.remarks([of("campaign", group, Level.ADGROUP)], SPAN)
    assert found.found == ()


def test_of_one_ad_only_its_own_comments_count(desk: Desk, causes: TikTokCauses) -> None:
    ads = desk.rows("ad", advertiser_id=ACCOUNT, filtering={"campaign_ids": [auction(desk).external_id]})
    desk.control("hands", [{"act": "comment", "ad_id": ad["ad_id"], "text": f"about {ad['ad_id']}"} for ad in ads[:2]])
    later = (SINCE, UNTIL + timedelta(days=1))
    found = causes.remarks([of("campaign", ads[1], Level.AD)], later).found
    assert {one.ad_id for one in found} == {ads[1]["ad_id"]}


def test_what_was_said_at_another_time_is_left_out(desk: Desk, causes: TikTokCauses) -> None:
    ad = special(desk, "ad", campaign_ids=[auction(desk).external_id])
    desk.control("hands", [{"act": "comment", "ad_id": ad["ad_id"], "text": "late"}])
    now = desk.running.emulator.now()
    said = [causes.remarks([auction(desk)], (SINCE, until)).found for until in (now, now - timedelta(seconds=1))]
    assert [any(one.content == "late" for one in found) for found in said] == [True, False]


# --- decisions


def reject(desk: Desk, ad_id: str) -> None:
    order = {"act": "reject_ad", "ad_id": ad_id, "reason": "No audio", "suggestion": "Add sound"}
    assert isinstance(desk.control("hands", [order]), list)


def test_a_rejected_ad_is_told_with_the_reviews_reason(desk: Desk, causes: TikTokCauses) -> None:
    ad = special(desk, "ad", campaign_ids=[auction(desk).external_id])
    reject(desk, ad["ad_id"])
    told = {one.level: one for one in causes.rulings([auction(desk)]).found}
    assert (told["ad"].external_id, told["ad"].status) == (ad["ad_id"], "UNAVAILABLE")
    assert (told["ad"].reasons, told["ad"].suggestion, told["ad"].decided_at) == (("No audio",), "Add sound", None)
    assert (told["ad group"].status, told["ad group"].appeal) == ("PART_AVAILABLE", "NOT_APPEALED")
    assert told["ad group"].decided_at == desk.running.emulator.now()


def test_a_rejection_is_still_told_once_the_campaign_is_off(desk: Desk, causes: TikTokCauses) -> None:
    target = auction(desk)
    reject(desk, special(desk, "ad", campaign_ids=[target.external_id])["ad_id"])
    desk.switch([target.external_id], advertiser_id=ACCOUNT)
    assert {one.level for one in causes.rulings([target]).found} == {"ad", "ad group"}


def test_a_suspended_account_is_told(desk: Desk, causes: TikTokCauses) -> None:
    desk.control("hands", [{"act": "account_status", "advertiser_id": ACCOUNT, "status": "STATUS_LIMIT"}])
    (ruling,) = causes.rulings([auction(desk), promote(desk)]).found
    assert (ruling.level, ruling.external_id, ruling.status) == ("account", ACCOUNT, "STATUS_LIMIT")


def test_upgraded_smart_plus_is_told_by_its_statuses(desk: Desk, causes: TikTokCauses) -> None:
    target = of("smart_plus", special(desk, "smart_plus/campaign"))
    ads = desk.rows("smart_plus/ad", advertiser_id=ACCOUNT, page_size=100)
    for ad in ads:
        reject(desk, ad["smart_plus_ad_id"])
    told = causes.rulings([target]).found
    assert {(one.level, one.status.rpartition("STATUS_")[2]) for one in told} >= {("ad", "AUDIT_DENY")}
    assert not asked(desk, "review_info")


def test_where_nothing_was_decided_there_is_nothing(desk: Desk, causes: TikTokCauses) -> None:
    found = causes.rulings([auction(desk), gmv_max(desk), promote(desk)])
    assert (found.found, found.missing) == ((), ())
    assert found.source == "TikTok statuses and adgroup/review_info"


# --- a platform that answers as it is told


@pytest.fixture
def answering() -> Iterator[Callable[..., TikTokCauses]]:
    clients: list[TikTokClient] = []

    def make(**data: Any) -> TikTokCauses:
        def answer(request: httpx.Request) -> httpx.Response:
            name = request.url.path.removeprefix("/open_api/v1.3/").strip("/").replace("/", "_")
            found = data.get(name, {"list": []})
            code = found.get("code", 0)
            found = {"list": [INFO]} if name == "advertiser_info" and "advertiser_info" not in data else found
            rows = next((one for one in found.values() if isinstance(one, list)), [])
            whole = {"page_info": {"total_number": len(rows)}, **found}
            return httpx.Response(200, json={"code": code, "message": "no", "request_id": "r1", "data": whole})

        transport = httpx.MockTransport(answer)
        clients.append(TikTokClient("https://tiktok.example", "t", transport=transport, wait=lambda _: None))
        return TikTokCauses(clients[-1])

    yield make
    for client in clients:
        client.close()


TARGET = replace(b.target(), advertiser_id=EU, external_id="1")
GROUP = {"adgroup_id": "7", "adgroup_name": "G", "operation_status": "ENABLE", "campaign_id": "1"}


def row(**metrics: Any) -> dict[str, Any]:
    at = "2026-09-01 00:00:00"
    return {"dimensions": {"campaign_id": "1", "stat_time_day": at, "stat_time_hour": at}, "metrics": metrics}


def read(made: TikTokCauses) -> Report:
    return next(one for one in made.reports([TARGET], (SINCE, SINCE)).found if one.step == "day")


def test_a_dash_and_a_missing_metric_say_nothing(answering: Callable[..., TikTokCauses]) -> None:
    (told,) = read(answering(report_integrated_get={"list": [row(spend="-", clicks="3")]})).rows
    assert (told.spend, told.clicks, told.impressions, told.results) == (None, 3, None, None)


def test_rows_of_other_campaigns_are_left_out(answering: Callable[..., TikTokCauses]) -> None:
    other = row(spend="9.00")
    other["dimensions"]["campaign_id"] = "2"
    assert read(answering(report_integrated_get={"list": [other]})).rows == ()


@pytest.mark.parametrize(
    ("metrics", "problem"),
    [({"spend": "much"}, "spend"), ({"spend": "NaN"}, "spend"), ({"spend": "1", "conversion": "many"}, "conversion")],
)
def test_what_cannot_be_read_is_never_guessed(
    answering: Callable[..., TikTokCauses], metrics: dict[str, str], problem: str
) -> None:
    with pytest.raises(OutsideFailed, match=f"no readable {problem}"):
        read(answering(report_integrated_get={"list": [row(**metrics)]}))


def test_a_day_that_is_no_day_is_refused(answering: Callable[..., TikTokCauses]) -> None:
    bad = {"dimensions": {"campaign_id": "1", "stat_time_day": "yesterday"}, "metrics": {"spend": "1"}}
    with pytest.raises(OutsideFailed, match="no readable stat_time_day"):
        read(answering(report_integrated_get={"list": [bad]}))


def test_an_account_that_tiktok_does_not_tell_of_is_refused(answering: Callable[..., TikTokCauses]) -> None:
    with pytest.raises(OutsideFailed, match=f"tells nothing of account {EU}"):
        answering(advertiser_info={"list": []}).reports([TARGET], SPAN)


def comment(**changes: Any) -> dict[str, Any]:
    usual = {"comment_id": "5", "content": "no", "likes": 2, "replies": 0, "create_time": 1788300000}
    return usual | changes


@pytest.mark.parametrize("at", [1788300000, "1788300000", "2026-09-01 22:00:00"])
def test_a_comments_time_is_read_however_tiktok_writes_it(answering: Callable[..., TikTokCauses], at: Any) -> None:
    made = answering(adgroup_get={"list": [GROUP]}, comment_list={"comments": [comment(create_time=at)]})
    (said,) = made.remarks([TARGET], SPAN).found
    assert said.written_at == datetime(2026, 9, 1, 22, tzinfo=UTC)
    assert (said.adgroup_id, said.request_id) == ("7", "r1")


@pytest.mark.parametrize(("name", "value"), [("likes", "two"), ("replies", True), ("create_time", "soon")])
def test_a_comment_that_cannot_be_read_is_refused(
    answering: Callable[..., TikTokCauses], name: str, value: Any
) -> None:
    made = answering(adgroup_get={"list": [GROUP]}, comment_list={"comments": [comment(**{name: value})]})
    with pytest.raises(OutsideFailed, match=f"no readable {name}"):
        made.remarks([TARGET], SPAN)


def test_comments_that_tiktok_refuses_for_good_are_missing(answering: Callable[..., TikTokCauses]) -> None:
    made = answering(adgroup_get={"list": [GROUP]}, comment_list={"code": 40002, "comments": []})
    found = made.remarks([TARGET], SPAN)
    assert found.missing[0].startswith(
        "comments of ad group 7 are not available: TikTok refused comment/list with 40002"
    )


def test_comments_that_tiktok_cannot_tell_now_are_a_failure(answering: Callable[..., TikTokCauses]) -> None:
    made = answering(adgroup_get={"list": [GROUP]}, comment_list={"code": 50002, "comments": []})
    with pytest.raises(OutsideFailed, match="50002"):
        made.remarks([TARGET], SPAN)


REJECTED = {
    "7": {"review_status": "UNAVAILABLE", "appeal_status": "APPEALING", "last_audit_time": "2026-09-02 10:00:00"}
}


def ruled(answering: Callable[..., TikTokCauses], **review: Any) -> Any:
    return answering(adgroup_get={"list": [GROUP]}, adgroup_review_info=review).rulings([TARGET])


def test_a_rejection_carries_its_time_and_how_the_appeal_stands(answering: Callable[..., TikTokCauses]) -> None:
    (ruling,) = ruled(answering, ad_group_review_map=REJECTED).found
    assert (ruling.name, ruling.appeal, ruling.reasons) == ("G", "APPEALING", ())
    assert ruling.decided_at == datetime(2026, 9, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("review", "problem"),
    [
        ({"ad_group_review_map": ["7"]}, "ad_group_review_map"),
        ({"ad_review_map": {"7": "denied"}}, "ad_review_map"),
        ({"ad_group_review_map": {"7": REJECTED["7"] | {"last_audit_time": "soon"}}}, "last_audit_time"),
    ],
)
def test_a_review_that_cannot_be_read_is_refused(
    answering: Callable[..., TikTokCauses], review: Any, problem: str
) -> None:
    with pytest.raises(OutsideFailed, match=f"no readable {problem}"):
        ruled(answering, **review)


def test_a_review_refused_for_good_is_missing_and_for_now_a_failure(answering: Callable[..., TikTokCauses]) -> None:
    assert "the review of 1 ad groups is not available" in ruled(answering, code=40001).missing[0]
    with pytest.raises(OutsideFailed, match="51010"):
        ruled(answering, code=51010)


def test_a_status_shows_a_rejection_that_the_review_does_not_tell(answering: Callable[..., TikTokCauses]) -> None:
    denied = GROUP | {"secondary_status": "ADGROUP_STATUS_AUDIT_DENY"}
    found = answering(adgroup_get={"list": [denied]}, adgroup_review_info={}).rulings([TARGET]).found
    assert [(one.level, one.status, one.reasons) for one in found] == [("ad group", "ADGROUP_STATUS_AUDIT_DENY", ())]


def test_scenarios_of_one_account_have_no_rows_before_the_flight() -> None:
    with open_desk(scenario=scenario_of({"name": "Story"})) as desk, TikTokClient(desk.running.url, TOKEN) as client:
        target = of("campaign", desk.named("Story")[0], advertiser_id=EU)
        span = (datetime(2026, 8, 25, tzinfo=UTC), datetime(2026, 9, 5, tzinfo=UTC))
        (report,) = by_day(TikTokCauses(client).reports([target], span))
    assert [row.starts_at.day for row in report.rows] == [1, 2, 3, 4, 5]
    assert {row.spend for row in report.rows} == {Money("10.00", "EUR")}
