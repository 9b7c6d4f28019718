"""A pack as a set of named files, in a folder or in a .zip of one; nothing is unpacked and no link is followed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol
from zipfile import BadZipFile, ZipFile, ZipInfo

from unpromote.domain.errors import BadInput
from unpromote.services.pack_layout import MANIFEST

_CHUNK = 1 << 20
_BROKEN_ARCHIVE = (BadZipFile, zlib.error, EOFError, NotImplementedError)


class PackSource(Protocol):
    """The files of a pack by their paths in it.

    `links` are entries that are no readable plain files, `twice` those that an archive holds more than once.
    """

    names: frozenset[str]
    links: frozenset[str]
    twice: frozenset[str]

    def open(self, name: str) -> IO[bytes]: ...


@contextmanager
def open_pack(path: Path) -> Iterator[PackSource]:
    """Open a pack.

    Raises:
        BadInput: there is no folder or .zip with a manifest at this path.
    """
    if path.is_dir():
        source = FolderSource(path)
        _demand_manifest(source, path)
        yield source
        return
    try:
        archive = ZipFile(path)
    except FileNotFoundError:
        raise BadInput("there is nothing here", place=str(path), mend="name the pack's folder or its .zip") from None
    except (BadZipFile, OSError) as problem:
        mend = "name the pack's folder or its .zip"
        raise BadInput(f"this is no evidence pack: {problem}", place=str(path), mend=mend) from None
    with archive:
        source_in_zip = ZipSource(archive)
        _demand_manifest(source_in_zip, path)
        yield source_in_zip


def chunks(source: PackSource, name: str) -> Iterator[bytes]:
    """Give a file's bytes piece by piece; an archive that breaks off in a file ends it there."""
    try:
        with source.open(name) as stream:
            while piece := stream.read(_CHUNK):
                yield piece
    except _BROKEN_ARCHIVE:
        return


def read(source: PackSource, name: str, most: int) -> bytes:
    """Return a file's bytes, at most so many."""
    found = bytearray()
    for piece in chunks(source, name):
        found += piece
        if len(found) > most:
            return bytes(found[:most])
    return bytes(found)


def _demand_manifest(source: PackSource, path: Path) -> None:
    if MANIFEST not in source.names:
        mend = "name the folder that holds manifest.json, or a .zip of it"
        raise BadInput(f"this is no evidence pack: it has no {MANIFEST}", place=str(path), mend=mend)


class FolderSource:
    """A pack that lies in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        entries = {entry.relative_to(folder).as_posix(): entry for entry in folder.rglob("*")}
        plain = {name for name, entry in entries.items() if entry.is_file() and not entry.is_symlink()}
        folders = {name for name, entry in entries.items() if entry.is_dir() and not entry.is_symlink()}
        self.names = frozenset(plain)
        self.links = frozenset(entries) - plain - folders
        self.twice: frozenset[str] = frozenset()

    def open(self, name: str) -> IO[bytes]:
        """Open one of the pack's files."""
        return (self._folder / name).open("rb")


class ZipSource:
    """A pack in a .zip, at its top or in its only folder."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        members = [member for member in archive.infolist() if not member.is_dir()]
        top = _top(members)
        listed = [member.filename.removeprefix(top) for member in members]
        self._members = dict(zip(listed, members, strict=True))
        self.names = frozenset(name for name, member in self._members.items() if not _is_encrypted(member))
        self.links = frozenset(listed) - self.names
        self.twice = frozenset(name for name in listed if listed.count(name) > 1)

    def open(self, name: str) -> IO[bytes]:
        """Open one of the pack's files."""
        return self._archive.open(self._members[name])


def _top(members: list[ZipInfo]) -> str:
    names = [member.filename for member in members]
    tops = {name.removesuffix(MANIFEST) for name in names if name.endswith(f"/{MANIFEST}") and name.count("/") == 1}
    return tops.pop() if MANIFEST not in names and len(tops) == 1 else ""


def _is_encrypted(member: ZipInfo) -> bool:
    return bool(member.flag_bits & 0x1)
