"""CUAD's train part as it is read here, and the list of the contracts chosen from it (`contracts.txt`)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from unpromote.domain.errors import BadInput
from unpromote.reading.units import Unit, split_units

HERE = Path(__file__).parent
LIST = HERE / "contracts.txt"
NEVER = frozenset({"cuad-413", "cuad-420"})  # near-copies of contracts of CUAD's test part
ONCE = "read-once"  # to train on as well, but read by one labeller only
PARTS = ("train", "held-out", ONCE)


@dataclass(frozen=True)
class Contract:
    """One contract: its text, where its pages begin, and CUAD's own spans by category as [start, end) pairs.

    `title` begins with the company that filed it.
    """

    id: str
    kind: str
    text: str
    page_starts: tuple[int, ...]
    sha256: str
    spans: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    title: str = ""

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The text's sentences, as the product's reader cuts them."""
        return split_units(self.text, self.page_starts or (0,))


def read_corpus(path: Path) -> dict[str, Contract]:
    """Return the contracts of `train.jsonl.gz` by id; raise BadInput where there is no such file."""
    if not path.is_file():
        raise BadInput(
            "no such file", place=str(path), mend="give CUAD's train.jsonl.gz; training/README.md says where"
        )
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        contracts = [_contract(json.loads(line)) for line in lines]
    return {contract.id: contract for contract in contracts}


def _contract(row: dict[str, object]) -> Contract:
    known: dict[str, list[list[int]]] = row["spans"]  # type: ignore[assignment]
    starts: list[int] = row["page_starts"]  # type: ignore[assignment]
    spans = {name: tuple((start, end) for start, end in found) for name, found in known.items()}
    words = (str(row["contract_id"]), str(row["type"]), str(row["text"]))
    return Contract(*words, tuple(starts), str(row["sha256"]), spans, str(row.get("title", "")))


@dataclass(frozen=True)
class Chosen:
    """One line of the list: a contract, whether models may learn from it, its length in characters and its type."""

    id: str
    part: str
    length: int
    kind: str


def read_list(path: Path = LIST) -> dict[str, Chosen]:
    """Return the chosen contracts by id, in the list's order; raise BadInput for a line that is none."""
    found: dict[str, Chosen] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        parts = line.split(maxsplit=3)
        if len(parts) != 4 or parts[1] not in PARTS or not parts[2].isdigit():  # noqa: PLR2004 - the four columns
            raise BadInput(f"not a contract: {line!r}", place=f"{path.name}: line {number}", mend="id part length type")
        found[parts[0]] = Chosen(parts[0], parts[1], int(parts[2]), parts[3])
    return found
