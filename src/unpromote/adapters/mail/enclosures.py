"""The files inside a message: taken out as bytes, never opened, run or shown."""

from __future__ import annotations

from email.message import EmailMessage, Message, MIMEPart
from typing import cast

from unpromote.adapters.mail.headers import tried
from unpromote.adapters.mail.wording import one_line
from unpromote.domain.letters import Enclosure

_NAME_LIMIT = 200
_MOST = 200


def enclosures_of(message: EmailMessage) -> tuple[Enclosure, ...]:
    """Return the files of a message in their order, the first 200; what is empty is none."""
    bodies = {id(message.get_body((kind,))) for kind in ("plain", "html")}
    found: list[Enclosure] = []
    waiting: list[MIMEPart] = [message]
    while waiting and len(found) < _MOST:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart":
            waiting = [*tried(lambda part=part: list(part.iter_parts()), []), *waiting]  # type: ignore[misc]  # bound at once
        elif id(part) not in bodies and (content := _content(part)):
            found.append(Enclosure(_name(part), content))
    return tuple(found)


def _content(part: MIMEPart) -> bytes:
    if part.get_content_maintype() == "message":
        carried = part.get_payload()
        return b"\n".join(cast("Message", inner).as_bytes() for inner in carried) if isinstance(carried, list) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _name(part: MIMEPart) -> str:
    named = one_line(tried(lambda: part.get_filename() or "", ""), _NAME_LIMIT)
    return named or part.get_content_type().replace("/", ".")
