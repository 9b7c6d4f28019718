"""How a case with very many creators goes: everybody told through real SMTP, three kills on the way, and settled.

Each step is a process of its own on a fresh installation in a temporary folder. Who was told what, and what will be
paid, is counted from the letters and the payment file, and compared with a sum that knows nothing of the rules.
"""

from __future__ import annotations

import csv
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from unpromote.bench.children import environment, said, start
from unpromote.bench.crowd import crowd
from unpromote.bench.figures import Figure, spent_by_children

CREATORS = 10_000
TOLD_WITHIN = 6 * 60  # seconds of one core for all of them: nobody reads of it in the news first
KILLS = 3
_MIB = 1024 * 1024
_LOOK_EVERY = 0.05


def figures(part: float = 1.0) -> Iterator[Figure]:
    """Yield the figures of one case; `part` of the creators only for a quick look."""
    count = max(20, round(CREATORS * part))
    with tempfile.TemporaryDirectory(prefix="unpromote-bench-") as folder:
        yield from _figures(_Installation(Path(folder), count))


def _figures(on: _Installation) -> Iterator[Figure]:
    ready = on.do("prepare")
    yield Figure("to the quote", ready["quoted_in"], "s", f"a case with {on.count} creators opened, confirmed, quoted")
    yield Figure("everybody ordered to be told", ready["ordered_in"], "s", "approval and proof of the stop")
    before = spent_by_children()
    took, deaths, told = _told(on)
    spent, letters = spent_by_children() - before, on.letters()
    how = f"claimed, written, sent over SMTP, kept and recorded; with {deaths} kills and starts in the {took:.0f} s"
    yield Figure("letters", len(letters) / took, "letters/s", how)
    how = f"the same by processor time, {spent:.0f} s with every start: what a core of its own would do"
    yield Figure("letters a core", len(letters) / spent, "letters/s", how, at_least=round(CREATORS / TOLD_WITHIN))
    yield Figure("kills", deaths, "kills", "kill -9 of the worker, spread over the sending", at_least=KILLS)
    yield Figure("told twice", _surplus(letters), "letters", "surplus letters of one address", at_most=0)
    untold = {one.address for one in crowd(on.count)} - set(letters)
    yield Figure("not told", len(untold), "creators", "without a letter in the mail server's folder", at_most=0)
    settled = on.do("settle")
    how = f"{settled['events']} events: answers, releases and payment lines"
    yield Figure("events", settled["events"] / settled["seconds"], "events/s", how)
    yield Figure("not settled", settled["open"], "creators", "after everything", at_most=0)
    how = "payment lines against a sum in whole cents without the rules"
    yield Figure("amounts that differ", len(_differing(on)), "creators", how, at_most=0)
    seen = on.do("look")
    how = f"status {seen['status']}, processor time, median"
    yield Figure("page of the case", seen["page"] * 1000, "ms", how, at_most=300)
    yield Figure("page at the first look", seen["first"] * 1000, "ms", "in a process that never saw the case")
    yield Figure("lists of the API", seen["lists"] * 1000, "ms", "the slowest, 100 from the middle", at_most=300)
    memory = max(each["memory"] for each in (told, settled))
    yield Figure("peak memory of the worker", memory / _MIB, "MiB", "sending and settling", at_most=600)


@dataclass(frozen=True)
class _Installation:
    """A fresh installation and how many creators its one case has."""

    folder: Path
    count: int

    def start(self, step: str) -> subprocess.Popen[str]:
        """Start a step as a process of its own."""
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        return start("unpromote.bench.case_of_many", step, self.count, env=environment(data))

    def do(self, step: str) -> dict[str, Any]:
        """Do a step and return what it found."""
        with self.start(step) as child:
            return said(child)

    def sent(self) -> int:
        """Return how many letters the mail server has."""
        box = self.folder / "data" / "mail" / "outgoing"
        return sum(1 for _ in box.iterdir()) if box.exists() else 0

    def letters(self) -> Counter[str]:
        """Return how many letters each address was sent, as the mail server's folder shows."""
        found = (self.folder / "data" / "mail" / "outgoing").glob("*.eml")
        read = BytesHeaderParser()
        return Counter(str(read.parsebytes(path.read_bytes())["To"]).partition("<")[2].rstrip(">") for path in found)


def _told(on: _Installation) -> tuple[float, int, dict[str, Any]]:
    """Have everybody told, killing the worker on the way; return the seconds, the kills and what the last one found."""
    began, deaths = time.monotonic(), 0
    while True:
        with on.start("tell") as child:
            if deaths < KILLS and _killed_at(child, on, on.count * (deaths + 1) // (KILLS + 1)):
                deaths += 1
                continue
            found = said(child)
        return time.monotonic() - began, deaths, found


def _killed_at(child: subprocess.Popen[str], on: _Installation, letters: int) -> bool:
    while child.poll() is None:
        if on.sent() >= letters:
            child.send_signal(signal.SIGKILL)
            child.wait()
            return True
        time.sleep(_LOOK_EVERY)
    return False


def _surplus(letters: Counter[str]) -> int:
    return sum(times - 1 for times in letters.values())


def _differing(on: _Installation) -> set[str]:
    """Return the creators whose payment lines are not what the independent sum says, none where nothing is due."""
    lines: dict[str, int] = {}
    with (on.folder / "data" / "payouts" / "payouts.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            cents = int(Decimal(row["amount"]) * 100) * (-1 if row["direction"] == "clawback" else 1)
            lines[row["creator_id"]] = lines.get(row["creator_id"], 0) + cents
    expected = {one.id: one.balance for one in crowd(on.count) if one.balance}
    return {one for one in lines.keys() | expected.keys() if lines.get(one) != expected.get(one)}
