"""Letters: what is written to TikTok and to the creators, from stated facts and plain text templates.

    facts       what each kind of letter has to know, checked
    growth      the same for a ticket about spend that goes on
    display     facts as people read them: amounts, dates with their zone
    layout      templates as people edit them, and what a client's own text may ask for
    placeholders  what each of those stands for
    writing     facts and a template to a letter, always the same words for the same facts

A template is `templates/<language>/<kind>.txt`, or `<kind>.<channel>.txt` where a way to reach somebody has words of
its own: its first line is the subject, the rest the body. A language without templates of its own is written to in
English, and the letter says so.
"""

from unpromote.services.letters.facts import (
    ClawbackFacts,
    ContinuedLine,
    CreatorNoticeFacts,
    Duty,
    EscalationFacts,
    LetterFacts,
    NamedEvidence,
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
from unpromote.services.letters.growth import GrownObject, LateGrowthFacts, NotedChange, SpendRead
from unpromote.services.letters.writing import Kind, Wording, compose, language_for

__all__ = [
    "ClawbackFacts",
    "ContinuedLine",
    "CreatorNoticeFacts",
    "Duty",
    "EscalationFacts",
    "GrownObject",
    "Kind",
    "LateGrowthFacts",
    "LetterFacts",
    "NamedEvidence",
    "NotedChange",
    "ObjectedLine",
    "ObjectionFacts",
    "ReminderFacts",
    "SettlementLine",
    "Signature",
    "Silence",
    "SpendRead",
    "StoppedObject",
    "SupportRequestFacts",
    "To",
    "Wording",
    "compose",
    "language_for",
]
