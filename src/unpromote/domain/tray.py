"""Mail that fits no conversation, until a person says where it belongs or that it belongs nowhere.

waiting ── a person names the conversation ──> assigned
   └────── a person says why it is nobody's ──> set aside
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from unpromote.domain.enclosed import KeptFile
from unpromote.domain.waiting import DESK, CaseDeadline, Kind, by_instant

# It may be the answer that a clock is running on: nobody should be reminded of what lies here.
SORT_WITHIN = timedelta(days=1)
TRAY = "Tray"  # what lists of deadlines call it, where a case has its reference


class TrayState(Enum):
    """Where a stray message stands; append-only."""

    WAITING = "waiting"
    ASSIGNED = "assigned"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True)
class StrayMail:
    """A stray message as it arrived, and what a person decided about it."""

    id: str
    message_id: str
    received_at: datetime
    sender: str
    subject: str
    path: str
    sha256: str = ""
    body: str = ""
    automatic: bool = False
    bounce: bool = False
    files: tuple[KeptFile, ...] = ()
    state: TrayState = TrayState.WAITING
    settled_at: datetime | None = None
    settled_by: str = ""
    reason: str = ""

    @property
    def text(self) -> str:
        """Everything in it that may name a case."""
        return f"{self.subject}\n{self.body}"


def deadline_of(mail: StrayMail) -> CaseDeadline | None:
    """Return until when a stray message is to be sorted; machines' mail that is no bounce waits without a day."""
    if mail.automatic and not mail.bounce:
        return None
    what = f"say where the mail of {mail.sender} belongs: {mail.subject}"
    due = by_instant(mail.received_at + SORT_WITHIN, id=f"tray/{mail.id}", kind=Kind.TRAY, what=what, owner=DESK)
    return replace(due, moot=mail.state is not TrayState.WAITING)
