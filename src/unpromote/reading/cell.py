"""The process in which files from outside are opened: it has little memory, may start nothing and write no file.

Asked line by line on its standard input, in JSON, with the verb and what it takes; it answers in a line each. It ends
with its input. Started by `guard` alone, so that what a hostile file does to it happens to nobody else.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from unpromote.domain.errors import BadInput
from unpromote.reading.agreement import read_agreement, read_parts
from unpromote.reading.intake import parts_of
from unpromote.reading.ocr import recall, used
from unpromote.reading.pages import draw_page, view_page

Json = Any


def _page(path: Path, number: int, quotes: list[str]) -> Json:
    return asdict(view_page(path, number, quotes))


def _picture(path: Path, number: int) -> Json:
    return base64.b64encode(draw_page(path, number)).decode()


def _parts(path: Path, password: str) -> Json:
    return [asdict(part) | {"content": base64.b64encode(part.content).decode()} for part in parts_of(path, password)]


_VERBS: dict[str, Callable[..., Json]] = {
    "read_agreement": read_agreement,
    "read_parts": read_parts,
    "view_page": _page,
    "draw_page": _picture,
    "parts_of": _parts,
}


def answer(question: Json) -> Json:
    """Return {"done": ..., "words": ...} or {"refused": [problem, place, mend]}; what breaks a reader is refused too.

    "words" are those that OCR read on pictures; what it read earlier comes in under the same name.
    """
    try:
        recall(question.get("words", {}))
        done = _VERBS[question["verb"]](Path(question["path"]), **question["takes"])
        return {"done": done, "words": used()}
    except BadInput as refusal:
        return {"refused": [refusal.problem, refusal.place, refusal.mend]}
    except (MemoryError, RecursionError):
        problem = "the file needs more memory than an agreement does"
    except Exception:  # noqa: BLE001 - readers of foreign formats fail in ways that nobody listed
        traceback.print_exc()
        problem = "the file breaks the reader"
    return {"refused": [problem, question["path"], "print it to a new PDF and hand that over"]}


def main() -> None:
    """Answer until there is no more input, under the limit of memory that the command line names in bytes."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no answer
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    for line in sys.stdin:
        answers.write(json.dumps(answer(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
