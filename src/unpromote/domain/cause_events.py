"""What happens when a person has the platform looked at for why a promotion has to stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from unpromote.domain.causes import Showing, What
from unpromote.domain.events import Event, FiledEvidence


@dataclass(frozen=True, kw_only=True)
class CauseOrdered(Event):
    """A person wants a reading; `upload` is a report that they handed in, to be read in place of the platform."""

    gathering_id: str
    what: What
    upload: FiledEvidence | None = None


@dataclass(frozen=True, kw_only=True)
class CauseRead(Event):
    """What the reading showed; its files are kept as evidence that proves nothing until a person says what."""

    gathering_id: str
    source: str
    showing: Showing
    files: tuple[FiledEvidence, ...]
    read_at: datetime


@dataclass(frozen=True, kw_only=True)
class CauseUnread(Event):
    """The platform, or the file, could not be read."""

    gathering_id: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class CommentsMarked(Event):
    """A person says which comments are the evidence, by their ids; in place of what was marked before."""

    gathering_id: str
    comment_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CauseTaken(Event):
    """A person says that a reading's files show a fact. That states nothing: stating is an event of its own."""

    gathering_id: str
    fact: str
