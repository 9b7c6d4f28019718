"""Files that belong to a case are copied once, by their hash, into the installation's own folder."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from unpromote.domain.aggregate import Case
from unpromote.domain.errors import BadInput
from unpromote.domain.events import FiledEvidence
from unpromote.domain.evidence import EvidenceKind

LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True)
class Filed:
    """A file as it was kept; `path` is how it is written down."""

    path: str
    sha256: str


@dataclass(frozen=True)
class NewItem:
    """What is said of a file of evidence: what it is and shows, who added it when, and the facts that it proves."""

    kind: EvidenceKind
    description: str
    at: datetime
    by: str
    proves: tuple[str, ...] = ()


def written(path: Path) -> str:
    """Return how a file is written down: by its place in the installation's folder, which may move, else in full."""
    folder = Path(settings.UNPROMOTE["data"]).resolve()
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)


def located(path: str) -> Path:
    """Return where a file that was written down lies now."""
    return Path(settings.UNPROMOTE["data"]).resolve() / path


def keep(case_id: str, source: Path, shelf: str) -> Filed:
    """Copy a file onto a shelf of the case, whole or not at all.

    Raises:
        BadInput: there is no such file, it is empty, or it is larger than 50 MB.
    """
    if not source.is_file():
        raise BadInput("there is no such file", place=str(source), mend="check the path")
    size = source.stat().st_size
    if not 0 < size <= LARGEST:
        problem = "the file is empty" if size == 0 else f"the file has {size // 1024**2} MB, more than 50"
        raise BadInput(problem, place=str(source), mend="hand in a smaller file that has content")
    return keep_content(case_id, source.name, source.read_bytes(), shelf)


def keep_evidence(case: Case, source: Path, what: NewItem) -> FiledEvidence:
    """Keep a file as the case's next evidence; `what` says what it is, by whom, and which facts it proves.

    Raises:
        BadInput: as `keep`.
    """
    filed = keep(case.id, source, "evidence")
    id_ = f"ev{len(case.evidence) + 1}"
    return FiledEvidence(id=id_, file=source.name, sha256=filed.sha256, path=filed.path, **vars(what))


def keep_content(case_id: str, name: str, content: bytes, shelf: str) -> Filed:
    """Put content onto a shelf of the case as a file of that name, whole or not at all."""
    return _put(located("cases") / case_id / shelf, name, content)


def keep_stray(name: str, content: bytes) -> Filed:
    """Put content that belongs to no case yet into the tray's folder."""
    return _put(located("tray"), name, content)


def _put(folder: Path, name: str, content: bytes) -> Filed:
    sha256 = hashlib.sha256(content).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{sha256[:12]}-{name}"
    if not target.exists():
        _write(target, content)
    return Filed(path=written(target), sha256=sha256)


def cached(name: str, make: Callable[[], bytes]) -> bytes:
    """Return what was made under this name before, or make and keep it; the folder `cache` may be emptied any time."""
    target = located("cache") / name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, make())
    return target.read_bytes()


def put(shelf: str, name: str, content: bytes) -> Filed:
    """Write a file of our own onto a shelf, whole or not at all, for nobody else on the machine to read."""
    folder = located(shelf)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / name
    _write(target, content)
    target.chmod(0o600)
    return Filed(path=written(target), sha256=hashlib.sha256(content).hexdigest())


def put_file(shelf: str, name: str, source: Path) -> str:
    """Copy a file onto a shelf, whole or not at all, for nobody else to read; return how it is written down."""
    folder = located(shelf)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = folder / f".{name}.{os.getpid()}"
    shutil.copyfile(source, partial)
    partial.chmod(0o600)
    partial.replace(folder / name)
    return written(folder / name)


def _write(target: Path, content: bytes) -> None:
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(target)
