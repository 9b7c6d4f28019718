"""The report on an imported file, a line a row, as JSON lines on disk: as long as the file, never in memory whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from unpromote.domain.codec import decode, encode
from unpromote.domain.imports import Outcome, ReportLine
from unpromote.services.filing import located, written


class Report:
    """Writes a report, whole or not at all; `path` is how it is written down."""

    def __init__(self, name: str) -> None:
        folder = located("imports")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._target = folder / f"{name}-report.jsonl"
        self._draft = folder / f".{name}-report.jsonl"
        self._file = self._draft.open("w", encoding="utf-8")
        self.path = written(self._target)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()
        if kind is None:
            self._draft.replace(self._target)
        else:
            self._draft.unlink()

    def add(self, lines: Iterable[ReportLine]) -> None:
        """Write these lines."""
        self._file.writelines(json.dumps(encode(line), ensure_ascii=False) + "\n" for line in lines)


def report_lines(path: Path, outcome: Outcome | None) -> Iterator[ReportLine]:
    """Give a report's lines, of one outcome or of all."""
    wanted = f'"outcome": "{outcome.value}"' if outcome else ""
    with path.open(encoding="utf-8") as file:
        for text in file:
            if wanted in text and (line := decode(ReportLine, json.loads(text))).outcome is (outcome or line.outcome):
                yield line
