"""The campaign against stops that fail: `make stops`, or with other figures

    cd tests && ../.venv/bin/python -m journeys.stops --runs 2000 --seed 1 --workers 2
    cd tests && ../.venv/bin/python -m journeys.stops --runs 1 --seed 17            that one run again
    cd tests && ../.venv/bin/python -m journeys.stops --runs 1 --seed 17 --tell     with all that happened in it

Each run has a seed of its own: the first one's is given, the next one's is one more. From it follow a small world in
the emulator, what of it is to be stopped, its troubles, and where real workers, one or two that race, are killed with
-9. Then the troubles end, and what the emulator saw and holds tells whether anything was left on, touched outside the
scope, called stopped too soon, written blindly or never accounted for. A seed repeats all of it but kills by time.
Prints what was found as JSON, and each run in which something was wrong as soon as it is over; ends with 1 if any was.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

TESTS = Path(__file__).parent.parent
QUICK = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


class Shard:
    """A process that performs every nth run, and a thread that takes up what it tells."""

    def __init__(self, of: str, asked: dict, folder: Path) -> None:
        folder.mkdir()
        asked = asked | {"folder": str(folder)}
        path = os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])
        outside = {name: value for name, value in os.environ.items() if not name.startswith("UNPROMOTE_")}
        env = outside | {
            "DJANGO_SETTINGS_MODULE": "unpromote.conf.settings",
            "PYTHONPATH": path,
            "UNPROMOTE_DATA": str(folder),
        }
        command = [sys.executable, "-m", f"journeys.{of}", json.dumps(asked)]
        self.told: list[dict] = []
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
        self._listens = threading.Thread(target=self._listen)
        self._listens.start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            one = json.loads(line)
            self.told.append(one)
            if one["wrong"]:
                sys.stdout.write(json.dumps({name: one[name] for name in ("seed", "wrong", "by_time")}) + "\n")
                sys.stdout.flush()

    def over(self) -> list[dict]:
        """Return what became of its runs once they are over."""
        self._listens.join()
        self.process.stdout.close()
        if code := self.process.wait():
            raise SystemExit(f"the campaign itself failed with {code}, after {len(self.told)} runs of one process")
        return self.told


def campaign(
    seeds: Sequence[int], workers: int = 1, *, of: str = "stop_runs", without: str = "nothing", tells: bool = False
) -> list[dict]:
    """Do the runs with these seeds, shared out among processes, and return what became of each."""
    quick = str(QUICK) if os.access(QUICK, os.W_OK) else None
    with TemporaryDirectory(prefix="stops-", dir=quick) as folder:
        asked = {"without": without, "tells": tells}
        shares = [asked | {"seeds": list(seeds[nth::workers])} for nth in range(workers)]
        shards = [Shard(of, share, Path(folder, str(nth))) for nth, share in enumerate(shares)]
        return [one for shard in shards for one in shard.over()]


def figures(told: list[dict], seconds: float) -> dict:
    """Return what the runs came to together."""

    def counted(name: str) -> Counter:
        return sum((Counter(one[name]) for one in told), Counter())

    return {
        "runs": len(told),
        "failed": sorted(one["seed"] for one in told if one["wrong"]),
        "kills": sum(one["kills"] for one in told),
        "kills_by_time": sum(one["by_time"] for one in told),
        "raced": sum(one["raced"] for one in told),
        "targets": sum(one["targets"] for one in told),
        "states": counted("states"),
        "calls": sum(one["calls"] for one in told),
        "faults_struck": counted("struck"),
        "deeds": counted("deeds"),
        "killed_at": counted("killed_at"),
        "seconds": round(seconds, 1),
    }


def main(arguments: list[str]) -> int:
    """Do the campaign that the arguments ask for and print what was found."""
    parser = argparse.ArgumentParser(prog="journeys.stops", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="how many runs go on side by side")
    parser.add_argument("--without", default="nothing", help="a safeguard to leave out: see stop_sabotage")
    parser.add_argument("--of", default="stop_runs", help="what runs: stop_runs, or transfer_runs of money moved up")
    parser.add_argument("--tell", action="store_true", help="all that happened in each run, on standard error")
    asked = parser.parse_args(arguments)
    began, seeds = time.monotonic(), range(asked.seed, asked.seed + asked.runs)
    told = campaign(seeds, min(asked.workers, asked.runs), of=asked.of, without=asked.without, tells=asked.tell)
    found = figures(told, time.monotonic() - began)
    sys.stdout.write(json.dumps(found) + "\n")
    return int(bool(found["failed"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
