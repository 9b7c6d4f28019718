"""On which grounds a clause lets somebody leave, in the words of the terms ("breach", "force_majeure", ...).

A clause may name several. What is none of the kinds that terms know is "other"; insolvency and a change of control are
kept apart although no promotion is cancelled on them: the agreement says so all the same.
"""

from __future__ import annotations

import re
import tomllib
from importlib import resources

BREACHES = frozenset({"breach", "repeat_breach", "non_payment"})

_TABLE = tomllib.loads(resources.files(__package__).joinpath("grounds.toml").read_text("utf-8"))
_NOT_HAPPENED = re.compile(_TABLE["not_happened"])
_PATTERNS = tuple((row["name"], re.compile(row["pattern"])) for row in _TABLE["ground"])
_GONE = re.compile(
    r"ceas\w+ (?:to (?:carry on|do|conduct)|doing) business|dissol(?:ution|ved)|\bdeath\b|dies\b|disab(?:led|ility)"
    r"|incapacit"
)
_PLAIN_BREACH = re.compile(r"\bbreach|\bdefaults?\b|fail\w* to (?:\w+ ){0,3}(?:comply|observe|pay|fulfil)")
_EVENTS = frozenset({"morals", "force_majeure", "insolvency", "change_of_control", "material_change"})
_ABOUT_A_BREACH = re.compile(r"(?<!non-)(?<!non)(?:breaching|defaulting|offending)|breach|default|cured?\b")


def grounds_of(lower: str) -> tuple[str, ...]:
    """Return the grounds that lower-case words name, "other" where they name none that is known."""
    bare = _NOT_HAPPENED.sub(" ", lower)
    found = [name for name, pattern in _PATTERNS if pattern.search(bare)]
    if not found and _ABOUT_A_BREACH.search(lower):
        return ("breach",)
    if "breach" in found and not _PLAIN_BREACH.search(bare) and _EVENTS.intersection(found):
        found.remove("breach")
    return (*found, *(["other"] if _GONE.search(bare) or not found else []))
