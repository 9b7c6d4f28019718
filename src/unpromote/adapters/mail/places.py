"""Where the letter with a Message-ID lies in a folder, without looking through the folder.

A place is a symbolic link named by the hash of the ID; what it points to is the letter's file name. It is on disk
before the letter is, so a letter that is there has a place, and a place whose letter is missing means a crash between.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path

_ticks = count()


class Places:
    """The places of the letters in some boxes below `root`; what lay there before is noted at the first start."""

    def __init__(self, root: Path, boxes: Iterable[str]) -> None:
        self._root, self._places, self._boxes = root, root / "places", tuple(boxes)
        if not self._places.exists():
            self._note_older()

    def knows(self, box: str) -> bool:
        """Return whether the places of this box are noted."""
        return box in self._boxes

    def name(self, box: str, hashed: str) -> str | None:
        """Return the file name that was noted for the ID, None where none was: then the letter is not there."""
        place = self._places / box / hashed
        return str(place.readlink()) if place.is_symlink() else None

    def note(self, box: str, hashed: str, name: str) -> None:
        """Note that a letter is about to be put there; the older of two with the same ID keeps the place."""
        known = self.name(box, hashed)
        if known is not None and (self._root / box / known).exists():
            return
        draft = self._root / "tmp" / f"{hashed}.{os.getpid()}-{next(_ticks)}"
        draft.symlink_to(name)
        draft.replace(self._places / box / hashed)
        sync_folder(self._places / box)

    def _note_older(self) -> None:
        """Note what is there already; whichever process is through first does it for all."""
        draft = self._root / "tmp" / f"places.{os.getpid()}-{next(_ticks)}"
        for box in self._boxes:
            (draft / box).mkdir(parents=True)
            for path in sorted((self._root / box).glob("*.eml")):
                with suppress(FileExistsError):
                    (draft / box / path.name.split(".")[1]).symlink_to(path.name)
            sync_folder(draft / box)
        try:
            draft.rename(self._places)
        except OSError:
            shutil.rmtree(draft)
        sync_folder(self._root)


def sync_folder(folder: Path) -> None:
    """Have the folder's entries on disk when this returns."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
