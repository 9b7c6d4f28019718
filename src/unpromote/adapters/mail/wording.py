"""The words that a person wrote in a message: the quoted rest is cut simply, and never more than can be told apart.

The whole message stays in its file. Where cutting would leave nothing, nothing is cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

_TEXT_LIMIT = 100_000
_HTML_LIMIT = 500_000
_TAGS_LIMIT = 10_000
_BLOCKS = frozenset({"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol"})
_UNSEEN = frozenset({"head", "script", "style", "title"})

_BORDER = re.compile(
    r"^-{2,}\s*(original message|forwarded message|ursprüngliche nachricht|mensaje original)\s*-{2,}\s*$"
    r"|^_{20,}\s*$"
    r"|^(from|von|de): .+\n(.*\n){0,2}?(sent|date|gesendet|datum|envoyé|enviado|to|an): ",
    re.IGNORECASE | re.MULTILINE,
)
_ATTRIBUTION = re.compile(
    r"^(on|am|le|el|op|il)\b[^\n]{1,200}(\n[^\n]{0,100})?"
    r"\b(wrote|(schrieb|schreef)[^\n:]{0,100}|a écrit|escribió|ha scritto)\s*:\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def own_words(text: str) -> str:
    """Return the text without what it quotes; answers written between quoted lines stay."""
    plain = clean(text)
    border = _BORDER.search(plain)
    kept = plain[: border.start()] if border else plain
    attribution = _ATTRIBUTION.search(kept)
    if attribution and not kept[attribution.end() :].lstrip().startswith(">"):
        kept = kept[: attribution.start()]
    elif attribution:
        kept = kept[: attribution.start()] + kept[attribution.end() :]
    kept = "\n".join(line for line in kept.split("\n") if not line.startswith(">"))
    return _tidy(kept) or _tidy(plain)


def clean(text: str) -> str:
    """Return the text with line feeds as its only line ends, without control characters, cut at 100,000 characters."""
    lines = text[:_TEXT_LIMIT].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"))


def one_line(text: str, limit: int) -> str:
    """Return the text on one line."""
    return " ".join(clean(text).split())[:limit]


def words_of_html(html: str) -> str:
    """Return the words of a page, a block a line, without what it quotes where something else remains.

    A page is read as far as its 10,000th tag, because deep nesting costs the parser a time that grows with the square.
    """
    page = LexborHTMLParser("<".join(html[:_HTML_LIMIT].split("<", _TAGS_LIMIT)[:_TAGS_LIMIT]))
    found = list(_words(page))
    own = "".join(words for words, quoted in found if not quoted)
    kept = own if own.strip() else "".join(words for words, _ in found)
    return "\n".join(line.strip() for line in kept.split("\n"))


def _words(page: LexborHTMLParser) -> Iterator[tuple[str, bool]]:
    """Give the page's words and line breaks in order, each with whether it stands in a quote."""
    unseen: set[int] = set()
    quoted: set[int] = set()
    for node in page.root.traverse(include_text=True) if page.root else ():
        parent = node.parent.mem_id if node.parent else 0
        if node.tag in _UNSEEN or parent in unseen:
            unseen.add(node.mem_id)
            continue
        if node.tag == "blockquote" or parent in quoted:
            quoted.add(node.mem_id)
        if node.tag in ("br", *_BLOCKS) or (node.prev and node.prev.tag in _BLOCKS):
            yield "\n", node.mem_id in quoted
        if node.tag == "-text":
            yield re.sub(r"\s+", " ", node.text_content or ""), node.mem_id in quoted


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
