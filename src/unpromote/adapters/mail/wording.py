"""The words that a person wrote in a message: the quoted rest is cut, and never more than can be told apart.

The whole message stays in its file. Where cutting would leave nothing, nothing is cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from unpromote.adapters.mail.quoting import attribution, border, is_mark, plain_order

_TEXT_LIMIT = 100_000
_HTML_LIMIT = 500_000
_TAGS_LIMIT = 10_000
_BLOCKS = frozenset({"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol"})
_UNSEEN = frozenset({"head", "script", "style", "title"})
_ATTRIBUTES_QUOTE = frozenset({"moz-cite-prefix", "gmail_attr"})  # the sentence right before a page's quote

_QUOTED_LINE = re.compile(r"^\s{0,3}(>|\| |[A-Z]{2,3}> )")  # some programs put the quoted one's initials first
_ATTRIBUTIONS_READ = 50


def own_words(text: str) -> str:
    """Return the text without what it quotes; answers written between quoted lines stay."""
    plain = clean(text)
    lines = _unmarked(plain_order(plain).split("\n"))
    if (cut := border(lines)) is not None:
        lines = lines[:cut]
    for _ in range(_ATTRIBUTIONS_READ):
        if (said := attribution(lines)) is None:
            break
        first, end = said
        below = next((line for line in lines[end:] if line.strip()), "")
        lines = [*lines[:first], *lines[end:]] if below.startswith((">", "|")) else lines[:first]
    kept = _tidy("\n".join(line for line in lines if not _QUOTED_LINE.match(line)))
    return kept or _tidy(plain)


def _unmarked(lines: list[str]) -> list[str]:
    """Return the lines without a ticket system's mark in front of everything."""
    first = next((nth for nth, line in enumerate(lines) if line.strip()), 0)
    return lines[first + 1 :] if lines and is_mark(lines[first]) else lines


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
        if node.tag == "blockquote" or parent in quoted or _ATTRIBUTES_QUOTE & _classes(node):
            quoted.add(node.mem_id)
        if node.tag in ("br", *_BLOCKS) or (node.prev and node.prev.tag in _BLOCKS):
            yield "\n", node.mem_id in quoted
        if node.tag == "-text":
            yield re.sub(r"\s+", " ", node.text_content or ""), node.mem_id in quoted


def _classes(node: LexborNode) -> set[str]:
    return set((node.attributes.get("class") or "").split()) if node.tag == "div" else set()


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
