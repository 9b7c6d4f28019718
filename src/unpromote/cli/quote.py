"""`unpromote quote FILE...`: what leaving costs, for asks in JSON or JSONL and for files of quote vectors; `-`: stdin.

One JSON object a line, or text with `--explain`. What cannot be used is named on stderr by file, place and mend;
the other asks are still answered, and the exit code is then 2. A refusal by the agreement is an answer, not an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer

from unpromote.cli.jsonfile import check, check_outside, documents, parsed, text_of
from unpromote.domain.choices import DecisionAsked
from unpromote.domain.decision import decide, decision_json
from unpromote.domain.errors import BadInput
from unpromote.domain.explain import explain
from unpromote.domain.explain_open import explain_layers, explain_range
from unpromote.domain.explain_options import explain_options
from unpromote.domain.explain_proving import explain_proving
from unpromote.domain.joining import is_reading, joined_ask, left_out
from unpromote.domain.options import options
from unpromote.domain.preview import preview, preview_json
from unpromote.domain.proving import if_proven
from unpromote.domain.quote import quote as quoted
from unpromote.domain.ranges import ranged
from unpromote.domain.reproducing import computed_with
from unpromote.domain.standing import standings
from unpromote.domain.vectors import Ask, answer, read_ask, vectors_in
from unpromote.services.presets import preset
from unpromote.services.versions import installed

BAD_INPUT = 2  # exit code


def quote(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="JSON, JSONL or a file of vectors; - is stdin.")
    ],
    *,
    explained: Annotated[bool, typer.Option("--explain", help="Text to check by hand instead of JSON.")] = False,
    deciding: Annotated[
        bool, typer.Option("--decide", help="The curve by day, the cliffs, the dead zone, the break-even, the options.")
    ] = False,
    order: Annotated[
        str,
        typer.Option("--with", metavar="ORDER", help="{promotion, request, terms} for what `unpromote read` wrote."),
    ] = "",
    previewing: Annotated[
        bool, typer.Option("--preview", help="One short line each: the cost now, and on the cheapest day.")
    ] = False,
) -> None:
    """Quote cancellations: may we, from when, at what price, each line with its clause and formula."""
    write = _decided if deciding else _explained if explained else _previewed if previewing else _answered
    asked = _order(order) if order else None
    if not _all_of(_quote_file(name, write, asked) for name in files):
        raise typer.Exit(BAD_INPUT)


def _order(name: str) -> Any:
    try:
        order = parsed(text_of(name))
        check(order)
    except BadInput as problem:
        raise problem.within(name) from None
    return order


def _joined(vector: Any, order: Any, place: str) -> Any:
    """Return the ask; a reading becomes one with the order, and what its figures cannot hold is said aloud."""
    if not is_reading(vector):
        return vector
    if order is None:
        mend = "name a file with {promotion, request, terms}: --with order.json"
        raise BadInput("this is what was read: promotion and request are missing", mend=mend)
    ask = joined_ask(vector, order)
    for gap in left_out(vector, order):
        _say(f"{place.rstrip(': ')}: in no figure: {gap}")
    return ask


def _unconfirmed(text: str) -> str:
    """Return an answer with the mark that its terms are as software read them, and nobody confirmed them."""
    if text.startswith("{"):
        return json.dumps({**json.loads(text), "terms_confirmed": False})
    first, _, rest = text.partition("\n")
    return f"{first}\nThe terms are as they were read; nobody has confirmed them.\n{rest}"


def _answered(ask: Ask) -> str:
    return json.dumps(answer(ask, installed()))


def _decided(ask: Ask) -> str:
    _check_settled(ask, "decision", "ask without --decide for the range and the questions, or decide over one reading")
    written = decision_json(decide(ask.terms, ask.promotion, ask.request, ask.decision or DecisionAsked()))
    written["computed_with"] = computed_with(ask.terms, ask.promotion, (), installed())
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
        found = quoted(ask.terms, ask.promotion, ask.request)
        proving = if_proven(ask.terms, ask.promotion, ask.request, found)
        facts = standings(ask.terms.rights, ask.promotion)
        parts += [explain(found), *filter(None, [explain_proving(proving, facts, found.currency)])]
    if ask.decision is not None:
        ways = options(ask.terms, ask.promotion, ask.request, ask.decision)
        parts.append(explain_options(ways, ask.terms.currency))
    return "\n".join([*parts, ""])


def _all_of(outcomes: Iterable[bool]) -> bool:
    """Return whether all went well, having gone through all: one complaint does not hide the next."""
    return all(list(outcomes))


def _quote_file(name: str, write: Callable[[Ask], str], order: Any) -> bool:
    """Answer every ask of one file; return whether all could be used."""
    try:
        chunks = documents(text_of(name))
    except BadInput as problem:
        return _complain(problem, name)
    return _all_of(_quote_chunk(chunk, f"{name}: {place}", write, order) for place, chunk in chunks)


def _quote_chunk(chunk: str, place: str, write: Callable[[Ask], str], order: Any) -> bool:
    try:
        document = parsed(chunk)
        check_outside(document)
        vectors = list(vectors_in(document))
    except BadInput as problem:
        return _complain(problem, place)
    return _all_of(_quote_one(vector, f"{place}{at}", write, order) for at, vector in vectors)


def _quote_one(vector: Any, place: str, write: Callable[[Ask], str], order: Any) -> bool:
    try:
        check(vector)
        text = write(read_ask(_joined(vector, order, place), presets=preset))
        text = _unconfirmed(text) if is_reading(vector) else text
    except BadInput as problem:
        return _complain(problem, place)
    except RecursionError:
        return _complain(BadInput("nested too deeply", mend="flatten the calc"), place)
    typer.echo(text)
    return True


def _complain(problem: BadInput, place: str) -> bool:
    _say(str(problem.within(place.rstrip(": "))))
    return False


def _say(said: str) -> None:
    typer.echo(f"unpromote: {said.encode('ascii', 'backslashreplace').decode()}", err=True)
