"""`unpromote emulator`, as a person starts it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from unpromote.cli.emulator import emulator
from unpromote.domain.errors import BadInput, OutsideFailed
from unpromote.emulator import RunningEmulator, start_emulator

# A shell that starts tests in the background has them ignore Ctrl-C; the one who types it is not in the background.
LISTEN = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
RUN = f"{LISTEN}; import typer; from unpromote.cli.emulator import emulator; typer.run(emulator)"


def test_it_says_where_it_is_and_stops_on_ctrl_c() -> None:
    with subprocess.Popen([sys.executable, "-c", RUN, "--port", "0"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(9)]
        url = lines[0].split("/open_api")[0].removeprefix("TikTok look-alike at ")
        assert httpx.get(f"{url}/__emulator__/clock").json()["speed"] == "1"
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "Stopped.\n"
    assert process.returncode == 0
    assert "Access-Token: demo-token" in lines[1]
    assert "EUR   31 campaigns  Northwind Outdoor EU" in lines[3]


def test_the_port_is_free_again_after_ctrl_c(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    urls: list[str] = []

    def interrupted(running: RunningEmulator) -> None:
        urls.append(running.url)
        raise KeyboardInterrupt

    monkeypatch.setattr(RunningEmulator, "wait", interrupted)
    emulator(port=0)
    assert capsys.readouterr().out.endswith("Ctrl-C stops it.\nStopped.\n")
    with pytest.raises(httpx.ConnectError):
        httpx.get(urls[0])


def test_a_bad_scenario_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.toml: cannot be read"):
        emulator(port=0, scenario=tmp_path / "none.toml")


def test_an_unknown_level_is_bad_input() -> None:
    with pytest.raises(BadInput, match="--level: level: unknown 'gold'"):
        emulator(port=0, level="gold")


def test_a_taken_port_is_an_outer_failure() -> None:
    with start_emulator() as running:
        port = int(running.url.rsplit(":", 1)[1])
        with pytest.raises(OutsideFailed, match=f"cannot listen on port {port}"):
            emulator(port=port)


def test_every_answer_can_be_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []
    monkeypatch.setattr(RunningEmulator, "wait", lambda running: held.append(running.emulator.latency_ms))
    emulator(port=0, latency=150)
    assert held == [150]
