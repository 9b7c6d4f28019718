"""Does an evidence pack hold: checked from the pack alone, with nothing of the installation that wrote it.

The manifest lists every file with its hash and is signed; the chain's head stands in it, so changing the past breaks the signature.
The check reads plain JSON, never today's classes, so that a newer release still checks an older pack.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from unpromote.domain.audit import GENESIS, check_chain, fingerprint
from unpromote.services.pack_source import PackSource, open_pack

FORMAT = "unpromote-evidence-pack/1"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
_UNLISTED = frozenset({MANIFEST, SIGNATURE})
_CHUNK = 1 << 20
_MOST_JSON = 256 << 20


@dataclass(frozen=True)
class PackProblem:
    """One file of a pack and what is wrong with it."""

    file: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}"


@dataclass(frozen=True)
class PackVerdict:
    """What checking a pack found: whose pack it says it is, what was checked, and every problem, the first break first.

    `key` is the fingerprint of the key that the pack names (sha256 of its 32 bytes); `head` is the chain's last hash.
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
    """Check a pack, a folder or a .zip of one; `key` pins the fingerprint that must have signed it.

    Raises:
        BadInput: the path is no pack of a format that this release knows.
    """
    with open_pack(path) as source:
        raw = source.read(MANIFEST, _MOST_JSON)
        manifest = _object(raw)
        if manifest is None:
            return PackVerdict("", "", 0, 0, "", "", (PackProblem(MANIFEST, "was changed: it is no JSON object"),))
        problems = (*_signature_problems(source, raw, manifest, key), *_problems(source, manifest))
    return _verdict(manifest, problems)


def key_fingerprint(public_key: bytes) -> str:
    """Return the fingerprint by which people tell keys apart, from a key's 32 bytes."""
    return hashlib.sha256(public_key).hexdigest()


def _verdict(manifest: Mapping[str, Any], problems: tuple[PackProblem, ...]) -> PackVerdict:
    case, chain = _part(manifest, "case"), _part(manifest, "chain")
    length = chain.get("length")
    return PackVerdict(
        case=str(case.get("reference", "")),
        created_at=str(manifest.get("created_at", "")),
        files=len(_part(manifest, "files")),
        entries=length if isinstance(length, int) else 0,
        head=str(chain.get("head", "")),
        key=key_fingerprint(_key_bytes(manifest)),
        problems=problems,
    )


def _signature_problems(
    source: PackSource, raw: bytes, manifest: Mapping[str, Any], key: str
) -> Iterator[PackProblem]:
    public_key = _key_bytes(manifest)
    if SIGNATURE not in source.names:
        yield PackProblem(SIGNATURE, "is missing")
        return
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(source.read(SIGNATURE, _CHUNK), raw)
    except (InvalidSignature, ValueError):
        yield PackProblem(MANIFEST, f"does not fit its signature: {MANIFEST} or {SIGNATURE} was changed")
        return
    if key and key.lower() != key_fingerprint(public_key):
        yield PackProblem(MANIFEST, f"was signed by the key {key_fingerprint(public_key)}, not by {key.lower()}")


def _key_bytes(manifest: Mapping[str, Any]) -> bytes:
    written = manifest.get("public_key")
    return bytes.fromhex(written) if isinstance(written, str) and re.fullmatch("[0-9a-f]{64}", written) else b""


def _problems(source: PackSource, manifest: Mapping[str, Any]) -> Iterator[PackProblem]:
    if manifest.get("format") != FORMAT:
        yield PackProblem(MANIFEST, f"is of the format {manifest.get('format')!r}; this release checks {FORMAT}")
        return
    files = _part(manifest, "files")
    unsafe = [path for path in files if not _is_inside(path)]
    yield from (PackProblem(path, "leads out of the pack; the manifest may not name it") for path in unsafe)
    yield from (PackProblem(name, "is a link, not a file") for name in sorted(source.links))
    for path in sorted(set(files) - source.names - set(unsafe)):
        yield PackProblem(path, "is missing")
    for path in sorted(source.names - set(files) - _UNLISTED):
        yield PackProblem(path, "is not listed in the manifest")
    present = sorted(set(files) & source.names - set(unsafe))
    wrong = tuple(problem for path in present for problem in _file_problems(source, path, files[path]))
    yield from wrong
    yield from _content_problems(source, manifest, changed=bool(wrong))


def _is_inside(path: str) -> bool:
    return not re.search(r"[\\:\x00-\x1f]", path) and all(part not in {"", ".", ".."} for part in path.split("/"))


def _file_problems(source: PackSource, path: str, listed: Any) -> Iterator[PackProblem]:
    if not isinstance(listed, dict):
        yield PackProblem(MANIFEST, f"does not say what the file {path} must be")
        return
    digest, size = hashlib.sha256(), 0
    for chunk in source.chunks(path, _CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if size > listed.get("bytes", 0):
            yield PackProblem(path, f"was changed: it is longer than the {listed.get('bytes')} bytes of the manifest")
            return
    if size != listed.get("bytes"):
        yield PackProblem(path, f"was changed: it has {size} bytes, the manifest says {listed.get('bytes')}")
    elif digest.hexdigest() != listed.get("sha256"):
        yield PackProblem(path, f"was changed: its hash is {digest.hexdigest()}, the manifest says {listed.get('sha256')}")


def _content_problems(source: PackSource, manifest: Mapping[str, Any], *, changed: bool) -> Iterator[PackProblem]:
    entries = _entries(source)
    if entries is None:
        yield PackProblem("events.jsonl", "does not hold one JSON object a line")
    else:
        yield from _chain_problems(entries, _part(manifest, "chain"))
    case_file = _object(source.read("case.json", _MOST_JSON)) if "case.json" in source.names else None
    if case_file is None:
        yield PackProblem("case.json", "does not hold a JSON object")
    elif not changed:
        yield from _case_problems(source, manifest, case_file, entries)
