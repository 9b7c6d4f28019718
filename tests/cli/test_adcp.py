"""`unpromote adcp`: policies out of terms and terms out of policies, as files on a person's disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from quoting import PLAIN, written_ask
from unpromote.cli.adcp import app
from unpromote.domain.errors import BadInput

POLICY = {
    "notice_period": {"interval": 14, "unit": "days"},
    "cancellation_fee": {"type": "percent_remaining", "rate": 0.25},
}


def run(command: str, file: Path, content: Any, *more: str) -> Result:
    file.write_text(json.dumps(content))
    return CliRunner().invoke(app, [command, str(file), *more])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "input.json"


def test_a_products_policy_becomes_terms_and_these_the_same_policy(file: Path) -> None:
    read = json.loads(run("import", file, {"product_id": "p", "cancellation_policy": POLICY}).stdout)
    assert len(read["open"]) == 4
    written = json.loads(run("export", file, {"terms": PLAIN["terms"] | read["terms"]}).stdout)
    assert written == {"cancellation_policy": POLICY, "lost": []}


def test_a_bare_policy_is_read_as_well(file: Path) -> None:
    assert json.loads(run("import", file, POLICY).stdout)["terms"]["fees"][0]["calc"]["rate"] == "0.25"


def test_where_no_policy_can_be_written_it_is_null_and_the_reason_is_given(file: Path) -> None:
    written = json.loads(run("export", file, PLAIN["terms"], "--for", "auction").stdout)
    assert written["cancellation_policy"] is None
    assert written["lost"] == ["rights[0].notice: leaving at once; a notice of AdCP is at least one unit long"]


@pytest.mark.parametrize(
    ("command", "content", "problem"),
    [
        ("export", written_ask(terms__currency="EURO")["terms"], "currency: unknown currency 'EURO'"),
        ("export", {"terms": []}, "expected an object with the terms"),
        ("import", {"cancellation_policy": None}, "expected an object"),
        ("import", {}, "notice_period: expected an object"),
    ],
)
def test_what_cannot_be_used_is_refused_by_file_and_place(file: Path, command: str, content: Any, problem: str) -> None:
    refused = run(command, file, content).exception
    assert isinstance(refused, BadInput)
    assert str(refused).startswith(f"{file}: {problem}")


def test_a_deadline_beside_a_policy_goes_there_and_back(file: Path) -> None:
    both = {"deadline_policy": {"cancellation_lead_days": 10}, "cancellation_policy": POLICY}
    read = json.loads(run("import", file, both).stdout)
    assert [right["id"] for right in read["terms"]["rights"]] == ["adcp-free", "adcp"]
    assert json.loads(run("export", file, PLAIN["terms"] | read["terms"]).stdout) == both | {"lost": []}


def test_a_bare_deadline_is_read_as_well(file: Path) -> None:
    read = json.loads(run("import", file, {"cancellation_lead_days": 10, "business_days_only": True}).stdout)
    until = {"anchor": "start", "offset_business_days": -10, "at": "00:00"}
    assert read["terms"]["rights"][0]["available"] == {"until": until}
    assert read["open"][0] == "what leaving costs after the deadline"
