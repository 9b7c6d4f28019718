"""`unpromote verify`: 0 and what holds, 1 and the first break, 2 for what is no pack."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from packs import copied, resigned, written, zipped
from unpromote.cli.verify import verify
from unpromote.domain.errors import BadInput

app = typer.Typer()
app.command()(verify)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("case"))


@pytest.fixture
def pack(original: Path, tmp_path: Path) -> Path:
    return copied(original, tmp_path)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def fingerprint(pack: Path) -> str:
    return str(json.loads(run(pack, "--json").output)["key"])


def test_a_pack_that_holds_says_what_was_checked(pack: Path) -> None:
    result = run(pack)
    assert result.exit_code == 0
    assert result.output.startswith("The pack of UP-ABCDEFGH holds, as of 2026-09-23T14:00:00+00:00.\n")
    assert "29 events form an unbroken chain" in result.output
    assert "compare it with the fingerprint" in result.output


def test_a_pinned_key_is_confirmed(pack: Path) -> None:
    result = run(pack, "--key", fingerprint(pack))
    assert result.exit_code == 0
    assert "as you expected" in result.output


def test_another_key_than_the_pinned_one_is_a_break(pack: Path, tmp_path: Path) -> None:
    known = fingerprint(pack)
    resigned(pack, tmp_path / "dans-keys")
    result = run(pack, "--key", known)
    assert result.exit_code == 1
    assert "manifest.json: was signed by another key" in result.output


def test_one_changed_byte_is_named_first(pack: Path) -> None:
    report = pack / "report.pdf"
    report.write_bytes(report.read_bytes()[:-1] + b"x")
    result = run(pack)
    assert result.exit_code == 1
    assert result.output.splitlines()[:2] == [
        "The pack of UP-ABCDEFGH does not hold. First break:",
        *(line for line in result.output.splitlines() if "report.pdf: was changed: its hash is" in line),
    ]


def test_every_further_problem_follows_the_first(pack: Path) -> None:
    (pack / "report.pdf").unlink()
    (pack / "note.txt").write_bytes(b"from Dan")
    lines = run(pack).output.splitlines()
    assert lines[1:] == ["  report.pdf: is missing", "Also:", "  note.txt: was added: the manifest does not list it"]


def test_a_manifest_that_says_nothing_is_a_break(pack: Path) -> None:
    (pack / "manifest.json").write_bytes(b"{}")
    assert run(pack).output.startswith("The pack does not hold. First break:\n  manifest.json: does not fit")


def test_programs_get_json(pack: Path) -> None:
    (pack / "report.pdf").unlink()
    result = run(pack, "--json")
    found = json.loads(result.output)
    assert (result.exit_code, found["holds"], found["entries"]) == (1, False, 29)
    assert found["problems"] == [{"file": "report.pdf", "problem": "is missing"}]


def test_a_zip_does_as_well(pack: Path, tmp_path: Path) -> None:
    assert run(zipped(pack, tmp_path / "pack.zip")).exit_code == 0


def test_what_is_no_pack_is_bad_input(tmp_path: Path) -> None:
    assert isinstance(run(tmp_path / "nowhere").exception, BadInput)


def test_the_real_command_leaves_with_2_for_what_is_no_pack(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from unpromote.conf.command import main; main()", "verify", str(tmp_path)]
    left = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (left.returncode, left.stdout) == (2, "")
    assert "this is no evidence pack: it has no manifest.json" in left.stderr
