"""`unpromote quote FILE...`: what leaving costs, for asks in JSON or JSONL and for files of quote vectors; `-`: stdin.

One JSON object a line, or text with `--explain`. What cannot be used is named on stderr by file, place and mend;
the other asks are still answered, and the exit code is then 2. A refusal by the agreement is an answer, not an error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from unpromote.domain.choices import DecisionAsked
from unpromote.domain.decision import decide, decision_json
from unpromote.domain.errors import BadInput
from unpromote.domain.explain import explain
from unpromote.domain.explain_open import explain_layers, explain_range
from unpromote.domain.explain_options import explain_options
from unpromote.domain.options import options
from unpromote.domain.preview import preview, preview_json
from unpromote.domain.quote import quote as quoted
from unpromote.domain.ranges import ranged
from unpromote.domain.vectors import Ask, answer, read_ask, vectors_in

BAD_INPUT = 2  # exit code
_JSON_MEND = "write one JSON object, or one a line"


def quote(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="JSON, JSONL or a file of vectors; - is stdin.")
    ],
    *,
    explained: Annotated[bool, typer.Option("--explain", help="Text to check by hand instead of JSON.")] = False,
    deciding: Annotated[
        bool, typer.Option("--decide", help="The curve by day, the cliffs, the dead zone, the break-even, the options.")
    ] = False,
    previewing: Annotated[
        bool, typer.Option("--preview", help="One short line each: the cost now, and on the cheapest day.")
    ] = False,
) -> None:
    """Quote cancellations: may we, from when, at what price, each line with its clause and formula."""
    write = _decided if deciding else _explained if explained else _previewed if previewing else _answered
    if not _all_of(_quote_file(name, write) for name in files):
        raise typer.Exit(BAD_INPUT)


def _answered(ask: Ask) -> str:
    return json.dumps(answer(ask))


def _decided(ask: Ask) -> str:
    _check_settled(ask, "decision", "ask without --decide for the range and the questions, or decide over one reading")
    written = decision_json(decide(ask.terms, ask.promotion, ask.request, ask.decision or DecisionAsked()))
    return json.dumps(written if ask.id is None else {"id": ask.id, **written})


def _previewed(ask: Ask) -> str:
    _check_settled(ask, "preview", "ask without --preview for the range and the questions")
    written = preview_json(preview(ask.terms, ask.promotion, ask.request))
    return json.dumps(written if ask.id is None else {"id": ask.id, **written})


def _check_settled(ask: Ask, wanted: str, mend: str) -> None:
    if ask.unsettled is not None:
        raise BadInput(f"there is no one {wanted} while terms are unclear", place="unclear", mend=mend)


def _explained(ask: Ask) -> str:
    parts = [ask.id or ask.promotion.id]
    if ask.merged is not None:
        parts.append(explain_layers(ask.merged))
    if ask.unsettled is not None:
        parts.append(explain_range(ranged(ask.unsettled, ask.request)))
    else:
        parts.append(explain(quoted(ask.terms, ask.promotion, ask.request)))
    if ask.decision is not None:
        found = options(ask.terms, ask.promotion, ask.request, ask.decision)
        parts.append(explain_options(found, ask.terms.currency))
    return "\n".join([*parts, ""])


def _all_of(outcomes: Iterable[bool]) -> bool:
    """Return whether all went well, having gone through all: one complaint does not hide the next."""
    return all(list(outcomes))


def _quote_file(name: str, write: Callable[[Ask], str]) -> bool:
    """Answer every ask of one file; return whether all could be used."""
    try:
        chunks = _chunks(_text(name))
    except BadInput as problem:
        return _complain(problem, name)
    return _all_of(_quote_chunk(chunk, f"{name}: {place}", write) for place, chunk in chunks)


def _quote_chunk(chunk: str, place: str, write: Callable[[Ask], str]) -> bool:
    try:
        vectors = list(vectors_in(_parsed(chunk)))
    except BadInput as problem:
        return _complain(problem, place)
    return _all_of(_quote_one(vector, f"{place}{at}", write) for at, vector in vectors)


def _quote_one(vector: Any, place: str, write: Callable[[Ask], str]) -> bool:
    try:
        text = write(read_ask(vector))
    except BadInput as problem:
        return _complain(problem, place)
    except RecursionError:
        return _complain(BadInput("nested too deeply", mend="flatten the calc"), place)
    typer.echo(text)
    return True


def _complain(problem: BadInput, place: str) -> bool:
    said = str(problem.within(place.rstrip(": ")))
    typer.echo(f"unpromote: {said.encode('ascii', 'backslashreplace').decode()}", err=True)
    return False


def _text(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as problem:
        raise BadInput(
            f"cannot be read: {problem.strerror}", mend="name a readable file, or - for standard input"
        ) from None
    except UnicodeDecodeError:
        raise BadInput("is no UTF-8 text", mend=_JSON_MEND) from None


def _chunks(text: str) -> list[tuple[str, str]]:
    """Return the documents in a text, each with the line it stands on where there are several."""
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise BadInput("the file is empty", mend=_JSON_MEND)
    if len(lines) > 1 and (_is_whole(lines[0][1]) or _is_whole(lines[-1][1])):
        return [(f"line {n}: ", line) for n, line in lines]
    return [("", text)]


def _is_whole(line: str) -> bool:
    """Return whether the first or last line is an object of its own, which makes the file JSONL."""
    try:
        return isinstance(_parsed(line), dict)
    except BadInput:
        return False


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise BadInput(f"is no JSON ({problem.msg})", place=where, mend=_JSON_MEND) from None
    except (ValueError, RecursionError) as problem:
        raise BadInput(f"is no usable JSON ({problem})", mend=_JSON_MEND) from None


def _no_number(word: str) -> NoReturn:
    raise BadInput(f"{word} is no number", mend="write amounts and rates as text")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object; of a field written twice nobody knows which is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadInput(f"the field {twice!r} is written twice", mend="keep one of them")
    return found
