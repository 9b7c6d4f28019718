"""An evidence pack as one .zip, for whoever fetches it over the wire; `unpromote verify` checks it like the folder."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from unpromote.domain.case import Case
from unpromote.domain.errors import NotAllowed
from unpromote.services.filing import located
from unpromote.services.pack_layout import MANIFEST

KEPT_IN_MEMORY = 4 << 20


def archive(case: Case, manifest_sha256: str) -> IO[bytes]:
    """Return the case's pack with this manifest as an open .zip, to be closed by the caller.

    Raises:
        NotAllowed: there is no such pack, or a newer one has taken its place.
    """
    for pack in case.packs:
        folder = located(pack.path)
        if pack.manifest_sha256 == manifest_sha256 and _manifest_of(folder) == manifest_sha256:
            return _zipped(folder)
    raise NotAllowed(f"there is no pack {manifest_sha256[:12]} any more: look which was written last")


def _manifest_of(folder: Path) -> str:
    manifest = folder / MANIFEST
    return hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest.is_file() else ""


def _zipped(folder: Path) -> IO[bytes]:
    file = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for path in sorted(entry for entry in folder.rglob("*") if entry.is_file()):
            packed.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
    file.seek(0)
    return file
