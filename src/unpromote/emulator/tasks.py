"""Long jobs: made, ready after a while, then fetched. Change logs, reports and comment exports share this.

A task knows its account; another account's task does not exist for the asker.
"""

from __future__ import annotations

from datetime import timedelta

from unpromote.emulator.call import Call
from unpromote.emulator.records import Task
from unpromote.emulator.wire import Answer, Refusal

NOT_READY = 40201
NO_SUCH_OBJECT = 40007


def start(call: Call, kind: str, content: str) -> str:
    """Make a task whose result is known already, and return its id."""
    task_id = call.new_id("76")
    ready_at = call.now + timedelta(seconds=call.quirks.task_seconds)
    call.world.tasks[task_id] = Task(task_id, call.account().advertiser_id, kind, ready_at, content)
    return task_id


def check(call: Call, kind: str) -> Answer:
    """Answer whether a task is done."""
    return Answer({"status": "SUCCESS" if call.now >= _task(call, kind).ready_at else "PROCESSING"})


def result(call: Call, kind: str) -> str:
    """Return a task's result, or refuse while it is not ready."""
    task = _task(call, kind)
    if call.now < task.ready_at:
        raise Refusal(NOT_READY, "The task is not ready.")
    return task.content


def _task(call: Call, kind: str) -> Task:
    task_id, account = call.args.text("task_id"), call.account()
    task = call.world.tasks.get(task_id)
    if task is None or (task.advertiser_id, task.kind) != (account.advertiser_id, kind):
        raise Refusal(NO_SUCH_OBJECT, f"The task {task_id} does not exist.")
    return task
