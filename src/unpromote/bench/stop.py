"""How fast delivery stops, and what that saves: against the emulator in real time, with latency and Basic limits.

The limit is what TikTok lets an app do: ten calls a second to an endpoint, twenty ids a call. Beside the product's own
way, the same campaigns are stopped by serial loops over the official SDK, as far as that is installed. Each run has an
emulator of its own, and each step is a process of its own on a fresh installation in a temporary folder.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx

from unpromote.bench.children import environment, said, start
from unpromote.bench.figures import Figure
from unpromote.domain.errors import OutsideFailed

LATENCY = 0.150
CALLS_A_SECOND, IDS_A_CALL = 10, 20
SLOW_DOWN_EVERY, LOST_EVERY = 50, 100  # calls: 2 % are refused for their pace, of 1 % the reply is lost
POLL = timedelta(minutes=30)
TOKEN = "bench-token"  # noqa: S105 - opens the emulator of this bench
WRITES = "/campaign/status/update/"
_SHUFFLES = 200
_DAY = timedelta(days=1).total_seconds()
_COMMAND = "from unpromote.conf.command import main; main()"


def figures(part: float = 1.0) -> Iterator[Figure]:
    """Yield the figures of every size; `part` of the campaigns only for a quick look."""
    yield from _one()
    thousand = max(IDS_A_CALL, round(1000 * part))
    yield from _many(thousand, 1, accepted=1.15, seen=1.4)
    yield from _beside(thousand)
    accounts = max(1, round(50 * part))
    ten = accounts * max(IDS_A_CALL, round(10_000 * part) // accounts)
    yield from _many(ten, accounts, accepted=1.10, seen=1.25, saves=True)
    yield from _many(ten, accounts, accepted=1.35, seen=1.35, faulty=True)


def _one() -> Iterator[Figure]:
    with _emulator(1, 1) as url:
        found = _stopped(url)
    how = "one campaign: from the order to the read-back, against two answers of 150 ms"
    yield Figure("1 campaign", found.seen_after / (2 * LATENCY), "times the limit", how, at_most=1.5)


def _many(
    count: int, accounts: int, *, accepted: float, seen: float, saves: bool = False, faulty: bool = False
) -> Iterator[Figure]:
    with _emulator(count, accounts) as url:
        if faulty:
            _order_faults(url, count)
        found = _stopped(url)
        still_on = _still_on(url)
    limit = count / IDS_A_CALL / CALLS_A_SECOND
    name = f"{count} campaigns of {accounts} account{'s' if accounts > 1 else ''}" + (", faults" if faulty else "")
    how = f"in {found.accepted_after:.2f} s of {limit:.2f} s; listed before in {found.listed_in:.1f} s"
    yield Figure(f"{name}: accepted", found.accepted_after / limit, "times the limit", how, at_most=accepted)
    how = f"in {found.seen_after:.2f} s; {found.tries} looked at more than once"
    yield Figure(f"{name}: read back", found.seen_after / limit, "times the limit", how, at_most=seen)
    yield Figure(f"{name}: still on", len(still_on), "campaigns", "as the emulator knows it", at_most=0)
    falsely = len(still_on & found.said_off)
    yield Figure(f"{name}: falsely called off", falsely, "campaigns", "said to be off, and on", at_most=0)
    if saves:
        yield from _saved(found)


def _saved(found: _Found) -> Iterator[Figure]:
    """Yield what was still spent between the order and the stop, in our order, in any order, and by a rule engine."""
    ours = _spent(found.a_day, found.stopped_after)
    instants, drawn = list(found.stopped_after.values()), random.Random(1)  # noqa: S311 - an order, no secret
    others = []
    for _ in range(_SHUFFLES):
        drawn.shuffle(instants)
        others.append(_spent(found.a_day, dict(zip(found.stopped_after, instants, strict=True))))
    mean = sum(others) / len(others)
    yield Figure("spent until the stop", ours, "USD", "what spends fastest first")
    yield Figure("avoided by the order", mean - ours, "USD", f"against any order: {mean:.2f} USD, same instants")
    rules = sum(found.a_day.values()) * POLL.total_seconds() / 2 / _DAY
    yield Figure("spent until a rule's poll", rules, "USD", "a rule engine that polls every 30 minutes, on average")


def _spent(a_day: Mapping[str, float], after: Mapping[str, float]) -> float:
    return sum(a_day[one] * seconds / _DAY for one, seconds in after.items())


def _beside(count: int) -> Iterator[Figure]:
    """Yield how long serial loops over the official SDK take, with 20 ids a call and with one."""
    if find_spec("business_api_client") is None:
        return
    limit = count / IDS_A_CALL / CALLS_A_SECOND
    for size in (IDS_A_CALL, 1):
        with _emulator(count, 1) as url:
            took = _child(f"sdk {size}", url)["seconds"]
        how = f"the official SDK in a loop, nothing read back: {took:.1f} s"
        yield Figure(f"SDK, {size} id{'s' if size > 1 else ''} a call", took / limit, "times the limit", how)


@dataclass(frozen=True)
class _Found:
    """What one run of ours came to; seconds count from the order. `a_day` is what each campaign spends."""

    listed_in: float
    accepted_after: float
    seen_after: float
    tries: int
    said_off: frozenset[str]
    stopped_after: Mapping[str, float]
    a_day: Mapping[str, float]


def _stopped(url: str) -> _Found:
    found = _child("stop", url)
    stopped = {
        one: (datetime.fromisoformat(entry["at"]) - datetime.fromisoformat(found["ordered_at"])).total_seconds()
        for entry in httpx.get(f"{url}/__emulator__/log").json()
        for one in entry["changed"]
        if WRITES in entry["path"]
    }
    return _Found(
        listed_in=found["listed_in"],
        accepted_after=max(stopped.values()) + LATENCY,
        seen_after=found["seen_after"],
        tries=found["tries"],
        said_off=frozenset(found["off"]),
        stopped_after=stopped,
        a_day=found["a_day"],
    )


def _still_on(url: str) -> set[str]:
    """Return the campaigns that are on, as the emulator itself knows it and no limit hides."""
    accounts = httpx.get(f"{url}/__emulator__/state", timeout=60).json()["accounts"]
    rows = (row for account in accounts for row in account["campaigns"])
    return {row["campaign_id"] for row in rows if row["operation_status"] == "ENABLE"}


def _order_faults(url: str, count: int) -> None:
    calls = 4 * count // IDS_A_CALL
    slow = [{"kind": "code", "code": 40100, "path": "campaign/", "nth": n} for n in range(7, calls, SLOW_DOWN_EVERY)]
    lost = [
        {"kind": "lost_reply_after_commit", "path": "campaign/status", "nth": n} for n in range(5, calls, LOST_EVERY)
    ]
    httpx.post(f"{url}/__emulator__/faults", json=[*slow, *lost]).raise_for_status()


# --- the emulator and the steps ---------------------------------------------------------------


@contextmanager
def _emulator(count: int, accounts: int) -> Iterator[str]:
    """Run an emulator with so many campaigns, and give its address."""
    with tempfile.TemporaryDirectory(prefix="unpromote-bench-") as folder:
        scenario = Path(folder) / "scenario.json"
        scenario.write_text(json.dumps(_scenario(count, accounts)), encoding="utf-8")
        words = ["emulator", "--port=0", f"--scenario={scenario}", "--level=basic", f"--latency={LATENCY * 1000:.0f}"]
        command = [sys.executable, "-c", _COMMAND, *words]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own command
            try:
                yield _address(process)
            finally:
                process.kill()


def _address(process: subprocess.Popen[str]) -> str:
    for line in process.stdout or ():
        if found := re.search(r"http://[\d.]+:\d+", line):
            return found.group(0)
    raise OutsideFailed("the emulator did not start", permanent=True)


def _scenario(count: int, accounts: int) -> dict[str, Any]:
    now = datetime.now(UTC)
    flight = {"starts_on": str((now - timedelta(days=9)).date()), "ends_on": str((now + timedelta(days=30)).date())}
    each = [count // accounts + (nth < count % accounts) for nth in range(accounts)]
    return {
        "starts_at": now.isoformat(),
        "apps": [{"app_id": "1", "secret": "s", "access_token": TOKEN, "auth_code": "c"}],
        "accounts": [
            {
                "advertiser_id": f"73{nth:017d}",
                "name": f"Account {nth}",
                "currency": "USD",
                "timezone": "UTC",
                "promotions": _promotions(campaigns, flight),
            }
            for nth, campaigns in enumerate(each, start=1)
        ],
    }


def _promotions(campaigns: int, flight: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return campaigns whose budgets differ as widely as they do in practice: few spend most."""
    sizes = (1, 2, 4, 8, 16, 32, 64, 128)
    shares = [campaigns // len(sizes) + (nth < campaigns % len(sizes)) for nth in range(len(sizes))]
    common = {"ad_groups": 1, "ads": 1, **flight}
    return [
        {"name": f"Daily {20 * size}", "daily_budget": f"{20 * size}.00", "count": share, **common}
        for size, share in zip(sizes, shares, strict=True)
        if share
    ]


def _child(step: str, url: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="unpromote-bench-") as folder:
        env = environment(Path(folder), TIKTOK_URL=url, TIKTOK_TOKEN=TOKEN)
        with start("unpromote.bench.stop_steps", step, url, env=env) as child:
            return said(child)
