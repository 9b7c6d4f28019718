"""Which words lead in a list: "Either party may terminate if: (a) …; (b) …" says for both items who may, and how.

An item means little alone. Its lead-in is the last stretch before the list that ends open (":", "if", "following"),
and the list lasts while items of its numbering follow. What a page or a semicolon cut off ("provided, however, …") is
led in by the sentence's first piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from unpromote.reading.units import Unit

_OPENS = re.compile(
    r"(?::|\u2014|\b(?:if|when|where|that|by|upon|either|following|follows|following (?:events?|circumstances"
    r"|reasons|conditions)))[\s\-\u2013\u2014]*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:[;,]|\b(?:and|or))\s*$", re.IGNORECASE)
_MARK = re.compile(
    r"(?P<decimal>\d{1,2}(?:\.\d{1,2})+)|\((?P<letter>[a-z])\)|\((?P<roman>[ivx]{2,5})\)|\((?P<capital>[A-Z])\)"
    r"|\((?P<number>\d{1,2})\)|(?P<bullet>[\u2022\u00b7*])|(?P<plain>\b\d{1,2})[.)]|(?P<stop>\b[A-Za-z])[.)]|(?P<items>\b[ivx]{2,5})[.)]"
)
_INSIDE = 4  # characters of an item that may hold its numbering ("a. ")
_HEADING = 60  # characters: what is shorter may be a heading, which ends without a mark
_LONGEST = 6000  # characters from a lead-in to its last item

_CUT_OFF = re.compile(r"[^.:;?!\"\u201d\s]\s*$")  # a stretch without its last mark
_BEGINS_LOW = re.compile(r"[a-z]")
_FURNITURE = re.compile(
    r"^(?:source:.*|page \d+.*|-? ?\d+ ?-?|exhibit [\w.-]+)$", re.IGNORECASE
)  # of a page, not its text

Leads = Mapping[int, Unit]  # by where an item starts


def lead_ins(text: str, units: Iterable[Unit]) -> Leads:
    """Return the lead-in of every list item, and of a cut sentence its first piece, by where what follows starts."""
    leads: dict[int, Unit] = {}
    open_: list[tuple[Unit, str]] = []  # the lists that are open, the innermost last, with what numbers their items
    before: Unit | None = None
    for unit in units:
        if _FURNITURE.match(unit.words):
            continue
        mark = _mark(text[before.end if before else 0 : unit.start + _INSIDE])
        if before is not None and _OPENS.search(before.words):
            open_.append((before, mark))
        else:
            open_ = _still_open(open_, mark, before)
        open_ = [(lead, kind) for lead, kind in open_ if unit.start - lead.end < _LONGEST]
        if open_:
            leads[unit.start] = open_[-1][0]
        elif before is not None and _goes_on(before, unit):
            known = leads.get(before.start)
            first = before if known is None or is_lead_in(known) else known
            if unit.start - first.start < _LONGEST:
                leads[unit.start] = first
        before = unit
    return leads


def is_lead_in(unit: Unit) -> bool:
    """Tell whether a stretch ends open, so that what follows is a list and not its rest."""
    return bool(_OPENS.search(unit.words))


def _goes_on(before: Unit, unit: Unit) -> bool:
    if _GOES_ON.search(before.words):
        return True
    return bool(_CUT_OFF.search(before.words) and _BEGINS_LOW.match(unit.words) and len(before.words) > _HEADING)


def _still_open(lists: list[tuple[Unit, str]], mark: str, before: Unit | None) -> list[tuple[Unit, str]]:
    if not lists or before is None:
        return []
    if not mark:
        return lists if _GOES_ON.search(before.words) else []
    while lists and not _same_numbering(lists[-1][1], mark):
        lists = lists[:-1]
    return lists


def _same_numbering(known: str, mark: str) -> bool:
    return mark == known or {mark, known} == {"letter", "roman"}


def _mark(between: str) -> str:
    """Return what kind of numbering stands right before a stretch; the innermost of "14.1 (a) (i)"."""
    found = list(_MARK.finditer(between))
    if not found:
        return ""
    kind = str(found[-1].lastgroup)
    return f"{kind}{found[-1][0].count('.')}" if kind == "decimal" else kind
