"""Worker processes that kill themselves, hard, at every step of every command: once each, as their diary remembers.

This one process only bears them: for each line that it reads it forks a worker and prints how that ended. The next one
finds what the last one left, and goes on until nothing is due; then it ends by itself.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from unpromote.jobs.connections import Connections
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.schedule import order_mail
from unpromote.jobs.wiring import open_tools, worker

COMES_AGAIN = ("CollectMail", "SampleSpend", "WatchDelivery")  # of these each step is killed once in all
diary = Path(sys.argv[1])


def die_here_once(point: str, key: str) -> None:
    again = next((kind for kind in COMES_AGAIN if kind in key), "")
    entry = f"{point} {again or key}"
    if entry in (diary.read_text().splitlines() if diary.exists() else []):
        return
    with diary.open("a") as file:
        file.write(entry + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.kill(os.getpid(), signal.SIGKILL)


def live() -> None:
    with open_tools(Connections.configured()) as tools:
        order_mail(tools.clock(), tools.mail_every)
        made = worker(tools, lease=timedelta(seconds=30))
        Embedded(type(made)(**vars(made) | {"checkpoint": die_here_once})).work_off()


for _ in sys.stdin:
    born = os.fork()
    if not born:
        live()
        sys.exit(0)
    _, status = os.waitpid(born, 0)
    sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
    sys.stdout.flush()
