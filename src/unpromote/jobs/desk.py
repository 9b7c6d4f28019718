"""Which hand does which kind of command, and whether this release can do all that is open."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from unpromote.domain.errors import NotAllowed
from unpromote.jobs.executor import Perform
from unpromote.jobs.handlers import (
    agreement,
    audit,
    causes,
    creators,
    delivery,
    holdings,
    imports,
    inventory,
    messages,
    notices,
    records,
    settlement,
)
from unpromote.jobs.tools import Handler, Tools
from unpromote.store import work

HANDLERS: Mapping[str, Handler] = {
    "ReadAgreement": agreement.read,
    "StopBatch": delivery.stop,
    "SampleSpend": delivery.sample,
    "StartBatch": delivery.start,
    "WatchDelivery": delivery.watch,
    "LookAtTarget": delivery.look,
    "WatchRatification": delivery.watch_ratification,
    "WatchHeld": delivery.watch_held,
    "ReadOrders": delivery.read_orders,
    "FollowAuthorization": delivery.follow_authorization,
    "ReadInventory": delivery.read_inventory,
    "TellEveryone": delivery.tell_everyone,
    "SendMessage": messages.send,
    "RemindCounterpart": messages.remind,
    "WatchTask": messages.watch_task,
    "CollectMail": messages.collect,
    "RecordPayout": settlement.record_payout,
    "WatchDeadlines": notices.watch,
    "SendNotice": notices.send,
    "BuildPack": audit.build_pack,
    "WarnOfSilence": creators.warn_of_silence,
    "WatchDuty": creators.watch_duty,
    "WatchRefund": settlement.watch_refund,
    "WriteRun": settlement.write_run,
    "BookStatement": settlement.book_statement,
    "ReadListing": imports.read_listing,
    "ReadBelow": records.read_below,
    "AskChanges": records.ask_changes,
    "FetchChanges": records.fetch_changes,
    "HuntRestarts": records.hunt_restarts,
    "SetGuard": records.set_guard,
    "LiftGuard": records.lift_guard,
    "TakeInventory": inventory.take,
    "GatherCause": causes.gather,
    "ReadBalances": holdings.read_balances,
    "CheckReturn": holdings.check_return,
    "SendReturn": holdings.send_return,
    "CloseAccount": holdings.close_account,
}


def performers(tools: Tools) -> dict[str, Perform]:
    """Return what performs each kind of command with these tools."""
    return {kind: partial(handler, tools=tools) for kind, handler in HANDLERS.items()}


def check_release() -> None:
    """Refuse to start a release that cannot do what an earlier or later one has ordered.

    Raises:
        NotAllowed: some open command has a kind that this release does not know.
    """
    unknown = sorted({kind for _, kind in work.open_kinds()} - set(HANDLERS))
    if unknown:
        raise NotAllowed(f"this release cannot carry out what is waiting: {', '.join(unknown)}; install a newer one")
