"""A worker process that kills itself, hard, at every step of every command: once each, as its diary remembers.

Run again, it finds what the last one left, and goes on until nothing is due; then it ends by itself.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from unpromote.jobs.embedded import Embedded
from unpromote.jobs.schedule import order_mail
from unpromote.jobs.wiring import Connections, open_tools, worker

diary = Path(sys.argv[1])


def die_here_once(point: str, key: str) -> None:
    entry = f"{point} {key}" if not key.startswith("CollectMail") else f"{point} CollectMail"
    if entry in (diary.read_text().splitlines() if diary.exists() else []):
        return
    with diary.open("a") as file:
        file.write(entry + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.kill(os.getpid(), signal.SIGKILL)


with open_tools(Connections.configured()) as tools:
    order_mail(tools.clock(), tools.mail_every)
    made = worker(tools, lease=timedelta(seconds=30))
    Embedded(type(made)(**vars(made) | {"checkpoint": die_here_once})).work_off()
