"""A worker of a campaign: the product's own hands for delivery or for money, on a clock and a wire that are driven.

It waits at every point for leave to go on: before and after each call, before each statement to the database, and
where a command is claimed, done and settled. Django is set up by whoever imports this.
"""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from django.db import connection
from django.db.models import Min, Q

from journeys.stop_drawing import TOKEN
from journeys.stop_ticks import DUE, NEVER, PASSED, SECOND, Ticks
from journeys.stop_world import HAND, RUN
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.delivery import TikTokDelivery
from unpromote.adapters.tiktok.purse import TikTokPurse
from unpromote.domain.delivery import MAY_BE_ON
from unpromote.domain.errors import OutsideFailed
from unpromote.jobs.desk import performers
from unpromote.jobs.embedded import OF_DELIVERY, Embedded
from unpromote.jobs.executor import Worker
from unpromote.jobs.pace import Pace
from unpromote.jobs.tools import Tools
from unpromote.services import delivery, people, queries
from unpromote.store.models import CommandRow

WIRE = httpx.HTTPTransport(verify=False)  # made before forking: it takes longer than a worker's whole life
ROUNDS = 200  # in which a run has to come to rest


@dataclass(frozen=True)
class Points:
    """The points of a worker, at each of which it says where it is and waits for leave."""

    say: int
    listen: int

    def __call__(self, point: str, _key: str = "") -> None:
        if threading.current_thread() is threading.main_thread():
            os.write(self.say, f"{int(connection.in_atomic_block)} {point}".encode())
            os.read(self.listen, 1)

    def sql(self, execute, sql, params, many, context):
        self("sql")
        return execute(sql, params, many, context)


class Wire(httpx.BaseTransport):
    """The way to the emulator, with a point before each call and one after it."""

    def __init__(self, asked: dict, hand: str, points: Points | None) -> None:
        self._own, self._points = {RUN: str(asked["run"]), HAND: hand}, points or (lambda _point: None)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.headers.update(self._own)
        self._points(f"send {request.method}")
        response = WIRE.handle_request(request)
        response.read()
        self._points(f"got {request.method}")
        return response


def told(asked: dict, work: Callable[[], None]) -> None:
    """Do the work of a process and end it; what went wrong is told to the judge."""
    code = 1
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001 - told to the judge
        _tell(asked)
    finally:
        os._exit(code)


def _tell(asked: dict) -> None:
    with Path(asked["folder"], "bugs").open("a") as file:
        file.write(traceback.format_exc())


def live(asked: dict, number: int, points: Points) -> None:
    """Work off what is due, and leave word of when more is."""
    points("born")
    with connection.execute_wrapper(points.sql):
        _hands(asked, f"{asked['life']}.{number}", number, points).work_off(_kinds(asked))
    ticks, due = _ticks(asked), _next_due(asked)
    ticks[DUE] = NEVER if due is None else due


def rest(asked: dict) -> None:
    """Work on, moving time, until nothing more is due before the run is over; a person may ask again first."""
    worker, ticks = _hands(asked, asked["life"], 0, None), _ticks(asked)
    if asked["asks"]:
        _ask_again(asked["asks"], ticks)
    for _ in range(ROUNDS):
        worker.work_off(_kinds(asked))
        due = _next_due(asked)
        if due is None or due > asked["until"]:
            return
        ticks.wait(max(0, due - ticks[PASSED]) / SECOND)
    raise AssertionError(f"the run did not come to rest in {ROUNDS} rounds")


def _ask_again(names: dict, ticks: Ticks) -> None:
    case = queries.case_at_work(names["case"])
    on = [one.id for one in case.targets if one.state in MAY_BE_ON]
    if on:
        delivery.stop_again(people.person(names["person"]), case.id, on, now=ticks.clock(0)())


def _ticks(asked: dict) -> Ticks:
    return Ticks(Path(asked["folder"], "ticks"))


def _kinds(asked: dict) -> tuple[str, ...]:
    """Return the kinds of commands that the campaign is about; a case of its kind orders others as well."""
    return tuple(asked.get("kinds", OF_DELIVERY))


def _next_due(asked: dict) -> int | None:
    """Return when, in ticks, such work is due next, or free again after a kill."""
    rows = CommandRow.objects.filter(kind__in=_kinds(asked)).exclude(status="done")
    found = rows.aggregate(due=Min("due_at", filter=Q(status="ready")), free=Min("leased_until"))
    at = min(filter(None, found.values()), default=None)
    return None if at is None else _ticks(asked).at(at)


def _hands(asked: dict, name: str, number: int, points: Points | None) -> Embedded:
    connection.settings_dict["NAME"] = asked["database"]
    ticks = _ticks(asked)
    clock = ticks.clock(number)
    pace = Pace(clock, sleep=ticks.wait, level=asked["level"]) if points else None
    client = TikTokClient(asked["url"], TOKEN, transport=Wire(asked, name, points), pace=pace, wait=ticks.wait)
    unused = dict.fromkeys(("reader", "outbox", "inbox", "payouts", "packs"))
    tools = Tools(clock, TikTokDelivery(client, clock), purse=TikTokPurse(client, clock), **unused)
    hands = {kind: _watched(asked, perform) for kind, perform in performers(tools).items()}
    return Embedded(Worker(hands, clock, owner=name, checkpoint=points or (lambda *_: None)))


def _watched(asked: dict, perform: Callable) -> Callable:
    """Tell the judge of what no worker should meet: it is a bug, though the executor outlives it."""

    def watched(job):
        try:
            return perform(job)
        except OutsideFailed:
            raise
        except Exception:
            _tell(asked)
            raise

    return watched
