"""A stateful look-alike of TikTok's Business API v1.3 on loopback: an island that knows nothing of the house.

`start_emulator()` runs it behind a real socket, `build_app()` gives the bare WSGI application. One file per resource
(`campaigns`, `adgroups`, `ads`, `reports`, `advertisers`, `oauth2`); `/__emulator__/` (`controls`) moves its clock,
orders faults and tells what really happened.
"""

from unpromote.emulator.app import ConnectionCut, EmulatorApp
from unpromote.emulator.clock import Clock
from unpromote.emulator.plans import Scenario, ScenarioError
from unpromote.emulator.quirks import Quirks
from unpromote.emulator.scenario import load_scenario, read_scenario
from unpromote.emulator.server import RunningEmulator, build_app, start_emulator

__all__ = [
    "Clock",
    "ConnectionCut",
    "EmulatorApp",
    "Quirks",
    "RunningEmulator",
    "Scenario",
    "ScenarioError",
    "build_app",
    "load_scenario",
    "read_scenario",
    "start_emulator",
]
