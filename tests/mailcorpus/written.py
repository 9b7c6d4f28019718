"""Reads messages written out by hand: one text file holds many, each with its label, its own headers and its text.

A message opens with `==== name who kind [b64|qp] [charset=…]` (`-`: no conversation). Its headers follow; `!thread` and
`!irt` stand for In-Reply-To with and without References, and what every message has is added. `%…%` stands for what our
letters hold (token, Message-ID, address, text). In an answer, `%cut%` parts the new words from the quoted rest; where
they do not come first they stand below `---- words`, and `*` there means that they are not judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from mailcorpus.world import (
    DESK,
    WRITERS,
    Pairs,
    Sample,
    headed,
    letter_id,
    many,
    message,
    mime_word,
    plus,
    subject,
    text_part,
    thread,
    token,
)

HERE = Path(__file__).resolve().parent
PEOPLE = "answer"
BOUNCE = "bounce"
LETTER = """\
Hello,

Please confirm that the promotion ends on 21 November 2026.
The fee is 420.00 EUR.

Kind regards
Ana Diaz"""
CYRILLIC_P = "\u0420"

Part = tuple[Pairs, bytes]

HELD: dict[str, Callable[[str], str]] = {
    "subj": subject,
    "id": letter_id,
    "id2": lambda who: letter_id(who, 2),
    "idother": lambda who: letter_id(who).replace("@brand.", "@brand-mail."),
    "idcut": lambda who: letter_id(who).replace("@", "x@"),
    "tok": token,
    "toklow": lambda who: token(who).lower(),
    "tok8a": lambda who: token(who)[:8],
    "tok8b": lambda who: token(who)[8:],
    "tokcyr": lambda who: token(who).replace("P", CYRILLIC_P, 1),
    "plus": plus,
    "PLUS": lambda who: plus(who).upper(),
    "desk": lambda _: DESK,
    "a": lambda _: f"Cancellation desk <{DESK}>",
    "O": lambda _: LETTER,
    "Q": lambda _: "\n".join(f"> {line}".rstrip() for line in LETTER.splitlines()),
}


def written(folder: str) -> list[Sample]:
    """Return every message of the folder's files; a name begins with the folder's and the file's."""
    return [one for path in sorted((HERE / folder).glob("*.txt")) for one in _of(path, f"{folder}-{path.stem}")]


def _of(path: Path, prefix: str) -> Iterator[Sample]:
    for piece in re.split(r"^==== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        first, _, rest = piece.partition("\n")
        name, who, kind, *how = first.split()
        yield _sample(f"{prefix}-{name}", who.strip("-"), kind, how, rest)


def _sample(name: str, who: str, kind: str, how: list[str], rest: str) -> Sample:
    text, stated, told = rest.partition("---- words\n")
    above, below = _parted(text)
    pairs = _with_usual([pair for line in above for pair in _pairs(line, who)], name, who)
    part = _content(pairs, above[-1], _filled(below.replace("%cut%\n", ""), who), how, who)
    words = (told if stated else below.partition("%cut%")[0]).strip("\n")
    judged = kind == PEOPLE and words != "*"
    return Sample(
        name,
        message([pair for pair in pairs if pair[0] != "Content-Type"], part),
        who,
        automatic=kind != PEOPLE,
        bounce=kind == BOUNCE,
        words=_filled(words, who) if judged else None,
    )


def _filled(text: str, who: str) -> str:
    def held(found: re.Match[str]) -> str:
        return HELD[found[1]](found[2] or who or "cleo")

    return re.sub(r"%([A-Za-z0-9]+)(?::(\w+))?%", held, text)


def _parted(text: str) -> tuple[list[str], str]:
    """Part the headers, folded lines joined to theirs, from the text; a structure's line ends the headers."""
    lines = text.split("\n")
    end = next(nth for nth, line in enumerate(lines) if not line or line.startswith("%"))
    last = [lines[end]] if lines[end] else [""]
    heads = re.sub(r"\n(?=[ \t])", "\0", "\n".join(lines[:end])).split("\n") if end else []
    return [*heads, *last], "\n".join(lines[end + 1 :]).rstrip("\n") + "\n"


def _pairs(line: str, who: str) -> Pairs:
    if line.startswith("!"):
        return thread(who, last=2) if line == "!thread" else thread(who)[:1]
    if line.startswith("%") or not line:
        return []
    name, _, value = _filled(line, who).partition(":")
    value = value.strip(" ").replace("\0", "\n")
    phrase, bracket, rest = value.partition("<") if name in ("From", "To", "Cc", "Reply-To") else (value, "", "")
    return [(name, f"{mime_word(phrase.strip())} {bracket}{rest}" if bracket else mime_word(phrase))]


def _with_usual(pairs: Pairs, name: str, who: str) -> Pairs:
    """Add what every message has and this one does not say itself."""
    sender, address = WRITERS.get(who, ("Max", "max@elsewhere.example"))
    host = address.rpartition("@")[2]
    usual = [
        ("Return-Path", f"<{address}>"),
        ("Delivered-To", DESK),
        ("Received", f"from mx.{host} by mx.brand.example with ESMTPS; Tue, 22 Sep 2026 09:12:44 +0200"),
        ("From", f"{sender} <{address}>"),
        ("To", f"Cancellation desk <{plus(who) if who else DESK}>"),
        ("Date", "Tue, 22 Sep 2026 09:12:40 +0200"),
        ("Message-ID", f"<{name}@{host}>"),
    ]
    own = {pair[0].lower() for pair in pairs}
    return [*(pair for pair in usual if pair[0].lower() not in own), *pairs]


def _content(pairs: Pairs, structure: str, text: str, how: list[str], who: str) -> Part:
    charset = next((one[8:] for one in how if one.startswith("charset=")), "utf-8")
    own = [pair for pair in pairs if pair[0] == "Content-Type"]
    if own:
        return own, text.encode()
    encoding = {"b64": "base64", "qp": "quoted-printable"}.get(next(iter(how), ""), "8bit")
    kept = text.encode(charset, "replace").decode(charset)
    plain = text_part(kept, encoding, charset=charset)
    if not structure:
        return plain
    kind, *values = structure.strip("%").split()
    return STRUCTURES[kind](plain, who or "cleo", *values)


def _report(kind: str, first: Part, *others: Part) -> Part:
    return many("report", "=_report", [first, *others], report_type=kind)


def _status(plain: Part, who: str, action: str, status: str, copy: Part | None) -> Part:
    lines = (
        f"Reporting-MTA: dns; mx.relay.example\nArrival-Date: Mon, 21 Sep 2026 19:00:02 +0200\n\n"
        f"Final-Recipient: rfc822; {WRITERS[who][1]}\nAction: {action}\nStatus: {status}\n"
    )
    told = [("Content-Type", "message/delivery-status")], lines.encode()
    return _report("delivery-status", plain, told, *([copy] if copy else []))


def _copy(who: str, kind: str) -> Part:
    pairs = [("From", DESK), ("Message-ID", letter_id(who)), ("Subject", mime_word(subject(who)))]
    return [("Content-Type", kind)], headed(pairs) + (b"" if "headers" in kind else f"\n{LETTER}\n".encode())


def _rewritten(_: str) -> Part:
    pairs = [("From", DESK), ("Message-ID", "<0100019-77@email.relay.example>"), ("Subject", "your letter")]
    return [("Content-Type", "text/rfc822-headers")], headed(pairs)


def _read_receipt(plain: Part, who: str, what: str, of: str) -> Part:
    lines = (
        f"Reporting-UA: mx.creators.example; Outlook\nFinal-Recipient: rfc822; {WRITERS[who][1]}\n"
        f"Original-Message-ID: {of}\nDisposition: manual-action/MDN-sent-manually; {what}\n"
    )
    return _report(
        "disposition-notification", plain, ([("Content-Type", "message/disposition-notification")], lines.encode())
    )


def _meeting(plain: Part, _: str, method: str) -> Part:
    lines = f"BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\nUID:77\nEND:VEVENT\nEND:VCALENDAR\n"
    entry = [("Content-Type", f"text/calendar; charset=utf-8; method={method}")], lines.encode()
    return many("alternative", "=_meeting", [plain, entry])


def _complaint(plain: Part, who: str, kind: str) -> Part:
    told = (
        [("Content-Type", "message/feedback-report")],
        f"Feedback-Type: {kind}\nUser-Agent: FBL/1\nVersion: 1\n".encode(),
    )
    return _report("feedback-report", plain, told, _copy(who, "message/rfc822"))


STRUCTURES: dict[str, Callable[..., Part]] = {
    "DSN": lambda plain, who, action, status: _status(plain, who, action, status, _copy(who, "message/rfc822")),
    "DSNH": lambda plain, who, action, status: _status(plain, who, action, status, _copy(who, "text/rfc822-headers")),
    "DSNR": lambda plain, who, action, status: _status(plain, who, action, status, _rewritten(who)),
    "MDN": lambda plain, who, what: _read_receipt(plain, who, what, letter_id(who)),
    "MDNX": lambda plain, who, what: _read_receipt(plain, who, what, "<another.letter@brand.example>"),
    "ICAL": _meeting,
    "ARF": _complaint,
}
