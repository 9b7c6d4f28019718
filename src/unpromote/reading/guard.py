"""Files from outside are opened in a process of their own, with limits on memory and time; this asks it.

A process is kept for the next file, because starting one takes longer than reading most agreements, and is given up
after some files or the first accident. What it answers is data alone. Nothing here opens a file.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unpromote.domain.errors import BadInput
from unpromote.reading.kept import keep_words, kept_words
from unpromote.reading.ocr import can_scan
from unpromote.services.papers import Box, FiledPart, PageView

# bytes of address space; the largest agreements that were tried take a tenth, OCR reserves far more than it uses
MEMORY = 4_000_000_000 if can_scan() else 1_500_000_000
SECONDS = 300 if can_scan() else 60  # a file; a thousand pages take ten, a scanned page four
FILES = 100  # that one process reads
AT_ONCE = 2

Json = Any


def read_agreement(path: Path, password: str = "") -> dict[str, Any]:
    """Return what `agreement.read_agreement` does; raise BadInput for a file that cannot be read within the limits.

    What OCR reads is kept beside the file, for `view_page`.
    """
    found: dict[str, Any] = _asked_once("read_agreement", path, password=password)
    return found


def read_parts(path: Path, password: str = "") -> tuple[dict[str, Any], ...]:
    """Return what `agreement.read_parts` does; raise BadInput for a file that cannot be read within the limits."""
    return tuple(_asked("read_parts", path, password=password))


def parts_of(path: Path, password: str) -> tuple[FiledPart, ...]:
    """Return what `intake.parts_of` does; raise BadInput for a file that cannot be opened within the limits."""
    parts = _asked("parts_of", path, password=password)
    return tuple(FiledPart(**{**part, "content": base64.b64decode(part["content"])}) for part in parts)


def view_page(path: Path, number: int, quotes: Sequence[str]) -> PageView:
    """Return what `pages.view_page` does; raise BadInput for a page that cannot be shown within the limits."""
    view = _asked_once("view_page", path, number=number, quotes=list(quotes))
    places = tuple(tuple(Box(**box) for box in boxes) for boxes in view["places"])
    return PageView(**{**view, "places": places})


def draw_page(path: Path, number: int) -> bytes:
    """Return what `pages.draw_page` does; raise BadInput for a page that cannot be drawn within the limits."""
    return base64.b64decode(_asked("draw_page", path, number=number))


@dataclass
class _Cell:
    """A running process and how many files it may still read."""

    process: subprocess.Popen[str]
    left: int = FILES


_idle: queue.LifoQueue[_Cell] = queue.LifoQueue()
_places = threading.BoundedSemaphore(AT_ONCE)


@atexit.register
def close() -> None:
    """End the processes that wait for a file."""
    while not _idle.empty():
        _end(_idle.get())


def _asked(verb: str, path: Path, **takes: Json) -> Json:
    """Return what a process that opens the file makes of it."""
    return _answer({"verb": verb, "path": str(path), "takes": takes}, path)["done"]


def _asked_once(verb: str, path: Path, **takes: Json) -> Json:
    """Return as `_asked` does; the words on pictures are those kept beside the file, or are kept there."""
    kept = kept_words(path)
    answer = _answer({"verb": verb, "path": str(path), "takes": takes, "words": kept}, path)
    if answer["words"].keys() - kept.keys():
        keep_words(path, kept | answer["words"])
    return answer["done"]


def _answer(asked: Json, path: Path) -> Json:
    """Return the answer of a process that opens the file; whatever happens to it is the file's fault."""
    question = json.dumps(asked)
    with _places:
        cell = _free_cell()
        answer = _answered(cell, question, path)
        cell.left -= 1
        if cell.left:
            _idle.put(cell)
        else:
            _end(cell)
    if "refused" in answer:
        problem, place, mend = answer["refused"]
        raise BadInput(problem, place=place, mend=mend)
    return answer


def _answered(cell: _Cell, question: str, path: Path) -> Json:
    late = threading.Event()
    clock = threading.Timer(SECONDS, _stop, (cell, late))
    clock.daemon = True
    clock.start()
    try:
        line = _said(cell.process, question)
    finally:
        clock.cancel()
    if line.endswith("\n"):
        return json.loads(line)
    _end(cell)
    problem = f"the file takes longer to read than {SECONDS} seconds" if late.is_set() else "the file breaks the reader"
    raise BadInput(problem, place=str(path), mend="print the agreement alone to a new PDF and hand that over")


def _stop(cell: _Cell, late: threading.Event) -> None:
    late.set()
    cell.process.kill()


def _said(process: subprocess.Popen[str], question: str) -> str:
    """Return the line that the process answers; one without an end where it died."""
    if process.stdin is None or process.stdout is None:  # pragma: no cover - both are pipes
        return ""
    try:
        process.stdin.write(question + "\n")
        process.stdin.flush()
        return process.stdout.readline()
    except BrokenPipeError:
        return ""


def _free_cell() -> _Cell:
    try:
        while True:
            cell = _idle.get_nowait()
            if cell.process.poll() is None:
                return cell
            _end(cell)
    except queue.Empty:
        return _Cell(_started())


def _started() -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-m", "unpromote.reading.cell", str(MEMORY)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,  # an interrupt from the keyboard is for us; it ends with its input
        env={name: value for name, value in os.environ.items() if not name.startswith("UNPROMOTE_")},  # secrets
    )


def _end(cell: _Cell) -> None:
    cell.process.kill()
    cell.process.communicate()
