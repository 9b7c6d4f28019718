"""Does an evidence pack hold: checked from the pack alone, with nothing of the installation that wrote it.

The manifest lists every file with its hash and is signed; the chain's head stands in it, so that whoever changes the
past breaks the signature. The check reads plain JSON, never today's classes: a newer release still checks
an older pack.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from unpromote.services.pack_content import MOST_JSON, PackProblem, chain_problems, part, read_json, story_problems
from unpromote.services.pack_layout import FORMAT, MANIFEST, SIGNATURE, key_fingerprint
from unpromote.services.pack_source import PackSource, chunks, open_pack, read
from unpromote.services.pack_stated import stated_problems

Json = Any

_UNLISTED = frozenset({MANIFEST, SIGNATURE})
_SIGNATURE_BYTES = 64


@dataclass(frozen=True)
class PackVerdict:
    """What checking a pack found: whose pack it says it is, what was checked, and every problem, the first break first.

    `files` and `entries` are counts, `head` is the chain's last hash, `key` the fingerprint of the key the pack names.
    """

    case: str
    created_at: str
    files: int
    entries: int
    head: str
    key: str
    problems: tuple[PackProblem, ...]

    @property
    def holds(self) -> bool:
        """Tell whether nothing at all is wrong."""
        return not self.problems


def verify_pack(path: Path, *, key: str = "") -> PackVerdict:
    """Check a pack, a folder or a .zip of one; `key` pins the fingerprint of the key that must have signed it.

    Raises:
        BadInput: there is no pack at this path.
    """
    with open_pack(path) as source:
        manifest = read_json(source, MANIFEST)
        problems = (*_signature_problems(source, manifest, key), *_problems(source, manifest))
    files, length = part(manifest, "files"), part(manifest, "chain", "length")
    return PackVerdict(
        case=str(part(manifest, "case", "reference") or ""),
        created_at=str(part(manifest, "created_at") or ""),
        files=len(files) if isinstance(files, dict) else 0,
        entries=length if isinstance(length, int) else 0,
        head=str(part(manifest, "chain", "head") or ""),
        key=key_fingerprint(_public_key(manifest)),
        problems=problems,
    )


def _signature_problems(source: PackSource, manifest: Json, key: str) -> Iterator[PackProblem]:
    if SIGNATURE not in source.names:
        yield PackProblem(SIGNATURE, "is missing")
        return
    signature, signed = read(source, SIGNATURE, _SIGNATURE_BYTES + 1), read(source, MANIFEST, MOST_JSON)
    public_key = _public_key(manifest)
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        yield PackProblem(MANIFEST, f"does not fit its signature: {MANIFEST} or {SIGNATURE} was changed")
        return
    found = key_fingerprint(public_key)
    if key and key.strip().lower() != found:
        yield PackProblem(MANIFEST, f"was signed by another key: {found} instead of {key.strip().lower()}")


def _public_key(manifest: Json) -> bytes:
    written = part(manifest, "public_key")
    return bytes.fromhex(written) if isinstance(written, str) and re.fullmatch("[0-9a-f]{64}", written) else b""


def _problems(source: PackSource, manifest: Json) -> Iterator[PackProblem]:
    files = part(manifest, "files")
    if part(manifest, "format") != FORMAT or not isinstance(files, dict):
        yield PackProblem(MANIFEST, f"is no manifest of the format {FORMAT}")
        return
    wrong = (*_listing_problems(source, files), *_file_problems(source, files))
    yield from wrong
    yield from chain_problems(source, manifest)
    if not wrong:
        yield from story_problems(source, manifest)
        yield from stated_problems(source, manifest)


def _listing_problems(source: PackSource, files: dict[str, Json]) -> Iterator[PackProblem]:
    outside = {path for path in files if not _is_inside(path)}
    for path in sorted(outside):
        yield PackProblem(path, "leads out of the pack: the manifest must not name it")
    for name in sorted(source.links):
        yield PackProblem(name, "is no plain file: a pack holds no links and nothing encrypted")
    for name in sorted(source.twice):
        yield PackProblem(name, "stands in the archive twice")
    for path in sorted(set(files) - source.names - source.links - outside):
        yield PackProblem(path, "is missing")
    for name in sorted(source.names - set(files) - _UNLISTED):
        yield PackProblem(name, "was added: the manifest does not list it")


def _is_inside(path: str) -> bool:
    return not re.search(r"[\\:\x00-\x1f]", path) and all(step not in {"", ".", ".."} for step in path.split("/"))


def _file_problems(source: PackSource, files: dict[str, Json]) -> Iterator[PackProblem]:
    for path in sorted(set(files) & source.names):
        problem = _mismatch(source, path, part(files[path], "sha256"), part(files[path], "bytes"))
        if problem:
            yield PackProblem(path, problem)


def _mismatch(source: PackSource, path: str, sha256: Json, size: Json) -> str:
    if not isinstance(size, int) or not isinstance(sha256, str):
        return "has no hash and length in the manifest"
    digest, found = hashlib.sha256(), 0
    for piece in chunks(source, path):
        digest.update(piece)
        found += len(piece)
        if found > size:
            return f"was changed: it is longer than the manifest's {size} bytes"
    if found < size:
        return f"was changed: it has {found} bytes, the manifest says {size}"
    if digest.hexdigest() != sha256:
        return f"was changed: its hash is {digest.hexdigest()}, the manifest says {sha256}"
    return ""
