"""How TikTok is reached, as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from unpromote.domain.case import Case
from unpromote.services.channels import channels, fitting
from unpromote.web import words


@dataclass(frozen=True)
class WayShown:
    """One way; `asks` is what they ask for, in one text."""

    product: str
    channel: str
    exists: bool
    how: str
    asks: str
    link: str
    mark: str
    checked_on: str
    source: str


def ways(case: Case) -> list[WayShown]:
    """Return the ways that fit the case, those that exist first."""
    products = channels().products
    return [
        WayShown(
            product=products[way.product].title,
            channel=words.sentence(way.channel.value).lower(),
            exists=way.exists,
            how=way.how,
            asks=", ".join(way.asks),
            link=way.link,
            mark=way.mark.value.replace("_", " "),
            checked_on=str(way.checked_on),
            source=way.source,
        )
        for way in fitting(case)
    ]
