"""`unpromote verify`: does an evidence pack hold. Needs the pack alone: no installation, no network, no database."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from unpromote.services.packs import PackVerdict, verify_pack

Pack = Annotated[Path, typer.Argument(help="The pack's folder, or a .zip of it.")]
Key = Annotated[str, typer.Option("--key", help="Fingerprint of the key that must have signed it.", metavar="HEX")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object for programs.")]


def verify(pack: Pack, key: Key = "", *, as_json: AsJson = False) -> None:
    """Check every hash, the signature and the chain of an evidence pack. Exit 1 names the first break."""
    verdict = verify_pack(pack, key=key)
    if as_json:
        typer.echo(json.dumps({"holds": verdict.holds, **asdict(verdict)}, ensure_ascii=False))
    else:
        typer.echo(_praise(verdict, pinned=bool(key)) if verdict.holds else _blame(verdict))
    if not verdict.holds:
        raise typer.Exit(1)


def _praise(verdict: PackVerdict, *, pinned: bool) -> str:
    advice = "as you expected" if pinned else "compare it with the fingerprint that you were given, or pass --key"
    return "\n".join(
        [
            f"The pack of {verdict.case} holds, as of {verdict.created_at}.",
            f"  {verdict.files} files are what the signed manifest says, none missing, none added",
            f"  {verdict.entries} events form an unbroken chain that ends in {verdict.head}",
            "  quote, approval, receipts and messages fit together",
            f"  signed by the key {verdict.key}: {advice}",
        ]
    )


def _blame(verdict: PackVerdict) -> str:
    first, *others = verdict.problems
    lines = [f"The pack{f' of {verdict.case}' if verdict.case else ''} does not hold. First break:", f"  {first}"]
    if others:
        lines += ["Also:", *(f"  {problem}" for problem in others)]
    return "\n".join(lines)
