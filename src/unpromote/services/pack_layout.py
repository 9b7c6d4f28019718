"""Where things lie in an evidence pack: the names that its writer and its checker share.

manifest.json   every other file with hash and length, the chain's head, the quote's hash, the public key
manifest.sig    the Ed25519 signature over the manifest's bytes, 64 bytes raw
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

FORMAT = "unpromote-evidence-pack/1"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
CASE = "case.json"
EVENTS = "events.jsonl"
QUOTE = "quote.json"
TERMS = "terms.json"
CITATIONS = "citations.json"
CURVE = "curve.csv"
SUMS = "SHA256SUMS"
PUBLIC_KEY = "public_key.pem"
FOLDERS = ("receipts/", "messages/", "evidence/", "agreement/")

_LONGEST_NAME = 80


def file_name(text: str) -> str:
    """Return text as a file name that every system takes: letters, digits, dots and dashes, no leading dot."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", text).lstrip("._-")
    return plain[-_LONGEST_NAME:].lstrip("._-") or "unnamed"


def receipt_paths(external_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the path of each target's receipt, in the order of the targets; equal ids are numbered."""
    paths: list[str] = []
    for external_id in external_ids:
        stem, nth = f"receipts/{file_name(external_id)}", 1
        while (path := f"{stem}.json" if nth == 1 else f"{stem}-{nth}.json") in paths:
            nth += 1
        paths.append(path)
    return tuple(paths)


def key_fingerprint(public_key: bytes) -> str:
    """Return the fingerprint by which people tell signing keys apart: the hash of the key's 32 bytes."""
    return hashlib.sha256(public_key).hexdigest()
