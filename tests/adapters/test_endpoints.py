"""One table says how every endpoint is called: what the house calls stands in it, and nothing else can be called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import unpromote.adapters
from unpromote.adapters.calling import TIMEOUT, Refusal, patience
from unpromote.adapters.endpoints import ENDPOINTS, policy_of
from unpromote.adapters.shop import calls as shop
from unpromote.adapters.shop.sorts import SORTS as OFFERS
from unpromote.adapters.tiktok import calls as tiktok
from unpromote.adapters.tiktok import remarks, rulings
from unpromote.adapters.tiktok.sorts import SORTS
from unpromote.domain.delivery import BATCH
from unpromote.emulator.limits import limit_of
from unpromote.emulator.listing import MOST_IDS as MOST_READ
from unpromote.emulator.switching import MOST_IDS as MOST_SWITCHED
from unpromote.services.policies import app_levels, call_limit, call_limits

OURS = Path(unpromote.adapters.__path__[0])
BUSINESS = sorted(name for name in ENDPOINTS if not name.startswith("shop/"))
KEY = shop.Key("app", "hush", "token")


def named_in_calls(folder: str) -> Iterator[tuple[str, bool]]:
    """Endpoints that stand as text in calls of a caller, and whether it writes."""
    for file in sorted((OURS / folder).glob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            paged = call.func.attr == "pages"
            if paged or (
                call.func.attr in ("read", "write") and ast.unparse(call.func.value).endswith(("_caller", "_client"))
            ):
                found = [one.value for one in ast.walk(call.args[0]) if isinstance(one, ast.Constant)]
                yield from ((one, call.func.attr == "write") for one in found if isinstance(one, str) and "/" in one)


def of_sorts() -> Iterator[tuple[str, bool]]:
    for sort in SORTS.values():
        yield from ((sort.read_at, False), (sort.billed_at, False), *((one, True) for one in sort.switched_at))


def of_offers() -> Iterator[tuple[str, bool]]:
    for sort in OFFERS.values():
        yield from ((f"shop{path}", False) for path in (sort.search_at, sort.read_at) if path)
        ended = sort.ended_by[1] if sort.ended_by else ""
        yield from ((f"shop{path}", True) for path in (ended, sort.back_at) if path)


def of_causes() -> Iterator[tuple[str, bool]]:
    yield from ((one, False) for one in (remarks.LIST, rulings.REVIEW))


def test_every_call_of_the_house_stands_in_the_table_and_nothing_else():
    in_shop = ((f"shop{path}", writes) for path, writes in named_in_calls("shop"))
    called = {*named_in_calls("tiktok"), *in_shop, *of_sorts(), *of_offers(), *of_causes()}
    assert called == {(name, each.writes) for name, each in ENDPOINTS.items()}


def answering(sent: list[httpx.Request]) -> httpx.Client:
    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={"code": 0, "request_id": "r", "data": {}})

    return httpx.Client(base_url="https://tiktok.example", transport=httpx.MockTransport(answer), timeout=TIMEOUT)


@pytest.mark.parametrize(
    ("act", "problem"),
    [
        (lambda caller: caller.read("bc/member/get", "7", {}), "bc/member/get does not stand in"),
        (lambda caller: caller.write("bc/member/get", "7", {}), "bc/member/get does not stand in"),
        (lambda caller: caller.read("ad/status/update", "7", {}), "writes: it cannot be read"),
        (lambda caller: caller.write("ad/get", "7", {}), "reads: nothing can be written"),
    ],
)
def test_a_call_without_a_policy_is_never_sent(act: Any, problem: str):
    sent: list[httpx.Request] = []
    with pytest.raises(LookupError, match=problem):
        act(tiktok.Caller(answering(sent)))
    assert sent == []


@pytest.mark.parametrize("act", ["read", "write"])
def test_a_shops_call_without_a_policy_is_never_sent(act: str):
    sent: list[httpx.Request] = []
    with pytest.raises(LookupError, match="shop/orders/1 does not stand in"):
        getattr(shop.Caller(answering(sent), KEY), act)(shop.Where("GET", "/orders/1"))
    assert sent == []


def test_an_answer_may_take_as_long_as_its_endpoint_says():
    sent: list[httpx.Request] = []
    caller = tiktok.Caller(answering(sent))
    caller.read("report/integrated/get", "7", {})
    caller.write("ad/status/update", "7", {})
    assert [request.extensions["timeout"]["read"] for request in sent] == [60, 30]
    with httpx.Client(timeout=httpx.Timeout(None)) as endless, httpx.Client(timeout=httpx.Timeout(2)) as hasty:
        assert (patience(endless, 60).read, patience(hasty, 60).read) == (60, 2)


class Clock:
    """A pace that lets everything go and remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def __call__(self, endpoint: str, advertiser_id: str) -> None: ...

    def answered(self, endpoint: str, advertiser_id: str) -> None:
        self.told.append("answered")

    def refused(self, endpoint: str, advertiser_id: str, *, account: bool) -> None:
        self.told.append("refused")


def refusing(sent: list[httpx.Request], code: int) -> httpx.Client:
    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={"code": code, "request_id": "r", "data": {}})

    return httpx.Client(base_url="https://tiktok.example", transport=httpx.MockTransport(answer), timeout=TIMEOUT)


@pytest.mark.parametrize("endpoint", [name for name, each in ENDPOINTS.items() if each.once])
@pytest.mark.parametrize(("code", "told"), [(40100, ["refused"]), (51010, [])])
def test_what_moves_money_is_sent_once_and_its_pace_is_told(endpoint: str, code: int, told: list[str]):
    sent: list[httpx.Request] = []
    clock = Clock()
    with pytest.raises(Refusal):
        tiktok.Caller(refusing(sent, code), pace=clock, wait=lambda _: None).write(endpoint, "7", {})
    assert (len(sent), clock.told) == (1, told)


def test_a_switch_that_was_too_fast_is_sent_again():
    sent: list[httpx.Request] = []
    with pytest.raises(Refusal):
        tiktok.Caller(refusing(sent, 40100), wait=lambda _: None).write("ad/status/update", "7", {})
    assert len(sent) > 1


def test_what_is_written_in_a_batch_fits_one_call():
    writes = [each for name, each in ENDPOINTS.items() if each.writes and each.most_ids > 1 and name in BUSINESS]
    assert {each.most_ids for each in writes} == {BATCH, MOST_SWITCHED, MOST_READ}
    reads = {policy_of(sort.read_at).most_ids for sort in SORTS.values()}
    assert reads == {MOST_READ}


def figures(limit: Any, *names: str) -> tuple[int, ...]:
    return tuple(getattr(limit, name) for name in names)


@pytest.mark.parametrize("level", app_levels())
def test_the_emulator_has_the_limits_of_every_endpoint(level: str):
    named = [(name, ENDPOINTS[name].limit) for name in BUSINESS] + [("report/task/create", "report_task")]
    for name, limit in named:
        theirs = limit_of(level, f"/open_api/v1.3/{name}/")
        ours = call_limit(limit, level)
        assert figures(ours, "second", "minute", "day") == figures(theirs, "per_second", "per_minute", "per_day")


def test_every_limit_tells_where_it_was_read_and_the_shops_is_marked():
    assert all(limits.source and limits.checked_on.year >= 2026 for limits in call_limits().values())
    assert [name for name, limits in call_limits().items() if not limits.certain] == ["shop"]
    assert {each.limit for each in ENDPOINTS.values()} <= set(call_limits())
