"""How a party's name is written: the words of a company or a person, and the short name an agreement gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from unpromote.reading.places import places

_GAP = r"[^\S\n]{0,40}(?:\n[^\S\n]{0,40})?"  # space within a name, over one line's end at most
_SPACE = rf"(?=\s){_GAP}"
_FORM = (  # what a company is by its law, as names end
    r"(?:(?i:(?:limited(?:\s+partnership)?|incorporated|corporation|company)\b"
    r"|(?:inc|llc|llp|ltd|corp|plc|gmbh|s/a|a/s|p(?:ty|te))\b\.?)"
    r"|(?:Co|CO(?=\.)|L\.?\s?L\.?\s?[CP]|[LN]\.?\s?[PAV]|B\.?V|A[GB]|S[EA]|KG|FSB|KK|SAS|SRL|Oyj?|ASA|SpA|JSC|Sdn|Bhd)\b\.?"
    r"|(?!U\.)(?:[A-Z]\.){1,3}[A-Z]\b\.?|S\.p\.A\.?|S\.?[\u00e0a]\s?r\.?l\b\.?)(?![\w@-])"
)
_NOT_IN_NAMES = (  # no name goes on over these, however they are written
    r"(?!(?i:an?(?!\.)|this|that|whereas|witnesseth|recitals?|background|having|located|whose|with|by|between|among|hereby"
    r"|hereinafter|hereafter|dated|effective|made|shall|is|are|in|as|on|to|or|and|agreement|party|exhibit|source|address"
    r"|page|each|dba|d/b/a|f/k/a|a/k/a|both|section|article|january|february|march|april|may|june|july|august|september"
    r"|october|november|december)\b)"
)
_SHORTENED = r"(?:(?<=\b\w)|(?<=\b\w\w)|(?<=\b\w\w\w))\."  # "Mr.", "St.", an initial
_WORD = (
    rf"{_NOT_IN_NAMES}(?:[A-Z\d\u00c0-\u00de@](?:[\w'\u2019\u00ad!/+@-]|\.(?=[\w@])){{0,40}}(?![\w])(?:{_SHORTENED})?"
    r"|[a-z]{1,12}[A-Z\d][\w.'\u2019-]{0,40}|[a-z]{1,3}-\w{1,20}|(?:[a-z]\.){2,4}|[a-z]{3,30}\.(?:com|net|org)\b)"
)
_WITHIN = r"(?:(?:of|for|the|de|du|der|del|van|von|la|at|e|y|ON)\b)"  # small words between those of a name
_TRADING = re.compile(
    rf",?{_SPACE}(?i:d\.?/?b\.?/?a\.?/?|doing business as|trading as){_SPACE}"
    rf"{_WORD}(?:{_SPACE}(?:{_WITHIN}{_SPACE})?{_WORD}|,{_SPACE}{_FORM}){{0,6}}"
)
_PLAIN = re.compile(
    rf"{_WORD}(?:(?:{_SPACE}(?:{_WITHIN}{_SPACE}(?!\d)){{0,2}}|,{_SPACE}(?={_FORM}|[A-Z]\w{{1,20}}{_SPACE}&)|{_GAP}&{_GAP}"
    rf"|{_GAP}\([A-Z][\w. ]{{0,24}}\),?{_SPACE}(?={_WORD}|\())(?:{_FORM}|{_WORD})){{0,11}}"
)
_ENDS = re.compile(rf"(?<![\w.&(]){_FORM}")
_MORE_FORM = re.compile(rf"(?:,?{_SPACE}(?:de{_SPACE})?|{_GAP}&{_GAP}|,){_FORM}")
_NO_NAME = re.compile(
    r"\b(?:whereas|shall|agrees?|means|referred|desires?|conditions|agreement|effective date|schedules?|suite"
    r"|street|floor|avenue|road|articles?|laws?|exchange commission|\d{5})\b|^\d[\d\W]*$|^parties\b"
    r"|^(?:(?:the|[a-z]\.)\s+)*(?:(?:company|corporation|limited|inc|co|ltd|pte|pty)\b[., ]*){1,3}$",
    re.IGNORECASE,
)
_LENGTHS = range(3, 91)
_NO_SHORT_NAME = re.compile(
    r"agreement|effective date|^(?:the )?part(?:y|ies)$|parties$|\bterm\b|date$|territory|products?$|event|exhibit"
    r"|services?$|amendment|contract$",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?:\(\s{0,9}(?:[\w,/\u2019'-]{1,20}\s{1,9}){0,8}|\b(?:referred|called|known)\s(?:\w{1,12}\s+){0,5}as:?\s+"
    r"(?:the\s+)?\(?|\bhereinafter,?\s+(?:the\s+)?)(?:''|[\"\u201c\u2018])(?P<name>[^\"\u201c\u201d\u2019\n()]{2,50})"
    r"[\"\u201d\u2019)]"
)
_BARE_SHORT = re.compile(r"\((?:(?:the|hereinafter|hereafter|as)\s+){0,2}(?P<name>[A-Z][A-Za-z]{3,20})\s?\)")


@dataclass(frozen=True)
class Name:
    """A name at [start, end) of the text; `is_company`: it ends in what a company is by law ("Inc.")."""

    start: int
    end: int
    is_company: bool


def name_at(text: str, start: int) -> Name | None:
    """Return the name that begins at a place, up to the company's form where it has one; None where none begins."""
    match = _PLAIN.match(text, start)
    if match is None:
        return None
    end, is_company = _up_to_form(text, start, match.end())
    words = text[start:end].rstrip(" ,\n")
    if not _is_name(words) or (words[0].isdigit() and not is_company):
        return None
    end = start + len(words)
    trading = _TRADING.match(text, end)
    return Name(start, start + len(text[start : trading.end()].rstrip(" ,\n")) if trading else end, is_company)


def _up_to_form(text: str, start: int, end: int) -> tuple[int, bool]:
    """Return where the name ends, and whether in a company's form: "Co., Ltd." are one form, and so is "& Co. KG"."""
    form = next((one for one in _ENDS.finditer(text, start, end) if one.start() > start), None)
    if form is None:
        return end, False
    end = form.end()
    while more := _MORE_FORM.match(text, end):
        end = more.end()
    return end, True


def _is_name(words: str) -> bool:
    """Tell whether words name somebody: not where a party was founded ("a corporation of Colorado"), nor a sentence."""
    if len(words) not in _LENGTHS or _NO_NAME.search(words):
        return False
    place = next(places(words), None)
    if place is None or place.start > 0:
        return True
    beside = words[place.end :].strip(" ,")
    return bool(beside) and not _ENDS.fullmatch(beside)


def short_name(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the first short name that a stretch defines for a party (its group `name`): `(the "Sponsor")`."""
    shorts = chain(_SHORT.finditer(text, start, end), _BARE_SHORT.finditer(text, start, end))
    return next((one for one in shorts if _is_short_name(one["name"].strip(" ,."))), None)


def _is_short_name(short: str) -> bool:
    return short[:1].isalpha() and not _NO_SHORT_NAME.search(short)
