"""How fast quotes are: one by one, along a year, and as previews of many promotions on two cores.

The workload is eleven agreements of every kind (`quotes.jsonl`). Rates are taken by processor time, since a core that
was lent elsewhere meanwhile says nothing about the product; the previews are taken by the clock on the wall.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import statistics
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from importlib.resources import files
from itertools import islice
from typing import Any

from unpromote.bench.figures import Figure, peak_memory, timed
from unpromote.domain.curve import daily_curve
from unpromote.domain.dates import Flight
from unpromote.domain.preview import preview, preview_json
from unpromote.domain.quote import quote, quote_json
from unpromote.domain.vectors import Ask, read_ask
from unpromote.domain.vocabulary import Status

QUOTES, CURVES, PROMOTIONS = 20_000, 10, 10_000  # how often, all in all or for each agreement
WORKERS = 2
_BATCH = 50
_WAITING = 2 * WORKERS  # batches handed out at a time, so that memory does not grow with the list
_YEAR = timedelta(days=365)
_MIB = 1024 * 1024


def figures(part: float = 1.0) -> Iterator[Figure]:
    """Yield the figures of quoting; `part` of the work only for a quick look."""
    written = [json.loads(line) for line in (files("unpromote.bench") / "quotes.jsonl").read_text().splitlines()]
    asks = [read_ask(ask) for ask in written]
    rounds = max(1, round(QUOTES * part / len(asks)))
    yield from _many(written, max(len(asks), round(PROMOTIONS * part)))  # first, since a peak of memory stays
    yield _single(asks, rounds)
    yield _from_text(written, max(1, rounds // 4))
    yield _year(asks, max(1, round(CURVES * part)))


def _single(asks: list[Ask], rounds: int) -> Figure:
    def work() -> None:
        for _ in range(rounds):
            for ask in asks:
                quote_json(quote(ask.terms, ask.promotion, ask.request))

    took, count = timed(work), rounds * len(asks)
    how = f"{count} quotes in their written form, one core, {took.wall:.2f} s on the wall"
    return Figure("single quotes", count / took.cpu, "quotes/s", how, at_least=3000)


def _from_text(written: list[dict[str, Any]], rounds: int) -> Figure:
    def work() -> None:
        for ask in (read_ask(json.loads(text)) for _ in range(rounds) for text in texts):
            json.dumps(quote_json(quote(ask.terms, ask.promotion, ask.request)))

    texts = [json.dumps(ask) for ask in written]
    count = rounds * len(texts)
    return Figure(
        "quotes from text to text", count / timed(work).cpu, "quotes/s", "each agreement read and checked anew"
    )


def _year(asks: list[Ask], rounds: int) -> Figure:
    years = [_for_a_year(ask) for ask in asks]
    took = [
        timed(partial(daily_curve, ask.terms, ask.promotion, ask.request)).cpu for _ in range(rounds) for ask in years
    ]
    how = f"median of {len(took)} curves, one core, slowest {max(took) * 1000:.1f} ms"
    return Figure("curve of 365 days", statistics.median(took) * 1000, "ms", how, at_most=40)


def _for_a_year(ask: Ask) -> Ask:
    """Return the same, with a flight of a year that begins as the request is sent."""
    start = ask.promotion.flight.start
    promotion = replace(ask.promotion, flight=Flight(start, start + _YEAR), status=Status.LIVE, spent_through=None)
    return replace(ask, promotion=promotion, request=replace(ask.request, sent_at=start))


@dataclass(frozen=True)
class _Batch:
    """What a worker gives back: the previews as text, and what it has cost so far."""

    lines: list[str]
    worker: int
    cpu: float
    memory: int


def _many(written: list[dict[str, Any]], count: int) -> Iterator[Figure]:
    few = count // 10
    memory: dict[int, int] = {}
    spent = 0.0

    def work(many: int) -> None:
        nonlocal spent
        for batch in _previewed(pool, _portfolio(written, many)):
            memory[batch.worker] = batch.memory
            spent += batch.cpu
        memory[os.getpid()] = peak_memory()

    with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn")) as pool:
        work(few)
        early, spent = sum(memory.values()), 0.0
        took = timed(partial(work, count))
    late = sum(memory.values())
    how = f"read, quoted now and on the cheapest day, {WORKERS} processes, {spent:.1f} s of processor time"
    yield Figure(f"{count} promotions previewed", took.wall, "s", how, at_most=30)
    yield Figure(f"peak memory at {few}", early / _MIB, "MiB", "all processes together")
    yield Figure(f"peak memory at {count}", late / _MIB, "MiB", "all processes together")
    yield Figure("memory, ten times the promotions", late / early, "times", "peak by peak", at_most=1.1)


def _portfolio(written: list[dict[str, Any]], count: int) -> Iterator[str]:
    """Yield promotions as lines of JSON: the agreements in turn, with other budgets and moments."""
    for n in range(count):
        ask = written[n % len(written)]
        budget = str(Decimal(ask["promotion"]["budget"]) + n % 997)
        sent_at = datetime.fromisoformat(ask["request"]["sent_at"]) - timedelta(days=n % 7)
        promotion = {**ask["promotion"], "id": f"P{n}", "budget": budget}
        yield json.dumps({**ask, "promotion": promotion, "request": {**ask["request"], "sent_at": sent_at.isoformat()}})


def _previewed(pool: ProcessPoolExecutor, lines: Iterator[str]) -> Iterator[_Batch]:
    waiting: deque[Future[_Batch]] = deque()
    while batch := list(islice(lines, _BATCH)):
        waiting.append(pool.submit(_preview_batch, batch))
        if len(waiting) >= _WAITING:
            yield waiting.popleft().result()
    yield from (future.result() for future in waiting)


def _preview_batch(lines: list[str]) -> _Batch:
    found: list[str] = []

    def work() -> None:
        for line in lines:
            ask = read_ask(json.loads(line))
            found.append(json.dumps(preview_json(preview(ask.terms, ask.promotion, ask.request))))

    took = timed(work)
    return _Batch(found, os.getpid(), took.cpu, peak_memory())
