"""Letters: what is written to TikTok and to the creators, from stated facts and plain text templates.

    facts       what each kind of letter has to know, checked
    display     facts as people read them: amounts, dates with their zone
    writing     facts and a template to a letter, always the same words for the same facts

A template is `templates/<language>/<kind>.txt`: its first line is the subject, the rest the body. A language without
templates of its own is written to in English, and the letter says so.
"""

from unpromote.services.letters.facts import (
    ClawbackFacts,
    ContinuedLine,
    CreatorNoticeFacts,
    Duty,
    EscalationFacts,
    ObjectedLine,
    ObjectionFacts,
    ReminderFacts,
    SettlementLine,
    Signature,
    Silence,
    StoppedObject,
    SupportRequestFacts,
    To,
)
from unpromote.services.letters.writing import Kind, compose

__all__ = [
    "ClawbackFacts",
    "ContinuedLine",
    "CreatorNoticeFacts",
    "Duty",
    "EscalationFacts",
    "Kind",
    "ObjectedLine",
    "ObjectionFacts",
    "ReminderFacts",
    "SettlementLine",
    "Signature",
    "Silence",
    "StoppedObject",
    "SupportRequestFacts",
    "To",
    "compose",
]
