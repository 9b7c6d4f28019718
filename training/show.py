"""A contract as a labeller reads it: its sentences, numbered, a page of some letters at a time.

python -m training.show CORPUS cuad-012 [PAGE]
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from training.contracts import Contract, read_corpus

LETTERS = 25_000  # of a page as it is shown, not of the document


def show_pages(contract: Contract, letters: int = LETTERS) -> tuple[str, ...]:
    """Return the numbered sentences in pages of about that many letters; a sentence is never cut."""
    pages: list[str] = []
    lines: list[str] = []
    size = 0
    for number, unit in enumerate(contract.units):
        line = f"{number} {unit.words}"
        if lines and size + len(line) > letters:
            pages.append("\n".join(lines))
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    return (*pages, "\n".join(lines))


def main(
    corpus: Annotated[Path, typer.Argument(help="CUAD's train.jsonl.gz.")],
    contract_id: Annotated[str, typer.Argument(metavar="CONTRACT")],
    page: Annotated[int, typer.Argument(min=1)] = 1,
) -> None:
    """Print one page of a contract's numbered sentences."""
    pages = show_pages(read_corpus(corpus)[contract_id])
    if page > len(pages):
        raise typer.BadParameter(f"{contract_id} has {len(pages)} pages")
    typer.echo(f"== {contract_id}, page {page} of {len(pages)}\n{pages[page - 1]}")


if __name__ == "__main__":
    typer.run(main)
