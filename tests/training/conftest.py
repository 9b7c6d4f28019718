"""A small agreement between Ana's brand and Cleo, as a corpus, a list and a folder of labels."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from training.contracts import Contract
from training.label import read_answer
from training.passes import Pass

TEXT = """1. Either Party may terminate this Agreement if the other
breaches it and fails to cure within thirty (30) days\u2019 of notice.

2. All fees are non-refundable. Fees are due in advance.

3. Cleo shall post one video a week. Fees are due in advance."""


@pytest.fixture
def make_contract() -> Callable[..., Contract]:
    def made(
        contract_id: str = "cuad-001", *, text: str = TEXT, kind: str = "Endorsement", spans: dict | None = None
    ) -> Contract:
        return Contract(contract_id, kind, text, (0,), hashlib.sha256(text.encode()).hexdigest(), spans or {})

    return made


@pytest.fixture
def contract(make_contract) -> Contract:
    return make_contract()


@pytest.fixture
def answered(contract) -> Callable[..., Pass]:
    """Turns the lines of an answer into a pass over the small agreement."""

    def made(*lines: str, name: str = "A") -> Pass:
        return read_answer(contract, name, "\n".join([*lines, "end"]))

    return made


@pytest.fixture
def corpus(tmp_path: Path) -> Callable[..., Path]:
    def written(*contracts: Contract) -> Path:
        path = tmp_path / "train.jsonl.gz"
        with gzip.open(path, "wt", encoding="utf-8") as lines:
            for one in contracts:
                row = {"contract_id": one.id, "type": one.kind, "title": one.title, "text": one.text}
                lines.write(
                    json.dumps(row | {"page_starts": one.page_starts, "sha256": one.sha256, "spans": one.spans}) + "\n"
                )
        return path

    return written


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., Path]:
    def written(*contract_ids: str) -> Path:
        path = tmp_path / "contracts.txt"
        path.write_text("# the list\n" + "".join(f"{one} train 200 Endorsement\n" for one in contract_ids))
        return path

    return written
