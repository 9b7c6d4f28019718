"""The command as a person types it: in this process on the test's database, or as a process on a fresh folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from unpromote.conf import command


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Say = Callable[..., Said]


@pytest.fixture
def say(db: None, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs `unpromote ...` in this process, on this test's database and a folder of its own, as Ana."""
    monkeypatch.setenv("UNPROMOTE_SECRET_KEY", "the test's own")
    monkeypatch.setenv("UNPROMOTE_USER", "ana")

    def run(*arguments: object, by: str = "ana") -> Said:
        monkeypatch.setenv("UNPROMOTE_USER", by)
        monkeypatch.setattr(sys, "argv", ["unpromote", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            command.main()
        told = capsys.readouterr()
        return Said(int(left.value.code or 0), told.out, told.err)

    return run


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A user's environment with nothing connected and a folder that is not there yet."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("UNPROMOTE_", "DJANGO_"))}
    return kept | {"UNPROMOTE_DATA": str(tmp_path / "desk"), "UNPROMOTE_USER": "ana"}


@pytest.fixture
def process(environment: dict[str, str], tmp_path: Path) -> Say:
    """Runs `unpromote ...` as a process of its own."""

    def run(*arguments: object) -> Said:
        done = subprocess.run(
            [Path(sys.executable).with_name("unpromote"), *map(str, arguments)],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    return run
