"""Whether a clause that looks like one of a kind says what makes it one.

A clause is found by what it resembles, so one may be found that only mentions a right, or that speaks of other money
than that of an end. One that is not quite sure must say so in words.
"""

from __future__ import annotations

import re

from unpromote.reading.following import GIVES_A_RIGHT
from unpromote.reading.values import Finding

_OF_AN_END = re.compile(
    r"terminat|cancel|expir|\bceas|discontinu|end of (?:the|this)|no (?:further|longer)|unearned|unused|refundable"
    r"|withdraw|rescind|rescission|not (?:yet )?(?:been )?(?:perform|deliver|render|provid)"
)
_AN_END = re.compile(
    r"terminat|cancel|rescind|rescission|withdraw|discontinu|expir|revo[kc]|\bend(?:s|ed|ing)?\b|\bceas|annul|\bvoid\b"
    r"|dissol|repudiat"
)
_OTHERWISE = re.compile(
    r"\bremed(?:y|ies)\b|\bliab|\bresponsible\b|\bdamages\b|\bindemni|\binterest\b|\bsuspend|\bwithhold"
)
_LASTING = re.compile(
    r"surviv|\bafter\b|thereafter|following|continu|remain|beyond|indefinit|perpetu|accru|subsequent"
    r"|not (?:affect|relieve|release)|prejudice|impair|notwithstanding|upon (?:the )?(?:terminat|expir)"
)
_ANY_TIME = re.compile(r"at any time|may terminate|right to terminate|terminated (?:by|at|upon)|until")
_NO_WAIVER = re.compile(r"\bnot\b[^.;]{0,40}\bwaiver\b")
_NEVER = {  # words with which a clause that looks like one of a kind is not of it
    "force_majeure": re.compile(r"\b(?:has|have) the meaning|\bthe meaning (?:set|given)"),
    "term": re.compile(  # a day or a time that gets a name
        r"\bshall be (?:known|referred to) as\b"
        r"|\beffective date\b(?: of this agreement)?\W{0,3}(?:\([^)]*\))?\W{0,3}(?:is|means|shall mean)\b"
    ),
    "terminate_without_cause": _NO_WAIVER,
    "terminate_for_breach": _NO_WAIVER,
    "terminate_for_event": _NO_WAIVER,
}
_NEEDS = {  # words without which a clause that may be of a kind is not of it
    "payment_on_termination": _OF_AN_END,
    "refund": _OF_AN_END,
    "post_termination_duty": _OF_AN_END,
    "survival": _LASTING,
}
_PLAIN = 0.8  # the score from which a clause needs no such words
_LEAST = {  # the score below which a wording of the kind is but a mention of it
    "force_majeure": 0.2,
    "terminate_for_breach": 0.2,
    "terminate_for_event": 0.2,
    "term": 0.1,
    "auto_renewal": 0.1,
    "renewal_option": 0.1,
}


def is_borne_out(kind: str, finding: Finding, led: str) -> bool:
    """Tell whether the words, or the lower-case ones that lead them in, bear out that a clause is of a kind."""
    lower = finding.lower
    if finding.score < _LEAST.get(kind, 0) and not GIVES_A_RIGHT.search(lower):
        return False
    if kind in _NEVER and _NEVER[kind].search(lower):
        return False
    if kind == "terminate_without_cause" and "renew" in lower:  # not to renew is no right to leave
        return bool(_ANY_TIME.search(lower))
    if kind in ("terminate_for_breach", "terminate_for_event") and not _AN_END.search(f"{led} {lower}"):
        return not _OTHERWISE.search(lower)  # what a breach brings instead
    needs = _NEEDS.get(kind)
    return needs is None or finding.score >= _PLAIN or bool(needs.search(f"{led} {lower}"))
