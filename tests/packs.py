"""Packs for tests: one finished case's pack, and what a forger would do to it who holds the key."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from casefiles import finished
from unpromote.adapters.files.pack import PackWriter
from unpromote.adapters.files.pack_key import public_bytes, public_pem, signing_key
from unpromote.services.pack_layout import key_fingerprint
from unpromote.services.packs import verify_pack


def written(folder: Path) -> Path:
    """The pack of the finished case, with its key in `folder/keys`."""
    return PackWriter(folder / "packs", folder / "keys").write(finished(folder / "sources")).path


def copied(pack: Path, folder: Path) -> Path:
    return Path(shutil.copytree(pack, folder / "pack"))


def files(pack: Path) -> list[str]:
    return sorted(path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file())


def problems(pack: Path, key: str = "") -> list[str]:
    return [str(problem) for problem in verify_pack(pack, key=key).problems]


def zipped(pack: Path, place: Path, top: str = "") -> Path:
    with ZipFile(place, "w") as archive:
        for name in files(pack):
            archive.write(pack / name, top + name)
    return place


def edit(path: Path, change: Callable[[Any], Any]) -> None:
    """Change a JSON file; `change` may return new data, or alter what it gets."""
    data = json.loads(path.read_bytes())
    changed = change(data)
    path.write_text(json.dumps(data if changed is None else changed), encoding="utf-8")


def edit_events(pack: Path, change: Callable[[list[dict[str, Any]]], object]) -> None:
    path = pack / "events.jsonl"
    entries = [json.loads(line) for line in path.read_bytes().splitlines()]
    change(entries)
    path.write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries), encoding="utf-8")


def resigned(pack: Path, keys: Path, change: Callable[[dict[str, Any]], object] = lambda _: None) -> str:
    """Make all lists and signatures fit the files again, after a last change; give the key's fingerprint."""
    (pack / "public_key.pem").write_bytes(public_pem(signing_key(keys)))
    summed(pack)
    return signed(pack, keys, change)


def signed(pack: Path, keys: Path, change: Callable[[dict[str, Any]], object] = lambda _: None) -> str:
    """Make the manifest fit the files again and sign it, whatever else the files say."""
    manifest = json.loads((pack / "manifest.json").read_bytes())
    listed = [name for name in files(pack) if not name.startswith("manifest.")]
    manifest["files"] = {name: _listed((pack / name).read_bytes()) for name in listed}
    key = signing_key(keys)
    manifest["public_key"] = public_bytes(key).hex()
    change(manifest)
    raw = json.dumps(manifest).encode()
    (pack / "manifest.json").write_bytes(raw)
    (pack / "manifest.sig").write_bytes(key.sign(raw))
    return key_fingerprint(public_bytes(key))


def summed(pack: Path) -> None:
    """Make the list of hashes fit the files again."""
    listed = [name for name in files(pack) if not name.startswith("manifest.") and name != "SHA256SUMS"]
    lines = (f"{hashlib.sha256((pack / name).read_bytes()).hexdigest()}  {name}\n" for name in listed)
    (pack / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _listed(content: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
