"""The list of cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unpromote.services.queries import CaseLine
from unpromote.web import formats, words


@dataclass(frozen=True)
class Line:
    """A case as one row of the list."""

    reference: str
    title: str
    client: str
    state: str
    state_words: str
    opened: str
    opened_machine: str
    alarms: int


def lines(cases: Iterable[CaseLine]) -> list[Line]:
    """Return the rows; times in UTC, because a list spans agreements with different zones."""
    zone = formats.zone_of(None)
    return [
        Line(
            reference=case.reference,
            title=case.title,
            client=case.client,
            state=case.state,
            state_words=words.in_words(words.STATES, case.state),
            opened=formats.instant(case.opened_at, zone),
            opened_machine=formats.machine(case.opened_at),
            alarms=case.alarms,
        )
        for case in cases
    ]
