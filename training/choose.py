"""Which contracts are labelled: the rule that writes `contracts.txt`, the same each time.

Wanted are agreements like those that buy attention: the seven types nearest to advertising, then contracts of kindred
types in the order of a hash, until there are enough. Too short and too long ones are left out, and of near-copies all
but the first. A third is held out from training by the same hash; kin go together, so that no wording is on both sides.

    python -m training.choose CORPUS
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Annotated

import typer

from training.contracts import LIST, NEVER, ONCE, PARTS, Contract, read_corpus

SEED = "unpromote-labels-1"
WANTED = 160
SHORTEST, LONGEST, LONGEST_KINDRED, LONGEST_ONCE = 3_000, 60_000, 45_000, 80_000  # characters
NEAREST = frozenset({"Affiliate", "Co-Branding", "Endorsement", "Hosting", "Marketing", "Promotion", "Sponsorship"})
KINDRED = frozenset(
    {"Agency", "Consulting", "Distributor", "License", "Outsourcing", "Reseller", "Service", "Strategic Alliance"}
)
EXAMPLES = frozenset({"cuad-012", "cuad-291", "cuad-319", "cuad-346", "cuad-383"})  # their facts are a yardstick
RUN = 8  # words in a row that count as copied
COPY, KIN = 0.4, 0.1  # share of the shorter one's runs that the two have in common
COMMON = 10  # a run in more contracts than this is boilerplate


def rank(contract_id: str) -> int:
    """Return the place of a contract in the seed's order of chance."""
    return int(hashlib.sha256(f"{SEED}:{contract_id}".encode()).hexdigest(), 16)


def choose(contracts: Iterable[Contract]) -> tuple[tuple[Contract, str], ...]:
    """Return the chosen contracts in the order of their ids, each with the part that it belongs to."""
    readable = [contract for contract in contracts if _is_readable(contract)]
    order = sorted(
        readable, key=lambda contract: (not _fits(contract), contract.kind not in NEAREST, rank(contract.id))
    )
    shared = shared_runs(order)
    taken: list[Contract] = []
    for contract in filter(_fits, order):
        if len(taken) < WANTED and not any(_share(shared, contract, other) >= COPY for other in taken):
            taken.append(contract)
    part_of = _parts(taken, shared)
    held_out = [contract for contract in taken if part_of[contract.id] == PARTS[1]]
    for contract in order:
        if contract.id in part_of or any(_share(shared, contract, other) >= KIN for other in held_out):
            continue
        if not any(_share(shared, contract, other) >= COPY for other in taken):
            taken.append(contract)
            part_of[contract.id] = ONCE
    return tuple((contract, part_of[contract.id]) for contract in sorted(taken, key=lambda one: one.id))


def _is_readable(contract: Contract) -> bool:
    return SHORTEST <= len(contract.text) <= LONGEST_ONCE and contract.id not in NEVER | EXAMPLES


def _fits(contract: Contract) -> bool:
    longest = LONGEST if contract.kind in NEAREST else LONGEST_KINDRED
    return contract.kind in NEAREST | KINDRED and len(contract.text) <= longest


def shared_runs(contracts: Iterable[Contract]) -> dict[frozenset[str], float]:
    """Return, for each pair that shares any, the share of the shorter one's runs of words that both have."""
    runs = {contract.id: _runs(contract.text) for contract in contracts}
    having: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, found in runs.items():
        for run in found:
            having[run].append(name)
    both = Counter(
        frozenset(pair) for names in having.values() if len(names) <= COMMON for pair in combinations(names, 2)
    )
    return {pair: count / min(len(runs[name]) for name in pair) for pair, count in both.items()}


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def _share(shared: dict[frozenset[str], float], one: Contract, other: Contract) -> float:
    return shared.get(frozenset({one.id, other.id}), 0)


def _parts(taken: list[Contract], shared: dict[frozenset[str], float]) -> dict[str, str]:
    """A family goes where its first member goes; kin of kin are family."""
    head = {contract.id: contract.id for contract in taken}
    for one, other in combinations(taken, 2):
        if _share(shared, one, other) >= KIN and head[one.id] != head[other.id]:
            joined = head[other.id]
            head |= {name: head[one.id] for name, own in head.items() if own == joined}
    return {name: PARTS[rank(first) % 3 == 0] for name, first in head.items()}


def main(
    corpus: Annotated[Path, typer.Argument(help="CUAD's train.jsonl.gz.")],
    into: Annotated[Path, typer.Option(help="The list to write.")] = LIST,
) -> None:
    """Choose the contracts and write the list."""
    chosen = choose(read_corpus(corpus).values())
    head = f"# contract part characters type; written by training.choose, seed {SEED}\n"
    lines = [f"{contract.id} {part} {len(contract.text)} {contract.kind}\n" for contract, part in chosen]
    into.write_text(head + "".join(lines), "utf-8")
    typer.echo(f"{len(chosen)} contracts, {sum(part == PARTS[1] for _, part in chosen)} held out")


if __name__ == "__main__":
    typer.run(main)
