"""Scenario files: which accounts and promotions the emulator starts with, in TOML or JSON.

A file says what matters (names, kinds, flights, budgets) and the builder (`building`) fills in ids, ad groups and
ads. Reading is strict: an unknown or missing key is refused with its place, since a misspelled key would quietly
change the story.
"""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from moneyed import get_currency
from moneyed.classes import CurrencyDoesNotExist

from unpromote.emulator.objects import Kind
from unpromote.emulator.plans import (
    AccountPlan,
    AppPlan,
    BusinessCenterPlan,
    PromotionPlan,
    Scenario,
    ScenarioError,
    StorePlan,
)
from unpromote.emulator.quirks import Quirks
from unpromote.emulator.shop_plans import (
    ActivityPlan,
    CouponPlan,
    OpenCollaborationPlan,
    ShopAppPlan,
    ShopPlan,
    TargetCollaborationPlan,
)
from unpromote.emulator.shop_world import Offer

T = TypeVar("T")


def load_scenario(path: Path | None = None) -> Scenario:
    """Return the scenario of a file, or the shipped demo; raise ScenarioError naming file and place."""
    source = path or files("unpromote.emulator") / "scenarios" / "demo.toml"
    try:
        text = source.read_text(encoding="utf-8")
        data = json.loads(text) if str(source).endswith(".json") else tomllib.loads(text)
        return read_scenario(data)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, tomllib.TOMLDecodeError) as problem:
        raise ScenarioError(f"{source}: cannot be read: {problem}") from None
    except ScenarioError as problem:
        raise ScenarioError(f"{source}: {problem}") from None


def read_scenario(data: Any) -> Scenario:
    """Return the scenario of parsed TOML or JSON."""
    scenario = _record(Scenario, data, "")
    ids = [account.advertiser_id for account in scenario.accounts]
    if len(set(ids)) < len(ids):
        raise ScenarioError("accounts: two have the same advertiser_id; give each its own")
    for n, app in enumerate(scenario.apps):
        if strange := sorted(set(app.advertiser_ids) - set(ids)):
            raise ScenarioError(f"apps[{n}].advertiser_ids: no such account {strange[0]}; list it under accounts")
    for n, center in enumerate(scenario.business_centers):
        if strange := sorted(set(center.advertiser_ids) - set(ids)):
            place = f"business_centers[{n}].advertiser_ids"
            raise ScenarioError(f"{place}: no such account {strange[0]}; list it under accounts")
    shops = [shop.shop_id for shop in scenario.shops]
    for n, shop_app in enumerate(scenario.shop_apps):
        if strange := sorted(set(shop_app.shop_ids) - set(shops)):
            raise ScenarioError(f"shop_apps[{n}].shop_ids: no such shop {strange[0]}; list it under shops")
    return scenario


def _record(kind: type[T], data: Any, place: str) -> T:
    if not isinstance(data, Mapping):
        raise ScenarioError(f"{place or 'scenario'}: expected a table, found {data!r}")
    readers = _READERS[kind]
    if unknown := [key for key in data if key not in readers]:
        raise ScenarioError(f"{_at(place, unknown[0])}: unknown key; known here: {', '.join(readers)}")
    for spot in dataclasses.fields(kind):  # type: ignore[arg-type]
        needed = spot.default is dataclasses.MISSING and spot.default_factory is dataclasses.MISSING
        if needed and spot.name not in data:
            raise ScenarioError(f"{_at(place, spot.name)}: is missing")
    values = {key: readers[key](value, _at(place, key)) for key, value in data.items()}
    try:
        return kind(**values)
    except ValueError as problem:
        raise ScenarioError(f"{_at(place, str(problem))}") from None


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _each(reader: Callable[[Any, str], T]) -> Callable[[Any, str], tuple[T, ...]]:
    def read(data: Any, place: str) -> tuple[T, ...]:
        if not isinstance(data, list):
            raise ScenarioError(f"{place}: expected a list, found {data!r}")
        return tuple(reader(item, f"{place}[{n}]") for n, item in enumerate(data))

    return read


def _table(kind: type[T]) -> Callable[[Any, str], T]:
    return lambda data, place: _record(kind, data, place)


def _exactly(kind: type[T]) -> Callable[[Any, str], T]:
    def read(data: Any, place: str) -> T:
        if type(data) is not kind or data == "":
            raise ScenarioError(f"{place}: expected {kind.__name__}, found {data!r}")
        return data

    return read


def _made(make: Callable[[str], T], example: str) -> Callable[[Any, str], T]:
    def read(data: Any, place: str) -> T:
        try:
            return make(data if isinstance(data, str) else str(data))
        except (ValueError, KeyError, InvalidOperation, CurrencyDoesNotExist, ZoneInfoNotFoundError):
            raise ScenarioError(f"{place}: {data!r} does not fit; write it as {example}") from None

    return read


def _id(text: str) -> str:
    if not text.isdecimal():
        raise ValueError(text)
    return text


def _currency(code: str) -> str:
    return str(get_currency(code=code).code)


def _zone(name: str) -> str:
    return ZoneInfo(name).key


def _amount(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite() or amount <= 0:
        raise ValueError(text)
    return amount


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found.astimezone(UTC)


def _positive(text: str) -> int:
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


_TEXT, _DAY = _exactly(str), _made(date.fromisoformat, "2026-09-14")
_ID, _AMOUNT, _COUNT = _made(_id, 'text of digits, such as "7301"'), _made(_amount, '"1200.00"'), _made(_positive, "3")
_READERS: Mapping[type[Any], Mapping[str, Callable[[Any, str], Any]]] = MappingProxyType(
    {
        PromotionPlan: {
            "name": _TEXT,
            "starts_on": _DAY,
            "ends_on": _DAY,
            "kind": _made(Kind, "one of " + ", ".join(kind.value for kind in Kind)),
            "total_budget": _AMOUNT,
            "daily_budget": _AMOUNT,
            "count": _COUNT,
            "variants": _each(_each(_TEXT)),
            "ids": _each(_ID),
            "creators": _each(_TEXT),
            "ad_groups": _COUNT,
            "ads": _COUNT,
            "skan4": _exactly(bool),
            "status": _TEXT,
            "comments": _each(_TEXT),
            "boosts": _each(_AMOUNT),
            "live": _exactly(bool),
            "store_id": _ID,
            "store_authorized_bc_id": _ID,
        },
        StorePlan: {"store_id": _ID, "name": _TEXT, "bc_id": _ID},
        AccountPlan: {
            "advertiser_id": _ID,
            "name": _TEXT,
            "currency": _made(_currency, "an ISO 4217 code such as EUR"),
            "timezone": _made(_zone, "an IANA name such as Europe/Berlin"),
            "promotions": _each(_table(PromotionPlan)),
            **dict.fromkeys(("balance", "grant", "frozen", "deposit", "unpaid"), _AMOUNT),
            **dict.fromkeys(("autopay", "unfinished", "runs_dry"), _exactly(bool)),
            "stores": _each(_table(StorePlan)),
        },
        BusinessCenterPlan: {
            "bc_id": _ID,
            "name": _TEXT,
            "currency": _made(_currency, "an ISO 4217 code such as EUR"),
            "timezone": _made(_zone, "an IANA name such as Europe/Berlin"),
            "advertiser_ids": _each(_ID),
            **dict.fromkeys(("balance", "grant"), _AMOUNT),
            "parent_bc_id": _ID,
            "shares_balance": _exactly(bool),
        },
        AppPlan: {
            "app_id": _ID,
            **dict.fromkeys(("secret", "access_token", "auth_code", "creator", "business_id"), _TEXT),
            "advertiser_ids": _each(_ID),
        },
        ActivityPlan: {
            "title": _TEXT,
            "offer": _made(Offer, "one of " + ", ".join(offer.value for offer in Offer)),
            **dict.fromkeys(("starts_on", "ends_on"), _DAY),
            "ids": _each(_ID),
            **dict.fromkeys(("count", "products"), _COUNT),
            **dict.fromkeys(("immutable", "draft"), _exactly(bool)),
        },
        CouponPlan: {
            **dict.fromkeys(("title", "display_type", "percentage"), _TEXT),
            **dict.fromkeys(("starts_on", "ends_on"), _DAY),
            "coupon_id": _ID,
        },
        TargetCollaborationPlan: {
            "name": _TEXT,
            "creators": _each(_TEXT),
            **dict.fromkeys(("starts_on", "ends_on"), _DAY),
            "collaboration_id": _ID,
            "products": _COUNT,
        },
        OpenCollaborationPlan: {
            "title": _TEXT,
            **dict.fromkeys(("starts_on", "ends_on"), _DAY),
            "product_id": _ID,
            "rate": _COUNT,
            "creators": _each(_TEXT),
        },
        ShopPlan: {
            "shop_id": _ID,
            **dict.fromkeys(("name", "cipher", "region", "code"), _TEXT),
            "timezone": _made(_zone, "an IANA name such as Europe/Berlin"),
            "activities": _each(_table(ActivityPlan)),
            "coupons": _each(_table(CouponPlan)),
            "target_collaborations": _each(_table(TargetCollaborationPlan)),
            "open_collaborations": _each(_table(OpenCollaborationPlan)),
        },
        ShopAppPlan: {
            **dict.fromkeys(("app_key", "app_secret", "access_token"), _TEXT),
            "shop_ids": _each(_ID),
        },
        Quirks: {spot.name: _exactly(type(spot.default)) for spot in dataclasses.fields(Quirks)},
        Scenario: {
            "starts_at": _made(_instant, "2026-09-14T09:00:00Z"),
            "accounts": _each(_table(AccountPlan)),
            "apps": _each(_table(AppPlan)),
            "quirks": _table(Quirks),
            "business_centers": _each(_table(BusinessCenterPlan)),
            "latency_ms": _COUNT,
            "shops": _each(_table(ShopPlan)),
            "shop_apps": _each(_table(ShopAppPlan)),
        },
    }
)
