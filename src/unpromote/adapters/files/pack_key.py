"""The key with which this installation signs its packs: an Ed25519 key in one file, made on first use."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from unpromote.domain.errors import OutsideFailed

KEY_FILE = "pack-signing-key.pem"


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """Return the installation's key, readable by its owner alone; two first uses at once agree on one key.

    Raises:
        OutsideFailed: the key's file holds something else.
    """
    path = folder / KEY_FILE
    if not path.exists():
        _create(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except ValueError:
        raise OutsideFailed(f"{path} holds no signing key: restore it or move it away", permanent=True) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise OutsideFailed(f"{path} holds a key of another kind: an Ed25519 key is needed", permanent=True)
    return key


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 bytes of the public key."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """Return the public key as a PEM file, as openssl reads it."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _create(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # made with mode 0600
    with os.fdopen(handle, "wb") as stream:
        stream.write(pem)
        stream.flush()
        os.fsync(stream.fileno())
    with contextlib.suppress(FileExistsError):  # somebody was quicker, and theirs is the key
        os.link(draft, path)
    Path(draft).unlink()
