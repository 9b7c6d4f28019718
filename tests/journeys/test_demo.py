"""The demonstration, as a newcomer sees it: it comes to its end by itself, quickly, and leaves a pack that holds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from unpromote.services.packs import verify_pack


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("demo")
    env = {key: value for key, value in os.environ.items() if not key.startswith("UNPROMOTE_")}
    command = [sys.executable, "-m", "unpromote", "demo", "--folder", str(folder / "out")]
    ran = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True, check=False, timeout=400)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    return folder / "out", ran.stdout


def test_it_shows_every_step_of_the_journey(shown):
    _, text = shown
    for step in range(1, 11):
        assert f"{step} of 10" in text
    for figure in ("67000.00", "61000.00", "3900.00", "2 of 2", "proven", "clawback", "does not hold"):
        assert figure in text


def test_its_pack_holds_and_everything_lies_in_one_folder(shown):
    folder, _ = shown
    (pack,) = [path for path in (folder / "data" / "evidence").iterdir() if not path.name.startswith(".")]
    assert verify_pack(pack).holds
    assert (pack / "report.pdf").read_bytes().startswith(b"%PDF")
    assert not (folder.parent / "unpromote-data").exists()


def test_the_creators_were_paid_and_charged_once(shown):
    folder, _ = shown
    lines = (folder / "data" / "payouts" / "payouts.csv").read_text().splitlines()[1:]
    assert sorted(line.split(",")[3:5] for line in lines) == [["clawback", "600.00"], ["pay", "500.00"]]


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("do not delete")
    command = [sys.executable, "-m", "unpromote", "demo", "--folder", str(tmp_path)]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert (tmp_path / "mine.txt").read_text() == "do not delete"
