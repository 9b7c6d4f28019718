"""One socket for the emulators of many runs, one after the other, and who made which of their calls.

A call names its run and its hand in headers that the platform never sees: what a killed worker had under way cannot
reach the next run, and a judge knows which worker wrote and which one looked.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from journeys.stop_drawing import TOKEN, Deed, Scope, Trial, scope
from journeys.stop_ticks import Ticks
from unpromote.emulator.app import EmulatorApp
from unpromote.emulator.clock import Clock
from unpromote.emulator.emulator import Emulator
from unpromote.emulator.hands import do
from unpromote.emulator.journal import Entry
from unpromote.emulator.server import build_app
from unpromote.emulator.wire import Arguments

RUN, HAND = "X-Run", "X-Hand"
ON_THE_WAY = 0.05  # seconds that every call takes


@dataclass
class RunWorld:
    """The world of one run."""

    app: EmulatorApp
    ticks: Ticks
    scope: Scope
    hands: list[str] = field(default_factory=list)
    stormy: bool = True
    done: list[Deed] = field(default_factory=list)

    @property
    def emulator(self) -> Emulator:
        return self.app.emulator

    def entries(self) -> Iterator[tuple[str, Entry]]:
        return zip(self.hands, self.emulator.journal.entries, strict=True)

    def before_call(self) -> None:
        self.ticks.wait(ON_THE_WAY)
        for deed in self.scope.deeds if self.stormy else ():
            if deed.nth == len(self.hands):
                self.act(deed)

    def act(self, deed: Deed) -> None:
        emulator = self.emulator
        self.done.append(deed)
        if deed.act == "revoke":
            emulator.world.revoked.add(TOKEN)
        elif deed.act == "restore":
            emulator.world.revoked.discard(TOKEN)
        elif deed.act == "leap":
            self.ticks.leap(deed.about)
        else:
            do(emulator.world, Arguments({"act": deed.act, **deed.about}), emulator.now())

    def calm(self) -> None:
        """End every trouble."""
        self.stormy = False
        self.ticks.mend()
        self.ticks.wait(timedelta(minutes=10).total_seconds())
        self.emulator.faults.faults.clear()
        self.emulator.world.revoked.clear()


def run_world(trial: Trial, ticks: Ticks) -> RunWorld:
    clock = Clock(trial.scenario.starts_at, ticks=ticks.nanoseconds)
    app = build_app(trial.scenario, seed=trial.seed, clock=clock, quirks=trial.quirks)
    app.emulator.faults.order(trial.faults)
    return RunWorld(app, ticks, scope(trial.seed, app.emulator.world))


class Worlds:
    """A WSGI application that hands each call to the world of its run, one at a time."""

    def __init__(self) -> None:
        self.emulator = None
        self.known: dict[str, RunWorld] = {}
        self._lock = threading.Lock()

    def __call__(self, environ, start_response):
        world = self.known[environ["HTTP_X_RUN"]]
        with self._lock:
            world.hands.append(environ["HTTP_X_HAND"])
            world.before_call()
            return world.app(environ, start_response)
