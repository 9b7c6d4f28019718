"""What is open or came from several documents, as plain text: the range, the questions, and which layer won."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from unpromote.domain.codec import amount_text
from unpromote.domain.explain import explain
from unpromote.domain.layers import Merged
from unpromote.domain.provenance import found_at, steps
from unpromote.domain.ranges import Interval, Permitted, Question, Range, Ranged, Reading, reading_text

_LEAVE = {
    Permitted.YES: "Permitted under every reading.",
    Permitted.NO: "Not permitted under any reading.",
    Permitted.DEPENDS: "Permitted under some readings only: where not, it runs, and only the cost counts that.",
}


def explain_range(found: Ranged) -> str:
    """Return the range, the questions by what they decide, and the working of the cheapest and the dearest reading."""
    cheapest = min(found.readings, key=lambda reading: reading.cost)
    dearest = max(found.readings, key=lambda reading: reading.cost)
    asked = (line for n, question in enumerate(found.questions, 1) for line in _question(n, question))
    ends = (*_worked("Cheapest", cheapest, found), *_worked("Dearest", dearest, found))
    return "\n".join((*_range(found.range, cheapest.quote.currency), "Ask, what decides most first:", *asked, *ends))


def explain_layers(merged: Merged) -> str:
    """Return the documents by precedence, and for each clause that several state the one that counts."""
    titles = (layer.get("title") or layer["document"] for layer in merged.terms["layers"])
    named = [f"{layer['id']} ({title})" for layer, title in zip(merged.terms["layers"], titles, strict=True)]
    lost = (
        f"{_known_as(path, merged)}: {merged.won[path]} counts, not {', '.join(others)}."
        for path, others in merged.over.items()
    )
    return "\n".join((f"Layers by precedence: {', '.join(named)}.", *lost))


def _known_as(path: str, merged: Merged) -> str:
    item = found_at(merged.terms, steps(path))
    return f"{path} {item['id']}" if isinstance(item, Mapping) and "id" in item else path


def _range(found: Range, currency: str) -> Iterator[str]:
    complete = "" if found.complete else ", not every combination: the range may be wider"
    yield f"The terms are unclear; {found.readings} readings quoted{complete}."
    yield _LEAVE[found.permitted]
    if found.effective_at:
        earliest, latest = found.effective_at.earliest, found.effective_at.latest
        yield f"Effective between {earliest.isoformat()} and {latest.isoformat()}."
    yield f"From least to greatest, in {currency}:"
    for name in ("cost", "exit_cost", "total_owed", "saving"):
        interval = getattr(found, name)
        if interval is not None:
            yield f"  {name:<18}{_interval(interval)}"


def _question(n: int, question: Question) -> Iterator[str]:
    clause = f"  [clause {question.clause}]" if question.clause else ""
    yield f"{n}. {question.question}{clause}  {question.path} decides {_interval(question.decides)}"
    if question.source:
        page = f"p. {question.source.page}: " if question.source.page else ""
        yield f"   {page}\u201c{' '.join(question.source.quote.split())}\u201d"
    for answer in question.answers:
        permitted = f" (permitted: {answer.permitted.value})" if answer.permitted is not Permitted.YES else ""
        yield f"   {reading_text(answer.reading)}: cost {_interval(answer.cost)}{permitted}"


def _worked(title: str, reading: Reading, found: Ranged) -> Iterator[str]:
    read = {asked.path: asked for asked in found.questions}
    chosen = (
        f"{path} = {reading_text(read[path].answers[nth].reading)}"
        for path, nth in zip(found.paths, reading.choice, strict=True)
    )
    yield f"{title} reading, {'; '.join(chosen)}:"
    yield from (f"  {line}" for line in explain(reading.quote).splitlines())


def _interval(interval: Interval) -> str:
    return f"{amount_text(interval.least)} to {amount_text(interval.greatest)}"
