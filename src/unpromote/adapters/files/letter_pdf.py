"""A letter set as a PDF, to be printed, signed and sent by registered post.

What people typed reaches the typesetter as JSON, never as markup. The same letter and instant give the same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from babel.dates import format_date

from unpromote.adapters.files.report_text import printable
from unpromote.domain.letters import Letter
from unpromote.services.ports import Posting

_PAGES = Path(__file__).with_name("letter_pages")


def letter_pdf(letter: Letter, posting: Posting) -> bytes:
    """Fill the `LetterPrinter` port; a postal address has its lines apart, or commas between them."""
    lines = [line.strip() for line in posting.post.replace(",", "\n").split("\n") if line.strip()]
    view: dict[str, Any] = {
        "subject": letter.subject,
        "company": posting.company,
        "reference": posting.reference,
        "language": letter.language,
        "to": lines or [letter.to_name],
        "date": format_date(posting.at.date(), format="long", locale=letter.language),
        "paragraphs": [part.split("\n") for part in letter.body.strip().split("\n\n")],
    }
    return typst.compile(
        _PAGES / "letter.typ",
        root=_PAGES,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(printable(view), ensure_ascii=False)},
        timestamp=int(posting.at.timestamp()),
    )
