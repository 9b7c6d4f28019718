"""Who a clause speaks of: who may end the agreement, and whose duty a sentence states, in the agreement's own words.

Nobody is named who is not in the words: a right without a subject has none here, and an agreement that ends by itself
is ended by nobody ("automatic").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib import resources

AUTOMATIC = "automatic"

_OPENERS = (
    r"(?!(?i:if|upon|when|where|should|once|otherwise|unless|notwithstanding|subject|except|provided|in|on|at|after|before"
    r"|during|for|any|no|by|such|this|these|all|as|to|and|or|but|further|however|furthermore|thereafter|accordingly)\b)"
)
_NAME = (
    rf"(?:(?i:the) )?{_OPENERS}(?:[a-z]{{1,3}})?[A-Z][\w&'\u2019.-]*(?:(?:,? (?=(?:Inc|LLC|Ltd|Corp)\b)| | (?:of|for"
    rf"|&) (?:the )?)"
    r"(?!(?:May|Shall|Will|MAY|SHALL|WILL)\b)[A-Z0-9][\w&'\u2019.-]*){0,6}"
)
_PARTY = (
    r"(?i:(?:(?:either|each|any|both|neither|one|an?|such|said|that|the|all|no)(?: one)?(?: (?:or (?:both|more)|more))?"
    r"(?: of)?(?: the| its| their)?|other|others)"
    r" (?:(?!(?:shall|may|will|and|or|to|of|by|if|is|agreement)\b)(?:[\w-]+|non- \w+) ){0,2}?"
    r"(?:part(?:y|ies)|members?|shareholders?)\b(?: hereto)?)"
)
_THE_PARTY = r"(?i:the part(?:y|ies))(?: (?:(?!\b(?:shall|may|will|and)\b)[^;.,]){1,90})?"
_EITHER = rf"(?i:either|both|each)(?: of)? {_NAME}(?:,? (?:and/or|and|or|nor) {_NAME})?|(?i:either|each|both)"
_EITHER = rf"(?i:either )?[Yy]ou or {_NAME}|{_EITHER}"
_PAIR = rf"{_NAME},? (?:and/or|or|and) {_NAME}"
_ROLE = r"(?i:the|an?|such|said) (?:[a-z][\w-]+ )?[a-z][\w-]{3,}"
_NAMED = re.compile(rf"\b(?P<who>{_PARTY}|{_EITHER}|{_NAME})(?!['\u2019]s? )")
_JUST_BEFORE = re.compile(
    rf"(?:^|(?<=[\s\"\u201c(]))(?P<who>{_THE_PARTY}|{_PARTY}|{_EITHER}|{_PAIR}"
    rf"|{_NAME}(?:['\u2019]s? (?:\w+ ){{0,3}}\w+)?"
    rf"|{_ROLE}|(?:(?<=, )|^)[a-z]{{4,}}|(?i:it|he|she|they|who|which))[\"\u201d]?$"
)
_PRONOUN = re.compile(r"^(?:it|he|she|they|who|which)$", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:,[^,;.]{0,90},|,|\s(?:also|each|then|thereafter|thereupon|only|further|hereby|additionally|immediately|similarly"
    r"|hereto|hereunder|itself|(?:in|at) (?:its|their|his) (?:sole )?(?:and absolute )?(?:option|election"
    r"|discretion)))$"
)
_MAY = re.compile(
    r"\b(?:(?:may|can|could|might)(?! be\b)|(?:shall|will|would|to)? ?(?:also |each )?(?:ha(?:s|ve)"
    r"|having)(?= [^.;]{0,60}\b(?:right|option|power|discretion|privilege))"
    r"|(?:shall |will )?(?:is|are|be) (?:\w+ )?(?:entitled|free|permitted)|(?:shall |will )?(?:reserves?|retains?)"
    r"|desires?|elects?|wish(?:es)?|decides?|chooses?|exercises?|determines?|intends?)(?!\w)",
    re.IGNORECASE,
)
_SHALL = re.compile(r"\b(?:shall|will|must|may not|agrees?)\b(?! be\b)", re.IGNORECASE)
_ENDING = re.compile(
    r"\b(?:terminat(?:e|es|ed|ing|ion)|cancel(?:s|l?ed|l?ing|l?ation)?|ends?|ended|ending|rescinds?|rescission|withdraw\w*"
    r"|revoke|dissol\w+|resign|opt out|discontinue|expires?|cease|void|no (?:further|longer) (?:force|effect))\b",
    re.IGNORECASE,
)
_AGENT = (
    rf"(?P<who>{_PARTY}|{_EITHER}|{_PAIR}|{_NAME}|the (?:[a-z][\w-]+ )?[a-z]\w{{3,}})"
    rf"(?:[^.;]{{0,60}}?,? (?:or|and),? by (?P<also>{_NAME}))?"
)
_BY = re.compile(
    rf"(?:(?<!action )\b(?:by|at the (?:sole )?(?:option|election|discretion|request) of|notice (?:\w+ ){{0,4}}from"
    rf"|upon(?= [^.;]{{0,40}} giving))\s+"
    rf"(?:(?:written )?notice (?:by|from) )?{_AGENT})"
)
_OPENS_BY = re.compile(rf"^\W*(?:\w{{1,3}}[.)] )?(?i:by|at the (?:option|election) of) {_AGENT}")
_OWNER = re.compile(
    rf"\b(?P<who>{_PARTY}|{_NAME}|the [a-z]+)(?:['\u2019]s?) (?:\w+ ){{0,3}}(?:option|election|discretion"
    rf"|convenience|right to terminate)",
)
_GIVING = re.compile(
    rf"\b(?P<who>{_PARTY}|{_NAME}|the [a-z]+)(?:['\u2019]s?)? (?:shall |may |must )?(?:gives?|giving|delivers?"
    rf"|delivery|providing|provides?"
    r"|sends?|serv(?:es|ing)|notify|notifies)\b[^.;]{0,90}\b(?:notice|terminat)"
)
_LETS = re.compile(
    rf"\b(?:entitl|permit|allow|enabl)\w*[^.;]{{0,30}}? (?P<who>{_PARTY}"
    rf"|{_NAME})[^.;]{{0,60}}? to (?:\w+ )?(?:terminat|cancel)"
)
_ITSELF = re.compile(
    r"\b(?:shall|will|would)\b(?! not)[^.;]{0,60}\b(?:terminate|end|expire|lapse|cease|be (?:\w+ )?(?:terminated"
    r"|dissolved|void|null|of no)"
    r"|have no)\b|\b(?:is|are) (?:\w+ )?(?:terminated|dissolved|void)\b|\bterminates\b",
    re.IGNORECASE,
)
_BY_ITSELF = re.compile(
    r"\b(?:shall|will|is|and|be) (?:\w+ ){0,3}automatically (?:(?!until)\w+ ){0,3}"
    r"(?:terminat|end|expire|void|cancel|dissol)"
    r"|\b(?:shall|will) (?:\w+ )?terminate (?:\w+ ){0,2}automatically",
    re.IGNORECASE,
)
_MAY_BE = re.compile(r"\b(?:may|can|could) (?:not )?(?:\w+ )?be \w+|\bterminable\b", re.IGNORECASE)
_UPON_NOTICE = re.compile(r"terminate\w*[^.;]{0,60}\b(?:upon|on|by) (?:\w+ ){0,3}notice\b", re.IGNORECASE)
_SOME_PARTY = re.compile(r"\b(?:either|any|a|the other) party", re.IGNORECASE)
_NO_PARTY = tomllib.loads(resources.files(__package__).joinpath("subjects.toml").read_text("utf-8"))
_THINGS, _PLACES = frozenset(_NO_PARTY["things"]), frozenset(_NO_PARTY["places"])
_PAYS = re.compile(
    r"\b(?:shall|will|must|agrees? to|(?:is|are|remains?|shall (?:be|remain)|will (?:be|remain)) (?:\w+ )?(?:liable"
    r"|obligat\w+|responsible|required)"
    r"(?: to| for)?) (?:\w+ ){0,3}?(?:pay|refund|repay|reimburse|return|credit|forfeit|payments?)\b",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\b(?:shall|will|must|agrees?|may|has earned|reserves?|ha(?:s|ve) (?:the |no )?rights?"
    r"|(?:is|are) (?:\w+ )?(?:entitled|obligat\w+|obliged|required|authorized|liable))\b(?! be\b)",
    re.IGNORECASE,
)
_OWED_BY = re.compile(rf"\b(?:entitled to|receive|recover)\b[^.;]{{0,80}}? from {_AGENT}")
_GETS = re.compile(
    r"\b(?:shall|will|may) (?:not )?be (?:\w+ )?(?:entitled|excused|liable|responsible|prohibited|obliged|required"
    r"|deemed|held|considered)\b",
    re.IGNORECASE,
)
_DONE_BY = re.compile(
    rf"\b(?:paid|payable|refunded|repaid|returned|destroyed|removed|made|due|owed|owing) (?:\w+ ){{0,4}}?by {_AGENT}"
)
_AROUND = 500  # characters before an ending in which its subject stands
_CHAIN = 5  # words between two verbs of one chain: "shall have the right to elect to"


def who_may_end(words: str) -> str:
    """Return who may end it, in the agreement's own words ("Each Party", "Newegg"); empty where they do not say.

    What ends by itself is "automatic".
    """
    return _bare(_ending_party(_without_asides(words)))


def _bare(who: str) -> str:
    """Return "Beta" for "the Beta", "Beta." and "Agreement Beta"; "the other party" and "Acme Inc." stay."""
    who = re.sub(r"^(?:Agreement|Term) (?=(?:the )?[A-Z])", "", who)
    who = re.sub(r"(?<!\bInc)(?<!\bCorp)(?<!\bLtd)(?<!\bCo)\.$", "", who)
    return re.sub(r"^(?:[Tt]he|that) (?=[A-Z0-9])(?!Part(?:y|ies)\b)", "", who)


def _ending_party(plain: str) -> str:
    endings = tuple(_ENDING.finditer(plain))
    named = _opening(plain) or _first_holder(plain, endings) or _named_otherwise(plain)
    named = named or next((who for ending in endings if (who := _actor(plain, ending, _SHALL))), "")
    if named or not endings:
        return named
    if _UPON_NOTICE.search(plain) and (either := _SOME_PARTY.search(plain)):
        return either[0]
    return AUTOMATIC if _ITSELF.search(plain) and not _MAY_BE.search(plain) else ""


def _opening(plain: str) -> str:
    """Return whom an item of a list begins with: "by either party if …"."""
    opens = _OPENS_BY.match(plain)
    return opens["who"] if opens and _is_party(opens["who"]) else ""


def _first_holder(plain: str, endings: Iterable[re.Match[str]]) -> str:
    for ending in endings:
        if _BY_ITSELF.search(plain[max(0, ending.start() - 40) : ending.end() + 30]):
            return AUTOMATIC
        if who := _actor(plain, ending, _MAY) or _agent(plain, ending):
            return who
    return ""


def _named_otherwise(plain: str) -> str:
    found = (pattern.search(plain) for pattern in (_LETS, _OWNER, _GIVING))
    return next((match["who"] for match in found if match and _is_party(match["who"])), "")


def who_acts(words: str) -> str:
    """Return whose duty a sentence states: who pays, or else the first who shall, must or agrees to do something."""
    plain = _without_asides(words)
    if (owed := _OWED_BY.search(plain)) and _is_party(owed["who"]):
        return _bare(owed["who"])
    for pattern in (_PAYS, _DUTY, _GETS):
        for duty in pattern.finditer(plain):
            if who := _subject(re.split(r"\. ", plain[max(0, duty.start() - _AROUND) : duty.start()])[-1].rstrip()):
                return _bare(who)
    done = _DONE_BY.search(plain)
    return _bare(done["who"]) if done and _is_party(done["who"]) else ""


def _without_asides(words: str) -> str:
    return re.sub(r"\s*\((?![a-z]\)|[ivx]+\)|\d\))[^()]{2,90}\)", "", words)


def _actor(words: str, ending: re.Match[str], verb: re.Pattern[str]) -> str:
    before = re.split(r"\. ", words[max(0, ending.start() - _AROUND) : ending.start()])[-1]
    verbs = list(verb.finditer(before))
    while verbs:
        last = verbs.pop()
        while verbs and _is_chain(before[verbs[-1].end() : last.start()]):
            last = verbs.pop()
        who = _subject(before[: last.start()].rstrip())
        if who is not None:
            return who
    return ""


def _is_chain(between: str) -> bool:
    return (between.islower() and len(between.split()) <= _CHAIN and "," not in between) or not between.strip()


def _subject(before: str) -> str | None:
    """Return the party that words which end right before a verb make its subject; "" for a thing, None for neither."""
    while aside := _ASIDE.search(before):
        before = before[: aside.start()].rstrip()
    near = _JUST_BEFORE.search(before)
    if near and not _PRONOUN.match(near["who"]):
        return _parties_of(near["who"])
    return (_last_party(before) or None) if near else None


def _parties_of(who: str) -> str:
    """Return what of "the Agreement and Newegg" is a party."""
    if _is_party(who) and re.search(r"\bpart(?:y|ies)\b", who, re.IGNORECASE):
        return who
    names = [name for name in re.split(r",? (?:and/or|and|or) ", who) if _is_party(name)]
    return who if len(names) > 1 else "".join(names)


def _agent(words: str, ending: re.Match[str]) -> str:
    for match in _BY.finditer(re.split(r"\. ", words[ending.end() : ending.end() + 200])[0]):
        if _is_party(match["who"]):
            return f"{match['who']} or {_bare(match['also'])}" if match["also"] else match["who"]
    return ""


def _last_party(before: str) -> str:
    names = [match["who"] for match in _NAMED.finditer(before)]
    return next((name for name in reversed(names) if _is_party(name) and not name.endswith(("'s", "\u2019s"))), "")


def _is_party(name: str) -> bool:
    if re.search(r"\b(?:part(?:y|ies)|members?|either|each|both)\b", name, re.IGNORECASE):
        return True
    words = [word.strip(".,").lower() for word in name.split() if word.lower() != "the"]
    return bool(words) and words[-1] not in _THINGS and words[0] not in _PLACES
