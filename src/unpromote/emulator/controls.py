"""/__emulator__/: what the real platform does not have. Move the clock, order faults, read what really happened.

GET  /__emulator__/clock     {now, speed}          POST {advance_seconds | now | speed}
GET  /__emulator__/faults    the orders            POST a list of orders (see faults)   DELETE forget them
GET  /__emulator__/log       every call            DELETE forget them
GET  /__emulator__/state     every object with its true status and spend
GET  /__emulator__/latency   {ms}                  POST {ms}
GET  /__emulator__/quirks    all switches          POST {name: value}
GET  /__emulator__/hands     who changed what      POST a list of acts of others (see hands), all or up to the first bad
GET  /__emulator__/codes     every return code
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from unpromote.emulator.codes import MESSAGES
from unpromote.emulator.emulator import Emulator
from unpromote.emulator.hands import do
from unpromote.emulator.lapsing import pass_time
from unpromote.emulator.objects import Campaign, Line, Session
from unpromote.emulator.quirks import Quirks
from unpromote.emulator.shop_hands import shops_state
from unpromote.emulator.spend import Window, spent, whole_units
from unpromote.emulator.statuses import secondary_status
from unpromote.emulator.wire import Arguments, Refusal
from unpromote.emulator.world import Account

PREFIX = "/__emulator__/"
Control = Callable[[Emulator, Any], Any]


def answer_control(emulator: Emulator, method: str, path: str, body: bytes) -> tuple[int, Any]:
    """Return the HTTP status and the document for a call to the emulator's own door."""
    name = path.removeprefix(PREFIX).strip("/")
    control = _CONTROLS.get((method, name))
    if control is None:
        return 404, {"error": f"no {method} {path}; there are: {', '.join(sorted(' '.join(k) for k in _CONTROLS))}"}
    with emulator.lock:
        pass_time(emulator.world, emulator.clock.now(), emulator.quirks.stop_tail)
        try:
            return 200, control(emulator, json.loads(body) if body else {})
        except Refusal as problem:
            return 400, {"error": problem.message}
        except (ValueError, TypeError, KeyError) as problem:
            return 400, {"error": str(problem)}


def _clock(emulator: Emulator, _: Any) -> Any:
    return {"now": emulator.clock.now().isoformat(), "speed": str(emulator.clock.speed)}


def _set_clock(emulator: Emulator, order: Any) -> Any:
    known = {"advance_seconds", "now", "speed"}
    if not isinstance(order, dict) or not order or set(order) - known:
        raise ValueError(f"give one or more of {', '.join(sorted(known))}")
    if "advance_seconds" in order:
        emulator.clock.advance(timedelta(seconds=order["advance_seconds"]))
    if "now" in order:
        at = datetime.fromisoformat(order["now"])
        if at.tzinfo is None:
            raise ValueError(f"now: {order['now']} has no zone; add Z or an offset")
        emulator.clock.jump_to(at.astimezone(UTC))
    if "speed" in order:
        emulator.clock.run_at(Fraction(str(order["speed"])))
    return _clock(emulator, order)


def _faults(emulator: Emulator, _: Any) -> Any:
    return [asdict(fault) for fault in emulator.faults.faults]


def _order_faults(emulator: Emulator, orders: Any) -> Any:
    if not isinstance(orders, list) or not all(isinstance(order, dict) for order in orders):
        raise ValueError("give a list of objects")
    emulator.faults.order(orders)
    return _faults(emulator, orders)


def _forget_faults(emulator: Emulator, _: Any) -> Any:
    emulator.faults.faults.clear()
    return []


def _log(emulator: Emulator, _: Any) -> Any:
    return [entry.as_json() for entry in emulator.journal.entries]


def _forget_log(emulator: Emulator, _: Any) -> Any:
    emulator.journal.entries.clear()
    return []


def _state(emulator: Emulator, _: Any) -> Any:
    now = emulator.clock.now()
    accounts = emulator.world.accounts.values()
    return {
        "now": now.isoformat(),
        "accounts": [_account_state(account, now) for account in accounts],
        "shops": shops_state(emulator.world, now),
    }


def _account_state(account: Account, now: datetime) -> Any:
    return {
        "advertiser_id": account.advertiser_id,
        "name": account.name,
        "currency": account.currency,
        "timezone": account.timezone,
        "campaigns": [_campaign_state(account, campaign, now) for campaign in account.campaigns],
    }


def _campaign_state(account: Account, campaign: Campaign, now: datetime) -> Any:
    ever = Window(campaign.flight.starts_at, max(now, campaign.flight.starts_at))
    amount = spent(campaign, account.zone, ever, lambda _: True)
    sessions = campaign.gmv_max.sessions if campaign.gmv_max else ()
    return {
        **_object_state(Line(campaign), now),
        "kind": campaign.kind.value,
        "spend": str(whole_units(amount, account.digits)),
        "budget": str(whole_units(Fraction(campaign.budget.amount), account.digits)),
        "budget_mode": campaign.budget.mode,
        "sessions": [_session_state(account, session, now) for session in sessions],
        "adgroups": [
            {
                **_object_state(Line(campaign, adgroup), now),
                "ads": [_object_state(Line(campaign, adgroup, ad), now) for ad in adgroup.ads],
            }
            for adgroup in campaign.adgroups
        ],
    }


def _session_state(account: Account, session: Session, now: datetime) -> dict[str, Any]:
    ever = Window(session.flight.starts_at, max(now, session.flight.starts_at))
    amount = spent(session, account.zone, ever, lambda _: True)
    return {
        "session_id": session.session_id,
        "ended": session.ended,
        "spend": str(whole_units(amount, account.digits)),
    }


def _object_state(line: Line, now: datetime) -> dict[str, str]:
    return {
        line.level.value: line.id,
        "name": line.own.name,
        "operation_status": line.own.switch.status,
        "secondary_status": secondary_status(line, now),
    }


def _latency(emulator: Emulator, _: Any) -> Any:
    return {"ms": emulator.latency_ms}


def _set_latency(emulator: Emulator, order: Any) -> Any:
    ms = order["ms"]
    if type(ms) is not int or ms < 0:
        raise ValueError("ms: give a whole number of milliseconds")
    emulator.latency_ms = ms
    return {"ms": ms}


def _quirks(emulator: Emulator, _: Any) -> Any:
    return asdict(emulator.quirks)


def _set_quirks(emulator: Emulator, order: Any) -> Any:
    known: dict[str, type[Any]] = {spot.name: type(spot.default) for spot in dataclasses.fields(Quirks)}
    for name, value in order.items():
        if name not in known or type(value) is not known[name]:
            raise ValueError(f"{name}: unknown, or not of its kind; known: {', '.join(known)}")
    emulator.quirks = dataclasses.replace(emulator.quirks, **order)
    return _quirks(emulator, order)


def _changes(emulator: Emulator, _: Any) -> Any:
    return [
        {**asdict(change), "at": change.at.isoformat(), "level": change.level.noun} for change in emulator.world.changes
    ]


def _do(emulator: Emulator, orders: Any) -> Any:
    if not isinstance(orders, list) or not all(isinstance(order, dict) for order in orders):
        raise ValueError("give a list of objects")
    for order in orders:
        do(emulator.world, Arguments(order), emulator.clock.now())
    return _changes(emulator, orders)


def _codes(_: Emulator, __: Any) -> Any:
    return dict(MESSAGES)


_CONTROLS: Mapping[tuple[str, str], Control] = MappingProxyType(
    {
        ("GET", "clock"): _clock,
        ("POST", "clock"): _set_clock,
        ("GET", "faults"): _faults,
        ("POST", "faults"): _order_faults,
        ("DELETE", "faults"): _forget_faults,
        ("GET", "log"): _log,
        ("DELETE", "log"): _forget_log,
        ("GET", "state"): _state,
        ("GET", "latency"): _latency,
        ("POST", "latency"): _set_latency,
        ("GET", "hands"): _changes,
        ("POST", "hands"): _do,
        ("GET", "codes"): _codes,
        ("GET", "quirks"): _quirks,
        ("POST", "quirks"): _set_quirks,
    }
)
