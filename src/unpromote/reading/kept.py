"""What OCR read in a stored file, kept beside it: whoever looks at a page later does not wait for it again.

It goes with the file's folder, and may be removed any time: then it is read again.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

_ENDING = ".scans.json"

Json = Any


def kept_words(path: Path) -> dict[str, Json]:
    """Return what was kept beside a file, by the hash of each picture; nothing where it is gone or damaged."""
    try:
        kept = json.loads(_beside(path).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def keep_words(path: Path, words: dict[str, Json]) -> None:
    """Keep beside a file what was read in it, whole or not at all; a folder that takes no files is left alone."""
    draft = path.with_name(f".{path.name}{_ENDING}.{os.getpid()}")
    try:
        draft.write_text(json.dumps(words), "utf-8")
        draft.replace(_beside(path))
    except OSError:
        draft.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + _ENDING)
