"""Bears workers for the campaign of stopping, lets one of them at a time go on, and kills them where the seed says so.

Of two workers that race the seed chooses at each point who goes on, so it repeats a race and a kill exactly; only kills
by time are not repeated. Inside a transaction nobody else gets leave, since the database would not let them.

Reads a JSON object a line (see `stop_runs`) and prints what became of the workers. One thread, so that it may fork.
"""

from __future__ import annotations

import gc
import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import django

django.setup()

from journeys.stop_sabotage import WITHOUT
from journeys.stop_ticks import DUE, PASSED, SECOND, Ticks
from journeys.stop_worker import Points, live, rest, told

LONGEST_WAIT = 12 * 3600


@dataclass
class Hand:
    """A worker as its nursery knows it."""

    number: int
    pid: int
    heard: int
    leave: int
    kill: dict | None
    seen: Counter = field(default_factory=Counter)
    busy: bool = False
    patience: float | None = None

    def goes_on(self) -> bool:
        """Let it go to its next point; tell whether it lives."""
        began = time.perf_counter()
        os.write(self.leave, b"g")
        if self.patience is not None and not select.select([self.heard], [], [], max(0, self.patience))[0]:
            os.kill(self.pid, signal.SIGKILL)
        said = os.read(self.heard, 64)
        if not said:
            return False
        busy, _, point = said.decode().partition(" ")
        self.busy = busy == "1"
        self.seen[point] += 1
        self.seen[""] += 1
        if self.patience is not None:
            self.patience -= time.perf_counter() - began
        elif self.kill and self.kill["nth"] == self.seen[self.kill["at"]] and self.kill["at"] in ("", point):
            os.kill(self.pid, signal.SIGKILL)
            os.read(self.heard, 64)
            return False
        return True


def bear(asked: dict, number: int, kill: dict | None) -> Hand:
    (heard, say), (listen, leave) = os.pipe(), os.pipe()
    pid = os.fork()
    if not pid:
        os.close(heard)
        os.close(leave)
        told(asked, lambda: live(asked, number, Points(say, listen)))
    os.close(say)
    os.close(listen)
    patience = kill["after_us"] / SECOND if kill and kill["after_us"] else None
    return Hand(number, pid, heard, leave, kill, patience=patience)


def storm(asked: dict) -> dict:
    """Live through every round; return how each worker ended."""
    draw = random.Random(f"{asked['run']}/leave")  # noqa: S311 - a seeded test, no secret
    ticks, hands = Ticks(Path(asked["folder"], "ticks")), []
    for nth, life in enumerate(asked["lives"]):
        ticks.mend()
        for number, ahead in enumerate(life["ahead"]):
            ticks.jump(number, ahead)
        ended = _round({**asked, "life": nth}, life, draw, ticks)
        hands += ended
        if any(one["ended"] for one in ended):  # what a killed worker held is free again after half a minute
            ticks.wait(draw.choice((0, 31, 31, 31, 90)))
        elif ticks[DUE] > ticks[PASSED] and draw.random() < 0.9:
            ticks.wait(min((ticks[DUE] - ticks[PASSED]) / SECOND + 1, LONGEST_WAIT))
    return {"hands": hands}


def _round(asked: dict, life: dict, draw: random.Random, ticks: Ticks) -> list[dict]:
    hands = [bear(asked, number, kill) for number, kill in enumerate(life["kills"])]
    for hand in hands:
        os.read(hand.heard, 64)
    alive, points, ended = list(hands), 0, []
    hand = alive[0]
    while alive:
        hand = hand if hand.busy and hand in alive else draw.choice(alive)
        points += 1
        for nth, number, seconds in life["jumps"]:
            if nth == points:
                ticks.jump(number, seconds)
        if not hand.goes_on():
            alive.remove(hand)
            ended.append(_end(asked, hand))
    return ended


def _end(asked: dict, hand: Hand) -> dict:
    _, status = os.waitpid(hand.pid, 0)
    os.close(hand.heard)
    os.close(hand.leave)
    by_time = bool(hand.kill and hand.kill["after_us"])
    at = hand.kill["at"] if hand.kill else ""
    ended = os.waitstatus_to_exitcode(status)
    return {"hand": f"{asked['life']}.{hand.number}", "ended": ended, "by_time": by_time, "at": at}


def steady(asked: dict) -> dict:
    """Have one worker bring the run to rest."""
    pid = os.fork()
    if not pid:
        told(asked, lambda: rest(asked))
    _, status = os.waitpid(pid, 0)
    return {"hands": [{"hand": asked["life"], "ended": os.waitstatus_to_exitcode(status)}]}


def main(without: str) -> None:
    WITHOUT[without]()
    gc.disable()  # no worker lives long enough to need it
    gc.freeze()
    with os.fdopen(os.dup(1), "w") as answers:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # where the workers log
        for line in sys.stdin:
            order = json.loads(line)
            done = {"storm": storm, "steady": steady}[order["do"]](order)
            answers.write(json.dumps(done) + "\n")
            answers.flush()


if __name__ == "__main__":
    main(sys.argv[1])
