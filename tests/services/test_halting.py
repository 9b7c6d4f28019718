"""The kill switch: everything that is on becomes one emergency case, or nothing happens."""

from __future__ import annotations

from dataclasses import replace

import pytest
from moneyed import Money

import builders as b
from unpromote.domain.case import State
from unpromote.domain.codec import decode
from unpromote.domain.delivery import Observation, Route
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.inventory import Found, Inventory, Place, Scope
from unpromote.domain.promotion import Promotion
from unpromote.services import halting, queries
from unpromote.services.ports import AccountListing, Running

EU, US = "7301000000000000011", "7301000000000000012"
HALT = halting.Halt(b.BRAND, (EU,), "the public is furious", b.SUPPORT)


def running(number=1, kind="campaign", spent="100.00", **money):
    seen = Observation(f"180{number}", "ENABLE", "", f"Campaign {number}", "req", "log", b.NOW)
    known = {"spent": spent and b.usd(spent), "a_day": None, "in_all": None} | money
    return Running(kind, seen, **known)


def listing(*found, account=EU, currency="USD", unread=()):
    return AccountListing(account, "Northwind", currency, "America/Los_Angeles", found, unread)


class FakeInventory:
    def __init__(self, **accounts):
        self.accounts, self.asked = accounts, []

    def objects(self, advertiser_id):
        self.asked.append(advertiser_id)
        return listing(running(), account=advertiser_id)


@pytest.fixture(autouse=True)
def _connected(settings):
    settings.UNPROMOTE = settings.UNPROMOTE | {"tiktok_token": "token"}


@pytest.fixture
def ana(db):
    return b.cast()["ana"]


def stop_all(ana, *listed, halt=HALT, **more):
    return halting.halt_accounts(ana, halt, listed, now=b.NOW, **more)


def stop(ana, *listed, **more):
    (case,) = stop_all(ana, *listed, **more)
    return case


def test_each_account_is_read_once(ana):
    inventory = FakeInventory()
    halting.list_accounts(ana, replace(HALT, accounts=(EU, US, EU)), inventory)
    assert inventory.asked == [EU, US]


def test_dan_reads_nothing_of_another_client(ana):
    inventory = FakeInventory()
    with pytest.raises(NotAllowed, match="does not work for"):
        halting.list_accounts(b.people.person("dan"), HALT, inventory)
    with pytest.raises(BadInput, match="no account is named"):
        halting.list_accounts(ana, replace(HALT, accounts=()), inventory)
    assert inventory.asked == []


def test_everything_that_is_on_is_ordered_off_as_one_emergency(ana):
    case = stop(ana, listing(running(1), running(2, a_day=b.usd("900.00"))), case_id="case_7")
    assert (case.id, case.state, case.emergency.by) == ("case_7", State.OPENED, "ana")
    assert [target.external_id for target in case.targets] == ["1801", "1802"]
    assert {one.kind for one in queries.open_commands(ana, case.id)} == {"StopBatch", "WatchRatification"}


def test_what_only_a_person_can_stop_waits_for_one(ana):
    case = stop(ana, listing(running(1, kind="promote")))
    assert (case.targets[0].route, case.targets[0].state.value) == (Route.BY_HAND, "by_hand")


def test_the_promotion_says_what_the_platform_tells_and_nothing_else(ana):
    case = stop(ana, listing(running(1), running(2, spent="50.50", in_all=b.usd("400.00"))))
    promotion = decode(Promotion, case.promotion, currency="USD", place="promotion")
    assert (promotion.budget, promotion.spent, promotion.reservation.value) == (
        b.usd("150.50"),
        b.usd("150.50"),
        "auction",
    )
    assert promotion.flight.start.isoformat() == "2026-09-21T00:00:00-07:00"
    assert [target.budget for target in case.targets] == [b.usd("100.00"), b.usd("400.00")]


def test_what_was_seen_is_kept_so_that_the_first_look_is_spared(ana):
    assert stop(ana, listing(running(1))).targets[0].before.operation_status == "ENABLE"


def test_what_could_not_be_listed_is_an_alarm(ana):
    case = stop(ana, listing(running(1, spent=None), unread=("GMV Max could not be listed",)))
    assert case.alarms == ("ReadInventory failed: GMV Max could not be listed",)
    assert case.targets[0].spent == b.usd("0.00")


def test_a_dry_run_shows_what_the_real_one_orders_and_records_nothing(ana):
    fast = running(2, a_day=b.usd("900.00"))
    ((case, plan),) = halting.preview_halt(ana, HALT, [listing(running(1), fast)], now=b.NOW)
    assert ([call.target_ids for call in plan.calls], len(case.targets)) == ([("t2", "t1")], 2)
    assert queries.open_cases(ana) == ()


@pytest.mark.parametrize(
    ("listed", "halt", "why"),
    [
        ([listing()], HALT, "nothing is on in Northwind"),
        ([listing(running())], replace(HALT, why=" "), "say why delivery cannot wait"),
        ([listing(currency="EUR", account=US), listing(running())], replace(HALT, client=b.OTHER), "not work for"),
    ],
    ids=["nothing on", "no reason", "not her client"],
)
def test_a_halt_that_is_refused_opens_nothing(ana, listed, halt, why):
    with pytest.raises(NotAllowed, match=why):
        stop(ana, *listed, halt=halt)
    assert queries.open_cases(ana) == ()


def test_an_empty_account_in_another_currency_is_no_hindrance(ana):
    case = stop(ana, listing(running()), listing(currency="EUR", account=US))
    assert case.targets[0].spent == Money("100.00", "USD")


def in_two_currencies(**changes):
    euros = {"currency": "EUR", "account": US} | changes
    return listing(running(1)), listing(running(2, spent=None, a_day=Money("9.00", "EUR")), **euros)


def test_accounts_in_two_currencies_become_a_case_each(ana):
    dollars, euros = stop_all(ana, *in_two_currencies(), case_id="case_7")
    assert [part.targets[0].external_id for part in (dollars, euros)] == ["1801", "1802"]
    assert [halting.part_of(one).currency for one in (dollars, euros)] == ["USD", "EUR"]
    assert [halting.part_of(one).accounts for one in (dollars, euros)] == [(EU,), (US,)]
    assert (dollars.id, US in dollars.title, EU in euros.title) == ("case_7", False, False)


def test_each_case_of_a_halt_is_an_emergency_of_its_own(ana):
    for case in stop_all(ana, *in_two_currencies()):
        assert (case.emergency.by, case.targets[0].id) == ("ana", "t1")
        assert {one.kind for one in queries.open_commands(ana, case.id)} == {"StopBatch", "WatchRatification"}


def test_what_could_not_be_listed_is_an_alarm_of_its_own_currency(ana):
    dollars, euros = stop_all(ana, *in_two_currencies(unread=("Promote could not be listed",)))
    assert (dollars.alarms, euros.alarms) == ((), ("ReadInventory failed: Promote could not be listed",))


def test_an_account_with_nothing_on_keeps_its_alarm_in_the_first_case(ana):
    yen = listing(currency="JPY", account="7301000000000000013", unread=("Promote could not be listed",))
    dollars, euros = stop_all(ana, yen, *in_two_currencies())
    assert (len(dollars.alarms), len(euros.alarms)) == (1, 0)


def test_a_dry_run_tells_which_account_goes_to_which_case(ana):
    planned = halting.preview_halt(ana, HALT, in_two_currencies(), now=b.NOW)
    assert [[call.advertiser_id for call in plan.calls] for _, plan in planned] == [[EU], [US]]
    assert queries.open_cases(ana) == ()


def surveyed(*items, **changes):
    places = (Place(EU, "Northwind", "USD"), Place(US, "Other", "EUR", problem="no permission"), Place("9"))
    scope = Scope((EU, US), shops=("9",))
    return Inventory("inventory_1", b.BRAND, scope, b.NOW, "ana", "done", b.NOW, places=places, items=items, **changes)


def item(number=1, kind="campaign", account=EU, *, on=True):
    return Found(kind, account, running(number).seen, on, a_day=b.usd("40.00"))


def test_an_inventory_previews_what_is_on_in_accounts_that_were_read(ana):
    items = item(1), item(2, on=False), item(3, "spark_authorization"), item(4, "shop_activity", "9")
    ((case, plan),) = halting.preview_inventory(ana, surveyed(*items), now=b.NOW)
    assert ([one.external_id for one in case.targets], len(plan.calls)) == (["1801"], 1)
    assert [one.advertiser_id for one in halting.listed_in(surveyed(*items))] == [EU]
    assert queries.open_cases(ana) == ()


def test_of_an_inventory_in_which_nothing_is_on_there_is_nothing_to_preview(ana):
    assert halting.preview_inventory(ana, surveyed(item(on=False)), now=b.NOW) == ()


def test_what_is_no_account_is_refused():
    with pytest.raises(BadInput, match="'shop-1' is no advertiser's id"):
        halting.check_accounts((EU, "shop-1"))


def test_of_two_cases_one_that_cannot_be_opened_leaves_none(ana):
    with pytest.raises(BadInput, match="currency"):
        stop_all(ana, *in_two_currencies(currency="XXQ"))
    assert queries.open_cases(ana) == ()


def test_a_halt_holds_what_cannot_be_undone_and_lists_it(ana, settings):
    settings.UNPROMOTE = settings.UNPROMOTE | {"shop_token": "token"}
    both = listing(running(1), running(2, kind="target_collaboration"))
    ((_, plan),) = halting.preview_halt(ana, HALT, [both], now=b.NOW)
    case = stop(ana, both)
    assert [target.state.value for target in case.targets] == ["planned", "held"]
    assert ([step.target_ids for step in plan.to_confirm], "does not come back" in case.targets[1].final) == (
        [("t2",)],
        True,
    )
