"""How a test reads a page: as the words on it, and by what can be found there."""

from __future__ import annotations

import re

from django.http import HttpResponse
from selectolax.lexbor import LexborHTMLParser, LexborNode

PAGE = "/cases/UP-ABCDEFGH/"


def tree(response: HttpResponse) -> LexborHTMLParser:
    return LexborHTMLParser(response.content.decode())


def words(response: HttpResponse, selector: str = "main") -> str:
    """The text of the first element that the selector finds, spaces put in order."""
    found = tree(response).css_first(selector)
    return _read(found) if found else ""


def every(response: HttpResponse, selector: str) -> list[str]:
    return [_read(node) for node in tree(response).css(selector)]


def _read(node: LexborNode) -> str:
    spaced = " ".join(node.text(separator=" ").split())
    return re.sub(r" ([,.;:])", r"\1", spaced)
