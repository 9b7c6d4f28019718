"""The wordings that give a clause away: the table of `cues.toml`, made ready to match.

A cue's score says how sure the wording makes the reader, not how good the clause is. Categories that public sets of
clauses read by lawyers know carry the names used there.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import Enum
from importlib import resources


class Category(Enum):
    """What a stretch of an agreement is about, as far as leaving it is concerned."""

    CONVENIENCE = "Termination For Convenience"
    RENEWAL_NOTICE = "Notice Period To Terminate Renewal"
    RENEWAL = "Renewal Term"
    EXPIRATION = "Expiration Date"
    EFFECTIVE_DATE = "Effective Date"
    AGREEMENT_DATE = "Agreement Date"
    POST_TERMINATION = "Post-Termination Services"
    LIQUIDATED = "Liquidated Damages"
    MINIMUM = "Minimum Commitment"
    CONTROL = "Change Of Control"
    LAW = "Governing Law"
    PARTIES = "Parties"
    CAUSE = "Termination For Cause"
    CURE = "Cure Period"
    FORCE_MAJEURE = "Force Majeure"
    PAYMENT = "Payment And Refund"
    FEE = "Termination Fee"
    WINDOW = "Non-Cancellable Window"
    MORALS = "Morals"
    EXCLUSIVITY_END = "Exclusivity End"
    TAKE_DOWN = "Take-Down"
    NOTICE_FORM = "Notice Form And Address"
    NON_REFUNDABLE = "Non-Refundable"
    PAUSE = "Pause Or Suspension"
    PRECEDENCE = "Precedence"
    DISPUTE = "Dispute Term"
    SURVIVAL = "Survival"
    DUTY = "Duties And Rights"

    __hash__ = (
        object.__hash__
    )  # each is one object: looked up in every sentence for every cue, where a name's hash is slow


@dataclass(frozen=True)
class Cue:
    """A wording, how sure it makes the reader (0 to 1), and wordings that take it back.

    One of the words in `needs`, if any, is in all that the pattern matches; looking for it first saves time.
    """

    category: Category
    pattern: re.Pattern[str]
    score: float
    unless: re.Pattern[str] | None = None
    needs: tuple[str, ...] = ()

    def speaks_in(self, lower: str) -> bool:
        """Tell whether the lower-case words carry this wording and none that takes it back."""
        if self.needs and not any(word in lower for word in self.needs):
            return False
        return bool(self.pattern.search(lower)) and not (self.unless and self.unless.search(lower))


def load_cues(source: str) -> tuple[Cue, ...]:
    """Return the cues of a table written as in `cues.toml`."""
    table = tomllib.loads(source)
    words = {f"<{name}>": pattern for name, pattern in table["words"].items()}
    return tuple(
        Cue(
            Category(row["category"]),
            _compiled(row["pattern"], words),
            row["score"],
            _compiled(row["unless"], words) if "unless" in row else None,
            tuple(row.get("needs", ())),
        )
        for row in table["cue"]
    )


def _compiled(pattern: str, words: dict[str, str]) -> re.Pattern[str]:
    while "<" in (bare := pattern.replace("(?<", "")) and any(name in bare for name in words):
        for name, meaning in words.items():
            pattern = pattern.replace(name, meaning)
    return re.compile(pattern)


_TABLE = resources.files(__package__).joinpath("cues.toml").read_text("utf-8")
CUES = load_cues(_TABLE)
