"""Stray mail as a list and as one page of plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from unpromote.domain.tray import StrayMail, TrayState
from unpromote.web import formats
from unpromote.web.show.files import FileShown, files

_UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class StrayShown:
    """One stray message; `settled` says what a person decided, "" while it waits."""

    id: str
    sender: str
    subject: str
    at: str
    at_machine: str
    body: str
    kind: str
    files: list[FileShown]
    settled: str


def strays(mails: Sequence[StrayMail]) -> list[StrayShown]:
    """Return stray messages in their order."""
    return [stray(mail) for mail in mails]


def stray(mail: StrayMail) -> StrayShown:
    """Return one stray message."""
    return StrayShown(
        id=mail.id,
        sender=mail.sender or "nobody named",
        subject=mail.subject or "without a subject",
        at=formats.instant(mail.received_at, _UTC),
        at_machine=formats.machine(mail.received_at),
        body=mail.body,
        kind=_kind(mail),
        files=files(mail.files, "web:stray-file", mail.id),
        settled=_settled(mail),
    )


def _kind(mail: StrayMail) -> str:
    if mail.bounce:
        return "a letter that came back"
    return "automatic" if mail.automatic else "a person's"


def _settled(mail: StrayMail) -> str:
    if mail.state is TrayState.WAITING:
        return ""
    did = "put it with" if mail.state is TrayState.ASSIGNED else "set it aside:"
    return f"{mail.settled_by} {did} {mail.reason}"
