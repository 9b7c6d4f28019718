"""What readers hand to the verbs about a document: its parts, a page of it, the places of words on the page.

Apart from the ports, so that the process in which files are opened starts without the framework.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FiledPart:
    """A document in a file that was handed in; of one that had a password the copy without, and the hash as it came."""

    name: str
    content: bytes
    locked_sha256: str = ""


@dataclass(frozen=True)
class Box:
    """A rectangle on a page's picture, in points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class PageView:
    """A page, counted from 1, of a document: its text; where it has a picture, its size in points.

    `places` are the boxes of each quote that was asked for, one a line; none where it is not found.
    """

    number: int
    of: int
    text: str
    width: int = 0
    height: int = 0
    places: tuple[tuple[Box, ...], ...] = ()
