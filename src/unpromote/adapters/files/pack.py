"""Evidence packs on disk: one folder a case, written whole or not at all, the same bytes for the same case file.

A pack is written beside its place under a hidden name and then moved there, so that nobody ever reads half a pack and
an older one goes only when the newer is complete. What a killed writer left behind goes with the next pack.
"""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from unpromote.adapters.files.pack_copies import Copy, relocated
from unpromote.adapters.files.pack_key import public_bytes, public_pem, signing_key
from unpromote.adapters.files.pack_readme import readme
from unpromote.adapters.files.report import render_report
from unpromote.domain.audit import CaseFile, canonical, fingerprint
from unpromote.domain.codec import encode
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.events import TakenQuote
from unpromote.services import pack_layout as layout
from unpromote.services.ports import PackResult

CURVE_COLUMNS = (
    "date",
    "permitted",
    "code",
    "effective_at",
    "cost",
    "total_owed",
    "forfeited",
    "exit_cost",
    "saving",
    "currency",
)


class PackWriter:
    """Writes packs into `folder`, signed with the key in `key_folder`.

    Relative paths of a case's files are taken from `sources`. `fonts` is a folder of typefaces for the report, for
    scripts that it could not draw otherwise.
    """

    def __init__(
        self, folder: Path, key_folder: Path, *, sources: Path | None = None, fonts: Path | None = None
    ) -> None:
        self._folder, self._key_folder = folder, key_folder
        self._sources, self._fonts = sources or Path(), fonts

    def write(self, case_file: CaseFile) -> PackResult:
        """Write the case's pack in place of an older one.

        Raises:
            OutsideFailed: a file that belongs to the case is gone or no longer has the hash on record.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        place = self._place(case_file)
        draft = Path(tempfile.mkdtemp(dir=self._folder, prefix=f".{place.name}-{os.getpid()}-"))
        try:
            manifest = self._fill(draft, case_file)
            _move(draft, place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        _clear_after_killed_writers(place)
        return PackResult(path=place, manifest_sha256=hashlib.sha256(manifest).hexdigest())

    def _place(self, case_file: CaseFile) -> Path:
        """Give each case a folder of its own, even where two clients use one reference."""
        place = self._folder / layout.file_name(case_file.case.reference)
        kept = place / layout.MANIFEST
        if not kept.exists() or json.loads(kept.read_bytes())["case"]["id"] == case_file.case.id:
            return place
        return place.with_name(f"{place.name}-{layout.file_name(case_file.case.id)}")

    def _fill(self, draft: Path, case_file: CaseFile) -> bytes:
        key = signing_key(self._key_folder)
        told, copies = relocated(case_file)
        for copy in copies:
            _copy(self._sources / copy.source, draft / copy.path, copy)
        for path, content in _written(told, key):
            _put(draft / path, content)
        fingerprint_of_key = layout.key_fingerprint(public_bytes(key))
        _put(draft / "README.txt", readme(told, key=fingerprint_of_key))
        _put(draft / "report.pdf", render_report(told, key=fingerprint_of_key, fonts=self._fonts))
        _put(draft / layout.SUMS, _sums(draft))
        manifest = _pretty(_manifest(draft, told, key))
        _put(draft / layout.MANIFEST, manifest)
        _put(draft / layout.SIGNATURE, key.sign(manifest))
        return manifest


def _written(told: CaseFile, key: Ed25519PrivateKey) -> Iterable[tuple[str, bytes]]:
    """Give each file that is made rather than copied, with its content."""
    data = encode(told)
    yield layout.CASE, _pretty(data)
    yield layout.EVENTS, b"".join(canonical(entry) + b"\n" for entry in data["events"])
    yield layout.CITATIONS, _pretty(data["citations"])
    if told.terms is not None:
        yield layout.TERMS, _pretty(data["terms"])
    if told.quote is not None:
        yield layout.QUOTE, canonical(data["quote"]["quote"])
        yield layout.CURVE, _curve(told.quote)
    paths = layout.receipt_paths(target.external_id for target in told.targets)
    yield from zip(paths, map(_pretty, data["targets"]), strict=True)
    yield layout.PUBLIC_KEY, public_pem(key)


def _manifest(draft: Path, told: CaseFile, key: Ed25519PrivateKey) -> dict[str, Any]:
    case = told.case
    return {
        "format": layout.FORMAT,
        "case": {"id": case.id, "reference": case.reference, "title": case.title, "client": case.client},
        "created_at": told.as_of.isoformat(),
        "files": {path: _listed(draft / path) for path in _paths(draft)},
        "chain": {"length": len(told.events), "head": told.head},
        "quote_hash": fingerprint(encode(told.quote.quote)) if told.quote else None,
        "public_key": public_bytes(key).hex(),
    }


def _paths(folder: Path) -> list[str]:
    return sorted(entry.relative_to(folder).as_posix() for entry in folder.rglob("*") if entry.is_file())


def _listed(path: Path) -> dict[str, Any]:
    return {"sha256": _sha256(path), "bytes": path.stat().st_size}


def _sums(draft: Path) -> bytes:
    return "".join(f"{_sha256(draft / path)}  {path}\n" for path in _paths(draft)).encode()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _pretty(data: Any) -> bytes:
    text = json.dumps(data, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode("utf-8", errors="surrogatepass")


def _curve(quote: TakenQuote) -> bytes:
    text = io.StringIO()
    rows = csv.DictWriter(text, CURVE_COLUMNS, extrasaction="ignore", lineterminator="\n")
    rows.writeheader()
    rows.writerows({"currency": quote.price.currency.code, **point} for point in encode(quote.curve))
    return text.getvalue().encode()


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _copy(source: Path, place: Path, copy: Copy) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(source, place)
    except FileNotFoundError:
        raise OutsideFailed(f"{source} belongs to the case and is gone", permanent=True) from None
    if _sha256(place) != copy.sha256:
        raise OutsideFailed(f"{source} was changed: its hash is no longer {copy.sha256}", permanent=True)


def _move(draft: Path, place: Path) -> None:
    """Put the draft in its place; a folder cannot replace a full one, so the older pack steps aside first."""
    aside = draft.with_name(f"{draft.name}-old")
    if place.exists():
        place.rename(aside)
    draft.rename(place)
    shutil.rmtree(aside, ignore_errors=True)


def _clear_after_killed_writers(place: Path) -> None:
    for leftover in place.parent.glob(f".{place.name}-*-*"):
        writer = leftover.name.removeprefix(f".{place.name}-").partition("-")[0]
        if writer.isdigit() and not _is_alive(int(writer)):
            shutil.rmtree(leftover, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError as problem:
        return problem.errno != errno.ESRCH
    return True
