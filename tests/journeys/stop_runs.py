"""Performs runs of stopping, one after the other: draws each, lets a nursery live through it, and judges it.

Arguments: a JSON object {folder, without, tells, seeds}; prints a line of JSON for each run. A process of its own: it
holds the emulator and reads the installation's database.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.core.management import call_command
from django.db import connection

import builders as b
from journeys.stop_drawing import Deed, Trial, trial
from journeys.stop_judge import Told, wrong
from journeys.stop_telling import told_in_order
from journeys.stop_ticks import PASSED, SECOND, Ticks
from journeys.stop_world import RunWorld, Worlds, run_world
from unpromote.domain.delivery import MAY_BE_ON
from unpromote.emulator.server import RunningEmulator
from unpromote.jobs.embedded import OF_DELIVERY
from unpromote.services import delivery, people
from unpromote.store import cases, events

PROVEN_WITHIN = timedelta(hours=26)
STOPPED_WITHIN = timedelta(minutes=10)
SEEN_WITHIN = timedelta(days=1, hours=2)


def lay_out(template: Path) -> None:
    """Make the installation that every run copies: migrated, with its people."""
    connection.settings_dict["NAME"] = str(template)
    call_command("migrate", verbosity=0)
    b.cast()
    connection.close()


class Nursery:
    """A process that bears workers; `do` has it do one thing and returns what it says."""

    def __init__(self, without: str) -> None:
        command = [sys.executable, "-m", "journeys.stop_nursery", without]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def do(self, what: str, **asked) -> dict:
        self._process.stdin.write(json.dumps({"do": what, **asked}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@dataclass
class Run:
    """One run: what was drawn for it, its world, and how its workers ended so far."""

    drawn: Trial
    world: RunWorld
    folder: Path
    case_id: str = ""
    hands: list[dict] = field(default_factory=list)
    struck: Counter = field(default_factory=Counter)

    @property
    def bugs(self) -> str:
        noted = self.folder / "bugs"
        return noted.read_text() if noted.exists() else ""


class Runs:
    """Runs in one folder, with one nursery and one socket."""

    kinds: Sequence[str] = OF_DELIVERY

    def __init__(self, folder: Path, nursery: Nursery, *, tells: bool = False) -> None:
        self.folder, self.template = folder, folder / "template"
        self.nursery, self.worlds, self.tells = nursery, Worlds(), tells
        self.server = RunningEmulator(self.worlds, 0)
        lay_out(self.template)

    def perform(self, seed: int) -> dict:
        """Do one run and tell what became of it."""
        began = time.perf_counter()
        with self._place(seed) as folder:
            drawn = trial(seed)
            run = Run(drawn, run_world(drawn, Ticks(folder / "ticks")), folder)
            self.worlds.known[str(seed)] = run.world
            told = self._lived(run)
            del self.worlds.known[str(seed)]
        if self.tells:
            sys.stderr.write("\n".join(told_in_order(run.world, told)))
        found = {"seed": seed, "wrong": wrong(run.world, told), **figures_of(run, told)}
        return found | {"seconds": round(time.perf_counter() - began, 3)}

    @contextmanager
    def _place(self, seed: int) -> Iterator[Path]:
        folder = self.folder / str(seed)
        folder.mkdir()
        connection.settings_dict["NAME"] = str(folder / "db")
        shutil.copy(self.template, folder / "db")
        try:
            yield folder
        finally:
            connection.close()
            shutil.rmtree(folder)

    def _lived(self, run: Run) -> Told:
        run.case_id = _ordered(run.drawn, run.world)
        run.hands += self._asked(run, "storm", lives=[asdict(life) for life in run.drawn.lives])
        run.struck = Counter(name_of(asdict(one)) for one in run.world.emulator.faults.faults if one.hits)
        run.world.calm()
        asks = {"case": run.case_id, "person": "ana"} if run.drawn.asks_again else None
        self._rests(run, "calm", PROVEN_WITHIN, asks)
        if asks and any(one.state in MAY_BE_ON for one in cases.load(run.case_id).targets):  # found on meanwhile
            self._rests(run, "again", STOPPED_WITHIN, asks)
        if run.world.scope.on_again:
            run.world.ticks.wait(1)  # no earlier answer comes at the very instant
            run.world.act(Deed(0, "switch", {"ids": [run.world.scope.on_again], "status": "ENABLE"}))
            self._rests(run, "late", SEEN_WITHIN, None)
        ended = {one["hand"]: one["ended"] for one in run.hands}
        case, chain = cases.load(run.case_id), events.chain(run.case_id)
        return Told(case, chain, ended, bugs=run.bugs, asked_again=run.drawn.asks_again)

    def _rests(self, run: Run, name: str, lasting: timedelta, asks: dict | None) -> None:
        until = run.world.ticks[PASSED] + int(lasting.total_seconds()) * SECOND
        run.hands += self._asked(run, "steady", life=name, asks=asks, until=until)

    def _asked(self, run: Run, what: str, **asked) -> list[dict]:
        place = {
            "kinds": self.kinds,
            "folder": str(run.folder),
            "database": str(run.folder / "db"),
            "url": self.server.url,
        }
        return self.nursery.do(what, run=run.drawn.seed, level=run.drawn.level, **place, **asked)["hands"]


def _ordered(drawn: Trial, world: RunWorld) -> str:
    """Have the case ordered to stop: by an approved quote, or at once."""
    targets = world.scope.targets
    if not drawn.at_once:
        return b.saved_case("stopping", targets=targets).id
    case = b.saved_case("ready", targets=targets)
    return delivery.stop_at_once(people.person("ana"), case.id, "the public is furious", now=b.NOW).id


def name_of(fault: dict) -> str:
    after = " after the act" if fault.get("after_commit") else ""
    return f"{fault['code']}{after}" if fault["kind"] == "code" else fault["kind"]


def figures_of(run: Run, told: Told) -> dict:
    killed = [one for one in run.hands if one["ended"] == -9]
    return {
        "kills": len(killed),
        "by_time": sum(one["by_time"] for one in killed),
        "killed_at": Counter("by time" if one["by_time"] else one["at"] or "any point" for one in killed),
        "raced": any(len(life.kills) > 1 for life in run.drawn.lives),
        "targets": len(told.case.targets),
        "states": Counter(target.state.value for target in told.case.targets),
        "calls": len(run.world.hands),
        "struck": run.struck,
        "deeds": Counter(
            f"{one.act} {one.about['status']}" if one.act == "switch" else one.act for one in run.world.done
        ),
    }


def main(asked: dict) -> None:
    nursery = Nursery(asked["without"])
    runs = Runs(Path(asked["folder"]), nursery, tells=asked["tells"])
    for seed in asked["seeds"]:
        sys.stdout.write(json.dumps(runs.perform(seed)) + "\n")
        sys.stdout.flush()
    nursery.close()
    runs.server.stop()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
