"""A rest in the middle of a batch: what was done is kept, what was not comes next, nothing is written twice unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import builders as b
from emulator.desk import EU, Desk, open_desk
from emulator.desk import TOKEN as ADS_TOKEN
from emulator.shop import KEY, SCENARIO, SECRET, SHOP, TOKEN
from unpromote.adapters.calling import Resting, Unpaced
from unpromote.adapters.shop import ShopClient, ShopDelivery
from unpromote.adapters.shop.calls import Key
from unpromote.adapters.tiktok import TikTokClient, TikTokDelivery
from unpromote.domain import stop_events as s
from unpromote.domain.delivery import Target, TargetState
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.tools import Tools
from unpromote.jobs.wiring import worker
from unpromote.services.ports import DeliveryPlatform
from unpromote.services.record import record
from unpromote.store import cases
from unpromote.store.models import CommandRow, EventRow

pytestmark = pytest.mark.django_db
REST = timedelta(minutes=5)
OFF, ON_AGAIN = TargetState.OFF, TargetState.ON_AGAIN


class Gate(Unpaced):
    """Lets some calls go whose endpoint has a word in it, then none for five minutes."""

    def __init__(self, desk: Desk, word: str, lets: int) -> None:
        self._now, self._word, self._lets = desk.running.emulator.now, word, lets
        self._opens_at = self._now()

    def __call__(self, endpoint: str, advertiser_id: str) -> None:
        if self._word not in endpoint:
            return
        if self._now() < self._opens_at:
            raise Resting(f"{endpoint} of {advertiser_id} rests", self._opens_at - self._now())
        if not self._lets:
            self._lets, self._opens_at = 100, self._now() + REST
            self(endpoint, advertiser_id)
        self._lets -= 1


@pytest.fixture(autouse=True)
def people() -> Any:
    return b.cast()


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk(level="unlimited") as desk:
        desk.control("clock", {"now": b.NOW.isoformat()})
        yield desk


@pytest.fixture
def ids(desk: Desk) -> list[str]:
    """Five of Autumn, of which the first write of all is refused as a whole."""
    desk.control("faults", [{"kind": "code", "code": 40002, "path": "status/update"}])
    return [row["campaign_id"] for row in desk.named("Autumn")][:5]


def targets(ids: list[str], **kept: Any) -> tuple[Target, ...]:
    return tuple(b.target(n, advertiser_id=EU, external_id=one, **kept) for n, one in enumerate(ids, start=1))


def worked(desk: Desk, tools: Tools, platform: DeliveryPlatform, *, minutes: int = 0) -> None:
    executor = Embedded(worker(replace(tools, platform=platform, clock=desk.running.emulator.now)))
    executor.work_off()
    for _ in range(minutes):
        desk.later(minutes=1)
        executor.work_off()


def only_delivery() -> None:
    CommandRow.objects.exclude(kind__in=("StopBatch", "StartBatch")).delete()


def states() -> list[TargetState]:
    return [target.state for target in cases.load("case_1").targets]


def events(kind: str) -> list[dict[str, Any]]:
    return [row.data for row in EventRow.objects.filter(case="case_1", kind=kind).order_by("seq")]


def calls(desk: Desk) -> list[str]:
    """What was asked about campaigns, in order: looks, and writes that changed something."""
    asked = [entry for entry in desk.control("log") if "/campaign/" in entry["path"]]
    return ["look" if entry["method"] == "GET" else "write" for entry in asked if entry["code"] == 0]


@pytest.fixture
def resting(desk: Desk, request: pytest.FixtureRequest) -> Iterator[DeliveryPlatform]:
    word, lets = request.param
    with TikTokClient(desk.running.url, ADS_TOKEN, pace=Gate(desk, word, lets), wait=lambda _: None) as client:
        yield TikTokDelivery(client, desk.running.emulator.now)


@pytest.mark.parametrize("resting", [("status/update", 2)], indirect=True)
def test_the_receipts_of_a_batch_outlive_a_rest(
    desk: Desk, tools: Tools, resting: DeliveryPlatform, ids: list[str]
) -> None:
    b.saved_case("stopping", targets=targets(ids))
    only_delivery()
    worked(desk, tools, resting)
    (event,) = events("StopObserved")
    done, left = event["writes"]
    assert (len(done["external_ids"]), left["external_ids"]) == (2, [])
    assert set(done["external_ids"]) | set(left["untried"]) == set(ids)
    assert "rests" in left["problem"]
    assert states().count(OFF) == 2


@pytest.mark.parametrize("resting", [("status/update", 2)], indirect=True)
def test_the_rest_of_a_batch_is_stopped_when_the_rest_is_over_and_no_try_is_lost(
    desk: Desk, tools: Tools, resting: DeliveryPlatform, ids: list[str]
) -> None:
    b.saved_case("stopping", targets=targets(ids))
    only_delivery()
    worked(desk, tools, resting, minutes=4)
    assert states().count(OFF) == 2
    worked(desk, tools, resting, minutes=2)
    assert states() == [OFF] * 5
    assert {target.tries for target in cases.load("case_1").targets} == {1}


@pytest.mark.parametrize("resting", [("campaign/get", 0)], indirect=True)
def test_what_was_written_before_a_rest_is_looked_at_and_not_written_again(
    desk: Desk, tools: Tools, resting: DeliveryPlatform
) -> None:
    ids = [row["campaign_id"] for row in desk.named("Autumn")][:3]
    seen = b.observation(b.target(), "ENABLE")
    fresh = [replace(one, before=replace(seen, external_id=one.external_id)) for one in targets(ids)]
    b.saved_case("stopping", targets=tuple(fresh))
    only_delivery()
    before = len(calls(desk))
    worked(desk, tools, resting, minutes=6)
    assert calls(desk)[before:] == ["write", "look"]
    assert states() == [OFF] * 3


@pytest.mark.parametrize("resting", [("campaign/get", 0)], indirect=True)
def test_a_rest_before_anything_was_done_is_no_try(
    desk: Desk, tools: Tools, resting: DeliveryPlatform, ids: list[str]
) -> None:
    b.saved_case("stopping", targets=targets(ids))
    only_delivery()
    worked(desk, tools, resting)
    assert (events("StopObserved"), CommandRow.objects.get(kind="StopBatch").attempts) == ([], 0)
    worked(desk, tools, resting, minutes=6)
    assert states() == [OFF] * 5


@pytest.mark.parametrize("resting", [("status/update", 2)], indirect=True)
def test_a_token_that_dies_in_mid_batch_loses_no_receipt(
    desk: Desk, tools: Tools, resting: DeliveryPlatform, ids: list[str]
) -> None:
    b.saved_case("stopping", targets=targets(ids))
    only_delivery()
    worked(desk, tools, resting)
    desk.control("faults", [{"kind": "code", "code": 40105, "times": 0}])
    worked(desk, tools, resting, minutes=6)
    assert states().count(OFF) == 2
    assert any("access token invalid" in alarm for alarm in cases.load("case_1").alarms)


@pytest.mark.parametrize("resting", [("campaign/get", 3)], indirect=True)
def test_switching_on_again_survives_a_rest_without_a_false_alarm(
    desk: Desk, tools: Tools, resting: DeliveryPlatform
) -> None:
    ids = [row["campaign_id"] for row in desk.named("Autumn")][:3]
    case = b.saved_case("stopping", targets=targets(ids))
    only_delivery()
    worked(desk, tools, resting)
    record(case.id, s.StopUndone(at=b.NOW, by="ben", target_ids=("t1", "t2"), why="the storm is over"))
    only_delivery()
    worked(desk, tools, resting, minutes=7)
    assert states() == [ON_AGAIN, ON_AGAIN, OFF]
    assert cases.load("case_1").alarms == ()


@pytest.fixture
def bazaar() -> Iterator[Desk]:
    with open_desk(scenario=SCENARIO) as desk:
        desk.control("clock", {"now": b.NOW.isoformat()})
        yield desk


def test_a_shop_goes_on_after_a_rest_with_what_is_left(bazaar: Desk, tools: Tools) -> None:
    offers = bazaar.running.emulator.world.shops[SHOP].activities
    known = [key for key, each in offers.items() if each.title in ("Autumn prices", "Free shipping")]
    both = [
        b.target(n, kind="shop_activity", advertiser_id=SHOP, external_id=one) for n, one in enumerate(known, start=1)
    ]
    b.saved_case("stopping", targets=tuple(both))
    only_delivery()
    gate, now = Gate(bazaar, "deactivate", 1), bazaar.running.emulator.now
    with ShopClient(bazaar.running.url, Key(KEY, SECRET, TOKEN), pace=gate, wait=lambda _: None) as client:
        worked(bazaar, tools, ShopDelivery(client, now))
        assert (states().count(OFF), len(events("StopObserved")[0]["writes"][-1]["untried"])) == (1, 1)
        worked(bazaar, tools, ShopDelivery(client, now), minutes=6)
    assert states() == [OFF] * 2
