"""Performs runs of moving money up, as `stop_runs` does runs of stopping, for the same nurseries, kills and races.

A run with a seed below zero has no other trouble than a kill, at the point of that number; one above zero draws its
lives and faults. Clocks are less than ten minutes apart: a worker that stands still for longer than that, between its
last look and its call, cannot be told from a dead one by a platform that knows no repetition.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection

import builders as b
from journeys.stop_drawing import CENTER, Scope
from journeys.stop_judge import Told
from journeys.stop_runs import Nursery, Run, Runs, figures_of, name_of
from journeys.stop_ticks import PASSED, SECOND, Ticks
from journeys.stop_troubles import REFUSALS, TROUBLES, Kill, Life
from journeys.stop_world import RunWorld
from journeys.transfer_judge import ACCOUNT, APART_SECONDS, HELD, SCENARIO, records, wrong
from unpromote.domain.delivery import TargetState
from unpromote.domain.holdings import PlatformMoney
from unpromote.emulator.clock import Clock
from unpromote.emulator.quirks import Quirks
from unpromote.emulator.server import build_app
from unpromote.services import holdings, people
from unpromote.store import cases, events
from unpromote.store.models import CaseRow

AMOUNT = b.usd("500.25")
KINDS = ("CheckReturn", "SendReturn", "ReadBalances")
OVER_AFTER = timedelta(hours=3)
POINTS = (
    "claimed",
    "done",
    "settled",
    "send GET",
    "got GET",
    "send POST",
    "got POST",
    "send POST",
    "got POST",
    "sql",
    "",
)


@dataclass(frozen=True)
class Transfer:
    """What a run is before its world stands."""

    seed: int
    lives: tuple[Life, ...]
    faults: tuple[dict[str, Any], ...] = ()
    level: str = "ultimate"


def drawn(seed: int) -> Transfer:
    if seed < 0:
        return Transfer(seed, (Life((Kill(nth=-seed),), (0,)),))
    draw = random.Random(f"{seed}/transfer")  # noqa: S311 - a seeded test, no secret
    return Transfer(seed, tuple(_lives(draw)), tuple(_faults(draw)))


def _lives(draw: random.Random) -> Iterator[Life]:
    racing = draw.random() < 0.5
    for _ in range(draw.randint(1, 4)):
        hands = 2 if racing else 1
        ahead = tuple(draw.choice((0, 0, draw.randint(0, APART_SECONDS))) for _ in range(hands))
        room = APART_SECONDS - max(ahead)
        jumps = ((draw.randint(1, 60), draw.randrange(hands), draw.randint(0, room)),) if draw.random() < 0.3 else ()
        yield Life(tuple(_kill(draw) for _ in range(hands)), ahead, jumps)


def _kill(draw: random.Random) -> Kill | None:
    how = draw.random()
    if how < 0.3:
        return None
    if how < 0.45:
        return Kill(after_us=draw.randint(100, 60_000))
    name = draw.choice(POINTS)
    return Kill(name, draw.randint(1, 60) if name in ("sql", "") else draw.choice((1, 1, 1, 2, 3, 5)))


def _faults(draw: random.Random) -> Iterator[dict[str, Any]]:
    for _ in range(draw.choice((0, 1, 1, 2, 3))):
        path = draw.choice(("bc/transfer", "bc/transfer", "transaction/get", "balance/get"))
        kind = draw.choice(
            ("lost_reply_after_commit", "lost_request", "http_500", "refused", "trouble", "drifting_total")
        )
        how: dict[str, Any] = {"kind": kind}
        if kind == "drifting_total":
            path, how = "transaction/get", {"kind": kind, "drop": draw.choice((1, -1))}
        elif kind in ("refused", "trouble"):
            code = draw.choice(REFUSALS if kind == "refused" else TROUBLES)
            how = {"kind": "code", "code": code, "after_commit": kind == "trouble" and draw.random() < 0.5}
        yield {**how, "path": path, "nth": draw.randint(1, 3), "times": draw.choice((1, 1, 2, 5, 12))}


def money_world(run: Transfer, ticks: Ticks) -> RunWorld:
    clock = Clock(SCENARIO.starts_at, ticks=ticks.nanoseconds)
    app = build_app(SCENARIO, seed=abs(run.seed), clock=clock, quirks=Quirks(level="unlimited"))
    app.emulator.faults.order(run.faults)
    return RunWorld(app, ticks, Scope((), ()))


def lay_out_the_case() -> str:
    """Have Ana's case stopped, and its transfer proposed by her and approved by Ben."""
    case = b.saved_case("stopping")
    off_at = b.NOW - timedelta(hours=4)
    off = tuple(replace(one, advertiser_id=ACCOUNT, state=TargetState.PROVEN, off_at=off_at) for one in case.targets)
    held = b.holding(ACCOUNT, bc_id=CENTER, cash=b.usd(str(HELD)), transferable=b.usd(str(HELD)))
    stopped = replace(case, targets=off, platform=PlatformMoney((held,)), version=case.version + 1)
    cases.save(case, stopped)
    holdings.propose_return(people.person("ana"), case.id, holdings.ReturnWish(ACCOUNT, AMOUNT), now=b.NOW)
    holdings.approve_return(people.person("ben"), case.id, "m1", now=b.NOW)
    return case.id


class TransferRuns(Runs):
    """Runs of moving money up in one folder, with one nursery and one socket; each copies one approved transfer."""

    kinds = KINDS

    def __init__(self, folder: Path, nursery: Nursery) -> None:
        super().__init__(folder, nursery)
        self.case_id = lay_out_the_case()
        connection.close()

    def perform(self, seed: int) -> dict:
        began, transfer = time.perf_counter(), drawn(seed)
        with self._place(seed) as folder:
            run = Run(transfer, money_world(transfer, Ticks(folder / "ticks")), folder, self.case_id)
            self.worlds.known[str(seed)] = run.world
            told = self._lived(run)
            del self.worlds.known[str(seed)]
        (one,) = told.case.platform.returns
        figures = figures_of(run, told) | {"states": {one.state.value: 1}, "moved": len(records(run.world))}
        return {"seed": seed, "wrong": wrong(run.world, told), **figures, "seconds": time.perf_counter() - began}

    def _lived(self, run: Run) -> Told:
        CaseRow.objects.update(born=f"run {run.drawn.seed}")  # a copy, and no case that was seen in another run
        run.hands += self._asked(run, "storm", lives=[asdict(life) for life in run.drawn.lives])
        until = run.world.ticks[PASSED] + int(OVER_AFTER.total_seconds()) * SECOND
        run.world.ticks.mend()
        run.hands += self._asked(run, "steady", life="calm", asks=None, until=until)
        run.struck = Counter(name_of(asdict(one)) for one in run.world.emulator.faults.faults if one.hits)
        ended = {one["hand"]: one["ended"] for one in run.hands}
        return Told(cases.load(run.case_id), events.chain(run.case_id), ended, bugs=run.bugs)


def main(asked: dict) -> None:
    nursery = Nursery(asked["without"])
    runs = TransferRuns(Path(asked["folder"]), nursery)
    for seed in asked["seeds"]:
        sys.stdout.write(json.dumps(runs.perform(seed)) + "\n")
        sys.stdout.flush()
    nursery.close()
    runs.server.stop()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
