"""Ana has everything listed that could have to be stopped: nothing is empty unsaid, nothing counts twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from moneyed import Money

import builders as b
from unpromote.domain.codec import decode
from unpromote.domain.commands import TakeInventory
from unpromote.domain.delivery import Observation, Route
from unpromote.domain.errors import BadInput, NotAllowed, OutsideFailed
from unpromote.domain.inventory import Found, Pass, Place, Survey
from unpromote.domain.vocabulary import Reason
from unpromote.services import inventory as service
from unpromote.services.inventory import NOT_YOURS, Asking, Opening, Scope
from unpromote.store.models import CommandRow, ListedRow

EU, US, SHOP, CENTER = "7301000000000000011", "7301000000000000012", "7490000000000000001", "7100000000000000001"
WHO = Asking(Reason.STRATEGY_CHANGE, "we stop", b.SUPPORT)
AUTUMN = Opening("Autumn")
ONE = Scope((EU,))


def found(number: str = "1", kind: str = "campaign", account: str = EU, **changes: Any) -> Found:
    seen = Observation(number, "ENABLE", "", f"Thing {number}", "req", "log", b.NOW)
    return Found(**{"kind": kind, "account": account, "seen": seen, "on": True} | changes)


def survey(*items: Found | Pass, account: str = EU, currency: str = "USD", problem: str = "") -> Survey:
    place = Place(account, "Northwind", currency, "America/Los_Angeles", problem)
    listed = Pass("campaign", account, tuple(one for one in items if isinstance(one, Found)))
    return Survey(place, (listed, *(one for one in items if isinstance(one, Pass))))


class FakeSurveyor:
    """Accounts and shops that are connected, one Business Center, and a failure on order."""

    def __init__(self, *surveys: Survey, center: tuple[str, ...] = (), problem: str = "") -> None:
        self.surveys, self.center, self.problem = {one.place.id: one for one in surveys}, center, problem
        self.asked: list[str] = []

    def accounts(self, center: str) -> tuple[str, ...]:
        if self.problem:
            raise OutsideFailed(self.problem, permanent=True)
        return self.center

    def account(self, advertiser_id: str) -> Survey:
        self.asked.append(advertiser_id)
        return self.surveys.get(advertiser_id, survey(account=advertiser_id))

    def shop(self, shop: str) -> Survey:
        return self.account(shop)


@pytest.fixture(autouse=True)
def _connected(settings):
    settings.UNPROMOTE = settings.UNPROMOTE | {"tiktok_token": "token"}


@pytest.fixture
def ana(db):
    return b.cast()["ana"]


def read(ana, *surveys, scope=ONE, **more):
    return service.read(ana, b.BRAND, scope, FakeSurveyor(*surveys, **more), now=b.NOW)


def open_on(ana, taken, *wanted, opening=AUTUMN):
    return service.open_from(ana, taken.id, wanted, opening, WHO, now=b.NOW)


def test_what_was_read_is_kept_with_its_time(ana):
    taken = read(ana, survey(found(a_day=b.usd("40.00"))))
    kept = service.inventory_of(ana, taken.id)
    assert (kept, kept.read_at, kept.state, kept.asked_by) == (taken, b.NOW, "done", "ana")


def test_accounts_that_are_named_twice_are_read_once(ana):
    surveyor = FakeSurveyor(center=(EU, US))
    service.read(ana, b.BRAND, Scope((EU, EU), (CENTER,), (SHOP, SHOP)), surveyor, now=b.NOW)
    assert surveyor.asked == [EU, US, SHOP]


def test_a_business_center_that_cannot_be_read_is_said_and_the_rest_counts(ana):
    taken = read(ana, survey(found()), scope=Scope((EU,), (CENTER,)), problem="no permission")
    assert (taken.state, len(taken.items)) == ("done", 1)
    assert taken.unread == (f"Business Center {CENTER} ({CENTER}): no permission",)


def test_where_nothing_could_be_read_there_is_no_inventory(ana):
    taken = read(ana, survey(problem="the token was revoked"))
    assert (taken.state, taken.problem) == ("failed", "nothing of what is named could be read")
    assert taken.unread == (f"Northwind ({EU}): the token was revoked",)


def test_what_two_lists_show_counts_once(ana):
    twice = Pass("smart_plus", EU, (found(kind="smart_plus"), found("2", kind="smart_plus")))
    taken = read(ana, survey(found(), twice))
    assert [item.key for item in taken.items] == [f"{EU}/campaign/1", f"{EU}/smart_plus/2"]
    assert {kind: count.on for kind, count in taken.counts.items()} == {"campaign": 1, "smart_plus": 1}


def test_an_order_that_was_imported_stands_beside_what_was_read(ana):
    listed = {"campaign_id": "TTO-17", "advertiser_id": EU, "kind": "tiktok_one", "name": "Boots with Cleo"}
    stamps = {"seen_in": "import_1", "first_seen_at": b.NOW, "seen_at": b.NOW}
    data = {**listed, "status": "", "budget": "900.00 USD"}
    ListedRow.objects.create(client_id=b.BRAND, campaign_id="TTO-17", advertiser_id=EU, data=data, **stamps)
    taken = read(ana)
    (order,) = taken.items
    assert (order.kind, order.in_all, order.on) == ("tiktok_one", b.usd("900.00"), True)
    assert [each.listed for each in taken.reads if each.kind == "tiktok_one"] == [1]


def test_an_account_that_only_another_client_has_is_not_read(ana):
    b.saved_case("opened")
    dan = b.cast()["dan"]
    account = b.target().advertiser_id
    surveyor = FakeSurveyor()
    taken = service.read(dan, b.OTHER, Scope((account, EU)), surveyor, now=b.NOW)
    assert (surveyor.asked, taken.places[0].problem) == ([EU], NOT_YOURS)
    assert service.read(ana, b.BRAND, Scope((account,)), surveyor, now=b.NOW).places[0].problem == ""


def test_a_shop_of_another_client_is_not_read_either(ana):
    b.saved_case("opened", targets=(b.target(advertiser_id=SHOP),))
    taken = service.read(b.cast()["dan"], b.OTHER, Scope(shops=(SHOP,)), FakeSurveyor(), now=b.NOW)
    assert (taken.state, taken.places[0].problem) == ("failed", NOT_YOURS)


def test_what_is_ordered_is_read_by_a_job_and_once(ana):
    ordered = service.order(ana, b.BRAND, Scope((EU,)), now=b.NOW)
    command = decode(TakeInventory, CommandRow.objects.get(kind="TakeInventory").payload)
    assert (ordered.state, command.partition) == ("reading", "inventory")
    service.carry_out(command, FakeSurveyor(survey(found())), now=b.NOW)
    service.carry_out(command, FakeSurveyor(survey(found("2"))), now=b.NOW)
    assert [item.id for item in service.inventory_of(ana, ordered.id).items] == ["1"]


def test_nobody_else_sees_it(ana):
    dan, taken = b.cast()["dan"], read(ana)
    for ask in (
        lambda: service.inventory_of(dan, taken.id),
        lambda: service.drawn(dan, taken.id, ["1"], AUTUMN, now=b.NOW),
    ):
        with pytest.raises(NotAllowed, match="there is no inventory"):
            ask()
    for refused in (service.inventories_of, lambda who, client: service.order(who, client, Scope((EU,)), now=b.NOW)):
        with pytest.raises(NotAllowed):
            refused(dan, b.BRAND)


def test_what_is_not_there_is_said(ana):
    with pytest.raises(NotAllowed, match="there is no inventory 'x'"):
        service.inventory_of(ana, "x")
    with pytest.raises(BadInput, match="nothing is named"):
        service.order(ana, b.BRAND, Scope(), now=b.NOW)


def test_a_clients_inventories_come_newest_first_and_light(ana):
    first = read(ana, survey(found()))
    later = service.read(ana, b.BRAND, Scope((EU,)), FakeSurveyor(), now=b.NOW + timedelta(hours=1))
    assert service.inventories_of(ana, b.BRAND) == (replace(later, items=()), replace(first, items=()))


def test_what_spends_fastest_stands_first_and_what_is_off_last(ana):
    slow, fast = found("1", a_day=b.usd("10.00")), found("2", a_day=b.usd("90.00"))
    left, spent = found("3", in_all=b.usd("50.00"), spent=b.usd("20.00")), found("4", spent=b.usd("5.00"))
    off = found("5", a_day=b.usd("900.00"), on=False)
    taken = read(ana, survey(off, found("6"), spent, left, slow, fast))
    assert [item.id for item, _ in service.items_of(taken)] == ["2", "1", "3", "4", "6", "5"]
    assert [item.id for item, _ in service.items_of(taken, only_on=True)][-1] == "6"


# --- cases


def test_a_case_takes_each_thing_as_its_kind_is_stopped(ana):
    taken = read(ana, survey(found(spent=b.usd("70.00")), found("2", kind="gmv_session"), found("3", kind="promote")))
    case = open_on(ana, taken, "1", "2", f"{EU}/promote/3")
    assert [(t.id, t.kind, t.route) for t in case.targets] == [
        ("t1", "campaign", Route.API),
        ("t2", "gmv_session", Route.BY_HAND),
        ("t3", "promote", Route.BY_HAND),
    ]
    assert (case.targets[0].spent, case.targets[1].final[:9]) == (b.usd("70.00"), "A session")


def test_without_a_flight_nothing_is_booked_beyond_today(ana):
    taken = read(ana, survey(found(spent=b.usd("70.00"), a_day=b.usd("40.00"))))
    promotion = open_on(ana, taken, "1").promotion
    assert (promotion["budget"], promotion["status"], promotion["spent"]) == ("70.00", "live", "70.00")
    assert promotion["flight"]["start"] == "2026-09-21T00:00:00-07:00"


def test_over_a_flight_a_daily_budget_counts_for_each_day_and_a_whole_one_once(ana):
    booked = replace(AUTUMN, start=date(2026, 9, 1), end=date(2026, 10, 1))
    taken = read(ana, survey(found(a_day=b.usd("40.00")), found("2", in_all=b.usd("500.00"))))
    case = open_on(ana, taken, "1", "2", opening=booked)
    assert (case.promotion["budget"], case.targets[0].budget) == ("1700.00", b.usd("1200.00"))


def test_a_name_that_fits_several_has_to_be_exact(ana):
    other = survey(found(account=US), account=US)
    taken = read(ana, survey(found()), other, scope=Scope((EU, US)))
    with pytest.raises(BadInput, match="fits none or several: 1, 9"):
        open_on(ana, taken, "1", "9")
    assert open_on(ana, taken, f"{US}/campaign/1").targets[0].advertiser_id == US


def test_one_case_has_one_currency(ana):
    other = survey(found("2", account=US, spent=Money("1.00", "EUR")), account=US, currency="EUR")
    taken = read(ana, survey(found()), other, scope=Scope((EU, US)))
    with pytest.raises(BadInput, match="the accounts are in EUR and USD"):
        open_on(ana, taken, "1", "2")


def test_a_shop_alone_needs_its_currency_named(ana):
    offer = survey(found(kind="shop_coupon", account=SHOP), account=SHOP, currency="")
    taken = read(ana, offer, scope=Scope(shops=(SHOP,)))
    with pytest.raises(BadInput, match="a shop tells no currency"):
        open_on(ana, taken, "1")
    case = open_on(ana, taken, "1", opening=replace(AUTUMN, currency="EUR", time_zone="Europe/Berlin"))
    assert (case.targets[0].budget, case.promotion["flight"]["end"]) == (Money(0, "EUR"), "2026-09-22T00:00:00+02:00")


def test_what_makes_no_sense_opens_no_case(ana):
    taken = read(ana, survey(found()))
    with pytest.raises(BadInput, match="nothing is chosen"):
        open_on(ana, taken)
    with pytest.raises(BadInput, match="only one end of the flight"):
        open_on(ana, taken, "1", opening=replace(AUTUMN, end=date(2026, 10, 1)))
