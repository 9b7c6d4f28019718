"""What has to be done, or left, after the end: one small machine for each duty.

    open ── something shows it ──> shown ── a person looked ──> done
     │ ^ └──── it does not show it ──┘ │
     └────── a person lets it go with a reason ──> waived

A duty that is open or only shown when its day is over raises an alarm. Duties outlive the case: closing says which are
open, and their clocks run on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from unpromote.domain.errors import NotAllowed


class DutyState(Enum):
    """Where a duty stands; append-only."""

    OPEN = "open"
    SHOWN = "shown"
    DONE = "done"
    WAIVED = "waived"


@dataclass(frozen=True)
class DutyProof:
    """What shows that a duty was done: words, and perhaps a file as it was kept; by whom, and when."""

    words: str
    at: datetime
    by: str
    file: str = ""
    sha256: str = ""
    path: str = ""


@dataclass(frozen=True)
class DutyTask:
    """One duty. `holder` is whose it is; `creator_id` is "" for one that concerns no single creator.

    `due_on` is the last day on which it is in time, null where no day is agreed; `about` names the code or the gift.
    """

    id: str
    kind: str
    holder: str
    what: str
    creator_id: str = ""
    due_on: date | None = None
    clause: str = ""
    about: str = ""
    state: DutyState = DutyState.OPEN
    proofs: tuple[DutyProof, ...] = ()
    note: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in (DutyState.OPEN, DutyState.SHOWN)

    @property
    def told(self) -> str:
        """The duty in words, with its day."""
        return self.what + (f", by {self.due_on}" if self.due_on else "")


def after_showing(task: DutyTask, proof: DutyProof) -> DutyTask:
    """Return the duty with something that shows it; a person has to look at it.

    Raises:
        NotAllowed: it is over already, or nothing is said and no file is named.
    """
    _still_open(task)
    if not (proof.words.strip() or proof.file):
        raise NotAllowed("say what shows it, or add a file")
    return replace(task, state=DutyState.SHOWN, proofs=(*task.proofs, proof))


def after_done(task: DutyTask, *, at: datetime, by: str, note: str = "") -> DutyTask:
    """Return the duty as done.

    Raises:
        NotAllowed: it is over already, or nothing shows it.
    """
    _still_open(task)
    if not task.proofs:
        raise NotAllowed(f"nothing shows yet that it was done: {task.what}")
    return replace(task, state=DutyState.DONE, note=note, ended_at=at, ended_by=by)


def after_waiving(task: DutyTask, *, at: datetime, by: str, why: str) -> DutyTask:
    """Return the duty as let go.

    Raises:
        NotAllowed: it is over already, or no reason is given.
    """
    _still_open(task)
    if not why.strip():
        raise NotAllowed("say why it is let go")
    return replace(task, state=DutyState.WAIVED, note=why, ended_at=at, ended_by=by)


def after_refusing(task: DutyTask, *, why: str) -> DutyTask:
    """Return the duty open again: what was shown stays, and does not show it.

    Raises:
        NotAllowed: nothing waits to be looked at, or no reason is given.
    """
    if task.state is not DutyState.SHOWN:
        raise NotAllowed(f"nothing was shown that waits to be looked at: {task.what}")
    if not why.strip():
        raise NotAllowed("say why it does not show it")
    return replace(task, state=DutyState.OPEN, note=why)


def _still_open(task: DutyTask) -> None:
    if not task.is_open:
        raise NotAllowed(f"it is {task.state.value} already: {task.what}")
