"""What people marked in agreements, as reading is judged by it: clauses and answers, and facts about leaving.

The gold file has a line of JSON for each agreement: `contract_id`, `text`, `page_starts`, `spans` by category and,
where there are any, `answers` by category, as the train part of CUAD has them. The file of facts is one list of JSON:
of each agreement its `contract_id` and its `facts`, each with `kind`, `spans` in the gold text, `pages`, and what it
says: `who`, `notice_days`, `cure_days`.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unpromote.bench.clause_scores import Span
from unpromote.bench.fact_scores import Fact
from unpromote.domain.errors import BadInput

_LINE = '{"contract_id": …, "text": …, "page_starts": […], "spans": {category: [[start, end], …]}, "answers": {…}}'
_FACTS = '[{"contract_id": …, "facts": [{"kind": …, "spans": [[start, end], …], "pages": […], "who": …}, …]}, …]'


@dataclass(frozen=True)
class Gold:
    """One agreement as lawyers marked it; spans are [start, end) in its text, answers the values that they wrote."""

    id: str
    text: str
    page_starts: tuple[int, ...]
    spans: Mapping[str, tuple[Span, ...]]
    answers: Mapping[str, str]

    @property
    def row(self) -> Mapping[str, Any]:
        """The agreement as `value_scores` takes it."""
        return {"contract_id": self.id, "text": self.text, "spans": self.spans, "answers": self.answers}


def read_gold(path: Path) -> tuple[Gold, ...]:
    """Return the agreements of a gold file, gzipped or not.

    Raises:
        BadInput: the file cannot be read, holds none, or a line is none; it names the line.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8", newline="\n") as lines:
            found = tuple(
                _gold(line, f"{path.name}: line {nth}") for nth, line in enumerate(lines, start=1) if line.strip()
            )
    except (OSError, EOFError, UnicodeDecodeError) as problem:
        raise _unreadable("gold", path, problem) from None
    if not found:
        raise BadInput("the gold file holds no agreement", place=str(path), mend=f"write a line for each: {_LINE}")
    return found


def read_facts(path: Path) -> Mapping[str, tuple[Fact, ...]]:
    """Return the facts of each agreement in a file of facts, by the agreement's id, in the file's order.

    Raises:
        BadInput: the file cannot be read, or is no list of facts.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {row["contract_id"]: tuple(map(_fact, row["facts"])) for row in rows}
    except OSError as problem:
        raise _unreadable("facts", path, problem) from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadInput("the file is no list of facts", place=path.name, mend=f"write {_FACTS}") from None


def _unreadable(what: str, path: Path, problem: Exception) -> BadInput:
    mend = getattr(problem, "strerror", None) or "fetch it again: it is damaged"
    return BadInput(f"the {what} file cannot be read", place=str(path), mend=mend)


def _gold(line: str, place: str) -> Gold:
    try:
        row = json.loads(line)
        text, spans = row["text"], {name: tuple(_spans(marked)) for name, marked in row["spans"].items()}
        if any(end > len(text) for marked in spans.values() for _, end in marked):
            raise BadInput("a span ends after the text", place=place, mend="count letters, not bytes")
        return Gold(row["contract_id"], text, tuple(row.get("page_starts", ())), spans, row.get("answers", {}))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadInput("the line is no marked agreement", place=place, mend=f"write {_LINE}") from None


def _fact(row: Mapping[str, Any]) -> Fact:
    return Fact(row["kind"], tuple(_spans(row["spans"])), tuple(row.get("pages", ())), row)


def _spans(marked: Any) -> Iterator[Span]:
    return ((int(start), int(end)) for start, end in marked)
