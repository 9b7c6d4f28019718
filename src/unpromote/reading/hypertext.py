"""Web pages (.html) to text: what a person would read, one paragraph a block, without scripts and styles."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_SILENT = ["script", "style", "head", "template", "noscript", "svg"]


def read_html(source: str) -> str:
    """Return the page's text, blocks apart by a blank line."""
    page = LexborHTMLParser(source)
    page.strip_tags(_SILENT)
    parts: list[str] = []
    if page.body is not None:
        _collect(page.body, parts)
    text = re.sub(r"[ \t\r\n\f]+", " ", "".join(parts))
    return re.sub(r" ?(?:\v ?)+", "\n\n", text).strip()


def _collect(node: LexborNode, parts: list[str]) -> None:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            parts.append(child.text_content or "")
            continue
        edge = "\v" if child.tag in _BLOCKS else ""
        parts.append(edge)
        _collect(child, parts)
        parts.append(edge)
