"""A worker process of the conformance suite: appends each command's key to the world's file, slowly if asked."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

django.setup()

from unpromote.jobs.embedded import Embedded
from unpromote.jobs.executor import Worker
from unpromote.jobs.tools import Job

world, slow_seconds = Path(sys.argv[1]), float(sys.argv[2])


def act(job: Job) -> None:
    with world.open("a") as file:
        file.write(job.command.case_id + "\n")
    time.sleep(slow_seconds)


worker = Worker(performers={"Probe": act}, clock=lambda: datetime.now(UTC), lease=timedelta(seconds=1))
Embedded(worker).run()
