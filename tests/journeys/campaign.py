"""The campaign against lost and doubled mail: `make kills`, or with other figures

    cd tests && ../.venv/bin/python -m journeys.campaign --runs 500 --seed 1
    cd tests && ../.venv/bin/python -m journeys.campaign --seed 1 --only send 17      that one run again

Real processes send through a real SMTP server and take from a real Dovecot, and are killed with -9 at seeded steps.
Prints for each kind of work: runs, kills, lost, twice, unknown, and the runs that failed; ends with 1 if any did.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.mail_desk import LoopbackController
from imapserver import Dovecot, dovecot
from unpromote.adapters.mail.folder import Box, MailFolder, message_id_of
from unpromote.domain.letters import message_id_for

TESTS = Path(__file__).parent.parent
SHARES = {"send": 0.6, "blind": 0.2, "take": 0.2}  # blind: sending where no Sent folder can be asked


class FilingServer:
    """A mail server that, like the large providers, files what it accepts in the Sent folder before it says so."""

    def __init__(self, files_in: Dovecot | None) -> None:
        self.accepted: list[str] = []
        self._files_in = files_in

    async def handle_DATA(self, _server, _session, mail) -> str:  # noqa: N802
        self.accepted.append(message_id_of(bytes(mail.content)))
        if self._files_in:
            self._files_in.deliver(bytes(mail.content), "Sent")
        return "250 OK"


@dataclass(frozen=True)
class Found:
    """What a campaign of one kind came to; `failed` are the runs in which a message was lost or came twice."""

    kind: str
    seed: int
    runs: int
    kills: int
    places: int
    lost: int
    twice: int
    unknown: int
    failed: tuple[int, ...]
    seconds: float


@contextmanager
def serving(server: FilingServer) -> Iterator[str]:
    controller = LoopbackController(server, hostname="127.0.0.1", port=0, server_hostname="mail.example")
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


def campaign(kind: str, seed: int, runs: Iterable[int]) -> Found:
    """Do these runs of a kind in a fresh world."""
    started, numbers = time.monotonic(), list(runs)
    with TemporaryDirectory(prefix="campaign-") as root, dovecot() as mailbox:
        server = FilingServer(mailbox if kind == "send" else None)
        with serving(server) as smtp:
            place = f"{mailbox.url}?copies=server" if kind == "send" else mailbox.url
            asked = {"smtp": smtp, "imap": place, "root": root, "seed": seed, "runs": numbers}
            told = killed_runs(asked | {"what": "take" if kind == "take" else "send"})
        takings = kind == "take"
        wrong = _wrong_takings(Path(root), numbers) if takings else _wrong_letters(server, told["runs"], seed)
    kills = [step for one in told["runs"] for step in one["killed_at"]]
    lost, twice = wrong
    return Found(
        kind=kind,
        seed=seed,
        runs=len(numbers),
        kills=len(kills),
        places=len(set(kills)),
        lost=len(lost),
        twice=len(twice),
        unknown=sum(one["unknown"] for one in told["runs"]),
        failed=tuple(sorted(lost | twice)),
        seconds=round(time.monotonic() - started, 1),
    )


def _wrong_letters(server: FilingServer, told: list[dict], seed: int) -> tuple[set[int], set[int]]:
    """Return the runs whose letter went to nobody though it was said to have gone, and those whose went twice."""
    accepted = Counter(server.accepted)
    counts = {one["n"]: accepted[message_id_for(f"{seed}/{one['n']}", "desk.example")] for one in told}
    sure = {one["n"] for one in told if not one["unknown"]}
    return {n for n in sure if not counts[n]}, {n for n, count in counts.items() if count > 1}


def _wrong_takings(root: Path, numbers: list[int]) -> tuple[set[int], set[int]]:
    noted = Counter((root / "taken").read_text().split())
    seen = Counter(message_id_of(path.read_bytes()) for path in MailFolder(root).messages(Box.SEEN))
    ids = {n: [f"<{n}-{nth}@cleo.example>" for nth in range(3)] for n in numbers}
    lost = {n for n, mine in ids.items() if any(not (noted[one] and seen[one]) for one in mine)}
    return lost, {n for n, mine in ids.items() if any(max(noted[one], seen[one]) > 1 for one in mine)}


def killed_runs(asked: dict) -> dict:
    """Have these runs killed in a process of their own; return what became of each."""
    command = [sys.executable, "-m", "journeys.mail_kills", json.dumps(asked)]
    path = os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def main(arguments: list[str]) -> int:
    """Do the campaign that the arguments ask for, and print what was found, a line for each kind."""
    parser = argparse.ArgumentParser(prog="journeys.campaign", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs=2, metavar=("KIND", "RUN"), help="one run again")
    asked = parser.parse_args(arguments)
    if asked.only:
        plan = {asked.only[0]: [int(asked.only[1])]}
    else:
        plan = {kind: range(round(asked.runs * share)) for kind, share in SHARES.items()}
    found = [campaign(kind, asked.seed, runs) for kind, runs in plan.items()]
    for one in found:
        sys.stdout.write(json.dumps(asdict(one)) + "\n")
    return int(any(one.failed for one in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
