"""Files that came with messages: names, sizes, and links that download, never show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal
from django.urls import reverse

from unpromote.domain.enclosed import KeptFile
from unpromote.web import formats

_KILO = 1000


@dataclass(frozen=True)
class FileShown:
    """One file; `link` is "" where it was not kept."""

    name: str
    kind: str
    size: str
    link: str
    warning: str


def files(kept: Sequence[KeptFile], route: str, owner: str) -> list[FileShown]:
    """Return the files in their order; `route` and `owner` make each link."""
    return [
        FileShown(
            name=file.name,
            kind=file.media_type,
            size=_size(file.size),
            link=reverse(route, args=[owner, file.sha256]) if file.path else "",
            warning=file.warning,
        )
        for file in kept
    ]


def _size(size: int) -> str:
    number = format_decimal(max(1, round(size / _KILO)), locale=formats.LOCALE)
    return f"{number} kB"
