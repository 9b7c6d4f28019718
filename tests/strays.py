"""Stray mail for tests of the doors: one letter from Cleo with a file, and one from a stranger."""

from __future__ import annotations

from hashlib import sha256

import builders as b
from unpromote.domain.letters import Enclosure, Incoming
from unpromote.services import messages, people

CONTENT = b"<html><script>alert(1)</script>"
DIGEST = sha256(CONTENT).hexdigest()


def stray(**changes: object) -> Incoming:
    said = {
        "message_id": "<stray@creators.example>",
        "in_reply_to": "",
        "references": (),
        "token": "",
        "sender": "cleo@creators.example",
        "subject": "About <b>Arena autumn</b>",
        "body": "We agree.\n<script>alert(1)</script>",
        "sent_at": b.NOW,
        "automatic": False,
        "bounce": False,
        "sha256": "a" * 64,
        "path": "/nowhere/stray.eml",
        "enclosures": (Enclosure("proof.html", CONTENT),),
    }
    return Incoming(**{**said, **changes})


def some_strays() -> None:
    """Cleo's letter (for Northwind's people) and a stranger's (for Eve, who works for everybody)."""
    people.add_person("eve", b.BRAND, may_approve=False)
    people.add_person("eve", b.OTHER, may_approve=False)
    b.saved_case("emil told")
    messages.take_mail(stray(), now=b.NOW, by="unpromote")
    stranger = stray(sender="robin@elsewhere.example", subject="Hello", body="Hi", sha256="b" * 64, message_id="<2@x>")
    messages.take_mail(stranger, now=b.NOW, by="unpromote")
