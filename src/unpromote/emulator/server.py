"""Starting and stopping the emulator: on loopback only, in threads of this process."""

from __future__ import annotations

import dataclasses
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from waitress import create_server, wasyncore  # type: ignore[import-untyped]

from unpromote.emulator.app import EmulatorApp
from unpromote.emulator.building import build_world
from unpromote.emulator.clock import Clock
from unpromote.emulator.emulator import Emulator
from unpromote.emulator.plans import Scenario
from unpromote.emulator.quirks import Quirks
from unpromote.emulator.scenario import load_scenario

LOOPBACK = "127.0.0.1"
THREADS = 8
WAKES_EVERY_SECONDS = 1


def build_app(
    scenario: Scenario | Path | None = None,
    *,
    seed: int = 1,
    level: str | None = None,
    clock: Clock | None = None,
    quirks: Quirks | None = None,
) -> EmulatorApp:
    """Return the emulator as a WSGI application, for example for `httpx.WSGITransport`.

    Args:
        scenario: a scenario or its file; the shipped demo without one
        seed: what ids and budgets follow from
        level: rate limits, see `limits.LEVELS`; those of the quirks without it
        clock: a clock at the scenario's start that runs with real time without one
        quirks: how the platform behaves; those of the scenario without them

    Raises:
        ScenarioError: the scenario cannot be used
    """
    plan = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    chosen = quirks or plan.quirks
    if level is not None:
        chosen = dataclasses.replace(chosen, level=level)
    world = build_world(plan, seed)
    return EmulatorApp(Emulator(world, clock or Clock(plan.starts_at), chosen, seed, plan.latency_ms))


class RunningEmulator:
    """The emulator behind a socket. Also a context manager that stops it at the end."""

    def __init__(self, app: EmulatorApp, port: int) -> None:
        self.emulator = app.emulator
        listening = socket.create_server((LOOPBACK, port))  # waitress leaks threads where it fails
        self.url = f"http://{LOOPBACK}:{listening.getsockname()[1]}"
        self._sockets: dict[int, Any] = {}
        self._server: Any = create_server(app, map=self._sockets, sockets=[listening], threads=THREADS, ident=None)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="emulator", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Return when somebody stops it."""
        self._thread.join()

    def stop(self) -> None:
        """Close the socket and every connection; a second stop does nothing."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._server.pull_trigger()
        self._thread.join()
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()
        wasyncore.close_all(self._sockets)
        self._server.task_dispatcher.shutdown()

    def _serve(self) -> None:
        # not the server's own run(), which cannot be ended from another thread
        while not self._stopping.is_set():
            wasyncore.loop(timeout=WAKES_EVERY_SECONDS, map=self._sockets, count=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start_emulator(
    scenario: Scenario | Path | None = None,
    *,
    port: int = 0,
    seed: int = 1,
    level: str | None = None,
    clock: Clock | None = None,
    quirks: Quirks | None = None,
) -> RunningEmulator:
    """Start the emulator on loopback; port 0 takes a free one. See `build_app` for the rest.

    Raises:
        ScenarioError: the scenario cannot be used
        OSError: the port is taken
    """
    return RunningEmulator(build_app(scenario, seed=seed, level=level, clock=clock, quirks=quirks), port)
