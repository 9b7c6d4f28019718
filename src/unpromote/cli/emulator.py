"""`unpromote emulator`: both hands on a platform that is not there. Runs until Ctrl-C."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from unpromote.domain.errors import BadInput, OutsideFailed
from unpromote.emulator import RunningEmulator, ScenarioError, start_emulator

Port = Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.", min=0, max=65535)]
ScenarioFile = Annotated[Path | None, typer.Option("--scenario", help="TOML or JSON; the shipped demo without it.")]
Seed = Annotated[int, typer.Option(help="What ids and budgets follow from.")]
Level = Annotated[
    str | None, typer.Option(help="Rate limits: basic, advanced, premium, ultimate, sandbox or unlimited.")
]
Latency = Annotated[int | None, typer.Option(help="Hold every answer back for so many milliseconds.", min=0)]


def emulator(
    port: Port = 8099,
    scenario: ScenarioFile = None,
    seed: Seed = 1,
    level: Level = None,
    latency: Latency = None,
) -> None:
    """Run a look-alike of TikTok's Business API on this machine, with its own clock and faults on order."""
    with _started(port, scenario, seed, level) as running:
        if latency is not None:
            running.emulator.latency_ms = latency
        typer.echo(_welcome(running))
        try:
            running.wait()
        except KeyboardInterrupt:
            typer.echo("Stopped.")


def _started(port: int, scenario: Path | None, seed: int, level: str | None) -> RunningEmulator:
    try:
        return start_emulator(scenario, port=port, seed=seed, level=level)
    except ScenarioError as problem:
        raise BadInput(str(problem)) from None
    except ValueError as problem:
        raise BadInput(str(problem), place="--level") from None
    except OSError as problem:
        raise OutsideFailed(f"the emulator cannot listen on port {port}: {problem.strerror}", permanent=True) from None


def _welcome(running: RunningEmulator) -> str:
    world = running.emulator.world
    return "\n".join(
        [
            f"TikTok look-alike at {running.url}/open_api/v1.3/, clock at {running.emulator.now().isoformat()}",
            *(f"  Access-Token: {app.access_token}   (app {app.app_id})" for app in world.apps),
            *(
                f"  {a.advertiser_id}  {a.currency}  {len(a.campaigns):>3} campaigns  {a.name}"
                for a in world.accounts.values()
            ),
            f"Clock, faults and log at {running.url}/__emulator__/ - Ctrl-C stops it.",
        ]
    )
