"""Unspent money moved up by the jobs, against the emulated platform: once, whatever gets lost or dies on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from moneyed import Money

import builders as b
import unpromote.emulator
from emulator.desk import Desk, open_desk
from fakes import FakeInbox, FakeLedger, FakeOutbox, FakePacks, fake_reader
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.purse import TikTokPurse
from unpromote.domain.delivery import TargetState
from unpromote.domain.errors import NotAllowed, OutsideFailed
from unpromote.domain.holdings import Funds, MoneyReturn, ReturnState
from unpromote.emulator import load_scenario
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.tools import Tools
from unpromote.jobs.wiring import worker
from unpromote.services import holdings
from unpromote.services.holdings import ReturnWish
from unpromote.services.people import Person
from unpromote.store import cases, work

pytestmark = pytest.mark.django_db
EVERY_KIND = load_scenario(Path(unpromote.emulator.__file__).parent / "scenarios" / "every_kind.toml")
GROUP, OUTLET, REST = "7100000000000000001", "7100000000000000002", "7302000000000000012"
TEN_MINUTES = timedelta(minutes=10)


class Killed(BaseException):
    """The worker is gone, as kill -9 has it: nothing after this runs, and nothing cleans up."""


@pytest.fixture
def people() -> dict[str, Person]:
    return b.cast()


@pytest.fixture
def desk(people: dict[str, Person]) -> Iterator[Desk]:
    with open_desk(scenario=EVERY_KIND) as desk:
        desk.control("clock", {"now": b.late().isoformat()})
        yield desk


@pytest.fixture
def tools(desk: Desk) -> Iterator[Tools]:
    now = desk.running.emulator.now
    with TikTokClient(desk.running.url, "demo-token", wait=lambda _: None) as client:
        yield Tools(
            clock=now,
            platform=None,
            reader=fake_reader({"pages": 1, "findings": [], "terms": b.TERMS, "proposals": [], "problems": []}),
            outbox=FakeOutbox(),
            inbox=FakeInbox(),
            payouts=FakeLedger(),
            packs=FakePacks(),
            mail_every=timedelta(days=2),
            purse=TikTokPurse(client, now),
        )


def stopped(*, off_at: datetime = b.NOW, account: str = REST) -> None:
    """Ana's case stands where everything is proven off; its account rests since then."""
    case = b.saved_case("rechecked")
    off = tuple(replace(one, advertiser_id=account, off_at=off_at) for one in case.targets)
    cases.save(case, replace(case, targets=off, version=case.version + 1))


def work_off(desk: Desk, tools: Tools, **by: float) -> None:
    until = desk.running.emulator.now() + timedelta(**by)
    embedded = Embedded(worker(tools))
    embedded.work_off()
    while (due := work.next_due()) and due <= until:
        desk.control("clock", {"now": max(due, desk.running.emulator.now()).astimezone(UTC).isoformat()})
        embedded.work_off()


def read_balances(desk: Desk, tools: Tools, people: dict[str, Person]) -> None:
    holdings.ask_balances(people["ana"], "case_1", now=desk.running.emulator.now())
    work_off(desk, tools)


def approved(desk: Desk, tools: Tools, people: dict[str, Person], **wish: Any) -> None:
    """Ana proposes 500 EUR of the resting account, Ben approves."""
    read_balances(desk, tools, people)
    now = desk.running.emulator.now()
    usual = {"holder": REST, "amount": Money("500.25", "EUR")}
    holdings.propose_return(people["ana"], "case_1", ReturnWish(**usual | wish), now=now)
    holdings.approve_return(people["ben"], "case_1", "m1", now=now)


def the_return() -> MoneyReturn:
    return cases.load("case_1").platform.returns[0]


def moved(desk: Desk) -> list[float]:
    """What left the account, as the platform's own records have it."""
    rows = desk.get("bc/account/transaction/get/", bc_id=GROUP)["data"]["transaction_list"]
    return [row["amount"] for row in rows]


def sent(desk: Desk) -> int:
    return sum("bc/transfer" in entry["path"] for entry in desk.control("log"))


def test_balances_are_read_with_their_time_and_what_can_be_moved(
    desk: Desk, tools: Tools, people: dict[str, Person]
) -> None:
    stopped()
    read_balances(desk, tools, people)
    account, center = cases.load("case_1").platform.holdings
    assert (account.holder, account.cash, account.grant) == (REST, Money("800.00", "EUR"), Money("50.00", "EUR"))
    assert (account.transferable, account.bc_id) == (Money("800.00", "EUR"), GROUP)
    assert (center.holder, center.cash, center.account_id) == (GROUP, Money("10000.00", "EUR"), "")
    assert account.read_at == desk.running.emulator.now()
    assert account.request_id


def test_an_account_that_the_token_does_not_open_is_said(desk: Desk, tools: Tools, people: dict[str, Person]) -> None:
    stopped(account="7000000000000000001")
    read_balances(desk, tools, people)
    known = cases.load("case_1").platform
    assert (known.holdings, len(known.unread)) == ((), 1)
    assert known.unread[0].startswith("7000000000000000001: TikTok refused advertiser/info")


def test_money_moves_up_once_two_people_want_it(desk: Desk, tools: Tools, people: dict[str, Person]) -> None:
    stopped()
    approved(desk, tools, people)
    work_off(desk, tools)
    assert (the_return().state, len(the_return().transactions)) == (ReturnState.MOVED, 2)
    assert (moved(desk), sent(desk)) == ([500.25], 1)
    account, _ = cases.load("case_1").platform.holdings
    assert account.cash == Money("299.75", "EUR")


def test_vouchers_move_too(desk: Desk, tools: Tools, people: dict[str, Person]) -> None:
    stopped()
    approved(desk, tools, people, amount=Money("20.00", "EUR"), funds=Funds.GRANT)
    work_off(desk, tools)
    account, _ = cases.load("case_1").platform.holdings
    assert (the_return().state, account.grant) == (ReturnState.MOVED, Money("30.00", "EUR"))


def test_the_account_rests_for_three_hours_after_its_stop(desk: Desk, tools: Tools, people: dict[str, Person]) -> None:
    stopped(off_at=b.late() - timedelta(hours=1))
    approved(desk, tools, people)
    work_off(desk, tools, minutes=119)
    assert (the_return().state, moved(desk)) == (ReturnState.APPROVED, [])
    work_off(desk, tools, minutes=121)
    assert (the_return().state, moved(desk)) == (ReturnState.MOVED, [500.25])


def test_what_was_spent_meanwhile_is_not_moved(desk: Desk, tools: Tools, people: dict[str, Person]) -> None:
    stopped()
    approved(desk, tools, people)
    desk.post("bc/transfer/", bc_id=GROUP, advertiser_id=REST, transfer_type="REFUND", cash_amount=400)
    work_off(desk, tools)
    assert (the_return().state, moved(desk)) == (ReturnState.REFUSED, [400])
    assert "400.00 EUR can be moved, not 500.25 EUR" in cases.load("case_1").alarms[-1]


LOST: list[dict[str, Any]] = [
    {"kind": "lost_reply_after_commit", "path": "bc/transfer", "times": 1},
    {"kind": "code", "path": "bc/transfer", "code": 51010, "after_commit": True},
    {"kind": "code", "path": "bc/transfer", "code": 50000},
    {"kind": "code", "path": "bc/transfer", "code": 40100},
    {"kind": "code", "path": "bc/transfer", "code": 60001},
]


@pytest.mark.parametrize("fault", LOST, ids=lambda fault: f"{fault['kind']} {fault.get('code', '')}")
def test_a_lost_answer_never_moves_the_money_twice(
    desk: Desk, tools: Tools, people: dict[str, Person], fault: dict[str, Any]
) -> None:
    stopped()
    approved(desk, tools, people)
    desk.control("faults", [fault])
    work_off(desk, tools, hours=1)
    assert (the_return().state, moved(desk)) == (ReturnState.MOVED, [500.25])
    assert the_return().transactions


@pytest.mark.parametrize("code", [50000, 40100, 40202, 60001])
def test_the_records_are_read_before_every_transfer(
    desk: Desk, tools: Tools, people: dict[str, Person], code: int
) -> None:
    stopped()
    approved(desk, tools, people)
    desk.control("faults", [{"kind": "code", "path": "bc/transfer", "code": code, "times": 2}])
    work_off(desk, tools, hours=1)
    named = [entry["path"].removeprefix("/open_api/v1.3/").strip("/") for entry in desk.control("log")]
    first = named.index("bc/transfer")
    assert "bc/account/transaction/get" in named[:first]
    sends = [place for place, name in enumerate(named) if name == "bc/transfer"]
    assert len(sends) == 3
    assert all("bc/account/transaction/get" in named[a:z] for a, z in pairwise(sends))


def test_while_the_records_cannot_be_read_nothing_is_sent(desk: Desk, tools: Tools, people: dict[str, Person]) -> None:
    stopped()
    approved(desk, tools, people)
    Embedded(worker(replace(tools, purse=Blind(tools.purse)))).work_off()
    assert (the_return().state, the_return().looks, sent(desk)) == (ReturnState.CHECKED, 2, 0)
    work_off(desk, tools, hours=1)
    assert (the_return().state, moved(desk)) == (ReturnState.MOVED, [500.25])


def test_after_an_hour_in_the_dark_a_person_is_asked(desk: Desk, tools: Tools, people: dict[str, Person]) -> None:
    stopped()
    approved(desk, tools, people)
    work_off(desk, replace(tools, purse=Blind(tools.purse)), hours=2)
    assert (the_return().state, sent(desk)) == (ReturnState.UNKNOWN, 0)
    assert "it could not be looked at: no records today" in cases.load("case_1").alarms[-1]


class Blind:
    """A purse that shows the records once, and not again."""

    def __init__(self, purse: Any) -> None:
        self._purse, self._looks = purse, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._purse, name)

    def records(self, *given: Any) -> Any:
        self._looks += 1
        if self._looks > 1:
            raise OutsideFailed("no records today")
        return self._purse.records(*given)


@pytest.mark.parametrize("code", [40001, 40002])
def test_a_refusal_moved_nothing_and_is_told(desk: Desk, tools: Tools, people: dict[str, Person], code: int) -> None:
    stopped()
    approved(desk, tools, people)
    desk.control("faults", [{"kind": "code", "path": "bc/transfer", "code": code}])
    work_off(desk, tools, hours=2)
    assert (the_return().state, moved(desk), sent(desk)) == (ReturnState.REFUSED, [], 1)
    assert "not moved: 500.25 EUR" in cases.load("case_1").alarms[-1]


def test_when_other_money_moved_meanwhile_a_person_is_asked(
    desk: Desk, tools: Tools, people: dict[str, Person]
) -> None:
    stopped()
    approved(desk, tools, people)
    desk.control("faults", [{"kind": "code", "path": "bc/transfer", "code": 50000}])
    Embedded(worker(tools)).work_off()
    desk.post("bc/transfer/", bc_id=GROUP, advertiser_id=REST, transfer_type="RECHARGE", cash_amount=500)
    work_off(desk, tools, hours=1)
    assert (the_return().state, moved(desk)) == (ReturnState.UNKNOWN, [500])
    assert "look it up in the records" in cases.load("case_1").alarms[-1]
    now = desk.running.emulator.now()
    holdings.judge_return(people["ben"], "case_1", "m1", (), "the records show a recharge alone", now=now)
    assert the_return().state is ReturnState.REFUSED
    assert not any("(m1)" in alarm for alarm in cases.load("case_1").alarms)


POINTS = ["claimed", "sent", "done"]


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("kind", ["CheckReturn", "SendReturn"])
def test_a_worker_that_is_killed_moves_the_money_once(
    desk: Desk, tools: Tools, people: dict[str, Person], kind: str, point: str
) -> None:
    stopped()
    approved(desk, tools, people)
    killed = kill(tools, point, kind)
    with pytest.raises(Killed):
        killed.work_off()
    desk.later(minutes=5)  # the lease of the dead is over
    work_off(desk, tools, hours=2)
    assert (the_return().state, moved(desk)) == (ReturnState.MOVED, [500.25])


def kill(tools: Tools, point: str, kind: str) -> Embedded:
    """Return an executor that dies at that point of that kind of command; "sent" is right after the transfer."""
    if point == "sent":
        name = "give_back" if kind == "SendReturn" else "records"
        return Embedded(worker(replace(tools, purse=Dying(tools.purse, name))))

    def die(at: str, key: str) -> None:
        if at == point and f"/{kind}/" in key:
            raise Killed

    return Embedded(replace(worker(tools), checkpoint=die))


class Dying:
    """A purse whose worker dies right after one of its calls was answered."""

    def __init__(self, purse: Any, name: str) -> None:
        self._purse, self._name = purse, name

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._purse, name)

        def then_die(*given: Any) -> Any:
            call(*given)
            raise Killed

        return then_die if name == self._name else call


def test_of_two_cases_only_one_moves_money_from_an_account(desk: Desk, tools: Tools, people: dict[str, Person]) -> None:
    stopped()
    approved(desk, tools, people)
    other = b.saved_case("stopping", case_id="case_2", reference="UP-HGFEDCBA")
    known = replace(cases.load("case_1").platform, returns=())
    cases.save(other, replace(other, platform=known, version=other.version + 1))
    now = desk.running.emulator.now()
    holdings.propose_return(people["ana"], "case_2", ReturnWish(REST, Money("1.00", "EUR")), now=now)
    with pytest.raises(NotAllowed, match="another case moves money"):
        holdings.approve_return(people["ben"], "case_2", "m1", now=now)
    assert cases.load("case_2").platform.returns[0].state is ReturnState.PROPOSED


def test_between_business_centers_the_request_id_names_one_transfer(
    desk: Desk, tools: Tools, people: dict[str, Person]
) -> None:
    stopped(account="7302000000000000013")
    between = {"transfer_level": "BC", "child_bc_id": OUTLET, "request_id": "1", "transfer_type": "RECHARGE"}
    desk.post("bc/transfer/", bc_id=GROUP, cash_amount=50, **between)
    approved(desk, tools, people, holder=OUTLET, to=GROUP, amount=Money("10.00", "EUR"))
    before = desk.get("bc/balance/get/", bc_id=GROUP)["data"]["cash_balance"]
    desk.control("faults", [{"kind": "lost_reply_after_commit", "path": "bc/transfer", "times": 1}])
    work_off(desk, tools, hours=1)
    after = desk.get("bc/balance/get/", bc_id=GROUP)["data"]["cash_balance"]
    assert (the_return().state, after - before, sent(desk)) == (ReturnState.MOVED, 10, 3)


def close(desk: Desk, people: dict[str, Person], account: str = REST) -> None:
    now = desk.running.emulator.now()
    holdings.close_account(people["ben"], "case_1", account, "UP-ABCDEFGH", now=now)


def test_an_account_is_closed_for_good_and_its_money_is_seen_above(
    desk: Desk, tools: Tools, people: dict[str, Person]
) -> None:
    stopped()
    read_balances(desk, tools, people)
    close(desk, people)
    desk.control("faults", [{"kind": "lost_reply_after_commit", "path": "bc/advertiser/disable", "times": 1}])
    work_off(desk, tools, hours=1)
    known = cases.load("case_1").platform
    assert (known.closed, known.closing, known.holdings[0].status) == ((REST,), (), "STATUS_DISABLE")
    assert known.holdings[1].cash == Money("10800.00", "EUR")


def test_why_an_account_is_not_closed_is_told_in_plain_words(
    desk: Desk, tools: Tools, people: dict[str, Person]
) -> None:
    stopped(account="7302000000000000011")
    read_balances(desk, tools, people)
    close(desk, people, "7302000000000000011")
    work_off(desk, tools)
    assert cases.load("case_1").platform.closing == ()
    assert "it delivered within the last three days" in cases.load("case_1").alarms[-1]


def test_without_a_connection_it_is_said(desk: Desk, tools: Tools, people: dict[str, Person]) -> None:
    stopped()
    read_balances(desk, replace(tools, purse=None), people)
    assert "no advertising account is connected" in cases.load("case_1").alarms[-1]


def test_the_stop_is_what_the_rest_counts_from(desk: Desk, tools: Tools, people: dict[str, Person]) -> None:
    stopped()
    case = cases.load("case_1")
    on = tuple(replace(one, state=TargetState.STILL_ON) for one in case.targets)
    cases.save(case, replace(case, targets=on, version=case.version + 1))
    read_balances(desk, tools, people)
    (account, _) = holdings.holdings_of(people["ana"], "case_1")
    told = "Arena autumn 1, Arena autumn 2 are not known to be off: they may still spend"
    assert account.warnings == (told,)


class Slow:
    """A purse whose last look before the transfer takes so long that its worker is taken for dead."""

    def __init__(self, purse: Any, meanwhile: Callable[[], object]) -> None:
        self._purse, self._meanwhile, self._looks = purse, meanwhile, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._purse, name)

    def account(self, *given: Any) -> Any:
        found = self._purse.account(*given)
        self._looks += 1
        if self._looks == 2:
            self._meanwhile()
        return found


def test_a_worker_that_was_taken_for_dead_sends_nothing_once_it_goes_on(
    desk: Desk, tools: Tools, people: dict[str, Person]
) -> None:
    stopped()
    approved(desk, tools, people)

    def another_takes_over() -> None:
        desk.later(minutes=1)
        work_off(desk, tools, hours=2)

    Embedded(worker(replace(tools, purse=Slow(tools.purse, another_takes_over)))).work_off()
    work_off(desk, tools, hours=2)
    assert (the_return().state, moved(desk), sent(desk)) == (ReturnState.MOVED, [500.25], 1)


def test_closing_is_tried_again_once_the_platform_can_be_asked(
    desk: Desk, tools: Tools, people: dict[str, Person]
) -> None:
    stopped()
    read_balances(desk, tools, people)
    close(desk, people)
    desk.control("faults", [{"kind": "http_500", "path": "advertiser/info", "times": 4}])
    work_off(desk, tools)
    assert cases.load("case_1").platform.closing == (REST,)
    work_off(desk, tools, hours=1)
    assert cases.load("case_1").platform.closed == (REST,)
