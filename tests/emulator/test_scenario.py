"""Scenarios: the shipped one keeps its promises, the seed decides, and mistakes are named with their place."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from emulator.desk import Desk, open_desk, scenario_of
from unpromote.emulator import ScenarioError, build_app, load_scenario, read_scenario


def state(desk: Desk) -> Any:
    return desk.control("state")["accounts"]


def seeded(seed: int) -> Any:
    with open_desk(seed=seed) as desk:
        return state(desk)


def ids(accounts: Any) -> set[str]:
    return {campaign["campaign_id"] for account in accounts for campaign in account["campaigns"]}


def test_the_demo_has_accounts_of_several_zones_and_currencies(desk: Desk) -> None:
    accounts = state(desk)
    assert sum(len(account["campaigns"]) for account in accounts) >= 60
    assert len({account["currency"] for account in accounts}) == 4
    assert len({account["timezone"] for account in accounts}) == 4


def test_the_demo_holds_every_kind_that_needs_care(desk: Desk) -> None:
    kinds = {campaign["kind"] for account in state(desk) for campaign in account["campaigns"]}
    assert kinds == {"auction", "spark", "promote", "topview", "smart_plus"}


def test_the_autumn_promotion_is_as_told(desk: Desk) -> None:
    autumn = [c for c in state(desk)[0]["campaigns"] if c["name"].startswith("Autumn Trail 2026 ")]
    assert len(autumn) == 24
    assert sum(Decimal(campaign["budget"]) for campaign in autumn) == Decimal("48000.00")
    assert sum(Decimal(campaign["spend"]) for campaign in autumn) == Decimal("12785.59")
    assert [campaign["name"] for campaign in autumn if campaign["kind"] == "spark"] == [
        "Autumn Trail 2026 Spark with Mara"
    ]


def test_the_same_seed_gives_the_same_accounts() -> None:
    assert seeded(7) == seeded(7)


def test_another_seed_gives_other_ids_and_budgets_and_the_same_promotion() -> None:
    one, other = seeded(1), seeded(2)
    shared = ids(one) & ids(other)
    assert len(shared) == 23
    assert all(one_id.startswith("1801230000000000") for one_id in shared)
    assert [c["budget"] for c in one[0]["campaigns"]] != [c["budget"] for c in other[0]["campaigns"]]
    assert [c["name"] for c in one[0]["campaigns"]] == [c["name"] for c in other[0]["campaigns"]]


def test_the_same_calls_get_the_same_answers() -> None:
    def story() -> Any:
        with open_desk(seed=3) as desk:
            first = desk.rows("campaign")[0]["campaign_id"]
            desk.switch([first])
            desk.later(hours=2)
            return desk.spend(first), desk.control("log"), state(desk)

    assert story() == story()


def test_a_new_campaign_leaves_the_ids_of_the_others_alone(start: Callable[..., Desk]) -> None:
    few, more = start(scenario=scenario_of({})), start(scenario=scenario_of({}, {"name": "Second story"}))
    assert ids(state(few)) < ids(state(more))


def test_names_are_numbered_where_the_variants_run_out(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({"count": 4, "variants": [["A", "B"]]}))
    names = [campaign["name"] for campaign in state(desk)[0]["campaigns"]]
    assert names == ["Story A", "Story B", "Story 3", "Story 4"]


def test_a_scenario_may_be_json(tmp_path: Path) -> None:
    account = {"advertiser_id": "7", "name": "A", "currency": "JPY", "timezone": "Asia/Tokyo", "promotions": []}
    app = {"app_id": "1", "secret": "s", "access_token": "t", "advertiser_ids": ["7"]}
    data = {"starts_at": "2026-09-14T09:00:00Z", "accounts": [account], "apps": [app], "quirks": {"level": "premium"}}
    file = tmp_path / "small.json"
    file.write_text(json.dumps(data))
    emulator = build_app(file).emulator
    assert emulator.quirks.level == "premium"
    assert emulator.world.accounts["7"].digits == 0


def test_a_level_overrides_the_scenarios() -> None:
    assert build_app(level="ultimate").emulator.quirks.level == "ultimate"


GOOD: dict[str, Any] = {
    "starts_at": "2026-09-14T09:00:00Z",
    "accounts": [
        {
            "advertiser_id": "7",
            "name": "A",
            "currency": "EUR",
            "timezone": "Europe/Berlin",
            "promotions": [{"name": "P", "starts_on": "2026-09-01", "ends_on": "2026-10-01", "total_budget": "9.00"}],
        }
    ],
    "apps": [{"app_id": "1", "secret": "s", "access_token": "t"}],
}
PROMOTION = ("accounts", 0, "promotions", 0)


def changed(path: tuple[str | int, ...], value: Any) -> Any:
    """The good scenario with one place set to the value, or removed."""
    data = json.loads(json.dumps(GOOD))
    spot = data
    for key in path[:-1]:
        spot = spot[key]
    if value is None:
        del spot[path[-1]]
    else:
        spot[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (("starts_at",), None, "starts_at: is missing"),
        (("starts_at",), "2026-09-14T09:00:00", "starts_at: '2026-09-14T09:00:00' does not fit; write it as 2026-"),
        (("weather",), "fine", "weather: unknown key; known here: starts_at, accounts, apps, quirks"),
        (("accounts",), {}, "accounts: expected a list, found {}"),
        (("accounts", 0), "A", "accounts[0]: expected a table, found 'A'"),
        (("accounts", 0, "currency"), "EURO", "accounts[0].currency: 'EURO' does not fit; write it as an ISO 4217"),
        (("accounts", 0, "timezone"), "Mars/Base", "accounts[0].timezone: 'Mars/Base' does not fit"),
        (("accounts", 0, "advertiser_id"), "x7", "accounts[0].advertiser_id: 'x7' does not fit"),
        (("accounts", 0, "name"), "", "accounts[0].name: expected str, found ''"),
        (
            (*PROMOTION, "kind"),
            "viral",
            "accounts[0].promotions[0].kind: 'viral' does not fit; write it as one of",
        ),
        ((*PROMOTION, "starts_on"), "soon", "accounts[0].promotions[0].starts_on: 'soon' does not fit"),
        ((*PROMOTION, "total_budget"), "-1", "accounts[0].promotions[0].total_budget: '-1' does not fit"),
        ((*PROMOTION, "count"), 0, "accounts[0].promotions[0].count: 0 does not fit"),
        ((*PROMOTION, "ends_on"), "2026-09-01", "promotion 'P': ends_on is not after starts_on"),
        ((*PROMOTION, "total_budget"), None, "promotion 'P': give either total_budget or daily_budget"),
        ((*PROMOTION, "daily_budget"), "1", "promotion 'P': give either total_budget or daily_budget"),
        ((*PROMOTION, "ids"), ["1", "2"], "promotion 'P': 2 ids for 1 campaigns"),
        ((*PROMOTION, "creators"), ["@cleo"], "promotion 'P': creators belong to kind spark"),
        ((*PROMOTION, "kind"), "spark", "promotion 'P': creators belong to kind spark"),
        ((*PROMOTION, "status"), "OFF", "promotion 'P': status is one of ENABLE, DISABLE, DELETE"),
        (("apps", 0, "advertiser_ids"), ["8"], "apps[0].advertiser_ids: no such account 8; list it under accounts"),
        (("accounts",), GOOD["accounts"] * 2, "accounts: two have the same advertiser_id; give each its own"),
        (("quirks",), {"level": "gold"}, "quirks.level: unknown 'gold'; known: basic"),
        (("quirks",), {"repeat_code": True}, "quirks.repeat_code: expected int, found True"),
    ],
)
def test_a_mistake_is_named_with_its_place(path: tuple[str | int, ...], value: Any, problem: str) -> None:
    with pytest.raises(ScenarioError) as refusal:
        build_app(read_scenario(changed(path, value)))
    assert str(refusal.value).startswith(problem)


@pytest.mark.parametrize(("name", "text"), [("a.toml", "starts_at = "), ("a.json", "{"), ("b.toml", "x = 1")])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(ScenarioError, match=name):
        load_scenario(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"none\.toml: cannot be read"):
        load_scenario(tmp_path / "none.toml")
