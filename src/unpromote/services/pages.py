"""Pages of the agreement as it was handed in, with the words that its terms rest on. Nothing is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from unpromote.domain.errors import NotAllowed
from unpromote.domain.papers import Document
from unpromote.services import filing, queries
from unpromote.services.papers import PageView
from unpromote.services.people import Person
from unpromote.services.ports import PageDrawer, PageViewer


def view_page(person: Person, case_id: str, nth: int, number: int, quotes: Sequence[str] = ()) -> PageView:
    """Return a page of the case's nth document (both counted from 1), and where these words stand on it.

    Raises:
        NotAllowed: the case is not this person's, or has no such document.
        BadInput: the document has no such page.
    """
    viewer = cast("PageViewer", import_string(settings.UNPROMOTE_PARTS["page_viewer"]))
    return viewer(filing.located(_document(person, case_id, nth).path), number, quotes)


def page_picture(person: Person, case_id: str, nth: int, number: int) -> bytes:
    """Return the page as a PNG, drawn once and kept in the installation's cache.

    Raises:
        NotAllowed: the case is not this person's, or has no such document.
        BadInput: the page has no picture.
    """
    document = _document(person, case_id, nth)
    drawer = cast("PageDrawer", import_string(settings.UNPROMOTE_PARTS["page_drawer"]))
    path = filing.located(document.path)
    return filing.cached(f"pages/{document.sha256}-{number}.png", lambda: drawer(path, number))


def _document(person: Person, case_id: str, nth: int) -> Document:
    documents = queries.case(person, case_id).documents
    if not 1 <= nth <= len(documents):
        raise NotAllowed(f"the case has no document {nth}")
    return documents[nth - 1]
