"""Files that programs hand in, on disk for as long as they are needed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ninja.files import UploadedFile

LONGEST_NAME = 80


@contextmanager
def kept(file: UploadedFile, otherwise: str) -> Iterator[Path]:
    """Give the file's path; `otherwise` is its name where its own has no letter that every disk takes."""
    with tempfile.TemporaryDirectory(prefix="unpromote-") as folder:
        path = Path(folder) / (_plain(file.name or "") or otherwise)
        with path.open("wb") as copy:
            copy.writelines(file.chunks())
        yield path


def _plain(name: str) -> str:
    """Return a name that every disk takes; the end is kept, because it says what the file is."""
    plain = "".join(letter if letter.isalnum() or letter in "._- " else "_" for letter in name)
    short = plain[-LONGEST_NAME:].encode()[-LONGEST_NAME:].decode(errors="ignore")
    return short.lstrip(". ")
