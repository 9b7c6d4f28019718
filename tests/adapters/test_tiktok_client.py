"""The client against the emulator over a real socket: what it finds, what it blames, and that it never writes twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from emulator.desk import EU, TOKEN, Desk, open_desk
from unpromote.adapters.calling import PACED_TRIES
from unpromote.adapters.tiktok import TikTokClient
from unpromote.adapters.tiktok.rows import AdvertiserInfo
from unpromote.adapters.tiktok.sorts import SORTS
from unpromote.domain.delivery import Level
from unpromote.domain.errors import BadInput, OutsideFailed
from unpromote.emulator import EmulatorApp, RunningEmulator, build_app

US, JAPAN = "7301000000000000012", "7301000000000000013"
CAMPAIGNS, STATUS = SORTS["campaign", Level.CAMPAIGN], "campaign/status/update"
GOOD = {"campaign_id": "1", "campaign_name": "n", "operation_status": "ENABLE"}
ONE = {"total_number": 1}


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk() as desk:
        yield desk


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def client(desk: Desk, waits: list[float]) -> Iterator[TikTokClient]:
    with TikTokClient(desk.running.url, TOKEN, wait=waits.append) as client:
        yield client


class NotedPace:
    """Lets every call go, and notes what it was told."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str] | str] = []

    def __call__(self, endpoint: str, advertiser_id: str) -> None:
        self.calls.append((endpoint, advertiser_id))

    def answered(self, _endpoint: str, _advertiser_id: str) -> None:
        self.calls.append("answered")

    def refused(self, _endpoint: str, _advertiser_id: str, *, account: bool) -> None:
        self.calls.append(f"refused, {'account' if account else 'app'}")


class EmptyBucket(NotedPace):
    """Lets no call go."""

    def __call__(self, endpoint: str, advertiser_id: str) -> None:
        raise OutsideFailed(f"no token in the bucket of {advertiser_id} at {endpoint}")


def autumn(desk: Desk) -> list[str]:
    return [row["campaign_id"] for row in desk.named("Autumn")]


def writes(desk: Desk) -> list[Any]:
    return [entry for entry in desk.control("log") if entry["method"] == "POST"]


def client_of(answer: httpx.Response | Callable[[httpx.Request], httpx.Response]) -> TikTokClient:
    """A client whose other side always answers that."""
    handler = answer if callable(answer) else lambda _: answer
    return TikTokClient("http://tiktok.example", "t", transport=httpx.MockTransport(handler), wait=lambda _: None)


def envelope(code: int = 0, **data: Any) -> httpx.Response:
    return httpx.Response(200, json={"code": code, "message": "text", "request_id": "r1", "data": data})


def test_accounts_of_the_token(client: TikTokClient) -> None:
    names = [account.name for account in client.advertisers("7300000000000000001", "demo-secret")]
    assert names == ["Northwind Outdoor EU", "Northwind Outdoor US", "Northwind Outdoor Japan", "Arena Social"]


def test_particulars_of_accounts(client: TikTokClient) -> None:
    assert client.advertiser_info([JAPAN]) == (
        AdvertiserInfo(JAPAN, "Northwind Outdoor Japan", "STATUS_ENABLE", "JPY", "Asia/Tokyo"),
    )


def test_all_campaigns_include_what_is_hidden(client: TikTokClient, desk: Desk) -> None:
    desk.switch([autumn(desk)[0]], "DELETE")
    names = [campaign.name for campaign in client.all(CAMPAIGNS, EU)]
    assert len(names) == 31
    assert {"Autumn Trail 2026 DE Boots", "Boosted post: first frost"} <= set(names)
    assert "TopView Respect for the Aged Day" in {campaign.name for campaign in client.all(CAMPAIGNS, JAPAN)}


def test_campaigns_come_in_the_order_asked_and_unknown_ones_are_missing(client: TikTokClient, desk: Desk) -> None:
    first, second, *_ = autumn(desk)
    boosted = desk.rows("campaign", filtering={"campaign_system_origins": ["PROMOTE"]})[0]["campaign_id"]
    found = client.named(CAMPAIGNS, EU, [boosted, second, "1800000000000000000", first, second])
    assert [campaign.id for campaign in found] == [boosted, second, first]
    assert [campaign.origin for campaign in found] == ["PROMOTE", "TT_ADS_PLATFORM", "TT_ADS_PLATFORM"]


def test_upgraded_smart_plus_is_recognized(client: TikTokClient) -> None:
    (smart,) = [campaign for campaign in client.all(CAMPAIGNS, US) if campaign.needs_own_endpoints]
    with pytest.raises(OutsideFailed, match="does not support Upgraded Smart Plus") as failure:
        client.switch_off(CAMPAIGNS, STATUS, US, [smart.id])
    assert failure.value.permanent


def test_all_pages_are_read() -> None:
    names = [f"n{number}" for number in range(1003)]

    def answer(request: httpx.Request) -> httpx.Response:
        start = (int(request.url.params["page"]) - 1) * 1000
        rows = [GOOD | {"campaign_id": name} for name in names[start : start + 1000]]
        return envelope(list=rows, page_info={"total_number": len(names)})

    with client_of(answer) as client:
        assert [campaign.id for campaign in client.all(CAMPAIGNS, EU)] == names


def test_more_than_a_hundred_ids_are_asked_in_parts(client: TikTokClient, desk: Desk) -> None:
    strangers = [f"18{n:017d}" for n in range(150)]
    ids = autumn(desk)
    assert [campaign.id for campaign in client.named(CAMPAIGNS, EU, [*strangers, *ids])] == ids
    assert max(len(entry["ids"]) for entry in desk.control("log")) == 100


def test_switching_off_tells_what_was_done(client: TikTokClient, desk: Desk) -> None:
    ids = autumn(desk)[:20]
    done = client.switch_off(CAMPAIGNS, STATUS, EU, ids)
    (entry,) = writes(desk)
    assert (done.ids, done.status) == (tuple(ids), "DISABLE")
    assert (done.request_id, done.log_id) == (entry["request_id"], entry["log_id"])
    assert {campaign.operation_status for campaign in client.named(CAMPAIGNS, EU, ids)} == {"DISABLE"}


@pytest.mark.parametrize("count", [0, 21])
def test_a_batch_of_the_wrong_size_is_not_sent(client: TikTokClient, desk: Desk, count: int) -> None:
    with pytest.raises(BadInput, match=f"{count} campaigns for one write .write in batches of 1 to 20"):
        client.switch_off(CAMPAIGNS, STATUS, EU, [str(n) for n in range(count)])
    assert writes(desk) == []


def test_a_lost_reply_is_not_sent_again_and_can_be_read_back(client: TikTokClient, desk: Desk) -> None:
    ids = autumn(desk)[:3]
    desk.control("faults", [{"kind": "lost_reply_after_commit", "path": "status/update"}])
    with pytest.raises(OutsideFailed, match="did not answer campaign/status/update") as failure:
        client.switch_off(CAMPAIGNS, STATUS, EU, ids)
    assert not failure.value.permanent
    assert [entry["changed"] for entry in writes(desk)] == [ids]
    assert {campaign.operation_status for campaign in client.named(CAMPAIGNS, EU, ids)} == {"DISABLE"}


@pytest.mark.parametrize("code", [40202, 60001])
def test_a_write_that_surely_did_nothing_is_sent_again(
    client: TikTokClient, desk: Desk, waits: list[float], code: int
) -> None:
    desk.control("faults", [{"kind": "code", "code": code, "path": "status/update", "times": 2}])
    done = client.switch_off(CAMPAIGNS, STATUS, EU, autumn(desk)[:1])
    assert (done.status, len(writes(desk)), waits) == ("DISABLE", 3, [1.0, 2.0])


def test_a_write_refused_for_its_pace_goes_again_as_the_pace_allows(desk: Desk) -> None:
    desk.control("faults", [{"kind": "code", "code": 40133, "path": "status/update", "times": 2}])
    pace = NotedPace()
    with TikTokClient(desk.running.url, TOKEN, pace=pace) as client:
        client.switch_off(CAMPAIGNS, STATUS, EU, autumn(desk)[:1])
    assert pace.calls == [(STATUS, EU), "refused, account", (STATUS, EU), "refused, account", (STATUS, EU), "answered"]


def test_a_pace_that_is_refused_for_ever_is_a_failure(desk: Desk) -> None:
    desk.control("faults", [{"kind": "code", "code": 40100, "path": "campaign", "times": 0}])
    with TikTokClient(desk.running.url, TOKEN, pace=NotedPace()) as client:
        for act in (lambda: client.switch_off(CAMPAIGNS, STATUS, EU, ["1"]), lambda: client.all(CAMPAIGNS, EU)):
            with pytest.raises(OutsideFailed, match="40100, too many calls by the app"):
                act()
    assert len(desk.control("log")) == 2 * PACED_TRIES


@pytest.mark.parametrize("code", [50000, 50002, 51010])
def test_a_write_in_trouble_is_sent_once(client: TikTokClient, desk: Desk, waits: list[float], code: int) -> None:
    desk.control("faults", [{"kind": "code", "code": code, "path": "status/update", "times": 0}])
    with pytest.raises(OutsideFailed, match=str(code)) as failure:
        client.switch_off(CAMPAIGNS, STATUS, EU, autumn(desk)[:1])
    assert not failure.value.permanent
    assert len(writes(desk)) == 1
    assert waits == []


@pytest.mark.parametrize("kind", ["code", "http_500", "lost_request", "incomplete_page"])
def test_a_read_in_trouble_is_repeated(client: TikTokClient, desk: Desk, waits: list[float], kind: str) -> None:
    ids = autumn(desk)
    desk.control("faults", [{"kind": kind, "path": "campaign/get", "times": 2}])
    assert len(client.named(CAMPAIGNS, EU, ids)) == 24
    assert waits == [1.0, 2.0]


def test_a_read_gives_up_with_the_ids_that_support_asks_for(client: TikTokClient, desk: Desk) -> None:
    desk.control("faults", [{"kind": "code", "code": 51010, "message": "Internal service timed out", "times": 0}])
    with pytest.raises(OutsideFailed, match="51010, internal trouble at TikTok: Internal service timed out") as failure:
        client.all(CAMPAIGNS, EU)
    entry = desk.control("log")[-1]
    assert failure.value.reference == f"request_id={entry['request_id']} log_id={entry['log_id']}"
    assert len(desk.control("log")) == 3


def test_a_page_that_stays_incomplete_is_no_answer(client: TikTokClient, desk: Desk) -> None:
    desk.control("faults", [{"kind": "incomplete_page", "drop": 4, "times": 0}])
    with pytest.raises(OutsideFailed, match="page 1 holds 26 rows where its own count says 30"):
        client.all(CAMPAIGNS, EU)


def test_a_revoked_token_needs_a_person_and_is_never_shown(desk: Desk, waits: list[float]) -> None:
    with TikTokClient(desk.running.url, "tok-secret", wait=waits.append) as client:
        with pytest.raises(OutsideFailed, match="40105, access token invalid or revoked") as failure:
            client.all(CAMPAIGNS, EU)
        assert failure.value.permanent
        assert "tok-secret" not in str(failure.value)
        assert waits == []


def test_another_clients_account_is_refused(client: TikTokClient) -> None:
    with pytest.raises(OutsideFailed, match="40001, no permission") as failure:
        client.all(CAMPAIGNS, "7301000000000000021")
    assert failure.value.permanent


def test_lifetime_spend_of_all_kinds(client: TikTokClient, desk: Desk) -> None:
    first = autumn(desk)[0]
    boosted = desk.rows("campaign", filtering={"campaign_system_origins": ["PROMOTE"]})[0]["campaign_id"]
    spends = {spend.id: spend.amount for spend in client.lifetime_spend(CAMPAIGNS, EU, [first, boosted])}
    assert spends == {first: Decimal("616.25"), boosted: Decimal("110.93")}


def test_spend_of_a_deleted_campaign_is_still_reported(client: TikTokClient, desk: Desk) -> None:
    first = autumn(desk)[0]
    desk.switch([first], "DELETE")
    (spend,) = client.lifetime_spend(CAMPAIGNS, EU, [first])
    assert spend.amount == Decimal("616.25")


def test_a_missing_row_is_unknown_spend(client: TikTokClient) -> None:
    assert client.lifetime_spend(CAMPAIGNS, EU, ["1800000000000000000"]) == ()


def test_a_dash_is_unknown_spend() -> None:
    row = {"dimensions": {"campaign_id": "1"}, "metrics": {"spend": "-"}}
    page = envelope(list=[row], page_info={"total_number": 1})
    with client_of(page) as client:
        assert client.lifetime_spend(CAMPAIGNS, EU, ["1"]) == ()


def test_every_call_is_paced_with_its_endpoint_and_account(desk: Desk) -> None:
    first, pace = autumn(desk)[0], NotedPace()
    desk.control("faults", [{"kind": "code", "path": "campaign/get"}])
    with TikTokClient(desk.running.url, TOKEN, pace=pace, wait=lambda _: None) as client:
        client.named(CAMPAIGNS, EU, [first])
        client.advertiser_info([EU])
    looked = ("campaign/get", EU)
    assert pace.calls == [looked, looked, "answered", ("advertiser/info", ""), "answered"]


def test_a_pace_that_refuses_keeps_the_call_at_home(desk: Desk) -> None:
    with TikTokClient(desk.running.url, TOKEN, pace=EmptyBucket()) as client:
        with pytest.raises(OutsideFailed, match="no token in the bucket"):
            client.switch_off(CAMPAIGNS, STATUS, EU, ["1"])
        assert desk.control("log") == []


def test_a_slow_answer_ends_in_a_timeout_after_the_write_was_done() -> None:
    held, released = threading.Event(), threading.Event()

    def hold(_seconds: float) -> None:
        held.set()
        released.wait(10)

    app = EmulatorApp(build_app(level="unlimited").emulator, pause=hold)
    with Desk(RunningEmulator(app, 0)) as desk:
        first = autumn(desk)[0]
        desk.control("faults", [{"kind": "delay_ms", "delay_ms": 60_000}])
        with TikTokClient(desk.running.url, TOKEN, timeout=httpx.Timeout(0.1)) as client:
            with pytest.raises(OutsideFailed, match="ReadTimeout"):
                client.switch_off(CAMPAIGNS, STATUS, EU, [first])
            assert held.wait(10)
            assert [entry["changed"] for entry in writes(desk)] == [[first]]
        released.set()


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [
        (httpx.Response(404, text="404 page not found"), True),
        (httpx.Response(503, text="busy"), False),
        (httpx.Response(502, json={"code": 0, "data": {}}), False),
        (httpx.Response(200, text="<html>maintenance</html>"), False),
        (httpx.Response(200, json=["no", "envelope"]), False),
        (httpx.Response(200, json={"code": "zero"}), False),
    ],
)
def test_an_answer_without_envelope_is_the_other_sides_failure(answer: httpx.Response, permanent: bool) -> None:  # noqa: FBT001
    with client_of(answer) as client, pytest.raises(OutsideFailed, match="HTTP") as failure:
        client.switch_off(CAMPAIGNS, STATUS, EU, ["1"])
    assert failure.value.permanent is permanent


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({}, "page_info"),
        ({"list": [GOOD], "page_info": {}}, "page_info.total_number"),
        ({"list": "none", "page_info": ONE}, "list"),
        ({"list": ["row"], "page_info": ONE}, "list"),
        ({"list": [GOOD | {"campaign_id": 1801230000000000101}], "page_info": ONE}, "campaign_id"),
    ],
)
def test_a_listing_that_cannot_be_read_is_never_guessed(data: Any, name: str) -> None:
    with client_of(envelope(**data)) as client, pytest.raises(OutsideFailed, match=f"no readable {name}"):
        client.named(CAMPAIGNS, EU, ["1"])


def test_the_sandbox_without_secondary_status_can_be_read() -> None:
    with client_of(envelope(list=[GOOD], page_info=ONE)) as client:
        (campaign,) = client.named(CAMPAIGNS, EU, ["1"])
    assert (campaign.operation_status, campaign.secondary_status) == ("ENABLE", "")


@pytest.mark.parametrize("row", [{"dimensions": {"campaign_id": "1"}, "metrics": {"spend": "much"}}, {"metrics": 1}])
def test_spend_that_cannot_be_read_is_never_guessed(row: Any) -> None:
    with client_of(envelope(list=[row], page_info=ONE)) as client, pytest.raises(OutsideFailed, match="no readable"):
        client.lifetime_spend(CAMPAIGNS, EU, ["1"])


@pytest.mark.parametrize("data", [{}, {"campaign_ids": [1]}, {"campaign_ids": ["1"]}])
def test_a_write_whose_answer_cannot_be_read_is_a_failure(data: Any) -> None:
    with client_of(envelope(**data)) as client, pytest.raises(OutsideFailed, match="no readable"):
        client.switch_off(CAMPAIGNS, STATUS, EU, ["1"])


def test_data_that_is_no_object_is_read_as_none() -> None:
    answer = httpx.Response(200, json={"code": 0, "message": "OK", "request_id": "r1", "data": []})
    with client_of(answer) as client, pytest.raises(OutsideFailed, match=r"no readable campaign_ids \[request_id=r1"):
        client.switch_off(CAMPAIGNS, STATUS, EU, ["1"])


def test_queries_are_written_as_tiktok_reads_them() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return envelope(list=[], page_info={"total_number": 0})

    with client_of(answer) as client:
        client.lifetime_spend(CAMPAIGNS, EU, ["19"])
    query = seen[0].url.params
    assert seen[0].url.path == "/open_api/v1.3/report/integrated/get/"
    assert (query["query_lifetime"], query["dimensions"], query["advertiser_id"]) == ("true", '["campaign_id"]', EU)
    assert '"filter_value": "[\\"19\\"]"' in query["filtering"]
