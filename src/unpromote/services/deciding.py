"""What software leaves to a person in a conversation: an automatic message that answers, a letter that got stuck."""

from __future__ import annotations

from datetime import datetime

from unpromote.domain.case import Case
from unpromote.domain.conversing import conversation
from unpromote.domain.errors import NotAllowed
from unpromote.domain.following import RepeatOrdered, TakenAsAnswer, UnsentRepeated
from unpromote.domain.messages import Conversation, Direction
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.services.record import record


def take_as_answer(person: Person, case_id: str, who: str, message_id: str = "", *, now: datetime) -> Case:
    """Count an automatic message as their answer, so that it stops the clock and can be judged; "" is the last one.

    Raises:
        NotAllowed: no such message came in, it is a letter that came back, it counts already, or all is over.
    """
    case = queries.case(person, case_id)
    talk = conversation(case, who)
    taken = message_id or last_automatic(talk)
    if not taken:
        raise NotAllowed(f"no automatic message came from {talk.contact.name}")
    return record(case.id, TakenAsAnswer(at=now, by=person.name, conversation_id=talk.id, message_id=taken))


def last_automatic(talk: Conversation) -> str:
    """Return the Message-ID of the last message that a program wrote and no person counts as an answer, or ""."""
    return next(
        (
            one.message_id
            for one in reversed(talk.messages)
            if one.direction is Direction.IN and not one.bounce and not one.is_answer
        ),
        "",
    )


def send_again(person: Person, case_id: str, who: str, *, now: datetime) -> Case:
    """Have the stuck letter sent again, once, after looking whether the first one went.

    Raises:
        NotAllowed: no letter to them waits for a decision.
    """
    case = queries.case(person, case_id)
    talk = conversation(case, who)
    return record(case.id, RepeatOrdered(at=now, by=person.name, conversation_id=talk.id, step=talk.stuck))


def send_unsent_again(person: Person, case_id: str, *, now: datetime) -> Case:
    """Have every stuck letter sent again that surely did not go; one in doubt comes back for a decision of its own.

    Raises:
        NotAllowed: no letter of the case waits for a decision.
    """
    case = queries.case(person, case_id)
    return record(case.id, UnsentRepeated(at=now, by=person.name))
