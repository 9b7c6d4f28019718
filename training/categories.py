"""What is labelled: the clauses that decide a cancellation and that CUAD lacks, and what may be stated about each.

The names are those that `unpromote read` prints. `codebook.md` says what counts. A labeller writes the short names.
"""

from __future__ import annotations

from unpromote.domain.errors import BadInput

SHORT = {
    "cause": "Termination For Cause",
    "cure": "Cure Period",
    "force": "Force Majeure",
    "pay": "Payment And Refund",
    "fee": "Termination Fee",
    "window": "Non-Cancellable Window",
    "morals": "Morals",
    "exclusivity": "Exclusivity End",
    "takedown": "Take-Down",
    "notice": "Notice Form And Address",
    "norefund": "Non-Refundable",
    "pause": "Pause Or Suspension",
    "precedence": "Precedence",
    "dispute": "Dispute Term",
    "survival": "Survival",
    "duty": "Duties And Rights",
    "convenience": "Termination For Convenience",  # CUAD's own: labelled again for who and notice, and as a yardstick
}
YARDSTICK = SHORT["convenience"]
OWN = tuple(name for name in SHORT.values() if name != YARDSTICK)

GROUNDS = frozenset(  # facts/ground of a right: the words of the product's terms, and two that only contracts use
    {
        "convenience",
        "breach",
        "repeat_breach",
        "non_payment",
        "insolvency",
        "change_of_control",
        "morals",
        "force_majeure",
        "platform_outage",
        "policy_violation",
        "ad_rejected",
        "legal_order",
        "product_recall",
        "material_change",
        "other",
    }
)
COUNTS = frozenset({"notice_days", "cure_days", "days"})
WORDS = frozenset(
    {"who", "ground", "trigger", "amount", "rate", "base", "what", "when", "form", "condition", "from", "until"}
)
_NEEDED = {SHORT["cause"]: ("who", "ground"), SHORT["convenience"]: ("who",), SHORT["duty"]: ("who",)}


def category_named(words: str) -> str:
    """Return the category of a short or a full name; raise BadInput for another."""
    wanted = words.strip()
    if wanted.lower() in SHORT:
        return SHORT[wanted.lower()]
    for name in SHORT.values():
        if name.lower() == wanted.lower():
            return name
    raise BadInput(f"unknown category {wanted!r}", mend=f"known: {', '.join(SHORT)}")


def check_facts(category: str, facts: dict[str, str | int]) -> None:
    """Raise BadInput unless the facts are of known names and forms and none that the category needs is missing."""
    for key, value in facts.items():
        if key not in COUNTS | WORDS:
            raise BadInput(f"unknown fact {key!r}", mend=f"known: {', '.join(sorted(COUNTS | WORDS))}")
        if (key in COUNTS) is not isinstance(value, int):
            raise BadInput(f"{key}={value}: {'a whole number' if key in COUNTS else 'words'} expected")
    for ground in str(facts.get("ground", "other")).split(","):
        if ground.strip() not in GROUNDS:
            raise BadInput(f"unknown ground {ground.strip()!r}", mend=f"known: {', '.join(sorted(GROUNDS))}")
    for key in _NEEDED.get(category, ()):
        if key not in facts:
            raise BadInput(f"{category} needs {key}=", mend="write it as the fourth part of the line")
