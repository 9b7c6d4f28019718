"""Recipients: who of a case is to be told, who was, who answered, and whose letter failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from unpromote.domain.messages import Contact, Conversation, ConversationState, Direction
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.store import work

SEND = "SendMessage"


class Told(Enum):
    """How far one recipient is."""

    PLANNED = "planned"
    FAILED = "failed"
    SENT = "sent"
    BOUNCED = "bounced"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True)
class Recipient:
    """One recipient. `sent_at` is when the first letter went, `problem` why the last one tried did not."""

    id: str
    name: str
    address: str
    state: Told
    sent_at: datetime | None = None
    letters: int = 0
    problem: str = ""


def recipients(person: Person, case_id: str) -> tuple[Recipient, ...]:
    """Return everybody who is to be told, in the case's order.

    Raises:
        NotAllowed: there is no such case for this person.
    """
    case = queries.case(person, case_id)
    begun = {talk.id: talk for talk in case.conversations}
    failed = work.given_up(case.id, SEND, "conversation_id")
    return tuple(_recipient(contact, begun.get(contact.id), failed) for contact in case.contacts)


def progress(found: Iterable[Recipient]) -> Mapping[Told, int]:
    """Return how many are how far."""
    counted = Counter(one.state for one in found)
    return {state: counted[state] for state in Told if counted[state]}


def _recipient(contact: Contact, talk: Conversation | None, failed: Mapping[str, str]) -> Recipient:
    ours = [one for one in talk.messages if one.direction is Direction.OUT] if talk else []
    return Recipient(
        id=contact.id,
        name=contact.name,
        address=contact.address,
        state=_state(talk, bool(ours), contact.id in failed),
        sent_at=ours[0].at if ours else None,
        letters=len(ours),
        problem=failed.get(contact.id, ""),
    )


def _state(talk: Conversation | None, is_told: bool, has_failed: bool) -> Told:  # noqa: FBT001 - two facts of one talk
    if talk is None or talk.state is ConversationState.PLANNED:
        return Told.FAILED if has_failed else Told.PLANNED
    if talk.state is ConversationState.CLOSED:
        return Told.CLOSED
    if talk.state is ConversationState.ANSWERED:
        return Told.ANSWERED
    if has_failed:
        return Told.FAILED
    return Told.BOUNCED if is_told and talk.messages[-1].bounce else Told.SENT
