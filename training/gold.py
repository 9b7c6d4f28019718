"""Writes the held-out contracts with our own categories as a gold file, for `unpromote bench read`.

    python -m training.gold CORPUS FILE

Each contract stands there as CUAD has it, with the spans of our categories beside CUAD's; a category without spans was
looked for and not found.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from training.contracts import PARTS, read_corpus, read_list
from training.examples import settled
from training.passes import read_passes


def main(
    corpus: Annotated[Path, typer.Argument(help="CUAD's train.jsonl.gz.")],
    file: Annotated[Path, typer.Argument(help="The gold file to write.")],
) -> None:
    """Write one line of JSON for each held-out contract."""
    contracts, own = read_corpus(corpus), settled(read_passes())
    held_out = [contracts[name] for name, one in read_list().items() if one.part == PARTS[1]]
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        for contract in held_out:
            row = {"contract_id": contract.id, "text": contract.text, "page_starts": contract.page_starts}
            lines.write(json.dumps(row | {"spans": {**contract.spans, **own[contract.id]}}) + "\n")
    typer.echo(f"{file.name}: {len(held_out)} contracts")


if __name__ == "__main__":
    typer.run(main)
