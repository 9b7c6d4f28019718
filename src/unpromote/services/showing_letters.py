"""Letters as they travel: the very bytes for the mail server, and the pages that are printed and posted."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.module_loading import import_string

from unpromote.domain.ladders import Channel
from unpromote.domain.messages import Conversation
from unpromote.services import messages, queries
from unpromote.services.people import Person
from unpromote.services.ports import LetterMessage, LetterPrinter, Posting
from unpromote.store import people


def message_bytes(person: Person, case_id: str, conversation_id: str, step: str, *, now: datetime) -> bytes:
    """Return the message, byte for byte as it would go to the mail server now.

    Raises:
        NotAllowed: the case has no such counterpart, or nothing could be said yet.
    """
    draft = messages.previewed(person, case_id, conversation_id, step, now=now)
    compose = cast("LetterMessage", import_string(settings.UNPROMOTE_PARTS["letter_message"]))
    return compose(draft.letter, draft.envelope, settings.UNPROMOTE["sender"])


def pages(person: Person, case_id: str, conversation_id: str, step: str, *, now: datetime) -> bytes:
    """Return the letter as a PDF, dated by the agreement's clock, to the postal address that somebody stated.

    Raises:
        NotAllowed: the case has no such counterpart, or nothing could be said yet.
    """
    case = queries.case(person, case_id)
    letter = messages.preview(person, case_id, conversation_id, step, channel=Channel.REGISTERED_POST, now=now)
    known = (*case.conversations, *(Conversation(contact.id, contact) for contact in case.contacts))
    post = next(talk.contact.post for talk in known if talk.id == conversation_id)
    zone = ZoneInfo((case.terms or {})["time_zone"])
    printer = cast("LetterPrinter", import_string(settings.UNPROMOTE_PARTS["letter_printer"]))
    return printer(letter, Posting(people.clients()[case.client], case.reference, post, now.astimezone(zone)))
