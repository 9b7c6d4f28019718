"""What was wrong with a run of moving money up, by the platform's own records, whatever the product says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import builders as b
from journeys.stop_drawing import CENTER, TOKEN
from journeys.stop_judge import Told, of_workers
from journeys.stop_world import RunWorld
from unpromote.domain.audit import check_chain
from unpromote.domain.holdings import MoneyReturn, ReturnState
from unpromote.emulator.holdings import Transaction
from unpromote.emulator.plans import AccountPlan, AppPlan, BusinessCenterPlan, Scenario

TRANSFER, RECORDS, BALANCE = (
    "/bc/transfer/",
    "/bc/account/transaction/get/",
    "/advertiser/balance/get/",
)
HELD = Decimal(2000)  # enough for a second transfer that nobody wanted
APART_SECONDS = 500  # by which the clocks of two workers are off at most
ACCOUNT = "7302000000000000010"
SCENARIO = Scenario(
    b.NOW,
    (AccountPlan(ACCOUNT, "Account", "USD", "UTC", (), balance=HELD),),
    (AppPlan("7300000000000000001", "secret", TOKEN),),
    business_centers=(BusinessCenterPlan(CENTER, "Northwind", "USD", "UTC", (ACCOUNT,), balance=Decimal(100)),),
)
SHORTEST_PAUSE = timedelta(minutes=10)


def records(world: RunWorld) -> list[Transaction]:
    """Return the records of money that left an account."""
    centers = world.emulator.world.business_centers.values()
    found = [one for center in centers for one in center.transactions]
    return [one for one in found if one.account_id in world.emulator.world.accounts]


def wrong(world: RunWorld, told: Told) -> list[str]:
    """Return every breach, each as a sentence."""
    (one,) = told.case.platform.returns
    found = [*of_workers(told), *_moved(world, one), *_told(world, told, one), *_sent_blindly(world)]
    broken = check_chain(told.chain)
    return [*found, f"the audit chain breaks: {broken}"] if broken else found


def _moved(world: RunWorld, one: MoneyReturn) -> Iterator[str]:
    found = records(world)
    if len(found) > 1:
        yield f"{len(found)} transfers were made: {[str(each.amount) for each in found]}"
    yield from (f"{each.amount} moved" for each in found if abs(each.amount) != one.amount.amount)
    account, *_ = world.emulator.world.accounts.values()
    if HELD - account.wallet.cash != one.amount.amount * len(found):
        yield f"the account holds {account.wallet.cash} after {len(found)} transfers"


def _told(world: RunWorld, told: Told, one: MoneyReturn) -> Iterator[str]:
    found, of_it = records(world), [alarm for alarm in told.case.alarms if one.told in alarm]
    mine = {each.transaction_id for each in found}
    if one.state is ReturnState.MOVED and not mine & set(one.transactions):
        yield f"called moved by {one.transactions}, and the records are {mine}"
    if one.state is ReturnState.REFUSED and found:
        yield f"called refused, and it was made: {one.problem}"
    if one.state in (ReturnState.REFUSED, ReturnState.UNKNOWN) and not of_it:
        yield f"{one.state.value}, and nobody is told"
    if one.state in (ReturnState.APPROVED, ReturnState.CHECKED):
        yield f"{one.state.value} when all is over: {one.problem}"


def _sent_blindly(world: RunWorld) -> Iterator[str]:
    """Before each transfer its own worker has read the records and the balance, and another try is long over."""
    calls = list(world.entries())
    sends = [nth for nth, (_, entry) in enumerate(calls) if entry.path.endswith(TRANSFER)]
    for start, nth in pairwise([0, *sends]):
        hand = calls[nth][0]
        looked = {entry.path for by, entry in calls[start:nth] if by == hand and entry.code == 0}
        for what in (RECORDS, BALANCE):
            if not any(path.endswith(what) for path in looked):
                yield f"worker {hand} sent a transfer without reading {what}"
    for first, second in pairwise(sends):
        pause = calls[second][1].at - calls[first][1].at
        if pause < SHORTEST_PAUSE - timedelta(seconds=APART_SECONDS):
            yield f"a transfer was sent {pause} after another"
