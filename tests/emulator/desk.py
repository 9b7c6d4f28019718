"""Asks a running emulator in the few ways that tests need."""

from __future__ import annotations

import json
from typing import Any, Self

import httpx

from unpromote.emulator import (
    Clock,
    Quirks,
    RunningEmulator,
    Scenario,
    load_scenario,
    read_scenario,
    start_emulator,
)

EU = "7301000000000000011"
TOKEN = "demo-token"


class Desk:
    """Asks the emulator over its socket, as a program without any client library would. A context manager ends both."""

    def __init__(self, running: RunningEmulator) -> None:
        self.running = running
        self.http = httpx.Client(base_url=running.url, headers={"Access-Token": TOKEN})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        self.running.stop()

    def get(self, path: str, **params: Any) -> Any:
        written = {k: v if isinstance(v, str) else json.dumps(v) for k, v in params.items()}
        return self.http.get(f"/open_api/v1.3/{path}", params=written).json()

    def post(self, path: str, **body: Any) -> Any:
        return self.http.post(f"/open_api/v1.3/{path}", json=body).json()

    def rows(self, noun: str, **params: Any) -> Any:
        asked = {"advertiser_id": EU, "page_size": 1000, **params}
        return self.get(f"{noun}/get/", **asked)["data"]["list"]

    def named(self, name: str, advertiser_id: str = EU, **filtering: Any) -> Any:
        """The campaigns whose names contain that text."""
        return self.rows("campaign", advertiser_id=advertiser_id, filtering={"campaign_name": name, **filtering})

    def switch(self, ids: list[str], status: str = "DISABLE", noun: str = "campaign", **more: Any) -> Any:
        body = {"advertiser_id": EU, f"{noun}_ids": ids, "operation_status": status, **more}
        return self.post(f"{noun}/status/update/", **body)

    def spend(self, campaign_id: str, **params: Any) -> str | None:
        """Lifetime spend as reported; None where the row is missing."""
        asked: dict[str, Any] = {"advertiser_id": EU, "report_type": "BASIC", "data_level": "AUCTION_CAMPAIGN"}
        asked |= {"dimensions": ["campaign_id"], "metrics": ["spend"], "query_lifetime": True}
        asked["filtering"] = [in_list("campaign_ids", campaign_id)]
        rows = self.get("report/integrated/get/", **asked | params)["data"]["list"]
        return rows[0]["metrics"]["spend"] if rows else None

    def control(self, name: str, order: Any = None) -> Any:
        url = f"/__emulator__/{name}"
        return (self.http.get(url) if order is None else self.http.post(url, json=order)).json()

    def later(self, **time: float) -> None:
        seconds = time.get("hours", 0) * 3600 + time.get("minutes", 0) * 60 + time.get("seconds", 0)
        self.control("clock", {"advance_seconds": seconds})


def in_list(name: str, *values: str) -> dict[str, str]:
    return {"field_name": name, "filter_type": "IN", "filter_value": json.dumps(values)}


def open_desk(level: str = "unlimited", scenario: Scenario | None = None, seed: int = 1, **quirks: Any) -> Desk:
    """Start the shipped scenario, or another one, with a standing clock and those quirks."""
    plan = scenario or load_scenario()
    clock = Clock(plan.starts_at, speed=0)
    return Desk(start_emulator(plan, seed=seed, clock=clock, quirks=Quirks(level=level, **quirks)))


def scenario_of(*promotions: dict[str, Any], account: dict[str, Any] | None = None, **changes: Any) -> Scenario:
    """One account with those promotions; each runs through September for 300.00 unless it says otherwise."""
    usual = {"name": "Story", "starts_on": "2026-09-01", "ends_on": "2026-10-01"}
    plans = [usual | ({} if "daily_budget" in plan else {"total_budget": "300.00"}) | plan for plan in promotions]
    ana: dict[str, Any] = {"advertiser_id": EU, "name": "Ana's shop", "promotions": plans}
    ana |= {"currency": "EUR", "timezone": "Europe/Berlin", **(account or {})}
    app = {"app_id": "1", "secret": "s", "access_token": TOKEN}
    return read_scenario({"starts_at": "2026-09-11T00:00:00+02:00", "accounts": [ana], "apps": [app], **changes})
