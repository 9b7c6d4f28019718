"""Which length of time in a clause is the notice, which the time to cure: told apart by the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unpromote.reading.quantities import Length, lengths

_CURE = re.compile(
    r"\b(?:cur(?:e[ds]?|ing)|uncured|(?<!or )(?<!other )remedy|remed(?:ied|ying|iat\w+)|remedies (?:the|such|said"
    r"|its)|unremedied|correct(?:s|ed|ing|ion)?|rectif(?:y|ied))\b"
)
_STAYS = re.compile(r"\b(?:ceases?|continues?|continued|persists?|stopped|not made)\b")
_UNDONE = re.compile(
    r"\b(?:fail(?:s|ed|ures?)?(?! (?:to )?(?:agree|reach))|breach\w*|default\w*|violat\w*|not (?:been )?(?:perform"
    r"|compl|paid|pay)\w*)\b"
)
_OUTSIDE = re.compile(
    r"force ma?e?jeure|\bacts? of god\b|beyond (?:its|their|the|his) |suspension|non-?performance|inability"
)
_NOTICE = re.compile(r"\b(?:not(?:ice|if\w+)|inform(?:ed|ing|s)?)\b")
_IS_NOTICE = re.compile(
    r"^['s\u2019]{0,3}\s*(?:(?:prior|advance|advanced|written|previous|clear"
    r"|in writing)[ ,]*){0,3}(?:and )?(?:written )?notice"
)
_BEFORE_EFFECT = re.compile(
    r"^\s*(?:prior to|before|in advance|in which|from the date of (?:the |such )?notice|advance)"
)
_AFTER_NOTICE = re.compile(
    r"^[\w ,)]{0,12}?\b(?:after|of|following|from|upon)\b[^.;]{0,90}\b(?:not(?:ice|ified|ification)|receipt"
    r"|receiv\w+|requested|required|informed)"
)
_GIVES_NOTICE = re.compile(
    r"(?:not less than|at least|no (?:less|fewer) than|upon|by|with|giving|minimum of)\s*(?:an? )?$"
)
_NOTICE_OF = re.compile(
    r"\bnotice\b[^.;]{0,60}\bof (?:at least |not less than |no less than |a minimum of )?(?:a period of )?$"
)
_TAKES_EFFECT = re.compile(
    r"\beffective (?:only )?(?:on |at least |not less than |no (?:earlier|sooner|less) than )?(?:the )?$"
    r"|\bdate\b[^.;]{0,40}\b(?:no|not|at)(?: be)? (?:earlier|sooner|less|least)(?: than)? $"
    r"|\b(?:terminat|cancel)\w*[^.;]{0,40}(?<!within )$"
)
_SUCH_TIME = re.compile(  # a period named before in which the breach may still be put right
    r"\b(?:within|during|by|before|prior to)[^.;]{0,30}\b(?:such|said|that|this|the)\b[^.;]{0,45}\b(?:period|time"
    r"|days)\b"
)
_UNLESS_MENDED = re.compile(
    r"\b(?:not (?:have the right|be entitled)|may not) to? ?(?:terminat|cancel)[^.;]{0,60}\bif\b"
)
_THROUGH = re.compile(r"\b(?:after|within|for|following|until)(?: a period of| the| such| said| this| that)? \(?$")
_OF_PAYING = re.compile(r"\b(?:pay(?:s|ing|ments?)?|paid|monetary|amounts? due|funds)\b")
_PART = re.compile(r"[,;.]| or ")
_ASIDE = re.compile(  # what only says which days those are
    r"^(?: \((?:or |i\.e\.,? |that is,? )?[^()]{1,20}(?:\(\d+\))? ?(?:\w+ )?(?:days|weeks|hours|months?)\)"
    r"|,? \(?(?:excluding|exclusive of|not including|not counting) [^,;.)]{1,60}[,)]?)"
)
_AT_ONCE = re.compile(
    r"\b(?:immediate(?:ly)?|forthwith|at once|summar(?:y|ily)|with immediate effect"
    r"|without (?:any )?(?:requirement of |further |prior |the need of providing a )*notice)\b"
)
_OPENS_AT_ONCE = re.compile(r"(?:by [^,;.]{3,40},? ?)?(?:immediately|with immediate effect|forthwith)\b")
_EFFECT_AT_ONCE = re.compile(
    r"\beffective immediately|\bimmediately (?:up)?on (?:\w+ )?notice|effective upon (?:delivery|receipt) of notice"
)
_END = re.compile(r"\b(?:terminat|cancel|dismiss|remove|revoke)")
_NEAR = 45  # characters between an ending and the length that tells when it takes effect
_AROUND = 150  # characters looked at on either side of a length
_FAR = 220  # characters behind a length in which its breach may be named


def notice_length(lower: str) -> Length | None:
    """Return the notice that a clause asks for before its effect, None where it names none."""
    for length, before, after in _with_surroundings(lower):
        if _cures(before, after) and not _BEFORE_EFFECT.match(after):
            continue
        if _IS_NOTICE.match(after):
            return length
        if _BEFORE_EFFECT.match(after) and _NOTICE.search(before + after[:_AROUND]):
            return length
        if _GIVES_NOTICE.search(before) and _NOTICE.search(after[:60]) and not _AFTER_NOTICE.match(after):
            return length
        if _NOTICE_OF.search(before) or (_TAKES_EFFECT.search(before) and _AFTER_NOTICE.match(after)):
            return length
    return None


def cure_length(lower: str) -> Length | None:
    """Return the time that a clause gives for curing a breach after notice of it, None where it gives none.

    Of several the one for other breaches than of paying.
    """
    found, others = [], []
    edge = 0
    for length, before, after in _with_surroundings(lower):
        if _cures(before, after) and not _BEFORE_EFFECT.match(after):
            found.append(length)
            if not _OF_PAYING.search(lower[max(edge, length.start - _FAR) : length.start] + _PART.split(after)[0]):
                others.append(length)
        edge = length.end
    if not found:
        found = [one for one, _, after in _with_surroundings(lower) if _IS_NOTICE.match(after) and _in_it(after)]
    return next(iter(others or found), None)


def ends_at_once(lower: str) -> bool:
    """Tell whether the words say that the end needs no time of notice."""
    if _OPENS_AT_ONCE.match(lower) or _EFFECT_AT_ONCE.search(lower):
        return True
    return any(
        _END.search(lower[max(0, match.start() - _AROUND) : match.end() + _AROUND])
        for match in _AT_ONCE.finditer(lower)
        if not (match[0].startswith("without") and "automatic" in lower)
    )


def _with_surroundings(lower: str) -> Iterator[tuple[Length, str, str]]:
    """Yield each length with the words before it, back to the length before, and the words after it."""
    edge = 0
    for length in lengths(lower):
        before = lower[max(edge, length.start - _AROUND) : length.start]
        yield length, before, _ASIDE.sub("", lower[length.end : length.end + 2 * _FAR])[:_FAR]
        edge = length.end


def _in_it(after: str) -> bool:
    """Tell whether the words say that a breach may be put right until the notice has run out."""
    return bool(_SUCH_TIME.search(after) and _CURE.search(after))


def _cures(before: str, after: str) -> bool:
    near = after[:_AROUND]
    if _UNLESS_MENDED.search(before) and _AFTER_NOTICE.match(after):
        return True
    if _CURE.search(before):
        return not _IS_NOTICE.match(after) or bool(_THROUGH.search(before))
    if _STAYS.search(before) and not _IS_NOTICE.match(after) and not _OUTSIDE.search(before + near):
        return bool(_UNDONE.search(before)) or bool(_AFTER_NOTICE.match(after))
    if _AFTER_NOTICE.match(after) and not _END.search(before[-_NEAR:]):
        return bool(_CURE.search(after) or _UNDONE.search(before))
    return bool(
        re.match(
            r"[^.;]{0,90}(?<!fails )(?<!failed )(?<!failure )\b(?:to|in which to|within which to) (?:cure|remed"
            r"|correct|rectify)",
            after,
        )
    )
