"""One way to stop every campaign of the emulator that the environment names; each is a process of its own.

`stop` is the product's: accounts are listed, halted at once and worked off by the executor of `unpromote serve`;
`sdk N` is a serial loop over the official SDK with N ids a call. Prints what it found as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import httpx
from django.core.management import call_command

from unpromote.bench.figures import timed
from unpromote.bench.stop import TOKEN
from unpromote.domain.case import Case
from unpromote.domain.delivery import TargetState, is_settled
from unpromote.domain.messages import Contact, Counterpart
from unpromote.jobs.connections import Connections
from unpromote.jobs.embedded import LANES, Embedded
from unpromote.jobs.wiring import open_tools, worker
from unpromote.services import halting, people, queries
from unpromote.services.ports import AccountListing, Inventory

Found = dict[str, Any]
_BRAND = "northwind"
_PATIENCE = timedelta(minutes=10)


def main(step: str, url: str) -> None:
    """Do one step and print what it found."""
    name, _, size = step.partition(" ")
    found = _sdk(url, int(size)) if name == "sdk" else _stop(url)
    sys.stdout.write(json.dumps(found))


def _stop(url: str) -> Found:
    call_command("migrate", verbosity=0)
    people.add_client(_BRAND, "Northwind Outdoor")
    ana = people.add_person("ana", _BRAND, may_approve=True)
    support = Contact("support", Counterpart.SUPPORT, "TikTok", "support@platform.example")
    halt = halting.Halt(_BRAND, _accounts(url), "the public is furious", support)
    with open_tools(Connections.configured()) as tools:
        began = time.perf_counter()
        listed = _listed(ana, halt, tools.inventory)
        listed_in = time.perf_counter() - began
        hands = Embedded(worker(tools), lanes=LANES)
        running = threading.Thread(target=hands.run)
        running.start()
        ahead, ordered_at = _ahead(url), datetime.now(UTC)
        (case,) = halting.halt_accounts(ana, halt, listed, now=ordered_at)
        case_id = case.id
        case = _settled(case_id)
        hands.stop()
        running.join()
    return _told(case, ordered_at, listed_in) | {"ordered_at": (ordered_at + ahead).isoformat()}


def _ahead(url: str) -> timedelta:
    """Return how far the emulator's clock is ahead of ours."""
    theirs = httpx.get(f"{url}/__emulator__/clock").json()["now"]
    return datetime.fromisoformat(theirs) - datetime.now(UTC)


def _listed(ana: people.Person, halt: halting.Halt, inventory: Inventory | None) -> tuple[AccountListing, ...]:
    if inventory is None:
        raise RuntimeError("no account is connected")
    return halting.list_accounts(ana, halt, inventory)


def _settled(case_id: str) -> Case:
    give_up_at = datetime.now(UTC) + _PATIENCE
    while datetime.now(UTC) < give_up_at:
        case = queries.case_at_work(case_id)
        if all(map(is_settled, case.targets)):
            return case
        time.sleep(0.2)
    raise RuntimeError("it did not come to an end in ten minutes")


def _told(case: Case, ordered_at: datetime, listed_in: float) -> Found:
    off = [target for target in case.targets if target.state in (TargetState.OFF, TargetState.PROVEN)]
    seen = max((target.off_at for target in off if target.off_at), default=ordered_at)
    return {
        "listed_in": listed_in,
        "seen_after": (seen - ordered_at).total_seconds(),
        "tries": sum(target.tries > 1 for target in case.targets),
        "off": [target.external_id for target in off],
        "a_day": {target.external_id: float(target.pace.amount) for target in case.targets if target.pace},
    }


def _state(url: str) -> list[Any]:
    found: list[Any] = httpx.get(f"{url}/__emulator__/state", timeout=60).json()["accounts"]
    return found


def _accounts(url: str) -> tuple[str, ...]:
    return tuple(account["advertiser_id"] for account in _state(url))


def _sdk(url: str, size: int) -> Found:
    """Stop everything with a serial loop over the official SDK, as its own examples call it."""
    sdk = import_module("business_api_client")
    settings = sdk.Configuration()
    settings.host = url
    campaigns = sdk.CampaignCreationApi(sdk.ApiClient(settings))

    def loop() -> None:
        for account in _state(url):
            ids = [campaign["campaign_id"] for campaign in account["campaigns"]]
            for start in range(0, len(ids), size):
                some = {"campaign_ids": ids[start : start + size], "operation_status": "DISABLE"}
                _patiently(campaigns, sdk.CampaignStatusUpdateBody(advertiser_id=account["advertiser_id"], **some))

    return {"seconds": timed(loop).wall}


def _patiently(campaigns: Any, body: Any) -> None:
    """Call once more in the next second where the SDK raises: it says nothing of a limit but in its text."""
    for _ in range(5):
        try:
            campaigns.campaign_status_update(TOKEN, body=body)
        except Exception as refusal:
            if "40100" not in str(refusal):
                raise
            time.sleep(1)
        else:
            return
    raise RuntimeError("TikTok's pace never allowed it")
