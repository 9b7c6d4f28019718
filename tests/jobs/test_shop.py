"""A whole stop of a shop's offers by the jobs, against the emulated shop, with what has no part in it faked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta

import pytest

import builders as b
from emulator.desk import Desk, open_desk
from emulator.shop import BOOTS, KEY, SCENARIO, SECRET, SHOP, TOKEN, Hawker
from fakes import FakeInbox, FakeLedger, FakeOutbox, FakePacks, fake_reader
from unpromote.adapters.platforms import Platforms
from unpromote.adapters.shop import ShopClient, ShopDelivery
from unpromote.adapters.shop.calls import Key
from unpromote.domain import stop_events as s
from unpromote.domain.case import State
from unpromote.domain.delivery import TargetState
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.tools import Tools
from unpromote.jobs.wiring import worker
from unpromote.services.record import record
from unpromote.store import cases, work

pytestmark = pytest.mark.django_db
PROVEN = TargetState.PROVEN
READ = {"pages": 1, "findings": [], "terms": b.TERMS, "proposals": [], "problems": []}


@pytest.fixture
def desk() -> Iterator[Desk]:
    b.cast()
    with open_desk(scenario=SCENARIO) as desk:
        desk.control("clock", {"now": b.NOW.isoformat()})
        yield desk


@pytest.fixture
def tools(desk: Desk) -> Iterator[Tools]:
    now = desk.running.emulator.now
    with ShopClient(desk.running.url, Key(KEY, SECRET, TOKEN), wait=lambda _: None) as client:
        yield Tools(
            clock=now,
            platform=Platforms(tiktok=None, shop=ShopDelivery(client, now)),
            reader=fake_reader(READ),
            outbox=FakeOutbox(),
            inbox=FakeInbox(),
            payouts=FakeLedger(),
            packs=FakePacks(),
            mail_every=timedelta(days=2),
        )


def work_until(desk: Desk, tools: Tools, hours: float) -> None:
    embedded, end = Embedded(worker(tools)), desk.running.emulator.now() + timedelta(hours=hours)
    embedded.work_off()
    for _ in range(60):
        due = work.next_due()
        if due is None or due > end:
            return
        desk.control("clock", {"now": max(due, desk.running.emulator.now()).astimezone(UTC).isoformat()})
        embedded.work_off()
    raise AssertionError("there is always something due")


def states() -> list[TargetState]:
    return [target.state for target in cases.load("case_1").targets]


def order_off(desk: Desk) -> None:
    """Autumn's sale, the boots' open collaboration and Cleo's: ordered off by the approval, for good where it is."""
    shop = desk.running.emulator.world.shops[SHOP]
    autumn = next(key for key, each in shop.activities.items() if each.title == "Autumn prices")
    named = (
        ("shop_activity", autumn),
        ("open_collaboration", BOOTS),
        ("target_collaboration", next(iter(shop.targets))),
    )
    offers = [
        b.target(n, kind=kind, external_id=one, advertiser_id=SHOP) for n, (kind, one) in enumerate(named, start=1)
    ]
    case = b.saved_case("stopping", targets=tuple(offers))
    assert states() == [TargetState.PLANNED, TargetState.HELD, TargetState.HELD]
    at, typed = desk.running.emulator.now(), case.reference
    record(case.id, s.FinalStopConfirmed(at=at, by="ben", target_ids=("t2", "t3"), typed=typed))


def test_nothing_ends_for_good_without_its_word(desk: Desk, tools: Tools) -> None:
    offer = next(iter(desk.running.emulator.world.shops[SHOP].targets))
    target = b.target(kind="target_collaboration", external_id=offer, advertiser_id=SHOP)
    b.saved_case("stopping", targets=(target,))
    work_until(desk, tools, 24)
    assert (states(), cases.load("case_1").told) == ([TargetState.HELD], True)
    assert [entry for entry in desk.control("log") if entry["method"] == "DELETE"] == []


def test_everything_ends_is_seen_to_have_ended_and_is_told(desk: Desk, tools: Tools) -> None:
    order_off(desk)
    work_until(desk, tools, 0)
    assert states() == [TargetState.OFF, TargetState.ENDING, TargetState.OFF]
    assert cases.load("case_1").told
    work_until(desk, tools, 12)
    assert (states(), cases.load("case_1").state) == ([PROVEN] * 3, State.SETTLING)
    assert cases.load("case_1").alarms == ()


def test_a_lost_reply_is_neither_repeated_nor_forgotten(desk: Desk, tools: Tools) -> None:
    order_off(desk)
    desk.control("faults", [{"kind": "lost_reply_after_commit", "method": "DELETE", "times": 2}])
    work_until(desk, tools, 12)
    writes = [entry for entry in desk.control("log") if entry["method"] == "DELETE"]
    assert (states(), len(writes)) == ([PROVEN] * 3, 2)


def test_a_coupon_is_left_to_a_person(desk: Desk, tools: Tools) -> None:
    coupon = next(iter(desk.running.emulator.world.shops[SHOP].coupons))
    b.saved_case("stopping", targets=(b.target(kind="shop_coupon", external_id=coupon, advertiser_id=SHOP),))
    work_until(desk, tools, 1)
    assert "only read a coupon: a person has to end it" in cases.load("case_1").alarms[0]


def test_a_sale_that_was_ended_by_mistake_runs_again(desk: Desk, tools: Tools) -> None:
    order_off(desk)
    work_until(desk, tools, 3)
    undone = s.StopUndone(at=desk.running.emulator.now(), by="ben", target_ids=("t1",), why="the wrong sale")
    record("case_1", undone)
    work_until(desk, tools, 0)
    assert states()[0] is TargetState.ON_AGAIN
    assert Hawker(desk).activity("Autumn")["status"] == "NOT_START"


def test_a_colleague_who_puts_it_out_again_is_found_out(desk: Desk, tools: Tools) -> None:
    order_off(desk)
    work_until(desk, tools, 12)
    sale = cases.load("case_1").targets[0]
    desk.control("hands", [{"act": "restart_activity", "activity_id": sale.external_id}])
    work_until(desk, tools, 13)
    assert states()[0] is TargetState.STILL_ON
    assert any("somebody switched" in alarm for alarm in cases.load("case_1").alarms)
