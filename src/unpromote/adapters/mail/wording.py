"""The words that a person wrote in a message: the quoted rest is cut simply, and never more than can be told apart.

The whole message stays in its file. Where cutting would leave nothing, nothing is cut.
"""

from __future__ import annotations

import re
import unicodedata

from selectolax.lexbor import LexborHTMLParser

_TEXT_LIMIT = 100_000
_HTML_LIMIT = 1_000_000
_BLOCKS = "br, p, div, li, tr, h1, h2, h3, h4, h5, h6, blockquote, table, ul, ol"
_QUOTES = "blockquote, .gmail_quote, .moz-cite-prefix"

_BORDER = re.compile(
    r"^-{2,}\s*(original message|forwarded message|ursprüngliche nachricht|mensaje original)\s*-{2,}\s*$"
    r"|^_{20,}\s*$"
    r"|^(from|von|de): .+\n(.*\n){0,2}?(sent|date|gesendet|datum|envoyé|enviado|to|an): ",
    re.IGNORECASE | re.MULTILINE,
)
_ATTRIBUTION = re.compile(
    r"^(on|am|le|el|op|il)\b[^\n]{1,200}(\n[^\n]{1,100})?"
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
    """Return the words of a page, a block a line, without what it quotes where something else remains."""
    tree = LexborHTMLParser(html[:_HTML_LIMIT])
    tree.strip_tags(["script", "style", "head", "title"])
    for node in tree.css(_BLOCKS):
        node.insert_before("\n")
    everything = tree.text()
    for node in tree.css(_QUOTES):
        node.decompose()
    return tree.text() if tree.text().strip() else everything


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
