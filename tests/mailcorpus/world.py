"""The small world that the corpus of raw messages is about: our letters, who gets them, how a message is written.

Every name is invented and every domain ends in .example. `known` is what the desk knows: the Message-IDs of its letters
and the tokens of its conversations, each with its place.
"""

from __future__ import annotations

import base64
import quopri
from collections.abc import Iterable
from dataclasses import dataclass
from email.header import Header

from unpromote.domain.letters import Place, message_id_for, token_for

DESK = "desk@brand.example"
PLACES: dict[str, Place] = {
    "support": ("case_1", "support"),
    "cleo": ("case_1", "cleo"),
    "emil": ("case_1", "emil"),
    "later": ("case_2", "support"),
}
WRITERS = {
    "support": ("Ads Support", "support@platform.example"),
    "cleo": ("Cleo Marsh", "cleo@creators.example"),
    "emil": ("Emil Roth", "emil@creators.example"),
    "later": ("Media Partner Desk", "partners@platform.example"),
}
TITLES = {
    "support": "Cancellation of Arena autumn",
    "cleo": "Arena autumn ends early",
    "emil": "Arena autumn endet früher",
    "later": "Cancellation of Harbour winter",
}


def token(who: str) -> str:
    return token_for("/".join(PLACES[who]))


def letter_id(who: str, nth: int = 1) -> str:
    """The Message-ID of our nth letter to them."""
    return message_id_for(f"{'/'.join(PLACES[who])}/{nth}", "brand.example")


def subject(who: str) -> str:
    return f"[{token(who)}] {TITLES[who]}"


def plus(who: str) -> str:
    return f"desk+{token(who).lower()}@brand.example"


def known() -> dict[str, Place]:
    ids = {letter_id(who, nth): place for who, place in PLACES.items() for nth in (1, 2, 3)}
    return ids | {token(who): place for who, place in PLACES.items()}


@dataclass(frozen=True)
class Sample:
    """One raw message and what is right about it. `who` is the conversation, "" for none; `words` None: not judged."""

    name: str
    raw: bytes
    who: str = ""
    automatic: bool = False
    bounce: bool = False
    words: str | None = None

    @property
    def label(self) -> dict[str, object]:
        return {"who": self.who, "automatic": self.automatic, "bounce": self.bounce, "words": self.words}


Pairs = list[tuple[str, str]]


def mime_word(text: str, charset: str = "utf-8") -> str:
    """A header's value, encoded where it has to be."""
    return text if text.isascii() else Header(text, charset, maxlinelen=72).encode()


def text_part(
    text: str, encoding: str = "8bit", *, subtype: str = "plain", charset: str = "utf-8"
) -> tuple[Pairs, bytes]:
    """The headers and the content of a text part."""
    raw = text.encode(charset)
    if encoding == "base64":
        raw = base64.encodebytes(raw)
    elif encoding == "quoted-printable":
        raw = quopri.encodestring(raw)
    return [("Content-Type", f"text/{subtype}; charset={charset}"), ("Content-Transfer-Encoding", encoding)], raw


def many(kind: str, boundary: str, parts: Iterable[tuple[Pairs, bytes]], **more: str) -> tuple[Pairs, bytes]:
    """The headers and the content of a multipart."""
    extra = "".join(f"; {name.replace('_', '-')}={value}" for name, value in more.items())
    pieces = [b"--" + boundary.encode() + b"\n" + headed(pairs) + b"\n" + content + b"\n" for pairs, content in parts]
    return [("Content-Type", f'multipart/{kind}{extra}; boundary="{boundary}"')], b"".join(
        pieces
    ) + f"--{boundary}--\n".encode()


def headed(pairs: Pairs) -> bytes:
    return "".join(f"{name}: {value}\n" for name, value in pairs).encode()


def message(pairs: Pairs, part: tuple[Pairs, bytes]) -> bytes:
    """The whole message with the network's line ends."""
    own, content = part
    return (
        (headed([*pairs, ("MIME-Version", "1.0"), *own]) + b"\n" + content)
        .replace(b"\r\n", b"\n")
        .replace(b"\n", b"\r\n")
    )


def trail(who: str, program: str, *, to: str = "", path: str = "") -> Pairs:
    """What delivery writes on top of a message."""
    _, address = WRITERS.get(who, ("", "someone@elsewhere.example"))
    host = address.rpartition("@")[2]
    return [
        ("Return-Path", path or f"<{address}>"),
        ("Delivered-To", to or (plus(who) if who in PLACES else DESK)),
        (
            "Received",
            (
                f"from mx.{host} (mx.{host} [192.0.2.25])\n\tby mx.brand.example ({program}) with ESMTPS id "
                f"4XyZ{len(host)}\n\tfor <desk@brand.example>; Tue, 22 Sep 2026 09:12:44 +0200 (CEST)"
            ),
        ),
    ]


def names(who: str, *, to: str = "", title: str | None = None) -> Pairs:
    name, address = WRITERS[who]
    return [
        ("From", f"{name} <{address}>"),
        ("To", f"Cancellation desk <{to or plus(who)}>"),
        ("Subject", mime_word(f"Re: {subject(who)}" if title is None else title)),
        ("Date", "Tue, 22 Sep 2026 09:12:40 +0200"),
    ]


def thread(who: str, *, first: int = 1, last: int = 1) -> Pairs:
    references = "\n ".join(letter_id(who, nth) for nth in range(first, last + 1))
    return [("In-Reply-To", letter_id(who, last)), ("References", references)]
