"""Whether and when to try again: a decision, not a loop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from unpromote.domain.errors import OutsideFailed

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_NAMED_WAIT = timedelta(days=1)
TRIES_OUTSIDE = 12
TRIES_ON_A_BUG = 3


class Later(Exception):  # noqa: N818 - not an error: there is no token yet
    """Nothing was tried; come back at `at`."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        super().__init__(at)


@dataclass(frozen=True)
class TryAgain:
    """Put the command back until `at`. `tried` says whether this counts as an attempt."""

    at: datetime
    tried: bool = True


@dataclass(frozen=True)
class GiveUp:
    """Leave it to a person, who is told the problem."""

    problem: str


def decide(error: Exception, attempts: int, now: datetime) -> TryAgain | GiveUp:
    """Return what follows from a failure at this attempt (the first is 1).

    An outer failure that may pass is tried for some hours; one that cannot pass goes to a person at once; one that
    named how long to wait has done nothing, so the wait is no attempt. Anything else is a bug: it is tried a few times,
    since a poisoned command must neither stop the others nor vanish.
    """
    if isinstance(error, OutsideFailed):
        if error.wait is not None and not error.permanent:
            return TryAgain(now + min(error.wait, LONGEST_NAMED_WAIT), tried=False)
        if error.permanent or attempts >= TRIES_OUTSIDE:
            return GiveUp(str(error))
    elif attempts >= TRIES_ON_A_BUG:
        return GiveUp(f"{type(error).__name__}: {error}")
    wait: timedelta = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return TryAgain(now + wait)
