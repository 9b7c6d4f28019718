"""What a case keeps of its agreement: the documents, what reading found in them, and where confirmed terms stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Document:
    """An agreement's file as it was handed in; of one that had a password `locked_sha256` is the hash as it came."""

    id: str
    name: str
    sha256: str
    path: str
    locked_sha256: str = ""


@dataclass(frozen=True)
class Reading:
    """What reading a document found: clauses with page and words, proposed terms, problems, what is unclear.

    `facts` are what it says about leaving in short, each with its words: {kind, who, notice_days, ..., quotes}.
    """

    document_id: str
    pages: int
    findings: tuple[Mapping[str, Any], ...]
    terms: Mapping[str, Any]
    proposals: tuple[Mapping[str, Any], ...]
    problems: tuple[str, ...]
    unclear: tuple[Mapping[str, Any], ...] = ()
    reader: str = ""
    facts: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Citation:
    """Where a confirmed term comes from: its path ("rights[0].notice"), the document, the page, the exact words."""

    path: str
    page: int | None
    quote: str
    status: str = ""
    confidence: str = ""
    document: str = ""


@dataclass(frozen=True)
class Layering:
    """The layers as they were confirmed, the one with precedence first, presets by their name.

    By the path of each clause in the merged terms: `won` names the layer that it comes from, `over` those it replaced.
    """

    layers: tuple[Mapping[str, Any], ...]
    won: Mapping[str, str]
    over: Mapping[str, tuple[str, ...]]
