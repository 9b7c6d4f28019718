"""Words that a person hands in: found on a page of the agreement and cut from its text, never taken as typed.

What a preset says is no page of the agreement; its words are compared with the shipped preset's.
"""

from __future__ import annotations

from unpromote.domain.case import Case
from unpromote.domain.errors import BadInput
from unpromote.domain.review import Words
from unpromote.domain.tracing import find_words
from unpromote.services.pages import view_page
from unpromote.services.people import Person
from unpromote.services.presets import preset

_MEND = "copy them from the page as it stands, or leave them out: then the value is entered by hand"


_PRESET = "preset "


def marked(person: Person, case: Case, document: str, page: int | None, quote: str) -> Words:
    """Return the words of a document of the case as they stand on that page; what has no pages is one page.

    Raises:
        BadInput: there is no such document or page, or the words are not on it.
    """
    if document.startswith(_PRESET):
        return _of_preset(document, quote)
    nth = next((n for n, known in enumerate(case.documents, start=1) if known.name == document), 0)
    if not nth:
        known_ = ", ".join(known.name for known in case.documents) or "none"
        raise BadInput(f"the case has no document {document!r}", place="document", mend=f"handed in: {known_}")
    text = view_page(person, case.id, nth, page or 1).text
    span = find_words(text, quote)
    if span is None:
        raise BadInput(f"these words are not on page {page or 1} of {document}", place="words", mend=_MEND)
    start, end = _with_marks(text, quote.strip(), *span)
    return Words(document, page, text[start:end], start, end)


def _with_marks(text: str, quote: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch with the quotation marks and brackets at its ends that were marked too and stand there."""
    letters = [place for place, letter in enumerate(quote) if letter.isalnum()]
    head, tail = quote[: letters[0]], quote[letters[-1] + 1 :]
    start -= len(head) if text.endswith(head, 0, start) else 0
    return start, end + (len(tail) if text.startswith(tail, end) else 0)


def _of_preset(document: str, quote: str) -> Words:
    known = preset(document.removeprefix(_PRESET))
    if quote != known.title and all(quote != one.says for one in known.statements):
        raise BadInput(
            f"{document} does not say so", place="words", mend="take its words as `unpromote preset fill` does"
        )
    return Words(document, None, quote, 0, len(quote))
