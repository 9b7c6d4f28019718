"""What arrives: its files are kept under harmless names, and it becomes a message of a conversation or stray mail."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from unpromote.domain.codec import encode
from unpromote.domain.commands import CollectMail
from unpromote.domain.enclosed import KeptFile, harmless_name, media_type_of, sorted_files, warning_about
from unpromote.domain.letters import Incoming
from unpromote.domain.messages import Direction, Message
from unpromote.domain.tray import StrayMail
from unpromote.services import filing
from unpromote.services.filing import Filed
from unpromote.services.ports import ProviderMail
from unpromote.store import work

REPLY = "reply"
SHELF = "mail"
_DROPPED = "mail/dropped"


def message_id_of(mail: Incoming | StrayMail) -> str:
    """Return the message's own Message-ID; one that has none is known by its content."""
    return mail.message_id or f"<{mail.sha256[:32]}@unnamed>"


def message_of(mail: Incoming, case_id: str, now: datetime) -> Message:
    """Return the message as the case keeps it, its files with it."""
    files = _kept(mail, lambda name, content: filing.keep_content(case_id, name, content, SHELF))
    return Message(
        message_id=message_id_of(mail),
        direction=Direction.IN,
        step=REPLY,
        at=now,
        subject=mail.subject,
        sha256=mail.sha256,
        path=filing.written(Path(mail.path)),
        sender=mail.sender,
        body=mail.body,
        automatic=mail.automatic,
        bounce=mail.bounce,
        files=files,
        returned=tuple(filter(None, (*mail.references, mail.in_reply_to))) if mail.bounce else (),
    )


def stray_of(mail: Incoming, now: datetime) -> StrayMail:
    """Return the message as the tray keeps it, its files with it."""
    return StrayMail(
        id="",
        message_id=message_id_of(mail),
        received_at=now,
        sender=mail.sender,
        subject=mail.subject,
        path=filing.written(Path(mail.path)),
        sha256=mail.sha256,
        body=mail.body,
        automatic=mail.automatic,
        bounce=mail.bounce,
        files=_kept(mail, filing.keep_stray),
    )


def message_of_stray(mail: StrayMail, case_id: str, now: datetime) -> Message:
    """Return the message as the case keeps it once a person has put it there: then it counts as their answer."""
    files = []
    for file in mail.files:
        path = file.path
        if path:
            path = filing.keep_content(case_id, file.name, filing.located(path).read_bytes(), SHELF).path
        files.append(replace(file, path=path))
    return Message(
        message_id=message_id_of(mail),
        direction=Direction.IN,
        step=REPLY,
        at=now,
        subject=mail.subject,
        sha256=mail.sha256,
        path=mail.path,
        sender=mail.sender,
        body=mail.body,
        automatic=mail.bounce,
        bounce=mail.bounce,
        files=tuple(files),
    )


def drop_mail(raw: bytes, *, now: datetime) -> str:
    """Put a raw message where the next look for mail finds it, order that look, and return the message's hash.

    When this returns, the message is on disk; the same message twice is one.
    """
    digest = sha256(raw).hexdigest()
    folder = filing.located(_DROPPED)
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{digest}.{os.getpid()}"
    with partial.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(folder / f"{digest}.eml")
    look_for_mail(now)
    return digest


def drop_from_provider(request: HttpRequest, door: str, *, now: datetime) -> tuple[str, ...]:
    """Put what the mail provider tells where the next look for mail finds it, and return the messages' hashes.

    Raises:
        NotAllowed: the call is not signed as the provider signs.
        BadInput: there is no such door, or nobody can make sense of what came.
    """
    read = cast("ProviderMail", import_string(settings.UNPROMOTE_PARTS["provider_mail"]))
    return tuple(drop_mail(raw, now=now) for raw in read(request, door))


def look_for_mail(at: datetime) -> None:
    """Order a look for mail at that instant; ordered twice, it is done once."""
    command = CollectMail(case_id="", due=at)
    kind = type(command).__name__
    work.order([work.Order(command.key, None, kind, encode(command), command.partition, command.due)])


def _kept(mail: Incoming, keep: Callable[[str, bytes], Filed]) -> tuple[KeptFile, ...]:
    kept = []
    for file, problem in sorted_files(mail.enclosures):
        name = harmless_name(file.name)
        digest = sha256(file.content).hexdigest()
        path = "" if problem else keep(name, file.content).path
        warning = problem or warning_about(file.name, file.content)
        kept.append(KeptFile(name, digest, len(file.content), media_type_of(file.content), path, warning))
    return tuple(kept)
